"""The administrator compares what was read of a national procedure with its source: confirms, mends, and it shows."""

import html
import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from tests.cast import Units
from thonso.core.access.models import Account
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.core.units.models import Unit
from thonso.procedures.models import NationalProcedure, NationalReview
from thonso.procedures.national import legal, papers, ways
from thonso.procedures.national.reviewing import last_review
from thonso.procedures.tests.test_national_import import record

pytestmark = pytest.mark.django_db
LIST, CODE = "/quan-tri/thu-tuc/quoc-gia/", "1.001766"
PAGE, PUBLIC = f"{LIST}{CODE}/", f"/thu-tuc/quoc-gia/{CODE}/"
DOUBTED = f"{ways.HEAD}Trực tiếp3Miễn phí"


@pytest.fixture
def admin(sign_in: Callable[..., Account], offered: Units, bring: Any) -> Client:
    bring(record(cach_thuc_thuc_hien=DOUBTED), record("1.000014"))
    browser = Client()
    sign_in(browser, "quantri")
    return browser


def row() -> NationalProcedure:
    return NationalProcedure.objects.get(code=CODE)


def send(client: Client, section: str, status: int = 302, **more: str) -> str:
    seen = last_review(Unit.objects.get(code="02683").pk, row(), section)
    body = {"transaction_id": str(uuid4()), "mark": row().marks[section], "seen": seen} | more
    response = client.post(f"{PAGE}{section}/", body)
    assert response.status_code == status
    return str(response.content.decode())


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.content.decode())


def test_source_and_reading_stand_side_by_side_section_by_section(admin: Client) -> None:
    page = text(admin, PAGE)
    for words in ("Cổng ghi", "Phần mềm đọc là", DOUBTED, "thời gian giải quyết", "60/2014/QH13", "KQ.G15.000056"):
        assert words in page
    form = text(admin, f"{PAGE}ways/")
    assert 'name="time-0"' in form
    assert 'name="channels-2"' in form, "two empty rows to add"


def test_of_two_who_mend_the_same_part_the_second_is_told_and_nothing_is_lost(admin: Client) -> None:
    mend = {"channels-0": "Trực tiếp", "time-0": "3 ngày", "fee-0": "Miễn phí"}
    send(admin, "ways", **mend)
    told = html.unescape(send(admin, "ways", 422, **mend | {"fee-0": "10.000 đồng", "seen": ""}))
    assert "Có người khác vừa lưu phần này" in told
    assert 'value="10.000 đồng"' in told
    assert NationalReview.objects.count() == 1
    now = re.search(r'name="seen" value="([\w-]+)"', told)
    assert now
    send(admin, "ways", **mend | {"fee-0": "10.000 đồng", "seen": now[1]})
    assert NationalReview.objects.count() == 2


def test_a_mended_cell_is_shown_to_villagers_and_the_source_stays(admin: Client, client: Client) -> None:
    assert "cần xác minh" in text(client, PUBLIC)
    before = row().source
    cells = {"channels-0": "Trực tiếp", "time-0": "3 Ngày làm việc", "fee-0": "Miễn phí", "note-0": ""}
    send(admin, "ways", **cells)
    (made,) = NationalReview.objects.all()
    assert made.rows == [{"channels": "Trực tiếp", "time": "3 Ngày làm việc", "fee": "Miễn phí", "note": ""}]
    assert row().source == before
    page = text(client, PUBLIC)
    assert "3 Ngày làm việc" in page
    assert "phần mềm có thể đọc chưa đúng" not in page
    entry = Entry.objects.get(verb="procedure.compared")
    assert body_of(entry)["facts"]["section"] == "ways"
    assert "đã sửa" in text(admin, PAGE)


def test_the_same_form_sent_twice_makes_one_row(admin: Client) -> None:
    same = {"as_read": "1", "transaction_id": str(uuid4()), "seen": ""}
    send(admin, "ways", **same)
    send(admin, "ways", **same)
    (made,) = NationalReview.objects.all()
    assert made.rows is None


