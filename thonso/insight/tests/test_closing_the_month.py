"""A month is closed as it was seen, kept as it was signed, opened again with a reason; meanwhile nothing is entered into it."""

import html
import io
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.utils import DatabaseError
from django.test import Client
from openpyxl import load_workbook

from thonso.core.base import clock
from thonso.core.base.errors import Absent, Refused, Stale
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.counter.models import Slip
from thonso.counter.services import after_entry
from thonso.dossiers import actions
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import MONDAY, World, sample
from thonso.insight import kept, months
from thonso.insight.models import MonthBook
from thonso.insight.services import months as services
from thonso.neighbours import services as neighbours
from thonso.neighbours.services import Wanted

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
OVER = MONDAY.replace(month=12, day=2)
PAGE = "/ban/bao-cao/ky/thang/"


@pytest.fixture
def filed(world: World) -> World:
    with clock.at(MONDAY):
        for _n in range(3):
            world.receive(world.file("lan", sample("TS.000001")))
        world.file("lan", sample("TS.000001"))
    return world


def close(world: World, first: date = NOVEMBER, who: str = "trung", seen: str = "") -> MonthBook:
    counted = services.counted(world.units.commune, first)
    with transact(world.commune_id) as work:
        return services.close(
            work,
            world.actor(who),
            world.units.commune,
            first,
            counted,
            seen=seen or counted.seen,
            note="Đủ chữ ký",
        )


def reopen(world: World, book: MonthBook, reason: str = "Còn phiếu lúc mất điện", who: str = "trung") -> None:
    with transact(world.commune_id) as work:
        services.reopen(work, world.actor(who), book, reason)


