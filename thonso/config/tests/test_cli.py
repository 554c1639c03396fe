"""The one command: a word that is none of its commands is wrong use, and says where they are listed."""

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
