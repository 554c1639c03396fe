"""A draft that a leader sent back: until it is submitted again, whoever has it reads why, where the next step is."""

from collections.abc import Iterable

from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.rules.states import State


def sent_back(dossier: Dossier, events: Iterable[Event]) -> Event | None:
    """The event with the leader's words, while the draft has not been submitted again; else None."""
    if dossier.status is not State.PROCESSING:
        return None
    last = max((one for one in events if one.kind in {"send_back", "propose"}), key=lambda one: one.seq, default=None)
    return last if last is not None and last.kind == "send_back" else None


def is_unchanged(dossier: Dossier, events: Iterable[Event]) -> bool:
    """Whether it still is the very draft that was sent back."""
    rows = list(events)
    asked = sent_back(dossier, rows)
    return asked is not None and not any(one.kind == "draft_result" and one.seq > asked.seq for one in rows)
