"""The shipped list of days off: right by the reference, repeatable, never over what a person changed."""

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from thonso.core.base.errors import Refused
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.journal.models import Entry
from thonso.core.workdays import services
from thonso.core.workdays.loading import load_holidays, read
from thonso.core.workdays.models import Holiday, WorkingHours

BAT_XAT = UUID(int=1)
QUAN_TRI = Ref("account", UUID(int=99))
FILE = settings.CATALOGUE / "holidays.yaml"
FIRST_OF_TET = {
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),
    2031: date(2031, 1, 23),
    2032: date(2032, 2, 11),
}
HUNG_KINGS = {
    2026: date(2026, 4, 26),
    2027: date(2027, 4, 16),
    2028: date(2028, 4, 4),
    2029: date(2029, 4, 23),
    2030: date(2030, 4, 12),
    2031: date(2031, 4, 1),
    2032: date(2032, 4, 19),
}
DAYS, HOURS = read(FILE)


@pytest.mark.parametrize("year", FIRST_OF_TET)
def test_the_lunar_days_are_where_the_reference_has_them(year: int) -> None:
    tet = FIRST_OF_TET[year]
    assert [DAYS[tet + timedelta(days=n)]["name"] for n in range(-1, 4)] == ["Tết Nguyên đán"] * 5
    assert DAYS[HUNG_KINGS[year]]["name"] == "Giỗ Tổ Hùng Vương"


@pytest.mark.parametrize("year", range(2027, 2033))
def test_each_of_the_twelve_days_costs_one_working_day(year: int) -> None:
    """A day off on a weekend is made good on the next working day, so twelve weekdays are off in every year."""
    off = [day for day, row in DAYS.items() if day.year == year and row["kind"] == "holiday" and day.weekday() < 5]
    assert len(off) == 12
    assert {date(year, 1, 1), date(year, 4, 30), date(year, 5, 1), date(year, 9, 2), date(year, 11, 24)} <= set(DAYS)


def test_what_is_computed_beforehand_is_marked_to_be_verified() -> None:
    for day, row in DAYS.items():
        if day.year > 2026 and ("Tết Nguyên đán" in row["name"] or "Giỗ Tổ" in row["name"] or "bù" in row["name"]):
            assert row["verify"], day


def test_the_official_days_of_2026_are_there() -> None:
    official = [date(2026, 2, n) for n in range(16, 21)] + [date(2026, 9, 1), date(2026, 9, 2), date(2026, 11, 24)]
    assert all(DAYS[day]["kind"] == "holiday" and not DAYS[day]["verify"] for day in official)


def test_a_make_up_day_is_always_a_weekend_day() -> None:
    assert all(day.weekday() >= 5 for day, row in DAYS.items() if row["kind"] == "makeup")


@pytest.mark.django_db
def test_loading_twice_changes_nothing_the_second_time() -> None:
    first, second = load_holidays(), load_holidays()
    assert len(first.added) == len(DAYS) == Holiday.objects.count()
    assert (second.touched(), second.unchanged, second.hours) == ([], len(DAYS), 0)
    assert WorkingHours.objects.count() == len(HOURS)
    assert Entry.objects.filter(verb="holidays.loaded").count() == 1
    assert not services.calendar_for(BAT_XAT).is_working(date(2026, 11, 24))


@pytest.mark.django_db
def test_it_is_journalled_in_the_chain_of_the_commune() -> None:
    load_holidays()
    assert Entry.objects.get().commune_id == stable_id("commune", settings.COMMUNE_CODE)


def changed_file(tmp_path: Path, old: str, new: str) -> Path:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "holidays.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_newer_list_changes_and_takes_off_what_came_from_the_older_one(tmp_path: Path) -> None:
    load_holidays()
    moved = changed_file(tmp_path, "{date: 2027-02-11,", "{date: 2027-02-04,")
    report = load_holidays(moved)
    assert (report.added, report.removed) == ([date(2027, 2, 4)], [date(2027, 2, 11)])
    calendar = services.calendar_for(BAT_XAT)
    assert calendar.is_working(date(2027, 2, 11))
    assert not calendar.is_working(date(2027, 2, 4))
    assert load_holidays(moved).touched() == []


@pytest.mark.django_db
def test_what_a_person_changed_for_a_commune_stays(tmp_path: Path) -> None:
    load_holidays()
    services.remove_holiday(BAT_XAT, date(2027, 2, 11), actor=QUAN_TRI)
    load_holidays(changed_file(tmp_path, "Nghỉ bù Tết Nguyên đán", "Nghỉ bù Tết"))
    assert services.calendar_for(BAT_XAT).is_working(date(2027, 2, 11))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{date: 2027-02-11,", "{date: 2027-02-10,"),
        ("{date: 2027-02-11,", "{date: 2027-02-30,"),
        ("{date: 2027-02-11,", "{day: 2027-02-11,"),
        ("kind: makeup", "kind: feast"),
        ("source: lunar", "source: moon"),
        ('morning: ["07:00", "11:30"]', 'morning: ["11:30", "07:00"]'),
        ("days:", "days: ]"),
    ],
)
def test_a_wrong_list_is_refused_whole(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(Refused):
        load_holidays(changed_file(tmp_path, old, new))
    assert not Holiday.objects.exists()


@pytest.mark.django_db
def test_the_command_says_what_it_did() -> None:
    out = StringIO()
    call_command("load_holidays", "--json", stdout=out)
    assert len(json.loads(out.getvalue())["added"]) == len(DAYS)
    out = StringIO()
    call_command("load_holidays", stdout=out)
    assert out.getvalue().startswith(f"0 added, 0 changed, 0 removed, {len(DAYS)} unchanged")


@pytest.mark.django_db
def test_the_command_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("load_holidays", str(tmp_path / "none.yaml"))
