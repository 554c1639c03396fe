"""Row identifiers: UUID version 7 (RFC 9562), so that new rows land at the end of every index."""

import secrets
import threading
import time
from uuid import UUID, uuid5

_NAMESPACE = UUID("6f0d6a52-1d0b-4d39-9a3e-7468f46e7300")
_TAIL = 74  # random bits behind the 48 of the millisecond
_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Each is greater than those this process made before, in the same millisecond too (RFC 9562 §6.2, method 2), so that
    rows written in one act keep their order."""
    global _last
    with _lock:
        millis = time.time_ns() // 1_000_000 & 0xFFFFFFFFFFFF
        _last = max(millis << _TAIL | secrets.randbits(_TAIL), _last + 1 + secrets.randbits(32))
        made = _last
    head, tail = made >> _TAIL, made & (1 << _TAIL) - 1
    return UUID(int=head << 80 | 0x7 << 76 | (tail >> 62) << 64 | 0b10 << 62 | tail & (1 << 62) - 1)


def stable_id(kind: str, key: str) -> UUID:
    """The same id on every installation, for rows that come from official lists (units, shipped catalogue)."""
    return uuid5(_NAMESPACE, f"{kind}:{key}")
