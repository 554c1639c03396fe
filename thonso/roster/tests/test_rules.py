"""When somebody is at a support point: overlapping, impossible, days off, days away, the nearest help."""

import random
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from thonso.core.base.clock import HANOI
from thonso.core.workdays.rules import Calendar
from thonso.roster import rules
from thonso.roster.rules import Span, Turn
from thonso.roster.services import Wanted

PLACE, FAR, TU, DUNG = uuid4(), uuid4(), uuid4(), uuid4()
TODAY = date(2026, 11, 24)  # a Tuesday
NATIONAL_DAY = date(2026, 12, 1)
CALENDAR = Calendar({NATIONAL_DAY: "Quốc khánh"})
POSTS = {TU: [Span(date(2025, 7, 1), None)], DUNG: [Span(date(2025, 7, 1), date(2026, 12, 8))]}


def wanted(
    weekday: int | None = 1, first: date = TODAY, last: date | None = None, hours: str = "19-21", who: UUID = TU
) -> Wanted:
    starts, ends = (time.fromisoformat(f"{hour:0>2}" if ":" not in hour else hour) for hour in hours.split("-"))
    return Wanted(PLACE, who, weekday, first, first if weekday is None else last, starts, ends)


class Away:
    def __init__(self, who: UUID, first: date, last: date, replacement: UUID | None = None) -> None:
        self.helper_id, self.first, self.last, self.replacement_id = who, first, last, replacement


@pytest.mark.parametrize(
    ("one", "field", "says"),
    [
        (wanted(first=TODAY - timedelta(days=1)), "valid_from", "đã qua"),
        (wanted(None, first=TODAY - timedelta(days=1)), "day", "đã qua"),
        (wanted(first=date(2028, 1, 1)), "valid_from", "hơn một năm"),
        (wanted(None, first=NATIONAL_DAY), "day", "Quốc khánh"),
        (wanted(last=TODAY - timedelta(days=1)), "valid_to", "trước ngày bắt đầu"),
        (wanted(weekday=4, last=TODAY + timedelta(days=1)), "valid_to", "không có thứ này"),
        (wanted(hours="19-7"), "ends", "19:00, không ghi 7:00"),
        (wanted(hours="19-19"), "ends", "phải sau 19:00"),
        (wanted(hours="3-5"), "starts", "5:00 đến 22:00"),
        (wanted(hours="21-23"), "starts", "5:00 đến 22:00"),
        (wanted(hours="19-19:20"), "ends", "nửa giờ"),
    ],
)
def test_an_impossible_time_is_refused_with_a_sentence_at_its_field(one: Wanted, field: str, says: str) -> None:
    found = rules.problems(one, today=TODAY, calendar=CALENDAR)
    assert list(found) == [field]
    assert says in found[field][0]


def test_evenings_and_weekends_are_possible() -> None:
    assert rules.problems(wanted(weekday=6, hours="8-11"), today=TODAY, calendar=CALENDAR) == {}
    assert rules.problems(wanted(None, first=date(2026, 11, 28)), today=TODAY, calendar=CALENDAR) == {}


def test_two_times_meet_on_the_first_day_on_which_both_hold() -> None:
    assert rules.meet(wanted(), wanted(first=date(2026, 12, 10))) == date(2026, 12, 15)
    assert rules.meet(wanted(), wanted(None, first=date(2026, 12, 15))) == date(2026, 12, 15)
    assert rules.meet(wanted(), wanted(None, first=date(2026, 12, 16))) is None
    assert rules.meet(wanted(last=date(2026, 12, 14)), wanted(first=date(2026, 12, 10))) is None
    assert rules.meet(wanted(hours="19-21"), wanted(hours="21-22")) is None  # one after the other
    assert rules.meet(wanted(), wanted(weekday=2)) is None


def test_meeting_is_what_going_through_the_days_finds() -> None:
    chance = random.Random(7)
    for _ in range(400):
        made = []
        for _one in range(2):
            first = TODAY + timedelta(days=chance.randint(0, 40))
            at, last = chance.randint(5, 9), first + timedelta(days=chance.randint(0, 40))
            made.append(Wanted(PLACE, TU, chance.randint(0, 2), first, last, time(at), time(at + 2)))
        days = (TODAY + timedelta(days=n) for n in range(90))
        both = [day for day in days if all(rules.is_on(one, day) for one in made)]
        apart = abs(made[0].starts.hour - made[1].starts.hour) >= 2
        assert rules.meet(*made) == (None if apart or not both else both[0])


def test_days_off_days_away_and_posts_decide_who_is_there() -> None:
    away = [
        Away(TU, date(2026, 12, 8), date(2026, 12, 8), DUNG),
        Away(TU, date(2026, 12, 15), date(2026, 12, 15), DUNG),  # whose post has ended by then
        Away(TU, date(2026, 12, 22), date(2026, 12, 22)),
    ]
    times = [wanted(), wanted(weekday=4, who=DUNG)]
    found = rules.turns(times, away, POSTS, CALENDAR, TODAY, 36)
    said = [(turn.day.day, turn.who, turn.off) for turn in found]
    assert said == [
        (24, TU, ""), (27, DUNG, ""), (1, None, "Quốc khánh"), (4, DUNG, ""), (8, DUNG, ""),
        (15, None, ""), (22, None, ""), (29, TU, ""),
    ]  # fmt: skip
    assert [turn.instead_of for turn in found if turn.day.day == 8] == [TU]
    late = datetime(2026, 11, 24, 21, 0, tzinfo=HANOI)
    assert rules.next_turn(found, late - timedelta(minutes=1)) is found[0]
    assert rules.next_turn(found, late) is found[1]


def test_a_replacement_who_is_away_too_is_not_there() -> None:
    away = [Away(TU, TODAY, TODAY, DUNG), Away(DUNG, TODAY, TODAY)]
    assert [turn.who for turn in rules.turns([wanted()], away, POSTS, CALENDAR, TODAY, 1)] == [None]


def test_the_weekly_times_are_said_together_and_what_begins_later_says_so() -> None:
    rows = [wanted(5), wanted(1), wanted(3), wanted(6, first=date(2026, 12, 6), hours="8-10"), wanted(None)]
    assert [line.replace("\u2060", "") for line in rules.pattern(rows, TODAY)] == [
        "thứ Ba, thứ Năm, thứ Bảy 19:00–21:00", "Chủ nhật 8:00–10:00, từ 06/12/2026",
    ]  # fmt: skip
    assert rules.week_words([2, 0, 1]) == "thứ Hai đến thứ Tư"


def test_the_nearest_help_is_the_nearest_point_with_somebody() -> None:
    third = uuid4()
    places = {PLACE: (22.4621, 103.7913), FAR: (22.5512, 103.8904), third: (22.4795, 103.8088)}
    found = rules.nearest(PLACE, [FAR, third], places)
    assert found is not None
    assert found[0] == third
    assert found[1] == pytest.approx(2.65, abs=0.05)
    assert rules.nearest(PLACE, [PLACE], places) is None
    assert rules.nearest(uuid4(), [FAR], places) is None


def test_two_people_cannot_be_in_two_places_at_once() -> None:
    a = Turn(PLACE, TODAY, time(19), time(21), TU, TU)
    assert rules.clash([a], [Turn(FAR, TODAY, time(20), time(22), DUNG, DUNG)]) is not None
    assert rules.clash([a], [Turn(FAR, TODAY, time(21), time(22), DUNG, DUNG)]) is None
