"""Those who answer for the work see first how it stands: counts that agree with the lists, and no dossier."""

import html
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.html import strip_tags

from thonso.core.access.actors import ANONYMOUS
from thonso.core.base import clock
from thonso.core.base.clock import now
from thonso.dossiers import access, overview, queues
from thonso.dossiers.models import Dossier, Rating
from thonso.dossiers.services import voice
from thonso.dossiers.tests.world import MONDAY, World, sample

pytestmark = pytest.mark.django_db
PAGE = "/ban/bao-cao/"
LATER = MONDAY + timedelta(days=21)


@pytest.fixture
def late(world: World) -> World:
    """One that nobody received, one that nobody answered, one in time that was rated, one complained about."""
    world.file("lan", sample("TS.000001"))
    received = world.file("lan", sample("TS.000001"))
    world.receive(received)
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    Dossier.objects.filter(pk=done.dossier_id).update(
        state="completed", completed_at=now(), due_at=now() + timedelta(days=1), holder_role="one_stop"
    )
    voice.rate(world.dossier(done), ANONYMOUS, 5)
    voice.complain(world.dossier(received), world.actor("mai").ref, "Có người đòi tiền của tôi.")
    return world


def seen(client: Client, path: str = PAGE) -> str:
    return " ".join(strip_tags(client.get(path).content.decode()).split())


def test_leaders_and_the_director_begin_with_how_the_work_stands(late: World, client: Client, sign_in) -> None:
    with clock.at(LATER):
        for who in ("hai", "pho", "trung"):
            sign_in(client, who)
            assert client.get("/ban/").url == PAGE
            text = seen(client)
            assert "2 hồ sơ quá hạn" in text
            assert "1 chưa tiếp nhận, 1 chưa trả kết quả" in text
            assert "1 phản ánh chưa trả lời" in text
            assert f"30 ngày qua {LATER - timedelta(days=30):%d/%m/%Y} – {LATER:%d/%m/%Y}" in text
            assert "trả lời hoặc kết thúc trong 30 ngày này, nộp từ trước cũng tính" in text
            assert "trả lời đúng hạn, tính hồ sơ nộp từ 01/01/2026" in seen(client, "/")
        sign_in(client, "lan")
        assert client.get("/ban/").url == "/ban/ho-so/"


def test_every_figure_leads_to_a_list_that_is_as_long(late: World, client: Client, sign_in) -> None:
    with clock.at(LATER):
        sign_in(client, "hai")
        html = client.get(PAGE).content.decode()
        for key in ("qua-han", "sap-den-han", "cho-ky", "cho-tiep-nhan"):
            assert f'href="/ban/ho-so/?hang={key}"' in html
            assert client.get(f"/ban/ho-so/?hang={key}").status_code == 200
        actor, total = late.actor("hai"), overview.of([late.commune_id]).total
        assert len(queues.page(actor, "qua-han").rows) == total.late == 2
        assert len(queues.page(actor, "cho-tiep-nhan").rows) == total.to_receive == 1


def test_it_says_who_has_them_and_of_what_procedure(late: World, client: Client, sign_in) -> None:
    Dossier.objects.filter(state="accepted").update(assignee_id=late.cast["hoa"].pk, holder_role="officer_social")
    with clock.at(LATER):
        sign_in(client, "hai")
        html = client.get(PAGE).content.decode()
    in_hand_and_late = '<td class="num" data-label="Đang giữ">1</td><td class="num" data-label="Quá hạn">1</td>'
    assert f"{late.cast['hoa'].full_name}</a></th>{in_hand_and_late}" in html
    assert "Xác nhận thuộc hộ nghèo" in html


def test_what_came_after_its_date_is_told_from_what_came_in_time(late: World) -> None:
    assert (overview.of([late.commune_id]).lately.completed, overview.of([late.commune_id]).lately.late) == (1, 0)
    Dossier.objects.filter(state="completed").update(due_at=now() - timedelta(days=1), extended=1)
    lately = overview.of([late.commune_id]).lately
    assert (lately.in_time, lately.late, lately.extended) == (0, 1, 1)
    assert (lately.rated, lately.satisfied) == (1, 1)
    Rating.objects.update(score=2)
    assert overview.of([late.commune_id]).lately.satisfied == 0
    with clock.at(now() + timedelta(days=31)):
        assert overview.of([late.commune_id]).lately == overview.Lately()


def test_the_province_sees_figures_and_neither_a_code_nor_a_name(late: World, client: Client, sign_in) -> None:
    one = Dossier.objects.filter(state="accepted").get()
    Dossier.objects.filter(pk=one.pk).update(assignee_id=late.cast["hoa"].pk, holder_role="officer_social")
    with clock.at(LATER):
        sign_in(client, "tinh")
        assert client.get("/ban/").url == PAGE
        html = client.get(PAGE).content.decode()
    text = " ".join(strip_tags(html).split())
    assert "2 hồ sơ quá hạn" in text
    assert "Xã Bát Xát" in text
    assert "1 phản ánh chưa trả lời" in text
    for told in ("TS-26", "TS.0", late.cast["hoa"].full_name, one.subject_name, "/ban/ho-so/", "/ban/phan-anh/"):
        assert told not in html, told


def test_it_is_signed_in_to_from_the_sign_in_page(world: World, client: Client) -> None:
    form = {"login": "tinh", "password": "thonso-demo"}
    assert client.post("/dang-nhap/", form).url == "/ban/"


def test_of_another_commune_nothing_is_counted(late: World) -> None:
    other = overview.of([late.units.other.pk])
    assert (other.total, other.lately, other.complaints) == (overview.Load(), overview.Lately(), 0)
    assert not access.reports(late.actor("xuan")).exists()
    assert {one.pk for one in access.reports(late.actor("tinh"))} == {late.commune_id, late.units.other.pk}


@pytest.mark.parametrize("who", ["lan", "binh", "thu", "xuan", "mai", "tu", "quantri", "son"])
def test_nobody_else_has_the_page(late: World, client: Client, sign_in, who: str) -> None:
    sign_in(client, who)
    assert client.get(PAGE).status_code == 404


def test_it_takes_few_queries_however_much_there_is(
    late: World, client: Client, sign_in, django_assert_max_num_queries
) -> None:
    for number in range(6):
        one = Dossier.objects.filter(state="accepted").first()
        one.pk, one.code, one.official_code = uuid4(), f"TS-261101-{number:04d}", ""
        one.save(force_insert=True)
    for who in ("hai", "trung", "tinh"):
        sign_in(client, who)
        client.get(PAGE)
        with django_assert_max_num_queries(12):
            client.get(PAGE)


def test_who_has_them_opens_the_rows_that_were_counted(world: World, client: Client, sign_in: Any) -> None:
    done = world.file("lan", sample("TS.000001"))
    world.receive(done)
    world.act("hoa", done, "take")
    waits = world.file("lan", sample("TS.000001"))
    sign_in(client, "hai")
    page = html.unescape(client.get("/ban/bao-cao/").content.decode())
    links = re.findall(r'href="([^"]*giu=[^"]*)"', page)
    assert len(links) == 2
    seen = [client.get(link).content.decode() for link in links]
    assert sorted((done.code in one, waits.code in one) for one in seen) == [(False, True), (True, False)]
    for wrong in ("officer_social~x", "~", "nobody~"):
        assert done.code not in client.get("/ban/ho-so/", {"hang": "tat-ca", "giu": wrong}).content.decode()
