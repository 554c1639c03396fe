"""Following is drawn once for each state: cheap when nothing happened, never of an earlier state, never another's."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from thonso.core.access import limits
from thonso.core.base import clock
from thonso.core.workdays import calendars
from thonso.core.workdays.services import add_holiday
from thonso.dossiers.models import Complaint, Dossier
from thonso.dossiers.services import voice
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests.world import World, sample
from thonso.dossiers.views import tracking
from thonso.procedures import places

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
# The session, the standing of the dossier, and the office with its hours, which only tests read each time.
PAGE = 4
# Two limits, the dossier, the try taken back.
ANSWER = 4


@pytest.fixture(autouse=True)
def _kept_in_the_process(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(calendars, "RECHECK_SECONDS", 60.0)
    monkeypatch.setattr(places, "settings", SimpleNamespace(TEST=False))
    monkeypatch.setattr(limits, "sweep", lambda: 0)  # old limits, once in a hundred tries
    calendars.forget()
    yield
    calendars.forget()
    places.forget()


@pytest.fixture
def done(world: World) -> Filed:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    return done


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Codes in the order in which their pages were drawn."""
    drawn: list[str] = []
    draw = tracking.tracked_context

    def counted(actor, dossier):
        drawn.append(dossier.code)
        return draw(actor, dossier)

    monkeypatch.setattr(tracking, "tracked_context", counted)
    return drawn


def show(client: Client, done: Filed) -> str:
    if client.get(f"/tra-cuu/{done.code}/").status_code == 302:
        assert client.post("/tra-cuu/", {"ma": done.code, "khoa": done.key}).status_code == 302
    answer = client.get(f"/tra-cuu/{done.code}/")
    assert answer.status_code == 200
    return answer.content.decode()


def answer(client: Client, done: Filed) -> dict:
    got = client.get(f"/api/v1/track/{done.code}?key={done.key}")
    assert got.status_code == 200
    return got.json()


def statements(ask) -> int:
    with CaptureQueriesContext(connection) as asked:
        ask()
    return sum("SAVEPOINT" not in query["sql"] for query in asked.captured_queries)


def test_a_second_look_asks_for_the_session_and_the_standing_only(client: Client, done: Filed, draws) -> None:
    show(client, done)
    assert statements(lambda: client.get(f"/tra-cuu/{done.code}/")) == PAGE
    assert draws == [done.code]
    program = Client()
    answer(program, done)
    assert statements(lambda: answer(program, done)) == ANSWER


def test_every_step_is_seen_at_once(client: Client, world: World, done: Filed, draws) -> None:
    seen = [show(client, done)]
    told = [answer(client, done)]
    for who, name in (("hoa", "take"), ("hoa", "draft_result"), ("hoa", "propose")):
        world.act(who, done, name)
        seen.append(show(client, done))
        told.append(answer(client, done))
    world.sign("pho", done)
    world.act("thu", done, "seal")
    seen.append(show(client, done))
    told.append(answer(client, done))
    assert len(draws) == len(seen)
    assert len({len(one["events"]) for one in told}) > 1
    assert told[-1]["state"] == "completed"
    assert "ket-qua" in seen[-1]
    assert "ket-qua" not in seen[-2]


def test_a_rating_and_a_correction_are_seen_at_once(client: Client, world: World, done: Filed) -> None:
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    world.sign("pho", done)
    world.act("thu", done, "seal")
    assert "danh-gia" in show(client, done)
    client.post(f"/tra-cuu/{done.code}/danh-gia/", {"score": "5"})
    assert "danh-gia" not in show(client, done)
    row = world.dossier(done)
    result = row.results.get().result
    type(result).objects.filter(pk=result.pk).update(state="revoked")  # as through another dossier of one decision
    assert "Đã thu hồi" in show(client, done)


def test_a_day_off_that_moves_the_date_is_seen_at_once(client: Client, world: World, done: Filed) -> None:
    before, told = show(client, done), answer(client, done)
    stood = world.dossier(done)
    due = stood.due_at
    assert due is not None
    add_holiday(world.commune_id, clock.local(due).date(), "Nghỉ bão", actor=world.actor("trung").ref)
    assert world.dossier(done).due_at != due
    assert world.dossier(done).revision == stood.revision + 1
    assert show(client, done) != before
    assert answer(client, done)["due_at"] != told["due_at"]


