"""What an official has in hand, told by the parts above: shown before a post ends, so that nothing is left behind.

When it has ended they take it back or pass it on: the event `post.ended` (`services.posts.revoke`, `services.disable`).
"""

from collections.abc import Callable

from thonso.core.access.models import Assignment

Teller = Callable[[Assignment], str]
_tellers: list[Teller] = []


def register(tell: Teller) -> None:
    """`tell` says what of this post is in its holder's hands ("11 open dossiers"); '' when nothing is."""
    if tell not in _tellers:
        _tellers.append(tell)


def told(assignment: Assignment) -> list[str]:
    return [words for tell in _tellers if (words := tell(assignment))]
