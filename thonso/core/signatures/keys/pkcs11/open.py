"""A key on a token (USB token, HSM) at the server, reached through its maker's driver in a process of its own (`hand`)."""

import base64
import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import x509  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from thonso.core.base.errors import Refused
from thonso.core.signatures import trust
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.keys.pkcs11.words import refusal

SECONDS = 45  # one answer; a slow card needs a second or two for a signature


@dataclass(frozen=True, slots=True)
class Token:
    """A token that is plugged in, and the certificates on it."""

    label: str
    certificates: tuple[x509.Certificate, ...]


class TokenSigner(Signer):  # type: ignore[misc]  # pyHanko is not typed for us
    """pyHanko's signer whose raw signature is made by the hand."""

    def __init__(self, hand: "_Hand", certificate: x509.Certificate) -> None:
        self._hand = hand
        believed = trust.load()
        issuers = SimpleCertificateStore()
        issuers.register_multiple(x509.Certificate.load(der) for der in (*believed.intermediates, *believed.roots))
        super().__init__(signing_cert=certificate, cert_registry=issuers)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            assert self.signing_cert is not None
            # Room that is reserved before the token has signed: RSA needs the key's size, ECDSA twice and a little.
            return bytes(2 * self.signing_cert.public_key.byte_size + 16)
        told = self._hand.ask(sign=base64.b64encode(data).decode(), digest=digest_algorithm)
        return base64.b64decode(told["signature"])


@contextmanager
def open_key(key: KeyRef) -> Iterator[Signer]:
    if not key.passphrase:
        words = _("Please type the PIN of the token.")
        raise Refused(words, fields={"secret": [words]})
    hand = _Hand()
    try:
        hand.ask(
            module=settings.PKCS11_MODULE,
            token=key.reference,
            pin=key.passphrase,
            certificate=base64.b64encode(key.certificate).decode(),
        )
        yield TokenSigner(hand, x509.Certificate.load(key.certificate))
    finally:
        hand.close()


def plugged_in() -> list[Token]:
    """The tokens at the server now; none when no driver is set. Asks for no PIN. Raises Unavailable."""
    if not settings.PKCS11_MODULE:
        return []
    hand = _Hand()
    try:
        found = hand.ask(module=settings.PKCS11_MODULE)["tokens"]
    finally:
        hand.close()
    return [
        Token(one["label"], tuple(x509.Certificate.load(base64.b64decode(der)) for der in one["certificates"]))
        for one in found
    ]


class _Hand:
    """The child process, spoken to one line at a time."""

    def __init__(self) -> None:
        # The driver's own settings stand in the environment; ours, with our secrets, are not its business.
        env = {name: value for name, value in os.environ.items() if not name.startswith(("THONSO_", "DJANGO_"))}
        self._child = subprocess.Popen(
            [sys.executable, "-m", "thonso.core.signatures.keys.pkcs11.hand"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**env, "PYTHONPATH": str(Path(__file__).resolve().parents[5])},
        )
        self._kept = b""

    def ask(self, **asked: Any) -> dict[str, Any]:
        """Raises what `words.refusal` makes of the fault."""
        assert self._child.stdin is not None
        try:
            self._child.stdin.write(json.dumps(asked).encode() + b"\n")
            self._child.stdin.flush()
        except OSError:
            raise refusal("gone") from None
        told: dict[str, Any] = json.loads(self._line())
        if fault := told.get("fault"):
            raise refusal(fault)
        return told

    def _line(self) -> bytes:
        assert self._child.stdout is not None
        pipe = self._child.stdout.fileno()
        while b"\n" not in self._kept:
            if not select.select([pipe], [], [], SECONDS)[0]:
                raise refusal("silent")
            part = os.read(pipe, 65536)
            if not part:  # it died: the driver took the process with it
                raise refusal("gone")
            self._kept += part
        line, _rest, self._kept = self._kept.partition(b"\n")
        return line

    def close(self) -> None:
        """Ends the process, and with it the session on the token and the PIN in its memory."""
        with suppress(OSError):
            assert self._child.stdin is not None
            self._child.stdin.close()
        try:
            self._child.wait(5)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        assert self._child.stdout is not None
        self._child.stdout.close()
