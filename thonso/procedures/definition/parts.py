"""Who files, with which papers, in which time, by which steps: the parts of a procedure's version, as frozen data."""

from dataclasses import dataclass
from datetime import date

from thonso.procedures.conditions import ALWAYS, Condition


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
class Heir:
    """That an heir may go on with it when the owner dies meanwhile: in words who, and with what."""

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
    what a hamlet's review fills in. An external step that leads back to a posting looks into the objections to its list."""

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

    @property
    def is_recheck(self) -> bool:
        return self.kind == "external" and bool(self.back_to)


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
