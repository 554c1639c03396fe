"""The sentences that explain a time limit, in the language of the reader."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from thonso.core.workdays.rules.calendar import ONE_DAY, Calendar
from thonso.core.workdays.rules.clock import Course, Kind, Pause, Rule


def weekday(day: date) -> str:
    names = (
        pgettext("weekday in a line", "Monday"),
        pgettext("weekday in a line", "Tuesday"),
        pgettext("weekday in a line", "Wednesday"),
        pgettext("weekday in a line", "Thursday"),
        pgettext("weekday in a line", "Friday"),
        pgettext("weekday in a line", "Saturday"),
        pgettext("weekday in a line", "Sunday"),
    )
    return names[day.weekday()]


def on(day: date) -> str:
    return f"{weekday(day)} {day:%d/%m/%Y}"


def at(moment: datetime) -> str:
    return _("%(time)s on %(date)s") % {"time": f"{moment:%H:%M}", "date": on(moment.date())}


def hours(length: timedelta) -> str:
    """'4 hours 30 minutes', without what is nought."""
    total = int(length.total_seconds() // 60)
    parts = []
    if total >= 60:
        parts.append(ngettext("%(n)d hour", "%(n)d hours", total // 60) % {"n": total // 60})
    if total % 60 or not parts:
        parts.append(ngettext("%(n)d minute", "%(n)d minutes", total % 60) % {"n": total % 60})
    return " ".join(parts)


def opening(spans: Iterable[tuple[time, time]]) -> str:
    """'7:00–11:30, 13:30–17:00'; no line ends within a span."""
    return ", ".join(f"{_clock(start)}\u2060–\u2060{_clock(end)}" for start, end in spans)


def _clock(at: time) -> str:
    return f"{at.hour}:{at:%M}"


def week(spans: Iterable[tuple[time, time]]) -> str:
    """When the office is open, in two lines, as the public pages say it."""
    return _("Monday to Friday: %(hours)s\nClosed on Saturdays, Sundays and public holidays") % {
        "hours": opening(spans)
    }


def ranges(days: Iterable[date]) -> str:
    """'21/11–22/11, 28/11/2026': dates that follow each other are drawn together."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and day - runs[-1][-1] == ONE_DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{r[0]:%d/%m/%Y}" if len(r) == 1 else f"{r[0]:%d/%m}–{r[-1]:%d/%m/%Y}" for r in runs)


def limit(rule: Rule, run: Course) -> str:
    n = rule.amount
    if rule.kind == Kind.WORKING_DAYS:
        return ngettext(
            "The time limit is %(n)d working day, counted from the day after receipt.",
            "The time limit is %(n)d working days, counted from the day after receipt.",
            n,
        ) % {"n": n}
    if rule.kind == Kind.CALENDAR_DAYS:
        return ngettext(
            "The time limit is %(n)d day, counted from the day after receipt; days off are counted too.",
            "The time limit is %(n)d days, counted from the day after receipt; days off are counted too.",
            n,
        ) % {"n": n}
    if rule.kind == Kind.HOURS:
        return ngettext(
            "The time limit is %(n)d office hour, running only while the office is open.",
            "The time limit is %(n)d office hours, running only while the office is open.",
            n,
        ) % {"n": n}
    if run.start.time() <= rule.cutoff_time:
        return _("A same-day procedure: received by %(cutoff)s, it is answered before the office closes that day.") % {
            "cutoff": rule.cutoff
        }
    return _("A same-day procedure: received after %(cutoff)s, it is answered on the next working day.") % {
        "cutoff": rule.cutoff
    }


def extended(count: int) -> str:
    return ngettext(
        "Extended by %(n)d working day, counted after the first due date.",
        "Extended by %(n)d working days, counted after the first due date.",
        count,
    ) % {"n": count}


def received(run: Course) -> str:
    if run.received == run.start:
        return _("Received at %(moment)s.") % {"moment": at(run.received)}
    return _("Received at %(moment)s, outside office hours: counted as received at %(start)s.") % {
        "moment": at(run.received),
        "start": at(run.start),
    }


def stopped(pause: Pause, moved: int, kind: Kind | str) -> str:
    assert pause.end is not None
    frame = {"start": at(pause.start), "end": at(pause.end)}
    if kind == Kind.HOURS:
        return _("The clock stood still from %(start)s to %(end)s: %(length)s not counted.") % {
            **frame,
            "length": hours(timedelta(minutes=moved)),
        }
    if not moved:
        return _("The clock stood still from %(start)s to %(end)s, not long enough to move the date.") % frame
    if kind == Kind.CALENDAR_DAYS:
        return ngettext(
            "The clock stood still from %(start)s to %(end)s: %(n)d day not counted.",
            "The clock stood still from %(start)s to %(end)s: %(n)d days not counted.",
            moved,
        ) % {**frame, "n": moved}
    return ngettext(
        "The clock stood still from %(start)s to %(end)s: %(n)d working day not counted.",
        "The clock stood still from %(start)s to %(end)s: %(n)d working days not counted.",
        moved,
    ) % {**frame, "n": moved}


def skipped(days: list[date], calendar: Calendar) -> list[str]:
    """What was passed over between receipt and the due day: weekends together, each holiday by its name."""
    found = []
    weekends = [day for day in days if day not in calendar.holidays and not calendar.is_working(day)]
    if weekends:
        found.append(_("Weekends are not counted: %(dates)s.") % {"dates": ranges(weekends)})
    named: dict[str, list[date]] = {}
    for day in days:
        if day in calendar.holidays:
            named.setdefault(calendar.name_of(day) or _("Public holiday"), []).append(day)
    for name, dates in named.items():
        found.append(_("%(name)s is not counted: %(dates)s.") % {"name": name, "dates": ranges(dates)})
    return found


def made_up(days: list[date], calendar: Calendar) -> list[str]:
    return [
        _("%(date)s is a make-up working day and is counted.") % {"date": on(day)}
        for day in days
        if calendar.is_make_up(day)
    ]


def rolled(day: date, due_day: date) -> str:
    return _("The last day, %(last)s, is a day off, so the limit ends on the next working day, %(due)s.") % {
        "last": on(day),
        "due": on(due_day),
    }


def ends(run: Course) -> str:
    if run.due is None and run.open_since is not None:
        return _("The clock has stood still since %(moment)s. The date is set when it runs again.") % {
            "moment": at(run.open_since)
        }
    assert run.due is not None
    return _("The result is due at %(moment)s.") % {"moment": at(run.due)}
