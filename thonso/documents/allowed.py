"""What a person may do with a document as it stands; the page draws its buttons by it, the API names it."""

from typing import Final

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.documents.models import DocumentTask, Incoming

# Action → what the policy asks for, and the states in which it is possible.
ACTIONS: Final[dict[str, tuple[str, frozenset[str]]]] = {
    "register": ("register", frozenset({"waiting"})),
    "send_back": ("register", frozenset({"waiting", "registered"})),
    "throw_away": ("register", frozenset({"waiting"})),
    "withdraw": ("register", frozenset({"registered", "directed", "done", "returned"})),
    "present": ("present", frozenset({"registered"})),
    "instruct": ("instruct", frozenset({"registered", "directed", "done"})),
}
# Who is informed only says that it is read.
_ACTS: Final[dict[str, tuple[str, ...]]] = {"info": ("finish",)}
_ALL_ACTS: Final = ("finish", "opine", "give_back", "pass_on")


def actions(actor: Actor, row: Incoming) -> list[str]:
    may = {needed: bool(policy.can(actor, needed, row)) for needed in {needed for needed, _states in ACTIONS.values()}}
    return [name for name, (needed, states) in ACTIONS.items() if row.state in states and may[needed]]


def acts(task: DocumentTask) -> list[str]:
    """Of whoever has this task."""
    return list(_ACTS.get(task.part, _ALL_ACTS)) if task.state == "open" else []
