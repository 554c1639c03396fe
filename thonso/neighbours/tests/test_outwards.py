"""Received for another commune: receipt, slip, their word, and the answer in the person's hand; nothing out of its order."""

import subprocess
from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from tests.cast import BACKEND
from thonso.core.access.models import Account
from thonso.core.base.errors import Refused
from thonso.core.journal.models import Entry
from thonso.dossiers.models import Dossier
from thonso.dossiers.tests.world import World
from thonso.neighbours import figures, printing
from thonso.neighbours.communes import named
from thonso.neighbours.models import Outward

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LISTS, RECEIVE = reverse("neighbours:lists"), reverse("neighbours:receive")
TYPED = {
    "competent": "A Mú Sung", "procedure_name": "Đăng ký khai sinh", "name": "Vàng A Páo", "id_number": "015199990015",
    "phone": "0912 345 678", "address": "Thôn Tùng Sáng", "papers": "Giấy chứng sinh (01 bản chính)\nTờ khai",
    "channel": "desk",
}  # fmt: skip


@pytest.fixture
def lan(client: Client, sign_in: Callable[[Client, str], Account], world: World) -> Client:
    sign_in(client, "lan")
    return client


def taken(lan: Client, **changed: str) -> Outward:
    response = lan.post(RECEIVE, TYPED | changed)
    assert response.status_code == 302, response.content.decode()
    return Outward.objects.order_by("-received_at", "-id")[0]


def do(lan: Client, row: Outward, act: str, status: int = 302, **typed: str) -> str:
    response = lan.post(reverse("neighbours:act", args=[row.pk, act]), typed)
    assert response.status_code == status, response.content.decode()
    row.refresh_from_db()
    return response.content.decode()


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def words_of(pdf: bytes) -> str:
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(found.stdout.decode().split())


def test_from_the_counter_to_the_other_commune_and_back_into_the_hand(lan: Client, world: World) -> None:
    row = taken(lan)
    assert row.code == "NH-26-0001"
    assert row.competent == world.units.other
    assert not Dossier.objects.exists()
    assert "Chờ chuyển đi" in page(lan, LISTS)
    receipt = words_of(printing.receipt(row))
    assert "xã A Mú Sung" in receipt
    assert "Vàng A Páo" in receipt
    assert "015199990015" not in receipt
    do(lan, row, "pass_on", way="post", to="RL123456789VN")
    do(lan, row, "told_code", their_code="h38.99.1-261123-0007", their_due="30/11/2026")
    assert row.their_code == "H38.99.1-261123-0007"
    slip = words_of(lan.get(reverse("neighbours:slip", args=[row.pk])).content)
    assert "RL123456789VN" in slip
    assert "NH-26-0001" in slip
    assert "Đã chuyển, chờ kết quả" in page(lan, LISTS)
    # They ask for papers: it goes there once more.
    do(lan, row, "told_missing", what="Bản sao giấy đăng ký kết hôn của cha mẹ")
    do(lan, row, "pass_on", way="hand", to="Lý A Sử")
    do(lan, row, "answered", kind="result", number="Giấy khai sinh số 12/2026", on="23/11/2026")
    # Somebody else only with an authorisation.
    assert "f-authority" in do(lan, row, "give", 422, taker="Sùng Thị Chu")
    do(lan, row, "give", taker="vàng a páo")
    assert row.state == "closed"
    assert row.closed_at
    shown = page(lan, reverse("neighbours:one", args=[row.pk]))
    assert "Giấy khai sinh số 12/2026" in shown
    assert "giấy đăng ký kết hôn" in shown
    verbs = set(Entry.objects.filter(verb__startswith="outward.").values_list("verb", flat=True))
    assert verbs >= {"outward.receive", "outward.pass_on", "outward.answered", "outward.give", "outward.opened"}


def test_a_refusal_from_there_needs_its_reason_and_reaches_the_person(lan: Client) -> None:
    row = taken(lan)
    do(lan, row, "pass_on", way="portal", to="H38.99.1-261123-0008")
    assert row.their_code == "H38.99.1-261123-0008", "on the portal the number is the code"
    assert "f-why" in do(lan, row, "answered", 422, kind="refused")
    assert row.state == "passed"
    do(lan, row, "answered", kind="refused", why="Không thuộc thẩm quyền")
    assert row.refused
    assert row.state == "answered"