def test_what_was_closed_is_kept_as_it_was(filed: World) -> None:
    with clock.at(OVER):
        book = close(filed)
        assert (book.turn, book.received, book.closed_by_name) == (1, 3, filed.cast["trung"].full_name)
    assert book.digest in Entry.objects.get(verb="month_book.closed").body
    assert [kept.unpacked_lines(book.register)[0].received_on, len(book.register)] == [MONDAY.date(), 3]
    assert kept.digest(book.tables, book.register) == book.digest
    for change in (
        lambda: MonthBook.objects.filter(pk=book.pk).update(received=0),
        lambda: MonthBook.objects.filter(pk=book.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transact(filed.commune_id):
            change()


def test_what_was_received_for_another_commune_is_kept_with_it_and_does_not_hide_what_changed(
    filed: World, client: Client, sign_in: Any
) -> None:
    wanted = Wanted("A Mú Sung", ("", "Đăng ký khai sinh"), "Vàng A Páo", "", "", "", "Giấy chứng sinh")
    with clock.at(MONDAY), transact(filed.commune_id) as work:
        outward = neighbours.receive(work, filed.actor("lan"), filed.units.commune, wanted)
    with clock.at(OVER):
        book = close(filed)
        lines = kept.unpacked_lines(book.register)
        assert (book.received, len(lines), lines[-1].code, lines[-1].order) == (3, 4, outward.code, 4)
        sign_in(client, "trung")
        paper = " ".join(text_of(client.get(f"{PAGE}ban-dong/{book.pk}/so.pdf").content).split())
        assert outward.code in paper
        rows = load_workbook(io.BytesIO(client.get(f"{PAGE}ban-dong/{book.pk}/so.xlsx").content)).active
        assert any("Tổng số trong kỳ: 3 hồ sơ" in str(cell) for row in rows.iter_rows(values_only=True) for cell in row)
        one = Dossier.objects.get(code=lines[0].tracking_code)
        mistake = {"reason": "Bấm nhầm hồ sơ của người khác."}
        actions.perform(filed.actor("lan"), one, "cancel_reception", mistake, uuid4())
        now = months.figures(filed.units.commune, NOVEMBER)
        assert (3, 2) in [(then, today) for _head, then, today in months.differences(book, now)]


def test_months_are_closed_in_order_when_they_are_over_by_who_signs_them(filed: World) -> None:
    with clock.at(MONDAY), pytest.raises(Refused, match="chưa kết thúc"):
        close(filed)
    with clock.at(OVER):
        with pytest.raises(Absent):
            close(filed, who="lan")
        with pytest.raises(Stale, match="thay đổi"):
            close(filed, seen="0" * 64)
        close(filed)
        with pytest.raises(Stale, match="đã đóng sổ"):
            close(filed)
        with pytest.raises(Stale, match="đã đóng sổ"):
            close(filed, date(2026, 10, 1))
    with clock.at(OVER.replace(year=2027, month=2)):
        with pytest.raises(Refused, match="12/2026"):
            close(filed, date(2027, 1, 1))
        close(filed, DECEMBER, who="hai")


def test_it_is_told_which_month_can_be_closed_and_from_which_day(filed: World, client: Client, sign_in: Any) -> None:
    def seen(who: str, path: str = PAGE) -> str:
        sign_in(client, who)
        return html.unescape(client.get(path).content.decode())

    with clock.at(OVER):
        assert "Tháng 11/2026 đã hết, đóng sổ được rồi" in seen("trung")
        assert "Xem bảng rồi đóng sổ" not in seen("lan")
        close(filed)
        told = seen("hai")
        assert "Tháng cần đóng tiếp: 12/2026, đóng được từ ngày 01/01/2027" in told
        assert "đóng sổ được từ ngày 01/01/2027" in seen("lan", f"{PAGE}2026-12/")
        assert months.due(filed.actor("hai"))[0].count() == 0
    with clock.at(OVER.replace(year=2027, month=2)):
        assert "Đóng sổ tháng 12/2026 trước" in seen("trung", f"{PAGE}2027-01/")
        assert 'name="seen"' not in seen("trung", f"{PAGE}2027-01/")
        counted = r"<span>Đóng sổ tháng</span><b>1</b>"
        assert counted in seen("hai", "/ban/bao-cao/"), "among what is to be done, on every page"
        assert counted not in seen("lan", "/ban/ho-so/")
        assert months.due(filed.actor("lan")) == []
        close(filed, DECEMBER)
        assert counted in seen("hai", "/ban/bao-cao/"), "January too"


def test_a_table_says_over_which_days_it_counts(filed: World, client: Client, sign_in: Any) -> None:
    with clock.at(OVER):
        sign_in(client, "hai")
        text = html.unescape(client.get("/ban/bao-cao/ky/?ky=thang-truoc").content.decode())
    assert "Tháng 11 năm 2026" in text
    assert "Đã giải quyết: trả lời trong kỳ này, nhận từ kỳ trước cũng tính" in text


def test_it_is_opened_again_with_a_reason_the_last_one_first_and_bears_a_mark(filed: World) -> None:
    with clock.at(OVER.replace(year=2027, month=1)):
        book = close(filed)
        later = close(filed, DECEMBER)
        with pytest.raises(Refused, match="12/2026"):
            reopen(filed, book)
        with pytest.raises(Refused, match="lý do"):
            reopen(filed, later, "x")
        with pytest.raises(Absent):
            reopen(filed, later, who="lan")
        reopen(filed, later)
        with pytest.raises(Stale):
            reopen(filed, later)
        reopen(filed, book)
        again = close(filed)
    assert again.turn == 2
    book.refresh_from_db()
    assert (book.reopened_by_name, book.why_reopened) == (filed.cast["trung"].full_name, "Còn phiếu lúc mất điện")
    assert months.standing(months.books(filed.commune_id)) == again


def test_nothing_is_entered_into_a_closed_month_until_it_is_opened_again(filed: World) -> None:
    lan, cut = filed.actor("lan"), (MONDAY.replace(day=30, hour=9), MONDAY.replace(day=30, hour=10))
    hour, back = cut[0] + timedelta(minutes=20), MONDAY.replace(day=30, hour=16)
    with clock.at(MONDAY.replace(day=30, hour=8)):
        pad = after_entry.print_pad(lan, filed.commune_id, 3)
    one, two, _three = pad.slips.order_by("code")
    with clock.at(back):
        outage = after_entry.propose(lan, filed.commune_id, *cut, "Mất điện toàn xã")
        after_entry.decide(filed.actor("trung"), outage, approve=True)
        outage.refresh_from_db()
        after_entry.write_hour(lan, one, outage, hour)
    with clock.at(OVER):
        # Its hour is written and it is not entered; then entered and not received: neither is forgotten.
        with pytest.raises(Refused, match=one.code):
            close(filed)
        done = filed.file("lan", sample("TS.000001"), id_=one.pk)
        with pytest.raises(Refused, match=one.code):
            close(filed)
        filed.receive(done)
        book = close(filed)
        assert book.received == 4
        with pytest.raises(Refused, match=f"{filed.cast['trung'].full_name} đã đóng sổ tháng 11/2026"):
            after_entry.write_hour(lan, two, outage, hour)
        Slip.objects.filter(pk=two.pk).update(outage=outage, happened_at=hour)  # written by who was faster
        with pytest.raises(Refused, match="đã đóng sổ"):
            filed.file("lan", sample("TS.000001"), id_=two.pk)
        reopen(filed, book)
        filed.receive(filed.file("lan", sample("TS.000001"), id_=two.pk))
        assert close(filed).received == 5


def test_in_the_browser_it_is_closed_printed_opened_again_and_closed_once_more(
    filed: World, client: Client, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    page = f"{PAGE}2026-11/"
    with clock.at(OVER):
        sign_in(client, "lan")
        assert f'href="{PAGE}"' in client.get("/ban/bao-cao/ky/").content.decode()
        shown = html.unescape(client.get(page).content.decode())
        assert "Giám đốc Trung tâm hoặc lãnh đạo đóng sổ" in shown
        assert client.post(f"{page}dong/", {"seen": "x"}).status_code == 404
        sign_in(client, "trung")
        client.get(page)
        with django_assert_max_num_queries(12):
            seen = client.get(page).context["seen"]
        assert client.post(f"{page}dong/", {"seen": "x"}).status_code == 409
        assert client.post(f"{page}dong/", {"seen": seen, "note": "Đã ký"}).headers["Location"] == page
        book = MonthBook.objects.get()
        with django_assert_max_num_queries(12):
            shown = html.unescape(client.get(page).content.decode())
        assert "đã đóng sổ" in shown
        assert filed.cast["trung"].full_name in shown
        kept = f"{PAGE}ban-dong/{book.pk}/"
        rows = list(
            load_workbook(io.BytesIO(client.get(f"{kept}linh-vuc.xlsx").content)).active.iter_rows(values_only=True)
        )
        assert next(row for row in rows if row[1] == "Tổng cộng")[2] == 3
        paper = text_of(client.get(f"{kept}so.pdf").content)
        assert book.register[0]["code"] in paper
        assert f"Đã đóng bởi {filed.cast['trung'].full_name}" in " ".join(paper.split())
        assert client.get(f"{kept}thon.pdf").status_code == 200
        assert client.get(f"{kept}khac.pdf").status_code == client.get(f"{kept}so.csv").status_code == 404
        # Since then a reception turned out to be a mistake: the kept figures stand, the change is shown.
        one = Dossier.objects.get(code=book.register[0]["tracking_code"])
        mistake = {"reason": "Bấm nhầm hồ sơ của người khác."}
        actions.perform(filed.actor("lan"), one, "cancel_reception", mistake, uuid4())
        shown = html.unescape(client.get(page).content.decode())
        assert "số liệu tháng này đã có thay đổi" in shown
        assert "lúc đóng 3, hiện nay 2" in shown
        assert client.post(f"{kept}mo-lai/", {"reason": ""}).status_code == 422
        client.post(f"{kept}mo-lai/", {"reason": "Tiếp nhận nhầm một hồ sơ"})
        assert "đã mở lại" in client.get(PAGE).content.decode()
        client.post(f"{page}dong/", {"seen": client.get(page).context["seen"]})
        for address in (page, PAGE, "/ban/bao-cao/ky/?ky=thang-truoc"):
            assert "đóng lại lần 2" in client.get(address).content.decode(), address
        again = MonthBook.objects.get(turn=2)
        assert "Đóng lại lần 2" in text_of(client.get(f"{PAGE}ban-dong/{again.pk}/linh-vuc.pdf").content)
        assert "Tiếp nhận nhầm một hồ sơ" in html.unescape(client.get(page).content.decode())
        for wrong in ("2026-13", "x", "2099-01", "1999-01"):
            assert client.get(f"{PAGE}{wrong}/").status_code == 404
        sign_in(client, "xuan")
        assert client.get(f"{kept}so.pdf").status_code == 404
