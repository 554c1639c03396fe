"""`thonso restore`: a backup, wholly checked first, becomes an installation whose journal says where it came from."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now
from thonso.core.base.ids import new_id
from thonso.core.base.running import nobody_else
from thonso.core.journal import anchors, segments
from thonso.core.journal import services as journal
from thonso.core.notices.models import Channel, OutboxMessage, State
from thonso.operations.backup import about as abouts
from thonso.operations.backup import targets
from thonso.operations.backup.archive import Reader, Unusable


@dataclass(frozen=True, slots=True)
class Restored:
    """`lost`: (commune, the entry before, the last entry) of each run that anchors outside prove and the backup lacks."""

    id: str
    made_at: str
    parts: int
    lost: list[tuple[str, int, int]]
    aside: str


def restore(file: Path, *, replace: bool = False, kept: Path | None = None, say: Callable[[str], None]) -> Restored:
    """`kept`: a folder of anchor files that was kept elsewhere, to know what was lost. Raises Unusable, OSError.

    Until every part has been read and found to be what was signed, nothing outside a folder of our own is touched.
    """
    target = targets.place()
    occupied = target.occupied()
    if occupied and not replace:
        raise Unusable(
            f"there is {', '.join(occupied)} here already. Restore into an empty data folder and database, or give "
            "--replace to have what is there moved aside"
        )
    with file.open("rb") as source, nobody_else() as alone:
        reader = Reader(source)
        about = abouts.read(reader.about())
        _suits(about)
        say(
            f"Backup {about.id} of {about.made_at}; needs the keys {', '.join(about.keys['sealing'])}: all are in the ring."
        )
        folder = targets.staging(target.data, about.id)
        try:
            parts = reader.unpack(folder)
            say(f"{parts:,} parts are what was signed.")
            connection.close()
            if not alone or target.in_use():
                raise Unusable("a server, worker or command still has the database open: stop it first")
            outside = _outside(about, kept, target.data)
            aside = now().strftime("%Y%m%d_%H%M%S") if occupied else ""
            if aside:
                target.move_aside(aside)
            targets.put_in(about, folder, target)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return Restored(about.id, about.made_at, parts, _go_on(about, outside), aside)


def _suits(about: abouts.About) -> None:
    if about.database != connection.vendor:
        raise Unusable(
            f"it is of a database of the other kind ({about.database}), and THONSO_DATABASE_URL names {connection.vendor}"
        )
    abouts.check_ring(about)
    targets.known_migrations(about)


def _outside(about: abouts.About, kept: Path | None, data: Path) -> dict[str, list[dict[str, Any]]]:
    """The anchors that are here, or were kept elsewhere, for the chains of the backup."""
    found: dict[str, list[dict[str, Any]]] = {}
    for head in about.heads:
        rows = found.setdefault(head["commune"], [])
        for where in filter(None, [data / "anchors", kept]):
            for row in anchors.outside(UUID(head["commune"]), where):
                rows += [row] if row not in rows and anchors.holds(row) else []
    return found


def _go_on(about: abouts.About, outside: dict[str, list[dict[str, Any]]]) -> list[tuple[str, int, int]]:
    """Begin a segment in every chain; nobody is signed in any more, and nothing is sent a second time unasked."""
    lost, segment = [], new_id()
    for head in about.heads:
        commune, seq = UUID(head["commune"]), head["seq"]
        here = {segments.FIRST, *(start.segment for start in segments.starts(commune))}
        known = anchors.outside(commune)
        # Anchors of entries that the backup does not hold: proof that they were once there.
        later = [
            row
            for row in outside[head["commune"]]
            if row not in known and (anchors.segment_of(row) not in here or anchors.follows(row, head))
        ]
        anchors.append(commune, later)
        left = {anchors.segment_of(row) for row in [*known, *later]} - here
        gone: dict[str, list[int]] = {}
        for row in later:
            gone.setdefault(anchors.segment_of(row), []).append(row["seq"])
        # Entries of another segment than the backup's are lost too, but they do not count on from its last one.
        last = max(gone.get(anchors.segment_of(head), [seq]))
        actor, backup = system_actor("restore").ref, UUID(about.id)
        journal.start_segment(commune, actor, head, segment=segment, backup=backup, lost_to=last, left=left)
        for name, seqs in gone.items():
            lost.append((head["commune"], min(seqs) - 1 if name in left else seq, max(seqs)))
    Session.objects.all().delete()
    waiting = OutboxMessage.objects.filter(state__in=[State.QUEUED, State.LEASED]).exclude(channel=Channel.INAPP)
    waiting.update(doubtful=True)
    journal.anchor_all()
    return lost
