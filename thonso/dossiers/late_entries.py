"""What was filed where the system was out of reach, and entered later with its true hour: on paper without power
(practice.md 20), by an officer on a mobile day without signal.

The wings above know which filing is such an entry, and answer here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.clock import local, today
from thonso.core.base.errors import Refused
from thonso.dossiers.models import Dossier


@dataclass(frozen=True, slots=True)
class Late:
    """`at`: the true hour. `code` and `key` stand on a slip that was printed before, at `printed_at`; where none was, they
    are given now."""

    at: datetime
    printed_at: datetime
    code: str = ""
    key: str = ""


Loader = Callable[[UUID, UUID], Late | None]
_loaders: list[Loader] = []
_closed: list[Callable[[UUID, datetime], str]] = []
_there: list[Callable[[UUID], bool | None]] = []
# What happened since: the papers were not complete, or it was received by mistake. Then its clock starts anew.
BEGAN_ANEW = frozenset({"ask_supplement", "supply", "cancel_reception"})


def register(load: Loader) -> None:
    """`load(commune_id, id)`: the entry of that commune with this id, once its hour is known and approved; None for all else."""
    _loaders.append(load)


def register_closed(why: Callable[[UUID, datetime], str]) -> None:
    """`why(commune_id, hour)`: the sentence that refuses an entry because the register of that hour is closed; '' while it is
    open."""
    _closed[:] = [why]


def register_received_there(told: Callable[[UUID], bool | None]) -> None:
    """`told(dossier)`: whether it was received where it was filed; None for what this knows nothing of."""
    _there.append(told)


def came_there(dossier_id: UUID, channel: str) -> bool:
    """Whether whoever files stood before an officer away from the office: nobody asks her when she would like to come."""
    return channel == "desk" and any(told(dossier_id) is not None for told in _there)


def late_of(commune_id: UUID, dossier_id: UUID, channel: str) -> Late | None:
    """Only what was filed at the desk can have been filed there earlier."""
    if channel != "desk":
        return None
    return next((found for load in _loaders if (found := load(commune_id, dossier_id))), None)


def day_of(late: Late | None) -> date:
    """The day on which it was filed: what was offered, asked and in force then counts, not what is on the day of entry."""
    return local(late.at).date() if late else today()


def check_hour(commune_id: UUID, at: datetime, *, printed_at: datetime, now: datetime) -> None:
    """Raises Refused for an hour that cannot be the true one, or whose register is closed."""
    words = ""
    if at > now:
        words = _("That hour has not come yet.")
    elif at < printed_at:
        words = _("The slip was printed later than that: %(when)s.") % {"when": f"{local(printed_at):%H:%M %d/%m/%Y}"}
    words = words or why_closed(commune_id, at)
    if words:
        raise Refused(words, fields={"hour": [words]})


def why_closed(commune_id: UUID, at: datetime) -> str:
    """The sentence that refuses an entry at an hour whose register is closed; '' while it is open."""
    return next((found for why in _closed if (found := why(commune_id, at))), "")


def reception_hour(dossier: Dossier, at: datetime) -> datetime:
    """From when the clock of a dossier received at `at` runs: from the hour on its slip, where nothing was missing then."""
    if dossier.entered_at is None or dossier.events.filter(kind__in=BEGAN_ANEW).exists():
        return at
    if any(told(dossier.pk) is False for told in _there):  # filed there only: received here, and now
        return at
    return dossier.filed_at
