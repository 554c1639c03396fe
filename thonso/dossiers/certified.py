"""Whom a paper certifies, who is not always who asked for it: what a stranger compares with the paper in his hand."""

from collections.abc import Mapping
from typing import Any

from thonso.dossiers import requirements
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services.moves import answers_of
from thonso.dossiers.services.results import data_of

# Where what is drawn here names its person; what another system draws is said by the procedure (`result.certifies`).
DRAWN = {"confirmation": "person", "certificate_household": "head"}


def certified(result: Result, dossier: Dossier) -> str:
    """The name written on the paper: the child of a birth certificate, the one in an extract, else the dossier's owner."""
    if result.paper:
        return _name(data_of(result), DRAWN.get(result.paper, "")) or dossier.subject_name
    key = requirements.definition(dossier).result.certifies
    return (_name(answers_of(dossier), key) if key else "") or dossier.subject_name


def _name(data: Mapping[str, Any], key: str) -> str:
    """Papers say `name`, answers `full_name`."""
    person = data.get(key)
    return str(person.get("name") or person.get("full_name") or "") if isinstance(person, Mapping) else ""
