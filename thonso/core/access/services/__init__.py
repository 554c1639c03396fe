"""The only writers of accounts, assignments, delegations and tokens."""

from thonso.core.access.services.accounts import (
    create_account,
    disable,
    drop_factors,
    enable,
    end_sessions,
    set_password,
    set_password_on,
    set_phone,
    tie_to_resident,
)
from thonso.core.access.services.posts import delegate, end_delegation, grant, post_in, revoke
from thonso.core.access.services.tokens import TOKEN_DAYS, NewToken, account_by_token, create_token, revoke_token

__all__ = [
    "TOKEN_DAYS", "NewToken", "account_by_token", "create_account", "create_token", "delegate", "disable",
    "drop_factors", "enable", "end_delegation", "end_sessions", "grant", "post_in", "revoke", "revoke_token",
    "set_password", "set_password_on", "set_phone", "tie_to_resident",
]  # fmt: skip
