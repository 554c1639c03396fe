"""Loading procedures: what a commune offers on a day, and the version an open dossier is pinned to.

The catalogue is public, so there is nobody to refuse; what is not offered is Absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import commune_of
from thonso.core.base.errors import Absent
from thonso.core.base.kept import kept
from thonso.core.base.prepared import Prepared
from thonso.procedures import reading
from thonso.procedures.definition import Check, Definition
from thonso.procedures.models import Offering, ProcedureVersion

# Definitions never change, so a process keeps each it has read; 24 procedures are about 5 MB.
_pinned: dict[UUID, Definition] = {}
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class Offered:
    """A procedure as a commune offers it."""

    version_id: UUID
    procedure_id: UUID
    definition: Definition
    first_day: date
    last_day: date | None
    confirmed: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def open_checks(self) -> tuple[Check, ...]:
        """Values still marked "cần xác minh" here: not yet confirmed by this commune."""
        return tuple(check for check in self.definition.checks if check.key not in self.confirmed)


def published(commune_id: UUID, on: date) -> list[Offered]:
    """Everything the commune takes dossiers for on a day, by field and name: one query, a second for new texts."""
    rows = _running(commune_id, on)
    latest: dict[UUID, Offering] = {}
    for row in rows:
        latest[row.procedure_id] = row  # ordered by first_day: the last one wins
    texts = definitions([row.version_id for row in latest.values()])
    found = [_offered(row, texts[row.version_id]) for row in latest.values()]
    return sorted(found, key=lambda one: (one.definition.field, one.definition.name))


def version_on(commune_id: UUID, code: str, on: date) -> Offered:
    """What a dossier filed on that day in that commune is pinned to. Raises Absent."""
    row = _last_running(commune_id, code, on)
    if row is None:
        raise Absent(_("This commune does not offer that procedure on this day."))
    return _offered(row, definitions([row.version_id])[row.version_id])


@kept
def _last_running(commune_id: UUID, code: str, on: date) -> Offering | None:
    rows = _running_of(commune_id, code, on)
    return rows[-1] if rows else None


@kept
def takes(commune_id: UUID, version_id: UUID, on: date) -> bool:
    """Whether the commune offers just this version on that day."""
    return bool(_running_version(commune_id, version_id, on))


def pinned(version_id: UUID) -> Definition:
    """The definition of a version, whatever its state: dossiers keep the one they began with. Raises Absent."""
    return definitions([version_id])[version_id]


def version(actor: Actor, version_id: UUID, action: str = "edit") -> tuple[ProcedureVersion, UUID]:
    """A version for whoever may `edit` (confirm values) or `publish` in a commune, and that commune. Raises Absent."""
    commune = commune_of(actor, action, "procedure")
    found = ProcedureVersion.objects.select_related("procedure").filter(id=version_id).first()
    if found is None:
        raise Absent(_("There is no such version of a procedure."))
    return found, commune.id


def forget() -> None:
    """Drop what this process has read (tests)."""
    _pinned.clear()


def _running(commune_id: UUID, on: date) -> QuerySet[Offering]:
    return (
        Offering.objects.filter(commune_id=commune_id, first_day__lte=on, version__valid_from__lte=on)
        .filter(Q(last_day__isnull=True) | Q(last_day__gte=on))
        .filter(Q(version__valid_to__isnull=True) | Q(version__valid_to__gte=on))
        .filter(version__state=ProcedureVersion.State.PUBLISHED)
        .annotate(last=F("version__valid_to"))
        .order_by("first_day", "published_at")
    )


_running_of = Prepared(lambda commune, code, on: _running(commune, on).filter(procedure__code=code), UUID, str, date)
_running_version = Prepared(
    lambda commune, version, on: _running(commune, on).filter(version_id=version).values_list("id"), UUID, UUID, date
)


def _offered(row: Offering, definition: Definition) -> Offered:
    ends = [day for day in (row.last_day, getattr(row, "last", None)) if day]
    return Offered(
        version_id=row.version_id,
        procedure_id=row.procedure_id,
        definition=definition,
        first_day=row.first_day,
        last_day=min(ends) if ends else None,
        confirmed=row.confirmed,
    )


def definitions(version_ids: list[UUID]) -> dict[UUID, Definition]:
    """The texts of versions, whatever their state; each is read once in a process. Raises Absent."""
    wanted = [one for one in version_ids if one not in _pinned]
    if wanted:
        if len(_pinned) > _KEPT:
            _pinned.clear()
            wanted = version_ids
        for id_, text, digest in ProcedureVersion.objects.filter(id__in=wanted).values_list(
            "id", "definition", "digest"
        ):
            _pinned[id_] = reading.parse(text, digest)
    missing = [one for one in version_ids if one not in _pinned]
    if missing:
        raise Absent(_("There is no such version of a procedure."))
    return {one: _pinned[one] for one in version_ids}
