"""Complaints reach the leaders and stay hidden from whoever had a hand in the dossier."""

from uuid import uuid4

import pytest
from django.test import Client

from thonso.core.base.errors import Stale
from thonso.core.journal.models import Entry
from thonso.dossiers import access
from thonso.dossiers.models import Complaint
from thonso.dossiers.services import voice
from thonso.dossiers.tests.test_api_work import send
from thonso.dossiers.tests.world import World, sample

pytestmark = pytest.mark.django_db


def test_leaders_read_and_answer_it_once_and_the_desk_never_sees_it(world: World, client: Client, sign_in) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    complaint = voice.complain(world.dossier(done), world.actor("mai").ref, "Phải đợi cả buổi sáng ở quầy.")
    assert list(access.complaints(world.actor("lan"))) == []
    assert list(access.complaints(world.actor("hoa"))) == []
    assert list(access.complaints(world.actor("xuan"))) == []
    assert list(access.complaints(world.actor("quantri"))) == []
    sign_in(client, "trung")
    page = client.get("/ban/phan-anh/").content.decode()
    assert "Phải đợi cả buổi sáng" in page
    assert client.post(f"/ban/phan-anh/{complaint.pk}/tra-loi/", {"answer": ""}).status_code == 422
    assert (
        client.post(f"/ban/phan-anh/{complaint.pk}/tra-loi/", {"answer": "Đã nhắc nhở và xin lỗi."}).status_code == 302
    )
    complaint.refresh_from_db()
    assert voice.answer_of(complaint) == "Đã nhắc nhở và xin lỗi."
    with pytest.raises(Stale):
        voice.answer(world.actor("hai"), complaint, "Lần nữa")


def test_a_denunciation_is_referred_and_its_words_are_kept_nowhere(world: World, client: Client, sign_in) -> None:
    done = world.file("lan", sample("TS.000001"))
    complaint = voice.complain(world.dossier(done), world.actor("mai").ref, "Ông Tả đòi tôi hai triệu.")
    sign_in(client, "lan")  # no reader of it refers it away
    refer = f"/ban/phan-anh/{complaint.pk}/tra-loi/"
    assert client.post(refer, {"denunciation": "1"}).status_code == 404
    sign_in(client, "trung")
    assert client.post(refer, {"denunciation": "1"}).status_code == 302
    page = client.get("/ban/phan-anh/").content.decode()
    assert "hai triệu" not in page
    assert "tiếp công dân" in page
    complaint.refresh_from_db()
    assert "hai triệu" not in voice.words_of(complaint)
    assert "nơi tiếp công dân" in voice.answer_of(complaint), "whoever wrote it reads where to turn"
    assert Entry.objects.filter(verb="complaint.referred").count() == 1
    assert client.post(refer, {"denunciation": "1"}).status_code == 409


def test_a_leader_who_acted_in_the_dossier_does_not_see_it(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.act("lan", done, "propose_refusal", {"reason": "Không thuộc thẩm quyền của xã.", "basis": "Điều 5"})
    world.act("trung", done, "approve_refusal")
    voice.complain(world.dossier(done), world.actor("mai").ref, "Không đồng ý với lý do từ chối.")
    assert list(access.complaints(world.actor("trung"))) == []
    assert len(access.complaints(world.actor("hai"))) == 1


def test_over_the_api_a_second_complaint_under_the_same_key_is_refused_and_not_lost(world: World) -> None:
    done, key = world.file("lan", sample("TS.000001")), uuid4()
    at, words = f"/track/{done.code}/complaints", {"words": "Phải đợi cả buổi sáng.", "key": done.key}
    assert [send(Client(), at, words, key).status_code for _n in range(2)] == [200, 200]
    assert send(Client(), at, words | {"words": "Một chuyện hoàn toàn khác."}, key).status_code == 409
    assert send(Client(), at, words | {"words": "Một chuyện hoàn toàn khác."}).status_code == 200
    kept = [voice.words_of(one) for one in Complaint.objects.order_by("at", "pk")]
    assert kept == ["Phải đợi cả buổi sáng.", "Một chuyện hoàn toàn khác."]


def test_the_same_key_on_another_dossier_is_another_complaint_or_refused(world: World, client: Client, sign_in) -> None:
    """Whoever only holds the key of a dossier is another person at the next one; an account is the same everywhere."""
    key, filed = uuid4(), [world.file("lan", sample("TS.000001")) for _n in range(2)]
    words = {"words": "Phải đợi cả buổi sáng."}
    keys = [{**words, "key": done.key} for done in filed]
    at = [f"/track/{done.code}/complaints" for done in filed]
    assert [send(Client(), path, body, key).status_code for path, body in zip(at, keys, strict=True)] == [200, 200]
    sign_in(client, "mai")
    assert [send(client, path, words, key).status_code for path in at] == [200, 409]


@pytest.mark.parametrize(
    ("who", "words"),
    [("lan", "Phản ánh do lãnh đạo đọc"), ("hoa", "Phản ánh do lãnh đạo đọc"), ("trung", "anh chị được đọc")],
)
def test_an_empty_page_does_not_say_that_there_are_none(
    world: World, client: Client, sign_in, who: str, words: str
) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    if who != "trung":
        voice.complain(world.dossier(done), world.actor("mai").ref, "Phải đợi cả buổi sáng ở quầy.")
    sign_in(client, who)
    page = client.get("/ban/phan-anh/").content.decode()
    assert words in page
    assert "Chưa có phản ánh" not in page
