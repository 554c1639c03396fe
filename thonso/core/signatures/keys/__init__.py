"""Where signing keys are; one folder a kind. `open_key` gives what pyHanko signs with, and closes it again."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

KeyKind = Literal["file", "sealed", "pkcs11"]


@dataclass(frozen=True, slots=True)
class KeyRef:
    """A key without the key: `reference` is a path below the data folder (file) or a token's label (pkcs11).

    `passphrase` (a token's PIN) is asked of the person at the moment of signing and kept nowhere; the demo's keys carry
    theirs beside them. `pkcs12` is the opened file of a sealed key; `certificate` (DER) finds the key on a token.
    """

    kind: KeyKind
    reference: str
    passphrase: str | None = field(default=None, repr=False)
    pkcs12: bytes = field(default=b"", repr=False)
    certificate: bytes = field(default=b"", repr=False)


def open_key(key: KeyRef) -> "AbstractContextManager[Signer]":
    """The key for as long as the block lasts: one session for a whole batch.

    Raises Refused when the passphrase is wrong or the key is not the certificate's, Unavailable when it is not there.
    """
    opened: AbstractContextManager[Signer] = import_module(f"{__name__}.{key.kind}.open").open_key(key)
    return opened
