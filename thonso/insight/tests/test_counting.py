"""What a dossier counts as in a period: the rules one by one, and that every table adds up whatever the dossiers are."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base.clock import HANOI
from thonso.dossiers.rules.states import FINAL, State
from thonso.insight import layouts
from thonso.insight.rules.counting import COUNTERS, Fate, Intake, Life, Origin, answered, fate, intake, kinds, origin
from thonso.insight.rules.periods import Span, month, named, quarter, words, year_of
from thonso.insight.table import Facts, of, opened

OCTOBER = month(2026, 10)
LATER = datetime(2026, 11, 26, 10, tzinfo=HANOI)
COMMUNE = uuid4()


def on(day: int, month_: int = 10, hour: int = 8) -> datetime:
    return datetime(2026, month_, day, hour, tzinfo=HANOI)


def life(**facts: object) -> Life:
    given = {"filed_at": on(5), "received_at": on(5), "completed_at": None, "due_at": None, **facts}
    return Life(uuid4(), COMMUNE, "1.001193", None, "desk", "processing", **given)  # type: ignore[arg-type]


# --- periods ----------------------------------------------------------------------------------------------------------


def test_periods_have_the_names_that_people_use() -> None:
    today = date(2027, 1, 4)
    assert named("thang-truoc", today) == Span(date(2026, 12, 1), date(2026, 12, 31))
    assert named("quy-truoc", today) == quarter(2026, 4)
    assert named("nam-truoc", today) == year_of(2026)
    assert named("tuan-truoc", today) is None
    said = {words(one) for one in (OCTOBER, quarter(2026, 4), year_of(2026), Span(date(2026, 2, 9), date(2026, 2, 9)))}
    assert said == {"Tháng 10 năm 2026", "Quý IV năm 2026", "Năm 2026", "Ngày 09/02/2026"}
    assert words(Span(date(2026, 2, 2), date(2026, 2, 9))) == "Từ ngày 02/02/2026 đến ngày 09/02/2026"


def test_the_last_minute_of_a_day_is_in_it_and_midnight_is_not() -> None:
    assert OCTOBER.holds(datetime(2026, 10, 31, 23, 59, tzinfo=HANOI))
    assert not OCTOBER.holds(datetime(2026, 11, 1, tzinfo=HANOI))
    assert not OCTOBER.holds(None)


# --- the rules --------------------------------------------------------------------------------------------------------


def test_reception_decides_in_which_period_it_counts_and_how_it_came() -> None:
    assert origin(life(filed_at=on(30, 9), received_at=on(1)), OCTOBER) is Origin.DESK
    assert origin(life(received_at=on(30, 9)), OCTOBER) is Origin.CARRIED
    assert origin(life(received_at=on(1, 11)), OCTOBER) is None
    assert origin(life(received_at=on(1, 9), completed_at=on(30, 9)), OCTOBER) is None
    assert origin(life(received_at=None), OCTOBER) is None  # never received, or its reception was cancelled


@pytest.mark.parametrize(
    ("completed", "due", "found"),
    [
        (on(8), on(9), Fate.EARLY),
        (on(9, hour=8), on(9, hour=17), Fate.ON_TIME),
        (on(9, hour=17), on(9, hour=17), Fate.ON_TIME),
        (on(9, hour=17) + timedelta(seconds=1), on(9, hour=17), Fate.LATE),
        (datetime(2026, 10, 8, 23, tzinfo=HANOI), on(9), Fate.EARLY),
        (on(9), None, Fate.ON_TIME),
    ],
)
def test_early_on_time_and_late(completed: datetime, due: datetime | None, found: Fate) -> None:
    assert answered(completed, due) is found
    assert fate(life(completed_at=completed, due_at=due), OCTOBER, LATER) is found


def test_what_ended_without_a_result_is_not_resolved() -> None:
    for state, found in (("withdrawn", Fate.WITHDRAWN), ("stopped", Fate.STOPPED), ("expired", Fate.EXPIRED)):
        one = replace(life(completed_at=on(9)), state=state)
        assert fate(one, OCTOBER, LATER) is found
        # Before reception it stands beside the table.
        never = replace(one, received_at=None)
        assert (origin(never, OCTOBER), intake(never, OCTOBER)) == (None, (Intake.FILED, Intake.GIVEN_UP))


def test_what_was_answered_after_the_period_was_in_process_at_its_end() -> None:
    one = life(completed_at=on(3, 11), due_at=on(30))
    assert fate(one, OCTOBER, LATER) is Fate.OVERDUE
    assert fate(replace(one, due_at=on(2, 11)), OCTOBER, LATER) is Fate.IN_TIME
    assert fate(one, month(2026, 11), LATER) is Fate.LATE


def test_a_period_that_still_runs_is_looked_at_now() -> None:
    now = on(20)
    assert fate(life(due_at=on(19)), OCTOBER, now) is Fate.OVERDUE
    assert fate(life(due_at=on(21)), OCTOBER, now) is Fate.IN_TIME


def test_a_clock_that_stands_is_late_only_if_its_date_had_passed_before() -> None:
    assert fate(replace(life(), paused=True), OCTOBER, LATER) is Fate.PAUSED
    assert fate(replace(life(due_at=on(7)), paused=True), OCTOBER, LATER) is Fate.PAUSED_LATE


def test_a_corrected_result_counts_once_and_at_the_hour_of_the_first_answer() -> None:
    again = replace(life(completed_at=on(8), due_at=on(9)), state="processing")  # a new paper is being made
    assert fate(again, OCTOBER, LATER) is Fate.EARLY
    assert origin(again, month(2026, 11)) is None


def test_before_reception_it_is_waited_for_or_refused() -> None:
    waits = life(received_at=None)
    assert intake(waits, OCTOBER) == (Intake.FILED, Intake.WAITING)
    assert intake(waits, month(2026, 11)) == (Intake.WAITED, Intake.WAITING)
    assert intake(replace(waits, completed_at=on(7), state="refused_at_intake"), OCTOBER) == (
        Intake.FILED,
        Intake.REFUSED,
    )
    assert intake(life(filed_at=on(29, 9)), OCTOBER) == (Intake.WAITED, Intake.TAKEN_IN)
    assert intake(life(), month(2026, 11)) is None


# --- it adds up -------------------------------------------------------------------------------------------------------

_moments = st.integers(0, 120 * 24).map(lambda hours: datetime(2026, 8, 15, tzinfo=HANOI) + timedelta(hours=hours))


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """Any dossier: received or not, answered or not, its dates in any order that the past allows."""
    filed, received, completed = sorted(draw(st.tuples(_moments, _moments, _moments)))
    state = draw(st.sampled_from(list(State)))
    over = state in FINAL | {State.COMPLETED} or draw(st.integers(0, 9)) == 0  # or a result that is being corrected
    was_received = state not in {State.REFUSED, State.SUBMITTED} and draw(st.integers(0, 9)) > 0
    return Life(
        id=uuid4(),
        commune=COMMUNE,
        procedure=draw(st.sampled_from(["a", "b", "c"])),
        hamlet=None,
        channel=draw(st.sampled_from(["online", "assisted", "desk", "post"])),
        state=state.value,
        filed_at=filed,
        received_at=received if was_received else None,
        completed_at=completed if over else None,
        due_at=draw(st.none() | _moments),
        paused=not over and draw(st.booleans()),
    )


@given(st.lists(lives(), max_size=40), st.integers(0, 100), st.integers(0, 60))
def test_every_table_adds_up_and_opens_to_its_rows(found: list[Life], begin: int, length: int) -> None:
    first = date(2026, 8, 20) + timedelta(days=begin)
    span = Span(first, first + timedelta(days=length))
    names = {"a": ("Hộ tịch", "Khai sinh"), "b": ("Hộ tịch", "Kết hôn"), "c": ("Giảm nghèo", "Xác nhận")}
    facts = Facts(span, LATER, tuple(found), names)
    layout = layouts.table(span.last)
    table = of(facts, layout, "linh-vuc")
    fields = [line for line in table.lines if line.level == 1]
    procedures = [line for line in table.lines if line.level == 2]
    for column in (*layout.columns, *layout.intake):
        total = table.total.figure(column)
        assert total == sum(line.figure(column) for line in fields) == sum(line.figure(column) for line in procedures)
        for line in (*table.lines, table.total):
            rows = opened(facts, column.key, line.key)
            assert len(rows) == len({one.id for one in rows}) == line.figure(column), (column, line.label)
    for line in (*table.lines, table.total):
        n = {key: sum(line.counted[kind] for kind in kinds_) for key, kinds_ in COUNTERS.items()}
        assert n["carried"] + n["received"] == n["all"] == n["resolved"] + n["ended"] + n["in_process"]
        assert n["waited"] + n["filed"] == n["taken_in"] + n["refused"] + n["given_up"] + n["waiting"]
        assert n["received"] == n["taken_in"]


@given(lives(), st.integers(0, 90))
def test_what_is_in_process_at_the_end_of_a_day_is_carried_over_to_the_next(one: Life, days: int) -> None:
    first = date(2026, 8, 20) + timedelta(days=days)
    before, after = Span(first, first), Span(first + timedelta(days=1), first + timedelta(days=9))
    left_open = bool(kinds(one, before, LATER) & COUNTERS["in_process"])
    assert left_open == (Origin.CARRIED in kinds(one, after, LATER))
    assert (Intake.WAITING in kinds(one, before, LATER)) == (Intake.WAITED in kinds(one, after, LATER))


# --- layouts ----------------------------------------------------------------------------------------------------------


def test_a_layout_holds_from_its_day_and_names_only_figures_that_are_counted() -> None:
    one = {"from": date(2022, 6, 23), "source": "x", "groups": [{"head": "Tổng", "count": "all"}]}
    two = {**one, "from": date(2027, 1, 1), "verify": "chưa thấy"}
    assert [found.since.year for found in layouts.parse("thử", {"name": "Bảng", "layouts": [one, two]})] == [2022, 2027]
    for wrong in (
        {**one, "groups": [{"head": "Tổng", "count": "tat-ca"}]},
        {"from": one["from"]},
        {**one, "from": "2022"},
    ):
        with pytest.raises(layouts.LayoutError):
            layouts.parse("thử", {"name": "Bảng", "layouts": [wrong]})
    with pytest.raises(layouts.LayoutError):
        layouts.parse("thử", {"name": "Bảng", "layouts": [two, one]})


def test_what_ships_has_its_source_and_says_what_is_not_sure() -> None:
    for layout in (layouts.table(date(2026, 11, 26)), layouts.register(date(2026, 11, 26))):
        assert layout.source
        assert layout.verify
        assert len({column.key for column in layout.columns}) == len(layout.columns)
    heads = [column.key for column in layouts.table(date(2026, 11, 26)).columns]
    shown = set().union(*(COUNTERS[key] for key in heads))
    assert {*Origin, *Fate} <= shown, "nothing that is counted is left out of the table"
