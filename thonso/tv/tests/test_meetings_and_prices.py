"""The next meeting hangs first, with a button on its day; prices hang with who says so, for a week."""

from datetime import timedelta
from typing import Any

import pytest

from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.dossiers.tests.world import World
from thonso.tv.models import Announcement
from thonso.tv.tests.helping import paired, phone, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ROOM = "https://hop.example.vn/suoi-chai"


def day(days: int) -> str:
    return f"{today() + timedelta(days=days):%d/%m/%Y}"


def meeting(world: World, who: str = "tu", where: str = "thon", **typed: str) -> Any:
    form = {"kind": "meeting", "about": "Họp thôn", "on": day(2), "hour": "19h30", "held": "Nhà văn hóa thôn", **typed}
    return phone(world, who).post(f"/{where}/tv/thong-bao/", form)


def prices(world: World, **typed: str) -> Any:
    form = {"kind": "prices", "goods": "Giá ngô tuần này", "rows": "Ngô khô: 6.500 đ/kg\nNgô tươi: 3.000 đ/kg",
            "source": "chợ Mường Hum", **typed}  # fmt: skip
    return phone(world, "tu").post("/thon/tv/thong-bao/", form)


def test_the_next_meeting_comes_first_and_says_when_and_where(world: World) -> None:
    tv = paired(world)
    assert meeting(world, about="Họp sau", on=day(9)).status_code == 302
    assert meeting(world).status_code == 302
    phone(world, "tu").post("/thon/tv/thong-bao/", {"title": "Dọn rãnh nước", "text": ""})
    html = stream(tv)["data"]["html"]
    assert html.index("Họp thôn") < html.index("Họp sau") < html.index("Dọn rãnh nước")
    assert "19:30, thứ Tư 25/11/2026" in html
    assert "Nhà văn hóa thôn" in html
    assert "Cuộc họp sắp tới" in html


def test_a_button_leads_into_the_room_on_the_day_and_only_then(world: World) -> None:
    tv = paired(world)
    assert meeting(world, room=ROOM).status_code == 302
    assert ROOM not in stream(tv)["data"]["html"]
    with clock.at(clock.now() + timedelta(days=2)):
        html = stream(tv)["data"]["html"]
        assert f'href="{ROOM}" rel="noreferrer">Vào họp</a>' in html


def test_a_meeting_that_is_over_is_told_of_no_more(world: World) -> None:
    tv = paired(world)
    meeting(world, hour="8:00")
    at = Announcement.objects.get().starts_at
    assert at is not None
    with clock.at(at + timedelta(hours=3)):
        assert "Họp thôn" in stream(tv)["data"]["html"], "who comes late joins it"
    with clock.at(at + timedelta(hours=5)):
        assert "Họp thôn" not in stream(tv)["data"]["html"]


def test_what_is_no_meeting_hangs_newest_first(world: World) -> None:
    tv = paired(world)
    for hours, title in enumerate(("Việc cũ", "Việc giữa", "Việc mới")):
        with clock.at(clock.now() + timedelta(hours=hours)):
            phone(world, "tu").post("/thon/tv/thong-bao/", {"title": title, "text": ""})
            prices(world, goods=f"Giá {title}")
    with clock.at(clock.now() + timedelta(hours=3)):
        html = stream(tv)["data"]["html"]
    for before in ("", "Giá "):
        assert html.index(f">{before}Việc mới") < html.index(f">{before}Việc giữa") < html.index(f">{before}Việc cũ")


