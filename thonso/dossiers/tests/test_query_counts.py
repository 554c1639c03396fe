"""How often a page asks the database: the same for a short history and a long one, for ten rows and for ten thousand."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thonso.core.base import clock
from thonso.core.workdays import calendars
from thonso.dossiers.models import Dossier
from thonso.dossiers.queues import QUEUES
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.world import World, sample
from thonso.procedures import places
from thonso.sample.volume import seed_dossiers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
# Who is it, three; the journal of the reading, three; the navigation, the office, the dossier, all that belongs to it, and
# all that the wing of originals and slips knows of it.
MOST = 13
SignIn = Callable[[Client, str], object]


@pytest.fixture(autouse=True)
def _kept_in_the_process(monkeypatch: pytest.MonkeyPatch):
    """As in production: names of units for a minute, the calendar for two seconds. Other tests read them each time."""
    monkeypatch.setattr(calendars, "RECHECK_SECONDS", 60.0)
    monkeypatch.setattr(places, "settings", SimpleNamespace(TEST=False))
    places.forget()
    yield
    places.forget()


def count(client: Client, path: str) -> int:
    """Statements of a page that was opened once before, without the savepoints that only tests have."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)


def issued(world: World) -> Filed:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    return done


@pytest.mark.parametrize("who", ["lan", "hoa", "pho", "trung", "thu"])
def test_the_page_of_a_dossier_asks_no_more_however_long_its_history(
    world: World, client: Client, sign_in: SignIn, who: str
) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    sign_in(client, who)
    short = count(client, f"/ban/ho-so/{done.code}/")
    for number in range(60):
        world.act("hoa", done, "verify", {"what": f"Việc {number}", "found": "Đúng"})
    assert count(client, f"/ban/ho-so/{done.code}/") == short <= MOST


def test_nor_does_one_that_has_everything(world: World, client: Client, sign_in: SignIn) -> None:
    done = issued(world)
    for _n in range(3):
        result = str(world.dossier(done).results.filter(result__state="issued").get().result_id)
        reason = {"result": result, "reason": "Ghi sai tên đệm của chủ hộ.", "anew": True}
        world.act("hoa", done, "correct_result", reason)
        world.act("hoa", done, "propose")
        world.sign("pho", done)
        world.act("thu", done, "seal")
    sign_in(client, "lan")
    assert count(client, f"/ban/ho-so/{done.code}/") <= MOST


def test_following_a_dossier_asks_no_more_however_long_its_history(world: World, client: Client) -> None:
    done = issued(world)
    client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key})
    assert count(client, f"/tra-cuu/{done.code}/") <= MOST


def test_households_that_wait_for_a_decision_are_read_together(world: World, client: Client, sign_in: SignIn) -> None:
    three = [recognition.ready_for_decision(world) for _n in range(3)]
    sign_in(client, "hoa")
    with clock.at(recognition.at(7.1)):
        every = count(client, "/ban/quyet-dinh/")
        Dossier.objects.filter(pk__in=[one.dossier_id for one in three[1:]]).update(stage="review")
        assert every == count(client, "/ban/quyet-dinh/")
    assert every <= MOST


LISTS = [
    *(("lan", f"/ban/ho-so/?hang={queue.key}") for queue in QUEUES),
    ("hoa", "/ban/ho-so/"),
    ("pho", "/ban/ho-so/"),
    ("pho", "/ban/ky/"),
    ("hai", "/ban/phan-anh/"),
    ("hoa", "/ban/quyet-dinh/"),
    ("mai", "/tai-khoan/ho-so/"),
    ("dung", "/thon/"),
]


@pytest.mark.slow
def test_no_list_asks_more_for_ten_thousand_rows_than_for_some_hundred(
    world: World, client: Client, sign_in: SignIn
) -> None:
    seed_dossiers(400, 1, [world.units.commune], history=False)  # so that no list is empty
    few = counts(client, sign_in)
    seed_dossiers(10_000, 2, [world.units.commune], history=False)
    assert Dossier.objects.count() >= 10_000
    many = counts(client, sign_in)
    # A list gains what its first row needs that was late before it waited; nothing else.
    assert all(many[page] <= few[page] + 1 for page in many), {p: (few[p], many[p]) for p in many}
    assert max(many.values()) <= MOST, many


def counts(client: Client, sign_in: SignIn) -> dict[tuple[str, str], int]:
    found = {}
    for who, path in LISTS:
        sign_in(client, who)
        found[who, path] = count(client, path)
    return found
