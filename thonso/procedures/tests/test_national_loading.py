"""The administrator brings a file of the national catalogue in from the browser: all of it or nothing, told in a sentence."""

import gzip
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Units
from thonso.core.access.models import Account
from thonso.core.journal.models import Entry
from thonso.core.journal.work import body_of
from thonso.procedures.models import NationalProcedure
from thonso.procedures.tests.test_national_import import record

pytestmark = pytest.mark.django_db
PAGE, LIST = "/quan-tri/thu-tuc/quoc-gia/nap/", "/quan-tri/thu-tuc/quoc-gia/"


@pytest.fixture
def admin(sign_in: Callable[..., Account], offered: Units) -> Client:
    browser = Client()
    sign_in(browser, "quantri")
    return browser


def packed(*found: Any) -> bytes:
    return gzip.compress("\n".join(json.dumps(one, ensure_ascii=False) for one in found).encode())


def send(client: Client, content: bytes | None, key: str = "") -> Any:
    body: dict[str, Any] = {"transaction_id": key or str(uuid4())}
    if content is not None:
        body["file"] = SimpleUploadedFile("danh-muc.jsonl.gz", content)
    return client.post(PAGE, body)


def said(client: Client, response: Any) -> str:
    assert (response.status_code, response["Location"]) == (302, LIST)
    return str(client.get(LIST).content.decode())


def test_what_is_new_comes_in_once_and_the_journal_says_who(admin: Client) -> None:
    empty = admin.get(LIST).content.decode()
    assert PAGE in empty, "the empty list leads there"
    assert "người dân tra cứu được cả việc xã không nhận" in empty
    assert "Cách nạp" in empty
    content, key = packed(record(), record("1.000014")), str(uuid4())
    page = said(admin, send(admin, content, key))
    assert "Đã nạp: 2 thủ tục mới, 0 thay đổi, 0 như cũ." in page
    assert "Đăng ký việc số 1.000014" in page
    send(admin, content, key)
    entry = Entry.objects.get(verb="procedure.catalogue")
    assert body_of(entry)["facts"] == {"new": 2, "changed": 0, "rejected": 0}
    assert "0 thủ tục mới, 0 thay đổi, 2 như cũ" in said(admin, send(admin, content))
    assert NationalProcedure.objects.count() == 2


def test_lines_that_are_no_procedure_are_named(admin: Client) -> None:
    page = said(admin, send(admin, packed("x", record("1.14"), record(), record())))
    assert "Bỏ qua 3 dòng: dòng 1" in page
    assert "dòng 2 1.14 (mã thủ tục không đúng dạng 1.000014)" in page
    assert "mã này đã có ở dòng 3" in page


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "Hãy chọn tệp thủ tục quốc gia."),
        (b"\x1f\x8bbroken", "chép chưa hết; anh chị chép lại tệp rồi nạp lại"),
        (packed(record())[:60], "chép chưa hết; anh chị chép lại tệp rồi nạp lại"),
        ("Thủ tục".encode("utf-16"), "anh chị nạp tệp gốc, đừng mở ra rồi lưu lại"),
        (b"%PDF-1.7\n%%EOF", "đây là tệp PDF, không phải tệp danh mục; anh chị chọn tệp có đuôi .jsonl"),
        (b"PK\x03\x04\x14\x00", "đây là tệp Excel, Word hoặc tệp nén zip"),
        ("Họ tên,Ngày sinh\nLý Thị Mai,1990".encode(), "Tệp này không có thủ tục nào; anh chị chọn đúng tệp danh mục"),
        (gzip.compress(b'{"x": "' + b"y" * (50 << 20) + b'"}', 1), "dòng 1 dài hơn 1 MB"),
        (gzip.compress((b"y" * (1 << 19) + b"\n") * 80, 1), "nội dung tệp vượt quá 32 MB"),
    ],
    ids=["none", "no gzip", "cut", "utf-16", "a paper", "excel", "a table", "50 MB", "a bomb"],
)
def test_a_file_that_cannot_be_read_says_what_to_do(admin: Client, content: bytes | None, says: str) -> None:
    response = send(admin, content)
    assert response.status_code == 422
    assert says in response.content.decode()
    assert not NationalProcedure.objects.exists()
    assert not Entry.objects.filter(verb="procedure.catalogue").exists()
