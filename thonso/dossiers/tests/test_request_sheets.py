"""The sheet to sign, for every procedure that prints one: it can be read aloud, says what each figure is, and has a place
for everybody who signs."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from thonso.dossiers.tests.world import CODES, World, sample

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
# Confirmed at the desk itself, or signed before whoever certifies: nothing is printed to be signed.
WITHOUT = {"1.002211", "2.000815", "2.000884", "2.000908", "2.001019"}


def sheet(world: World, client: Client, sign_in: Any, code: str, **more: Any) -> str:
    done = world.file("lan", sample(code), channel="desk", **more)
    sign_in(client, "lan")
    answer = client.get(f"/ban/ho-so/{done.code}/in-de-ky/")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).split('<section class="official', 1)[1].split("</section>")[0]


@pytest.mark.parametrize("code", sorted(set(CODES) - WITHOUT))
def test_no_sheet_asks_a_question_or_shows_a_bare_number(world: World, client: Client, sign_in: Any, code: str) -> None:
    shown = sheet(world, client, sign_in, code)
    said = re.sub(r"<[^>]+>", " ", shown.split("Kính gửi")[1])
    assert "?" not in said
    assert "anh chị" not in said.lower()
    assert ": –" not in said
    assert ", Tỉnh " not in said
    lines = re.findall(r"<p>(?:(?!</p>).)*</p>", shown, re.DOTALL)
    assert not [one for one in lines if re.search(r"(?<!cá nhân )\b0\d{11}\b", one)]
    assert shown.count("official__name") == (2 if code == "1.000894" else 1)
    assert "Bát Xát, ngày" in said


def test_both_sign_a_marriage(world: World, client: Client, sign_in: Any) -> None:
    shown = sheet(world, client, sign_in, "1.000894")
    for part, name in (("Bên nữ", "Tẩn Mùi Pham"), ("Bên nam", "Phàn Văn Sơn")):
        assert re.search(rf"<b>{part}</b>.*?official__name\">{name}<", shown, re.DOTALL)
    assert "Hai bên tự nguyện kết hôn" in shown
    assert "Họ và tên: <b>Tẩn Mùi Pham, sinh ngày 09/01/2001</b>" in shown


def test_what_is_promised_is_what_the_form_had_promised(world: World, client: Client, sign_in: Any) -> None:
    shown = sheet(world, client, sign_in, "1.004884")
    assert "không còn bản chính Giấy khai sinh, đã nộp đủ các giấy tờ mình có" in shown
    assert "<b>Người khai</b>" in shown
    assert "sinh năm 1955, nam, số định danh cá nhân 015055990010" in shown


def test_what_was_left_open_is_named_once_a_part(world: World, client: Client, sign_in: Any) -> None:
    shown = sheet(world, client, sign_in, "1.004884")
    assert "Không khai: Cha; Dân tộc của cha." in shown
    assert shown.count("Không khai:") == 3
    assert "Nơi cư trú của người yêu cầu: <b>Thôn Suối Chải, xã Bát Xát, tỉnh Lào Cai</b>" in shown


def test_a_notice_is_signed_by_who_gives_notice_under_the_code(world: World, client: Client, sign_in: Any) -> None:
    shown = sheet(world, client, sign_in, "1.001266")
    assert "<b>Người thông báo</b>" in shown
    assert f"Mã hồ sơ: {world.dossier(world.filed[-1]).code}" in shown


def test_who_has_no_number_is_known_by_something_else(world: World, client: Client, sign_in: Any) -> None:
    person = {**sample("2.002516").answers["requester"], "known_by": "con ông Phàn Láo Sì, thôn Suối Chải"}
    del person["id_number"]
    shown = sheet(world, client, sign_in, "2.002516", requester=person)
    assert "chưa có số định danh cá nhân, nhận biết qua: con ông Phàn Láo Sì, thôn Suối Chải" in shown
