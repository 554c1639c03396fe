"""Row identifiers: UUID version 7 (RFC 9562), so that new rows land at the end of every index."""

import secrets
import time
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f0d6a52-1d0b-4d39-9a3e-7468f46e7300")


def new_id() -> UUID:
    millis = time.time_ns() // 1_000_000
    value = (millis & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)


def stable_id(kind: str, key: str) -> UUID:
    """The same id on every installation, for rows that come from official lists (units, shipped catalogue)."""
    return uuid5(_NAMESPACE, f"{kind}:{key}")
