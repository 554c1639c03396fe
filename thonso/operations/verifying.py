"""What `thonso verify` looks at: chains, files, triggers, and what must hold of dossiers and messages at any moment.

Each part reads and changes nothing. A fault is something that must never be; a warning is something a person should see to.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby, islice
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Field, Q
from django.db.models.functions import Substr

from thonso.core.base import append_only
from thonso.core.base.clock import now
from thonso.core.files import services as files
from thonso.core.files.models import Upload
from thonso.core.journal import services as journal
from thonso.core.notices.models import Channel, InAppNotice, OutboxMessage, State
from thonso.core.numbers.models import Register
from thonso.core.numbers.services import TRACKING
from thonso.dossiers.models import Attachment, Dossier, Event
from thonso.dossiers.rules.replay import LINKED, REPLAYED, comparable, plain, replay
from thonso.dossiers.rules.states import FINAL, OPEN
from thonso.operations import rights

SHOWN = 20
# A worker looks every second; a message that nobody has taken for so long is not on its way.
OVERDUE = timedelta(hours=1)
_CHUNK = 2000


@dataclass(slots=True)
class Part:
    """One thing looked at: how many, and what was wrong with them (the first SHOWN in words)."""

    name: str
    looked_at: int = 0
    wrong: int = 0
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    about: str = ""

    def fault(self, words: str) -> None:
        self.wrong += 1
        if len(self.faults) < SHOWN:
            self.faults.append(words)


def all_parts(*, replayed: int | None, with_files: bool) -> Iterator[Part]:
    """Every part in turn. `replayed`: how many dossiers are replayed at most, the newest first; None: all."""
    yield triggers()
    yield chains()
    if with_files:
        yield stored_files()
    yield attached_files()
    yield queues()
    yield histories(replayed)
    yield codes()
    yield outbox()


def triggers() -> Part:
    part = Part("append-only triggers")
    for name in append_only.missing():
        part.fault(f"missing: {name}")
    if weak := rights.excessive():
        part.warnings.append(
            f"this role of the database may change {len(weak)} append-only tables once their triggers are off: "
            "let servers use a role of their own (`thonso grant`)"
        )
    return part


def chains(since: datetime | None = None) -> Part:
    """`since`: only from the last anchor before that moment on."""
    part = Part("journal")
    communes = anchored = 0
    for report in journal.verify_all(since=since):
        communes += 1
        part.looked_at += report.entries
        anchored += report.anchored_to
        for found in report.faults:
            where = f"entry {found.seq}" if found.seq else "a line of its anchor file that cannot be read"
            part.fault(f"commune {report.commune_id}, {where}: {found.kind}")
        for gone in report.lost:
            part.warnings.append(
                f"commune {report.commune_id}: entries {gone.first} to {gone.last} were lost when a backup was restored"
            )
    part.about = f"in {communes} chains, {anchored} entries up to the last anchor"
    return part


def stored_files() -> Part:
    part = Part("stored files", Upload.objects.filter(state=Upload.State.READY).count())
    for found in files.verify_all():
        part.fault(f"upload {found.upload_id}: {found.kind}")
    return part


def attached_files() -> Part:
    """A file that a dossier refers to is here (or still with the scanner), and is held: it is never swept."""
    part = Part("attached files", Attachment.objects.count())
    lost = Attachment.objects.exclude(upload__state__in=[Upload.State.READY, Upload.State.CHECKING])
    for id_, state in lost.values_list("upload_id", "upload__state")[:_CHUNK]:
        part.fault(f"upload {id_} of a dossier is {state}")
    for id_ in Attachment.objects.filter(upload__kept_at=None).values_list("upload_id", flat=True)[:_CHUNK]:
        part.fault(f"upload {id_} of a dossier is not held")
    return part


def queues() -> Part:
    """Every open dossier stands in exactly one queue, a closed one in none."""
    part = Part("queues")
    part.looked_at = Dossier.objects.filter(state__in=_values(OPEN)).count()
    lost = Q(state__in=_values(OPEN)) & (Q(holder_role="") | Q(holder_unit=None))
    left = Q(state__in=_values(FINAL)) & (~Q(holder_role="") | Q(holder_unit__isnull=False))
    for code, state, role in Dossier.objects.filter(lost | left).values_list("code", "state", "holder_role")[:_CHUNK]:
        part.fault(f"{code} is {state} and stands in {'no queue' if not role else f'the queue of {role}'}")
    return part


def _values(states: Any) -> list[str]:
    return [state.value for state in states]


def histories(limit: int | None) -> Part:
    """The events of a dossier, played again, give its present; none is missing between the first and the last."""
    part = Part("histories")
    ids = Dossier.objects.order_by("-filed_at").values_list("pk", flat=True)
    for group in _groups(ids[:limit] if limit is not None else ids):
        rows = {dossier.pk: dossier for dossier in Dossier.objects.filter(pk__in=group)}
        events = Event.objects.filter(dossier_id__in=group).order_by("dossier_id", "seq")
        seen: set[UUID] = set()
        for id_, history in groupby(events.only("dossier_id", "seq", "changes"), key=lambda event: event.dossier_id):
            seen.add(id_)
            _compare(part, rows[id_], list(history))
        for id_ in rows.keys() - seen:
            part.fault(f"{rows[id_].code} has no events")
        part.looked_at += len(rows)
    total = Dossier.objects.count()
    part.about = "" if part.looked_at == total else f"the newest of {total}"
    return part


def _groups(ids: Any) -> Iterator[list[UUID]]:
    stream = ids.iterator(chunk_size=_CHUNK)
    while group := list(islice(stream, 500)):
        yield group


def _compare(part: Part, dossier: Dossier, history: list[Event]) -> None:
    if [event.seq for event in history] != list(range(dossier.revision + 1)):
        part.fault(f"{dossier.code}: an event is missing or too many")
        return
    played = replay(history)
    for column in comparable(played):
        stored, told = getattr(dossier, column), played.get(column, _UNSET[column])
        # The same moment may be written in the event with another offset.
        moment = isinstance(stored, datetime) and told
        if (datetime.fromisoformat(told) != stored) if moment else (told != plain(stored)):
            part.fault(f"{dossier.code}: {column} is {plain(stored)!r}, its events say {told!r}")


def _unset(column: str) -> Any:
    field = Dossier._meta.get_field(column)
    return plain(field.get_default()) if isinstance(field, Field) else None


_UNSET = {column: _unset(column) for column in (*REPLAYED, *LINKED)}


def codes() -> Part:
    """The tracking codes of a commune and a day run from 1 on without a gap, as its register counted them."""
    part = Part("tracking codes")
    organ, book = TRACKING
    given = {
        (row["commune_id"], row["day"]): row["number"]
        for row in Dossier.objects.annotate(day=Substr("code", 4, 6))
        .values("commune_id", "day")
        .annotate(number=Count("pk"))
    }
    for commune_id, period, last in Register.objects.filter(organ=organ, book=book).values_list(
        "commune_id", "period", "last"
    ):
        number = given.pop((commune_id, period), 0)
        part.looked_at += number
        if number != last:
            part.fault(f"commune {commune_id}, {period}: {last} codes given, {number} dossiers there")
    for (commune_id, period), number in given.items():
        part.fault(f"commune {commune_id}, {period}: {number} dossiers with codes that no register gave")
    return part


def outbox() -> Part:
    """Every message is sent, on its way, or where a person sees that it is not."""
    part = Part("messages", OutboxMessage.objects.count())
    sent_inside = OutboxMessage.objects.filter(channel=Channel.INAPP, state=State.SENT).values_list("pk", flat=True)
    for group in _groups(sent_inside):
        there = set(InAppNotice.objects.filter(pk__in=group).values_list("pk", flat=True))
        for id_ in set(group) - there:
            part.fault(f"message {id_} counts as delivered and its notice is not there")
    stuck = OutboxMessage.objects.filter(
        Q(state__in=[State.QUEUED, State.LEASED]), next_at__lt=now() - OVERDUE, created_at__lte=F("next_at")
    ).count()
    if stuck:
        part.warnings.append(f"{stuck} messages have waited for more than an hour: is a worker running?")
    waiting = OutboxMessage.objects.filter(state__in=[State.FAILED, State.DEAD]).count()
    if waiting:
        part.warnings.append(f"{waiting} messages need a person's decision (page: Messages that need attention)")
    return part
