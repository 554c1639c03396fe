"""An heir goes on with what the owner asked for before she died, where the procedure lets a right pass; or it is undone."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.models import Account
from thonso.core.base.clock import local
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold
from thonso.core.people.models import Resident
from thonso.core.people.rules import Birth, check_id_number, check_name, digits_of, parse_birth, parse_phone, tidy_name
from thonso.core.people.services import find_by_id_number
from thonso.dossiers import vault
from thonso.dossiers.models import Dossier, Event, Party
from thonso.dossiers.models.dossier import Part
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import results
from thonso.dossiers.services.filing_shapes import Person
from thonso.dossiers.services.moves import Act, move, payload_of
from thonso.dossiers.services.parties import details_of, party
from thonso.dossiers.sources import birth_text

LEAST = 10
Errors = dict[str, list[Any]]


def name(act: Act, given: Mapping[str, Any]) -> Event:
    """Written down by whoever has seen the heir's card and paper; written again, in place of whom was named before.

    The heir has a new tracking key, whoever had the old one follows no more, and of accounts only one that is tied to the
    heir in the register. Raises Refused for who cannot be it, and for one's own household.
    """
    dossier, errors = act.dossier, Errors()
    person = _read(act, given, errors)
    resident = _resident(dossier, person, errors)
    reason = _text(given, "reason", 500, errors, least=LEAST)
    if errors:
        (first, *_more), *further = errors.values()
        raise Refused(_("Please mend what is marked.") if further else first, fields=errors)
    if resident is not None and policy.is_own_household(act.actor, resident):
        raise Refused(_("This is your own household: a colleague has to do it."))
    before = _before(dossier)
    if dossier.status is State.PROCESSING:
        results.drop_drafts(dossier)  # it names whoever died
    Party.objects.filter(dossier=dossier, part=Part.HEIR).delete()
    row = party(dossier, Part.HEIR.value, person)
    row.resident_id = resident.pk if resident else None
    row.save(force_insert=True)
    columns = {
        "has_heir": True,
        "heir_resident_id": row.resident_id,
        "submitter_account_id": _account(resident),
        "key_sealed": vault.close_tracking_key(dossier.pk, _another(_key(dossier))),
    }
    words = {"heir": f"{person.name} ({person.details['relation']})", "paper": person.details["paper"]}
    return move(act, "name_heir", changes=columns, payload={**words, "reason": reason, "before": before})


def undo(act: Act, reason: str) -> Event:
    """The owner lives, or nobody goes on: it is hers as before, and her slip opens it again."""
    dossier, reason = act.dossier, clean(reason, limit=500, multiline=True)
    if len(reason) < LEAST:
        raise Refused(_("Say in plain words why."), fields={"reason": [_("Too short.")]})
    before = _before(dossier)
    if dossier.status is State.PROCESSING:
        results.drop_drafts(dossier)
    columns = {
        "has_heir": False,
        "heir_resident_id": None,
        "submitter_account_id": before["account"],
        "key_sealed": vault.close_tracking_key(dossier.pk, before["key"]),
    }
    event = move(act, "undo_heir", changes=columns, payload={"reason": reason})
    Party.objects.filter(dossier=dossier, part=Part.HEIR).delete()
    return event


def _key(dossier: Dossier) -> str:
    return vault.open_tracking_key(dossier.pk, dossier.key_sealed)


def _another(key: str) -> str:
    while (fresh := vault.new_tracking_key()) == key:
        pass
    return fresh


def _before(dossier: Dossier) -> dict[str, Any]:
    """Key and account as they were when the owner still lived, however often an heir was named since."""
    if dossier.has_heir:
        last = dossier.events.filter(kind="name_heir").order_by("-seq").first()
        assert last is not None
        found: dict[str, Any] = payload_of(last, dossier)["before"]
        return found
    account = str(dossier.submitter_account_id) if dossier.submitter_account_id else None
    return {"key": _key(dossier), "account": account}


def _read(act: Act, given: Mapping[str, Any], errors: Errors) -> Person:
    name_ = tidy_name(clean(str(given.get("heir_name") or ""), limit=100))
    if wrong := check_name(name_).errors:
        errors["heir_name"] = list(wrong)
    birth = _birth(str(given.get("heir_birth") or ""), errors)
    number = digits_of(str(given.get("heir_id_number") or ""))
    if wrong := check_id_number(number, birth.year if birth else None).errors:
        errors["heir_id_number"] = list(wrong)
    details = {
        "id_number": number,
        "birth": birth_text(birth.date, birth.precision) if birth else "",
        "relation": _text(given, "heir_relation", 60, errors, least=2),
        "phone": _phone(str(given.get("heir_phone") or "").strip(), errors),
        "died_on": _died_on(act, str(given.get("died_on") or ""), errors),
        "paper": _text(given, "paper", 300, errors, least=LEAST),
    }
    return Person(name_, {key: value for key, value in details.items() if value})


def _text(given: Mapping[str, Any], field: str, limit: int, errors: Errors, *, least: int) -> str:
    words = clean(str(given.get(field) or ""), limit=limit, multiline=True)
    if len(words) < least:
        errors[field] = [_("Too short.") if words else _("Not filled in.")]
    return words


def _birth(text: str, errors: Errors) -> Birth | None:
    try:
        return parse_birth(text)
    except Refused as refusal:
        errors["heir_birth"] = [refusal.message]
        return None


def _phone(text: str, errors: Errors) -> str:
    try:
        return parse_phone(text) if text else ""
    except Refused as refusal:
        errors["heir_phone"] = [refusal.message]
        return ""


def _died_on(act: Act, text: str, errors: Errors) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        errors["died_on"] = [_("Not a date.") if text else _("Not filled in.")]
        return ""
    if day > local(act.at).date():
        errors["died_on"] = [_("That day is still to come.")]
    elif day < local(act.dossier.filed_at).date():
        errors["died_on"] = [
            _(
                "It was filed after that day. Look at the day again; if it is right, the heir files a dossier of her own."
            )
        ]
    return day.isoformat()


def _resident(dossier: Dossier, person: Person, errors: Errors) -> Resident | None:
    """The heir in the register, by number and name together. A number that is another's, or the owner's, is refused."""
    number = str(person.details.get("id_number") or "")
    found = find_by_id_number(dossier.commune_id, number) if "heir_id_number" not in errors else None
    subject = next((one for one in dossier.parties.all() if one.part == Part.SUBJECT), None)
    hers = str(details_of(dossier, subject).get("id_number") or "") if subject else ""
    if (number and number == hers) or (found is not None and found.pk == dossier.subject_resident_id):
        errors["heir_id_number"] = [_("This is the number of whoever died. Write the heir's.")]
    elif found is not None and found.folded != fold(person.name):
        errors["heir_id_number"] = [_("By the register this number is somebody else's. Compare it with the card.")]
    elif found is not None and found.status == Resident.Status.DIED:
        errors["heir_id_number"] = [_("By the register this person has died too.")]
    return found


def _account(resident: Resident | None) -> Any:
    """The account that is tied to the heir in the register; nobody's by a name alone."""
    if resident is None:
        return None
    rows = Account.objects.filter(resident_id=resident.pk, is_active=True).order_by("created_at")
    return rows.values_list("pk", flat=True).first()
