"""AES-256-GCM tokens, keys of one thing that can be destroyed, and the HMAC blind index.

The additional data of every token is a frozen label and the id of its row, so a token that is copied to another column
or another row cannot be opened there. A label is a name in the stored data, not in Python: it never changes once used.
"""

import binascii
import hashlib
import hmac
import json
import re
import secrets
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from thonso.core.crypto import ring as rings

_LABEL = re.compile(r"[a-z][a-z0-9_.-]{1,79}")
_known_labels: set[str] = set()
_NONCE = 12
_KEY_SUFFIX = ".key"
_OWN_KEY = "d"


class CannotOpen(Exception):
    """The token is damaged, was made for another row or label, or its key is gone. The message never holds a value."""


def seal(label: str, row_id: UUID, text: str) -> str:
    """Encrypt `text` for the column named `label` of row `row_id`; gives a token "k1:base64"."""
    return seal_under(rings.load().current, label, row_id, text)


def seal_under(key_id: str, label: str, row_id: UUID, text: str) -> str:
    """As `seal`, with a key of the ring that is named: a backup proves so which keys it needs."""
    return f"{key_id}:{_encrypt(_cipher(key_id), _bound(label, row_id), text.encode())}"


def unseal(label: str, row_id: UUID, token: str) -> str:
    """The text of a token made by `seal` with the same label and row. Raises CannotOpen."""
    key_id, _, body = token.partition(":")
    return _decrypt(_cipher(key_id), _bound(label, row_id), body).decode()


def seal_facts(label: str, row_id: UUID, facts: Mapping[str, Any]) -> str:
    """Named values sealed as one JSON object; '' for none."""
    return seal(label, row_id, json.dumps(facts, ensure_ascii=False)) if facts else ""


def unseal_facts(label: str, row_id: UUID, token: str) -> dict[str, Any]:
    """What `seal_facts` sealed; {} for ''. Raises CannotOpen."""
    found: dict[str, Any] = json.loads(unseal(label, row_id, token)) if token else {}
    return found


def make_data_key(label: str, row_id: UUID) -> str:
    """A fresh 256-bit key for one thing (a dossier), wrapped by the ring: "k1.key:base64". To destroy it is to erase.

    The token carries the label and the row it was made for, under the seal: it can be re-wrapped without its row.
    """
    return _wrap(_owner(label, row_id), AESGCM.generate_key(256))


def seal_with(data_key: str, label: str, row_id: UUID, text: str) -> str:
    """Encrypt under a key made by `make_data_key`; gives "d:base64". `label`, `row_id`: of the sealed column."""
    return f"{_OWN_KEY}:{_encrypt(AESGCM(_unwrap(data_key)[1]), _bound(label, row_id), text.encode())}"


def unseal_with(data_key: str, label: str, row_id: UUID, token: str) -> str:
    """The text of a token made by `seal_with`. Raises CannotOpen, also when the data key was destroyed (empty)."""
    kind, _, body = token.partition(":")
    if kind != _OWN_KEY:
        raise CannotOpen("not sealed with a key of its own")
    return _decrypt(AESGCM(_unwrap(data_key)[1]), _bound(label, row_id), body).decode()


def rewrap(data_key: str) -> str:
    """The same data key, wrapped by the ring's current key."""
    return _wrap(*_unwrap(data_key))


def is_data_key(token: str) -> bool:
    return token.partition(":")[0].endswith(_KEY_SUFFIX)


def blind(label: str, text: str) -> str:
    """A look-up value for sealed text: 64 hex digits, the same for the same text under one label and no other.

    `text` is what the caller has brought to one form (digits only, say); here it is only trimmed and made NFC.
    """
    message = f"{_frozen(label)}\0{unicodedata.normalize('NFC', text.strip())}"
    return hmac.digest(rings.load().index_key, message.encode(), "sha256").hex()


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


# --- inside ---------------------------------------------------------------------------------------------------------


def _frozen(label: str) -> str:
    if label not in _known_labels:
        if not _LABEL.fullmatch(label):
            raise ValueError(f"{label!r} is not a label: use lower-case ASCII letters, digits, '.', '_' and '-'.")
        _known_labels.add(label)
    return label


def _bound(label: str, row_id: UUID) -> bytes:
    return b"text\0" + _frozen(label).encode() + b"\0" + row_id.bytes


def _owner(label: str, row_id: UUID) -> bytes:
    return b"key\0" + _frozen(label).encode() + b"\0" + row_id.bytes


def _encrypt(cipher: AESGCM, bound: bytes, plain: bytes) -> str:
    nonce = secrets.token_bytes(_NONCE)
    return b64encode(nonce + cipher.encrypt(nonce, plain, bound)).decode()


def _decrypt(cipher: AESGCM, bound: bytes, body: str) -> bytes:
    return _opened(cipher, bound, _raw(body))


def _raw(body: str) -> bytes:
    try:
        return b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise CannotOpen("damaged token") from None


def _opened(cipher: AESGCM, bound: bytes, raw: bytes) -> bytes:
    try:
        return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], bound)
    except (InvalidTag, ValueError):
        raise CannotOpen("damaged, or made for another row or label") from None


def _cipher(key_id: str) -> AESGCM:
    cipher = rings.load().ciphers.get(key_id) or rings.reload().ciphers.get(key_id)
    if cipher is None:
        raise CannotOpen("its key is not in the ring")
    return cipher


def _wrap(owner: bytes, key: bytes) -> str:
    ring = rings.load()
    nonce = secrets.token_bytes(_NONCE)
    body = len(owner).to_bytes(1, "big") + owner + nonce + ring.ciphers[ring.current].encrypt(nonce, key, owner)
    return f"{ring.current}{_KEY_SUFFIX}:{b64encode(body).decode()}"


def _unwrap(token: str) -> tuple[bytes, bytes]:
    name, _, body = token.partition(":")
    if not name.endswith(_KEY_SUFFIX):
        raise CannotOpen("there is no data key")
    raw = _raw(body)
    end = 1 + (raw[0] if raw else 0)
    owner = raw[1:end]
    return owner, _opened(_cipher(name.removesuffix(_KEY_SUFFIX)), owner, raw[end:])
