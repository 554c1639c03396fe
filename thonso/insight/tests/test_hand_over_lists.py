"""What goes from the hamlet to the office, on to a division, back, and home: each list of a day, printed to be signed."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from thonso.core.base import clock
from thonso.core.base.clock import now
from thonso.core.journal.models import Entry
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import MONDAY, World, changed, sample
from thonso.insight import handovers

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()


@pytest.fixture
def day(world: World) -> World:
    """On Monday one was filed in the hamlet and received, and one was answered and went home with the village head."""
    with clock.at(MONDAY):
        one = changed(sample("TS.000001"), channel="assisted")
        filed = world.file_from_afar(world.filer(one), one, channel="assisted")
        world.check_all("lan", filed)
        world.act("lan", filed, "receive")
        done = world.file("lan", sample("TS.000001"))
        world.receive(done)
        Dossier.objects.filter(pk=done.dossier_id).update(completed_at=now() + timedelta(hours=1), state="completed")
    return world


def test_each_list_of_the_day_is_there_with_its_other_end(day: World) -> None:
    with clock.at(MONDAY + timedelta(hours=5)):
        found = {one.way: one for one in handovers.of(day.units.commune, DAY)}
        assert set(found) == {"thon-xa", "xa-chuyen-mon", "chuyen-mon-xa"}
        assert (found["thon-xa"].other, len(found["thon-xa"].items)) == ("Thôn Suối Chải", 1)
        assert found["thon-xa"].person == day.cast["tu"].full_name
        assert (found["xa-chuyen-mon"].other, len(found["xa-chuyen-mon"].items)) == ("Phòng Văn hóa - Xã hội", 2)
        assert found["chuyen-mon-xa"].items[0].carries.startswith("Kết quả")
        assert handovers.of(day.units.commune, DAY - timedelta(days=1)) == []
        assert handovers.of(day.units.other, DAY) == []


def test_a_list_is_printed_with_places_for_both_to_sign(
    day: World, client: Client, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    with clock.at(MONDAY + timedelta(hours=5)):
        sign_in(client, "lan")
        client.get("/ban/bao-cao/ky/ban-giao/")
        with django_assert_max_num_queries(12):
            page = client.get("/ban/bao-cao/ky/ban-giao/").content.decode()
        assert page.count("In danh sách (PDF)") == 3
        one = handovers.of(day.units.commune, DAY)[0]
        answer = client.get(f"/ban/bao-cao/ky/ban-giao/{one.way}.pdf?ngay={DAY}&den={quote(one.key)}")
        text = text_of(answer.content)
        for words in (
            "DANH SÁCH BÀN GIAO HỒ SƠ",
            "BÊN GIAO",
            "BÊN NHẬN",
            one.items[0].dossier.code,
            "Tổng cộng: 1 hồ sơ",
        ):
            assert words in text
        assert Entry.objects.filter(verb="handover_list.printed").count() == 1
        for wrong in ("thon-xa.pdf", "thon-xa.pdf?ngay=2026-11-23&den=x", "la.pdf?ngay=2026-11-23"):
            assert client.get("/ban/bao-cao/ky/ban-giao/" + wrong).status_code == 404
        for who in ("binh", "mai", "tu", "quantri", "tinh"):
            sign_in(client, who)
            assert client.get("/ban/bao-cao/ky/ban-giao/").status_code == 404
        sign_in(client, "xuan")
        assert "In danh sách" not in client.get("/ban/bao-cao/ky/ban-giao/").content.decode()
