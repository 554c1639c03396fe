"""Time limits, pure: the office calendar, clocks that pause, why a date is what it is, and how a clock stands now.

Nothing here knows a dossier or a database. Every moment given must carry its time zone; every one returned is in Hanoi
time.
"""

from thonso.core.workdays.rules.calendar import STANDARD_HOURS, Calendar, OfficeHours, Span
from thonso.core.workdays.rules.clock import Kind, Pause, Rule, due, merge
from thonso.core.workdays.rules.explanation import Day, Explanation, explain, whole_days
from thonso.core.workdays.rules.standing import (
    Reminder,
    Standing,
    is_late,
    office_time,
    remaining,
    remaining_days,
    reminders,
    standing,
    used,
)

__all__ = [
    "STANDARD_HOURS",
    "Calendar",
    "Day",
    "Explanation",
    "Kind",
    "OfficeHours",
    "Pause",
    "Reminder",
    "Rule",
    "Span",
    "Standing",
    "due",
    "explain",
    "is_late",
    "merge",
    "office_time",
    "remaining",
    "remaining_days",
    "reminders",
    "standing",
    "used",
    "whole_days",
]
