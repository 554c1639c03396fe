"""The browser of a TV: known by a long random cookie of its own, of which only the hash is kept. It is no account."""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thonso.core.access import limits
from thonso.core.base.clock import now
from thonso.tv import services
from thonso.tv.models import PairingRequest, TvScreen

LASTS = 400 * 24 * 3600  # browsers keep no cookie for longer; given anew with whatever is shown
AN_HOUR = 30  # codes for one address: a commune's TVs are set up in one afternoon


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _cookie() -> str:
    return "__Host-tv" if settings.HTTPS else "tv"


def _secret(request: HttpRequest) -> str:
    return request.COOKIES.get(_cookie(), "")[:100]


def screen_of(request: HttpRequest) -> TvScreen | None:
    """The TV that asks; None when it was never paired, or was taken out."""
    secret = _secret(request)
    if not secret:
        return None
    return TvScreen.objects.filter(digest=digest(secret), revoked_at=None).first()


def waiting(request: HttpRequest) -> PairingRequest | None:
    """The code that this browser shows, while it can be typed."""
    secret = _secret(request)
    if not secret:
        return None
    return PairingRequest.objects.filter(digest=digest(secret), expires_at__gt=now()).first()


def ask(request: HttpRequest) -> tuple[PairingRequest, str]:
    """A new code, and the secret for the cookie. A cookie that came along is never taken over. Raises TooMany."""
    limits.hit(f"tv:ask:{limits.network(request)}", AN_HOUR, 3600)
    secret = secrets.token_urlsafe(32)
    return services.ask_code(digest(secret)), secret


def remember(response: HttpResponse, secret: str) -> None:
    response.set_cookie(
        _cookie(), secret, max_age=LASTS, secure=settings.HTTPS, httponly=True, samesite="Strict", path="/"
    )


def renew(request: HttpRequest, response: HttpResponse) -> None:
    remember(response, _secret(request))
