"""An officer works in a hamlet on a day: announced, registered for, taken in there, and what is left carried over."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from thonso.core import crypto
from thonso.core.access.policy import kind_of
from thonso.core.access.testing import actions_of, assert_faces_agree
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.core.journal.work import transact
from thonso.dossiers import taken_at
from thonso.dossiers.models import Draft
from thonso.dossiers.tests.world import MONDAY, World, sample
from thonso.outreach.models import Enrolment, MobileDay, PadSlip, SlipPad, TakenThere
from thonso.outreach.services import mobile, pads

Browser = Callable[[str], Client]
CONFIRMATION, SIGNATURE = "TS.000001", "2.000884"


def text(answer: Any) -> str:
    return answer.content.decode().replace("\u2060", "")


def _form(world: World, **more: Any) -> dict[str, Any]:
    return {
        "hamlet": str(world.units.suoi_chai.pk), "place": "Nhà văn hóa thôn", "day": "25/11/2026", "starts": "8:00",
        "ends": "11:30", "officer": str(world.cast["lan"].pk), "procedures": [CONFIRMATION, SIGNATURE], **more,
    }  # fmt: skip


def _announce(world: World, lan: Client, **more: Any) -> MobileDay:
    answer = lan.post("/ban/luu-dong/moi/", _form(world, **more))
    assert answer.status_code == 302, answer.context["errors"]
    return MobileDay.objects.order_by("-id")[0]


def test_a_mobile_day_from_its_announcement_to_what_is_carried_over(world: World, browser: Browser) -> None:
    lan, tu, dung, anybody = browser("lan"), browser("tu"), browser("dung"), browser("")
    for more, field in (
        ({"day": "20/11/2026"}, "day"), ({"day": "01/06/2027"}, "day"), ({"day": "01/01/2027"}, "day"),
        ({"starts": "11", "ends": "8"}, "ends"), ({"starts": "3:00"}, "starts"), ({"procedures": []}, "procedures"),
        ({"procedures": ["9.999999"]}, "procedures"), ({"officer": str(world.cast["hoa"].pk)}, "officer"),
        ({"place": " "}, "place"), ({"hamlet": ""}, "hamlet"), ({"starts": "x"}, "starts"),
    ):  # fmt: skip
        answer = lan.post("/ban/luu-dong/moi/", _form(world, **more))
        assert answer.status_code == 422
        assert list(answer.context["errors"]) == [field], more
    first = _announce(world, lan)
    clash = lan.post("/ban/luu-dong/moi/", _form(world, hamlet=str(world.units.son_ha.pk), starts="10:00"))
    assert "đã có ngày lưu động ở Thôn Suối Chải: 8:00–11:30" in text(clash)
    second = _announce(world, lan, day="02/12/2026")

    # Everybody reads of it, with what to bring; the points page too.
    public = text(anybody.get("/luu-dong/"))
    assert "25/11/2026, 8:00–11:30" in public
    assert f"/thu-tuc/{SIGNATURE}/giay-to/" in public
    assert "Cán bộ xã đến thứ Tư, 25/11/2026" in text(anybody.get("/diem-ho-tro/"))

    # The helper puts people of her hamlet on the list, and sees only whom she entered.
    assert (
        tu.post(f"/thon/luu-dong/{first.pk}/ghi/", {"name": "Lý Thị Mai", "procedure": CONFIRMATION}).status_code == 302
    )
    assert (
        tu.post(f"/thon/luu-dong/{first.pk}/ghi/", {"name": "lý thị mai", "procedure": CONFIRMATION}).status_code == 422
    )
    assert tu.post(f"/thon/luu-dong/{first.pk}/ghi/", {"name": "Số 7", "procedure": CONFIRMATION}).status_code == 422
    assert lan.post(f"/ban/luu-dong/{first.pk}/", {"name": "Chảo Thị Mẩy", "procedure": SIGNATURE}).status_code == 302
    assert lan.post(f"/ban/luu-dong/{first.pk}/", {"name": "Tẩn Láo Tả", "procedure": SIGNATURE}).status_code == 302
    assert "Lý Thị Mai" in text(tu.get("/thon/luu-dong/"))
    assert "Chảo Thị Mẩy" not in text(tu.get("/thon/luu-dong/"))
    assert "Lý Thị Mai" not in text(dung.get("/thon/luu-dong/"))
    page = text(lan.get(f"/ban/luu-dong/{first.pk}/"))
    assert "Chảo Thị Mẩy" in page
    assert "Cần mang" in page
    mine = Enrolment.objects.get(name="Tẩn Láo Tả")
    assert tu.post(f"/thon/luu-dong/bo/{mine.pk}/").status_code == 404  # entered by the desk
    # Nobody else's: a stranger, an officer of a division.
    assert browser("xuan").get(f"/ban/luu-dong/{first.pk}/").status_code == 404
    assert browser("hoa").get("/ban/luu-dong/").status_code == 404
    assert Entry.objects.filter(verb="mobile_day.enrolled").count() == 3

    # It begins on its own day, by its own officer.
    assert lan.post(f"/ban/luu-dong/{first.pk}/bat-dau/").status_code == 422
    with clock.at(MONDAY + timedelta(days=2)):
        assert browser("trung").post(f"/ban/luu-dong/{first.pk}/bat-dau/").status_code == 422
        assert lan.post(f"/ban/luu-dong/{first.pk}/bat-dau/").status_code == 302
        filed = world.file("lan", sample(CONFIRMATION))
        dossier = world.dossier(filed)
        assert taken_at.words(dossier) == "Đăng ký lưu động ở thôn Suối Chải (Nhà văn hóa thôn)"
        assert "Đăng ký lưu động ở thôn Suối Chải" in text(lan.get(f"/ban/ho-so/{filed.code}/"))
        world.receive(filed)
        assert set(TakenThere.objects.values_list("act", flat=True)) == {"filed", "receive"}
        assert filed.code in text(lan.get(f"/ban/luu-dong/{first.pk}/"))
        # What is left goes to the next day, with the reason; it needs one.
        assert lan.post(f"/ban/luu-dong/{first.pk}/ket-thuc/", {"to": str(second.pk)}).status_code == 422
        done = lan.post(f"/ban/luu-dong/{first.pk}/ket-thuc/", {"to": str(second.pk), "why": "Hết giờ, mưa to."})
        assert done.status_code == 302
        after = world.file("lan", sample(CONFIRMATION))
        assert taken_at.words(world.dossier(after)) == ""
    left = set(Enrolment.objects.filter(day=first, state="carried").values_list("name", flat=True))
    assert {"Chảo Thị Mẩy", "Tẩn Láo Tả"} <= left
    assert left == set(Enrolment.objects.filter(day=second, state="waiting").values_list("name", flat=True))
    # Called off: with its reason, in public.
    assert lan.post(f"/ban/luu-dong/{second.pk}/hoan/", {"why": "Lở"}).status_code == 422
    assert lan.post(f"/ban/luu-dong/{second.pk}/hoan/", {"why": "Đường bị sạt lở."}).status_code == 302
    assert "Đường bị sạt lở." in text(anybody.get("/luu-dong/"))
    everybody = [world.actor(who) for who in ("lan", "trung", "tu", "dung", "hoa", "xuan", "mai", "quantri")]
    assert assert_faces_agree(MobileDay, everybody, [*actions_of(kind_of(MobileDay)), "no-such-action"]) > 0


def test_a_day_left_open_in_the_evening_takes_nothing_in_and_is_closed_before_the_next(
    world: World, browser: Browser
) -> None:
    lan = browser("lan")
    first, second = _announce(world, lan), _announce(world, lan, day="26/11/2026")
    with clock.at(MONDAY + timedelta(days=2)):
        assert lan.post(f"/ban/luu-dong/{first.pk}/bat-dau/").status_code == 302
    with clock.at(MONDAY + timedelta(days=3)):
        filed = world.file("lan", sample(CONFIRMATION))
        assert taken_at.words(world.dossier(filed)) == ""
        refused = lan.post(f"/ban/luu-dong/{second.pk}/bat-dau/")
        assert refused.status_code == 422
        assert "Thôn Suối Chải, thứ Tư, 25/11/2026, chưa kết thúc" in text(refused)
        assert lan.post(f"/ban/luu-dong/{first.pk}/ket-thuc/").status_code == 302
        assert lan.post(f"/ban/luu-dong/{second.pk}/bat-dau/").status_code == 302


def test_nobody_joins_a_day_that_has_ended_meanwhile(world: World, browser: Browser) -> None:
    """The rows are those of a page that was opened before."""
    lan = browser("lan")
    first, second, third = (_announce(world, lan, day=f"{day}/11/2026") for day in (25, 26, 27))
    actor = world.actor("lan")
    with transact(world.commune_id) as work:
        mobile.enrol(work, actor, first, "Lý Thị Mai", CONFIRMATION)
        mobile.call_off(work, actor, second, None, "Đường bị sạt lở.")
    with pytest.raises(Refused), transact(world.commune_id) as work:
        mobile.enrol(work, actor, second, "Chảo Thị Mẩy", CONFIRMATION)
    with pytest.raises(Refused), transact(world.commune_id) as work:
        mobile.call_off(work, actor, first, second, "Cán bộ ốm.")
    assert Enrolment.objects.get().day_id == first.pk
    with transact(world.commune_id) as work:
        assert mobile.call_off(work, actor, first, third, "Cán bộ ốm.") == 1
    assert Enrolment.objects.get(state="waiting").day_id == third.pk


def test_who_left_with_a_slip_can_follow_what_was_filed_for_her(world: World, browser: Browser) -> None:
    lan, anybody = browser("lan"), browser("")
    for wrong in ("0", "11", "hai", ""):
        assert lan.post("/ban/phieu-in-san/", {"sheets": wrong}).status_code == 422
    assert lan.post("/ban/phieu-in-san/", {"sheets": "1", "hamlet": str(world.units.suoi_chai.pk)}).status_code == 302
    pad = SlipPad.objects.get()
    assert pad.slips.count() == 8
    printed = lan.get(f"/ban/phieu-in-san/{pad.pk}.pdf")
    assert printed.content.startswith(b"%PDF")
    assert browser("xuan").get(f"/ban/phieu-in-san/{pad.pk}.pdf").status_code == 404
    one, two, *_rest = pads.free(pad)
    key = crypto.unseal(pads.KEY, one.pk, one.key_sealed)

    def follow(code: str, key: str) -> Any:
        return anybody.post("/tra-cuu/", {"ma": code, "khoa": key})

    assert "chưa được nộp" in text(follow(one.code, key))
    filed = world.file("lan", sample(CONFIRMATION))
    link = f"/ban/ho-so/{filed.code}/phieu-in-san/"
    assert lan.post(link, {"slip": f"https://xa.vn/tra-cuu/?ma={one.code}"}).status_code == 302
    assert follow(one.code.lower(), key)["Location"] == f"/tra-cuu/{filed.code}/"
    unknown, wrong_key = follow("PH-2222-222A", key), follow(one.code, "000000" if key != "000000" else "000001")
    assert unknown.status_code == wrong_key.status_code == 404
    assert one.code in text(lan.get(f"/ban/ho-so/{filed.code}/"))
    # Used twice, mistyped, unknown, another commune's.
    elsewhere = SlipPad.objects.create(commune=world.units.other, made_by=pad.made_by, made_at=pad.made_at)
    other = PadSlip.objects.create(
        commune_id=world.units.other.pk, pad=elsewhere, code=pads.rules.new_code(), key_sealed=one.key_sealed,
    )  # fmt: skip
    for typed, says in (
        (one.code, "đã dùng cho hồ sơ khác"), ("PH-7K4M", "không phải mã phiếu"), 
        (pads.rules.new_code(), "Không có tập phiếu nào"), (other.code, "của xã khác"),
    ):  # fmt: skip
        answer = lan.post(link, {"slip": typed})
        assert answer.status_code == 422
        assert says in text(answer)
        assert typed in text(answer)
    # Typed while the helper writes: it follows once that is filed.
    draft = _draft(world, lan)
    assert "/phieu-in-san/" in text(lan.get(f"/nop/{draft}/kiem-tra/"))
    assert lan.post(f"/nop/{draft}/phieu-in-san/", {"slip": two.code}).status_code == 302
    assert browser("mai").get(f"/nop/{draft}/phieu-in-san/").status_code == 404
    world.file("lan", sample(CONFIRMATION), id_=draft)
    two.refresh_from_db()
    assert two.dossier_id == draft


def _draft(world: World, lan: Client) -> Any:
    lan.post(f"/thu-tuc/{CONFIRMATION}/nop/?kenh=desk", {"representation": "self"})
    return Draft.objects.latest("created_at").pk


def test_pages_of_mobile_days_cost_few_queries(
    world: World, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    lan = browser("lan")
    first = _announce(world, lan)
    for n in range(6):
        name = "Lý Văn " + "ABCDEF"[n] + "nh"
        assert lan.post(f"/ban/luu-dong/{first.pk}/", {"name": name, "procedure": CONFIRMATION}).status_code == 302
    with django_assert_max_num_queries(12):
        lan.get(f"/ban/luu-dong/{first.pk}/")
    with django_assert_max_num_queries(8):
        browser("").get("/luu-dong/")
    for _n in range(8):
        assert lan.post("/ban/phieu-in-san/", {"sheets": "1"}).status_code == 302
    with django_assert_max_num_queries(12):
        assert "8 / 8" in text(lan.get("/ban/phieu-in-san/"))


@pytest.mark.parametrize(
    ("typed", "where", "says"),
    [
        ({"ends": "23h30"}, "ends", "22:00"),
        ({"starts": "4h"}, "starts", "5:00"),
        ({"starts": "25h"}, "starts", "7:30"),
        ({"ends": "trưa"}, "ends", "7:30"),
        ({"starts": "14h", "ends": "7h30"}, "ends", "14:00"),
        ({"place": " "}, "place", "nhà văn hóa"),
        ({"procedures": []}, "procedures", "thủ tục"),
    ],
)
def test_a_wrong_box_is_named_with_what_to_write_there(
    world: World, browser: Browser, typed: dict[str, Any], where: str, says: str
) -> None:
    answer = browser("lan").post("/ban/luu-dong/moi/", _form(world, **typed))
    assert answer.status_code == 422
    assert list(answer.context["errors"]) == [where]
    assert says in str(answer.context["errors"][where][0])
    assert not MobileDay.objects.exists()


def test_every_wrong_box_is_told_at_once(world: World, browser: Browser) -> None:
    answer = browser("lan").post("/ban/luu-dong/moi/", {})
    boxes = {"hamlet", "place", "day", "starts", "ends", "officer", "procedures"}
    assert answer.context["errors"].keys() == boxes


@pytest.mark.parametrize(("starts", "ends"), [("7h30", "11:00"), ("7:30", "11h"), ("07 giờ 30", "11 giờ")])
def test_hours_as_people_write_them(world: World, browser: Browser, starts: str, ends: str) -> None:
    row = _announce(world, browser("lan"), starts=starts, ends=ends)
    assert (f"{row.starts:%H:%M}", f"{row.ends:%H:%M}") == ("07:30", "11:00")


def test_the_first_box_alone_stands_for_all_procedures(world: World, browser: Browser) -> None:
    row = _announce(world, browser("lan"), procedures=["all"])
    assert {CONFIRMATION, SIGNATURE} < set(row.procedures)
    assert "all" not in row.procedures
