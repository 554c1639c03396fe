"""Segments: what restores divide a chain into. Each begins with an entry that names the signed anchor it goes on from.

A segment has an identity, which its anchors carry: the same backup may be restored again, and what was written after the
first time is then left behind, not wanted. The ring signs the beginning, because it turns anchored entries into lost ones:
rights on the database alone must not be enough for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from thonso.core import crypto
from thonso.core.base.refs import Ref
from thonso.core.journal import chain
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of, transact

# The verb of the entry that begins a segment. Its object is the commune's journal, so that the index finds it.
RESTORED = "journal.restored"
# What the chain is before any restore; its anchors name no segment.
FIRST = ""


@dataclass(frozen=True, slots=True)
class Start:
    """The entry that begins a segment. `left`: the segments that it left behind; `holds`: the ring signed just this."""

    seq: int
    segment: str
    left: frozenset[str]
    holds: bool


def start_segment(
    commune_id: UUID,
    actor: Ref,
    anchor: dict[str, Any],
    *,
    segment: UUID,
    backup: UUID,
    lost_to: int,
    left: Iterable[str],
) -> None:
    """The first entry after a restore: it names the anchor that the chain goes on from, and how far entries are known
    to be lost (`lost_to` is the highest one that an anchor outside proves; the anchor's own when none is known of).
    """
    facts = {
        "segment": str(segment),
        "from": anchor,
        "backup": str(backup),
        "lost_to": lost_to,
        "left": sorted(left),
    }
    signature = crypto.anchor_sign(_text(commune_id, facts))
    with transact(commune_id) as work:
        work.note(RESTORED, actor, Ref("journal", commune_id), facts=facts | {"signature": signature})


def starts(commune_id: UUID) -> list[Start]:
    """Every entry that says that it begins a segment, in order, whether it holds or not."""
    found = Entry.objects.filter(commune_id=commune_id, object_id=commune_id, verb=RESTORED)
    return [_start(commune_id, entry) for entry in found.order_by("seq").only("seq", "body", "previous")]


def current(commune_id: UUID) -> str:
    return [FIRST, *(start.segment for start in starts(commune_id) if start.holds)][-1]


def _start(commune_id: UUID, entry: Entry) -> Start:
    try:
        facts = dict(body_of(entry)["facts"])
        anchor, signature = facts["from"], facts.pop("signature")
        # Directly after the anchor that it names, and nowhere else.
        named = (anchor["commune"], anchor["seq"], anchor["hash"]) == (str(commune_id), entry.seq - 1, entry.previous)
        if named and crypto.anchor_verify(_text(commune_id, facts), signature):
            return Start(entry.seq, facts["segment"], frozenset(facts["left"]), True)
    except (AttributeError, KeyError, TypeError, ValueError):
        pass
    return Start(entry.seq, FIRST, frozenset(), False)


def _text(commune_id: UUID, facts: dict[str, Any]) -> bytes:
    return b"thonso-segment\n" + chain.canonical({"commune": str(commune_id), **facts}).encode()
