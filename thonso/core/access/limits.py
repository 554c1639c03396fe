"""How often something may be tried, over all processes: one row a key, moved on by one atomic statement.

Order of keys: what is tried first (a phone, an account, a code), the address last and with a high limit, because a
whole commune sits behind one address. Call it before a transaction is opened: a hit must not roll back with what it
guards. (Filing counts inside its own transaction on purpose: there only what was filed is to count.)
"""

import hashlib
import ipaddress
import random
import time

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from thonso.core.access.models import RateWindow
from thonso.core.base.errors import TooMany
from thonso.core.base.prepared import planned_cursor

# A window's end is checked against this clock; tests may move it.
_now = time.time


def _digest(key: str, per_seconds: int) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}:{per_seconds}:{key}".encode()).hexdigest()


def count(key: str, per_seconds: int) -> tuple[int, int]:
    """Count one try; gives how many there were in this window, and the seconds until it ends."""
    at = int(_now())
    table = RateWindow._meta.db_table
    # The table name is our own constant; the values are parameters.
    sql = (
        f"INSERT INTO {table} (key, started, expires, count) VALUES (%s, %s, %s, 1) "  # noqa: S608
        f"ON CONFLICT (key) DO UPDATE SET "
        f"count = CASE WHEN {table}.expires <= excluded.started THEN 1 ELSE {table}.count + 1 END, "
        f"started = CASE WHEN {table}.expires <= excluded.started THEN excluded.started ELSE {table}.started END, "
        f"expires = CASE WHEN {table}.expires <= excluded.started THEN excluded.expires ELSE {table}.expires END "
        f"RETURNING count, expires"
    )
    with planned_cursor() as cursor:
        cursor.execute(sql, [_digest(key, per_seconds), at, at + per_seconds])
        tries, expires = cursor.fetchone()
    if random.random() < 0.01:  # noqa: S311 (housekeeping, not a secret)
        sweep()
    return int(tries), max(1, int(expires) - at)


def hit(key: str, limit: int, per_seconds: int) -> None:
    """Count one try and raise TooMany past `limit` in `per_seconds`."""
    tries, left = count(key, per_seconds)
    if tries > limit:
        raise TooMany(
            _("Too many tries. Please wait %(minutes)d minutes and try again.") % {"minutes": -(-left // 60)},
            retry_after=left,
        )


def forgive(key: str, per_seconds: int) -> None:
    """Take one counted try back, when it turned out right."""
    table = RateWindow._meta.db_table
    with planned_cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET count = count - 1 WHERE key = %s AND count > 0",  # noqa: S608
            [_digest(key, per_seconds)],
        )


def sweep() -> int:
    return RateWindow.objects.filter(expires__lt=int(_now()) - 60).delete()[0]


def client_ip(request: HttpRequest) -> str:
    """The caller's address: X-Forwarded-For counts as far back as there are proxies of our own (TRUSTED_PROXIES)."""
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    candidate = forwarded[-proxies] if 0 < proxies <= len(forwarded) else request.META.get("REMOTE_ADDR", "")
    try:
        return str(ipaddress.ip_address(candidate))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 (an address nobody has: all unknown callers share one limit)


def network(request: HttpRequest) -> str:
    """What an address limit is keyed by: an IPv4 address, or the /64 a household or an attacker is given in IPv6."""
    address = ipaddress.ip_address(client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)
    return str(address)
