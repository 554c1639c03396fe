"""Whom this installation believes: put in by the administrator, seen on the page, used by the checks of papers."""

from pathlib import Path
from typing import Any

import pytest
from asn1crypto import pem
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from thonso.core.journal.models import Entry
from thonso.core.signatures import demo_ca, sign, trust, verify
from thonso.core.signatures.certificates import fingerprint
from thonso.core.signatures.tests.authority import Authority
from thonso.core.signatures.tests.conftest import PHO, Paper

pytestmark = pytest.mark.django_db
PAGE, ADD, TRY = "/quan-tri/tin-cay/", "/quan-tri/tin-cay/them/", "/quan-tri/tin-cay/dau-thoi-gian/"


@pytest.fixture
def admin(sign_in: Any) -> Client:
    client = Client()
    sign_in(client, "quantri")
    return client


def look(client: Client, data: bytes) -> Any:
    return client.post(ADD, {"file": SimpleUploadedFile("goc.cer", data)})


def put_in(client: Client, data: bytes, typed: str = "") -> Any:
    page = look(client, data)
    assert page.status_code == 200, page.content.decode()
    body = page.content.decode().split('name="body" value="')[1].split('"')[0]
    return client.post(ADD, {"body": body, "sure": "1", "fingerprint": typed})


def spaced(der: bytes) -> str:
    """As offices print it: pairs with colons, small letters."""
    whole = fingerprint(der).lower()
    return ":".join(whole[at : at + 2] for at in range(0, len(whole), 2))


@pytest.fixture
def signed_paper(fresh: Path, decision: Paper, authority: Authority) -> bytes:
    key = authority.key(fresh, "pho")
    return sign(decision.pdf, key=key, role="person", name=PHO.name, title=PHO.title)


def test_a_root_is_believed_by_its_published_fingerprint_only(
    fresh: Path, admin: Client, authority: Authority, signed_paper: bytes
) -> None:
    root = authority.certificate("root")
    assert verify(signed_paper).identity == "unknown"
    wrong = put_in(admin, root, "00" * 32)
    assert wrong.status_code == 422
    assert "Dấu vân tay không đúng" in wrong.content.decode()
    assert "00" * 32 in wrong.content.decode(), "what was typed is kept"
    assert trust.load().roots == ()
    assert fingerprint(root) not in look(admin, root).content.decode(), "it is to be read elsewhere than off the file"
    assert put_in(admin, root, spaced(root)).status_code == 302
    assert trust.load().roots == (root,)
    assert put_in_again(admin, root) == 422
    for name in ("root", "issuing"):
        if name == "issuing":
            assert put_in(admin, authority.certificate("issuing")).status_code == 302
        assert put_in(admin, authority.revocation_list(name)).status_code == 302
    assert verify(signed_paper).identity == "trusted"
    page = admin.get(PAGE).content.decode()
    for said in ("Gốc của bài thử", "Cơ quan cấp của bài thử", "Danh sách thu hồi", "Trung gian"):
        assert said in page
    assert Entry.objects.filter(verb="trust.added").count() == 4


def put_in_again(client: Client, data: bytes) -> int:
    status: int = put_in(client, data, spaced(data)).status_code
    return status


@pytest.mark.parametrize(("name", "said"), [("pho", "chứng thư của một người"), ("expired", "chứng thư của một người")])
def test_the_certificate_of_a_person_is_no_authority(
    fresh: Path, admin: Client, authority: Authority, name: str, said: str
) -> None:
    answer = look(admin, authority.certificate(name))
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_revocation_list_of_a_stranger_is_refused(fresh: Path, admin: Client, authority: Authority) -> None:
    demo_ca.issue(PHO)
    answer = look(admin, (fresh / "demo-ca" / "root.crl").read_bytes())
    assert answer.status_code == 422
    assert "không do tổ chức nào" in answer.content.decode()


def test_a_forged_list_in_the_name_of_a_trusted_authority_is_refused(
    fresh: Path, admin: Client, authority: Authority
) -> None:
    root = authority.certificate("root")
    put_in(admin, root, spaced(root))
    listed = bytearray(authority.revocation_list("root"))
    listed[-5] ^= 1
    answer = look(admin, bytes(listed))
    assert answer.status_code == 422
    assert not list((fresh / "trust").glob("*.crl"))


@pytest.mark.parametrize("data", [b"rubbish", b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
def test_what_is_neither_is_a_sentence(fresh: Path, admin: Client, data: bytes) -> None:
    assert look(admin, data).status_code == 422


def test_several_in_one_file_are_put_in_one_by_one(fresh: Path, admin: Client, authority: Authority) -> None:
    both = b"".join(pem.armor("CERTIFICATE", authority.certificate(name)) for name in ("root", "issuing"))
    assert "đúng một chứng thư" in look(admin, both).content.decode()


def test_taken_off_with_a_reason_it_is_believed_no_longer(
    fresh: Path, admin: Client, authority: Authority, signed_paper: bytes
) -> None:
    authority.trusted_by(fresh)
    assert verify(signed_paper).identity == "trusted"
    root = authority.certificate("root")
    laid = f"{PAGE}{fingerprint(root).lower()}/bo/"
    assert admin.get(laid).status_code == 404, "what lies in the server's folder is taken off there"
    (fresh / "trust" / "root.pem").unlink()
    put_in(admin, root, spaced(root))
    assert admin.get(laid).status_code == 200
    assert admin.post(laid, {"reason": ""}).status_code == 422
    assert admin.post(laid, {"reason": "Tổ chức ngừng cung cấp dịch vụ"}).status_code == 302
    assert verify(signed_paper).identity == "unknown"
    assert Entry.objects.filter(verb="trust.removed").count() == 1


def test_who_may_not_look(fresh: Path, sign_in: Any) -> None:
    for who in ("hai", "pho", "thu", "lan", "mai", "xuan"):
        client = Client()
        sign_in(client, who)
        assert client.get(PAGE).status_code == 404, who
        assert client.post(TRY).status_code == 404, who


def test_the_time_stamp_authority_is_tried(fresh: Path, admin: Client, authority: Authority, settings: Any) -> None:
    assert "Chưa cài nơi cấp dấu thời gian" in admin.get(PAGE).content.decode()
    settings.TSA_URL = authority.tsa
    page = admin.post(TRY).content.decode()
    assert "Đã cấp dấu thời gian" in page
    assert "Dấu thời gian của bài thử" in page
    assert "chưa có trong danh sách" in page
    authority.trusted_by(fresh)
    assert "chưa có trong danh sách" not in admin.post(TRY).content.decode()
    authority.down = True
    try:
        down = admin.post(TRY).content.decode()
    finally:
        authority.down = False
    assert "không trả lời được" in down
    settings.TSA_URL = "http://127.0.0.1:9/tsa"
    assert "không trả lời được" in admin.post(TRY).content.decode()
