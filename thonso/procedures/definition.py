"""One version of a procedure as typed, frozen data: read once from its JSON, shared by every request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thonso.procedures.conditions import ALWAYS, Condition, Scope, as_number
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.shape import Form


@dataclass(frozen=True, slots=True)
class Check:
    """A value that rests on memory or one weak source: shown as "cần xác minh" until the commune confirms it."""

    key: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Organ:
    organ: str
    place: str
    together_with: str = ""
    here: bool = True


@dataclass(frozen=True, slots=True)
class LegalBasis:
    number: str
    title: str
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Filer:
    """Who may file. `relation` self | parent | guardian | authorised | relative | organisation; `label` in the words of this
    procedure, where the usual ones do not fit."""

    relation: str
    min_age: int = 0
    paper: str = ""
    note: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who has to come in person. `who` person | both_parties | bearer (whoever brings the original); `at` filing |
    reception | signing | return; `label` in place of the usual words for who."""

    who: str
    at: str
    why: str
    source: str
    label: str = ""
    when: Condition = ALWAYS
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """An interpreter or two witnesses beside whoever signs: when they are needed, and in words who may be it."""

    when: Condition
    text: str
    source: str
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One of the required papers; nothing outside this list may be asked for. `how` submit | present."""

    key: str
    name: str
    how: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    required: bool = True
    when: Condition = ALWAYS
    form_name: str = ""
    electronic_form: bool = False
    accept: tuple[str, ...] = ("image", "pdf")
    max_files: int = 5
    note: str = ""


@dataclass(frozen=True, slots=True)
class TimeRule:
    """`kind` working_days | calendar_days | hours | same_day; `cutoff` "15:00" for same-day procedures."""

    kind: str
    amount: int
    text: str
    source: str
    cutoff: str = ""
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    key: str
    name: str
    papers: tuple[Paper, ...]
    when: Condition = ALWAYS
    time: TimeRule | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ByPage:
    """How a fee grows with the pages of each paper in a list: the amount for each of the `first` pages, `then` for each
    more, at most `most` a copy; in đồng. `rows`, `pages`, `copies` are keys of the list and of its fields."""

    rows: str
    pages: str
    copies: str
    first: int
    then: int
    most: int

    def total(self, amount: int, rows: Any) -> int:
        found = 0
        for row in rows if isinstance(rows, list) else ():
            pages, copies = (int(as_number(row.get(key)) or 0) for key in (self.pages, self.copies))
            one = amount * min(pages, self.first) + self.then * max(pages - self.first, 0)
            found += min(one, self.most) * copies
        return found


@dataclass(frozen=True, slots=True)
class Fee:
    """`amount` in đồng; 0 is free, None is not known here. `times` names the number field that multiplies it.
    `by_page` counts the pages of a list instead. `exemptions` are who pays nothing or less; whatever else there is to say is
    the `note`."""

    name: str
    amount: int | None
    source: str
    unit: str = ""
    times: str = ""
    by_page: ByPage | None = None
    when: Condition = ALWAYS
    exemptions: tuple[str, ...] = ()
    note: str = ""
    verify: bool = False


@dataclass(frozen=True, slots=True)
class SupplementRule:
    max_times: int
    source: str
    answer_within_days: int | None = None
    verify: bool = False


@dataclass(frozen=True, slots=True)
class PaymentRule:
    """Whether the time spent waiting for the fee counts. What a definition does not say rests on memory: cần xác minh."""

    clock_stops: bool = True
    source: str = "Nghị định 118/2025/NĐ-CP (theo trí nhớ, chưa đối chiếu bản gốc)"
    verify: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """`kind` desk | process | hamlet_task | posting | board | sign | seal | return | external; `hours` of office time. `short`
    is said where many steps stand side by side; a step without one has a name that is short enough. `sheet` scores | income:
    what a hamlet's review fills in."""

    key: str
    name: str
    role: str
    hours: float
    kind: str
    outcome: str = ""
    working_days: int = 0
    papers: tuple[str, ...] = ()
    share_at_least: int = 0
    back_to: str = ""
    sheet: str = "scores"
    source: str = ""
    verify: bool = False
    short: str = ""

    @property
    def label(self) -> str:
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class ResultPaper:
    """`kind` is one of core.papers, empty for papers that other systems print. `covers` dossier | list."""

    title: str
    kind: str = ""
    covers: str = "dossier"
    validity: str = ""
    verify: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A certification book: its key among the number books, and the symbol that stands behind the volume."""

    key: str
    symbol: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a review may propose. The decision recognises it as `recognised_as` (mid-sentence), and the household then has
    the class `klass` in the register; without the first it is answered by letter."""

    key: str
    name: str
    recognised_as: str = ""
    klass: str = ""


@dataclass(frozen=True, slots=True)
class DecisionAsk:
    """What the officer fills in when a decision is drafted: an amount, a day, which no form could ask the citizen."""

    key: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class DecisionList:
    """The list behind a decision: its dossiers, or the rows of one field of the only one."""

    title: str
    head: str = "Chủ hộ"
    rows_of: str = ""


@dataclass(frozen=True, slots=True)
class DecisionWords:
    """The words of a decision, with {placeholders} that the draft fills in. `title` names the paper in lists."""

    about: str
    grounds: tuple[str, ...]
    articles: tuple[str, ...]
    recipients: tuple[str, ...]
    title: str
    asks: tuple[DecisionAsk, ...] = ()
    listed: DecisionList | None = None