def test_what_they_ask_for_has_to_be_said_and_what_was_typed_stays_in_its_box(lan: Client) -> None:
    row = taken(lan)
    do(lan, row, "pass_on", way="hand", to="Lý A Sử")
    shown = do(lan, row, "told_missing", 422, what="Tờ")
    assert row.state == "passed"
    assert "f-what-error" in shown
    assert "Tờ</textarea>" in shown


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"competent": "Bát Xát"}, "competent"), ({"competent": "02683"}, "competent"), ({"competent": ""}, "competent"),
        ({"competent": "Không Có"}, "competent"), ({"competent": "A Mú Sung, Hà Giang"}, "competent"),
        ({"procedure_name": ""}, "procedure_name"), ({"papers": " \n "}, "papers"), ({"name": "1"}, "name"),
        ({"id_number": "123"}, "id_number"), ({"phone": "12"}, "phone"), ({"channel": "fax"}, "channel"),
        ({"papers": "x\n" * 41}, "papers"), ({"competent": "A" * 151}, "competent"), ({"address": "x" * 201}, "address"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    lan: Client, changed: dict[str, str], field: str
) -> None:
    response = lan.post(RECEIVE, TYPED | changed)
    text = response.content.decode()
    assert response.status_code == 422
    assert f"f-{field}-error" in text
    assert not Outward.objects.exists()
    assert field == "papers" or "Giấy chứng sinh" in text


def test_two_communes_of_one_name_are_told_apart_by_their_code(lan: Client, world: World) -> None:
    from tests.cast import _unit

    _unit("commune", "02999", "A Mú Sung", "Xã A Mú Sung", world.units.province, uuid4()).save()
    text = lan.post(RECEIVE, TYPED).content.decode()
    assert "02686" in text
    assert "02999" in text
    assert taken(lan, competent="02999").competent.code == "02999"
    assert taken(lan, competent=" 02686 ").competent == world.units.other


def test_a_commune_is_found_by_its_province_among_many_and_by_a_name_that_begins_like_a_kind(world: World) -> None:
    from tests.cast import _unit

    own, here = world.units.commune, world.units.province
    far = _unit("province", "91", "An Giang", "Tỉnh An Giang", None, uuid4())
    city = _unit("province", "79", "Hồ Chí Minh", "Thành phố Hồ Chí Minh", None, uuid4())
    for one in (far, city):
        one.save()
    for number in range(8):
        _unit("commune", f"1000{number}", "Tân An", "Xã Tân An", here, uuid4()).save()
    _unit("commune", "20001", "Tân An", "Xã Tân An", far, uuid4()).save()
    _unit("commune", "20002", "Tân An", "Phường Tân An", city, uuid4()).save()
    _unit("commune", "20003", "Xa Dung", "Xã Xa Dung", here, uuid4()).save()
    for typed, code in {
        "Tân An, An Giang": "20001", "tan an, tỉnh An Giang": "20001", "Phường Tân An, TP. Hồ Chí Minh": "20002",
        "Tân An, TP Hồ Chí Minh": "20002", "Xa Dung": "20003", "Xã Xa Dung": "20003", "xã A Mú Sung": "02686",
    }.items():  # fmt: skip
        assert named(typed, own, "competent").code == code, typed
    with pytest.raises(Refused, match="10000"):
        named("Tân An", own, "competent")


def test_nothing_is_done_out_of_its_order(lan: Client) -> None:
    row = taken(lan)
    for act, typed in {
        "answered": {"kind": "result", "number": "1"}, "told_missing": {"what": "Tờ khai mới"},
        "give": {"taker": "Vàng A Páo"}, "told_code": {"their_code": "A123"},
    }.items():  # fmt: skip
        do(lan, row, act, 409, **typed)
    assert row.state == "waiting"
    do(lan, row, "pass_on", way="hand", to="Lý A Sử")
    do(lan, row, "pass_on", 409, way="hand", to="Lý A Sử")
    do(lan, row, "give_back", 409, why="Người dân rút lại")
    assert row.steps.filter(act="pass_on").count() == 1
    assert lan.post(reverse("neighbours:act", args=[row.pk, "burn"])).status_code == 404


def test_a_code_must_look_like_one_and_belongs_to_one_dossier_of_that_commune(lan: Client) -> None:
    first, second = taken(lan), taken(lan, name="Giàng Thị Dế")
    for row in (first, second):
        do(lan, row, "pass_on", way="hand", to="Lý A Sử")
    assert "f-their_code-error" in do(lan, first, "told_code", 422, their_code="??")
    assert "f-their_due-error" in do(lan, first, "told_code", 422, their_code="A123", their_due="01/01/2020")
    do(lan, first, "told_code", their_code="A123")
    assert "f-their_code-error" in do(lan, second, "told_code", 422, their_code="a 123")


