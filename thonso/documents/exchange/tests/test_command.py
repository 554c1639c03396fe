"""`thonso edxml check FILE [--json]` as the contract says."""

import json
import re
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from thonso.documents.exchange import words
from thonso.documents.exchange.findings import Finding, Unreadable
from thonso.documents.exchange.tests.odd import GOOD, bent, messages, with_content
from thonso.documents.exchange.tests.samples import DOCUMENT, PDF, REPLACED, STATUS
from thonso.documents.exchange.writing import write


def run(path: Path, *more: str) -> tuple[str, str, int]:
    """What it said, what it complained of, and its exit code."""
    out, err = StringIO(), StringIO()
    try:
        call_command("edxml", "check", str(path), *more, stdout=out, stderr=err)
    except SystemExit as done:
        return out.getvalue(), err.getvalue(), int(str(done.code))
    return out.getvalue(), err.getvalue(), 0


def kept(folder: Path, message: bytes) -> Path:
    path = folder / "van-ban.edxml"
    path.write_bytes(message)
    return path


def test_json_of_a_document(tmp_path: Path) -> None:
    out, err, code = run(kept(tmp_path, GOOD), "--json")
    assert (err, code) == ("", 0)
    assert len(out.strip().splitlines()) == 1
    said = json.loads(out)
    assert said["kind"] == "document"
    assert said["header"]["code"] == {"number": "125", "notation": "QĐ-UBND"}
    assert said["header"]["promulgation"]["day"] == "2026-02-05"
    assert said["header"]["receivers"][0]["name"] == "Sở Nội vụ tỉnh Ví Dụ"
    assert said["header"]["trace"][0]["at"] == "2026-02-05T08:00:00+07:00"
    first, second = said["attachments"]
    assert (first["name"], first["type"], first["size"], first["zipped"]) == (
        "125-QĐ-UBND.signed.pdf", "application/pdf", len(PDF), False,
    )  # fmt: skip
    assert (second["type"], second["unacceptable"], second["zipped"]) == ("", "office", True)
    assert said["errors"] == said["tolerated"] == []
    assert "attachments" not in said["header"]


def test_json_of_a_status(tmp_path: Path) -> None:
    said = json.loads(run(kept(tmp_path, write(STATUS)), "--json")[0])
    assert (said["kind"], said["header"]["code"], said["attachments"]) == ("status", "03", [])


def test_what_is_wrong_is_listed_and_ends_with_3(tmp_path: Path) -> None:
    path = kept(tmp_path, b"1212" + bent(">G12<", ">??<"))
    out, _err, code = run(path, "--json")
    assert code == 3
    said = json.loads(out)
    assert said["errors"] == [{"code": "R.MessageHeader.To.OrganId", "where": "MessageHeader.To[2].OrganId"}]
    assert said["tolerated"] == [{"code": "T_BYTES_BEFORE", "where": "xml"}]
    out, err, code = run(path)
    assert code == 3
    assert "Chưa đúng: mã cơ quan nhận." in err
    assert "MessageHeader.To[2].OrganId" in err
    assert "Có byte lạ trước phần XML." in out


def test_words(tmp_path: Path) -> None:
    out, err, code = run(kept(tmp_path, GOOD))
    assert (err, code) == ("", 0)
    for part in (
        "Loại tin: Văn bản mới",
        "Nơi gửi: UBND xã Thôn Số (001.22.H17)",
        "Số, ký hiệu: 125/QĐ-UBND",
        "Ngày: 05/02/2026",
        "Người ký: TM. ỦY BAN NHÂN DÂN Chủ tịch Nguyễn Thị Ước Mơ",
        "Tệp kèm: 125-QĐ-UBND.signed.pdf",
        "Tin này không có gì sai.",
    ):
        assert part in out
    out = run(kept(tmp_path, write(STATUS)))[0]
    assert "Trạng thái: 03 Đã tiếp nhận" in out
    assert "05/02/2026 09:30" in out
    assert "Thay thế" in run(kept(tmp_path, write(REPLACED)))[0]


def test_a_message_that_cannot_be_read(tmp_path: Path) -> None:
    path = kept(tmp_path, b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><edXML>&x;</edXML>')
    with pytest.raises(CommandError, match="E_DTD") as caught:
        run(path)
    assert caught.value.returncode == 1
    assert "có thể gây hại" in str(caught.value)
    out = StringIO()
    with pytest.raises(CommandError, match="E_DTD"):
        call_command("edxml", "check", str(path), "--json", stdout=out)
    assert json.loads(out.getvalue()) == {
        "kind": "unreadable", "header": {}, "attachments": [], "errors": [{"code": "E_DTD", "where": ""}],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["khong-co.edxml", "."])
def test_a_file_that_is_not_there(tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError):
        run(tmp_path / name, "--json")


def test_wrong_use() -> None:
    with pytest.raises(CommandError):
        call_command("edxml")
    with pytest.raises(CommandError):
        call_command("edxml", "send", "x")


def test_everything_that_can_be_found_has_words() -> None:
    """Each code of the corpus and each that the code names."""
    package = Path(words.__file__).parent
    named = {code for path in package.glob("*.py") for code in re.findall(r'"([ET]_[A-Z0-9_]+)"', path.read_text())}
    refused = {code for code in named if code.startswith("E_")}
    tolerated = {code for code in named if code.startswith("T_")}
    assert refused >= {"E_DTD", "E_ZIP", "E_BASE64", "E_FILE_SIZE"}
    assert tolerated >= {odd for one in messages() for odd in one.tolerated}
    for code in refused:
        assert words.refusal(Unreadable(code))
    for code in tolerated:
        assert words.tolerated(Finding(code, "xml"))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("MessageHeader.From.OrganId", "mã cơ quan gửi"),
        ("MessageHeader.To", "nơi nhận"),
        ("MessageHeader.DocumentId", "mã văn bản"),
        ("MessageHeader.ResponseFor.DocumentId", "DocumentId"),
        ("MessageHeader.OtherInfo.PageAmount", "PageAmount"),
        ("TraceHeaderList.Bussiness.BussinessDocType", "việc cần làm với văn bản"),
    ],
)
def test_fields_are_called_as_people_call_them(path: str, name: str) -> None:
    assert words.field_name(path) == name


def test_the_bytes_of_a_file_are_not_printed(tmp_path: Path) -> None:
    out = run(kept(tmp_path, with_content(b"%PDF- noi dung mat")), "--json")[0]
    assert "noi dung" not in out
    assert "data" not in json.loads(out)["attachments"][0]
    assert "noi dung" not in repr(replace(DOCUMENT.attachments[0], data=b"noi dung"))
