"""Time: stored in UTC, shown in Asia/Ho_Chi_Minh. Everything reads the hour here, so that tests can freeze it."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    return moment.astimezone(HANOI)


def today() -> date:
    return local(now()).date()
