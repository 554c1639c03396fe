"""Bearer tokens of the API: shown once, kept as a digest, withdrawn."""

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, ApiToken
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused
from thonso.core.base.prepared import Prepared
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import transact

TOKEN_PREFIX = "thonso_"  # noqa: S105 (a prefix by which leaked tokens are found, not a token)
TOKEN_DAYS = 180


class NewToken(NamedTuple):
    row: ApiToken
    secret: str


def create_token(
    by: Actor, commune_id: UUID, account: Account, *, name: str, scopes: list[str] | None = None, days: int = TOKEN_DAYS
) -> NewToken:
    """A bearer token; its text is given once and kept nowhere. `scopes`: 'kind.action', 'kind.*', default all."""
    if not account.is_active:
        raise Refused(_("This account is disabled."))
    secret = TOKEN_PREFIX + secrets.token_urlsafe(32)
    with transact(commune_id) as work:
        row = ApiToken.objects.create(
            account=account,
            name=clean(name, limit=60) or "api",
            token_digest=crypto.digest(secret.encode()),
            scopes=scopes or ["*"],
            created_at=work.at,
            expires_at=work.at + timedelta(days=days),
        )
        work.note("token.created", by.ref, Ref("token", row.pk), facts={"scopes": row.scopes, "days": days})
    return NewToken(row, secret)


def revoke_token(by: Actor, commune_id: UUID, token: ApiToken) -> None:
    with transact(commune_id) as work:
        ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=work.at)
        work.note("token.revoked", by.ref, Ref("token", token.pk))


def account_by_token(secret: str) -> ApiToken | None:
    """The token's row with its account, when both are alive."""
    if not secret.startswith(TOKEN_PREFIX) or len(secret) > 200:
        return None
    token: ApiToken | None = _alive.first(crypto.digest(secret.encode()), now())
    return token


_alive = Prepared(
    lambda digest, at: ApiToken.objects.select_related("account").filter(
        token_digest=digest, revoked_at__isnull=True, expires_at__gt=at, account__is_active=True
    ),
    str,
    datetime,
)
