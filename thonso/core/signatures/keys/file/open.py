"""A key in a PKCS#12 file below the data folder, with its passphrase beside it: the demo's keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer

from thonso.core.base.errors import Unavailable
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.keys.sealed.open import read


@contextmanager
def open_key(key: KeyRef) -> Iterator[Signer]:
    path = _path(key.reference)
    if not path.is_file():
        raise Unavailable(_("The signing key is not on this server. Please tell the administrator."))
    passphrase = key.passphrase
    if passphrase is None and path.with_suffix(".pass").is_file():
        passphrase = path.with_suffix(".pass").read_text(encoding="utf-8").strip()
    yield read(path.read_bytes(), passphrase)


def _path(reference: str) -> Path:
    """Below the data folder only, whatever the row says."""
    base = Path(settings.DATA).resolve()
    path = (base / reference).resolve()
    if not path.is_relative_to(base):
        raise Unavailable(_("The signing key is not on this server. Please tell the administrator."))
    return path
