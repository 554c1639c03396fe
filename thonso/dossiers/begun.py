"""Forms begun and not sent, as their lists show them to whoever fills them in."""

from collections.abc import Iterable
from typing import Any

from thonso.dossiers.models import Draft
from thonso.dossiers.people_of import subject_of
from thonso.dossiers.services.drafts import answers_of
from thonso.procedures.access import pinned


def named(drafts: Iterable[Draft]) -> list[dict[str, Any]]:
    """Each with the name of its procedure, and of the person it is for, '' while that is not written."""
    return [{"draft": one, "name": pinned(one.version_id).name, "whose": whose(one)} for one in drafts]


def whose(draft: Draft) -> str:
    """Names alone: a list is read over a shoulder, and the numbers stand in the form."""
    return subject_of(pinned(draft.version_id).form, answers_of(draft))[0]
