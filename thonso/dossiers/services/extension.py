"""Form 04: the officer proposes a later date, the director of the centre or a leader grants it.

Draft, then approval, as the systems in the field do (vietnam.md 1.1, 4). No source tells how often a dossier may be
extended: each time is decided anew, and the pages say which time it is.
"""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from thonso.core.base.clock import local
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.numbers.services import issue
from thonso.core.workdays.rules import Pause
from thonso.core.workdays.rules.clock import LONGEST
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import approval
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.services import clock
from thonso.dossiers.services.moves import Act, move, payload_of

MOST = 30  # working days at once; ours, so that nobody is put off for good with one press
SYMBOL = "TB-TTPVHCC"
BOOK = {"organ": "ttpvhcc", "book": "thong-bao"}


def propose(act: Act, days: int, reason: str) -> Event:
    """Ask for `days` working days more. The date does not move before they are granted."""
    return move(
        act,
        "propose_extension",
        changes={"extension_proposed": _possible(days), "approval_by": approval.chosen(act.dossier, "extension")},
        facts={"days": days},
        payload={"reason": _plain(reason)},
    )


def extend(act: Act, days: int = 0, reason: str = "") -> Event:
    """Grant it, with or without a proposal: the date moves, and the apology gets its number. Left out, `days` and
    `reason` are those that were proposed."""
    dossier = act.dossier
    asked = approval.proposal(dossier, "extension")
    days = _possible(days or dossier.extension_proposed)
    reason = _plain(reason or (str(payload_of(asked, dossier)["reason"]) if asked else ""))
    before, event_id = dossier.due_at, new_id()
    granted, due_at = later(dossier, days, act.at)
    clock.redate_tasks(dossier, due_at)
    # Late, since it holds the book's row; the number belongs to the event from which the letter is drawn.
    number = issue(
        act.work, commune_id=dossier.commune_id, period=str(local(act.at).year), obj=Ref("event", event_id), **BOOK
    )
    return move(
        act,
        "extend",
        event_id=event_id,
        changes={"due_at": due_at, "act_by": due_at, "extended": granted, **approval.NOTHING_WAITS},
        facts={
            "days": days,
            "before": before.isoformat() if before else None,
            "after": due_at.isoformat(),
            "number": number.number,
            **approval.by_leader(dossier),
        },
        payload={"reason": reason},
    )


def reject(act: Act, note: str) -> Event:
    """The date stands."""
    words = {"note": clean(note, limit=500)}
    return move(act, "reject_extension", changes=approval.NOTHING_WAITS, payload=words)


def times_granted(dossier: Dossier) -> int:
    return dossier.events.filter(kind="extend").count()


def is_past(dossier: Dossier, at: datetime) -> bool:
    """Whether the promised hour is over: then a new one is counted from today."""
    return dossier.due_at is not None and dossier.due_at <= at


def later(dossier: Dossier, days: int, at: datetime) -> tuple[int, datetime]:
    """Working days granted in all, and the hour that follows: `days` working days after the promised day, or after
    today where that is over, so that nobody is promised a day that has passed. Raises Refused while the clock stands."""
    if dossier.due_at is None:
        raise Refused(_("The clock of this dossier stands: there is no date to move."))
    calendar, pauses = calendar_for(dossier.commune_id), clock.pauses_of(dossier)
    wanted = calendar.closing_after(local(max(dossier.due_at, at)).date(), days)
    granted = dossier.extended + days
    # The clock counts extensions from the first date on, so what has passed since is granted too; a pause since then
    # may have moved it further than that.
    while (due_at := _due(dossier, pauses, granted)) < wanted:
        granted += 1
    return granted, due_at


def choices(dossier: Dossier, at: datetime) -> list[tuple[int, datetime]]:
    """Every number of days that can be chosen, with the hour it would be due."""
    if dossier.due_at is None:
        return []
    first, _due_after_one = later(dossier, 1, at)
    pauses = clock.pauses_of(dossier)
    return [(days, _due(dossier, pauses, first + days - 1)) for days in range(1, MOST + 1)]


def _due(dossier: Dossier, pauses: Iterable[Pause], granted: int) -> datetime:
    found = clock.due(dossier, pauses, extended=granted) if granted <= LONGEST["working_days"] else None
    if found is None:
        raise Refused(_("It is too late to be extended. Please tell the administrator."))
    return found


def _possible(days: int) -> int:
    if not 1 <= days <= MOST:
        raise Refused(_("Extend by 1 to 30 working days."), fields={"days": [_("Between 1 and 30.")]})
    return days


def _plain(reason: str) -> str:
    reason = clean(reason, limit=1000, multiline=True)
    if len(reason) < 10:
        raise Refused(_("Say in plain words why it is late."), fields={"reason": [_("Too short.")]})
    return reason
