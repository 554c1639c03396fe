"""A key on a token (USB token, HSM) at the server: pyHanko's signer whose raw signature is made by the hand."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager

from asn1crypto import x509  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from thonso.core.base.errors import Refused
from thonso.core.signatures import trust
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.keys.pkcs11.tokens import Hand


class TokenSigner(Signer):  # type: ignore[misc]  # pyHanko is not typed for us
    """pyHanko's signer whose raw signature is made by the hand."""

    def __init__(self, hand: "Hand", certificate: x509.Certificate) -> None:
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
    hand = Hand()
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
