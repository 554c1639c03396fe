"""The course of a document, as its page tells it."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _


def timeline(
    steps: QuerySet[Any], acts: Mapping[str, Any], *, first: Callable[[Any], str] = lambda step: ""
) -> list[dict[str, Any]]:
    """The newest first: what was done, to whom, in whose place, with which words; `first` is said before these."""
    rows = steps.select_related("by", "to", "acting_for").order_by("-at", "-id")
    return [
        {"title": acts[one.act], "text": _told(one, first(one)), "who": one.by.full_name, "at": one.at} for one in rows
    ]


def _told(step: Any, first: str) -> str:
    to = _("to %(name)s") % {"name": step.to.full_name} if step.to else ""
    instead = _("in the place of %(name)s") % {"name": step.acting_for.full_name} if step.acting_for else ""
    return ". ".join(part for part in (first, to, instead, step.words) if part)
