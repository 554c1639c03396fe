"""A backup made while people file is whole, and becomes an installation elsewhere; a changed, cut or strange one does not."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.house import ROOT, House, house
from tests.faults.conftest import look
from tests.faults.filing import Filing, Sender, send

pytestmark = [pytest.mark.slow, pytest.mark.own_clock, pytest.mark.timeout(600)]


@contextmanager
def elsewhere(home: House, folder: Path, *, ring: bool = True) -> Iterator[House]:
    """An empty house on a database of its own of the same kind, with the ring of `home` or none."""
    (folder / "data" / "secrets").mkdir(parents=True)
    if ring:
        shutil.copytree(home.data / "secrets", folder / "data" / "secrets", dirs_exist_ok=True)
    url = os.environ["THONSO_DATABASE_URL"] if home.engine == "PostgreSQL" else ""
    with house(url, folder=folder / "data") as other:
        yield other


def run(home: House, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "thonso.config.cli", *arguments],
        env=home.env, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def refused(home: House, *arguments: str, because: str) -> None:
    code, _out, said = run(home, "restore", *arguments)
    assert code == 1, said
    assert "Not restored, nothing was changed: " in said
    assert because in said
    assert "Traceback" not in said
    assert not list(home.data.glob(".restore-*"))
    assert not (home.data / ".half-restored").exists()


def history_stands(home: House) -> None:
    """Whoever owns the tables is still refused by the triggers."""
    for act in ("UPDATE journal_entry SET verb = 'x'", "DELETE FROM journal_entry"):
        with pytest.raises(RuntimeError, match="append-only: journal_entry"):
            home.thonso("shell", "-c", f'from django.db import connection; connection.cursor().execute("{act}")')


def test_a_backup_made_while_people_file_is_whole_and_lives_elsewhere(
    home: House, plan: list[Filing], tmp_path: Path
) -> None:
    server = home.serve("--workers", "2")
    sender = Sender(server.port)
    file = tmp_path / "xa.backup"
    made: list[str] = []
    acknowledged: list[set[str]] = []

    def back_up() -> None:
        acknowledged.append(set(sender.acknowledged))
        made.append(home.thonso("backup", str(file), "--json"))

    sender.file_all(plan[:300], 8, at={60: back_up})
    sender.file_all(plan[300:320], 8)  # however fast it was: these came after the backup
    found = json.loads(made[0])
    assert found["missing"] == []
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob(".xa*")] == []
    # The worker's hourly anchor, after the backup: it is what proves that entries were lost.
    home.python("tests.faults.anchor")
    shutil.copytree(home.data / "anchors", tmp_path / "kept")

    code, _out, said = run(home, "backup", str(file))
    assert (code, "not overwritten" in said) == (1, True)

    with elsewhere(home, tmp_path / "b") as other:
        out = other.thonso("restore", str(file), "--anchors", str(tmp_path / "kept"))
        assert "everything holds" in out
        assert "Lost: entries" in out
        stored = look(other)
        assert acknowledged[0] <= set(stored) < {filing.id for filing in plan[:320]}
        verified = json.loads(other.thonso("verify", "--all", "--json"))
        assert verified["ok"]
        assert any(
            "were lost when a backup was restored" in words for part in verified["parts"] for words in part["warnings"]
        )
        # It works on: what was lost is sent again by the phones, what was kept is answered as before.
        server = other.serve()
        kept, lost = sorted(stored)[0], sorted({filing.id for filing in plan[:320]} - set(stored))[0]
        by_id = {filing.id: filing for filing in plan}
        assert send(server.port, by_id[kept])[0] == 200
        assert send(server.port, by_id[lost])[0] == 201
        server.stop()
        other.python("tests.faults.anchor")
        assert "everything holds" in other.thonso("verify", "--all")
        # A second generation: its journal has three segments' worth of anchors, and still holds.
        other.thonso("backup", str(tmp_path / "second"))
        with elsewhere(other, tmp_path / "c") as third:
            assert "everything holds" in third.thonso("restore", str(tmp_path / "second"))


@pytest.fixture
def backup(home: House, plan: list[Filing], tmp_path: Path) -> Path:
    server = home.serve()
    for filing in plan[:3]:
        assert send(server.port, filing)[0] == 201
    home.thonso("backup", str(tmp_path / "xa"))
    return tmp_path / "xa"


def test_what_is_there_is_not_overwritten_but_moved_aside(home: House, backup: Path) -> None:
    refused(home, str(backup), because="here already")
    refused(home, str(backup), "--replace", because="still has the database open")
    home.stop_all()
    server = home.serve()
    assert len(look(home)) == 3
    server.stop()
    said = home.thonso("restore", str(backup), "--replace")
    assert "everything holds" in said
    assert "What was here before is in aside-" in said
    assert len(look(home)) == 3
    history_stands(home)


def test_a_restore_that_fails_late_leaves_everything_as_it_was(home: House, backup: Path, tmp_path: Path) -> None:
    home.stop_all()
    home.python("tests.faults.spoil", str(backup), str(tmp_path / "spoilt"))
    reason = "no such table: journal_head" if home.engine == "SQLite" else "journal_head"
    before, names = look(home), sorted(path.name for path in home.data.iterdir())
    refused(home, str(tmp_path / "spoilt"), "--replace", because=reason)
    assert sorted(path.name for path in home.data.iterdir()) == names
    assert look(home) == before
    assert "everything holds" in home.thonso("verify", "--all")
    history_stands(home)
    home.serve().stop()
    with elsewhere(home, tmp_path / "b") as other:
        refused(other, str(tmp_path / "spoilt"), because=reason)
        assert "everything holds" in other.thonso("restore", str(backup))


def test_nothing_starts_on_what_a_broken_off_restore_left_until_one_succeeds(home: House, backup: Path) -> None:
    home.stop_all()
    mark = home.data / ".half-restored"
    with subprocess.Popen(
        [sys.executable, "-m", "thonso.config.cli", "restore", str(backup), "--replace"],
        env=home.env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as restore:  # fmt: skip
        while not mark.exists():
            assert restore.poll() is None, "it was done before it could be broken off"
            time.sleep(0.001)
        restore.kill()
    for command in (["serve", "--port", "1"], ["worker"], ["worker", "--once"]):
        code, _out, said = run(home, *command)
        assert (code, "Traceback" in said) == (1, False), said
        assert "Not started: a restore began here" in said
        assert "thonso restore FILE --replace" in said
        assert "is in aside-" in said
    assert "everything holds" in home.thonso("restore", str(backup), "--replace")
    assert len(look(home)) == 3
    home.serve().stop()
    home.thonso("worker", "--once")


def test_a_damaged_database_is_what_a_restore_replaces(sqlite_home: House, tmp_path: Path) -> None:
    sqlite_home.thonso("backup", str(tmp_path / "xa"))
    file = sqlite_home.data / "thonso.sqlite3"
    whole = file.read_bytes()
    for damaged in (b"\0" * 4096, b"no database at all" * 500, whole[: len(whole) // 2 + 77], whole[:100], whole[:50]):
        file.write_bytes(damaged)
        refused(sqlite_home, str(tmp_path / "xa"), because="here already")
        said = sqlite_home.thonso("restore", str(tmp_path / "xa"), "--replace")
        assert "everything holds" in said
        assert any(path.read_bytes() == damaged for path in sqlite_home.data.glob("aside-*/thonso.sqlite3"))


def test_the_same_backup_is_restored_again_after_people_worked_on(
    home: House, backup: Path, plan: list[Filing]
) -> None:
    home.stop_all()
    for turn in (1, 2, 3):
        # The power went while an anchor was written: what can be read still tells what was lost.
        for path in (home.data / "anchors").iterdir():
            path.write_bytes(path.read_bytes() + b'{"commune": "')
        said = home.thonso("restore", str(backup), "--replace")
        assert "everything holds" in said
        # The first time nothing came after the backup; then each time what the time before had begun.
        assert said.count("Lost: entries") == turn - 1
        server = home.serve()
        for filing in plan[3 : 3 + turn]:
            assert send(server.port, filing)[0] == 201
        server.stop()
        home.python("tests.faults.anchor")
        assert "everything holds" in home.thonso("verify", "--all")


DAMAGED, OTHER = "it is damaged or not complete", "a part of it is not what was backed up"


def places(backup: Path) -> dict[str, tuple[int, int]]:
    """Each part of the file: where its header begins, and its content."""
    with tarfile.open(backup) as tar:
        return {part.name: (part.offset, part.offset_data) for part in tar}


def test_a_file_that_is_cut_off_is_refused_and_says_so(home: House, backup: Path, tmp_path: Path) -> None:
    whole, at, cut = backup.read_bytes(), places(backup), tmp_path / "cut"
    database = next(name for name in at if name.startswith("database"))
    with elsewhere(home, tmp_path / "b") as other:
        for length, reason in [
            (0, "this is not a backup"),
            (200, "this is not a backup"),
            (at["backup.json"][1] + 20, DAMAGED),
            (at[database][1] + 20, DAMAGED),
            (at["SHA256SUMS"][0], "its end cannot be found"),
            (at["SHA256SUMS"][1] + 20, DAMAGED),
            (at["SHA256SUMS.sig"][0], "its signature cannot be found"),
        ]:
            cut.write_bytes(whole[:length])
            refused(other, str(cut), because=reason)
        assert not (other.data / "thonso.sqlite3").exists()
        assert not (other.data / "files").exists()


def test_a_file_that_was_changed_is_refused_and_says_so(home: House, backup: Path, tmp_path: Path) -> None:
    whole, at, changed = backup.read_bytes(), places(backup), tmp_path / "changed"
    proof = whole.index(b'"index": "') + len(b'"index": "') + 5
    spots = {name.partition("/")[0]: offsets for name, offsets in at.items()}
    with elsewhere(home, tmp_path / "b") as other:
        for place, reason in [
            (0, "this is not a backup"),
            (at["backup.json"][1], "what it says about itself is damaged"),
            # Of a key that is needed: not taken for another ring.
            (proof, "what it says about itself is damaged"),
            (next(offsets for name, offsets in at.items() if name.startswith("database"))[1] + 50, OTHER),
            (spots["files"][1] + 50, OTHER),
            (spots["anchors"][0], "its end cannot be found"),
            (spots["anchors"][1] + 50, OTHER),
            (at["SHA256SUMS"][1] + 50, OTHER),
            (at["SHA256SUMS.sig"][1] + 10, "its signature does not hold"),
        ]:
            changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            refused(other, str(changed), because=reason)
        changed.write_bytes(b"PK\x03\x04 no backup at all" * 100)
        refused(other, str(changed), because="this is not a backup")
        assert not (other.data / "thonso.sqlite3").exists()
        assert not (other.data / "files").exists()


def test_another_ring_is_refused_by_the_names_of_its_keys(home: House, backup: Path, tmp_path: Path) -> None:
    with elsewhere(home, tmp_path / "b", ring=False) as stranger:
        refused(stranger, str(backup), because="k1 (sealing), the index key")


def test_a_full_disk_leaves_nothing_half_made(home: House, backup: Path, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root, to mount a small file system")
    small = tmp_path / "small"
    small.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", small], check=True)
    try:
        code, _out, said = run(home, "backup", str(small / "xa"))
        assert (code, "nothing of it is left" in said) == (1, True), said
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", "--lazy", small], check=True)
