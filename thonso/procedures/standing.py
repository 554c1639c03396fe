"""How a commune stands to each version of a procedure: whether it takes dossiers under it, and what it has confirmed."""

from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext_lazy

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.access.pages.shared import commune_of
from thonso.core.base.clock import today
from thonso.core.units.models import Unit
from thonso.procedures import access
from thonso.procedures.definition import Check, Definition
from thonso.procedures.models import Confirmation, Offering, ProcedureVersion

STATES: Final = {
    "draft": (gettext_lazy("Draft version"), "plain"),
    "running": (gettext_lazy("Takes dossiers"), "ok"),
    "coming": (gettext_lazy("Will begin"), "soon"),
    "ended": (gettext_lazy("Takes no more"), "plain"),
    "retired": (gettext_lazy("Withdrawn"), "late"),
}


@dataclass(slots=True)
class Line:
    """A version as this commune stands to it."""

    version: ProcedureVersion
    definition: Definition
    offerings: list[Offering] = field(default_factory=list)
    confirmations: dict[str, Confirmation] = field(default_factory=dict)

    @property
    def open(self) -> list[Check]:
        return [check for check in self.definition.checks if check.key not in self.confirmations]

    @property
    def offering(self) -> Offering | None:
        """The one that counts: the latest."""
        return self.offerings[-1] if self.offerings else None

    @property
    def offered(self) -> access.Offered:
        """As the commune offers it, or would from its first day on."""
        row, confirmed = self.offering, {key: one.source for key, one in self.confirmations.items()}
        first, last = (row.first_day, row.last_day) if row else (self.version.valid_from, self.version.valid_to)
        return access.Offered(self.version.id, self.version.procedure_id, self.definition, first, last, confirmed)

    @property
    def kind(self) -> str:
        day, offering, last = today(), self.offering, self.version.valid_to
        if self.version.state == ProcedureVersion.State.RETIRED:
            return "retired"
        if offering is None:
            return "draft" if self.version.state == ProcedureVersion.State.DRAFT else "ended"
        if offering.first_day > day:
            return "coming"
        ends = [one for one in (offering.last_day, last) if one]
        return "ended" if ends and min(ends) < day else "running"

    @property
    def state(self) -> tuple[Any, str]:
        return STATES[self.kind]

    @property
    def may_publish(self) -> bool:
        return self.kind in {"draft", "ended"} and not (self.version.valid_to and self.version.valid_to < today())


def all_lines(actor: Actor) -> tuple[Unit, list[Line]]:
    """Every version, for whoever may edit the procedures of a commune. Raises Absent."""
    commune = commune_of(actor, "edit", "procedure")
    rows = ProcedureVersion.objects.select_related("procedure").order_by("procedure__code", "-valid_from", "id")
    return commune, _lines(commune.id, list(rows))


def line(actor: Actor, version_id: UUID, action: str = "edit") -> tuple[UUID, Line]:
    """One version and the commune's id, to `edit` (confirm values) or to `publish`. Raises Absent."""
    row, commune_id = access.version(actor, version_id, action)
    return commune_id, _lines(commune_id, [row])[0]


def confirmed_by(one: Line) -> list[tuple[Check, Confirmation, str]]:
    """The values that were confirmed, with the name of who did."""
    found = [(check, one.confirmations[check.key]) for check in one.definition.checks if check.key in one.confirmations]
    people = Account.objects.filter(pk__in=[row.confirmed_by for _check, row in found])
    names = dict(people.values_list("pk", "full_name"))
    return [(check, row, names.get(row.confirmed_by, "")) for check, row in found]


def _lines(commune_id: UUID, rows: list[ProcedureVersion]) -> list[Line]:
    definitions = access.definitions([row.id for row in rows])
    lines = {row.id: Line(row, definitions[row.id]) for row in rows}
    for one in Offering.objects.filter(commune_id=commune_id, version__in=rows).order_by("first_day", "published_at"):
        lines[one.version_id].offerings.append(one)
    found = Confirmation.objects.filter(commune_id=commune_id, version__in=rows).order_by("confirmed_at", "id")
    for row in found:
        lines[row.version_id].confirmations[row.key] = row
    return list(lines.values())
