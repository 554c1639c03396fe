"""Whom a paper certifies, who is not always who asked for it: what a stranger compares with the paper in his hand."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, Event, Result
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.services.results import data_of

# Where what is drawn here names its person; what another system draws is said by the procedure (`result.certifies`).
DRAWN = {"confirmation": "person", "certificate_household": "head"}


def certified(result: Result, dossier: Dossier) -> tuple[str, ...]:
    """The names written on the paper: the child of a birth certificate, the one in an extract, both of a marriage (of whom
    the one that filed is the dossier's owner), else the owner."""
    if result.paper:
        return (_name(data_of(result), DRAWN.get(result.paper, "")) or dossier.subject_name,)
    found, answers = requirements.definition(dossier).result, answers_of(dossier)
    keys = [key for key in (found.certifies, found.certifies_too) if key] or [""]
    return tuple(_name(answers, key) or dossier.subject_name for key in keys)


def named(rows: Iterable[Dossier]) -> dict[UUID, str]:
    """By dossier, whom its paper will name where that is not its owner: twins have one mother and two certificates."""
    keys = {one.pk: (one, key) for one in rows if (key := requirements.definition(one).result.certifies)}
    found = {}
    for event in Event.objects.filter(dossier_id__in=keys, kind="filed") if keys else ():
        dossier, key = keys[event.dossier_id]
        name = _name(answers_of(dossier, [event]), key)
        if name and name != dossier.subject_name:
            found[dossier.pk] = name
    return found


def _name(data: Mapping[str, Any], key: str) -> str:
    """Papers say `name`, answers `full_name`."""
    person = data.get(key)
    return str(person.get("name") or person.get("full_name") or "") if isinstance(person, Mapping) else ""