def test_two_presses_receive_and_pass_on_once(lan: Client) -> None:
    body = TYPED | {"transaction_id": str(uuid4())}
    assert [lan.post(RECEIVE, body).status_code for _ in range(2)] == [302, 302]
    row = Outward.objects.get()
    again = {"transaction_id": str(uuid4()), "way": "hand", "to": "Lý A Sử"}
    for _ in range(2):
        do(lan, row, "pass_on", **again)
    assert row.steps.filter(act="pass_on").count() == 1


def test_given_back_before_it_went_the_code_is_not_given_again(lan: Client) -> None:
    row = taken(lan)
    do(lan, row, "give_back", why="Người dân tự nộp")
    assert row.state == "cancelled"
    assert taken(lan).code == "NH-26-0002"


def test_the_papers_of_a_procedure_are_filled_in_and_a_late_answer_is_marked(lan: Client) -> None:
    text = page(lan, RECEIVE + "?thu-tuc=1.001193")
    assert "chứng sinh" in text.lower()
    assert 'name="procedure" value="1.001193"' in text
    row = taken(lan, procedure="1.001193", procedure_name="")
    assert row.procedure_code == "1.001193"
    do(lan, row, "pass_on", way="hand", to="Lý A Sử")
    do(lan, row, "told_code", their_code="A123", their_due="23/11/2026")
    Outward.objects.update(their_due="2026-11-20")
    assert "is-late" in page(lan, LISTS)


def test_nobody_of_the_other_commune_or_of_another_post_finds_it(lan: Client, world: World) -> None:
    row = taken(lan)
    urls = [reverse(f"neighbours:{name}", args=[row.pk]) for name in ("one", "receipt", "slip")]
    for who in ("xuan", "binh", "mai", "quantri", "tinh"):
        other = Client()
        other.force_login(world.cast[who], backend=BACKEND)
        assert {other.get(url).status_code for url in urls} == {404}, who
        assert other.post(reverse("neighbours:act", args=[row.pk, "pass_on"]), {"way": "hand"}).status_code == 404
        if who == "xuan":
            assert row.code not in page(other, LISTS), "her own desk's list is empty"
    assert page(lan, urls[0])


def test_the_table_counts_it_beside_our_own(lan: Client, world: World) -> None:
    from thonso.insight.rules.periods import month

    span = month(2026, 11)
    first, second = taken(lan), taken(lan, channel="post", name="Giàng Thị Dế")
    do(lan, first, "give_back", why="Người dân tự nộp")
    found = figures.of([world.commune_id], span.start, span.end)
    assert (found.desk, found.post, found.closed, found.standing, found.all) == (1, 1, 1, 1, 2)
    later = figures.of([world.commune_id], span.end, month(2026, 12).end)
    assert (later.carried, later.standing, later.all) == (1, 1, 1)
    assert not figures.of([world.units.other.pk], span.start, span.end), second.code


def test_the_list_asks_few_questions_however_long_it_is(lan: Client) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page(lan, LISTS)
        return len(queries)

    taken(lan)
    asked()  # the calendar is read once in a process
    few: Any = asked()
    for number in range(6):
        taken(lan, name=f"Giàng Thị {['Dế', 'Mỷ', 'Chu', 'Sáo', 'Pằng', 'Lầu'][number]}")
    assert asked() == few <= 12


def test_the_register_and_the_table_name_it_apart_from_our_own(lan: Client) -> None:
    taken(lan)
    page(lan, LISTS)  # the message of its reception is read
    days = "?tu=2026-11-01&den=2026-11-30"
    assert "NH-26-0001" not in page(lan, reverse("insight:register") + days)
    others = page(lan, reverse("insight:register") + days + "&phan=nhan-ho")
    assert "NH-26-0001" in others
    assert 'name="phan" value="nhan-ho"' in others, "other days of the same list"
    assert "Nhận hộ xã khác (không tính vào tổng)" in page(lan, reverse("insight:table") + days)
    book = lan.get(reverse("insight:register_export", args=["xlsx"]) + days).content
    cells = [str(cell) for row in load_workbook(BytesIO(book)).active.iter_rows(values_only=True) for cell in row]
    assert "NH-26-0001" in cells
    assert "UBND xã A Mú Sung" in cells
