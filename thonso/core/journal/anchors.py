"""Anchors: heads of chains, signed and written outside the database.

An administrator with database rights can rewrite everything after the last anchor and, with the key ring too, more:
copy the anchor files to another machine or print them (docs/threat-model.md).
"""

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from thonso.core import crypto
from thonso.core.base.clock import now
from thonso.core.journal import chain, segments
from thonso.core.journal.models import Anchor, Head


def anchor_file(commune_id: UUID) -> Path:
    return folder() / f"{commune_id}.jsonl"


def folder() -> Path:
    return Path(settings.DATA) / "anchors"


def anchor_all() -> int:
    """Sign every head that has moved and append it to the file outside; gives how many were written."""
    moved = [
        (head.commune_id, head.seq, head.hash)
        for head in Head.objects.order_by("commune_id")
        if not Anchor.objects.filter(commune_id=head.commune_id, seq__gte=head.seq).exists()
    ]
    return len(anchor_heads(moved))


def anchor_heads(heads: Iterable[tuple[UUID, int, str]]) -> list[dict[str, Any]]:
    """The anchor of each (commune, seq, hash), made and written outside when it is not there yet."""
    found = []
    for commune_id, seq, hash_ in heads:
        at, segment = now(), segments.current(commune_id)
        signature = crypto.anchor_sign(_text(commune_id, seq, hash_, at, segment))
        anchor, made = Anchor.objects.get_or_create(
            commune_id=commune_id, seq=seq, defaults={"at": at, "hash": hash_, "signature": signature}
        )
        row = _row(anchor, segment)
        if made:
            append(commune_id, [row])
        found.append(row)
    return found


def append(commune_id: UUID, rows: Iterable[dict[str, Any]]) -> None:
    """Add lines to the commune's file, on the disk before this returns."""
    path = anchor_file(commune_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("ab+") as out:
        if out.tell() and (out.seek(-1, os.SEEK_END), out.read(1))[1] != b"\n":
            # A line broke off when the power went or the disk was full: it must not spoil the next one too.
            out.write(b"\n")
        out.write("".join(json.dumps(row) + "\n" for row in rows).encode())
        out.flush()
        os.fsync(out.fileno())


def outside(commune_id: UUID, where: Path | None = None) -> list[dict[str, Any]]:
    """The lines of the commune's file that can be read, here or in a copy kept elsewhere."""
    return [row for row in lines(commune_id, where) if row is not None]


def lines(commune_id: UUID, where: Path | None = None) -> Iterator[dict[str, Any] | None]:
    """Each line of the file; None for one that is torn or no anchor."""
    path = (where or folder()) / f"{commune_id}.jsonl"
    if path.exists():
        for line in path.read_bytes().split(b"\n"):
            if line.strip():
                yield _read(line)


def _read(line: bytes) -> dict[str, Any] | None:
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return row if is_anchor(row) else None


def is_anchor(row: Any) -> bool:
    """Whether it has the shape of a line; `holds` tells whether it is true."""
    try:
        datetime.fromisoformat(row["at"])
        return isinstance(row["seq"], int) and all(
            isinstance(row[name], str) for name in ("commune", "hash", "signature")
        )
    except (TypeError, KeyError, ValueError):
        return False


def holds(row: dict[str, Any]) -> bool:
    """Whether a key of this ring signed exactly this line."""
    text = _text(row["commune"], row["seq"], row["hash"], datetime.fromisoformat(row["at"]), segment_of(row))
    return crypto.anchor_verify(text, row["signature"])


def segment_of(row: dict[str, Any]) -> str:
    return str(row.get("segment", segments.FIRST))


def follows(row: dict[str, Any], head: dict[str, Any]) -> bool:
    """Whether a line is of an entry after `head` in the same segment."""
    return segment_of(row) == segment_of(head) and row["seq"] > head["seq"]


def _text(commune_id: UUID | str, seq: int, hash_: str, at: datetime, segment: str) -> bytes:
    said: dict[str, Any] = {"commune": str(commune_id), "seq": seq, "hash": hash_, "at": at.isoformat()}
    # Anchors from before any restore say nothing of segments, and stay as they were signed.
    return chain.canonical(said | ({"segment": segment} if segment else {})).encode()


def _row(anchor: Anchor, segment: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "commune": str(anchor.commune_id),
        "seq": anchor.seq,
        "hash": anchor.hash,
        "at": anchor.at.isoformat(),
        "signature": anchor.signature,
    }
    return row | ({"segment": segment} if segment else {})
