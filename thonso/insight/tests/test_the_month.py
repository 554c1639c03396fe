"""The month's table over the real walks of dossiers: it agrees with the overview and the lists, opens, and goes on paper."""

import html
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from openpyxl import load_workbook

from thonso.core.base import clock
from thonso.core.base.clock import now
from thonso.core.journal.models import Entry
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.dossiers import overview, queues
from thonso.dossiers.models import Dossier
from thonso.dossiers.printing import heads
from thonso.dossiers.tests.world import MONDAY, World, sample
from thonso.insight import facts, layouts, table
from thonso.insight.rules.counting import COUNTERS
from thonso.insight.rules.periods import Span, month

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = month(2026, 11), month(2026, 12)
LATER = MONDAY + timedelta(days=21)
PAGE = "/ban/bao-cao/ky/"


@pytest.fixture
def walked(world: World) -> World:
    """On Monday: one waits to be received, one is in process, one waits for its papers, one was answered, one withdrawn,
    one received by mistake."""
    with clock.at(MONDAY):
        world.file("lan", sample("TS.000001"))
        running, paused, done, gone, wrong = (world.file("lan", sample("TS.000001")) for _n in range(5))
        for one in (running, paused, done, gone, wrong):
            world.receive(one)
    with clock.at(MONDAY + timedelta(hours=2)):
        world.act("hoa", paused, "take")
        ask = {"papers": {world.dossier(paused).paper_keys[0]: {"why": "invalid", "note": "Mờ, không đọc được."}}}
        world.act("hoa", paused, "ask_supplement", ask)
        world.act("lan", gone, "withdraw", {"reason": "Không cần nữa.", "asked_by": "spoken"})
        world.act("lan", wrong, "cancel_reception", {"reason": "Bấm nhầm hồ sơ của người khác."})
        Dossier.objects.filter(pk=done.dossier_id).update(state="completed", completed_at=now())
    return world


def counted(world: World, span: Span = NOVEMBER) -> dict[str, int]:
    found = table.of(facts.of([world.commune_id], span), layouts.table(span.last), "linh-vuc")
    return {key: sum(found.total.counted[kind] for kind in kinds) for key, kinds in COUNTERS.items()}


def test_every_walk_is_counted_as_what_it_is(walked: World) -> None:
    with clock.at(MONDAY + timedelta(hours=3)):
        n = counted(walked)
    assert (n["carried"], n["desk"], n["received"]) == (0, 4, 4)
    assert (n["resolved"], n["withdrawn"], n["in_process"], n["paused"]) == (1, 1, 2, 1)
    assert (n["filed"], n["taken_in"], n["waiting"]) == (6, 4, 2)  # the reception by mistake waits again
    with clock.at(LATER):
        n = counted(walked, DECEMBER)
        assert (n["carried"], n["received"], n["overdue"], n["paused"]) == (2, 0, 1, 1)


def test_it_agrees_with_the_overview_and_with_the_lists(walked: World) -> None:
    with clock.at(LATER):
        whole = overview.of([walked.commune_id])
        n = counted(walked, Span(MONDAY.date(), LATER.date()))
        assert n["in_process"] + n["waiting"] + 1 == whole.total.open  # and one result to hand over
        assert n["overdue"] + n["paused_late"] == whole.total.late_result + whole.total.late_paused
        assert n["resolved"] + n["ended"] + n["refused"] + n["given_up"] == whole.lately.completed
        actor = walked.actor("lan")
        assert n["waiting"] == queues.counts(actor)["cho_tiep_nhan"]
        assert n["waiting_for_applicant"] == queues.counts(actor)["cho_bo_sung"]


def test_a_date_that_was_granted_later_does_not_change_a_month_that_is_over(world: World) -> None:
    with clock.at(MONDAY):
        late = world.file("lan", sample("TS.000001"))
        world.receive(late)
        world.act("hoa", late, "take")
    with clock.at(LATER):
        before = counted(world)
        world.act("hoa", late, "propose_extension", {"days": "5", "reason": "Chờ xác minh ở xã khác."})
        world.act("trung", late, "extend")
        assert world.dossier(late).due_at > LATER
        assert counted(world) == before
        assert before["overdue"] == 1
        assert counted(world, DECEMBER)["in_time"] == 1


