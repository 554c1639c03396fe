"""Loads entries of the journal for who may read what they refer to, never what was in it, and words for these references."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Min, Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import verbs
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, Assignment
from thonso.core.access.pages.shared import commune_of, read_day
from thonso.core.access.roles import ROLES
from thonso.core.base.clock import HANOI
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of

Errors = dict[str, list[Any]]


def found(actor: Actor, asked: dict[str, str], errors: Errors) -> QuerySet[Entry]:
    """Entries of the actor's commune that the filter asks for; what is wrong with the filter goes to `errors`. Raises Absent."""
    commune_id = commune_of(actor, "read_references", "journal").pk
    rows = Entry.objects.filter(commune_id=commune_id)
    first, last = (read_day(asked[name], errors, name) for name in ("first", "last"))
    if first and last and last < first:
        errors["last"] = [_("The last day is before the first.")]
    elif first or last:
        rows = _between(rows, first, last)
    for name in ("actor", "object", "subject"):
        if asked[name]:
            try:
                rows = rows.filter(**{f"{name}_id": UUID(asked[name])})
            except ValueError:
                errors[name] = [_("There is no such thing in the journal.")]
    starts = verbs.GROUPS.get(asked["group"], ())
    if starts:
        any_of = Q()
        for start in starts:
            any_of |= Q(verb__endswith=start) if start.startswith(".") else Q(verb__startswith=start)
        rows = rows.filter(any_of)
    return rows


def _between(rows: QuerySet[Entry], first: date | None, last: date | None) -> QuerySet[Entry]:
    """The days as numbers of entries, which the pages go by: an old day is found without walking through the newer."""
    days = rows
    if first:
        days = days.filter(at__gte=_midnight(first))
    if last:
        days = days.filter(at__lt=_midnight(last + timedelta(days=1)))
    ends = days.aggregate(low=Min("seq"), high=Max("seq"))
    if ends["low"] is None:
        return rows.none()
    # An hour is taken before the number is, so a neighbour of midnight may lie between the two: the days decide.
    return days.filter(seq__range=(ends["low"], ends["high"]))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), HANOI)


def officials(commune_id: UUID) -> QuerySet[Account]:
    """Whom the list of names to filter by holds: everybody who has or had a post here."""
    return Account.objects.filter(assignments__commune_id=commune_id).distinct()


def names(ids: set[UUID]) -> dict[UUID, str]:
    """Names of those with a post, or whom the administrator once gave one; a resident's account has none here."""
    held = Account.objects.filter(Q(assignments__isnull=False) | Q(start_links__isnull=False), pk__in=ids)
    return dict(held.values_list("pk", "full_name").distinct())


def appointments(commune_id: UUID, ids: set[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Of each appointment whose it was and its title; of one that was taken back before it held, its role."""
    rows = Assignment.objects.filter(pk__in=ids).select_related("post")
    found = {row.pk: (row.account_id, row.post.title if row.post else str(ROLES[row.role])) for row in rows}
    for id_, facts in _facts(commune_id, ids - found.keys(), "assignment.granted").items():
        found[id_] = UUID(facts["account"]), str(ROLES.get(facts["role"], facts["role"]))
    return found


def stand_ins(commune_id: UUID, ids: set[UUID]) -> dict[UUID, UUID]:
    """Of each delegation the account that stands in, as the entry of its making says: an ended one may be gone."""
    return {id_: UUID(facts["to"]) for id_, facts in _facts(commune_id, ids, "delegation.made").items()}


def codes(commune_id: UUID, dossiers: set[UUID]) -> dict[UUID, str]:
    """Codes of dossiers as the entry of their filing says: this part knows no dossiers."""
    return {id_: str(facts.get("code", "")) for id_, facts in _facts(commune_id, dossiers, "dossier.filed").items()}


def _facts(commune_id: UUID, ids: set[UUID], verb: str) -> dict[UUID, dict[str, Any]]:
    """Facts of the entries with this verb about these things."""
    if not ids:
        return {}
    rows = Entry.objects.filter(commune_id=commune_id, object_id__in=ids, verb=verb)
    return {row.object_id: body_of(row)["facts"] for row in rows}
