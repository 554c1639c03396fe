"""Time: stored in UTC, shown in Asia/Ho_Chi_Minh. Everything reads the hour here, so that it can be another one."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_elsewhen: ContextVar[datetime | None] = ContextVar("elsewhen", default=None)


def now() -> datetime:
    return _elsewhen.get() or datetime.now(UTC)


def local(moment: datetime) -> datetime:
    return moment.astimezone(HANOI)


def today() -> date:
    return local(now()).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Act as if it were `moment`: for the sample commune's past, for what is entered afterwards, and for tests."""
    token = _elsewhen.set(moment)
    try:
        yield
    finally:
        _elsewhen.reset(token)