def test_it_lapses_when_the_source_changes_and_not_when_something_else_does(
    admin: Client, client: Client, bring: Any
) -> None:
    send(admin, "ways", as_read="1")
    bring(record(cach_thuc_thuc_hien=DOUBTED, ten_thu_tuc="Tên mới"))
    assert "nguồn đã đổi" not in text(admin, PAGE)
    assert "phần mềm có thể đọc chưa đúng" not in text(client, PUBLIC)
    bring(record(cach_thuc_thuc_hien=f"{ways.HEAD}Trực tiếp4Miễn phí"))
    page = text(admin, PAGE)
    assert "nguồn đã đổi" in page
    assert "nay không còn tính nữa" in page
    assert "phần mềm có thể đọc chưa đúng" in text(client, PUBLIC)
    assert CODE in text(admin, f"{LIST}?tt=nguon-doi")


def test_a_page_opened_before_the_source_changed_is_refused_with_what_was_typed(admin: Client, bring: Any) -> None:
    mark = row().marks["ways"]
    bring(record(cach_thuc_thuc_hien=f"{ways.HEAD}Trực tiếp4Miễn phí"))
    page = send(admin, "ways", 422, mark=mark, **{"channels-0": "Trực tiếp", "time-0": "ba ngày"})
    assert "Nguồn đã đổi" in page
    assert "ba ngày" in page
    assert not NationalReview.objects.exists()


@pytest.mark.parametrize(
    ("section", "cells", "says"),
    [
        ("papers", {"name-0": "Tờ khai", "originals-0": "hai"}, "Anh chị ghi số bằng chữ số"),
        ("papers", {"name-0": "Tờ khai", "originals-0": "²", "name-²": "x", "5": "x"}, "Anh chị ghi số bằng chữ số"),
        ("title", {"text-0": "  "}, "Anh chị chưa ghi tên thủ tục"),
        ("steps", {"text-0": "x" * 30_000}, "Dài quá"),
        ("legal", {"name-0": "a\u202eb"}, "ký tự"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(admin: Client, section: str, cells: Any, says: str) -> None:
    assert says in send(admin, section, 422, **cells)
    assert not NationalReview.objects.exists()


def test_the_list_is_narrowed_by_doubt_figure_sector_and_state(admin: Client, bring: Any) -> None:
    bring(record("1.000015", linh_vuc="Đất đai", ten_thu_tuc="Ba", thanh_phan_ho_so=f"--{papers.HEAD}Đơn"))
    send(admin, "title", as_read="1")

    def codes(query: str) -> set[str]:
        page = text(admin, f"{LIST}?{query}")
        return {code for code in (CODE, "1.000014", "1.000015") if f"{LIST}{code}/" in page}

    assert codes("") == {CODE, "1.000014", "1.000015"}
    assert codes("tt=nghi-ngo") == {CODE, "1.000015"}
    assert codes("muc=papers") == {"1.000015"}
    assert codes("linh-vuc=Đất đai") == {"1.000015"}
    assert codes("tt=da-xem") == {CODE}
    assert codes("tt=chua-xem") == {"1.000014", "1.000015"}
    assert codes("tt=nguon-doi") == set()
    assert codes("trang=²") == {CODE, "1.000014", "1.000015"}
    assert codes("tt=x&muc=y&trang=99999999999") == {CODE, "1.000014", "1.000015"}


def test_nobody_else_opens_or_sends_it(admin: Client, client: Client, sign_in: Callable[..., Account]) -> None:
    for name in ("lan", "tu", "hai", "mai", "tinh"):
        other = Client()
        sign_in(other, name)
        for path in (LIST, PAGE, f"{PAGE}ways/"):
            assert other.get(path).status_code == 404
        assert other.post(f"{PAGE}ways/", {"mark": row().marks["ways"], "as_read": "1"}).status_code == 404
    assert client.get(PAGE).status_code in (302, 404)
    assert admin.get(f"{PAGE}xyz/").status_code == 404
    assert admin.get(f"{LIST}1.999999/").status_code == 404
    assert not NationalReview.objects.exists()


def test_rows_are_only_added(admin: Client) -> None:
    send(admin, "ways", as_read="1")
    with pytest.raises(DatabaseError), transaction.atomic():
        NationalReview.objects.update(mark="0" * 16)


def test_the_sheet_to_take_along_tells_papers_numbers_fee_time_and_where(admin: Client, offered: Units) -> None:
    text_ = text(Client(), f"{PUBLIC}giay-to/")
    for words in ("Cần mang gì", "Tờ khai theo mẫu", "1 bản chính", "Miễn phí", "☐", "cần xác minh"):
        assert words in text_
    assert legal.HEAD not in text_
