"""What hangs on the TV: announcements, hours, days on which an officer comes, what to bring; and nobody's name."""

from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thonso.core.base import clock
from thonso.core.base.clock import today
from thonso.core.base.text import fold
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.core.people.models import Resident
from thonso.core.units.models import HamletProfile
from thonso.dossiers.tests.test_hamlet_posting import at_posting, url
from thonso.dossiers.tests.world import World, sample
from thonso.outreach.services import mobile
from thonso.roster import services as roster
from thonso.tv import panels, rules
from thonso.tv.models import Announcement
from thonso.tv.tests.helping import paired, phone, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
CONFIRMATION = "TS.000001"


def write(world: World, who: str = "tu", where: str = "thon", **typed: str) -> Any:
    form = {"title": "Họp thôn, 14:00 Chủ nhật", "text": "", "first": "", "last": "", **typed}
    return phone(world, who).post(f"/{where}/tv/thong-bao/", form)


def helper_sits(world: World, weekday: int = 2) -> None:
    HamletProfile.objects.update_or_create(
        unit=world.units.suoi_chai, defaults={"commune": world.units.commune, "support_place": "Nhà văn hóa Suối Chải"}
    )
    wanted = roster.Wanted(world.units.suoi_chai.pk, world.cast["tu"].pk, weekday, today(), None, time(19), time(21))
    with transact(world.commune_id) as work:
        roster.add_duty(work, world.actor("lan"), world.units.suoi_chai, world.cast["tu"], wanted, named=True)


def officer_comes(world: World) -> Any:
    day = today() + timedelta(days=2)
    wanted = mobile.Wanted(
        world.units.suoi_chai, "Sân trường", day, time(8), time(11), world.cast["lan"], [CONFIRMATION]
    )
    with transact(world.commune_id) as work:
        row = mobile.announce(work, world.actor("lan"), wanted)
        mobile.enrol(work, world.actor("tu"), row, world.cast["mai"].full_name, CONFIRMATION)
    return row


def test_the_same_content_is_sent_once_and_a_new_one_at_once(world: World) -> None:
    tv = paired(world)
    first = stream(tv)
    assert first["event"] == "content"
    assert stream(tv, first["id"]) == {}
    assert write(world).status_code == 302
    second = stream(tv, first["id"])
    assert second["id"] != first["id"]
    assert "Họp thôn, 14:00 Chủ nhật" in second["data"]["html"]
    assert stream(tv, second["id"]) == {}


def test_an_answer_is_small_and_asks_the_database_little(world: World, django_assert_max_num_queries: Any) -> None:
    tv = paired(world)
    helper_sits(world)
    officer_comes(world)
    write(world, text="Mỗi nhà cử một người. " * 20)
    with django_assert_max_num_queries(14):
        event = stream(tv)
    assert len(event["data"]["html"].encode()) < 8000
    with django_assert_max_num_queries(14):
        assert stream(tv, event["id"]) == {}


def test_an_announcement_hangs_on_its_days_only(world: World) -> None:
    tv = paired(world)
    tomorrow = today() + timedelta(days=1)
    write(world, title="Tiêm phòng", first=f"{tomorrow:%d/%m/%Y}", last=f"{tomorrow:%d/%m/%Y}")
    assert "Tiêm phòng" not in stream(tv)["data"]["html"]
    with clock.at(clock.now() + timedelta(days=1)):
        assert "Tiêm phòng" in stream(tv)["data"]["html"]
    with clock.at(clock.now() + timedelta(days=2)):
        assert "Tiêm phòng" not in stream(tv)["data"]["html"]


def test_the_commune_writes_to_every_hamlet_or_to_one(world: World) -> None:
    tv = paired(world)
    assert write(world, "lan", "ban", title="Rét đậm", hamlet="all").status_code == 302
    assert write(world, "quantri", "ban", title="Ở Sơn Hà", hamlet=str(world.units.son_ha.pk)).status_code == 302
    assert write(world, "lan", "ban", title="Không nói ở đâu").status_code == 422
    html = stream(tv)["data"]["html"]
    assert "Rét đậm" in html
    assert "Xã thông báo" in html
    assert "Sơn Hà" not in html
    assert "Không nói ở đâu" not in html


