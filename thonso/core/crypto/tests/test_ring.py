"""The ring file: made once, readable by its owner alone, never replaced, renewed by adding a key first."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from thonso.core import crypto
from thonso.core.crypto import checks, ring


def test_the_demo_makes_a_ring_that_only_its_owner_reads(own_ring: Path) -> None:
    assert stat.S_IMODE(own_ring.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_ring.parent.stat().st_mode) == 0o700


def test_production_without_a_ring_does_not_start(own_ring: Path, settings: Settings) -> None:
    own_ring.unlink()
    ring.forget()
    settings.MODE = "production"
    [error] = checks.key_ring()
    assert error.id == "crypto.E001"
    assert "thonso keys init" in error.msg
    with pytest.raises(ring.RingError):
        crypto.seal("test.label", uuid4(), "x")
    assert not own_ring.exists()


def test_production_starts_once_the_ring_is_made_by_command(own_ring: Path, settings: Settings) -> None:
    own_ring.unlink()
    ring.forget()
    settings.MODE = "production"
    call_command("keys", "init", "--json", verbosity=0)
    assert checks.key_ring() == []
    assert stat.S_IMODE(own_ring.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o666])
def test_a_ring_that_others_can_read_is_refused(own_ring: Path, mode: int) -> None:
    own_ring.chmod(mode)
    ring.forget()
    [error] = checks.key_ring()
    assert "0600" in error.msg


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", "null", '{"keys": {}}', '{"current":"k1","keys":{"k1":{"key":"AAAA","made":""}}}']
)
def test_a_damaged_ring_is_refused_without_showing_it(own_ring: Path, content: str) -> None:
    own_ring.write_text(content)
    ring.forget()
    with pytest.raises(ring.RingError, match="damaged"):
        ring.load()


def test_a_ring_is_never_made_over_another(own_ring: Path) -> None:
    before = own_ring.read_text()
    with pytest.raises(CommandError, match="not replaced"):
        call_command("keys", "init")
    assert own_ring.read_text() == before


def test_after_a_rotation_old_tokens_open_and_new_ones_use_the_new_key(own_ring: Path) -> None:
    row = uuid4()
    old = crypto.seal("test.label", row, "mai")
    index = crypto.blind("test.label", "mai")
    assert crypto.ring.rotate() == "k2"
    new = crypto.seal("test.label", row, "mai")
    assert old.startswith("k1:")
    assert new.startswith("k2:")
    assert {crypto.unseal("test.label", row, token) for token in (old, new)} == {"mai"}
    assert crypto.blind("test.label", "mai") == index
    assert stat.S_IMODE(own_ring.stat().st_mode) == 0o600


def test_a_key_added_by_another_process_is_found_when_a_token_needs_it(own_ring: Path) -> None:
    row = uuid4()
    kept = ring.load()
    ring.rotate()
    token = crypto.seal("test.label", row, "mai")
    # This process still remembers the ring from before.
    ring._kept, ring._kept_path, ring._looked_at = kept, own_ring, ring.time.monotonic()
    assert crypto.unseal("test.label", row, token) == "mai"


def test_the_key_in_use_cannot_be_retired(own_ring: Path) -> None:
    with pytest.raises(ring.RingError, match="in use"):
        ring.retire("k1")


def test_show_ids_shows_no_key(own_ring: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("keys", "show-ids")
    call_command("keys", "show-ids", "--json")
    shown = capsys.readouterr().out
    body = json.loads(own_ring.read_text())
    for entry in (*body["keys"].values(), body["index"], *body["anchors"].values()):
        assert entry["key"] not in shown
    assert "k1" in shown


def test_processes_that_start_together_share_one_ring(tmp_path: Path) -> None:
    code = (
        "import sys;from types import SimpleNamespace;from pathlib import Path;import django.conf as c;"
        "c.settings.configure(KEY_RING_FILE=Path(sys.argv[1]), MODE='demo');"
        "from thonso.core import crypto;print(crypto.blind('test.label','x'))"
    )
    file = tmp_path / "ring.json"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(file)], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    assert len({process.communicate(timeout=60)[0] for process in running}) == 1
    assert all(process.returncode == 0 for process in running)
    assert [entry.name for entry in tmp_path.iterdir()] == ["ring.json"]
