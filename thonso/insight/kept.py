"""A printed table as it is kept in a row, and back: what was closed is shown again as it was, whatever the layouts say later."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import Any
from uuid import UUID

from thonso.dossiers.printing.tables import Cell, Head, HeadGroup, Row, Sheet, Signer
from thonso.insight.register import Entry

_DAYS = {one.name for one in fields(Entry) if "date" in str(one.type)}


def packed(sheet: Sheet) -> dict[str, Any]:
    """As JSON has it; without addresses, since what a figure opens to may change."""
    found = asdict(sheet)
    for row in found["rows"]:
        row["cells"] = [cell["value"] for cell in row["cells"]]
    return _plain(found)


def _plain(found: dict[str, Any]) -> dict[str, Any]:
    """As the database gives it back: lists for tuples, text for days."""
    read: dict[str, Any] = json.loads(json.dumps(found, default=str))
    return read


def unpacked(found: Mapping[str, Any]) -> Sheet:
    return Sheet(
        heading=found["heading"],
        period=found["period"],
        groups=tuple(HeadGroup(one["words"], tuple(Head(**head) for head in one["heads"])) for one in found["groups"]),
        rows=tuple(Row(tuple(Cell(value) for value in one["cells"]), one["level"]) for one in found["rows"]),
        about=tuple(found["about"]),
        signers=tuple(Signer(tuple(one["lines"]), one["name"], one["note"]) for one in found["signers"]),
    )


def packed_lines(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [_plain(asdict(one)) for one in entries]


def unpacked_lines(found: Sequence[Mapping[str, Any]]) -> list[Entry]:
    return [Entry(**{key: _read(key, value) for key, value in one.items()}) for one in found]


def _read(key: str, value: Any) -> Any:
    if key == "id":
        return UUID(value)
    return date.fromisoformat(value) if key in _DAYS and value else value


def digest(tables: Mapping[str, Any], lines: Sequence[Mapping[str, Any]] = ()) -> str:
    """SHA-256 of what is kept, the hour of counting apart: the same figures and lines give the same digest."""
    said = {by: {**one, "about": []} for by, one in tables.items()}
    text = json.dumps([said, list(lines)], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
