"""The houses of a hamlet for its team: who has been helped, and nothing else of who lives there."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thonso.core.journal.models import Entry
from thonso.core.people.models import Household
from thonso.dossiers import houses
from thonso.dossiers.tests.world import MAI_ID, MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
Browser = Callable[[str], Client]


def helped(world: World) -> None:
    helper = world.helping("tu", "Lý Thị Mai", id_number=MAI_ID)
    world.file_from_afar(helper, sample("TS.000001"), channel="assisted")


def test_the_team_sees_head_and_number_and_who_has_been_helped(world: World, browser: Browser) -> None:
    before = browser("tu").get("/thon/ho/")
    assert (before.context["all"], before.context["helped"]) == (2, 0)
    helped(world)
    page = browser("tu").get("/thon/ho/")
    shown = page.content.decode()
    assert page.context["helped"] == 1
    mai = next(one for one in page.context["rows"] if one.code == world.mai_home.code)
    assert mai.helped_on is not None
    assert len(mai.mine) == 1
    assert MAI_ID not in shown
    assert "nghèo" not in shown.replace(mai.mine[0].name, "")  # nobody's class


def test_it_is_found_by_name_and_by_who_was_not_helped(world: World, browser: Browser) -> None:
    helped(world)
    found = browser("tu").get("/thon/ho/", {"q": "ly thi"}).context["rows"]
    assert [one.code for one in found] == [world.mai_home.code]
    left = browser("tu").get("/thon/ho/", {"chua": ""}).context["rows"]
    assert [one.code for one in left] == [world.lo_home.code]
    assert browser("tu").get("/thon/ho/", {"q": "nobody"}).context["rows"] == []


def test_what_a_colleague_filed_is_not_told(world: World, browser: Browser) -> None:
    helped(world)
    rows = browser("dung").get("/thon/ho/").context["rows"]
    mai = next(one for one in rows if one.code == world.mai_home.code)
    assert mai.helped_on is not None
    assert mai.mine == []


def test_its_reading_stands_in_the_journal_once_a_day(world: World, browser: Browser) -> None:
    for _twice in range(2):
        assert browser("tu").get("/thon/ho/").status_code == 200
    entries = Entry.objects.filter(verb=houses.VERB)
    assert [one.actor_id for one in entries] == [world.cast["tu"].pk]


def test_of_another_hamlet_nothing(world: World, browser: Browser) -> None:
    Household.objects.filter(pk=world.mai_home.pk).update(hamlet=world.units.son_ha)
    codes = {one.code for one in browser("tu").get("/thon/ho/").context["rows"]}
    assert codes == {world.lo_home.code}


def test_however_many_houses_it_asks_the_same(world: World) -> None:
    helped(world)
    actor = world.actor("tu")
    houses.of_hamlet(actor, world.units.suoi_chai)  # its reading is written down
    for number in range(3, 30):
        Household.objects.create(
            commune_id=world.commune_id, hamlet=world.units.suoi_chai, code=f"SC-{number:03}", valid_from=MONDAY.date()
        )
    with CaptureQueriesContext(connection) as asked:
        assert len(houses.of_hamlet(actor, world.units.suoi_chai)) == 29
    assert len(asked) <= 5
