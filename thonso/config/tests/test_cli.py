"""The one command: a word that is none of its commands is wrong use, and says where they are listed."""

import os
import subprocess
import sys

import pytest

from thonso.config import cli


def test_an_unknown_command_is_wrong_use(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["thonso", "no-such"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "'no-such'" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["import-units", "verify-pdf", "signing-key"])
def test_a_known_command_without_what_it_needs_is_wrong_use_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["thonso", word, "--no-such-option"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("arguments", "code"), [(["routes", "--help"], 0), (["import-units", "--help"], 0), (["help"], 0), (["no-such"], 2)]
)
def test_a_program_of_its_own_knows_all_the_commands(arguments: list[str], code: int) -> None:
    """Before its settings are loaded Django knows only its own commands: in the process of these tests they are."""
    done = subprocess.run(
        [sys.executable, "-m", "thonso.config.cli", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr


def test_weak_settings_are_one_sentence_and_no_traceback() -> None:
    poor = {name: value for name, value in os.environ.items() if not name.startswith("THONSO_")}
    done = subprocess.run(
        [sys.executable, "-m", "thonso.config.cli", "serve"], env=poor, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("THONSO_SECRET_KEY is missing or weak")
    assert len(done.stderr.splitlines()) == 1
