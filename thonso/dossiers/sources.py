"""What is already known of the person who files, so that nothing is asked twice: card, register, household, earlier dossier.

A helper's session gets the register only when number and name both match it, and never the household's class: typing
somebody's number must not open somebody's household. Every look into the register is journalled.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.access.phone import phone_of as account_phone
from thonso.core.base.clock import today
from thonso.core.base.refs import Ref
from thonso.core.base.text import fold
from thonso.core.journal.services import record_read
from thonso.core.people.models import Resident
from thonso.core.people.services import classification_on, find_by_id_number, id_number_of
from thonso.core.units.models import Unit
from thonso.dossiers import access
from thonso.dossiers.models import AssistSession, Dossier
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.rules.states import RUNNING
from thonso.dossiers.services.assist import details_of as session_details
from thonso.dossiers.services.filing_shapes import Person
from thonso.dossiers.services.moves import answers_of
from thonso.procedures.partial_date import PartialDate

Sources = dict[str, dict[str, Any]]


def for_account(actor: Actor) -> Sources:
    """One's own register entry, household with its class, and the answers of one's last dossier of the same kind."""
    resident = _resident(actor.resident_id)
    return _register(actor, resident, with_class=True) if resident else {}


def for_session(actor: Actor, session: AssistSession) -> Sources:
    return for_present(actor, session.citizen_name, session_details(session), session.citizen_resident_id)


def for_present(actor: Actor, name: str, details: Mapping[str, Any], resident_id: UUID | None) -> Sources:
    """Of somebody who sits there: her card or her words, and the register where `resident_id` is hers by name too."""
    card = {"full_name": name, **{k: details[k] for k in ("id_number", "birth", "sex") if details.get(k)}}
    resident = _resident(resident_id)
    found = _register(actor, resident, with_class=False) if resident and resident.folded == fold(name) else {}
    return {**found, "card": card}


def taken_to_be(place: Unit | None, phone: str) -> Sources:
    """Whoever comes to the desk, or to a helper, is taken to live there until another place is chosen, and to be reached
    by the phone just given or signed in with: nothing of hers is read, so it is no "known" answer and bears no mark."""
    return {"resident": {"phone": phone, **({"home": _place(place)} if place else {})}}


def phone_of(actor: Actor) -> str:
    """The phone of the account that files, or ''."""
    account = Account.objects.filter(pk=actor.account_id).first() if actor.account_id else None
    return (account_phone(account) or "") if account else ""


def _resident(id_: UUID | None) -> Resident | None:
    rows = Resident.objects.select_related("household__head", "hamlet")
    return rows.filter(pk=id_).first() if id_ else None


def earlier(actor: Actor, code: str) -> dict[str, Any]:
    """The answers of one's own last dossier of this procedure."""
    last = (
        Dossier.objects.filter(submitter_account_id=actor.account_id, procedure_code=code, has_heir=False)
        .order_by("-filed_at")
        .first()
    )
    return answers_of(last) if last and actor.account_id else {}


def running_alike(
    actor: Actor, channel: str, commune_id: UUID, procedure: str, subject: Person | None
) -> Dossier | None:
    """The newest dossier of this procedure that the person who files now has still open: of the account, or of whom the
    form names with number and name, as the register knows her."""
    alike = {"procedure_code": procedure, "state__in": RUNNING}
    if channel == Channel.ONLINE:
        return access.own(actor).filter(**alike).first()
    number = str(subject.details.get("id_number") or "") if subject else ""
    resident = find_by_id_number(commune_id, number)
    if subject is None or resident is None or resident.folded != fold(subject.name):
        return None
    rows = Dossier.objects.filter(commune_id=commune_id, subject_resident_id=resident.pk, **alike)
    return rows.order_by("-filed_at").first()


def _register(actor: Actor, resident: Resident, *, with_class: bool) -> Sources:
    record_read(
        resident.commune_id, actor.ref, Ref("resident", resident.pk), "filing", subject=Ref("resident", resident.pk)
    )
    found: Sources = {
        "resident": {**_person(resident), "id_number": id_number_of(resident), "home": _place(resident.hamlet)},
    }
    household = resident.household
    if household is None:
        return found
    members = Resident.objects.filter(household=household, status=Resident.Status.HERE).order_by("birth_date")
    found["household"] = {
        "head": _person(household.head) if household.head else {},
        "head_name": household.head.full_name if household.head else "",
        "members": [
            {**_person(member), "relation": AS_ASKED.get(member.relation, member.relation)} for member in members
        ],
    }
    if with_class and (held := classification_on(household, today())):
        found["household"]["klass"] = held.klass
    return found


# Forms ask more broadly than the register knows.
AS_ASKED = {"child_in_law": "other", "grandparent": "other"}


def _person(resident: Resident) -> dict[str, Any]:
    return {
        "full_name": resident.full_name,
        "sex": resident.sex,
        "birth": birth_text(resident.birth_date, resident.birth_precision),
    }


def birth_text(day: date, precision: str) -> str:
    """As forms keep it: 1968, 1968-03 or 1968-03-12."""
    month = day.month if precision in {"month", "day"} else 0
    return str(PartialDate(day.year, month, day.day if precision == "day" else 0))


def _place(unit: Unit) -> dict[str, str]:
    province, commune, code = [*unit.path.split("."), "", "", ""][:3]
    return {"province": province, "commune": commune, "hamlet": code}
