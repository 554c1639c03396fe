"""Complaints reach the leaders and stay hidden from whoever had a hand in the dossier."""

import pytest
from django.test import Client

from thonso.core.base.errors import Stale
from thonso.dossiers import access
from thonso.dossiers.services import voice
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


def test_a_leader_who_acted_in_the_dossier_does_not_see_it(world: World) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.act("lan", done, "propose_refusal", {"reason": "Không thuộc thẩm quyền của xã."})
    world.act("trung", done, "approve_refusal")
    voice.complain(world.dossier(done), world.actor("mai").ref, "Không đồng ý với lý do từ chối.")
    assert list(access.complaints(world.actor("trung"))) == []
    assert len(access.complaints(world.actor("hai"))) == 1
