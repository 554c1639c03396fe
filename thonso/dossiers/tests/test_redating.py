"""A day off added late moves the dates it touches, and nobody is left with the old one: applicant, helper, holder, hamlet."""

import json
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import Units
from thonso.core import crypto
from thonso.core.base import clock
from thonso.core.journal.work import transact
from thonso.core.notices.labels import CONTEXT
from thonso.core.notices.models import OutboxMessage
from thonso.core.workdays.models import Holiday
from thonso.core.workdays.services import add_holiday, remove_holiday, tell
from thonso.dossiers.models import Dossier, HamletTask
from thonso.dossiers.services import clock as dossier_dates
from thonso.dossiers.services import redating
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.test_supplement import ASK
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FLOOD = date(2026, 11, 26)


def day_off(world: World, day: date = FLOOD, name: str = "Nghỉ lũ") -> None:
    add_holiday(world.commune_id, day, name, actor=world.actor("trung").ref)


def received(world: World, name: str = "valid") -> Filed:
    done = file_sample(world, sample("1.004873", name))
    world.receive(done)
    return done


def at_posting(world: World) -> Filed:
    done = recognition.to_the_hamlet(world)
    with clock.at(MONDAY + timedelta(days=1)):
        recognition.do_task(world, done, "review", recognition.REVIEW)
        recognition.do_task(world, done, "meeting", recognition.MEETING)
        recognition.post(world, done)
    return done


def told(template: str) -> list[tuple[OutboxMessage, dict[str, str]]]:
    rows = OutboxMessage.objects.filter(template=template).order_by("pk")
    return [(row, json.loads(crypto.unseal(CONTEXT, row.pk, row.context))) for row in rows]


def test_the_applicant_hears_the_new_date_and_why(world: World) -> None:
    done = received(world, "supplement")
    before = world.dossier(done).due_at
    day_off(world)
    due = world.dossier(done).due_at
    assert due > before
    found = told("redated")
    assert {row.about_id for row, _context in found} == {done.dossier_id}
    assert {context["due"] for _row, context in found} == {clock.local(due).strftime("%H:%M %d/%m/%Y")}
    assert {context["why"] for _row, context in found} == {"Nghỉ lũ 26/11"}


def test_the_helper_who_filed_it_hears_it_too(world: World) -> None:
    done = received(world)
    dossier = world.dossier(done)
    dossier.helper_account_id = world.cast["tu"].pk
    dossier.save(update_fields=["helper_account_id"])
    day_off(world)
    assert world.cast["tu"].pk in {row.account_id for row, _context in told("redated")}


def test_each_holder_hears_once_how_many_of_hers_moved(world: World) -> None:
    received(world), received(world)
    mine = received(world)
    world.act("binh", mine, "take")
    day_off(world)
    found = {row.account_id: context for row, context in told("work_redated")}
    assert found == {world.cast["binh"].pk: {"count": "3", "why": "Nghỉ lũ 26/11"}}


def test_the_date_to_supply_papers_by_is_told_as_such(world: World) -> None:
    done = received(world, "supplement")
    world.act("binh", done, "ask_supplement", ASK)
    day_off(world, date(2026, 12, 1))
    until = clock.local(world.dossier(done).act_by).strftime("%d/%m/%Y")
    assert {(context.get("until"), context.get("due")) for _row, context in told("redated")} == {(until, None)}


def test_what_only_waits_for_reception_bothers_the_desk_and_not_the_applicant(world: World) -> None:
    with clock.at(MONDAY.replace(hour=16)):
        file_sample(world, sample("1.004873"))
        day_off(world, date(2026, 11, 25))
    assert told("redated") == []


def test_a_day_off_that_moves_nothing_tells_nobody(world: World) -> None:
    received(world)
    day_off(world, date(2027, 3, 8))
    assert told("redated") + told("work_redated") == []


def test_the_same_day_off_again_tells_nobody_twice(world: World) -> None:
    received(world, "supplement")
    day_off(world)
    count = len(told("redated"))
    day_off(world)
    assert len(told("redated")) == count


def test_a_day_off_taken_away_brings_the_old_date_back_and_says_so(world: World) -> None:
    done = received(world, "supplement")
    before = world.dossier(done).due_at
    day_off(world)
    remove_holiday(world.commune_id, FLOOD, actor=world.actor("trung").ref)
    assert world.dossier(done).due_at == before
    assert told("redated")[-1][1]["why"] == "không nghỉ ngày 26/11"


