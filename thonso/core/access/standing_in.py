"""Who may stand in for whom: one table, for the list that is offered, for lending, and for every day it lasts. Pure.

What it rests on: a signature is put TM., KT. (a deputy for the head), TL. or TUQ. (in writing, for a time, and not passed
on; decree 30/2020, article 13). The decree names no posts, so the rest is the house's own rule, cần xác minh: a post goes
to a neighbour in the same kind of work; who decides never takes what is prepared for the decision; the post of an
administrator is given by appointment, which the chairman is shown; and no post of the office leaves the office.
"""

from collections.abc import Collection
from typing import Final

from thonso.core.access.roles import HAMLET_ROLES, LEADER_ROLES, OFFICER_ROLES, ROLES

_AT_THE_DESK: Final = ("one_stop", "centre_director")
_STANDS_IN: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(LEADER_ROLES, LEADER_ROLES),
    "centre_director": (*LEADER_ROLES, "centre_director"),
    **dict.fromkeys(OFFICER_ROLES, (*OFFICER_ROLES, "one_stop")),
    "one_stop": _AT_THE_DESK,
    "clerk": ("clerk", *_AT_THE_DESK, *OFFICER_ROLES),
    **dict.fromkeys(HAMLET_ROLES, HAMLET_ROLES),
}
_NEVER: Final = frozenset({"administrator", "observer"})


def may_stand_in(role: str, held: Collection[str]) -> bool:
    """May somebody with these own roles in the post's commune be lent a post of `role`?"""
    if _NEVER.intersection(held):
        return False
    if role not in (*LEADER_ROLES, "centre_director") and not set(LEADER_ROLES).isdisjoint(held):
        return False
    return not set(_STANDS_IN.get(role, ())).isdisjoint(held)


def may_be_lent(role: str) -> bool:
    return role in _STANDS_IN


def roles_for(role: str) -> str:
    """The roles that may stand in, in words: "A, B or C"; '' when a post of `role` is never lent."""
    return ", ".join(str(ROLES[one]) for one in _STANDS_IN.get(role, ()))
