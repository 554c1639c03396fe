"""Help in the hamlets: sums by week and hamlet, the forgotten ones first, one's own weeks for oneself."""

from datetime import timedelta

import pytest

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.journal.work import transact
from thonso.core.units.rules import HamletData
from thonso.core.units.services import hamlets, merge, split
from thonso.dossiers.models import AssistSession
from thonso.dossiers.services import assist
from thonso.dossiers.tests.world import MONDAY, SEED, World, sample
from thonso.insight import helping

pytestmark = pytest.mark.django_db


def helped(world: World, who: str = "tu") -> None:
    actor = world.actor(who)
    session = assist.open_session(
        actor, world.commune_id, name="Lý Thị Mai", details={}, consent="spoken", hamlet_id=world.units.suoi_chai.pk
    )
    world.file(world.inside(actor, session), sample("TS.000001"), channel="assisted")
    assist.end_session(actor, session)


def test_each_hamlet_has_its_weeks_and_the_forgotten_one_stands_first(world: World) -> None:
    with clock.at(MONDAY - timedelta(days=20)):
        helped(world)
    with clock.at(MONDAY):
        helped(world)
        lines = helping.of_commune(world.units.commune).lines
        there = next(line for line in lines if line.hamlet == world.units.suoi_chai)
        assert (there.helped, there.filed, there.forgotten) == (2, 2, False)
        assert [week.helped for week in there.weeks[-4:]] == [1, 0, 0, 1]
        assert lines[0].forgotten
        assert lines[0].last is None
    with clock.at(MONDAY + timedelta(days=16)):
        again = next(x for x in helping.of_commune(world.units.commune).lines if x.hamlet == world.units.suoi_chai)
        assert again.forgotten


def test_what_lies_longer_back_than_the_weeks_is_left_out(world: World) -> None:
    with clock.at(MONDAY):
        helped(world)
    with clock.at(MONDAY + timedelta(weeks=helping.WEEKS)):
        assert all(line.helped == 0 for line in helping.of_commune(world.units.commune).lines)


def test_what_was_helped_in_merged_hamlets_counts_for_the_one_they_became(world: World) -> None:
    old = world.units.suoi_chai
    with clock.at(MONDAY):
        helped(world)
        other = next(one for one in hamlets(world.commune_id) if one.pk != old.pk)
    with clock.at(MONDAY + timedelta(days=7)):
        with transact(world.commune_id) as work:
            fresh = merge(work, SEED, [old, other], "Thôn Suối Sơn", today())
        found = helping.of_commune(world.units.commune)
        line = next(line for line in found.lines if line.hamlet == fresh)
        assert (line.helped, line.filed, line.last, line.forgotten) == (1, 1, MONDAY.date(), False)
        assert old not in [line.hamlet for line in found.lines]
        assert sum(week.helped for week in found.totals) == 1


def test_what_was_helped_in_a_hamlet_before_its_split_is_of_no_part_alone(client, world: World) -> None:
    old = world.units.suoi_chai
    with clock.at(MONDAY):
        helped(world)
    with clock.at(MONDAY + timedelta(days=7)):
        with transact(world.commune_id) as work:
            parts = split(
                work, SEED, old, [HamletData(name="Thôn Suối Trên"), HamletData(name="Thôn Suối Dưới")], today()
            )
        found = helping.of_commune(world.units.commune)
        assert [line.helped for line in found.lines if line.hamlet in parts] == [0, 0]
        assert not any(line.forgotten for line in found.lines if line.hamlet in parts), "seen before the split"
        before = found.lines[-1]
        assert (before.hamlet, before.helped, before.forgotten, set(before.parts)) == (old, 1, False, set(parts))
        assert sum(week.filed for week in found.totals) == 1
        client.force_login(world.cast["trung"], backend=BACKEND)
        assert "trước khi chia thành Thôn Suối" in client.get("/ban/bao-cao/ho-tro/").content.decode()


def test_what_was_helped_without_a_hamlet_is_in_the_sum(client, world: World) -> None:
    with clock.at(MONDAY):
        helped(world)
        AssistSession.objects.update(hamlet=None)
        found = helping.of_commune(world.units.commune)
        assert sum(week.helped for week in found.totals) == sum(line.helped for line in found.lines) == 1
        client.force_login(world.cast["trung"], backend=BACKEND)
        assert "Không ghi thôn" in client.get("/ban/bao-cao/ho-tro/").content.decode()


def test_ones_own_weeks_are_ones_own(world: World) -> None:
    with clock.at(MONDAY):
        helped(world)
        assert helping.own(world.actor("tu"))[0].filed == 1
        assert helping.own(world.actor("dung"))[0].filed == 0


def test_a_session_that_a_phone_told_of_late_counts_two_hours_at_most(world: World) -> None:
    with clock.at(MONDAY):
        helped(world)
        AssistSession.objects.update(started_at=MONDAY - timedelta(hours=4))
        assert helping.own(world.actor("tu"))[0].minutes == 120


def test_the_page_names_hamlets_and_no_helper(client, world: World) -> None:
    with clock.at(MONDAY):
        helped(world)
        client.force_login(world.cast["trung"], backend=BACKEND)
        said = client.get("/ban/bao-cao/ho-tro/").content.decode()
        main = said[said.index("<main") : said.index("</main>")]
        assert "Suối Chải" in main
        assert world.cast["tu"].full_name not in main
        client.force_login(world.cast["tu"], backend=BACKEND)
        assert "1 lượt" in client.get("/thon/da-giup/").content.decode()
        assert client.get("/ban/bao-cao/ho-tro/").status_code == 404


def test_the_whole_stands_under_the_weeks(client, world: World) -> None:
    for days in (20, 0):
        with clock.at(MONDAY - timedelta(days=days)):
            helped(world)
    with clock.at(MONDAY):
        found = helping.of_commune(world.units.commune)
        assert (found.whole.helped, found.whole.filed, found.last) == (2, 2, MONDAY.date())
        assert found.whole.helped == sum(line.helped for line in found.lines)
        client.force_login(world.cast["tu"], backend=BACKEND)
        page = client.get("/thon/da-giup/")
        assert (page.context["whole"].helped, page.context["whole"].filed) == (2, 2)
        client.force_login(world.cast["dung"], backend=BACKEND)
        assert client.get("/thon/da-giup/").context["whole"].helped == 0
        assert "Chưa giúp ai" in client.get("/thon/da-giup/").content.decode()
