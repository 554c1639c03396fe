"""What a backup says about itself is taken as it was written, or refused as damaged; never for something else."""

import json
from typing import Any
from uuid import uuid4

import pytest

from thonso.core.base.refs import Ref
from thonso.core.journal import services as journal
from thonso.core.journal.models import Head
from thonso.core.journal.work import transact
from thonso.operations.backup import about as abouts
from thonso.operations.backup.archive import Unusable

pytestmark = pytest.mark.django_db


@pytest.fixture
def about(settings: Any, tmp_path: Any) -> abouts.About:
    settings.DATA = tmp_path
    commune = uuid4()
    with transact(commune) as work:
        work.note("x.done", Ref("account", uuid4()), Ref("x", uuid4()))
    heads = journal.anchor_heads(Head.objects.filter(commune_id=commune).values_list("commune_id", "seq", "hash"))
    return abouts.new(
        database="postgresql", migrations=[["journal", "0001_initial"]], heads=heads, tables={"journal_entry": ["id"]}
    )


def test_it_is_read_as_it_was_written(about: abouts.About) -> None:
    assert abouts.read(about.as_json()) == about
    abouts.check_ring(about)


def test_no_byte_of_it_can_be_damaged_unseen(about: abouts.About) -> None:
    raw = about.as_json()
    for place in range(len(raw)):
        for bit in (1, 16, 128):
            try:
                found = abouts.read(raw[:place] + bytes([raw[place] ^ bit]) + raw[place + 1 :])
            except Unusable as refused:
                assert "damaged" in str(refused)  # noqa: PT017
            else:
                assert found == about  # between the values


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "no id"},
        {"id": 7},
        {"made_at": None},
        {"migrations": 1},
        {"migrations": [["journal"]]},
        {"migrations": [["journal", 1]]},
        {"heads": {}, "tables": []},
        {"heads": [{}]},
        {"heads": [None]},
        {"heads": [{"commune": "x", "seq": 1, "hash": "", "at": "2026-11-25", "signature": ""}]},
        {"keys": {}},
        {"keys": {"sealing": [], "index": "", "anchor": ""}},
        {"keys": {"sealing": {"k1": 7}, "index": "", "anchor": ""}},
        {"tables": {"journal_entry": [1]}},
        {"more": 1},
    ],
)
def test_what_has_another_shape_is_refused_even_when_it_is_whole(about: abouts.About, wrong: dict[str, Any]) -> None:
    body = json.loads(about.as_json())
    del body["sha256"]
    body |= wrong
    with pytest.raises(Unusable, match="is damaged"):
        abouts.read(json.dumps(body | {"sha256": abouts._digest(body)}).encode())


@pytest.mark.parametrize("raw", [b"", b"\xff", b"[]", b"7", b"null", b"[" * 100_000, b'{"sha256": 1}'])
def test_what_is_no_such_text_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(Unusable, match="is damaged"):
        abouts.read(raw)


def test_another_format_is_named(about: abouts.About) -> None:
    body = json.loads(about.as_json()) | {"format": "thonso-backup-9"}
    del body["sha256"]
    with pytest.raises(Unusable, match="thonso-backup-9"):
        abouts.read(json.dumps(body | {"sha256": abouts._digest(body)}).encode())
