"""One visit at the counter: begun, added to, taken over, ended; what nobody went on with ends by itself (practice.md 15)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.work import Work, transact
from thonso.core.people.models import Resident
from thonso.core.people.rules import check_id_number, check_name, digits_of, parse_phone, tidy_name
from thonso.core.people.services import find_by_id_number, id_number_of
from thonso.counter.models import Visit, VisitDossier
from thonso.dossiers.models import Draft
from thonso.dossiers.services import drafts

LABEL = "counter.visit"
LEFT_OPEN = timedelta(hours=1)
KEPT = ("id_number", "birth", "sex", "phone")


def told(details: Mapping[str, str]) -> dict[str, str]:
    """What was read from the card or said, checked. Raises Refused with its fields."""
    found = {key: details.get(key, "").strip() for key in KEPT}
    errors: dict[str, list[Any]] = {}
    if found["id_number"] and (wrong := check_id_number(found["id_number"]).errors):
        errors["id_number"] = list(wrong)
    try:
        found["phone"] = parse_phone(found["phone"]) if found["phone"] else ""
    except Refused as refusal:
        errors["phone"] = [refusal.message]
    if errors:
        raise Refused(_("Please check what is marked."), fields=errors)
    found["id_number"] = digits_of(found["id_number"])
    return {key: value for key, value in found.items() if value}


def begin(actor: Actor, commune_id: UUID, *, name: str, details: Mapping[str, str], resident: Resident | None) -> Visit:
    """Serve somebody from now on. `resident` was chosen from the register; else number and name may find her there.

    Raises Refused for a wrong name or number, Stale while another visit of this officer is open.
    """
    policy.require(actor, "serve", policy.New("visit", commune_id))
    if wrong := check_name(name).errors:
        raise Refused(wrong[0], fields={"name": list(wrong)})
    kept = told(details)
    if resident is None and kept.get("id_number"):
        found = find_by_id_number(commune_id, kept["id_number"])
        resident = found if found is not None and found.folded == fold(name) else None
    elif resident is not None and not kept.get("id_number") and (number := id_number_of(resident)):
        kept["id_number"] = number
    id_ = new_id()
    try:
        with transact(commune_id) as work:
            _end_own_left_open(work, actor)
            visit = Visit.objects.create(
                id=id_,
                commune_id=commune_id,
                officer_id=actor.ref.id,
                name=tidy_name(name),
                resident_id=resident.pk if resident else None,
                household_id=resident.household_id if resident else None,
                details=crypto.seal_facts(LABEL, id_, kept),
                started_at=work.at,
                touched_at=work.at,
            )
            subject = Ref("resident", resident.pk) if resident else None
            work.note("visit.begun", actor.ref, Ref("visit", id_), subject=subject)
    except IntegrityError:
        raise Stale(_("You are still serving somebody else. End that visit first.")) from None
    return visit


def details_of(visit: Visit) -> dict[str, str]:
    return crypto.unseal_facts(LABEL, visit.pk, visit.details)


def add(visit: Visit, dossier_id: UUID) -> None:
    """A form that was begun, or a dossier from before, belongs to this visit. Once is enough."""
    VisitDossier.objects.get_or_create(visit=visit, dossier_id=dossier_id, defaults={"at": now()})
    touch(visit)


def take_off(visit: Visit, dossier_id: UUID) -> None:
    """It was somebody else's: its receipt is not on the list of this visit."""
    VisitDossier.objects.filter(visit=visit, dossier_id=dossier_id).delete()
    touch(visit)


def touch(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk, ended_at=None).update(touched_at=now())


def end(actor: Actor, visit: Visit) -> None:
    """She goes. What was begun and not sent stays with the officer, under the forms that were begun."""
    policy.require(actor, "serve", visit)
    with transact(visit.commune_id) as work:
        _end(work, actor.ref, visit, Visit.End.DONE)


def take_over(actor: Actor, visit: Visit) -> None:
    """A colleague goes on, with every form that was begun in it. Raises Stale when it ended, or while one serves another."""
    policy.require(actor, "serve", visit)
    begun = VisitDossier.objects.filter(visit=visit).values("dossier_id")
    try:
        with transact(visit.commune_id) as work:
            _end_own_left_open(work, actor)
            rows = Visit.objects.filter(pk=visit.pk, ended_at=None, officer_id=visit.officer_id)
            if not rows.update(officer_id=actor.ref.id, touched_at=work.at):
                raise Stale(_("This visit has ended, or a colleague was faster. Please look at it again."))
            mine = Draft.objects.filter(
                pk__in=begun, filed_at=None, owner_kind="account", owner_id=visit.officer_id, channel="desk"
            )
            drafts.hand_on(work, mine, actor)
            work.note("visit.taken_over", actor.ref, Ref("visit", visit.pk), facts={"from": str(visit.officer_id)})
    except IntegrityError:
        raise Stale(_("You are still serving somebody else. End that visit first.")) from None


def end_left_open(work: Work, visit: Visit, by: Ref) -> None:
    _end(work, by, visit, Visit.End.LEFT_OPEN)


def _end_own_left_open(work: Work, actor: Actor) -> None:
    """What the worker would end at its next turn stands in nobody's way."""
    for one in Visit.objects.filter(officer_id=actor.ref.id, ended_at=None, touched_at__lt=work.at - LEFT_OPEN):
        _end(work, actor.ref, one, Visit.End.LEFT_OPEN)


def _end(work: Work, by: Ref, visit: Visit, how: str) -> None:
    rows = Visit.objects.filter(pk=visit.pk, ended_at=None)
    if how == Visit.End.LEFT_OPEN:
        rows = rows.filter(touched_at__lt=work.at - LEFT_OPEN)
    if rows.update(ended_at=work.at, end=how):
        work.note(f"visit.{how}", by, Ref("visit", visit.pk))
