"""The end of an assisted session: what was begun and not sent is asked about first, and the end is said."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.dossiers.models import AssistSession, Draft
from thonso.dossiers.tests.world import MAI_ID, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
END = "/thon/giup/ket-thuc/"


@pytest.fixture
def helper(client: Client, world: World, sign_in: Any) -> Client:
    sign_in(client, "tu")
    client.post("/thon/giup/", {"name": "Lý Thị Mai", "id_number": MAI_ID, "consent": "spoken"})
    return client


def begin(helper: Client) -> None:
    helper.post(reverse("dossiers:start", args=["TS.000001"]), {"representation": "self"})


def is_open() -> bool:
    return AssistSession.objects.filter(ended_at=None).exists()


def test_with_nothing_begun_it_ends_at_once_and_says_so(helper: Client) -> None:
    page = helper.post(END, follow=True).content.decode()
    assert not is_open()
    assert "Phiên giúp đã kết thúc" in page
    assert "Lý Thị Mai" not in page


def test_a_form_that_was_not_sent_is_named_and_the_session_goes_on(helper: Client) -> None:
    begin(helper)
    page = helper.post(END, follow=True).content.decode()
    assert is_open()
    for words in ("chưa gửi", "Xác nhận thuộc hộ nghèo", "Bỏ đơn và kết thúc", "Giúp tiếp"):
        assert words in page
    assert Draft.objects.count() == 1


def test_whoever_is_sure_ends_it_and_the_form_is_gone(helper: Client) -> None:
    begin(helper)
    page = helper.post(END, {"sure": "1"}, follow=True).content.decode()
    assert not is_open()
    assert not Draft.objects.exists()
    assert "Phiên giúp đã kết thúc" in page


def test_it_is_asked_from_another_phone_too(helper: Client, sign_in: Any) -> None:
    begin(helper)
    other = Client()
    sign_in(other, "tu")
    assert "chưa gửi" in other.post(END, follow=True).content.decode()
    assert is_open()
    other.post(END, {"sure": "1"})
    assert not is_open()


def test_looking_at_the_question_ends_nothing(helper: Client) -> None:
    assert "không còn đơn nào dở" in helper.get(END).content.decode()
    assert is_open()


def test_with_no_session_there_is_nothing_to_end(client: Client, world: World, sign_in: Any) -> None:
    sign_in(client, "tu")
    assert client.get(END)["Location"] == "/thon/"
    assert "đã kết thúc" not in client.post(END, follow=True).content.decode()
