"""The helper's first pages: whom she helps, and what she wrote of her from the card."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from thonso.core.base import clock
from thonso.core.web.words import spaced
from thonso.dossiers.models import AssistSession, Dossier
from thonso.dossiers.services import assist
from thonso.dossiers.tests.world import MAI_ID, MONDAY, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
KNOWN = {"name": "Lý Thị Mai", "id_number": MAI_ID, "birth": "12/5/1968", "consent": "spoken"}
UNKNOWN = {**KNOWN, "id_number": "015168990099"}
BEGIN, CHOOSE = "/thon/giup/", "/thon/giup/chon/"


@pytest.fixture
def helper(client: Client, world: World, sign_in: Any) -> Client:
    sign_in(client, "tu")
    return client


def page(client: Client, path: str) -> str:
    return client.get(path).content.decode()


@pytest.mark.parametrize("typed", [KNOWN, UNKNOWN])
def test_the_number_is_shown_to_be_compared_whatever_the_register_knows(helper: Client, typed: dict[str, str]) -> None:
    helper.post(BEGIN, typed)
    text = page(helper, CHOOSE)
    assert "đối chiếu lại số trên thẻ" in text
    assert spaced(typed["id_number"], 3) in text


def test_a_wrong_number_is_corrected_with_nothing_typed_again(helper: Client) -> None:
    helper.post(BEGIN, UNKNOWN)
    text = page(helper, BEGIN + "?sua")
    for value in ("Lý Thị Mai", UNKNOWN["id_number"], "12/05/1968"):
        assert f'value="{value}"' in text
    assert helper.post(BEGIN + "?sua", KNOWN)["Location"] == CHOOSE
    now = AssistSession.objects.get(ended_at=None)
    assert assist.details_of(now)["id_number"] == MAI_ID
    assert AssistSession.objects.exclude(ended_at=None).count() == 1, "the first one is over"


def test_a_mistake_in_the_correction_leaves_the_session_as_it_is(helper: Client) -> None:
    helper.post(BEGIN, UNKNOWN)
    assert helper.post(BEGIN + "?sua", {**KNOWN, "id_number": "123"}).status_code == 422
    assert assist.details_of(AssistSession.objects.get(ended_at=None))["id_number"] == UNKNOWN["id_number"]


def test_once_a_form_was_begun_the_number_stays_as_it_is(helper: Client) -> None:
    helper.post(BEGIN, KNOWN)
    helper.post(reverse("dossiers:start", args=["TS.000001"]), {"representation": "self"})
    assert "đối chiếu lại" not in page(helper, CHOOSE)
    assert 'name="id_number"' not in page(helper, BEGIN + "?sua")
    helper.post(BEGIN + "?sua", UNKNOWN)
    assert assist.details_of(AssistSession.objects.get(ended_at=None))["id_number"] == MAI_ID


@pytest.mark.parametrize("phone", ["0912 345 67", "123", "Chị Sao"])
def test_a_wrong_phone_is_told_and_not_dropped(helper: Client, phone: str) -> None:
    answer = helper.post(BEGIN, {**KNOWN, "phone": phone})
    assert answer.status_code == 422
    assert "Số điện thoại có 10 chữ số" in answer.content.decode()
    assert not AssistSession.objects.exists()


def test_a_phone_is_kept_as_the_form_keeps_it(helper: Client) -> None:
    helper.post(BEGIN, {**KNOWN, "phone": "+84 912.345.678"})
    assert assist.details_of(AssistSession.objects.get())["phone"] == "0912345678"


def test_mistakes_stand_in_the_order_of_the_boxes(helper: Client) -> None:
    wrong = {"id_number": "123", "birth": "hôm qua", "phone": "1"}
    text = page_of(helper.post(BEGIN, wrong))
    places = [text.index(f'href="#f-{box}"') for box in ("name", "id_number", "birth", "phone", "consent")]
    assert places == sorted(places)


def page_of(answer: Any) -> str:
    found: str = answer.content.decode()
    return found


def test_without_a_number_the_forms_that_need_it_say_so(helper: Client) -> None:
    helper.post(BEGIN, {"name": "Lý Thị Mai", "consent": "spoken"})
    assert "Cần số định danh" in page(helper, CHOOSE)
    helper.post("/thon/giup/ket-thuc/", {"sure": "1"})
    helper.post(BEGIN, KNOWN)
    assert "Cần số định danh" not in page(helper, CHOOSE)


def test_what_was_just_filed_stands_in_the_open_by_its_code(helper: Client, world: World) -> None:
    done = world.file_from_afar(
        world.helping("tu", "Lý Thị Mai", id_number=MAI_ID), sample("TS.000001"), channel="assisted"
    )
    helper.post(reverse("dossiers:helper_end"), {"sure": "1"})
    after = page(helper, "/thon/")
    assert done.code in after
    assert "Lý Thị Mai" not in after
    assert "Nộp trong bảy ngày qua" in after
    assert "Hồ sơ khác" not in after
    with clock.at(MONDAY + timedelta(days=30)):
        assert "Hồ sơ khác (1)" in page(helper, "/thon/")


def test_another_helper_is_told_nothing_of_them(client: Client, world: World, sign_in: Any) -> None:
    done = world.file_from_afar(
        world.helping("tu", "Lý Thị Mai", id_number=MAI_ID), sample("TS.000001"), channel="assisted"
    )
    sign_in(client, "dung")
    text = page(client, "/thon/")
    assert done.code not in text
    assert "Lý Thị Mai" not in text


@pytest.mark.parametrize("typed", ["Vàng 😀 123", "12345", "Lý Thị Mai " * 14, "x😀", " "])
def test_what_is_no_name_is_said_beside_its_box_and_nothing_typed_is_lost(helper: Client, typed: str) -> None:
    answer = helper.post(BEGIN, {**KNOWN, "name": typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="f-name-error"' in text
    for kept in (MAI_ID, "12/5/1968"):
        assert f'value="{kept}"' in text
    assert typed.strip() in text
    assert not AssistSession.objects.exists()


def test_another_box_that_is_far_too_long_is_said_beside_it(helper: Client) -> None:
    answer = helper.post(BEGIN, {**KNOWN, "phone": "0" * 300})
    assert answer.status_code == 422
    assert 'id="f-phone-error"' in answer.content.decode()
    assert 'value="Lý Thị Mai"' in answer.content.decode()


def test_what_she_files_most_stands_first_and_what_needs_an_hour_at_the_desk_last(helper: Client, world: World) -> None:
    def order() -> list[str]:
        helper.post(BEGIN, KNOWN)
        found = re.findall(r"/thu-tuc/([^/]+)/nop/", page(helper, CHOOSE))
        helper.post(reverse("dossiers:helper_end"), {"sure": "1"})
        return found

    before, by_hour = order(), {"2.000815", "2.000884", "2.001019"}
    assert set(before[-3:]) == by_hour
    often = before[-4]
    for _n in range(2):
        world.file_from_afar(
            world.helping("tu", "Lý Thị Mai", id_number=MAI_ID), sample("TS.000001"), channel="assisted"
        )
        helper.post(reverse("dossiers:helper_end"), {"sure": "1"})
    Dossier.objects.update(procedure_code=often)
    assert order() == [often, *before[:-4], *before[-3:]]
