"""Papers that are asked for again: in words, and which of them still are."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.rules.states import State
from thonso.dossiers.services.moves import payload_of

ASKED_FOR = {
    "missing": gettext_lazy("Missing"),
    "invalid": gettext_lazy("Not valid or not clear"),
    "expired": gettext_lazy("Out of date"),
}


def asked_for(item: dict[str, Any]) -> str:
    """A paper that is asked for again, with why and with the officer's words."""
    words = [str(ASKED_FOR[item["why"]]) if item.get("why") in ASKED_FOR else "", item.get("note") or ""]
    return ": ".join(part for part in (item["name"], ". ".join(word for word in words if word)) if part)


def still_asked(dossier: Dossier, events: Sequence[Event]) -> list[dict[str, Any]]:
    """What the commune waits for, each with why in words; nothing in any other state. `events`: by sequence."""
    asked = next((event for event in reversed(events) if event.kind == "ask_supplement"), None)
    if dossier.status is not State.SUPPLEMENT or asked is None:
        return []
    return [
        {**item, "why_words": ASKED_FOR.get(item.get("why", ""), "")} for item in payload_of(asked, dossier)["items"]
    ]
