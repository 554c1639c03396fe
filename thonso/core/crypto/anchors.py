"""Ed25519 signatures over chain heads. The private key is in the ring file, never in the database it vouches for."""

import binascii
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from thonso.core.crypto import ring as rings


def anchor_sign(data: bytes) -> str:
    """A signature "a1:base64"; the name tells which key made it."""
    ring = rings.load()
    return f"{ring.anchor_current}:{b64encode(ring.anchors[ring.anchor_current].sign(data)).decode()}"


def anchor_verify(data: bytes, signature: str) -> bool:
    """Whether a key of this ring signed exactly these bytes. Anything malformed is simply not a signature."""
    name, _, body = signature.partition(":")
    key = rings.load().anchors.get(name)
    if key is None:
        return False
    try:
        key.public_key().verify(b64decode(body, validate=True), data)
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def anchor_public_keys() -> dict[str, str]:
    """Name → raw public key in hex, for whoever checks anchors outside this installation."""
    return {
        name: key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
        for name, key in rings.load().anchors.items()
    }
