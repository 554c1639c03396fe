"""A request over the API that was cut off or sent twice: the same key again goes on, and never does a thing twice."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.journal import answered, once
from thonso.core.journal.models import Entry
from thonso.dossiers.models import Event, Result
from thonso.dossiers.services import signing
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.test_api_work import send
from thonso.dossiers.tests.test_signing_a_batch import submitted
from thonso.dossiers.tests.world import MONDAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class Cut(Exception):
    """The process ends here."""


def cut(*_given: Any, **_more: Any) -> Any:
    raise Cut


def test_a_decision_that_was_drafted_and_not_answered_is_answered_the_next_time(
    world: World, client: Client, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, key = recognition.ready_for_decision(world), uuid4()
    sign_in(client, "hoa")
    with clock.at(recognition.at(7.1)):
        with monkeypatch.context() as dying:
            dying.setattr(once, "remember", cut)
            with pytest.raises(Cut):
                send(client, "/decisions", {"codes": [done.code]}, key)
        again = send(client, "/decisions", {"codes": [done.code]}, key)
    assert (again.status_code, again.json()) == (200, {"codes": [done.code]})
    assert Result.objects.filter(paper="decision").count() == 1


def test_a_batch_that_was_cut_off_is_signed_to_its_end(
    world: World, client: Client, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed, key = [submitted(world) for _n in range(3)], uuid4()
    codes, move = [done.code for done in filed], signing._signed
    sign_in(client, "pho")

    def second(act: Any) -> None:
        if act.dossier.code == codes[1]:
            raise Cut
        move(act)

    with monkeypatch.context() as dying:
        dying.setattr(signing, "_signed", second)
        with pytest.raises(Cut):
            send(client, "/signing", {"codes": codes}, key)
    assert [world.dossier(done).stage for done in filed] == ["seal", "sign", "sign"]
    again = send(client, "/signing", {"codes": codes}, key)
    assert (again.status_code, again.json()) == (200, {"codes": codes})
    assert [world.dossier(done).stage for done in filed] == ["seal"] * 3
    assert Event.objects.filter(kind="sign").count() == Entry.objects.filter(verb="result.numbered").count() == 3


def test_what_moved_on_by_another_hand_is_still_409(world: World, client: Client, sign_in) -> None:
    first, second = submitted(world), submitted(world)
    world.sign("pho", second)
    sign_in(client, "pho")
    assert send(client, "/signing", {"codes": [first.code, second.code]}).status_code == 409
    assert world.dossier(first).stage == "sign"


def test_the_key_of_a_decision_signs_nothing(world: World, client: Client, sign_in) -> None:
    """Each verb has ids of its own: what was drafted under a key is not taken for signed under it."""
    done, key = recognition.ready_for_decision(world), uuid4()
    with clock.at(recognition.at(7.1)):
        sign_in(client, "hoa")
        assert send(client, "/decisions", {"codes": [done.code]}, key).status_code == 200
        world.act("hoa", done, "propose")
        sign_in(client, "hai")
        assert send(client, "/signing", {"codes": [done.code]}, key).status_code == 200
    assert world.dossier(done).stage == "seal"


@pytest.mark.parametrize("path", ["/signing", "/decisions"])
def test_a_code_named_twice_counts_once(world: World, client: Client, sign_in, path: str) -> None:
    done = submitted(world) if path == "/signing" else recognition.ready_for_decision(world)
    sign_in(client, "pho" if path == "/signing" else "hoa")
    with clock.at(MONDAY + timedelta(days=7, hours=2)):
        answer = send(client, path, {"codes": [done.code, done.code, done.code.lower()]})
    assert (answer.status_code, answer.json()) == (200, {"codes": [done.code]})


def test_a_code_named_twice_on_the_page_counts_once(world: World, client: Client, sign_in) -> None:
    done = submitted(world)
    sign_in(client, "pho")
    page = client.post("/ban/ky/ky/", {"code": [done.code, done.code], "unread": "1"}, follow=True).content.decode()
    assert "Đã ký 1 hồ sơ" in page
    assert world.dossier(done).stage == "seal"


def hanging(world: World) -> tuple[str, dict[str, Any]]:
    done = recognition.to_the_hamlet(world)
    with clock.at(recognition.at(1)):
        recognition.do_task(world, done, "review", recognition.REVIEW)
        recognition.do_task(world, done, "meeting", recognition.MEETING)
    return f"/hamlet/tasks/{recognition.task_of(world, done, 'posting').pk}/post", {}


def reviewed(world: World) -> tuple[str, dict[str, Any]]:
    task = recognition.task_of(world, recognition.to_the_hamlet(world), "review")
    return f"/hamlet/tasks/{task.pk}/finish", recognition.REVIEW


def agreed(world: World) -> tuple[str, dict[str, Any]]:
    return "/decisions", {"codes": [recognition.ready_for_decision(world).code]}


@pytest.mark.parametrize(("who", "made"), [("dung", hanging), ("dung", reviewed), ("hoa", agreed)])
def test_of_twins_that_race_the_slower_gets_the_answer_of_the_faster(
    world: World, client: Client, sign_in, monkeypatch: pytest.MonkeyPatch, who: str, made: Any
) -> None:
    """The slower has looked for an answer and found none when the faster does it all."""
    (path, body), key, looked, faster = made(world), uuid4(), answered.Sent.answered, []

    def overtaken(sent: Any) -> Any:
        found = looked(sent)
        monkeypatch.setattr(answered.Sent, "answered", looked)
        faster.append(send(client, path, body, key))
        return found

    sign_in(client, who)
    monkeypatch.setattr(answered.Sent, "answered", overtaken)
    with clock.at(recognition.at(7.1)):
        slower = send(client, path, body, key)
    assert (faster[0].status_code, slower.status_code, slower.json()) == (200, 200, faster[0].json())
