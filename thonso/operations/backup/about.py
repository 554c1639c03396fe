"""`backup.json`: what a backup is, from when, for which version, and which keys open it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from typing import Any
from uuid import UUID

from thonso.core import crypto
from thonso.core.base.clock import now
from thonso.core.base.ids import new_id
from thonso.core.crypto import ring as rings
from thonso.core.journal import anchors
from thonso.core.journal.chain import canonical
from thonso.operations.backup.archive import Unusable

FORMAT = "thonso-backup-1"
_LABEL = "operations.backup"


@dataclass(frozen=True, slots=True)
class About:
    """`migrations`: what the database had; `tables`: of PostgreSQL, the columns of each part; `heads`: signed anchors;
    `keys`: a proof for each key of the ring, which only that key opens; `missing`: files that were gone already.
    """

    id: str
    made_at: str
    software: str
    database: str
    migrations: list[list[str]]
    heads: list[dict[str, Any]]
    keys: dict[str, Any]
    tables: dict[str, list[str]] = field(default_factory=dict)
    format: str = FORMAT

    def as_json(self) -> bytes:
        """With a digest of its own: the signature comes last, and what is damaged here must not be taken for a strange ring."""
        body = asdict(self)
        return json.dumps(body | {"sha256": _digest(body)}, ensure_ascii=False, indent=1).encode()


def new(
    *, database: str, migrations: list[list[str]], heads: list[dict[str, Any]], tables: dict[str, list[str]]
) -> About:
    id_ = new_id()
    return About(
        id=str(id_),
        made_at=now().isoformat(timespec="seconds"),
        software=version("thonso"),
        database=database,
        migrations=migrations,
        heads=heads,
        keys=_proofs(id_),
        tables=tables,
    )


def read(raw: bytes) -> About:
    """Raises Unusable."""
    try:
        body = json.loads(raw)
        whole = body.pop("sha256") == _digest(body)
        if whole and body["format"] != FORMAT:
            raise Unusable(f"its format {body['format']!r} is not known to this version")
        found = About(**body)
        if whole and _has_its_shape(found):
            return found
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        pass
    raise Unusable("what it says about itself is damaged")


def _digest(body: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(body).encode()).hexdigest()


def _has_its_shape(found: About) -> bool:
    """Or one of the errors that `read` catches."""
    texts = [found.id, found.made_at, found.software, found.database, found.keys["index"], found.keys["anchor"]]
    texts += [text for pair in found.keys["sealing"].items() for text in pair]
    texts += [text for app, name in found.migrations for text in (app, name)]
    texts += [text for table, columns in found.tables.items() for text in (table, *columns)]
    heads = all(anchors.is_anchor(head) and UUID(head["commune"]) for head in found.heads)
    return bool(UUID(found.id)) and heads and all(isinstance(text, str) for text in texts)


def check_ring(about: About) -> None:
    """Raises Unusable, naming the keys that are needed and not in this ring."""
    ring, id_ = rings.load(), UUID(about.id)
    missing = [f"{key} (sealing)" for key, proof in about.keys["sealing"].items() if not _opens(id_, key, proof)]
    if about.keys["index"] != crypto.blind(_LABEL, about.id):
        missing.append("the index key")
    if about.keys["anchor"] not in ring.anchors or not all(anchors.holds(head) for head in about.heads):
        missing.append(f"{about.keys['anchor']} (anchors)")
    if missing:
        needed = ", ".join([*about.keys["sealing"], about.keys["anchor"]])
        raise Unusable(
            f"it needs the key ring that it was made with (keys {needed}); in {rings.path().name} here these are not there "
            f"or are others: {', '.join(missing)}. Put back the kept copy of that ring first"
        )


def _proofs(id_: UUID) -> dict[str, Any]:
    ring = rings.load()
    return {
        "sealing": {key: crypto.seal_under(key, _LABEL, id_, key) for key in sorted(ring.ciphers)},
        "index": crypto.blind(_LABEL, str(id_)),
        "anchor": ring.anchor_current,
    }


def _opens(id_: UUID, key: str, proof: str) -> bool:
    try:
        return crypto.unseal(_LABEL, id_, proof) == key
    except crypto.CannotOpen:
        return False
