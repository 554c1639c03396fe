"""The key ring: a JSON file outside the database and outside its backups, readable by its owner alone (0600).

It holds the sealing keys by id (new ones are added first, old ones stay until nothing needs them), the key of the blind
indexes and the key that signs anchors. Whoever loses it loses what was sealed: keep a copy on paper.
"""

import base64
import fcntl
import json
import os
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# A running server sees a ring renewed by another process within this many seconds.
_LOOK_AGAIN = 5.0
_KEY_BYTES = 32


class RingError(ImproperlyConfigured):
    """The ring file is missing, readable by others, or not a ring. The server must not start."""


@dataclass(frozen=True, slots=True)
class Ring:
    """What the file holds, parsed once: ciphers ready to use. `made` gives the day each key was made."""

    current: str
    ciphers: dict[str, AESGCM]
    index_key: bytes
    anchor_current: str
    anchors: dict[str, Ed25519PrivateKey]
    made: dict[str, str]
    # Of the file it was read from: (inode, modification time in ns).
    version: tuple[int, int] = field(default=(0, 0))


_kept: Ring | None = None
_kept_path: Path | None = None
_looked_at = 0.0


def path() -> Path:
    return Path(settings.KEY_RING_FILE)


def load() -> Ring:
    """The ring in use. Raises RingError; outside production a missing ring is made."""
    global _kept, _kept_path, _looked_at
    now = time.monotonic()
    file = settings.KEY_RING_FILE
    if _kept is not None and file is _kept_path and now - _looked_at < _LOOK_AGAIN:
        return _kept
    ring = _kept if _kept is not None and file == _kept_path and _kept.version == _version(Path(file)) else _read()
    _kept, _kept_path, _looked_at = ring, file, now
    return ring


def reload() -> Ring:
    """Read the file again now: a token was made with a key that the ring in memory does not have yet."""
    global _looked_at, _kept
    if _kept is not None and _kept.version == _version(path()):
        return _kept
    _kept = None
    _looked_at = 0.0
    return load()


def forget() -> None:
    """Drop what is kept in memory (tests, and after the file was changed by hand)."""
    global _kept
    _kept = None


def init() -> Ring:
    """Make the file. Never replaces one: that would make everything sealed so far unreadable."""
    if path().exists():
        raise RingError(
            f"{path().name} is already there and is not replaced: what it sealed could never be opened again."
        )
    _write_new(_fresh())
    forget()
    return load()


def rotate() -> str:
    """Add a sealing key and use it from now on; gives its id. Old keys stay until `retire`."""
    with _changing() as body:
        number = max(int(key_id[1:]) for key_id in body["keys"]) + 1
        key_id = f"k{number}"
        body["keys"][key_id] = _fresh_key()
        body["current"] = key_id
    return key_id


def retire(key_id: str) -> None:
    """Take an old sealing key out. The caller has made sure that nothing is sealed with it (`rotation.left_under`)."""
    with _changing() as body:
        if key_id not in body["keys"]:
            raise RingError(f"There is no key {key_id} in the ring.")
        if key_id == body["current"]:
            raise RingError(f"{key_id} is the key in use: rotate first.")
        del body["keys"][key_id]


# --- the file -------------------------------------------------------------------------------------------------------


def _version(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _fresh_key() -> dict[str, str]:
    return {
        "made": datetime.now(UTC).date().isoformat(),
        "key": base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode(),
    }


def _fresh() -> dict[str, Any]:
    return {
        "version": 1,
        "current": "k1",
        "keys": {"k1": _fresh_key()},
        "index": _fresh_key(),
        "anchor_current": "a1",
        "anchors": {"a1": _fresh_key()},
    }


def _read() -> Ring:
    file = path()
    if not file.exists():
        if settings.MODE == "production":
            raise RingError(
                f"The key ring {file} is missing. Make it once with `thonso keys init`, and keep a copy on paper."
            )
        _write_new(_fresh())
    # The version is taken before the bytes: a change in between is seen at the next look.
    version = _version(file)
    try:
        found = file.stat()
        raw = file.read_text(encoding="utf-8")
    except OSError as error:
        raise RingError(f"The key ring {file} cannot be read: {error.strerror}.") from None
    if found.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise RingError(f"The key ring {file} can be read by others: set its mode to 0600.")
    return _parse(raw, version or (0, 0))


def _parse(raw: str, version: tuple[int, int]) -> Ring:
    try:
        body = json.loads(raw)
        current, anchor_current = body["current"], body["anchor_current"]
        keys = {key_id: _bytes(entry) for key_id, entry in body["keys"].items()}
        anchors = {anchor_id: _bytes(entry) for anchor_id, entry in body["anchors"].items()}
        if current not in keys or anchor_current not in anchors:
            raise ValueError
        return Ring(
            current=current,
            ciphers={key_id: AESGCM(key) for key_id, key in keys.items()},
            index_key=_bytes(body["index"]),
            anchor_current=anchor_current,
            anchors={anchor_id: Ed25519PrivateKey.from_private_bytes(key) for anchor_id, key in anchors.items()},
            made={name: entry["made"] for name, entry in {**body["keys"], **body["anchors"]}.items()},
            version=version,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        # Nothing of the content may reach a log.
        raise RingError("The key ring is damaged: put back the kept copy.") from None


def _bytes(entry: dict[str, str]) -> bytes:
    key = base64.b64decode(entry["key"], validate=True)
    if len(key) != _KEY_BYTES:
        raise ValueError
    return key


def _write_new(body: dict[str, Any]) -> None:
    """Write the file unless another process was quicker; both then use the same one."""
    temporary = _write_beside(body)
    try:
        os.link(temporary, path())
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def _write_beside(body: dict[str, Any]) -> Path:
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(body, out, indent=1)
        out.flush()
        os.fsync(out.fileno())
    return temporary


@contextmanager
def _changing() -> Iterator[dict[str, Any]]:
    """Read, change and replace the file in one step; two processes take turns."""
    load()
    file = path()
    with (file.parent / f".{file.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        body: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        yield body
        _parse(json.dumps(body), (0, 0))
        _write_beside(body).replace(file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    forget()
