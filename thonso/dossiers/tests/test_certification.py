"""What is certified at the desk, walked to the end: copies beside their originals, a will; and what is looked up in a book."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.base.errors import Refused
from thonso.core.notices.models import OutboxMessage
from thonso.dossiers.models import Draft, Result
from thonso.dossiers.printing.slip_data import BUILDERS
from thonso.dossiers.services import fees
from thonso.dossiers.services.drafts import answers_of
from thonso.dossiers.services.results import data_of
from thonso.dossiers.tests.world import World, changed, file_sample, sample
from thonso.procedures import catalogue
from thonso.procedures.definition import ByPage, Definition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=clock.HANOI)
HOUR = {"day": "2026-11-26", "hour": "09:00"}
SIGNER = {"signer": "Sùng Seo Phong"}
RECORD = {"number": "07/2026", "dated": "2026-11-23", "signer": "Sùng Seo Phong", "system": "Sổ gốc"}


def definition(code: str) -> Definition:
    return next(one for _text, one in catalogue.read_all() if one.code == code)


@pytest.mark.parametrize(
    ("pages", "copies", "due"),
    [(1, 1, 2_000), (2, 1, 4_000), (3, 1, 5_000), (12, 2, 28_000), (198, 1, 200_000), (300, 3, 600_000), (0, 5, 0)],
)
def test_the_fee_goes_by_the_pages_of_the_original(pages: int, copies: int, due: int) -> None:
    one = definition("2.000815").fees[0]
    assert one.by_page == ByPage("documents", "pages", "copies", 2, 1000, 200_000)
    rows = [{"pages": pages, "copies": copies}]
    assert one.by_page.total(one.amount or 0, rows) == due
    assert one.by_page.total(one.amount or 0, None) == 0


def test_for_who_stands_there_it_is_done_at_once(world: World, client: Client) -> None:
    """The commonest act of the day: no hour is chosen, nobody is told of one, and lunch is no hindrance."""
    client.force_login(world.cast["lan"], backend=BACKEND)
    noon = THURSDAY.replace(hour=12, minute=10)
    with clock.at(THURSDAY):
        client.post("/thu-tuc/2.000815/nop/?kenh=desk", {"representation": "self"})
        answers = answers_of(Draft.objects.get())
        here = {"day": f"{THURSDAY:%Y-%m-%d}", "part_of_day": "morning", "place": "centre"}
        assert {key: answers[key] for key in here} == here, "today, while it is open"
    done = file_sample(world, changed(sample("2.000815"), channel="desk"))
    told = OutboxMessage.objects.count()
    page = f"/ban/ho-so/{done.code}/lam/receive/"
    with clock.at(noon):
        form = client.get(page).content.decode()
        assert 'name="at_once"' in form
        key = re.search(r'name="transaction_id" value="([\w-]+)"', form)
        assert key
        went = client.post(page, {"transaction_id": key[1], "day": "", "hour": "", "at_once": "1"})
        assert went.headers["Location"] == f"/ban/ho-so/{done.code}/lam/check_paper/"
        dossier = world.dossier(done)
        assert (dossier.appointed_at, dossier.act_by) == (noon, dossier.due_at), "no hour that could be missed"
        assert OutboxMessage.objects.count() == told
        world.act("lan", done, "check_paper", {"papers": {"original": {"verdict": "valid", "seen": "compared"}}})
        world.act("lan", done, "certify", SIGNER | {"present": ["bearer"]})
    assert world.dossier(done).state == "completed"


def test_who_comes_before_the_hour_is_served_at_once(world: World) -> None:
    done = file_sample(world, sample("2.000815"))
    world.act("lan", done, "receive", HOUR)
    with clock.at(THURSDAY - timedelta(days=1)):
        world.act("lan", done, "rebook", {"at_once": True})
        assert world.dossier(done).appointed_at == THURSDAY - timedelta(days=1)


def test_several_originals_in_one_visit_each_with_its_number(world: World, client: Client) -> None:
    """Asked for in the hamlet, the original forgotten once, then compared, numbered each, paid by page and given back."""
    with pytest.raises(Refused):
        file_sample(world, changed(sample("2.000815"), channel="post"))
    done = file_sample(world, sample("2.000815"))
    client.force_login(world.cast["lan"], backend=BACKEND)
    world.act("lan", done, "receive", HOUR)
    dossier = world.dossier(done)
    assert fees.full_fee(dossier) == 34_000
    slip = BUILDERS["appointment_slip"](dossier, dossier.events.get(kind="receive"))
    assert any("Bản chính phải được xuất trình" in line for line in slip["presence"])
    with clock.at(THURSDAY + timedelta(minutes=5)):
        world.act("lan", done, "check_paper", {"papers": {"original": {"verdict": "missing"}}})
        with pytest.raises(Refused):  # the original was forgotten
            world.act("lan", done, "certify", SIGNER | {"present": ["bearer"]})
        world.act("lan", done, "rebook", {"day": "2026-11-27", "hour": "08:30", "reason": "Quên bản chính."})
    with clock.at(THURSDAY + timedelta(days=1)):
        with pytest.raises(Refused):  # an original is looked at and given back
            world.act("lan", done, "check_paper", {"papers": {"original": {"verdict": "valid", "seen": "kept"}}})
        world.act("lan", done, "check_paper", {"papers": {"original": {"verdict": "valid", "seen": "compared"}}})
        with pytest.raises(Refused) as refusal:
            world.act("lan", done, "certify", SIGNER)
        assert list(refusal.value.fields) == ["present_bearer"]
        world.act("lan", done, "certify", SIGNER | {"present": ["bearer"]})
        paid = {"way": "receipt", "reference": "BL26-0815", "paid_on": "2026-11-27", "amount": "34.000"}
        world.act("lan", done, "record_payment", paid)
    results = list(Result.objects.filter(stands_for__dossier=world.dossier(done)).order_by("number"))
    assert [one.number for one in results] == ["01, quyển số 01/2026-SCT/BS", "02, quyển số 01/2026-SCT/BS"]
    assert [one.title.split(": ")[1] for one in results] == [
        "Bằng tốt nghiệp trung học phổ thông",
        "Học bạ trung học phổ thông",
    ]
    assert data_of(results[1]) == {"pages": 12, "copies": 2}
    with clock.at(THURSDAY + timedelta(days=1, hours=1)):
        world.act("lan", done, "hand_over", {"way": "desk", "taken_by": "Lý Thị Mai"})
        page = client.get(reverse("dossiers:detail", args=[done.code])).content.decode()
    dossier = world.dossier(done)
    receipt = BUILDERS["result_receipt"](dossier, dossier.events.get(kind="hand_over"))
    assert [one["copies"] for one in receipt["results"]] == [3, 2]
    assert "02, quyển số 01/2026-SCT/BS" in page
    assert "Có mặt: người mang bản chính" in page


def test_a_will_is_signed_before_the_officer_whatever_the_portal_says(world: World, client: Client) -> None:
    one = definition("2.001019")
    assert one.appointment_only
    assert any("trái nhau" in check.source for check in one.checks)
    page = client.get(reverse("procedures:detail", args=["2.001019"])).content.decode()
    assert "có mặt khi ký" in page
    assert "Chuẩn bị giấy tờ và hẹn giờ" in page
    with pytest.raises(Refused):
        file_sample(world, changed(sample("2.001019"), channel="post"))


@pytest.mark.parametrize(
    ("code", "title"), [("2.000908", "Bản sao cấp từ sổ gốc"), ("2.002516", "Văn bản xác nhận thông tin hộ tịch")]
)
def test_what_stands_in_a_book_is_looked_up_or_answered_by_letter(world: World, code: str, title: str) -> None:
    """Found: recorded with its number and handed over. Not found: the answer is a letter, signed and sealed."""
    found = file_sample(world, sample(code))
    world.receive(found)
    world.act("binh", found, "take")
    world.act("binh", found, "advance")
    world.act("binh", found, "record_result", RECORD)
    dossier = world.dossier(found)
    assert (dossier.state, dossier.results.get().result.title) == ("completed", title)
    handed: dict[str, Any] = {"way": "desk", "taken_by": dossier.subject_name, "signed": True}
    world.act("lan", found, "hand_over", handed)
    assert world.dossier(found).state == "handed_over"

    missing = file_sample(
        world,
        changed(
            sample(code), answers={**sample(code).answers, "return_way": "post", "post_address": "Bưu điện Bát Xát"}
        ),
    )
    world.receive(missing)
    world.act("binh", missing, "take")
    world.act("binh", missing, "draft_result", {"answer": "Sổ gốc năm 2024 không có giấy chứng nhận mang tên bà."})
    world.act("binh", missing, "propose")
    world.sign("pho", missing)
    world.act("thu", missing, "seal")
    assert world.dossier(missing).results.get().result.paper == "letter"


def test_for_an_hour_at_which_nobody_came_no_apology_is_owed(world: World, client: Client) -> None:
    done = file_sample(world, sample("2.000815"))
    client.force_login(world.cast["lan"], backend=BACKEND)
    world.act("lan", done, "receive", HOUR)
    with clock.at(THURSDAY + timedelta(days=1)):
        page = client.get(f"/ban/ho-so/{done.code}/").content.decode()
    assert "Đã qua giờ hẹn" in page
    assert f'class="btn btn--ghost" href="/ban/ho-so/{done.code}/lam/rebook/"' in page
    assert "mẫu 04" not in page
    with clock.at(THURSDAY - timedelta(hours=1)):
        assert "Đã qua giờ hẹn" not in client.get(f"/ban/ho-so/{done.code}/").content.decode()
