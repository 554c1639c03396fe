"""One version of a procedure, whole: read once from its JSON, shared by every request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from thonso.procedures.conditions import Scope, as_number
from thonso.procedures.definition.fees import Fee
from thonso.procedures.definition.parts import (
    Beside,
    Case,
    Caution,
    Check,
    Filer,
    Heir,
    LegalBasis,
    Organ,
    Paper,
    PaymentRule,
    Presence,
    Step,
    SupplementRule,
    TimeRule,
)
from thonso.procedures.definition.results import Result
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.shape import Form


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
    heir: Heir | None
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

    @property
    def signs_there(self) -> bool:
        """Whether somebody signs before the officer; whoever only bears a paper shows it (`presence`)."""
        return any(one.who != "bearer" for one in self.presence_at("signing"))

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
