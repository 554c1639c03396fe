"""Sealing of personal values, blind indexes, digests and signed anchors; the keys live in a file outside the database.

Everything that other parts use is here; `crypto.fields.SealedField` is the column, `crypto.rotation` renews the keys.
"""

from thonso.core.crypto import ring
from thonso.core.crypto.anchors import anchor_sign, anchor_verify
from thonso.core.crypto.sealing import (
    CannotOpen,
    blind,
    digest,
    make_data_key,
    seal,
    seal_facts,
    seal_under,
    seal_with,
    unseal,
    unseal_facts,
    unseal_with,
)

__all__ = [
    "CannotOpen",
    "anchor_sign",
    "anchor_verify",
    "blind",
    "digest",
    "make_data_key",
    "ring",
    "seal",
    "seal_facts",
    "seal_under",
    "seal_with",
    "unseal",
    "unseal_facts",
    "unseal_with",
]