def test_a_date_that_moves_to_and_fro_is_told_each_time(world: World) -> None:
    done, trung = received(world, "supplement"), world.actor("trung").ref
    for hour, change in enumerate((day_off, lambda w: remove_holiday(w.commune_id, FLOOD, actor=trung), day_off), 1):
        with clock.at(MONDAY + timedelta(hours=hour)):
            change(world)
        assert len({context["why"] + row.key for row, context in told("redated")}) == hour, hour
    assert told("redated")[-1][1]["due"] == clock.local(world.dossier(done).due_at).strftime("%H:%M %d/%m/%Y")


def test_a_list_that_hangs_comes_down_later(world: World) -> None:
    done = at_posting(world)
    task = HamletTask.objects.get(dossier_id=done.dossier_id, kind="posting")
    ends = task.ends_at
    with clock.at(task.started_at + timedelta(hours=1)):
        day_off(world, clock.local(task.started_at).date() + timedelta(days=1))
    task.refresh_from_db()
    assert task.ends_at > ends
    dossier = world.dossier(done)
    assert task.due_at == dossier_dates.task_due(dossier, task.step, task.asked_at, dossier.due_at)
    heard = {(row.account_id, context["until"]) for row, context in told("posting_redated")}
    until = clock.local(task.ends_at).strftime("%H:%M %d/%m/%Y")
    assert heard == {(world.actor(who).account_id, until) for who in ("tu", "dung")}


def test_a_common_day_off_tells_each_hamlet_as_its_own_commune(world: World, bat_xat: Units) -> None:
    done = at_posting(world)
    task = HamletTask.objects.get(dossier_id=done.dossier_id, kind="posting")
    day = clock.local(task.started_at).date() + timedelta(days=1)
    Holiday.objects.create(commune_id=None, date=day, name="Nghỉ chung", kind="holiday", changed_at=task.started_at)
    with clock.at(task.started_at + timedelta(hours=1)), transact(bat_xat.other.pk) as work:
        tell(work, [day], None)
    rows = OutboxMessage.objects.filter(template="posting_redated")
    assert {row.commune_id for row in rows} == {world.commune_id}
    assert {row.account_id for row in rows} == {world.actor(who).account_id for who in ("tu", "dung")}


def test_a_list_that_came_down_stays_down(world: World) -> None:
    done = at_posting(world)
    task = HamletTask.objects.get(dossier_id=done.dossier_id, kind="posting")
    HamletTask.objects.filter(pk=task.pk).update(done_at=task.ends_at)
    with clock.at(task.ends_at):
        day_off(world, clock.local(task.started_at).date() + timedelta(days=1))
    again = HamletTask.objects.get(pk=task.pk)
    assert again.ends_at == task.ends_at


def test_what_a_colleague_writes_meanwhile_is_not_overwritten(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """She asks for papers after the dates were counted and before they are written: her date to reply by stands."""
    done, count = received(world, "supplement"), redating.clock.columns

    def slow(dossier: Dossier):
        new = count(dossier)
        monkeypatch.setattr(redating.clock, "columns", count)
        world.act("binh", done, "ask_supplement", ASK)
        return new

    monkeypatch.setattr(redating.clock, "columns", slow)
    day_off(world)
    dossier = world.dossier(done)
    asked = dossier.events.get(kind="ask_supplement")
    assert (dossier.state, dossier.due_at) == ("awaiting_supplement", None)
    assert dossier.act_by == datetime.fromisoformat(asked.facts["reply_by"])


def test_what_a_colleague_moves_meanwhile_is_counted_again_and_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, count = received(world), redating.clock.columns
    before = world.dossier(done).due_at

    def slow(dossier: Dossier):
        new = count(dossier)
        monkeypatch.setattr(redating.clock, "columns", count)
        world.act("binh", done, "take")
        return new

    monkeypatch.setattr(redating.clock, "columns", slow)
    day_off(world)
    dossier = world.dossier(done)
    assert dossier.due_at > before
    assert dossier.act_by == dossier.due_at
    assert {context["count"] for _row, context in told("work_redated")} == {"1"}


def test_a_day_off_asks_no_more_for_many_dossiers_but_to_write_their_dates(world: World) -> None:
    """Pauses and people are read for all at once, and the hamlet's tasks only where there are any."""
    received(world, "supplement")
    with CaptureQueriesContext(connection) as few:
        day_off(world)
    remove_holiday(world.commune_id, FLOOD, actor=world.actor("trung").ref)
    for _n in range(4):
        received(world, "supplement")
    with CaptureQueriesContext(connection) as many:
        day_off(world)
    reads = [sum("SELECT" in q["sql"][:8] and "dossiers_" in q["sql"] for q in one) for one in (few, many)]
    assert reads[0] == reads[1], reads
