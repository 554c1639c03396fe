"""What a dossier counts as in a period. Each rule has a name; the handbook tells them in the same order.

A table goes by **official reception**: whoever was not received yet is counted beside it, as waiting for reception. Each
received dossier has one origin and one fate, so that carried over + received = resolved + ended + in process, in every row.

- *Reception*: the hour of official reception, not of filing. A reception that was cancelled never was one; received again,
  the dossier counts from the later hour. Code and history keep what happened.
- *Resolved*: its first answer is out (`completed_at`), whether or not somebody fetched it. A corrected result does not
  count twice and does not change the hour. A result taken back before anybody had it is no answer: it is in process.
- *Late*: answered after the hour that held then (`due_at`), so with pauses and granted extensions; the very hour is in
  time. The same as on the overview.
- *Early*: answered on a day before the day of its date. On that day, up to the hour: on time. Where nothing sets a date
  there is none to miss: on time. (No text that we saw says where "trước hạn" ends: cần xác minh.)
- *Ended*: withdrawn, stopped, or not supplemented in time, after reception. Before it, it is counted beside the table.
- *In process*: received and not answered when the period ended, or now while it runs. It is late if the date that held
  *at that hour* had passed: an extension that was granted later does not make it better.
- *Waiting* for the applicant: its clock stood at that hour. It was late only if its date had passed before it began to
  stand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from thonso.dossiers.rules.states import State
from thonso.insight.rules.periods import Span, day_of


class Origin(StrEnum):
    CARRIED = "carried"
    ONLINE = "online"
    ASSISTED = "assisted"
    DESK = "desk"
    POST = "post"


class Fate(StrEnum):
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"
    EXPIRED = "expired"
    IN_TIME = "in_time"
    OVERDUE = "overdue"
    PAUSED = "paused"
    PAUSED_LATE = "paused_late"


class Intake(StrEnum):
    """Where a dossier stood towards its reception: what it came from, and what became of it."""

    WAITED = "waited"  # filed before the period, not received by then
    FILED = "filed"
    TAKEN_IN = "taken_in"
    REFUSED = "refused"
    GIVEN_UP = "given_up"  # withdrawn or closed before it was received
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of one dossier. `paused`: its clock stands at the hour that is looked at. `due_at`: the date that held
    at that hour; of what is answered, the date it is measured by."""

    id: UUID
    commune: UUID
    procedure: str
    hamlet: UUID | None
    channel: str
    state: str
    filed_at: datetime
    received_at: datetime | None
    completed_at: datetime | None
    due_at: datetime | None
    paused: bool = False


_ENDED = {State.WITHDRAWN: Fate.WITHDRAWN, State.STOPPED: Fate.STOPPED, State.EXPIRED: Fate.EXPIRED}


def origin(life: Life, span: Span) -> Origin | None:
    """How it came into the period's table; None where it does not stand in it."""
    received = life.received_at
    if received is None or received >= span.end or (life.completed_at is not None and life.completed_at < span.start):
        return None
    return Origin.CARRIED if received < span.start else Origin(life.channel)


def fate(life: Life, span: Span, now: datetime) -> Fate | None:
    """What became of it by the end of the period, or by now; None where it does not stand in the table."""
    if origin(life, span) is None:
        return None
    if life.completed_at is not None and life.completed_at < span.end:
        return _ENDED.get(State(life.state)) or answered(life.completed_at, life.due_at)
    overdue = life.due_at is not None and life.due_at < span.at(now)
    if life.paused:
        return Fate.PAUSED_LATE if overdue else Fate.PAUSED
    return Fate.OVERDUE if overdue else Fate.IN_TIME


def answered(completed_at: datetime, due_at: datetime | None) -> Fate:
    if due_at is None:
        return Fate.ON_TIME
    if completed_at > due_at:
        return Fate.LATE
    return Fate.EARLY if day_of(completed_at) < day_of(due_at) else Fate.ON_TIME


def intake(life: Life, span: Span) -> tuple[Intake, Intake] | None:
    """What it came from and what became of it towards reception: waited + filed = taken in + refused + given up + waiting.
    None where it was no matter of this period."""
    left = life.received_at or life.completed_at  # what was never received left when it ended
    filed = min(life.filed_at, left) if left else life.filed_at
    if filed >= span.end or (left is not None and left < span.start):
        return None
    came = Intake.WAITED if filed < span.start else Intake.FILED
    if left is None or left >= span.end:
        return came, Intake.WAITING
    if life.received_at is not None:
        return came, Intake.TAKEN_IN
    return came, Intake.REFUSED if life.state == State.REFUSED else Intake.GIVEN_UP


Kind = Origin | Fate | Intake
_RECEIVED = frozenset[Kind]({Origin.ONLINE, Origin.ASSISTED, Origin.DESK, Origin.POST})
_RESOLVED = frozenset[Kind]({Fate.EARLY, Fate.ON_TIME, Fate.LATE})
_STOPPED = frozenset[Kind]({Fate.WITHDRAWN, Fate.STOPPED, Fate.EXPIRED})
_RUNNING = frozenset[Kind]({Fate.IN_TIME, Fate.OVERDUE, Fate.PAUSED, Fate.PAUSED_LATE})

COUNTERS: Mapping[str, frozenset[Kind]] = {
    **{one.value: frozenset({one}) for kind in (Origin, Fate, Intake) for one in kind},
    "all": frozenset({Origin.CARRIED}) | _RECEIVED,
    "received": _RECEIVED,
    "online_all": frozenset({Origin.ONLINE, Origin.ASSISTED}),
    "resolved": _RESOLVED,
    "ended": _STOPPED,
    "in_process": _RUNNING,
    "waiting_for_applicant": frozenset({Fate.PAUSED, Fate.PAUSED_LATE}),
}
"""The figures a layout may ask for by name: each the number of dossiers of one of these kinds."""


def kinds(life: Life, span: Span, now: datetime) -> frozenset[Kind]:
    """Everything it counts as in this period; empty where it stands nowhere."""
    found: list[Kind] = []
    if (came := origin(life, span)) is not None:
        ended = fate(life, span, now)
        assert ended is not None
        found += [came, ended]
    found += intake(life, span) or ()
    return frozenset(found)
