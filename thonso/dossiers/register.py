"""What the commune's register says of a dossier: beside the draft, so that nothing is confirmed from the form alone."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent
from thonso.core.people import access as people
from thonso.core.people.access import NumberDoubt
from thonso.core.people.models import Classification
from thonso.core.people.rules import Birth
from thonso.core.people.words import CLASSES, RELATIONS
from thonso.dossiers.models import Dossier
from thonso.dossiers.printing import heads
from thonso.dossiers.rules.states import RUNNING
from thonso.dossiers.services.drafting import answers_from_register
from thonso.dossiers.services.parties import details_of
from thonso.procedures import partial_date

DOUBT = {
    NumberDoubt.OTHER_NUMBER: gettext_lazy(
        "The commune's register has somebody with the same name and date of birth, but another ID number. Please look at"
        " the number on the ID card again."
    ),
    NumberDoubt.OTHER_NAME: gettext_lazy(
        "In the commune's register this ID number belongs to somebody with another name. Please look at the number and"
        " the name on the ID card again."
    ),
}


def entry(actor: Actor, dossier: Dossier) -> dict[str, Any] | None:
    """The household in the register, as the page shows it; None when the dossier is linked to none, or it is not this
    actor's to read. Opening it is journalled, under this dossier."""
    if dossier.household_id is None:
        return None
    try:
        found = people.household_entry(actor, dossier.household_id, f"dossier {dossier.code}")
    except Absent:
        return None
    home = found.household
    return {
        "facts": [
            (_("Household"), f"{home.code} · {home.hamlet.full_name}"),
            (_("Head of the household"), home.head.full_name if home.head else "–"),
        ],
        "members": [
            {"name": one.full_name, "born": str(one.birth), "relation": RELATIONS.get(one.relation, RELATIONS["other"])}
            for one in found.members
        ],
        "classes": None if found.classes is None else [_class_row(one) for one in found.classes],
    }


def is_missed(dossier: Dossier) -> bool:
    """Whether the result is answered from the register, and there is nothing to answer it from."""
    return dossier.household_id is None and answers_from_register(dossier)


def _class_row(row: Classification) -> dict[str, Any]:
    return {
        "year": row.year,
        "words": CLASSES[row.klass],
        "decision": row.decision_number,
        "decided": row.decision_date,
        "doubted": row.doubted_at is not None,
        "holds": row.valid_from <= today() and (row.valid_to is None or row.valid_to >= today()),
    }


def number_doubt(actor: Actor, dossier: Dossier) -> Any:
    """A sentence for the officer who checks the papers, '' when nothing speaks against the number. Only for officers:
    whoever files learns nothing of who is in the register."""
    if dossier.status not in RUNNING or dossier.subject_resident_id is not None:
        return ""
    if not policy.can(actor, "check_paper", dossier).allow:
        return ""
    subject = heads.party(dossier, "subject")
    details = details_of(dossier, subject) if subject else {}
    born, number = partial_date.read(details.get("birth")), str(details.get("id_number") or "")
    if born is None or not number:
        return ""
    birth = Birth(born.first, "day" if born.day else "month" if born.month else "year")
    doubt = people.number_doubt(actor, dossier.commune_id, dossier.subject_name, birth, number)
    return DOUBT[doubt] if doubt else ""
