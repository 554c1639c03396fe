"""A date added or taken away: the calendar of that commune changes and all is told, or nothing happened."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from thonso.core.base.clock import HANOI
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.refs import Ref
from thonso.core.journal import events
from thonso.core.journal.models import Entry
from thonso.core.workdays import calendars, services
from thonso.core.workdays.models import Holiday, WorkingHours
from thonso.core.workdays.rules import Calendar, Rule, due

pytestmark = pytest.mark.django_db

BAT_XAT, A_MU_SUNG = UUID(int=1), UUID(int=2)
QUAN_TRI = Ref("account", UUID(int=99))
WEDNESDAY, SATURDAY = date(2026, 12, 9), date(2026, 12, 12)
Told = list[dict[str, Any]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """What a wing with deadlines is told, and the calendar it sees at that moment."""
    heard: Told = []

    def listen(work: Any, dates: list[date], commune_id: UUID | None, report: list[str]) -> None:
        calendar = services.calendar_for(commune_id or BAT_XAT)
        heard.append({"dates": dates, "commune_id": commune_id, "calendar": calendar})

    monkeypatch.setitem(events._subscribers, services.CHANGED, [listen])
    return heard


def add(day: date = WEDNESDAY, name: str = "Nghỉ đột xuất", kind: str = "holiday", commune: UUID = BAT_XAT) -> Holiday:
    return services.add_holiday(commune, day, name, actor=QUAN_TRI, kind=kind)


def common(day: date, name: str = "Lễ chung", kind: str = "holiday") -> Holiday:
    return Holiday.objects.create(date=day, name=name, kind=kind, origin="shipped", changed_at=timezone.now())


def test_a_day_off_added_is_in_the_calendar_of_that_commune_only() -> None:
    add()
    assert not services.calendar_for(BAT_XAT).is_working(WEDNESDAY)
    assert services.calendar_for(BAT_XAT).name_of(WEDNESDAY) == "Nghỉ đột xuất"
    assert services.calendar_for(A_MU_SUNG).is_working(WEDNESDAY)


def test_a_make_up_day_makes_a_saturday_work() -> None:
    add(SATURDAY, "Làm bù", "makeup")
    assert services.calendar_for(BAT_XAT).is_make_up(SATURDAY)


def test_subscribers_are_told_in_the_same_transaction_and_see_the_new_calendar(told: Told) -> None:
    add()
    assert [(heard["dates"], heard["commune_id"]) for heard in told] == [([WEDNESDAY], BAT_XAT)]
    assert not told[0]["calendar"].is_working(WEDNESDAY)
    assert told[0]["calendar"].version == services.calendar_for(BAT_XAT).version


def test_when_a_subscriber_fails_nothing_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    before = services.calendar_for(BAT_XAT)

    def fail(**_: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setitem(events._subscribers, services.CHANGED, [fail])
    with pytest.raises(DatabaseError), transaction.atomic():
        add()
    assert not Holiday.objects.exists()
    assert not Entry.objects.exists()
    assert services.calendar_for(BAT_XAT) == before


def test_the_version_changes_with_every_change() -> None:
    versions = [services.calendar_for(BAT_XAT).version]
    add()
    versions.append(services.calendar_for(BAT_XAT).version)
    services.remove_holiday(BAT_XAT, WEDNESDAY, actor=QUAN_TRI)
    versions.append(services.calendar_for(BAT_XAT).version)
    assert len(set(versions)) == 3


def test_the_calendar_is_kept_between_questions(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(calendars, "RECHECK_SECONDS", 3600.0)
    calendars.forget()
    first = services.calendar_for(BAT_XAT)
    with django_assert_num_queries(0):
        assert services.calendar_for(BAT_XAT) is first
    add()
    assert services.calendar_for(BAT_XAT) != first
    calendars.forget()


def test_another_process_sees_the_change_when_it_asks_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The change is made behind this process: only the token in the database tells of it."""
    first = services.calendar_for(BAT_XAT)
    kept = calendars._kept
    add()
    monkeypatch.setattr(calendars, "_kept", kept)  # as it was before the change
    assert kept.calendars[BAT_XAT] is first
    assert not services.calendar_for(BAT_XAT).is_working(WEDNESDAY)


def test_every_change_is_in_the_journal() -> None:
    add()
    services.remove_holiday(BAT_XAT, WEDNESDAY, actor=QUAN_TRI)
    verbs = Entry.objects.filter(commune_id=BAT_XAT).order_by("seq").values_list("verb", "actor_id")
    assert list(verbs) == [("holiday.added", QUAN_TRI.id), ("holiday.removed", QUAN_TRI.id)]


def test_the_same_date_added_twice_is_one_change(told: Told) -> None:
    assert add().pk == add().pk
    assert len(told) == 1
    assert Entry.objects.count() == 1


