"""A PKCS#12 file that was handed in and is kept sealed under the ring, in the row of its key."""

from collections.abc import Iterator
from contextlib import contextmanager

from asn1crypto import x509  # type: ignore[import-untyped]
from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer, SimpleSigner

from thonso.core.base.errors import Refused
from thonso.core.signatures import trust
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.keys.sealed.cost import MOST, NotRead, repetitions


@contextmanager
def open_key(key: KeyRef) -> Iterator[Signer]:
    yield read(key.pkcs12, key.passphrase)


def read(pkcs12: bytes, passphrase: str | None) -> SimpleSigner:
    """Key and certificate of the file, with the issuers this installation knows. Raises Refused for a wrong passphrase
    and for a file that would cost too much, before anything is computed: this runs in the server's own process.
    """
    _check_cost(pkcs12)
    believed = trust.load()
    known = [x509.Certificate.load(der) for der in (*believed.intermediates, *believed.roots, *believed.test_roots)]
    try:
        signer = SimpleSigner.load_pkcs12_data(pkcs12, known, (passphrase or "").encode() or None)
    except Exception as error:
        words = _("The passphrase does not open the signing key. Please type it again.")
        raise Refused(words, fields={"secret": [words]}) from error
    if signer.signing_cert is None:
        raise Refused(_("The file holds no certificate. Please export it again together with its certificate."))
    return signer


def _check_cost(pkcs12: bytes) -> None:
    try:
        dear = repetitions(pkcs12) > MOST
    except NotRead:
        words = _(
            "This key file cannot be opened: it is damaged, or protected in a way that is not supported here. "
            "Please export it again as .p12 or .pfx."
        )
        raise Refused(words, fields={"file": [words]}) from None
    if dear:
        words = _(
            "Opening this key file would keep the server busy for too long. "
            "Please export it again with at most 1,000,000 repetitions (iterations)."
        )
        raise Refused(words, fields={"file": [words]})
