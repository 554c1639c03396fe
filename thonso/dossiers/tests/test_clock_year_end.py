"""The turn of the year 2026/27: 1.011607 ends, running dossiers go on, drafts are kept, numbers begin anew."""

from datetime import date, datetime

import pytest

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import transact
from thonso.core.people.rules import Klass
from thonso.core.people.services import set_classification
from thonso.core.units.models import CommuneProfile
from thonso.dossiers import access
from thonso.dossiers.services import drafting, drafts, filing
from thonso.dossiers.tests import test_recognition as story
from thonso.dossiers.tests.world import SEED, World, filing_of, sample
from thonso.procedures.access import published, version_on

pytestmark = pytest.mark.django_db
H = clock.HANOI
LAST = datetime(2026, 12, 31, 14, 0, tzinfo=H)  # a Thursday
EVENING = datetime(2026, 12, 31, 23, 59, 59, tzinfo=H)
NEW_YEAR = datetime(2027, 1, 1, 0, 0, 1, tzinfo=H)
MONDAY = datetime(2027, 1, 4, 8, 0, tzinfo=H)
CODE = "1.011607"


def version(world: World, code: str = CODE):
    return version_on(world.commune_id, code, date(2026, 11, 23)).version_id


def send(world: World, who: str = "lan", channel: str = "desk", id_=None):
    from uuid import uuid4

    return filing.file(
        world.actor(who), filing_of(world, sample(CODE), version(world), channel, id_ or uuid4(), head=story.LO)
    )


def test_on_the_last_evening_it_is_still_filed(world: World) -> None:
    with clock.at(EVENING):
        done = send(world)
    assert done.code == "TS-261231-0001"


def test_a_second_later_it_is_refused_with_a_sentence_that_says_what_to_do(world: World) -> None:
    with clock.at(NEW_YEAR):
        with pytest.raises(Refused) as refusal:
            send(world)
        assert "1.116214" in str(refusal.value.message)
        assert CODE not in {one.code for one in published(world.commune_id, clock.today())}
        with pytest.raises(Absent):
            version_on(world.commune_id, CODE, clock.today())


def test_the_day_is_vietnams_not_the_servers(world: World) -> None:
    """17:30 UTC on 31 December is half past midnight of the new year in Hanoi."""
    from datetime import UTC

    with clock.at(datetime(2026, 12, 31, 16, 59, tzinfo=UTC)):
        assert send(world).code.startswith("TS-261231")
    with clock.at(datetime(2026, 12, 31, 17, 1, tzinfo=UTC)), pytest.raises(Refused):
        send(world)


def test_a_draft_begun_before_is_kept_and_told_why_it_cannot_be_sent(world: World) -> None:
    with clock.at(LAST):
        draft = drafts.begin(
            world.actor("lan"),
            commune_id=world.commune_id,
            version_id=version(world),
            channel="desk",
            people={},
            answers=sample(CODE).answers,
            prefilled={},
        )
    with clock.at(MONDAY):
        with pytest.raises(Refused):
            send(world, id_=draft.pk)
        kept = access.draft(world.actor("lan"), draft.pk)
        assert drafts.answers_of(kept) == dict(sample(CODE).answers)


def test_a_filing_answered_in_the_old_year_is_answered_again_in_the_new(world: World) -> None:
    """The helper's phone came home on New Year's Day: what was acknowledged stays acknowledged."""
    with clock.at(LAST):
        done = send(world)
    with clock.at(MONDAY):
        again = send(world, id_=done.dossier_id)
    assert (again.code, again.key, again.replayed) == (done.code, done.key, True)


