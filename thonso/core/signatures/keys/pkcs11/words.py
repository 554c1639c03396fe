"""What went wrong with a token, and what the person does now."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thonso.core.base.errors import DomainError, Refused, Unavailable

_ASKED_AGAIN = {
    "pin_wrong": gettext_noop("The PIN is wrong. Please type it again."),
    "pin_last_try": gettext_noop(
        "The PIN is wrong, and the token allows one more try before it locks itself. Please make sure of the PIN first."
    ),
    "pin_locked": gettext_noop(
        "The token has locked itself after too many wrong PINs. Please take it to the office that issued it to unlock it."
    ),
    "pin_expired": gettext_noop("The PIN has expired. Please set a new one with the token's own program, then sign."),
    "pin_not_set": gettext_noop("The token has no PIN yet. Please set one with the token's own program, then sign."),
    "mismatch": gettext_noop(
        "The key on the token does not belong to its certificate. Nothing was signed. "
        "Please have the token checked by the office that issued it."
    ),
    "no_certificate": gettext_noop(
        "The registered certificate is not on this token. Please plug in the right token, "
        "or ask the administrator to register the new certificate."
    ),
    "no_key": gettext_noop(
        "The token holds the certificate but not its key. Please have it checked by the office that issued it."
    ),
    "mechanism": gettext_noop("The key on the token is of a kind that cannot sign PDF files. Please use another one."),
}
_NOT_NOW = {
    "driver": gettext_noop("The token's driver is not installed on this server. Please tell the administrator."),
    "absent": gettext_noop("The token is not plugged into the server. Please plug it in and sign again."),
    "gone": gettext_noop(
        "The token does not answer any more; it may have been pulled out. What was signed before stays signed. "
        "Please plug it in and sign the rest."
    ),
    "silent": gettext_noop(
        "The token does not answer. Please pull it out, plug it in again, and sign what is not signed yet."
    ),
}
_NOT_NOW["device"] = _NOT_NOW["gone"]


def refusal(fault: str) -> DomainError:
    """The error to raise: Refused for what the person can type or bring, Unavailable for what must be put right first."""
    if fault in _ASKED_AGAIN:
        field = {"secret": [_(_ASKED_AGAIN[fault])]} if fault.startswith("pin_") else {}
        return Refused(_(_ASKED_AGAIN[fault]), fields=field)
    return Unavailable(_(_NOT_NOW.get(fault, _NOT_NOW["gone"])))