@dataclass(frozen=True, slots=True)
class Each:
    """The list of the form of which each row gets a result and a number of its own, and the keys of its fields."""

    rows: str
    name: str
    pages: str = ""
    copies: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """`kind` drafted_here | made_in_other_system | transferred_to_authority | appointment. `certifies`: the field of the
    form whom the paper names, where that is not the owner. `book` gives the number of what is certified by appointment."""

    kind: str
    papers: tuple[ResultPaper, ...]
    system: str = ""
    certifies: str = ""
    book: Book | None = None
    each: Each | None = None
    outcomes: tuple[Outcome, ...] = ()
    decision: DecisionWords | None = None

    def outcome(self, key: str) -> Outcome | None:
        return next((one for one in self.outcomes if one.key == key), None)

    def given(self, covers: str) -> tuple[ResultPaper, ...]:
        """The papers that are given when what was asked for is granted; a letter says why it is not."""
        return tuple(one for one in self.papers if one.kind not in {"", "letter"} and one.covers == covers)

    @property
    def decides_lists(self) -> bool:
        """One decision for many dossiers (practice.md 4)."""
        return any(one.kind == "decision" for one in self.given("list"))


@dataclass(frozen=True, slots=True)
class Caution:
    """Words on the procedure's page, all year or between two days of the year ("MM-dd")."""

    text: str
    first: str = ""
    last: str = ""

    def holds(self, on: date) -> bool:
        today = f"{on:%m-%d}"
        if not self.first:
            return True
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last


@dataclass(frozen=True, eq=False)
class Definition:
    """Two are the same when their digests are; as keys they go by identity, since each text is read once."""

    code: str
    version: str
    name: str
    plain_names: tuple[str, ...]
    summary: str
    field: str
    level: str
    handled_by: Organ
    valid_from: date
    valid_to: date | None
    source: str
    legal_basis: tuple[LegalBasis, ...]
    who_may_file: tuple[Filer, ...]
    channels: tuple[str, ...]
    ways_to_confirm: tuple[str, ...]
    presence: tuple[Presence, ...]
    interpreter: Beside | None
    witnesses: Beside | None
    cases: tuple[Case, ...]
    papers: tuple[Paper, ...]
    fees: tuple[Fee, ...]
    time: TimeRule
    supplement: SupplementRule
    payment: PaymentRule
    form: Form
    steps: tuple[Step, ...]
    result: Result
    warnings: tuple[Caution, ...]
    checks: tuple[Check, ...]
    digest: str
    raw: Mapping[str, Any]
    demo_only: str = ""

    @property
    def appointment_only(self) -> bool:
        return self.channels == ("appointment_only",)

    @property
    def files_from_afar(self) -> bool:
        """Whether a "Nộp hồ sơ" button may be shown: some channel starts on this server."""
        return bool({"online", "assisted"} & set(self.channels))

    def presence_at(self, *moments: str) -> tuple[Presence, ...]:
        """Who has to come at any of these moments, in some case at least."""
        return tuple(one for one in self.presence if one.at in moments)

    def paper(self, key: str) -> Paper:
        """Raises KeyError for a paper that is not in this version."""
        return next((one for one in self.papers if one.key == key), None) or _absent(key)

    @property
    def drafting_step(self) -> str:
        """The key of the step in which the result is drafted: the office's last before the signature; "" without one."""
        signs = next((index for index, one in enumerate(self.steps) if one.kind == "sign"), 0)
        return next((one.key for one in reversed(self.steps[:signs]) if one.kind == "process"), "")

    def step(self, key: str) -> Step:
        return next((one for one in self.steps if one.key == key), None) or _absent(key)

    def case_of(self, values: Mapping[str, Any], context: Context) -> Case:
        """The first case whose condition holds for evaluated values; the last one otherwise."""
        scope = Scope(values, context.facts)
        return next((case for case in self.cases if case.when.test(scope)), self.cases[-1])

    def papers_for(self, values: Mapping[str, Any], context: Context) -> tuple[Paper, ...]:
        """The papers that this filing needs or may bring, in the order of the law."""
        scope = Scope(values, context.facts)
        return tuple(paper for paper in self.case_of(values, context).papers if paper.when.test(scope))

    def time_for(self, values: Mapping[str, Any], context: Context) -> TimeRule:
        return self.case_of(values, context).time or self.time

    def fees_for(self, values: Mapping[str, Any], context: Context) -> tuple[tuple[Fee, int | None], ...]:
        """Each fee that applies with its total in đồng before exemptions, which an officer decides; None: not known."""
        scope = Scope(values, context.facts)
        found: list[tuple[Fee, int | None]] = []
        for fee in self.fees:
            if fee.when.test(scope) and fee.by_page and fee.amount is not None:
                found.append((fee, fee.by_page.total(fee.amount, scope.get(fee.by_page.rows))))
            elif fee.when.test(scope):
                times = as_number(scope.get(fee.times)) if fee.times else 1
                found.append((fee, None if fee.amount is None else fee.amount * int(times or 1)))
        return tuple(found)

    def filer(self, relation: str) -> Filer | None:
        return next((one for one in self.who_may_file if one.relation == relation), None)

    def warnings_on(self, on: date) -> tuple[str, ...]:
        return tuple(warning.text for warning in self.warnings if warning.holds(on))

    def valid_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def _absent(key: str) -> Any:
    raise KeyError(key)
