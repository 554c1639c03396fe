"""Linking a dossier with its owner in the register, where what was typed did not do it. The answers stay as filed."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.text import clean, fold
from thonso.core.people import access as people
from thonso.core.people.models import Resident
from thonso.core.people.services import find_by_id_number
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.printing import heads
from thonso.dossiers.services.hands import IN_OTHER_HANDS, grant_for
from thonso.dossiers.services.moves import Act, move
from thonso.dossiers.services.parties import details_of
from thonso.procedures import partial_date


def link(act: Act, reason: str, *, resident_id: UUID | None = None, id_number: str = "") -> Event:
    """Say who of the register the dossier's owner is, found by the officer or by the number as it stands on the card.

    Raises Stale for a dossier in another's hands; Refused for who is not in this actor's register or no longer lives here,
    for a person whom neither the name nor the year of birth speaks for, and for one's own household: an official act there
    is a colleague's.
    """
    dossier, reason = act.dossier, clean(reason, limit=500)
    if grant_for(act.actor, "link_resident", dossier) is None:  # before anything is said of who is in the register
        raise Stale(IN_OTHER_HANDS)
    if len(reason) < 5:
        raise Refused(_("Say how you know who it is."), fields={"reason": [_("Not filled in.")]})
    found = _found(act, resident_id, id_number)
    if found.pk == dossier.subject_resident_id:
        raise Refused(_("The dossier is linked with this person already."))
    if not resembles(dossier, found):
        words = _("Neither the name nor the year of birth is that of the dossier's owner. Please choose again.")
        raise Refused(words, fields={"resident": [words]})
    columns: dict[str, Any] = {"subject_resident_id": found.pk, "household_id": found.household_id}
    if dossier.hamlet_id is None:
        columns["hamlet_id"] = found.hamlet_id
    if policy.is_own_household(act.actor, found):
        raise Refused(_("This is your own household: a colleague has to do it."))
    event = move(act, "link_resident", changes=columns, payload={"resident": shown(found), "reason": reason})
    dossier.parties.filter(part="subject").update(resident_id=found.pk)
    return event


def _found(act: Act, resident_id: UUID | None, id_number: str) -> Resident:
    """Among those whom the actor may see, so that missing and hidden are one answer."""
    rows = people.residents(act.actor).filter(commune_id=act.dossier.commune_id, status=Resident.Status.HERE)
    if id_number:
        by_number = find_by_id_number(act.dossier.commune_id, id_number)
        resident_id = by_number.pk if by_number else None
    found = rows.filter(pk=resident_id).first() if resident_id else None
    if found is None:
        words = (
            _("Nobody in the register has this number, or it is not for you.") if id_number else _("Not chosen yet.")
        )
        raise Refused(words, fields={"id_number" if id_number else "resident": [words]})
    return found


def resembles(dossier: Dossier, resident: Resident) -> bool:
    """Whether the name (marks aside) or the year of birth is the one that was filed: a number alone is typed wrongly
    too easily, and the wrong person's household would be opened."""
    born = born_in(dossier)
    return resident.folded == fold(dossier.subject_name) or (born is not None and born == resident.birth_year)


def born_in(dossier: Dossier) -> int | None:
    """The year of birth of the dossier's owner as filed; None when it was not asked."""
    subject = heads.party(dossier, "subject")
    born = partial_date.read(details_of(dossier, subject).get("birth")) if subject else None
    return born.first.year if born else None


def shown(resident: Resident) -> str:
    """A resident in one line, with what tells apart people of one name; never the ID number."""
    household = resident.household.code if resident.household else _("no household")
    return f"{resident.full_name}, {resident.birth}, {resident.hamlet.full_name}, {household}"
