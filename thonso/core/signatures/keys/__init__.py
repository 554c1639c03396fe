"""Where signing keys are; one folder a kind. `open_key` gives what pyHanko signs with."""

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

KeyKind = Literal["file", "pkcs11"]


@dataclass(frozen=True, slots=True)
class KeyRef:
    """A key without the key: `reference` is a path below the data folder (file) or a token's label (pkcs11).

    `passphrase` is asked of the person at the moment of signing and kept nowhere; the demo's keys carry theirs beside them.
    """

    kind: KeyKind
    reference: str
    passphrase: str | None = field(default=None, repr=False)


def open_key(key: KeyRef) -> "Signer":
    """Raises Refused when the passphrase is wrong, Unavailable when the key is not there."""
    return import_module(f"{__name__}.{key.kind}.open").open_key(key)