def test_last_month_is_one_click_and_every_figure_opens_to_as_many_rows(
    walked: World, client: Client, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    with clock.at(LATER):
        sign_in(client, "lan")
        page = html.unescape(client.get("/ban/ho-so/").content.decode())
        assert f'href="{PAGE}"' in page, "in the rail of the desk"
        client.get(PAGE)
        with django_assert_max_num_queries(12):
            page = html.unescape(client.get(PAGE).content.decode())
        assert "Tháng 11 năm 2026" in page
        links = re.findall(r'<a href="(/ban/bao-cao/ky/ho-so/[^"]*)">(?:<b class="num">)?(\d+)', page)
        assert len(links) > 12
        for link, shown in links:
            with django_assert_max_num_queries(12):
                rows = client.get(link).content.decode()
            assert len(set(re.findall(r"TS-2611\d\d-\d{4}", rows))) == int(shown), link
        by_hamlet = strip_tags(client.get(PAGE, {"theo": "thon"}).content.decode())
        assert "Thôn Suối Chải" in by_hamlet
        assert "Giảm nghèo" not in by_hamlet


def test_rows_come_in_pages_and_a_broken_cursor_begins_anew(
    walked: World, client: Client, sign_in: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("thonso.insight.views.table.PAGE", 2)
    with clock.at(LATER):
        sign_in(client, "trung")
        seen, link = [], "/ban/bao-cao/ky/ho-so/?o=filed&ky=thang-truoc"
        for _turn in range(3):
            page = html.unescape(client.get(link).content.decode())
            seen += re.findall(r'nowrap" href="/ban/ho-so/(TS-[\d-]+)/', page)
            found = re.findall(r'href="(\?[^"]*sau=[^"]+)"', page)
            link = "/ban/bao-cao/ky/ho-so/" + found[0] if found else ""
        assert len(seen) == len(set(seen)) == 6
        assert not link
        again = client.get("/ban/bao-cao/ky/ho-so/?o=filed&ky=thang-truoc&sau=x").content.decode()
        assert seen[0] in again
        for wrong in ("?o=khong-co", "?o=filed&tu=hom-qua"):
            assert client.get("/ban/bao-cao/ky/ho-so/" + wrong).status_code == 404


def test_the_spreadsheet_and_the_paper_have_the_same_figures_as_the_page(
    walked: World, client: Client, sign_in: Any
) -> None:
    with clock.at(LATER):
        sign_in(client, "hai")
        found = client.get("/ban/bao-cao/ky.xlsx?ky=thang-truoc")
        page = load_workbook(io.BytesIO(found.content)).active
        rows = list(page.iter_rows(values_only=True))
        head = next(index for index, row in enumerate(rows) if row[0] == "TT")
        keys = [column.key for column in layouts.table(NOVEMBER.last).columns]
        total = dict(zip(keys, next(row for row in rows if row[1] == "Tổng cộng")[2:], strict=True))
        expected = counted(walked)
        assert total == {key: expected[key] for key in keys}
        procedures = [row for row in rows[head:] if row[0] == "1"]
        assert sum(row[2] for row in procedures) == expected["all"]
        paper = client.get("/ban/bao-cao/ky.pdf?ky=thang-truoc")
        text = text_of(paper.content)
        for words in ("Tháng 11 năm 2026", "Người lập bảng".upper(), "Tổng cộng", "Cần xác minh"):
            assert words in text
        taken = Entry.objects.filter(verb="report.exported").count()
        assert taken == 2
        assert client.get("/ban/bao-cao/ky.csv?ky=thang-truoc").status_code == 404


def test_days_that_cannot_be_are_told_and_nothing_typed_is_lost(walked: World, client: Client, sign_in: Any) -> None:
    sign_in(client, "lan")
    for first, last, words in (
        ("31/02/2026", "", "ngày/tháng/năm"),
        ("hôm qua", "", "ngày/tháng/năm"),
        ("02/11/2026", "01/11/2026", "không thể trước ngày bắt đầu"),
        ("01/01/2015", "01/01/2026", "năm năm"),
        ("01/01/2090", "02/01/2090", "chưa đến"),
    ):
        answer = client.get(PAGE, {"tu": first, "den": last})
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert f'value="{first}"' in html.unescape(answer.content.decode())
        assert client.get("/ban/bao-cao/ky.xlsx", {"tu": first, "den": last}).status_code == 422
    assert client.get(PAGE, {"tu": "2.11.2026", "den": "9/11/2026"}).status_code == 200


def test_the_province_sees_figures_and_neither_a_code_nor_a_name(walked: World, client: Client, sign_in: Any) -> None:
    one = Dossier.objects.first()
    with clock.at(LATER):
        sign_in(client, "tinh")
        for query in ({}, {"theo": "xa"}, {"theo": "thon"}):
            page = client.get(PAGE, query).content.decode()
            assert "Tổng cộng" in page
            for told in (one.subject_name, "TS-26", "/ho-so/", "Suối Chải"):
                assert told not in page, told
        assert client.get("/ban/bao-cao/ky.xlsx").status_code == 200
        assert client.get("/ban/bao-cao/ky/ho-so/?o=all").status_code == 404


def test_a_table_of_several_communes_is_printed_under_the_head_of_their_province(
    walked: World, client: Client, sign_in: Any
) -> None:
    with clock.at(LATER):
        sign_in(client, "tinh")
        paper = text_of(client.get("/ban/bao-cao/ky.pdf?theo=xa").content).upper()
    assert heads.committee(walked.units.commune.parent).upper() in paper
    assert "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG" not in paper
    assert "GIÁM ĐỐC" not in paper


@pytest.mark.parametrize("who", ["binh", "thu", "mai", "tu", "quantri", "son"])
def test_nobody_else_has_them(walked: World, client: Client, sign_in: Any, who: str) -> None:
    sign_in(client, who)
    for address in (PAGE, "/ban/bao-cao/ky/ho-so/", "/ban/bao-cao/ky.xlsx"):
        assert client.get(address).status_code == 404


def test_a_stranger_counts_nothing_of_this_commune(walked: World, client: Client, sign_in: Any) -> None:
    with clock.at(LATER):
        sign_in(client, "xuan")
        page = client.get(PAGE).content.decode()
    assert "Kỳ này không có hồ sơ nào" in page
    assert Dossier.objects.first().subject_name not in page
