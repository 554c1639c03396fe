"""The life of a document over the API: brought, registered, presented, instructed, done; each call once, nobody's without
a part in it."""

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client

from tests.api.made import bearer, post_json
from thonso.core.files.tests.making import pdf
from thonso.core.journal.models import Entry
from thonso.documents.models import DocumentTask, Incoming, Instruction
from thonso.documents.tests import calling
from thonso.documents.tests.calling import DOCUMENTS, ENTRY, act, brought, listed, on_paper, one, registered
from thonso.dossiers.tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WORDS = "Giao đồng chí Bình chủ trì, tham mưu văn bản trả lời."
As = Callable[..., Client]


@pytest.fixture
def as_(world: World) -> As:
    """A program with the rights of somebody, or with some of them."""

    def as_(who: str, *scopes: str) -> Client:
        return bearer(world, who, *scopes)

    return as_


def instructed(world: World, id_: UUID, lead: str = "binh", **more: object) -> DocumentTask:
    act(bearer(world, "hai"), id_, "instruct", words=WORDS, lead=str(world.cast[lead].pk), due_on="2026-12-01", **more)
    return DocumentTask.objects.get(incoming=id_, account=world.cast[lead], state="open")


def do(client: Client, task: DocumentTask, what: str, status: int = 200, **body: str) -> None:
    answer = post_json(client, f"{DOCUMENTS}/tasks/{task.pk}/{what}", body)
    assert answer.status_code == status, answer.content


def test_the_whole_life_of_a_document(as_: As, world: World) -> None:
    thu, hai, binh = as_("thu"), as_("hai"), as_("binh")
    id_ = brought(thu)
    assert [line["id"] for line in listed(thu, queue="waiting")["items"]] == [str(id_)]
    assert one(thu, id_)["actions"] == ["register", "send_back", "throw_away"]
    assert one(thu, id_)["illegible"]
    assert set(act(thu, id_, "register", 422, **ENTRY).json()["errors"]) == {"looked"}
    done = act(thu, id_, "register", **ENTRY, looked=True).json()
    assert done == {"id": str(id_), "state": "registered", "number": 1, "year": 2026}
    shown = one(thu, id_)
    assert (shown["code"], shown["dated"], shown["urgency"]) == ("123/SNV-CCHC", "2026-11-20", 1)
    assert {"present", "send_back", "withdraw"} == set(shown["actions"])
    leader = next(person for person in shown["leaders"] if person["id"] == str(world.cast["hai"].pk))
    act(thu, id_, "present", leader=leader["id"])
    assert [line["id"] for line in listed(hai, queue="before_me")["items"]] == [str(id_)]
    shown = one(hai, id_)
    assert shown["actions"] == ["instruct"]
    assert str(world.cast["binh"].pk) in {person["id"] for person in shown["colleagues"]}
    act(
        hai, id_, "instruct", words=WORDS, lead=str(world.cast["binh"].pk), helpers=[str(world.cast["hoa"].pk)],
        due_on="2026-12-01", seen="",
    )  # fmt: skip
    own = listed(binh, queue="mine")["items"][0]["task"]
    assert (own["part"], own["due_on"], own["seen_at"]) == ("lead", "2026-12-01", None)
    shown = one(binh, id_)
    assert shown["instructions"][0]["words"] == WORDS
    mine = next(task for task in shown["tasks"] if task["id"] == own["id"])
    assert mine["seen_at"] is not None
    assert mine["acts"] == ["finish", "opine", "give_back", "pass_on"]
    assert [task["acts"] for task in shown["tasks"] if task != mine] == [[]]
    helping = DocumentTask.objects.get(account=world.cast["hoa"])
    do(as_("hoa"), helping, "opine", words="Đã gửi số liệu")
    do(binh, DocumentTask.objects.get(pk=own["id"]), "finish", words="Đã trả lời bằng công văn 15/UBND-VP")
    shown = one(thu, id_)
    assert shown["state"] == "done"
    assert [step["act"] for step in shown["steps"]] == ["present", "instruct", "see", "opine", "finish"]
    assert listed(thu, state="done")["items"][0]["id"] == str(id_)
    assert listed(thu, state="registered")["items"] == []


