"""Helpers' times in the sample: weekly ones, a single day in a far hamlet, days away with and without somebody to stand in."""

from datetime import date, time, timedelta

from thonso.core.access.actors import system_actor
from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.core.workdays.calendars import calendar_for
from thonso.roster import services
from thonso.roster.models import Duty

TUESDAY, THURSDAY, SATURDAY, SUNDAY = 1, 3, 5, 6
EVENING, MORNING, AFTERNOON = (time(19), time(21)), (time(8), time(10, 30)), (time(14), time(16))


def build_roster(commune: Unit, hamlets: dict[str, Unit], accounts: dict[str, Account]) -> None:
    if Duty.objects.filter(commune=commune).exists():
        return
    home, far, today = hamlets["suoi-chai"], hamlets["nam-pen"], clock.today()
    tu, dung, by = accounts["tu"], accounts["dung"], system_actor("sample")

    def enter(place: Unit, who: Account, weekday: int | None, day: date, hours: tuple[time, time], named: bool) -> None:
        until = day if weekday is None else None
        wanted = services.Wanted(place.pk, who.pk, weekday, day, until, *hours)
        services.add_duty(work, by, place, who, wanted, named=named)

    with transact(commune.pk) as work:
        with clock.at(clock.now() - timedelta(days=60)):
            for weekday in (TUESDAY, THURSDAY, SATURDAY):
                enter(home, tu, weekday, clock.today(), EVENING, named=True)
            enter(home, dung, SUNDAY, clock.today(), MORNING, named=False)
        visit = _next(SUNDAY, today)
        while visit in calendar_for(commune.pk).holidays:
            visit += timedelta(days=7)
        enter(far, tu, None, visit, AFTERNOON, named=True)
        replaced = _next(THURSDAY, today)
        services.add_absence(work, by, tu, replaced, replaced, dung)
        alone = _next(TUESDAY, replaced)
        services.add_absence(work, by, tu, alone, alone, None)


def _next(weekday: int, after: date) -> date:
    return after + timedelta(days=(weekday - after.weekday() - 1) % 7 + 1)
