"""Papers that do not come in time: the house closes the dossier by itself, once, and says so to whoever is concerned."""

from datetime import timedelta

import pytest

from thonso.core.base import clock
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.notices import jobs, jobs_run
from thonso.core.notices.models import Job, OutboxMessage
from thonso.core.notices.models.jobs import JobState
from thonso.dossiers import printing
from thonso.dossiers.models import Event
from thonso.dossiers.periodic import LAPSE_SECONDS, lapsed
from thonso.dossiers.rules.replay import replay
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.test_supplement import ASK, asked
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BROUGHT = {"brought": {"previous_paper": "compared"}}


def run_lapse(world: World, count: int = 1) -> list[Job]:
    """The job is put in the queue and done, as the worker does it."""
    with transact(world.commune_id) as work:
        for _n in range(count):
            jobs.enqueue(work, "dossiers.lapse")
    taken = jobs_run.claim(count)
    for job in taken:
        assert jobs_run.run(job) == JobState.DONE
    return taken


def closings(done: Filed) -> int:
    return events_of(done).filter(kind="expire").count()


def events_of(done: Filed):
    return Event.objects.filter(dossier_id=done.dossier_id)


def test_the_worker_looks_every_half_hour() -> None:
    assert jobs.registered("dossiers.lapse") is not None
    assert jobs._periods["dossiers.lapse"] == LAPSE_SECONDS <= 3600


def test_it_is_closed_when_the_date_has_passed_and_not_a_minute_before(world: World) -> None:
    done = asked(world)
    reply_by = world.dossier(done).act_by
    with clock.at(reply_by - timedelta(minutes=1)):
        run_lapse(world)
        assert world.dossier(done).state == "awaiting_supplement"
    with clock.at(reply_by + timedelta(minutes=1)):
        run_lapse(world)
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.act_by, dossier.due_at) == ("expired", "", None, None)
    assert dossier.pauses.get().end == reply_by + timedelta(minutes=1)
    assert replay(dossier.events.all())["state"] == "expired"


def test_the_history_and_the_journal_say_that_nobody_did_it_by_hand(world: World) -> None:
    done = asked(world)
    with clock.at(world.dossier(done).act_by + timedelta(days=1)):
        run_lapse(world)
    event = events_of(done).get(kind="expire")
    assert (event.actor_kind, event.actor_name) == ("system", "Thôn Số (tự động)")
    entry = Entry.objects.filter(object_id=done.dossier_id, verb="dossier.expire").get()
    assert entry.actor_kind == "system"


def test_form_05_can_be_printed_and_the_citizen_and_her_helper_are_told(world: World) -> None:
    done = file_sample(world, sample("1.004873", "supplement"))
    world.receive(done)
    helped = world.dossier(done)
    helped.helper_account_id = world.cast["tu"].pk
    helped.save(update_fields=["helper_account_id"])
    world.act("binh", done, "ask_supplement", ASK)
    with clock.at(world.dossier(done).act_by + timedelta(days=1)):
        run_lapse(world)
        dossier = world.dossier(done)
        slip = next(s for s in printing.slips_of(dossier, list(dossier.events.order_by("seq"))) if s.kind == "form05")
        assert printing.render(dossier, slip).startswith(b"%PDF")
    told = OutboxMessage.objects.filter(template="lapsed", about_id=dossier.pk)
    assert {message.account_id for message in told if message.channel == "inapp"} >= {world.cast["tu"].pk}
    assert told.filter(channel="sms").exists() or dossier.submitter_account_id


def test_a_dossier_whose_papers_came_in_the_last_minute_is_left_alone(world: World) -> None:
    done = asked(world)
    reply_by = world.dossier(done).act_by
    with clock.at(reply_by + timedelta(minutes=5)):
        assert done.dossier_id in lapsed()
        world.act("lan", done, "supply", BROUGHT)
        run_lapse(world)
    assert world.dossier(done).state == "accepted"


def test_the_job_done_again_changes_nothing(world: World) -> None:
    done = asked(world)
    with clock.at(world.dossier(done).act_by + timedelta(days=1)):
        run_lapse(world, 2)
        run_lapse(world)
    assert closings(done) == 1
    assert OutboxMessage.objects.filter(template="lapsed", about_id=done.dossier_id, channel="inapp").count() <= 1


def test_one_that_cannot_be_closed_holds_up_no_other(world: World, monkeypatch) -> None:
    """Between the list and the act somebody else may be faster; the rest is still closed."""
    first, second = asked(world), asked(world)
    with clock.at(world.dossier(first).act_by + timedelta(days=1)):
        both = list(lapsed())
        assert set(both) == {first.dossier_id, second.dossier_id}
        world.act("lan", first, "supply", BROUGHT)
        monkeypatch.setattr("thonso.dossiers.periodic.lapsed", lambda: both)
        run_lapse(world)
    assert world.dossier(first).state == "accepted"
    assert world.dossier(second).state == "expired"


def test_where_nothing_says_until_when_nothing_closes_by_itself(world: World) -> None:
    done = asked(world)
    dossier = world.dossier(done)
    dossier.act_by = None
    dossier.save(update_fields=["act_by"])
    with clock.at(MONDAY + timedelta(days=400)):
        run_lapse(world)
    assert world.dossier(done).state == "awaiting_supplement"
