"""Loads and decides in the same step: stuck messages and jobs of one's commune, one's own notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Absent
from thonso.core.notices import attention as sections
from thonso.core.notices.models import InAppNotice, Job, OutboxMessage, State
from thonso.core.notices.models.jobs import JobState

PAGE = 50
_STUCK: dict[type, Q] = {
    OutboxMessage: Q(state__in=[State.FAILED, State.DEAD]),
    Job: Q(state=JobState.DEAD),
}


@dataclass(frozen=True, slots=True)
class Page:
    rows: list[Any]
    more: UUID | None


def register() -> None:
    """All of it is of the kind 'notice' in the policy table; a job belongs to nobody."""
    policy.register_scope(
        "notice", Job, "own", test=lambda actor, grant, job: False, q=lambda actor, grant: policy.NOTHING
    )
    for model in (OutboxMessage, InAppNotice):
        policy.register_kind("notice", model)


def _stuck(actor: Actor, model: type[Any]) -> Any:
    return model.objects.filter(policy.visible(actor, "attention", model) & _STUCK[model])


def attention(actor: Actor, model: type[Any], before: UUID | None = None, size: int = PAGE) -> Page:
    """Newest first, by key: what needs a person in the actor's commune."""
    rows = _stuck(actor, model)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    return Page(found[:size], found[size - 1].pk if len(found) > size else None)


def attention_count(actor: Actor) -> int:
    return sum(rows.count() for rows in stuck(actor))


def stuck(actor: Actor) -> Sequence[QuerySet[Any, Any]]:
    """For the navigation: messages and jobs that need a person, and what other parts add."""
    return [_stuck(actor, OutboxMessage), _stuck(actor, Job), *sections.stuck(actor)]


def may_attend(actor: Actor) -> bool:
    """Whether the page is for this actor at all. A role in the table decides, not what happens to be stuck now."""
    return any(policy.can(actor, "attention", policy.New("notice", commune_id=commune)) for commune in actor.communes())


def get_stuck(actor: Actor, model: type[Any], id_: UUID) -> Any:
    """One of them, in whatever state it is now (the service refuses a stale decision). Raises Absent."""
    row = model.objects.filter(pk=id_).first()
    if row is None:
        raise Absent(_("There is no such page, or it is not for you."))
    policy.require(actor, "attention", row)
    return row


def own_notices(actor: Actor, before: UUID | None = None, size: int = PAGE) -> Page:
    rows = InAppNotice.objects.filter(policy.visible(actor, "read", InAppNotice))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    return Page(found[:size], found[size - 1].pk if len(found) > size else None)
