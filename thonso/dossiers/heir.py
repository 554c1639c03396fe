"""The heir who goes on with a dossier whose owner has died (practice.md 18). What was filed stays as it was filed: the heir
stands beside it, is told, fetches the result, and is named by the papers that are drawn from then on."""

from collections.abc import Mapping
from typing import Any

from thonso.core.base.text import fold
from thonso.core.people.models import Resident
from thonso.dossiers import people_of, requirements
from thonso.dossiers.models import Dossier, Party
from thonso.dossiers.models.dossier import Part
from thonso.dossiers.services.parties import details_of


def of(dossier: Dossier) -> Party | None:
    """With id_number, birth, phone, relation (to the owner), died_on and paper as details."""
    if not dossier.has_heir:
        return None
    return next((one for one in dossier.parties.all() if one.part == Part.HEIR), None)


def named(dossier: Dossier) -> str:
    """Whose it is now, by name: to whom a result is given and a letter is written."""
    found = of(dossier)
    return found.name if found else dossier.subject_name


def owner_in_register(dossier: Dossier) -> Resident | None:
    """Whoever it was filed for, dead or alive."""
    id_ = dossier.subject_resident_id
    return Resident.objects.filter(pk=id_).first() if id_ else None


def in_place(dossier: Dossier, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as a paper takes them: the heir where the form asks for the owner, and whoever died in no list."""
    found, one = of(dossier), people_of.subject_field(requirements.definition(dossier).form)
    if found is None or one is None:
        return dict(answers)
    dead, details = answers.get(one.key) or {}, details_of(dossier, found)
    lives = {
        key: [row for row in rows if not _is(row, dead)] for key, rows in answers.items() if isinstance(rows, list)
    }
    person = {"full_name": found.name} | {key: details[key] for key in ("id_number", "birth") if details.get(key)}
    return {**answers, **lives, one.key: person}


def _is(row: Any, dead: Mapping[str, Any]) -> bool:
    if not isinstance(row, Mapping) or not dead.get("full_name"):
        return False
    same_name = fold(str(row.get("full_name") or "")) == fold(str(dead["full_name"]))
    return same_name and (row.get("birth") or "") == (dead.get("birth") or "")
