"""Where a meeting is held online. One button on a TV opens it: the server's name is what people can judge it by."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused

_HTTPS = URLValidator(schemes=["https"])
_NAMED = re.compile(r".+\.[a-z][a-z0-9-]*")
"""Browsers take what ends in a number for an IP address."""


def host(address: str) -> str:
    """The server's name as a browser takes it: wide or foreign letters in ASCII. Raises Refused with a sentence."""
    try:
        _HTTPS(address)
        parts = urlsplit(address)
        name = (parts.hostname or "").rstrip(".").encode("idna").decode()
    except (ValidationError, ValueError):
        name = ""
    if not _NAMED.fullmatch(name):
        raise Refused(
            _("The address begins with https:// and the name of a server, no bare numbers: https://meet.google.com/…")
        )
    if "@" in parts.netloc:
        raise Refused(
            _("With an @ before the server's name it leads elsewhere than it looks. Copy it anew from the invitation.")
        )
    return name
