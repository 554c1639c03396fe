"""Whose calendar a person sees and may change."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from thonso.core.access.actors import Actor
from thonso.core.access.policy import New, can, require
from thonso.core.workdays.models import Holiday


def editable_commune(actor: Actor) -> UUID | None:
    """The commune whose calendar the actor may change, of the first post that allows it."""
    for grant in actor.grants:
        if grant.commune_id and can(actor, "edit", New("holiday", grant.commune_id)):
            return grant.commune_id
    return None


def require_editable_commune(actor: Actor) -> UUID:
    """Raises Absent for everybody else: a page one may not use is not there."""
    commune_id = editable_commune(actor)
    if commune_id is None:
        require(actor, "edit", New("holiday", actor.home_commune()))
        raise AssertionError("unreachable")
    return commune_id


def holidays_of(commune_id: UUID | None, year: int) -> list[Holiday]:
    """The dates of a year as one commune has them, in order; the removed ones left out."""
    rows: dict[date, Holiday] = {}
    seen = Holiday.objects.filter(Q(commune_id=None) | Q(commune_id=commune_id), date__year=year)
    for row in sorted(seen, key=lambda row: row.commune_id is not None):
        rows[row.date] = row
    return sorted((row for row in rows.values() if row.state == Holiday.State.ACTIVE), key=lambda row: row.date)


def shown_holiday(commune_id: UUID, day: date) -> Holiday | None:
    return next((row for row in holidays_of(commune_id, day.year) if row.date == day), None)
