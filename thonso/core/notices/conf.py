"""Configuration of the channels: `settings.NAME` where it is set, else THONSO_NAME from the environment.

Everything is off until it is configured. The demo always uses its own visible inbox, whatever is configured.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from thonso.config import env

# A worker that dies is missed after this long; with the poll of one second its work is taken again within 30 seconds.
LEASE_SECONDS = 25.0
POLL_SECONDS = 1.0


def _given(name: str, fallback: Any) -> Any:
    return getattr(settings, name) if hasattr(settings, name) else fallback()


def sms_url() -> str:
    """Base address of the SMS gateway (channels/sms/PROTOCOL.md); empty means that the channel is off."""
    return str(_given("SMS_URL", lambda: env.text("THONSO_SMS_URL", ""))).rstrip("/")


def sms_secret() -> bytes:
    return str(_given("SMS_SECRET", lambda: env.secret("THONSO_SMS_SECRET", at_least=32))).encode()


def sms_timeout() -> float:
    """Seconds for one whole exchange with the gateway. Asking and sending together must fit well inside a lease."""
    return float(_given("SMS_TIMEOUT", lambda: env.number("THONSO_SMS_TIMEOUT", 6)))


def sms_diacritics() -> bool:
    """A message holds 70 characters with diacritics, 160 without: communes pay by the message, so off by default."""
    return bool(_given("SMS_DIACRITICS", lambda: env.flag("THONSO_SMS_DIACRITICS")))


def out_allow() -> list[str]:
    """Hosts and networks that are reachable although private, e.g. ['sms.lan', '10.1.0.0/16']."""
    return list(_given("OUT_ALLOW", lambda: env.words("THONSO_OUT_ALLOW")))


@dataclass(frozen=True, slots=True)
class Smtp:
    host: str
    port: int
    username: str
    password: str
    use_tls: bool
    use_ssl: bool
    sender: str
    timeout: float


def smtp() -> Smtp | None:
    """From THONSO_SMTP_URL: `smtp://user@host:587` (STARTTLS), `smtps://…:465`, `smtp+plain://` for a relay here."""
    url = str(_given("SMTP_URL", lambda: env.text("THONSO_SMTP_URL", "")))
    if not url:
        return None
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured("THONSO_SMTP_URL must be smtp://, smtps:// or smtp+plain:// and name a host.")
    password = unquote(parts.password or "")
    if parts.username and not password:
        password = str(_given("SMTP_PASSWORD", lambda: env.secret("THONSO_SMTP_PASSWORD", at_least=8)))
    return Smtp(
        host=parts.hostname,
        port=parts.port or ports[parts.scheme],
        username=unquote(parts.username or ""),
        password=password,
        use_tls=parts.scheme == "smtp",
        use_ssl=parts.scheme == "smtps",
        sender=str(_given("MAIL_FROM", lambda: env.text("THONSO_MAIL_FROM", f"thonso@{parts.hostname}"))),
        timeout=float(_given("SMTP_TIMEOUT", lambda: env.number("THONSO_SMTP_TIMEOUT", 5))),
    )