def test_a_common_date_can_be_taken_off_for_one_commune_and_put_back() -> None:
    common(WEDNESDAY)
    services.remove_holiday(BAT_XAT, WEDNESDAY, actor=QUAN_TRI)
    assert services.calendar_for(BAT_XAT).is_working(WEDNESDAY)
    assert not services.calendar_for(A_MU_SUNG).is_working(WEDNESDAY)
    add(name="Lễ chung")
    assert not services.calendar_for(BAT_XAT).is_working(WEDNESDAY)


def test_a_date_that_is_gone_cannot_be_taken_off_again() -> None:
    with pytest.raises(Stale):
        services.remove_holiday(BAT_XAT, WEDNESDAY, actor=QUAN_TRI)
    common(WEDNESDAY)
    services.remove_holiday(BAT_XAT, WEDNESDAY, actor=QUAN_TRI)
    with pytest.raises(Stale):
        services.remove_holiday(BAT_XAT, WEDNESDAY, actor=QUAN_TRI)


@pytest.mark.parametrize(
    ("day", "name", "kind", "field"),
    [
        (SATURDAY, "Nghỉ", "holiday", "date"),
        (WEDNESDAY, "Làm bù", "makeup", "date"),
        (WEDNESDAY, "  ", "holiday", "name"),
        (WEDNESDAY, "Nghỉ", "feast", "kind"),
        (date(1926, 12, 9), "Nghỉ", "holiday", "date"),
        (date(2206, 12, 9), "Nghỉ", "holiday", "date"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence_at_its_field(
    day: date, name: str, kind: str, field: str, told: Told
) -> None:
    with pytest.raises(Refused) as refusal:
        add(day, name, kind)
    assert list(refusal.value.fields) == [field]
    assert told == []
    assert not Holiday.objects.exists()


def test_the_database_refuses_two_rows_for_one_date() -> None:
    add()
    row = Holiday.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(commune_id=row.commune_id, date=row.date, name="Hai", changed_at=row.changed_at)
    common(WEDNESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        common(WEDNESDAY)


def test_counters_say_beforehand_whom_a_date_touches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "_counters", {})
    asked: list[Any] = []

    start = datetime(2026, 12, 8, 9, tzinfo=HANOI)

    def count(dates: list[date], commune_id: UUID | None) -> list[services.Moved]:
        asked.append((dates, commune_id))
        after = due(start, Rule("working_days", 1), (), services.calendar_for(BAT_XAT))
        return [services.Moved("TS-1", start, after)] if after else []

    services.register_counter("dossiers", "Hồ sơ đang mở", count)
    services.register_counter("dossiers", "Hồ sơ đang mở", count)
    before = due(start, Rule("working_days", 1), (), services.calendar_for(BAT_XAT))
    (found,) = services.touched_by(BAT_XAT, Holiday(date=WEDNESDAY, name="Nghỉ lũ"))
    assert asked == [([WEDNESDAY], BAT_XAT)]
    assert (found.label, found.count) == ("Hồ sơ đang mở", 1)
    assert found.moved[0].after > before  # counted as if it were there
    assert due(start, Rule("working_days", 1), (), services.calendar_for(BAT_XAT)) == before  # and it is not
    assert not Holiday.objects.filter(date=WEDNESDAY, name="Nghỉ lũ").exists()


@time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=HANOI), tick=False)
def test_office_hours_of_one_commune_hold_from_their_day_on(told: Told) -> None:
    hours = ((time(7, 30), time(11, 30)), (time(13), time(16, 30)))
    services.set_hours(BAT_XAT, date(2026, 12, 14), *hours, actor=QUAN_TRI)
    rule, start = Rule("working_days", 1), datetime(2026, 12, 11, 9, tzinfo=HANOI)
    assert due(start, rule, (), services.calendar_for(BAT_XAT)) == datetime(2026, 12, 14, 16, 30, tzinfo=HANOI)
    assert due(start, rule, (), services.calendar_for(A_MU_SUNG)) == datetime(2026, 12, 14, 17, tzinfo=HANOI)
    before = datetime(2026, 12, 10, 9, tzinfo=HANOI)
    assert due(before, rule, (), services.calendar_for(BAT_XAT)) == datetime(2026, 12, 11, 17, tzinfo=HANOI)
    assert told[0]["dates"][0] == date(2026, 12, 14)


@time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=HANOI), tick=False)
def test_office_hours_in_the_past_or_out_of_order_are_refused() -> None:
    good = ((time(7), time(11)), (time(13), time(17)))
    with pytest.raises(Refused):
        services.set_hours(BAT_XAT, date(2026, 11, 30), *good, actor=QUAN_TRI)
    with pytest.raises(Refused):
        services.set_hours(BAT_XAT, date(2026, 12, 2), good[1], good[0], actor=QUAN_TRI)
    assert not WorkingHours.objects.exists()


def test_without_any_row_weekends_and_the_standard_hours_hold() -> None:
    assert services.calendar_for(BAT_XAT) == Calendar()
