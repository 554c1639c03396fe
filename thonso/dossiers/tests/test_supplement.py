"""Asking for papers again: only those of the version, all at once, as often as the law allows; the clock stands meanwhile."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from thonso.core.access.actors import system_actor
from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.work import transact
from thonso.core.workdays.services import add_holiday
from thonso.dossiers.services import supplement
from thonso.dossiers.services.moves import Act, allowed, look_at
from thonso.dossiers.tests.world import MONDAY, World, file_sample, photo, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BROUGHT = {"brought": {"previous_paper": "compared"}}
ASK = {"papers": {"previous_paper": {"why": "invalid", "note": "Không đọc được ngày cấp."}}}
WEDNESDAY = MONDAY + timedelta(days=2)


def received(world: World):
    done = file_sample(world, sample("1.004873", "supplement"))
    world.receive(done)
    return done


def asked(world: World):
    done = received(world)
    world.act("binh", done, "ask_supplement", ASK)
    return done


@pytest.mark.parametrize(
    "papers",
    [
        {},
        {"so_ho_khau": {"why": "missing"}},
        {"previous_paper": {"why": "ugly"}},
        {"previous_paper": {}},
        {"previous_paper": {"why": "invalid"}},
        {"previous_paper": {"why": "expired", "note": "cũ"}},
        {"previous_paper": {"why": "missing"}, "giay_khac": {"why": "missing"}},
    ],
)
def test_nothing_outside_the_procedures_papers_and_nothing_without_a_reason(world: World, papers) -> None:
    done = received(world)
    with pytest.raises(Refused):
        world.act("binh", done, "ask_supplement", {"papers": papers})
    assert world.dossier(done).state == "accepted"


def test_the_clock_stands_and_there_is_a_date_to_answer_by(world: World) -> None:
    dossier = world.dossier(asked(world))
    assert (dossier.state, dossier.due_at, dossier.returns_to) == ("awaiting_supplement", None, "accepted")
    assert dossier.act_by > MONDAY + timedelta(days=30)
    assert dossier.pauses.get().end is None


def test_asking_twice_is_more_than_the_law_allows(world: World) -> None:
    done = asked(world)
    with clock.at(WEDNESDAY):
        world.act("lan", done, "supply", BROUGHT)
        with pytest.raises(Refused):
            world.act("binh", done, "ask_supplement", ASK)


def test_the_citizen_supplies_her_own_papers_and_only_hers(world: World) -> None:
    done = asked(world)
    with clock.at(WEDNESDAY):
        mine, others = world.upload("mai", photo(91)), world.upload("tu", photo(90))
        with pytest.raises(Refused):
            world.act("mai", done, "supply", {"files": []})
        with pytest.raises(Refused):
            world.act("mai", done, "supply", {"files": [{"paper": "previous_paper", "sha256": others}]})
        with pytest.raises(Absent):
            world.act("sen", done, "supply", {"files": [{"paper": "previous_paper", "sha256": mine}]})
        world.act("mai", done, "supply", {"files": [{"paper": "previous_paper", "sha256": mine}], "note": "Ảnh mới"})
    assert world.dossier(done).state == "accepted"


def test_a_day_off_that_comes_late_does_not_wipe_the_date_to_answer_by(world: World) -> None:
    """It did: the dossier then hung in nobody's list, with no date at all."""
    done = asked(world)
    before = world.dossier(done).act_by
    add_holiday(world.commune_id, date(2026, 12, 1), "Nghỉ lũ", actor=world.actor("trung").ref)
    after = world.dossier(done).act_by
    assert after is not None
    assert after > before


def test_a_date_that_was_missed_before_stays_when_a_day_off_is_added(world: World) -> None:
    done = received(world)
    missed = world.dossier(done).due_at
    with clock.at(missed + timedelta(days=3)):
        world.act("binh", done, "ask_supplement", ASK)
        add_holiday(world.commune_id, date(2026, 12, 22), "Nghỉ lũ", actor=world.actor("trung").ref)
    dossier = world.dossier(done)
    assert (dossier.due_at, dossier.pauses.get().end) == (missed, None)


def test_papers_missing_before_reception_give_the_desk_its_hours_anew(world: World) -> None:
    done = file_sample(world, sample("1.004873", "supplement"))
    first = world.dossier(done).act_by
    world.act("lan", done, "ask_supplement", ASK)
    assert world.dossier(done).returns_to == "submitted"
    with clock.at(MONDAY + timedelta(days=7)):
        world.act("lan", done, "supply", BROUGHT)
        dossier = world.dossier(done)
        assert (dossier.state, dossier.due_at) == ("submitted", None)
        assert dossier.act_by > MONDAY + timedelta(days=7) > first
        assert not dossier.pauses.exists()


def test_papers_asked_for_are_checked_anew(world: World) -> None:
    done = received(world)
    world.act("binh", done, "ask_supplement", ASK)
    assert not world.dossier(done).checks.filter(paper_key="previous_paper").exists()


def test_it_is_closed_only_when_the_date_has_passed(world: World) -> None:
    done = asked(world)
    reply_by = world.dossier(done).act_by
    with pytest.raises(Refused), clock.at(reply_by - timedelta(minutes=1)):
        world.act("binh", done, "expire")
    with clock.at(reply_by + timedelta(minutes=1)):
        world.act("binh", done, "expire")
    dossier = world.dossier(done)
    assert (dossier.state, dossier.holder_role, dossier.act_by) == ("expired", "", None)
    assert dossier.pauses.get().end is not None
    with pytest.raises(Stale):
        world.act("lan", done, "supply", BROUGHT)


def test_the_house_itself_may_close_it(world: World) -> None:
    done = asked(world)
    dossier = world.dossier(done)
    with clock.at(dossier.act_by + timedelta(days=1)), transact(world.commune_id) as work:
        supplement.expire(Act(work, system_actor("worker"), dossier, uuid4()))
    assert world.dossier(done).state == "expired"


def test_while_papers_are_awaited_nobody_works_on_it(world: World) -> None:
    done = asked(world)
    dossier = world.dossier(done)
    names = {
        t.name for who in ("lan", "binh", "trung", "pho") for t in allowed(world.actor(who), dossier, look_at(dossier))
    }
    assert names <= {"supply", "withdraw", "stop", "record_official_code", "link_resident", "correct_number"}
