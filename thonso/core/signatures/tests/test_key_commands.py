"""`thonso signing-key` and `thonso trust`: the pages' services, for who is at the server."""

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from thonso.core.access.models import Account
from thonso.core.journal.models import Entry
from thonso.core.signatures.certificates import fingerprint
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.tests.authority import Authority
from thonso.core.signatures.tests.test_key_pages import key_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def here(settings: Any, cast: dict[str, Account], fresh: Path) -> None:
    settings.COMMUNE_CODE = "02683"


def run(*words: str) -> Any:
    out = io.StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


def brought(fresh: Path, account: Account, monkeypatch: pytest.MonkeyPatch, secret: str | None = None) -> Path:
    content, passphrase = key_file(fresh, account)
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{passphrase if secret is None else secret}\n"))
    path = fresh / "khoa.p12"
    path.write_bytes(content)
    return path


def test_a_key_is_imported_listed_and_ended(
    fresh: Path, cast: dict[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = brought(fresh, cast["pho"], monkeypatch)
    made = run("signing_key", "import", str(path), "--user", "pho", "--title", "Phó Chủ tịch", "--passphrase-stdin")
    assert (made["name"], made["kind"], made["holder"]) == (cast["pho"].full_name, "sealed", "person")
    assert [one["serial"] for one in run("signing_key", "list")["keys"]] == [made["serial"]]
    assert run("signing_key", "end", made["serial"], "--reason", "Mất thiết bị")["ended"]
    assert SigningKey.objects.get().retired_reason == "Mất thiết bị"
    verbs = Entry.objects.filter(verb__startswith="signing_key.").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["signing_key.registered", "signing_key.retired"]


@pytest.mark.parametrize(
    ("user", "secret"), [("pho", "sai"), ("hai", None), ("xuan", None), ("nobody", None), ("lan", None)]
)
def test_a_wrong_passphrase_or_another_person_enters_nothing(
    fresh: Path, cast: dict[str, Account], monkeypatch: pytest.MonkeyPatch, user: str, secret: str | None
) -> None:
    path = brought(fresh, cast["pho"], monkeypatch, secret)
    with pytest.raises(CommandError) as told:
        run("signing_key", "import", str(path), "--user", user, "--passphrase-stdin")
    assert str(told.value)
    assert not SigningKey.objects.exists()


def test_a_file_that_is_not_there_and_a_serial_that_is_nobodys_are_told(fresh: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("signing_key", "import", str(fresh / "none.p12"), "--user", "pho", "--passphrase-stdin")
    with pytest.raises(CommandError, match="no signing key"):
        run("signing_key", "end", "beef", "--reason", "Mất thiết bị")


def test_a_root_is_believed_only_with_the_fingerprint_that_was_published(fresh: Path, authority: Authority) -> None:
    path = fresh / "root.cer"
    path.write_bytes(authority.certificate("root"))
    with pytest.raises(CommandError):
        run("trust", "add", str(path))
    assert run("trust", "list")["trusted"] == []
    made = run("trust", "add", str(path), "--fingerprint", fingerprint(authority.certificate("root")))
    assert made["kind"] == "root"
    assert [one["fingerprint"] for one in run("trust", "list")["trusted"]] == [made["fingerprint"]]
    with pytest.raises(CommandError):
        run("trust", "remove", made["fingerprint"], "--reason", "")
    run("trust", "remove", made["fingerprint"], "--reason", "Không còn dùng")
    assert run("trust", "list")["trusted"] == []
    assert list(Entry.objects.filter(verb__startswith="trust.").order_by("seq").values_list("verb", flat=True)) == [
        "trust.added", "trust.removed",
    ]  # fmt: skip
