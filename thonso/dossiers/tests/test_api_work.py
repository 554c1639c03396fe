"""The API for work beside the single dossier: the hamlet's tasks, decisions, signing, numbers in full, what people say."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.access.models import Account
from thonso.core.base import clock
from thonso.core.journal.models import Entry
from thonso.dossiers.models import Complaint, HamletTask, Rating
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.tests import test_recognition as recognition
from thonso.dossiers.tests.world import MONDAY, World, file_sample, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def send(client: Client, path: str, body: object = None, key: object = None):
    headers = {"Idempotency-Key": str(key or uuid4())}
    data = json.dumps(body or {})
    return client.post(f"/api/v1{path}", data, content_type="application/json", headers=headers)


@pytest.fixture
def proposed(world: World) -> Filed:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("hoa", done, name)
    return done


def test_the_village_head_does_the_hamlets_part(world: World, client: Client, sign_in) -> None:
    done = recognition.to_the_hamlet(world)
    sign_in(client, "dung")
    with clock.at(MONDAY + timedelta(days=1)):
        (task,) = client.get("/api/v1/hamlet/tasks").json()
        assert (task["kind"], task["dossier"]) == ("review", done.code)
        at, key = f"/hamlet/tasks/{task['id']}/finish", uuid4()
        assert send(client, at, {"proposal": "poor", "members": "bốn"}).status_code == 422
        first = send(client, at, recognition.REVIEW, key)
        again = send(client, at, recognition.REVIEW, key)
        assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
        (meeting,) = client.get("/api/v1/hamlet/tasks").json()
        assert meeting["kind"] == "meeting"
        assert send(client, f"/hamlet/tasks/{meeting['id']}/post").status_code == 422
        assert (
            send(
                client, f"/hamlet/tasks/{meeting['id']}/finish", recognition.MEETING | {"held_on": "24/11/2026"}
            ).status_code
            == 200
        )
        (posting,) = client.get("/api/v1/hamlet/tasks").json()
        key = uuid4()
        first, again = (send(client, f"/hamlet/tasks/{posting['id']}/post", key=key) for _n in range(2))
        assert first.json()["ends_at"]
        assert (again.status_code, again.json()) == (200, first.json())
        assert send(client, f"/hamlet/tasks/{posting['id']}/post").status_code == 409
    assert HamletTask.objects.filter(dossier_id=done.dossier_id, done_at=None).count() == 1


def test_one_decision_for_the_list_is_drafted_once_however_often_it_is_sent(
    world: World, client: Client, sign_in
) -> None:
    done = recognition.ready_for_decision(world)
    sign_in(client, "hoa")
    with clock.at(recognition.at(7.1)):
        key = uuid4()
        first, again = (send(client, "/decisions", {"codes": [done.code]}, key) for _n in range(2))
        assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert sorted(link.result.paper for link in world.dossier(done).results.select_related("result")) == [
        "certificate_household", "decision",
    ]  # fmt: skip


def test_a_leader_signs_in_a_session_that_has_confirmed(world: World, proposed: Filed, client: Client, sign_in) -> None:
    sign_in(client, "pho")
    key = uuid4()
    answer, again = (send(client, "/signing", {"codes": [proposed.code]}, key) for _n in range(2))
    assert answer.status_code == 200, answer.content
    assert (again.status_code, again.json()) == (200, answer.json())
    assert send(client, "/signing", {"codes": [proposed.code, proposed.code]}, key).status_code == 409
    assert world.dossier(proposed).stage == "seal"
    assert send(client, "/signing", {"codes": [proposed.code]}).status_code == 409


def test_without_a_fresh_second_factor_nothing_is_signed(
    world: World, proposed: Filed, client: Client, sign_in
) -> None:
    sign_in(client, "pho")
    Account.objects.filter(pk=world.cast["pho"].pk).update(is_sample=False)
    assert send(client, "/signing", {"codes": [proposed.code]}).status_code in {302, 401, 403}
    assert world.dossier(proposed).state == "awaiting_signature"


@pytest.mark.parametrize("who", ["hoa", "lan", "mai", "xuan"])
def test_nobody_else_signs(world: World, proposed: Filed, client: Client, sign_in, who: str) -> None:
    sign_in(client, who)
    assert send(client, "/signing", {"codes": [proposed.code]}).status_code == 404


def test_numbers_are_shown_for_a_purpose(world: World, proposed: Filed, client: Client, sign_in) -> None:
    sign_in(client, "lan")
    assert send(client, f"/dossiers/{proposed.code}/reveal", {"purpose": "x"}).status_code == 422
    people = send(client, f"/dossiers/{proposed.code}/reveal", {"purpose": "đối chiếu căn cước"}).json()
    assert people[0]["details"]["id_number"] == "015168990001"
    sign_in(client, "xuan")
    assert send(client, f"/dossiers/{proposed.code}/reveal", {"purpose": "tò mò thôi mà"}).status_code == 404


def test_the_work_in_hand_is_the_reason(world: World, client: Client, sign_in) -> None:
    """Asked for only outside the open task (practice.md 21), and written down each time."""
    done = world.file("lan", sample("TS.000001"))
    number, page = str(sample("TS.000001").answers["requester"]["id_number"]), f"/ban/ho-so/{done.code}/xem/"
    sign_in(client, "lan")
    assert number in client.get(page).content.decode()
    assert Entry.objects.filter(body__contains="Đang làm: Tiếp nhận").exists()
    world.receive(done)
    assert number not in client.get(page).content.decode()
    assert client.post(page, {"purpose": ""}).status_code == 422
    sign_in(client, "hoa")
    assert number in client.get(page).content.decode()
    sign_in(client, "xuan")
    assert client.get(page).status_code == 404


def test_my_dossiers_are_mine(world: World, proposed: Filed, client: Client, sign_in) -> None:
    sign_in(client, "mai")
    assert [row["code"] for row in client.get("/api/v1/mine").json()] == [proposed.code]
    sign_in(client, "sen")
    assert client.get("/api/v1/mine").json() == []


def test_with_the_key_one_rates_once_and_complains_once_an_id(world: World, proposed: Filed) -> None:
    world.sign("pho", proposed)
    world.act("thu", proposed, "seal")
    client, at = Client(), f"/track/{proposed.code}"
    assert send(client, f"{at}/rating", {"score": 5, "key": "000000"}).status_code == 404
    assert send(client, f"{at}/rating", {"score": 5}).status_code == 404
    assert send(client, f"{at}/rating", {"score": 5, "key": proposed.key}).status_code == 200
    assert send(client, f"{at}/rating", {"score": 1, "key": proposed.key}).status_code == 409
    assert Rating.objects.get().channel == "key"
    key, words = uuid4(), {"words": "Phải đợi cả buổi sáng.", "key": proposed.key}
    assert [send(client, f"{at}/complaints", words, key).status_code for _n in range(2)] == [200, 200]
    assert Complaint.objects.count() == 1


def test_the_leaders_answer_a_complaint(world: World, proposed: Filed, client: Client, sign_in) -> None:
    words = {"words": "Phải đợi cả buổi sáng.", "key": proposed.key}
    send(Client(), f"/track/{proposed.code}/complaints", words)
    sign_in(client, "hai")
    (one,) = client.get("/api/v1/complaints").json()
    assert one["words"] == words["words"]
    assert send(client, f"/complaints/{one['id']}/answer", {"answer": "Xã xin lỗi anh chị."}).status_code == 200
    assert send(client, f"/complaints/{one['id']}/answer", {"answer": "Lần nữa."}).status_code == 409
    sign_in(client, "hoa")
    assert client.get("/api/v1/complaints").json() == []


def test_a_complaint_that_is_not_for_me_is_answered_like_one_that_is_not_there(
    world: World, proposed: Filed, client: Client, sign_in
) -> None:
    send(Client(), f"/track/{proposed.code}/complaints", {"words": "Phải đợi cả buổi sáng.", "key": proposed.key})
    sign_in(client, "hoa")  # she works on the dossier
    hidden, none = (
        send(client, f"/complaints/{id_}/answer", {"answer": "Không có gì."})
        for id_ in (Complaint.objects.get().pk, uuid4())
    )
    assert (hidden.status_code, hidden.content) == (404, none.content)
    assert Complaint.objects.get().answered_at is None


def test_an_objection_is_answered_over_the_api(world: World, client: Client, sign_in) -> None:
    done = recognition.to_the_hamlet(world)
    recognition.through_the_hamlet(world, done, recognition.OBJECTION)
    sign_in(client, "hoa")
    with clock.at(MONDAY + timedelta(days=7)):
        wrong = send(client, f"/dossiers/{done.code}/recheck", recognition.FOUND | {"outcome": "rich"})
        assert wrong.status_code == 422
        answer = send(client, f"/dossiers/{done.code}/recheck", recognition.FOUND)
        assert answer.status_code == 200
    assert world.dossier(done).stage == "posting"


def test_the_fields_of_every_action_are_in_the_document(client: Client) -> None:
    from thonso.dossiers.action_questions import FORMS

    shape = client.get("/api/v1/openapi.json").json()["components"]["schemas"]["ActionIn"]["properties"]
    for name, form in FORMS.items():
        assert {ask.name for ask in form.asks} <= set(shape), name


def test_the_public_is_told_which_papers_are_asked_for_and_until_when(world: World) -> None:
    done = file_sample(world, sample("1.004873", "supplement"))
    world.receive(done)
    before = Client().get(f"/api/v1/track/{done.code}?key={done.key}").json()
    assert before["asked"] == []
    asked = {"papers": {"previous_paper": {"why": "invalid", "note": "Không đọc được ngày cấp."}}}
    world.act("binh", done, "ask_supplement", asked)
    said = Client().get(f"/api/v1/track/{done.code}?key={done.key}").json()
    (paper,) = said["asked"]
    assert "Không đọc được ngày cấp." in paper
    assert said["act_by"] == world.dossier(done).act_by.isoformat()