def test_given_back_and_passed_on(as_: As, world: World) -> None:
    id_ = registered(as_("thu"))
    do(as_("binh"), instructed(world, id_), "give_back", why="Thuộc lĩnh vực kinh tế")
    assert one(as_("hai"), id_)["state"] == "registered"
    task = instructed(world, id_)
    do(as_("binh"), task, "pass_on", 422, why="Nghỉ phép")
    do(as_("binh"), task, "pass_on", 422, why="Nghỉ phép", to=str(world.cast["mai"].pk))
    do(as_("binh"), task, "pass_on", why="Nghỉ phép", to=str(world.cast["hoa"].pk))
    assert DocumentTask.objects.get(account=world.cast["hoa"], state="open").due_on == date(2026, 12, 1)
    do(as_("binh"), task, "finish", 409, words="Xong")


def test_the_same_key_gives_the_same_answer_and_another_body_none(as_: As, world: World) -> None:
    thu, key = as_("thu"), uuid4()
    id_ = on_paper(thu)
    first = act(thu, id_, "register", key=key, **ENTRY)
    again = act(thu, id_, "register", key=key, **ENTRY)
    assert again.json() == first.json()
    assert again.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    act(thu, id_, "register", 409, key=key, **ENTRY | {"copies": 2})
    act(thu, id_, "register", 409, **ENTRY)
    task, path = instructed(world, id_), f"{DOCUMENTS}/tasks/"
    body, binh = {"words": "Đã gửi"}, as_("binh")
    first, again = (post_json(binh, f"{path}{task.pk}/opine", body, key) for _each in range(2))
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Incoming.objects.get(pk=id_).steps.filter(act="opine").count() == 1
    assert post_json(binh, f"{path}{task.pk}/opine", {"words": "Khác"}, key).status_code == 409
    assert post_json(binh, f"{path}{task.pk}/opine", body, False).status_code == 422


def test_what_was_thrown_away_is_told_again_too(as_: As) -> None:
    thu, key = as_("thu"), uuid4()
    id_ = brought(thu)
    first, again = (act(thu, id_, "throw_away", key=key) for _each in range(2))
    assert first.json() == again.json() == {"id": str(id_), "state": "thrown_away", "number": None, "year": None}
    assert again.headers["Idempotent-Replayed"] == "true"
    act(thu, id_, "throw_away", 404)
    assert not Incoming.objects.exists()


def test_what_is_wrong_is_told_by_field(as_: As, world: World) -> None:
    thu = as_("thu")
    id_ = on_paper(thu)
    errors = act(thu, id_, "register", 422, dated="2027-01-01", urgency=9, copies=0).json()["errors"]
    assert {"sender", "subject", "dated", "urgency", "copies"} == set(errors)
    act(thu, id_, "register", 422, **ENTRY | {"subject": "x" * 501})
    act(thu, id_, "send_back", 422, reason="x")
    act(thu, id_, "present", 409, leader=str(world.cast["hai"].pk))
    act(thu, id_, "register", **ENTRY)
    act(thu, id_, "present", 422, leader=str(world.cast["binh"].pk))
    errors = act(as_("hai"), id_, "instruct", 422, due_on="2026-11-01").json()["errors"]
    assert {"words", "lead", "due_on"} == set(errors)
    twin = on_paper(thu)
    assert "code" in act(thu, twin, "register", 422, **ENTRY).json()["errors"]
    assert act(thu, twin, "register", **ENTRY, sure=True).json()["number"] == 2
    act(thu, twin, "send_back", reason="Gửi nhầm nơi nhận")
    assert one(thu, twin)["reason"] == "Gửi nhầm nơi nhận"
    act(thu, twin, "send_back", 409, reason="Gửi nhầm nơi nhận")
    act(thu, twin, "burn", 404)


