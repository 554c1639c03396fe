"""The portal's list of dossiers is looked at first, then taken in: new codes, states, and what differs from here."""

from collections.abc import Callable
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from thonso.core.access.models import Account
from thonso.core.units.models import ImportBatch
from thonso.dossiers.tests.world import World, file_sample, sample
from thonso.portal.models import PortalStatus

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FIRST, SECOND, STRANGE = "H38.12.3-261123-0001", "H38.12.3-261123-0002", "H38.12.3-261120-0099"
WAITING, STATES = reverse("portal:waiting"), reverse("portal:states")
HEAD = ["STT", "Mã hồ sơ", "Mã hồ sơ khác", "Trạng thái hồ sơ", "Ngày cập nhật"]


@pytest.fixture
def lan(client: Client, sign_in: Callable[[Client, str], Account]) -> Client:
    sign_in(client, "lan")
    return client


def listed(*rows: list[object], head: list[str] | None = None) -> SimpleUploadedFile:
    book = Workbook()
    book.active.append(["DANH SÁCH HỒ SƠ"])
    for row in ([head or HEAD], *[[row] for row in rows]):
        book.active.append(row[0])
    out = BytesIO()
    book.save(out)
    return SimpleUploadedFile("danh-sach.xlsx", out.getvalue())


def looked_at(lan: Client, file: SimpleUploadedFile) -> tuple[str, str]:
    """The address of the preview and what it says."""
    sent = lan.post(STATES, {"file": file})
    assert sent.status_code == 302, sent.content.decode()
    page = lan.get(sent["Location"])
    return sent["Location"], page.content.decode()


def take_in(lan: Client, url: str) -> None:
    assert lan.post(url, {"transaction_id": str(uuid4())}).status_code == 302


def test_codes_and_states_come_in_and_what_differs_is_shown(world: World, lan: Client) -> None:
    mine, other = file_sample(world, sample("1.001193")), file_sample(world, sample("TS.000001"))
    world.receive(mine)
    world.receive(other)
    world.act("lan", other, "record_official_code", {"official_code": SECOND})
    url, page = looked_at(
        lan,
        listed(
            [1, FIRST, mine.code, "Đang xử lý", "23/11/2026"],
            [2, SECOND.lower(), "", "Đã trả kết quả", ""],
            [3, STRANGE, "", "Đang xử lý", ""],
            [4, "không có", "", "Đang xử lý", ""],
            [5, SECOND, "", "Đang xử lý", ""],
            [6, FIRST, mine.code, "Đang xử lý", "31/12/2099"],
        ),
    )
    assert f"Ghi mã này cho hồ sơ {mine.code}" in page
    assert "Khác với ở đây" in page
    assert f"Ở đây không có hồ sơ nào mang mã {STRANGE}." in page
    assert "“không có” không phải mã hồ sơ." in page
    assert "Hồ sơ này đã có ở dòng 4." in page
    assert "Ngày 31/12/2099 còn ở phía trước." in page
    assert not PortalStatus.objects.exists(), "nothing is written before somebody says so"
    take_in(lan, url)
    assert world.dossier(mine).official_code == FIRST
    assert dict(PortalStatus.objects.values_list("dossier__official_code", "code")) == {FIRST: 4, SECOND: 10}
    page = lan.get(WAITING).content.decode()
    assert SECOND in page
    assert FIRST not in page
    assert lan.post(url, {"transaction_id": str(uuid4())}).status_code in {302, 422}
    assert ImportBatch.objects.get().imported == 2


def test_the_next_list_replaces_what_was_told_before_and_unknown_words_are_shown(world: World, lan: Client) -> None:
    done = file_sample(world, sample("TS.000001"))
    world.receive(done)
    world.act("lan", done, "record_official_code", {"official_code": FIRST})
    for words in ("Đã trả kết quả", "Chuyển liên thông", "Đang xử lý"):
        url, _page = looked_at(lan, listed([1, FIRST, "", words, ""]))
        take_in(lan, url)
        page = lan.get(WAITING).content.decode()
        assert (FIRST in page) == (words != "Đang xử lý")
        assert ("chưa rõ" in page) == (words == "Chuyển liên thông")
    assert PortalStatus.objects.get().words == "Đang xử lý"
    _url, page = looked_at(lan, listed([1, FIRST, "", "Đang xử lý", ""]))
    assert "Không có gì để nhập" in page


def test_a_code_is_not_given_to_a_dossier_that_has_another_or_to_another_unit(world: World, lan: Client) -> None:
    done, other = file_sample(world, sample("TS.000001")), file_sample(world, sample("1.001193"))
    world.act("lan", done, "record_official_code", {"official_code": FIRST})
    _url, page = looked_at(
        lan,
        listed(
            [1, SECOND, done.code, "Đang xử lý", ""],
            [2, "H56.1.2-261123-0001", other.code, "Đang xử lý", ""],
            [3, FIRST, other.code, "Đang xử lý", "hôm qua"],
        ),
    )
    assert f"Ở đây hồ sơ {done.code} đang ghi mã {FIRST}." in page
    assert "H56.1.2" in page, "a code of another unit is confirmed by hand, one by one"
    assert "“hôm qua” không phải ngày." in page


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("a.xlsx", b"PK\x03\x04broken"),
        SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
        SimpleUploadedFile("a.csv", b""),
        listed([1], head=["STT", "Tên"]),
    ],
    ids=["damaged", "a pdf", "empty", "no column"],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(world: World, lan: Client, file: SimpleUploadedFile) -> None:
    file.seek(0)
    page = lan.post(STATES, {"file": file})
    assert page.status_code == 422
    assert "data-errors" in page.content.decode()


def test_another_communes_dossier_is_not_known_here(
    world: World, client: Client, sign_in: Callable[[Client, str], Account]
) -> None:
    done = file_sample(world, sample("TS.000001"))
    world.act("lan", done, "record_official_code", {"official_code": FIRST})
    sign_in(client, "xuan")
    _url, page = looked_at(client, listed([1, FIRST, done.code, "Đang xử lý", ""]))
    assert f"Ở đây không có hồ sơ nào mang mã {FIRST}." in page
    assert done.code not in page
