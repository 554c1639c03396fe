"""The only code that writes signing keys and records of signatures: `registry` enters and ends keys, `signing` signs."""

from thonso.core.signatures.services.registry import LARGEST_FILE, Holder, examine, register_key, retire_key, set_image
from thonso.core.signatures.services.signing import (
    KeyInHand,
    SignedFile,
    guarded,
    in_hand,
    key_of_account,
    key_of_unit,
    needs_secret,
    record,
    record_of_file,
    sign_with,
)

__all__ = [
    "LARGEST_FILE",
    "Holder",
    "KeyInHand",
    "SignedFile",
    "examine",
    "guarded",
    "in_hand",
    "key_of_account",
    "key_of_unit",
    "needs_secret",
    "record",
    "record_of_file",
    "register_key",
    "retire_key",
    "set_image",
    "sign_with",
]
