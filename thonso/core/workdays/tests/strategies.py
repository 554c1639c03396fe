"""What the property tests draw: calendars with holidays and make-up days, receptions at any hour, pauses."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from thonso.core.base.clock import HANOI
from thonso.core.workdays.rules import Calendar, Kind, Pause, Rule

FIRST = date(2026, 11, 2)
SPAN = 120

days = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(days=n))
moments = st.builds(
    lambda day, minutes: datetime(day.year, day.month, day.day, tzinfo=HANOI) + timedelta(minutes=minutes),
    st.integers(0, 60).map(lambda n: FIRST + timedelta(days=n)),
    st.one_of(st.integers(0, 24 * 60 - 1), st.sampled_from([7 * 60, 11 * 60 + 30, 13 * 60 + 30, 15 * 60, 17 * 60])),
)
calendars = st.builds(
    lambda off, made_up: Calendar(dict.fromkeys(off, "Lễ"), dict.fromkeys(made_up, "Làm bù")),
    st.sets(days, max_size=12),
    st.sets(days.filter(lambda d: d.weekday() >= 5), max_size=4),
)
plain_rules = st.one_of(
    st.builds(Rule, st.just(Kind.WORKING_DAYS), st.integers(1, 20)),
    st.builds(Rule, st.just(Kind.CALENDAR_DAYS), st.integers(1, 30)),
    st.builds(Rule, st.just(Kind.HOURS), st.integers(1, 80)),
    st.just(Rule(Kind.SAME_DAY)),
)
rules = st.builds(
    lambda rule, more: replace(rule, extended=more), plain_rules, st.one_of(st.just(0), st.integers(0, 10))
)
lengths = st.one_of(st.integers(0, 600), st.integers(0, 15 * 24 * 60)).map(lambda n: timedelta(minutes=n))
closed_pauses = st.builds(lambda start, length: Pause(start, start + length), moments, lengths)
open_pauses = st.builds(Pause, moments)
several_pauses = st.lists(closed_pauses, max_size=4).map(tuple)
