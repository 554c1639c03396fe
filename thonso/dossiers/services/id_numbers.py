"""An ID number that was typed wrongly with a dossier is set right, before anything is drafted with it. What was filed stays
in the history; `moves.answers_of` gives the answers with the number that holds."""

from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold
from thonso.core.people.models import Resident
from thonso.core.people.rules import check_id_number, digits_of, mask
from thonso.core.people.services import find_by_id_number, id_number_of
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.models.dossier import Part
from thonso.dossiers.services import parties
from thonso.dossiers.services.moves import Act, move
from thonso.procedures import partial_date

LEAST = 10


def correct(act: Act, typed: str, reason: str) -> Event:
    """The owner's number as it stands on the card. Where the register knows it under this name, the dossier is that person's.
    Raises Refused for a number that is not one, or by the register somebody else's."""
    dossier, number = act.dossier, digits_of(typed)
    subject = next(one for one in dossier.parties.all() if one.part == Part.SUBJECT)
    details = parties.details_of(dossier, subject)
    before, reason = digits_of(str(details.get("id_number") or "")), clean(reason, limit=500, multiline=True)
    found = find_by_id_number(dossier.commune_id, number)
    if errors := _wrong(dossier, details, before, number, found):
        raise Refused(errors[0], fields={"id_number": errors})
    if len(reason) < LEAST:
        words = _("Say in plain words how it came to be wrong.")
        raise Refused(words, fields={"reason": [_("Too short.") if reason else _("Not filled in.")]})
    columns: dict[str, Any] = {}
    if found is not None:
        if policy.is_own_household(act.actor, found):
            raise Refused(_("This is your own household: a colleague has to do it."))
        columns = {"subject_resident_id": found.pk, "household_id": found.household_id}
        columns |= {"hamlet_id": found.hamlet_id} if dossier.hamlet_id is None else {}
    payload = {"what": f"{mask(before) or '–'} → {mask(number)}", "reason": reason, "numbers": [before, number]}
    event = move(act, "correct_number", changes=columns, payload=payload)
    for one in dossier.parties.all():
        if one.part == Part.SUBJECT or parties.is_same(dossier, one, subject.name, before):
            parties.renumber(dossier, one, number, found.pk if found and one.part == Part.SUBJECT else one.resident_id)
    return event


def _wrong(dossier: Dossier, details: dict[str, Any], before: str, number: str, found: Resident | None) -> list[Any]:
    born = partial_date.read(details.get("birth"))
    if wrong := check_id_number(number, born.year if born else None, details.get("sex")).errors:
        return list(wrong)
    if number == before:
        return [_("This is the number that stands there already.")]
    if found is not None and found.folded != fold(dossier.subject_name):
        return [_("By the register this number is somebody else's. Compare it with the card.")]
    id_ = dossier.subject_resident_id
    linked = Resident.objects.filter(pk=id_).first() if id_ else None
    if linked is not None and before and id_number_of(linked) == before and (found is None or found.pk != linked.pk):
        return [_("The register has the number as it was typed: if that is wrong too, set it right there first.")]
    return []