def test_a_running_dossier_goes_on_under_its_own_version_to_its_decision(world: World) -> None:
    with clock.at(LAST):
        done = send(world)
        world.receive(done)
        world.act("hoa", done, "take")
        world.act("hoa", done, "advance")
    with clock.at(MONDAY):
        story.do_task(world, done, "review", story.REVIEW)
        story.do_task(world, done, "meeting", story.MEETING)
        task = story.post(world, done)
        assert clock.local(task.ends_at) == datetime(2027, 1, 7, 17, 0, tzinfo=H)
    with clock.at(datetime(2027, 1, 8, 8, 0, tzinfo=H)):
        story.do_task(world, done, "posting", {"objections": ""})
        world.act("hoa", done, "advance")
        drafting.draft_recognition(world.actor("hoa"), [world.dossier(done)], [done.dossier_id])
        world.act("hoa", done, "propose")
        world.sign("hai", done)
        world.act("thu", done, "seal")
        dossier = world.dossier(done)
    assert dossier.state == "completed"
    numbers = {link.result.number for link in dossier.results.select_related("result")}
    assert numbers == {"01/QĐ-UBND", "01/GCN-UBND"}
    assert dossier.completed_at <= dossier.due_at


def test_fifteen_days_over_the_new_year_end_on_a_working_day(world: World) -> None:
    with clock.at(datetime(2026, 12, 18, 9, 0, tzinfo=H)):
        done = send(world)
        world.receive(done)
    # 18 December and fifteen days is Saturday 2 January: on to Monday.
    assert world.dossier(done).due_at == datetime(2027, 1, 4, 17, 0, tzinfo=H)


def test_three_working_days_leave_out_new_years_day_and_the_weekend(world: World) -> None:
    with clock.at(LAST):
        done = world.file("lan", sample("1.004873"))
        world.receive(done)
    assert world.dossier(done).due_at == datetime(2027, 1, 6, 17, 0, tzinfo=H)


@pytest.mark.parametrize(
    ("hour", "due"), [(14, datetime(2026, 12, 31, 17, 0, tzinfo=H)), (16, MONDAY.replace(hour=17))]
)
def test_same_day_before_three_and_the_next_working_day_after(world: World, hour: int, due: datetime) -> None:
    with clock.at(LAST.replace(hour=hour)):
        done = world.file("lan", sample("TS.000001"))
        world.receive(done)
    assert world.dossier(done).due_at == due


def test_filed_on_new_years_day_the_desk_has_until_the_working_day_after(world: World) -> None:
    with clock.at(datetime(2027, 1, 1, 10, 0, tzinfo=H)):
        done = world.file("mai", sample("TS.000001"), channel="online")
    assert done.code == "TS-270101-0001"
    assert world.dossier(done).act_by == datetime(2027, 1, 4, 17, 0, tzinfo=H)


def test_codes_and_numbers_begin_anew_and_nothing_of_the_old_year_is_counted_on(world: World) -> None:
    CommuneProfile.objects.filter(unit=world.units.commune).update(official_numbering="own")
    numbers = []
    for moment in (LAST, LAST.replace(hour=15), MONDAY):
        with clock.at(moment):
            if moment == MONDAY:
                _class_of_2027(world)
            done = world.file("lan", sample("TS.000001"))
            world.receive(done)
            world.act("hoa", done, "take")
            world.act("hoa", done, "draft_result")
            world.act("hoa", done, "propose")
            world.sign("pho", done)
            dossier = world.dossier(done)
            numbers.append((dossier.official_code, dossier.results.get().result.number))
    assert numbers == [
        ("H38.12.3-261231-0001", "01/GXN-UBND"),
        ("H38.12.3-261231-0002", "02/GXN-UBND"),
        ("H38.12.3-270104-0001", "01/GXN-UBND"),
    ]


def _class_of_2027(world: World) -> None:
    klass = Klass(2027, "near_poor", decision_number="140/QĐ-UBND", decision_date=date(2026, 12, 20))
    with transact(world.commune_id) as work:
        set_classification(work, SEED, world.mai_home, klass)


def test_the_class_of_last_year_is_not_confirmed_in_the_new(world: World) -> None:
    with clock.at(LAST.replace(hour=16)):
        done = world.file("lan", sample("TS.000001"))
        world.receive(done)
    with clock.at(MONDAY):
        world.act("hoa", done, "take")
        with pytest.raises(Refused):
            world.act("hoa", done, "draft_result")
        _class_of_2027(world)
        world.act("hoa", done, "draft_result")
        assert "cận nghèo" in world.dossier(done).results.get().result.title
