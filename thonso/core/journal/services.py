"""Entries of their own: a record opened, an access denied, the head anchored outside, the chain verified."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from thonso.core import crypto
from thonso.core.base.clock import now
from thonso.core.base.refs import Ref
from thonso.core.journal import chain
from thonso.core.journal.models import Anchor, Entry, Head
from thonso.core.journal.work import transact


def record_read(commune_id: UUID, actor: Ref, obj: Ref, purpose: str, *, subject: Ref | None = None) -> None:
    """One entry for one record of a person opened. `purpose` is the open task, or the words the reader gave."""
    with transact(commune_id) as work:
        work.note(f"{obj.kind}.read", actor, obj, subject=subject, purpose=purpose)


def record_denied(commune_id: UUID, actor: Ref, obj: Ref, action: str) -> None:
    """A refusal, in a transaction of its own: call it after the refused one has rolled back."""
    with transact(commune_id) as work:
        work.note("access.denied", actor, obj, facts={"action": action})


def _anchor_text(commune_id: UUID, seq: int, hash_: str, at: datetime) -> bytes:
    return chain.canonical({"commune": str(commune_id), "seq": seq, "hash": hash_, "at": at.isoformat()}).encode()


def anchor_file(commune_id: UUID) -> Path:
    return Path(settings.DATA) / "anchors" / f"{commune_id}.jsonl"


def anchor_all() -> int:
    """Sign every head that has moved and append it to a file outside the database; gives how many were written.

    An administrator with database rights can rewrite everything after the last anchor and, with the key ring too, more:
    copy the anchor files to another machine or print them (docs/threat-model.md).
    """
    written = 0
    for head in Head.objects.order_by("commune_id"):
        if Anchor.objects.filter(commune_id=head.commune_id, seq__gte=head.seq).exists():
            continue
        at = now()
        signature = crypto.anchor_sign(_anchor_text(head.commune_id, head.seq, head.hash, at))
        anchor = Anchor.objects.create(
            commune_id=head.commune_id, at=at, seq=head.seq, hash=head.hash, signature=signature
        )
        path = anchor_file(head.commune_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(_anchor_row(anchor)) + "\n")
        written += 1
    return written


def _anchor_row(anchor: Anchor) -> dict[str, Any]:
    return {
        "commune": str(anchor.commune_id),
        "seq": anchor.seq,
        "hash": anchor.hash,
        "at": anchor.at.isoformat(),
        "signature": anchor.signature,
    }


@dataclass(frozen=True, slots=True)
class ChainReport:
    commune_id: UUID
    entries: int
    anchored_to: int
    faults: list[chain.Fault]


def verify_all() -> Iterator[ChainReport]:
    """Walk every commune's chain, then hold it against the anchors in the file outside."""
    communes = set(Entry.objects.values_list("commune_id", flat=True).distinct())
    communes |= set(Head.objects.values_list("commune_id", flat=True))
    communes |= {UUID(path.stem) for path in (Path(settings.DATA) / "anchors").glob("*.jsonl")}
    for commune_id in sorted(communes):
        yield verify(commune_id)


def verify(commune_id: UUID) -> ChainReport:
    rows = list(
        Entry.objects.filter(commune_id=commune_id).order_by("seq").only("seq", "body", "previous", "hash", "verb")
    )
    found = chain.faults(rows)
    by_seq = {row.seq: row.hash for row in rows}
    last = rows[-1].seq if rows else 0
    head = Head.objects.filter(commune_id=commune_id).first()
    if (head.seq if head else 0) != last or (head and rows and head.hash != rows[-1].hash):
        found.append(chain.Fault(last + 1, "truncated"))
    anchored_to = 0
    for anchor in _anchors_outside(commune_id):
        text = _anchor_text(commune_id, anchor["seq"], anchor["hash"], datetime.fromisoformat(anchor["at"]))
        if not crypto.anchor_verify(text, anchor["signature"]):
            found.append(chain.Fault(anchor["seq"], "anchor"))
        elif by_seq.get(anchor["seq"]) != anchor["hash"]:
            found.append(chain.Fault(anchor["seq"], "truncated" if anchor["seq"] > last else "changed"))
        else:
            anchored_to = anchor["seq"]
    return ChainReport(commune_id, len(rows), anchored_to, found)


def _anchors_outside(commune_id: UUID) -> list[dict[str, Any]]:
    path = anchor_file(commune_id)
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
