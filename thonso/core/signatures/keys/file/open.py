"""A key in a PKCS#12 file below the data folder: the demo's keys, and offices that have no token yet."""

from pathlib import Path

from asn1crypto import x509  # type: ignore[import-untyped]
from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer, SimpleSigner

from thonso.core.base.errors import Refused, Unavailable
from thonso.core.signatures import trust
from thonso.core.signatures.keys import KeyRef


def open_key(key: KeyRef) -> Signer:
    path = _path(key.reference)
    if not path.is_file():
        raise Unavailable(_("The signing key is not on this server. Please tell the administrator."))
    passphrase = key.passphrase
    if passphrase is None and path.with_suffix(".pass").is_file():
        passphrase = path.with_suffix(".pass").read_text(encoding="utf-8").strip()
    roots = trust.load()
    known = [x509.Certificate.load(der) for der in (*roots.roots, *roots.test_roots)]
    try:
        signer = SimpleSigner.load_pkcs12_data(path.read_bytes(), known, (passphrase or "").encode() or None)
    except Exception as error:
        raise Refused(_("The passphrase does not open the signing key. Please type it again.")) from error
    if signer.signing_cert is None:
        raise Refused(_("The passphrase does not open the signing key. Please type it again."))
    return signer


def _path(reference: str) -> Path:
    """Below the data folder only, whatever the row says."""
    base = Path(settings.DATA).resolve()
    path = (base / reference).resolve()
    if not path.is_relative_to(base):
        raise Unavailable(_("The signing key is not on this server. Please tell the administrator."))
    return path
