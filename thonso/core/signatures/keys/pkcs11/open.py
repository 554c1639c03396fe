"""A key on a token plugged into the server. Not built yet: it needs python-pkcs11 and a token's driver."""

from django.utils.translation import gettext as _
from pyhanko.sign.signers import Signer

from thonso.core.base.errors import Unavailable
from thonso.core.signatures.keys import KeyRef


def open_key(key: KeyRef) -> Signer:
    raise Unavailable(_("Signing with a token is not set up on this server. Please tell the administrator."))
