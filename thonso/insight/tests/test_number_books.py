"""Sổ cấp số: a commune that begins in the middle of a year gives no number a second time; the books are seen and printed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import BACKEND
from thonso.core.base import clock
from thonso.core.journal.models import Entry
from thonso.core.numbers.models import Outside, Register
from thonso.core.papers.tests.test_every_kind import text_of
from thonso.dossiers.services.filing import Filed
from thonso.dossiers.services.results import BOOKS
from thonso.dossiers.tests.world import World, file_sample, sample
from thonso.insight import books
from thonso.insight.views import books as views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
INDEX = "/ban/so-so/"
DECISIONS, COPIES = f"{INDEX}2026/ubnd/quyet-dinh/", f"{INDEX}2026/ubnd/chung-thuc-ban-sao/"
SIGNATURES, LETTERS = f"{INDEX}2026/ubnd/chung-thuc-chu-ky/", f"{INDEX}2026/ttpvhcc/thong-bao/"
SAID = {"part": "stand", "seen": "0", "day": "20/11/2026", "words": "Sổ quyết định giấy, trang 12"}
THURSDAY = datetime(2026, 11, 26, 9, 0, tzinfo=clock.HANOI)


@pytest.fixture
def as_(world: World, client: Client) -> Any:
    def signed_in(who: str) -> Client:
        client.force_login(world.cast[who], backend=BACKEND)
        return client

    return signed_in


def mediators(world: World) -> Filed:
    done = world.file("lan", sample("1.002211"))
    world.receive(done)
    for name in ("take", "draft_result", "propose"):
        world.act("binh", done, name)
    return done


def funeral(world: World) -> Filed:
    done = world.file("lan", sample("1.001731"))
    world.receive(done)
    world.act("hoa", done, "take")
    world.act("hoa", done, "draft_result", {"deceased_name": "Phàn Thị Ghển", "amount": "10.800.000"})
    world.act("hoa", done, "propose")
    return done


def decided(world: World, done: Filed) -> str:
    (decision,) = world.sign("hai", done)
    decision.refresh_from_db()
    return decision.number


def certified(world: World) -> str:
    done = file_sample(world, sample("2.000884"))
    world.act("lan", done, "receive", {"day": "2026-11-26", "hour": "09:00"})
    with clock.at(THURSDAY + timedelta(minutes=5)):
        world.check_all("lan", done)
        world.act("lan", done, "certify", {"signer": "Sùng Seo Phong", "present": ["person"]})
    return world.dossier(done).results.get().result.number


def test_every_book_of_papers_has_a_name() -> None:
    assert set(books.NAMES) == set(BOOKS)


def test_the_book_stands_at_17_and_the_next_decision_is_18(world: World, as_: Any) -> None:
    thu = as_("thu")
    assert "trên giấy trong năm nay" in thu.get(INDEX).content.decode()
    assert thu.post(DECISIONS, {**SAID, "last": "17"}, follow=True).status_code == 200
    assert decided(world, mediators(world)) == "18/QĐ-UBND"


def test_decisions_of_two_procedures_share_one_book(world: World) -> None:
    assert decided(world, mediators(world)) == "01/QĐ-UBND"
    assert decided(world, funeral(world)) == "02/QĐ-UBND"
    assert Register.objects.get(book="quyet-dinh").last == 2


def test_a_decision_drawn_before_the_book_was_raised_is_signed_under_the_next_number(world: World, as_: Any) -> None:
    assert decided(world, mediators(world)) == "01/QĐ-UBND"
    waiting = funeral(world)
    as_("thu").post(DECISIONS, {**SAID, "seen": "1", "last": "2", "day": "23/11/2026"})
    assert decided(world, waiting) == "03/QĐ-UBND"


def test_certification_at_42_goes_on_with_43_in_its_volume(world: World, as_: Any) -> None:
    lan = as_("lan")
    lan.post(SIGNATURES, {**SAID, "last": "42"})
    lan.post(SIGNATURES, {"part": "volume", "seen": "1", "volume": "2"})
    assert certified(world) == "43, quyển số 02/2026-SCT/CK,ĐC"
    page = lan.get(SIGNATURES).content.decode()
    assert "quyển số 02/2026-SCT/CK,ĐC" in page
    lan.post(SIGNATURES, {"part": "volume", "seen": "2", "volume": "3"})
    assert certified(world) == "44, quyển số 03/2026-SCT/CK,ĐC"
    back = lan.post(SIGNATURES, {"part": "volume", "seen": "3", "volume": "2"})
    assert (back.status_code, Register.objects.get(book="chung-thuc-chu-ky").volume) == (422, 3)


def test_the_volume_in_use_is_proposed_when_something_is_certified(world: World, as_: Any) -> None:
    lan = as_("lan")
    lan.post(SIGNATURES, {"part": "volume", "seen": "1", "volume": "2"})
    done = file_sample(world, sample("2.000884"))
    world.act("lan", done, "receive", {"day": "2026-11-26", "hour": "09:00"})
    with clock.at(THURSDAY):
        world.check_all("lan", done)
        page = lan.get(f"/ban/ho-so/{done.code}/lam/certify/").content.decode()
    (field,) = re.findall(r'<input[^>]*name="book"[^>]*>', page)
    assert 'value="2"' in field


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"last": ""}, "Chỉ ghi số"),
        ({"last": "17/QĐ-UBND"}, "Chỉ ghi số"),
        ({"last": "mười bảy"}, "Chỉ ghi số"),
        ({"last": "-3"}, "nhỏ hơn 0"),
        ({"last": "100000"}, "99.999"),
        ({"last": "9" * 40}, "99.999"),
        ({"last": "17", "day": "32/13/2026"}, "ngày/tháng/năm"),
        ({"last": "17", "day": "24/11/2026"}, "Ngày này chưa đến"),
        ({"last": "17", "day": "20/11/2027"}, "Ngày này chưa đến"),
        ({"last": "17", "day": "20/11/2025"}, "sổ của năm 2026"),
        ({"last": "17", "day": ""}, "ngày nào"),
        ({"last": "17", "words": ""}, "Ghi rõ"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(as_: Any, typed: dict[str, str], sentence: str) -> None:
    sent = {**SAID, **typed}
    answer = as_("thu").post(DECISIONS, sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    for name in ("last", "day", "words"):
        assert not sent[name] or f'value="{sent[name]}"' in page
    assert not Outside.objects.exists()


def test_a_year_to_come_is_refused_with_a_sentence(as_: Any) -> None:
    thu = as_("thu")
    for answer in (
        thu.get(f"{INDEX}2027/ubnd/quyet-dinh/"),
        thu.get(f"{INDEX}?nam=2027"),
        thu.post(f"{INDEX}2027/ubnd/quyet-dinh/", {**SAID, "last": "5"}),
    ):
        assert (answer.status_code, "ngày 01/01" in answer.content.decode()) == (422, True)
    for path in (f"{INDEX}2019/ubnd/quyet-dinh/", f"{INDEX}2026/ubnd/khong-co/", f"{INDEX}?nam=2019"):
        assert thu.get(path).status_code == 404


def test_the_second_of_two_clerks_at_once_is_told_so_and_keeps_what_she_typed(as_: Any) -> None:
    thu = as_("thu")
    thu.post(DECISIONS, {**SAID, "last": "17"})
    second = thu.post(DECISIONS, {**SAID, "last": "18", "words": "Sổ ở phòng bên"})
    page = second.content.decode()
    assert second.status_code == 409
    assert "vừa" in page
    assert 'value="Sổ ở phòng bên"' in page
    assert 'name="seen" value="17"' in page  # looked at again, it can be sent
    assert Register.objects.get().last == 17


def test_the_same_form_sent_twice_is_one_act(as_: Any) -> None:
    thu = as_("thu")
    sent = {**SAID, "last": "17", "transaction_id": "2b1d7c55-0d0e-4c7b-8f63-3a0a5d3f6a11"}
    assert [thu.post(DECISIONS, sent).status_code for _n in range(2)] == [302, 302]
    assert Entry.objects.filter(verb="number_book.stood").count() == 1


def test_once_a_number_was_given_it_is_raised_and_never_lowered(world: World, as_: Any) -> None:
    decided(world, mediators(world))
    thu = as_("thu")
    low = thu.post(DECISIONS, {**SAID, "seen": "1", "last": "0"})
    assert (low.status_code, "không cấp hai lần" in low.content.decode()) == (422, True)
    many = thu.post(DECISIONS, {**SAID, "seen": "1", "last": "200"})
    assert (many.status_code, 'name="sure"' in many.content.decode()) == (422, True)
    assert thu.post(DECISIONS, {**SAID, "seen": "1", "last": "200", "sure": "1"}).status_code == 302
    assert decided(world, funeral(world)) == "201/QĐ-UBND"


def test_a_book_opens_to_its_numbers_each_with_what_it_was_given_for(world: World, as_: Any) -> None:
    thu = as_("thu")
    thu.post(DECISIONS, {**SAID, "last": "17"})
    done = mediators(world)
    decided(world, done)
    thu.post(DECISIONS, {**SAID, "seen": "18", "last": "20", "words": "Ký giấy lúc mất điện"})
    assert thu.post(DECISIONS, {"part": "strike", "number": "20", "reason": "Ghi thừa một số"}).status_code == 302
    page = thu.get(DECISIONS).content.decode()
    for said in ("18/QĐ-UBND", done.code, "Ký giấy lúc mất điện", "Ghi thừa một số", "Sổ quyết định giấy, trang 12"):
        assert said in page
    (found,) = [
        one for one in books.standings(world.commune_id, books.known(world.commune_id), 2026)
        if one.book.key == "quyet-dinh"
    ]  # fmt: skip
    assert (found.last, found.given, found.outside, found.cancelled) == (20, 1, 19, 1)


def test_who_may_not_read_the_dossier_sees_the_number_alone(world: World, as_: Any) -> None:
    done = mediators(world)
    decided(world, done)
    page = as_("quantri").get(DECISIONS).content.decode()
    assert ">01<" in page
    assert "01/QĐ-UBND" not in page
    assert done.code not in page
    assert "hòa giải viên" not in page


def test_many_numbers_come_page_by_page_each_once(world: World, as_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    thu = as_("thu")
    thu.post(SIGNATURES, {**SAID, "last": "3"})
    numbers = [certified(world) for _n in range(5)]
    seen, url = [], SIGNATURES
    for _page in range(3):
        page = thu.get(url).content.decode()
        seen += [one for one in reversed(numbers) if f">{one}<" in page]
        assert ("01–03" in page) == (_page == 2)
        url = f"{SIGNATURES}?sau={8 - 2 * _page - 1}"
    assert seen == numbers[::-1]


def test_the_book_is_printed_and_taken_away_and_that_is_journalled(world: World, as_: Any) -> None:
    decided(world, mediators(world))
    thu = as_("thu")
    thu.post(DECISIONS, {**SAID, "seen": "1", "last": "3", "words": "Ký giấy lúc mất điện"})
    paper = thu.get(f"{DECISIONS[:-1]}.pdf")
    text = text_of(paper.content)
    assert "01/QĐ-UBND" in text
    assert "02–03" in text
    assert "Ký giấy lúc mất điện" in " ".join(text.split())
    assert thu.get(f"{DECISIONS[:-1]}.xlsx")["Content-Type"].endswith("sheet")
    assert thu.get(f"{DECISIONS[:-1]}.csv").status_code == 404
    assert Entry.objects.filter(verb="number_book.exported").count() == 2


@pytest.mark.parametrize(
    ("who", "decisions", "copies", "letters"),
    [
        ("thu", "keep", "keep", "read"),
        ("lan", "", "keep", ""),
        ("trung", "", "read", "keep"),
        ("hai", "read", "read", "read"),
        ("pho", "read", "read", "read"),
        ("quantri", "read", "read", "read"),
        ("binh", "", "", ""),
        ("son", "", "", ""),
        ("mai", "", "", ""),
    ],
)
def test_who_keeps_a_book_who_reads_it_and_for_whom_it_is_not_there(
    as_: Any, who: str, decisions: str, copies: str, letters: str
) -> None:
    client = as_(who)
    for path, may in ((DECISIONS, decisions), (COPIES, copies), (LETTERS, letters)):
        assert client.get(path).status_code == (200 if may else 404), path
        assert client.post(path, {**SAID, "last": "5"}).status_code == (302 if may == "keep" else 404), path
    assert client.get(INDEX).status_code == (200 if decisions or copies or letters else 404)


def test_another_commune_has_its_own_books(world: World, as_: Any) -> None:
    as_("thu").post(COPIES, {**SAID, "last": "17"})
    page = as_("xuan").get(INDEX)
    assert page.status_code == 200
    assert ">17<" not in page.content.decode()
