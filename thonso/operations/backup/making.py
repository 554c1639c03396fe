"""`thonso backup`: everything that belongs together at one moment, but for the keys."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from thonso.core.files import storage
from thonso.core.journal import anchors
from thonso.core.signatures.trust import trust_folder
from thonso.operations.backup import about as abouts
from thonso.operations.backup.archive import ABOUT, Unusable, Writer, is_part, new_file
from thonso.operations.backup.snapshots import Snapshot, snapshot


@dataclass(slots=True)
class Made:
    id: str
    parts: int
    bytes: int
    heads: int
    missing: list[str] = field(default_factory=list)


def make(target: Path) -> Made:
    """Write the backup. Raises FileExistsError, Unusable, and OSError with nothing left behind (a full disk)."""
    if target.exists():
        raise FileExistsError(target)
    trusted = _trusted()
    # Rows are written after their files, and no file of the snapshot is swept meanwhile: so each is there.
    with storage.kept_still(), new_file(target) as writer, snapshot(writer.workshop) as still:
        heads = anchors.anchor_heads(still.heads())
        about = abouts.new(
            database="sqlite" if not still.tables else "postgresql",
            migrations=still.migrations(), heads=heads, tables=still.tables,
        )  # fmt: skip
        writer.add_bytes(ABOUT, about.as_json())
        still.write(writer)
        missing = _files(writer, still)
        for head in heads:
            writer.add_bytes(f"anchors/{head['commune']}.jsonl", _anchors(head))
        for path in trusted:
            writer.add(f"trust/{path.name}", path)
        return Made(about.id, writer.parts, writer.bytes, len(heads), missing)


def _trusted() -> list[Path]:
    """Raises Unusable for a file whose name a restore would not take, before hours are spent on the rest."""
    found = sorted(path for path in trust_folder().glob("[!.]*") if path.is_file())
    for path in found:
        if not is_part(f"trust/{path.name}") or not path.name.isprintable():
            name = ascii(path.name[:40])[1:-1]
            raise Unusable(
                f"the name of {name}… in the folder {path.parent.name}/ is longer than 200 characters or cannot be "
                "written: give it another name"
            )
    return found


def _files(writer: Writer, still: Snapshot) -> list[str]:
    """Stored files with their previews, and those that wait for the scanner; gives the names of what was gone already."""
    missing = []
    for sha256 in still.stored():
        name = f"files/{sha256[:2]}/{sha256[2:4]}/{sha256}"
        try:
            writer.add(name, storage.place(sha256))
        except FileNotFoundError:
            missing.append(name)
        if storage.thumb_place(sha256).exists():
            writer.add(f"{name}.thumb", storage.thumb_place(sha256))
    for upload in still.waiting():
        try:
            writer.add(f"files/incoming/{upload}", storage.incoming(upload))
        except FileNotFoundError:
            missing.append(f"files/incoming/{upload}")
    return missing


def _anchors(head: dict[str, Any]) -> bytes:
    """The commune's lines up to this moment; a later one would tell of entries that this backup does not hold."""
    rows = anchors.outside(UUID(head["commune"]))
    kept = [row for row in rows if row != head and not anchors.follows(row, head)]
    return "".join(json.dumps(row) + "\n" for row in [*kept, head]).encode()
