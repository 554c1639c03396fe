"""The hash chain, pure: canonical bytes of an entry, its link, and what is wrong with a given run of entries."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

GENESIS = "0" * 64


def canonical(body: dict[str, Any]) -> str:
    """One text for one meaning: sorted keys, no spaces, UTF-8 as it is. Kept as stored, never re-made from columns."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def link(previous: str, seq: int, body: str) -> str:
    return hashlib.sha256(f"{previous}\n{seq}\n{body}".encode()).hexdigest()


class Linked(Protocol):
    seq: int
    body: str
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """`seq` 0: no entry, but a line of the anchor file that cannot be read."""

    seq: int
    kind: str  # changed | missing | relinked | truncated | anchor


def faults(entries: Iterable[Linked], *, start_seq: int = 0, start_hash: str = GENESIS) -> list[Fault]:
    """Walk entries in order of seq: an altered body, a gap, or a link that does not follow the one before it."""
    found: list[Fault] = []
    expected, previous = start_seq + 1, start_hash
    for entry in entries:
        if entry.seq != expected:
            found.append(Fault(expected, "missing"))
        elif entry.previous != previous:
            found.append(Fault(entry.seq, "relinked"))
        if link(entry.previous, entry.seq, entry.body) != entry.hash:
            found.append(Fault(entry.seq, "changed"))
        expected, previous = entry.seq + 1, entry.hash
    return found
