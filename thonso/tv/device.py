"""A browser that stands somewhere and is no account: known by a long random cookie of its own, of which only the hash is kept.

A TV is one, and so is a PC for everybody (`kiosk`). Both show a code, which somebody who may types elsewhere.
"""

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from thonso.core.access import limits
from thonso.core.base.clock import now
from thonso.tv import codes
from thonso.tv.models import PairingRequest, TvScreen

LASTS = 400 * 24 * 3600  # browsers keep no cookie for longer; given anew with whatever is shown
AN_HOUR = 30  # codes for one address: a commune's TVs are set up in one afternoon
M = TypeVar("M", bound=Model)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Kind(Generic[M]):
    """`model` has `digest` and `revoked_at`; `name` is that of the cookie, and of the codes."""

    name: str
    model: type[M]

    @property
    def cookie(self) -> str:
        return f"__Host-{self.name}" if settings.HTTPS else self.name

    def _secret(self, request: HttpRequest) -> str:
        return request.COOKIES.get(self.cookie, "")[:100]

    def of(self, request: HttpRequest) -> M | None:
        """The one that asks; None when it was never paired, or was taken out."""
        secret = self._secret(request)
        if not secret:
            return None
        return self.model._default_manager.filter(digest=digest(secret), revoked_at=None).first()

    def waiting(self, request: HttpRequest) -> PairingRequest | None:
        """The code that this browser shows, while it can be typed."""
        secret = self._secret(request)
        if not secret:
            return None
        return PairingRequest.objects.filter(kind=self.name, digest=digest(secret), expires_at__gt=now()).first()

    def ask(self, request: HttpRequest) -> tuple[PairingRequest, str]:
        """A new code, and the secret for the cookie. A cookie that came along is never taken over. Raises TooMany."""
        limits.hit(f"{self.name}:ask:{limits.network(request)}", AN_HOUR, 3600)
        secret = secrets.token_urlsafe(32)
        return codes.ask(self.name, digest(secret)), secret

    def remember(self, response: HttpResponse, secret: str) -> None:
        response.set_cookie(
            self.cookie, secret, max_age=LASTS, secure=settings.HTTPS, httponly=True, samesite="Strict", path="/"
        )

    def renew(self, request: HttpRequest, response: HttpResponse) -> None:
        self.remember(response, self._secret(request))


TV: Final = Kind("tv", TvScreen)
