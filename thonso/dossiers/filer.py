"""Who sent a dossier online, beside who she says she is.

Nobody of the office sees who holds the phone. An account speaks for the owner of a dossier only where it is tied to that
person in the register; of any other, the card is looked at before something is handed over (practice.md 10, 16).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q

from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.base.text import fold
from thonso.core.people.models import Resident
from thonso.core.people.rules import digits_of
from thonso.core.people.services import id_number_of
from thonso.dossiers import people_of, requirements
from thonso.dossiers.models import Dossier, Event, PaperCheck
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.rules.states import OPEN
from thonso.procedures.forms.kinds.identity import part_labels
from thonso.procedures.forms.shape import Form
from thonso.procedures.partial_date import PartialDate, read


def differing(actor: Actor, form: Form, representation: str, name: str, details: Mapping[str, Any]) -> list[str]:
    """What was written of whoever files that is not as the register, or else the account, has it: the names of the parts,
    never what is in them. Nothing where the form is about somebody else than who is signed in."""
    if not name or not people_of.is_filer(form, representation):
        return []
    resident = _resident(actor)
    wrong = ["full_name"] if fold(name) != (resident.folded if resident else fold(actor.name)) else []
    if resident is None:
        return wrong
    number, held = digits_of(str(details.get("id_number") or "")), id_number_of(resident)
    wrong += ["id_number"] if number and held and number != held else []
    born = read(details.get("birth"))
    wrong += ["birth"] if born and _is_another_day(born, resident) else []
    return [*wrong, *(["sex"] if details.get("sex") and details["sex"] != resident.sex else [])]


def is_known(dossier: Dossier) -> bool:
    """Whether somebody knows that it was filed by its owner: an officer or helper who saw her, or an account that is tied
    to her in the register. Of an heir an officer has seen the card and the paper."""
    if dossier.channel != Channel.ONLINE or dossier.has_heir:
        return True
    counted: bool | None = getattr(dossier, "filer_is_known", None)
    return Dossier.objects.filter(KNOWN, pk=dossier.pk).exists() if counted is None else counted


# The same for a dossier that is just loaded (`filer_is_known`), in the statement that loads it. Where the register does not
# find its owner (a new card), the name of whoever the account is tied to decides, until an officer has linked the owner.
_TIED_TO_OWNER = Account.objects.filter(
    pk=OuterRef("submitter_account_id"), resident_id=OuterRef("subject_resident_id")
)
_TIED = Account.objects.filter(pk=OuterRef(OuterRef("submitter_account_id"))).values("resident_id")
_OF_HER_NAME = Resident.objects.filter(pk__in=_TIED, folded=OuterRef("subject_folded"))
KNOWN = Exists(_TIED_TO_OWNER) | Q(Exists(_OF_HER_NAME), subject_resident_id=None) | Q(has_heir=True)


def has_authority(dossier: Dossier) -> bool:
    """Whether the desk has found the paper valid that lets this person file for another."""
    definition = requirements.definition(dossier)
    representation = next((one.representation for one in dossier.parties.all() if one.part == "submitter"), "")
    capacity = definition.filer(representation)
    if capacity is None or not capacity.paper or people_of.is_filer(definition.form, representation):
        return False
    valid = {one.paper_key for one in dossier.checks.all() if one.verdict == PaperCheck.Verdict.VALID}
    return capacity.paper in valid


def doubt(dossier: Dossier, events: Iterable[Event]) -> dict[str, Any] | None:
    """What the desk is told until the result is handed over: from whose account it came, and which parts of what was
    written of herself are other there."""
    if dossier.status not in OPEN or is_known(dossier):
        return None
    filed = next(event for event in events if event.kind == "filed")
    representation = next((one.representation for one in dossier.parties.all() if one.part == "submitter"), "")
    if not people_of.is_filer(requirements.definition(dossier).form, representation):
        return None  # filed for another: her capacity and its paper are looked at
    return {"account": filed.actor_name, "parts": [part_labels()[key] for key in filed.facts.get("differs", [])]}


def _resident(actor: Actor) -> Resident | None:
    return Resident.objects.filter(pk=actor.resident_id).first() if actor.resident_id else None


def _is_another_day(written: PartialDate, resident: Resident) -> bool:
    """As far as both say it: the register may know only the year."""
    day, known = resident.birth_date, resident.birth_precision
    held = (day.year, day.month if known in {"month", "day"} else 0, day.day if known == "day" else 0)
    pairs = zip((written.year, written.month, written.day), held, strict=True)
    return any(one and other and one != other for one, other in pairs)
