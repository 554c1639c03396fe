"""Form 07: what was received, in the order of reception, on the page, as a spreadsheet and on paper."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from thonso.core.base import clock
from thonso.core.journal.models import Entry
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import MONDAY, World, sample
from thonso.insight import register as book
from thonso.insight.rules.periods import Span

pytestmark = pytest.mark.django_db
DAY = {"tu": "23/11/2026", "den": "23/11/2026"}
SPAN = Span(MONDAY.date(), MONDAY.date())


@pytest.fixture
def received(world: World) -> World:
    """Two received on Monday in the order opposite to their filing, the second one withdrawn; one not received."""
    with clock.at(MONDAY):
        first, second = world.file("lan", sample("TS.000001")), world.file("lan", sample("1.001193"))
        world.file("lan", sample("TS.000001"))
    with clock.at(MONDAY + timedelta(minutes=10)):
        world.check_all("lan", second)
        world.act("lan", second, "receive", {"official_code": "H38.12.3-261123-0042"})
    with clock.at(MONDAY + timedelta(minutes=20)):
        world.receive(first)
        world.act("lan", second, "withdraw", {"reason": "Không cần nữa.", "asked_by": "spoken"})
    return world


def test_it_stands_in_the_order_of_reception(
    received: World, client: Client, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    found = book.entries(book.lives(received.units.commune, SPAN))
    assert [(one.order, one.code[:7]) for one in found] == [(1, "H38.12."), (2, "TS-2611")]
    assert found[0].note == "Người dân rút ngày 23/11"
    assert found[0].solved_on is None
    assert (found[1].contact, found[1].due_on is not None) == ("Thôn Suối Chải", True)
    sign_in(client, "lan")
    client.get("/ban/bao-cao/ky/so/", DAY)
    with django_assert_max_num_queries(12):
        page = client.get("/ban/bao-cao/ky/so/", DAY).content.decode()
    assert "2 hồ sơ đã tiếp nhận" in page
    assert page.index("H38.12.3-261123-0042") < page.index(found[1].code)


def test_what_is_taken_away_is_journalled_and_no_name_becomes_a_formula(
    received: World, client: Client, sign_in: Any
) -> None:
    Dossier.objects.filter(official_code="").update(subject_name='=HYPERLINK("http://x","Mai")')
    sign_in(client, "trung")
    sheet = load_workbook(io.BytesIO(client.get("/ban/bao-cao/ky/so.xlsx", DAY).content)).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value and str(cell.value).startswith("=")]
    assert [cell.data_type for cell in cells] == ["s"]
    paper = client.get("/ban/bao-cao/ky/so.pdf", DAY)
    text = text_of(paper.content)
    for words in ("SỔ THEO DÕI HỒ SƠ", "Ngày 23/11/2026", "Tổng số trong kỳ: 2 hồ sơ", "GIÁM ĐỐC", "H38.12.3"):
        assert words in text
    assert "0912" not in text, "no telephone number leaves the house"
    entries = Entry.objects.filter(verb="register.exported")
    assert entries.count() == 2


def test_too_many_for_one_print_are_refused_with_what_to_do(
    received: World, client: Client, sign_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(book, "MOST_ON_PAPER", 1)
    sign_in(client, "lan")
    answer = client.get("/ban/bao-cao/ky/so.pdf", DAY)
    assert answer.status_code == 422
    assert "tải bảng Excel" in answer.content.decode()
    assert "mẫu 07" not in client.get("/ban/bao-cao/ky/so/", DAY).content.decode()
    assert client.get("/ban/bao-cao/ky/so.xlsx", DAY).status_code == 200


def test_the_province_and_who_does_not_keep_it_have_no_register(received: World, client: Client, sign_in: Any) -> None:
    for who in ("tinh", "binh", "mai", "quantri"):
        sign_in(client, who)
        for address in ("/ban/bao-cao/ky/so/", "/ban/bao-cao/ky/so.xlsx", "/ban/bao-cao/ky/so.pdf"):
            assert client.get(address, DAY).status_code == 404
    sign_in(client, "xuan")
    page = client.get("/ban/bao-cao/ky/so/", DAY).content.decode()
    assert Dossier.objects.first().subject_name not in page
