"""A request that comes again gets its first answer: what every call that changes something does around its own act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from thonso.core.base.errors import DomainError, Stale
from thonso.core.journal import once
from thonso.core.journal.work import Work, transact

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sent:
    """By what a request is known when it comes again."""

    commune_id: UUID
    actor_id: UUID
    key: UUID
    verb: str
    body: Body

    def answered(self) -> Body | None:
        return once.replay(self.commune_id, self.actor_id, self.key, self.verb, self.body)

    def remember(self, work: Work, answer: Body) -> None:
        once.remember(work, self.actor_id, self.key, self.verb, self.body, answer)


@dataclass(frozen=True, slots=True)
class Answer:
    body: Body
    replayed: bool

    def told(self, response: HttpResponse) -> Body:
        """The body, and in the headers that it was given before."""
        if self.replayed:
            response["Idempotent-Replayed"] = "true"
        return self.body


def once_only(sent: Sent, act: Callable[[Work], Body], *, before: Callable[[], None] = lambda: None) -> Answer:
    """What was answered to this key before, else `before`, then `act` and its answer, kept in one transaction."""

    def whole() -> Body:
        before()
        with transact(sent.commune_id) as work:
            answer = act(work)
            sent.remember(work, answer)
        return answer

    return first_or_again(sent, whole)


def first_or_again(sent: Sent, act: Callable[[], Body]) -> Answer:
    """The same for an act that keeps its own answer (`sent.remember`) in its own transaction. Of twins that race, the slower
    gets the answer of the faster. Raises Stale where something of its kind is there already.
    """
    if answer := sent.answered():
        return Answer(answer, replayed=True)
    try:
        return Answer(act(), replayed=False)
    except (IntegrityError, DomainError) as error:
        if again := sent.answered():
            return Answer(again, replayed=True)
        if isinstance(error, IntegrityError) and _is_there_already(error):
            raise Stale(_("Somebody else has just written the same down. Look at it again.")) from error
        raise


def _is_there_already(error: IntegrityError) -> bool:
    """Whether a row that may be there once was there: on PostgreSQL by its SQLSTATE, on SQLite by its words."""
    return getattr(error.__cause__, "sqlstate", "") == "23505" or str(error).startswith("UNIQUE constraint failed")
