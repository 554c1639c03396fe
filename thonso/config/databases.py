"""THONSO_DATABASE_URL as Django's settings, and how long a statement may wait.

Nobody waits for ever: a lock is given up after `SQLITE_LOCK_SECONDS` or `LOCK_SECONDS`, and a request's statement on
PostgreSQL is stopped after `STATEMENT_SECONDS`. Both are told to the person as "please try again" (503), with nothing
kept. Commands such as `migrate` or `verify` may take as long as they need, but not hold others up by waiting for a lock.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

SQLITE_LOCK_SECONDS = 20
LOCK_SECONDS = 10
# Longer than any wait for a lock, so that it is the lock that is named in the log.
STATEMENT_SECONDS = 30
_CONNECT_SECONDS = 10
# A statement of `base.prepared` is kept planned from its third run on. `?prepare=no` for a pooler that cannot (PgBouncer < 1.21).
_PREPARE_AFTER = 2
# Of libpq's parameters those that an operator may need; a name typed wrongly must not be passed over in silence.
_POSTGRESQL = frozenset(
    {"host", "passfile", "service", "target_session_attrs", "application_name", "options", "connect_timeout"}
    | {"sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding", "gssencmode", "tcp_user_timeout"}
    | {"prepare", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count"}
)


def parse(url: str, data: Path) -> dict[str, Any]:
    """The entry of DATABASES for `sqlite:…` or `postgresql://…?sslmode=…`. Raises ImproperlyConfigured."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        if parts.query:
            raise ImproperlyConfigured("THONSO_DATABASE_URL: SQLite takes no options after '?'.")
        return _sqlite(parts.path[1:] or str(data / "thonso.sqlite3"))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _options(parts.query),
        }
    raise ImproperlyConfigured("THONSO_DATABASE_URL must begin with sqlite: or postgresql:.")


def _sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        # Opening the file again for every request, and folding its log back in, cost more than most requests themselves.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_LOCK_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def _options(query: str) -> dict[str, Any]:
    try:
        given = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query)))
    except ValueError:
        raise ImproperlyConfigured("THONSO_DATABASE_URL: write options as ?name=value&name=value.") from None
    if unknown := sorted(set(given) - _POSTGRESQL):
        raise ImproperlyConfigured(
            f"THONSO_DATABASE_URL: {', '.join(unknown)} is not known here; use {', '.join(sorted(_POSTGRESQL))}."
        )
    # Of two settings of one name the later counts: what the operator gives wins.
    started = f"-c lock_timeout={LOCK_SECONDS}s {given.pop('options', '')}".strip()
    prepare = _PREPARE_AFTER if given.pop("prepare", "yes") == "yes" else None
    return {"connect_timeout": _CONNECT_SECONDS, **given, "prepare_threshold": prepare, "options": started}


def limit_statements(database: dict[str, Any]) -> None:
    """For processes that answer requests: no statement runs longer than `STATEMENT_SECONDS` unless the URL says so."""
    if database["ENGINE"].endswith("postgresql"):
        options = database["OPTIONS"]
        options["options"] = f"-c statement_timeout={STATEMENT_SECONDS}s {options['options']}"