def test_a_hamlet_takes_down_its_own_only_and_the_commune_everything(world: World) -> None:
    write(world, "lan", "ban", title="Của xã", hamlet="all")
    write(world, "tu", title="Của thôn")
    commune, own = Announcement.objects.get(title="Của xã"), Announcement.objects.get(title="Của thôn")
    dung, mai = phone(world, "dung"), phone(world, "mai")
    assert dung.post(f"/thon/tv/thong-bao/{commune.pk}/go/").status_code == 404
    assert mai.post(f"/thon/tv/thong-bao/{own.pk}/go/").status_code == 404
    assert phone(world, "xuan").post(f"/ban/tv/thong-bao/{own.pk}/go/").status_code == 404
    page = dung.get("/thon/tv/").content.decode()
    assert "Của xã" in page
    assert f"/thon/tv/thong-bao/{commune.pk}/go/" not in page, "a button that cannot work is not shown"
    assert dung.post(f"/thon/tv/thong-bao/{own.pk}/go/").status_code == 302
    assert phone(world, "lan").post(f"/ban/tv/thong-bao/{commune.pk}/go/").status_code == 302
    assert not Announcement.objects.filter(ended_at=None).exists()
    assert Entry.objects.filter(verb="announcement.ended").count() == 2


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": " "}, "Ghi ngắn gọn"),
        ({"title": "x" * 201}, "200"),
        ({"text": "y" * 601}, "600"),
        ({"first": "31/02/2026"}, "ngày/tháng/năm"),
        ({"first": "25/11/2026", "last": "24/11/2026"}, "Ngày kết thúc không thể trước"),
        ({"last": "22/11/2026", "first": "20/11/2026"}, "đã qua"),
        ({"last": "01/06/2027"}, "60 ngày"),
        ({"first": "01/06/2027"}, "60 ngày"),
        ({"text": "Gọi bà con có số 015168990001 đến"}, "căn cước"),
        ({"title": "Số 015 168 990 001"}, "căn cước"),
        ({"text": "Gọi bà con có số 015.168.990.001 đến"}, "căn cước"),
        ({"text": "A 0912345678, B 0987 654 321, C 0356.789.012"}, "số điện thoại"),
        ({"title": "Gọi 0912345678", "text": "hoặc +84 987 654 321, 0356-789-012"}, "số điện thoại"),
    ],
)
def test_what_cannot_hang_there_is_refused_and_stays_typed(world: World, typed: dict[str, str], says: str) -> None:
    answer = write(world, **typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert all(value.strip() in page for value in typed.values())
    assert not Announcement.objects.exists()


def test_whom_to_ring_may_hang_there_and_the_hint_stands_at_the_form(world: World) -> None:
    text = "Hỏi anh Tú 0912 345 678, chị Dung 0987 654 321; văn phòng xã 0214 3880 123; ngày 24/11/2026, vay 350.000.000 đồng"
    assert write(world, title="Họp thôn", text=text).status_code == 302
    for where, who in (("thon", "tu"), ("ban", "lan")):
        assert "ai cũng nhìn thấy" in phone(world, who).get(f"/{where}/tv/").content.decode()


def test_sent_twice_it_hangs_once(world: World) -> None:
    key = str(uuid4())
    tu = phone(world, "tu")
    for _time in range(2):
        tu.post("/thon/tv/thong-bao/", {"title": "Họp", "transaction_id": key})
    assert Announcement.objects.count() == 1


def test_more_than_twelve_are_read_by_nobody(world: World) -> None:
    for number in range(12):
        assert write(world, title=f"Việc {number}").status_code == 302
    answer = write(world, title="Việc cuối")
    assert answer.status_code == 422
    assert "mười hai" in answer.content.decode()


def test_words_are_shown_and_never_run(world: World) -> None:
    tv = paired(world)
    write(world, title="<script>alert(1)</script>", text='<img src=x onerror="alert(1)">')
    html = stream(tv)["data"]["html"]
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "<script>alert" not in tv.get("/tv/").content.decode()


def test_hours_and_days_are_shown_and_nobodys_name(world: World) -> None:
    tv = paired(world)
    helper_sits(world)
    officer_comes(world)
    mai = sample(CONFIRMATION)
    world.file("mai", mai, channel="online")
    write(world, "lan", "ban", title="Rét đậm", hamlet="all")
    event = stream(tv)
    html, support = event["data"]["html"], event["data"]["support"]
    assert "Thứ Tư 25/11, 19:00" in support
    for words in ("Nhà văn hóa Suối Chải", "Cán bộ xã đến thôn", "Sân trường", "Hằng tuần: thứ Tư 19:00"):
        assert words in html, words
    everything = fold(html + support + tv.get("/tv/").content.decode())
    names = [*Resident.objects.values_list("full_name", flat=True), *(one.full_name for one in world.cast.values())]
    assert len(names) > 10
    assert [name for name in names if fold(name) in everything] == []


def test_a_list_that_hangs_in_the_hamlet_by_law_never_reaches_the_tv(world: World) -> None:
    tv = paired(world)
    done = world.file("lan", sample("1.011607"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "advance", {"note": "Nhà cuối bản."})
    dung = phone(world, "dung")
    posting = at_posting(dung)
    dung.post(url(posting), {"do": "post"})
    posting.refresh_from_db()
    assert posting.started_at, "it hangs"
    dossier = world.dossier(done)
    data = stream(tv)["data"]
    everything = fold(data["html"] + data["support"])
    for words in (dossier.subject_name, dossier.code, "Nhà cuối bản"):
        assert fold(words) not in everything
    named = [one for one in panels.of(world.units.suoi_chai, today()) if "ngheo" in fold(str(one))]
    assert {one.slot for one in named} <= {"guide"}, "what a procedure is called, and nobody's class"


def test_what_is_filed_most_says_what_to_bring(world: World) -> None:
    world.file("mai", sample(CONFIRMATION), channel="online")
    found = [panel for panel in panels.of(world.units.suoi_chai, today()) if panel.slot == "guide"]
    assert [panel.kicker for panel in found] == ["Cần mang gì"]
    assert found[0].lines


def test_a_day_called_off_says_why(world: World) -> None:
    row = officer_comes(world)
    with transact(world.commune_id) as work:
        mobile.call_off(work, world.actor("lan"), row, None, "Đường sạt lở.")
    found = next(panel for panel in panels.of(world.units.suoi_chai, today()) if panel.slot == "mobile")
    assert found.title.startswith("Hoãn: thứ Tư, 25/11/2026")
    assert found.lines == ("Đường sạt lở.",)
    assert not [panel for panel in panels.of(world.units.son_ha, today()) if panel.slot == "mobile"]


def test_where_there_is_nothing_the_screen_is_calm_and_shows_the_hours(world: World) -> None:
    tv = paired(world)
    html = stream(tv)["data"]["html"]
    assert "tv__panel--calm" in html
    assert html.count("data-panel") == 1
    helper_sits(world, 0)
    html = stream(tv)["data"]["html"]
    assert "tv__panel--calm" in html
    assert "Hôm nay, 19:00" in html


def test_every_source_fills_slots_that_are_known_and_no_slot_is_without_one(world: World) -> None:
    helper_sits(world)
    officer_comes(world)
    world.file("mai", sample(CONFIRMATION), channel="online")
    write(world)
    write(world, kind="meeting", about="Họp thôn", on=f"{today():%d/%m/%Y}", hour="19:30", held="Sân trường")
    write(world, kind="prices", goods="Giá ngô", rows="Ngô: 6.500 đ/kg", source="chợ Mường Hum")
    assert [panel.slot for panel in panels.of(world.units.suoi_chai, today())] == list(panels.SLOTS)


def test_a_slot_that_has_nothing_is_not_there(world: World) -> None:
    assert {panel.slot for panel in panels.of(world.units.suoi_chai, today())} <= {
        "today",
        "mobile",
        "support",
        "guide",
    }


@given(
    st.text("abcdeghik ", min_size=1, max_size=300).filter(str.strip),
    st.lists(st.text("abcdeghiklmn ", min_size=1, max_size=600).filter(str.strip), max_size=5),
)
def test_a_long_text_is_cut_into_screens_that_fit_and_nothing_is_lost(title: str, lines: list[str]) -> None:
    found = rules.screens(title, lines)
    words = " ".join(word for _heading, part in found for line in part for word in line.split())
    assert words.replace(" ", "") == "".join("".join(lines).split())
    for heading, part in found:
        height = rules._room(heading)
        height -= sum(rules._GAP + rules._LINE_HEIGHT * len(rules.wrap(line, rules._LINE)) for line in part)
        assert height >= 0 or (heading == found[0][0] and not part) or len(heading) > 200
