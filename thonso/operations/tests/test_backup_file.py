"""The file of a backup takes its name when it is whole, on any kind of disk, and holds only what a restore takes."""

import errno
import os
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from thonso.operations.backup import making
from thonso.operations.backup.archive import Reader, new_file


@pytest.fixture(params=["with links", "without links"])
def disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder on a disk that knows hard links, or one that does not, as FAT and exFAT."""

    def link(*_: Any) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    if request.param == "without links":
        monkeypatch.setattr(os, "link", link)
    return tmp_path


def write(target: Path) -> None:
    with new_file(target) as writer:
        writer.add_bytes("backup.json", b"{}")


def test_it_is_there_whole_and_for_its_owner_alone(disk: Path) -> None:
    write(disk / "xa")
    assert [path.name for path in disk.iterdir()] == ["xa"]
    assert (disk / "xa").stat().st_mode & 0o777 == 0o600
    with (disk / "xa").open("rb") as file:
        reader = Reader(file)
        assert reader.about() == b"{}"
        assert reader.unpack(disk / "out") == 0
    with tarfile.open(disk / "xa") as tar:
        assert tar.getnames() == ["backup.json", "SHA256SUMS", "SHA256SUMS.sig"]


def test_what_somebody_put_there_meanwhile_is_not_overwritten(disk: Path) -> None:
    def write_late() -> None:
        with new_file(disk / "xa"):
            (disk / "xa").write_text("of somebody else")

    with pytest.raises(FileExistsError):
        write_late()
    assert (disk / "xa").read_text() == "of somebody else"
    assert [path.name for path in disk.iterdir()] == ["xa"]


def test_a_name_that_could_not_be_taken_is_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write(tmp_path / "xa")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a" * 197 + ".crt", "gốc\n.pem", os.fsdecode(b"root\xff.pem")])
def test_a_trusted_file_that_a_restore_would_refuse_is_refused_before_anything_is_written(
    name: str, settings: Any, tmp_path: Path
) -> None:
    settings.SIGNATURE_TRUST = tmp_path / "believed"
    settings.SIGNATURE_TRUST.mkdir()
    (settings.SIGNATURE_TRUST / name).write_bytes(b"x")
    with pytest.raises(CommandError, match="No backup was made and nothing of it is left: the name of"):
        call_command("backup", str(tmp_path / "xa"))
    assert [path.name for path in tmp_path.iterdir()] == ["believed"]


def test_a_long_name_that_a_restore_takes_is_taken(settings: Any, tmp_path: Path) -> None:
    settings.SIGNATURE_TRUST = tmp_path
    (tmp_path / ("a" * 196 + ".crt")).write_bytes(b"x")
    (tmp_path / "Gốc của tỉnh.pem").write_bytes(b"x")
    assert len(making._trusted()) == 2
