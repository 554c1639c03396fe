"""`thonso verify-pdf FILE [--json]` as the contract says."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from thonso.core import papers
from thonso.core.papers.tests.samples import SHORT


def run(*args: str) -> str:
    out = StringIO()
    call_command("verify_pdf", *args, stdout=out)
    return out.getvalue()


def test_json(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "quyet-dinh.pdf"
    path.write_bytes(sealed)
    said = json.loads(run(str(path), "--json"))
    assert said["integrity"] == "ok"
    assert said["changes"] == "none"
    assert said["identity"] == "test"
    assert [one["role"] for one in said["signatures"]] == ["person", "organisation"]
    assert said["signatures"][0]["title"] == "Phó Chủ tịch"
    assert len(run(str(path), "--json").strip().splitlines()) == 1


def test_words(sealed: bytes, tmp_path: Path) -> None:
    path = tmp_path / "quyet-dinh.pdf"
    path.write_bytes(sealed)
    said = run(str(path))
    assert "Toàn vẹn" in said
    assert "không có giá trị pháp lý" in said
    assert "Nguyễn Văn Phó" in said


def test_unsigned_and_broken(data: Path, tmp_path: Path, sealed: bytes) -> None:
    plain, cut = tmp_path / "a.pdf", tmp_path / "b.pdf"
    plain.write_bytes(papers.render("notice", SHORT["notice"]))
    cut.write_bytes(sealed[:5000])
    assert json.loads(run(str(plain), "--json"))["integrity"] == "unsigned"
    assert json.loads(run(str(cut), "--json"))["integrity"] == "broken"


@pytest.mark.parametrize("name", ["khong-co.pdf", "."])
def test_a_file_that_cannot_be_read(data: Path, tmp_path: Path, name: str) -> None:
    with pytest.raises(CommandError):
        run(str(tmp_path / name), "--json")


def test_what_is_no_pdf(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"khong phai")
    with pytest.raises(CommandError, match="không phải tệp PDF"):
        run(str(path))
