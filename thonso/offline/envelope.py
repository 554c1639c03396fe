"""What a phone seals: a record's text and photos under the record's own key, and that key wrapped to the commune's.

The wrapping is RSA-OAEP with SHA-256, its label names account and record: whoever presents it must be that account. Text
and photos are AES-256-GCM, the nonce in front; the additional data is the record's id, for a photo also its place.
The same in the browser: `frontend/ts/field/keys.ts`. Pure but for the sealed private key.
"""

import binascii
import json
from base64 import b64decode, b64encode
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

RSA_BITS = 3072
NONCE = 12
LARGEST_TEXT = 400_000  # bytes: a long form with a drawn signature has 30,000


class NotOurs(Exception):
    """The envelope is damaged, or was made for another record, another account or another commune."""


def make_pair() -> tuple[str, str]:
    """(public SubjectPublicKeyInfo as base64, private PKCS#8 PEM)."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return b64encode(public).decode(), private.decode()


def label_of(account_id: UUID, record_id: UUID) -> bytes:
    return f"thonso.record:{account_id}:{record_id}".encode()


def private_of(pem: str) -> rsa.RSAPrivateKey:
    # Our own key, made here and sealed since: checking its primes each time takes far longer than using it.
    found = serialization.load_pem_private_key(pem.encode(), password=None, unsafe_skip_rsa_key_validation=True)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found


def unwrap(private: rsa.RSAPrivateKey, wrapped: str, account_id: UUID, record_id: UUID) -> bytes:
    """The record's key. Raises NotOurs."""
    try:
        key = private.decrypt(
            b64decode(wrapped, validate=True),
            padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label_of(account_id, record_id)),
        )
    except (ValueError, binascii.Error):
        raise NotOurs from None
    if len(key) != 32:
        raise NotOurs
    return key


def wrap(public: str, key: bytes, account_id: UUID, record_id: UUID) -> str:
    """As a phone does it."""
    found = serialization.load_der_public_key(b64decode(public))
    assert isinstance(found, rsa.RSAPublicKey)
    label = label_of(account_id, record_id)
    return b64encode(found.encrypt(key, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label))).decode()


def open_text(key: bytes, box: str, record_id: UUID) -> dict[str, Any]:
    """The JSON object in the box. Raises NotOurs."""
    try:
        found = json.loads(open_bytes(key, b64decode(box, validate=True), str(record_id)))
    except (ValueError, RecursionError):  # what base64 and JSON raise is a ValueError
        raise NotOurs from None
    if not isinstance(found, dict):
        raise NotOurs
    return found


def open_bytes(key: bytes, sealed: bytes, about: str) -> bytes:
    """Raises NotOurs."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise NotOurs from None


def about_photo(record_id: UUID, plain_sha256: str) -> str:
    return f"{record_id}:{plain_sha256}"