def test_who_keeps_the_tv_reads_where_the_button_leads_and_the_journal_keeps_its_server(world: World) -> None:
    meeting(world, room="https://Họp.example.vn:8443/suoi-chai?a=1&b=<i>")
    for who, where in (("dung", "thon"), ("lan", "ban")):
        page = phone(world, who).get(f"/{where}/tv/").content.decode()
        assert "https://Họp.example.vn:8443/suoi-chai?a=1&amp;b=&lt;i&gt;" in page
        assert 'href="https://H' not in page, "to be judged, not pressed"
    meeting(world, about="Họp sau")
    rooms = [body_of(entry)["facts"].get("room") for entry in Entry.objects.filter(verb="announcement.written")]
    assert sorted(rooms, key=str) == [None, "xn--hp-68s.example.vn"]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"about": ""}, "Ghi ngắn gọn"),
        ({"about": "x" * 121}, "120"),
        ({"on": ""}, "chưa ghi ngày họp"),
        ({"on": "30/02/2027"}, "ngày/tháng/năm"),
        ({"on": "20/11/2026"}, "Ngày này đã qua"),
        ({"hour": "25h"}, "7:30"),
        ({"hour": ""}, "7:30"),
        ({"held": ""}, "chưa ghi họp ở đâu"),
        ({"room": "http://hop.example.vn/a"}, "https://"),
        ({"room": "javascript:alert(1)"}, "https://"),
        ({"room": "hop.example.vn"}, "https://"),
        ({"room": "https://teams.microsoft.com@evil.example/"}, "dấu @"),
        ({"room": "https://teams.microsoft.com:x@evil.example/"}, "dấu @"),
        ({"room": "https://192.0.2.7/hop"}, "không dùng dãy số"),
        ({"room": "https://[2001:db8::7]/hop"}, "không dùng dãy số"),
        ({"room": "https://１９２.0.2.１７/hop"}, "không dùng dãy số"),
        ({"room": "https://localhost/hop"}, "tên máy chủ"),
    ],
)
def test_a_meeting_that_nobody_would_find_is_refused_and_stays_typed(
    world: World, typed: dict[str, str], says: str
) -> None:
    answer = meeting(world, **typed)
    page = answer.content.decode()
    assert (answer.status_code, says in page) == (422, True)
    assert all(value in page for value in typed.values())
    assert "Nhà văn hóa thôn" in page or "held" in typed
    assert not Announcement.objects.exists()


def test_an_hour_of_today_that_has_passed_is_refused(world: World) -> None:
    answer = meeting(world, on=day(0), hour="0:30")
    assert (answer.status_code, "đã qua" in answer.content.decode()) == (422, True)


def test_prices_hang_a_week_with_who_says_so(world: World) -> None:
    tv = paired(world)
    assert prices(world).status_code == 302
    html = stream(tv)["data"]["html"]
    assert "<li>Ngô khô: 6.500 đ/kg</li>" in html
    assert "Theo chợ Mường Hum, ngày 23/11/2026" in html
    with clock.at(clock.now() + timedelta(days=6)):
        assert "Ngô khô" in stream(tv)["data"]["html"]
    with clock.at(clock.now() + timedelta(days=7)):
        assert "Ngô khô" not in stream(tv)["data"]["html"], "nobody has written them anew"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"rows": ""}, "mỗi dòng một mặt hàng"),
        ({"source": ""}, "theo nguồn nào"),
        ({"goods": ""}, "Ghi ngắn gọn"),
        ({"until": "20/11/2026"}, "Ngày này đã qua"),
        ({"rows": "Hỏi 015 168 990 001"}, "căn cước"),
        ({"rows": "Hỏi 015.168.990.001"}, "căn cước"),
        ({"rows": "Ngô: 6.500 đ/kg, hỏi 015168990001"}, "căn cước"),
    ],
)
def test_prices_of_nobody_or_of_nothing_are_refused(world: World, typed: dict[str, str], says: str) -> None:
    answer = prices(world, **typed)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    assert not Announcement.objects.exists()


@pytest.mark.parametrize(
    "rows",
    [
        "Ngô loại 1, 2, 3: 6.500 7.000 8.000 đ/kg",
        "Trâu 16.500.000 17.000.000 đ/con",
        "Sắn: 12.500 13.000 114.000 9.000",
    ],
)
def test_several_prices_in_a_line_are_no_id_number(world: World, rows: str) -> None:
    assert prices(world, rows=rows).status_code == 302


def test_an_unknown_kind_is_a_notice(world: World) -> None:
    phone(world, "tu").post("/thon/tv/thong-bao/", {"kind": "x", "title": "Dọn rãnh nước", "text": ""})
    assert Announcement.objects.get().kind == "notice"


def test_the_commune_calls_every_hamlet_and_the_phone_takes_it_along(world: World) -> None:
    assert meeting(world, "lan", "ban", meets="all").status_code == 302
    assert meeting(world, "lan", "ban", about="Không nói ở đâu").status_code == 422
    (taken,) = phone(world, "tu").get("/thon/may/ngay/").json()["announcements"]
    assert taken["title"] == "Họp thôn"
    assert "19:30" in taken["text"]