def test_a_secret_found_late_is_taken_out_for_good(as_: As, world: World) -> None:
    thu = as_("thu")
    id_ = registered(thu)
    assert set(act(thu, id_, "withdraw", 422).json()["errors"]) == {"secret"}
    assert act(thu, id_, "withdraw", secret=True).json()["state"] == "withdrawn"
    shown = one(thu, id_)
    assert (shown["subject"], shown["code"], shown["number"]) == ("", "", 1)
    act(thu, id_, "withdraw", 409, secret=True)
    act(as_("binh"), id_, "withdraw", 404, secret=True)


def test_a_leader_may_have_it_only_known_and_kept(as_: As, world: World) -> None:
    id_, hai = registered(as_("thu")), as_("hai")
    informed = [str(world.cast["lan"].pk)]
    assert act(hai, id_, "instruct", words="Biết, lưu", file=True, informed=informed).json()["state"] == "done"


def test_an_instruction_written_on_an_old_look_is_told_so(as_: As, world: World) -> None:
    id_ = registered(as_("thu"))
    instructed(world, id_)
    lead = str(world.cast["hoa"].pk)
    act(as_("hai"), id_, "instruct", 409, words="Khác", lead=lead, seen="")
    act(as_("hai"), id_, "instruct", words="Khác", lead=lead, seen=str(Instruction.objects.get().pk))


def test_strangers_find_nothing_and_do_nothing(as_: As, world: World) -> None:
    thu = as_("thu")
    id_, waiting = registered(thu), on_paper(thu)
    task = instructed(world, id_)
    for who in ("hoa", "lan", "quantri", "xuan", "mai", "tu"):
        client = as_(who)
        one(client, id_, 404)
        assert client.get(f"{DOCUMENTS}/{id_}/file.pdf").status_code == 404
        act(client, waiting, "register", 404, **ENTRY)
        act(client, id_, "instruct", 404, words=WORDS, lead=str(world.cast["hoa"].pk))
        do(client, task, "finish", 404, words="Xong")
        assert calling.put(client, uuid4(), pdf()).status_code == 404
        assert client.get(DOCUMENTS).status_code == 404
        assert client.get(f"{DOCUMENTS}/register.csv").status_code == 404
        for queue in ("waiting", "mine", "before_me"):
            assert listed(client, queue=queue)["items"] == [], (who, queue)
    one(as_("binh"), id_)
    act(as_("binh"), id_, "send_back", 404, reason="Không phải của tôi")
    one(as_("binh"), waiting, 404)
    do(thu, task, "finish", 404, words="Xong")
    assert Client().get(DOCUMENTS).status_code == 401


def test_a_narrow_token_does_what_it_was_given(as_: As, world: World) -> None:
    id_ = registered(as_("thu"))
    reads = as_("thu", "incoming.read")
    assert listed(reads)["items"][0]["id"] == str(id_)
    assert one(reads, id_)["actions"] == []
    act(reads, id_, "present", 404, leader=str(world.cast["hai"].pk))
    assert calling.put(reads, uuid4(), pdf()).status_code == 404
    one(as_("thu", "dossier.read"), id_, 404)
    instructed(world, id_)
    one(as_("binh", "incoming.read"), id_)
    assert DocumentTask.objects.get(account=world.cast["binh"]).seen_at is None


def test_reading_is_journalled_as_on_the_page(as_: As) -> None:
    thu = as_("thu")
    id_ = brought(thu)
    one(thu, id_)
    file = thu.get(f"{DOCUMENTS}/{id_}/file.pdf")
    assert b"".join(file.streaming_content)[:5] == b"%PDF-"  # type: ignore[attr-defined]
    assert file.headers["Content-Type"] == "application/pdf"
    assert list(Entry.objects.order_by("seq").values_list("verb", flat=True))[-2:] == ["incoming.opened", "upload.read"]
    assert thu.get(f"{DOCUMENTS}/{on_paper(thu)}/file.pdf").status_code == 404
