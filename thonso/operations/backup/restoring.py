"""`thonso restore`: a backup, wholly checked first, becomes an installation whose journal says where it came from."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.db import DatabaseError, connection

from thonso.core.access.actors import system_actor
from thonso.core.base.clock import now
from thonso.core.base.ids import new_id
from thonso.core.base.running import half_restored, nobody_else, say_half_restored
from thonso.core.journal import anchors, segments
from thonso.core.journal import services as journal
from thonso.core.notices.models import Channel, OutboxMessage, State
from thonso.operations.backup import about as abouts
from thonso.operations.backup import targets
from thonso.operations.backup.archive import Reader, Unusable

# Past Django, too: the snapshot of SQLite is looked at, and rows are copied in, with the drivers themselves.
FAILURES = (OSError, DatabaseError, sqlite3.Error, psycopg.Error, CommandError)


class NotPutBack(Exception):
    """A restore failed, and so did putting back what was here; the words say why, and where it is."""


@dataclass(frozen=True, slots=True)
class Restored:
    """`lost`: (commune, the entry before, the last entry) of each run that anchors outside prove and the backup lacks."""

    id: str
    made_at: str
    parts: int
    lost: list[tuple[str, int, int]]
    aside: str


def restore(file: Path, *, replace: bool = False, kept: Path | None = None, say: Callable[[str], None]) -> Restored:
    """`kept`: a folder of anchor files that was kept elsewhere, to know what was lost. Raises Unusable or one of FAILURES,
    and then everything is as it was; or NotPutBack.

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
            with _all_or_nothing(target, aside) as undo:
                if aside:
                    target.move_aside(aside, undo)
                targets.put_in(about, folder, target, undo)
                lost = _go_on(about, outside)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
    return Restored(about.id, about.made_at, parts, lost, aside)


@contextmanager
def _all_or_nothing(target: targets.Place, aside: str) -> Iterator[ExitStack]:
    """What fails is undone, step by step. Until it is done or undone no server starts here. Raises NotPutBack."""
    before = half_restored()
    where = f" What was here before is in {target.named(aside)}." if aside else ""
    # What an earlier one moved aside is what was really here; this one finds only its half.
    words = "a restore began here and did not come to its end. Run `thonso restore FILE --replace` again."
    say_half_restored(before or words + where)
    undo = ExitStack()
    try:
        yield undo
    except BaseException as error:
        try:
            undo.close()
        except Exception as hindered:
            raise NotPutBack(f"{why(error)}; and it could not be undone: {why(hindered)}.{where}") from error
        say_half_restored(before)
        raise
    say_half_restored("")


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


def why(error: BaseException) -> str:
    return getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
