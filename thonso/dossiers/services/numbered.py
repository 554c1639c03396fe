"""A paper drawn and signed under the number that comes next, then one transaction that takes that number and keeps it.

No lock is held while a PDF is made, and no number is taken without its paper (docs/decisions/005-numbering-and-signing.md).
"""

from collections.abc import Callable
from typing import TypedDict, TypeVar
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core.base.errors import Unavailable
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.numbers.services import expected, issue

# Whoever signs faster wins the number each time; a batch of a hundred of theirs is waited out.
TRIES = 120
Made = TypeVar("Made")


class Place(TypedDict):
    """The book, and to what its next number is given."""

    commune_id: UUID
    organ: str
    book: str
    period: str
    obj: Ref


class _Overtaken(Exception):
    """Somebody else took the number that this paper was signed with."""


def under_next_number(place: Place, make: Callable[[int], Made], keep: Callable[[Work, int, Made], None]) -> int:
    """`make` draws and signs the paper with a number; `keep` stores it, in the transaction that takes this number. Drawn
    anew when others were faster. A paper that holds a number of the book keeps it. Raises Unavailable."""
    for _try in range(TRIES):
        count = expected(**place)
        made = make(count)
        try:
            with transact(place["commune_id"]) as work:
                if expected(**place) != count:  # seen before a file is written for nothing; `issue` below decides
                    raise _Overtaken
                keep(work, count, made)
                if issue(work, **place).number != count:
                    raise _Overtaken
        except _Overtaken:
            continue
        except IntegrityError:
            # What `keep` writes may bear the number itself, and be there already by whoever was faster.
            if expected(**place) == count:
                raise
            continue
        return count
    raise Unavailable(_("Others are signing with this book of numbers just now. Please sign again in a minute."))