def test_it_is_drawn_anew_the_next_day(client: Client, world: World, done: Filed, draws: list[str]) -> None:
    due = world.dossier(done).due_at
    assert due is not None
    for moment in (due - timedelta(days=1), due - timedelta(minutes=10), due - timedelta(minutes=5)):
        with clock.at(moment):
            show(client, done)
    assert len(draws) == 2


def test_nobody_is_shown_what_was_drawn_for_another(client: Client, world: World, done: Filed, sign_in) -> None:
    other = world.file("lan", sample("TS.000001"))
    first, second = show(client, done), show(client, other)
    assert other.code not in first
    assert done.code not in second
    assert Client().get(f"/tra-cuu/{done.code}/").status_code == 302
    wrong = f"{(int(done.key) + 1) % 1_000_000:06d}"
    answer(client, done)
    assert client.get(f"/api/v1/track/{done.code}?key={wrong}").status_code == 404


def test_what_is_drawn_for_somebody_signed_in_is_kept_for_nobody(
    client: Client, world: World, done: Filed, sign_in, draws: list[str]
) -> None:
    sign_in(client, "lan")
    assert "Nguyễn Thị Lan" in client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert "Nguyễn Thị Lan" not in show(Client(), done)
    assert "Nguyễn Thị Lan" in client.get(f"/tra-cuu/{done.code}/").content.decode()
    assert len(draws) == 3


def test_each_browser_has_its_own_token_in_the_kept_page(done: Filed) -> None:
    one, two = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    for browser in (one, two):
        browser.get("/tra-cuu/")
        token = browser.cookies["csrf"].value
        shown = {"ma": done.code, "khoa": done.key, "csrfmiddlewaretoken": token}
        assert browser.post("/tra-cuu/", shown).status_code == 302
    pages = [browser.get(f"/tra-cuu/{done.code}/").content.decode() for browser in (one, two, one)]
    assert not any(tracking.TOKEN in page for page in pages)
    tokens = [page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0] for page in pages]
    assert len(set(tokens)) == 3
    for browser, token, expected in ((one, tokens[0], 302), (two, tokens[0], 403), (two, tokens[1], 302)):
        sent = {"complaint": "Chờ lâu quá ạ.", "transaction_id": str(uuid4()), "csrfmiddlewaretoken": token}
        assert browser.post(f"/tra-cuu/{done.code}/phan-anh/", sent).status_code == expected
    assert Complaint.objects.count() == 2


def test_ones_own_complaint_and_its_answer_are_for_ones_own_browser(client: Client, world: World, done: Filed) -> None:
    show(client, done)
    client.post(f"/tra-cuu/{done.code}/phan-anh/", {"complaint": "Chờ lâu quá ạ.", "transaction_id": str(uuid4())})
    assert "Chờ lâu quá" in show(client, done)
    other = Client()
    show(other, done)
    assert "Chờ lâu quá" not in show(other, done)
    voice.answer(world.actor("hai"), Complaint.objects.get(), "Xã đã nhắc cán bộ, xin lỗi bà con.")
    assert "Xã đã nhắc" in show(client, done)
    assert "Xã đã nhắc" not in show(other, done)


def test_a_message_is_said_once_and_not_kept(client: Client, done: Filed) -> None:
    page = show(client, done)
    client.get(f"/tra-cuu/{done.code}/?cam-on=1")
    assert show(client, done).count("notice--ok") == page.count("notice--ok") == 0


def test_no_more_than_a_bound_is_kept(client: Client, world: World, done: Filed, monkeypatch) -> None:
    monkeypatch.setattr("thonso.dossiers.following.MOST", 2)
    for number in range(4):
        show(client, world.file("lan", sample("TS.000001")) if number else done)
    assert len(tracking._pages._kept) <= 2
    assert Dossier.objects.count() == 4
