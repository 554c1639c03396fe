"""A fresh proof of identity before an act that cannot be taken back, such as a signature."""

import time
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access.models import Account
from thonso.core.base.errors import StepUpNeeded

# A password proves no presence of the person: it may be on a paper under the keyboard. Recovery codes are for recovery.
FRESH_TYPES = frozenset({Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN})


def exempt(account: Account) -> bool:
    """Sample accounts have no second factor and exist only in the demo and in tests."""
    return account.is_sample and (settings.DEMO or settings.TEST)


def is_exempt(request: HttpRequest) -> bool:
    """Whether whoever is at this page is never asked: a page must not announce a confirmation that does not come."""
    return isinstance(request.user, Account) and exempt(request.user)


def is_fresh(request: HttpRequest, max_age: int = 120) -> bool:
    account = request.user
    if not isinstance(account, Account) or getattr(request, "api_token", None) is not None:
        return False
    if exempt(account):
        return True
    oldest = time.time() - max_age
    return any(
        record.get("method") == "mfa" and record.get("type") in FRESH_TYPES and record.get("at", 0) >= oldest
        for record in get_authentication_records(request, account)
    )


def require_step_up(request: HttpRequest, max_age: int = 120) -> None:
    """Raises StepUpNeeded unless a second factor was shown in the last `max_age` seconds in this session."""
    if not is_fresh(request, max_age):
        raise StepUpNeeded(_("Please confirm that it is you, with your security key or authenticator app."))


def confirm_url(request: HttpRequest, back_to: str) -> str:
    """Where to send the person to confirm, and come back."""
    has_key = Authenticator.objects.filter(user=request.user.pk, type=Authenticator.Type.WEBAUTHN).exists()
    route = "mfa_reauthenticate_webauthn" if has_key else "mfa_reauthenticate"
    return f"{reverse(route)}?{urlencode({'next': back_to})}"
