"""By when each task of the hamlet is due: in time for what comes after it, never later than the dossier."""

from datetime import datetime

from thonso.core.base.clock import HANOI
from thonso.core.workdays.rules import Calendar
from thonso.dossiers.rules.hamlet_dates import days_after, task_due
from thonso.procedures.definition import Step

CALENDAR = Calendar()
ASKED = datetime(2026, 3, 2, 9, tzinfo=HANOI)  # a Monday
DUE = datetime(2026, 3, 20, 17, tzinfo=HANOI)  # a Friday


def step(key: str, hours: float, kind: str = "process", working_days: int = 0) -> Step:
    return Step(key=key, name=key, role="", hours=hours, kind=kind, working_days=working_days)


STEPS = (
    step("review", 24, "hamlet_task"),
    step("meeting", 16, "hamlet_task"),
    step("posting", 8, "posting", working_days=3),
    step("recheck", 56, "external", working_days=3),
    step("sum_up", 8),
    step("sign", 4, "sign"),
    step("return", 2, "return"),
)


def day_of(key: str, due: datetime = DUE, asked: datetime = ASKED) -> str:
    found = task_due(STEPS, key, asked=asked, due=due, calendar=CALENDAR)
    assert found is not None
    return found.strftime("%d/%m %H:%M")


def test_later_steps_count_in_working_days_and_a_recheck_that_may_not_come_does_not() -> None:
    assert [days_after(STEPS, key) for key in ("review", "meeting", "posting", "return")] == [7, 5, 2, 0]
    assert days_after(STEPS, "unknown") == 0


def test_each_task_has_a_date_of_its_own_over_weekends() -> None:
    closing = CALENDAR.closing(DUE.date()).strftime("%H:%M")
    assert [day_of(key) for key in ("review", "meeting", "posting")] == [
        f"11/03 {closing}", f"13/03 {closing}", f"18/03 {closing}"
    ]  # fmt: skip


def test_it_is_never_due_before_the_day_it_was_asked_nor_after_the_dossier() -> None:
    late = datetime(2026, 3, 19, 15, tzinfo=HANOI)
    assert day_of("review", asked=late).startswith("19/03")
    noon = datetime(2026, 3, 19, 11, tzinfo=HANOI)
    assert task_due(STEPS, "review", asked=late, due=noon, calendar=CALENDAR) == noon


def test_without_a_date_of_the_dossier_there_is_none() -> None:
    assert task_due(STEPS, "review", asked=ASKED, due=None, calendar=CALENDAR) is None


def test_a_second_round_has_the_days_of_its_own_step_from_the_day_it_was_asked() -> None:
    late = datetime(
        2026, 3, 19, 15, tzinfo=HANOI
    )  # a Thursday: three working days end on Tuesday, after the dossier's date
    found = task_due(STEPS, "review", asked=late, due=DUE, calendar=CALENDAR, anew=True)
    assert found is not None
    assert found.strftime("%d/%m") == "24/03"


def test_what_is_asked_in_the_evening_is_not_born_late() -> None:
    evening = datetime(2026, 3, 18, 20, tzinfo=HANOI)
    found = task_due(STEPS, "review", asked=evening, due=DUE, calendar=CALENDAR)
    assert found is not None
    assert found > evening
    assert found.strftime("%d/%m") == "19/03"
