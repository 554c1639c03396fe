"""The only writers of accounts, assignments, delegations and tokens."""

from thonso.core.access.services.accounts import (
    account_problems,
    create_account,
    disable,
    drop_factors,
    enable,
    end_sessions,
    set_password,
    set_password_on,
    set_phone,
    sign_out_everywhere,
    tie_to_resident,
)
from thonso.core.access.services.posts import (
    chairmen,
    delegate,
    end_delegation,
    grant,
    lend,
    mark_seen,
    post_in,
    revoke,
    stand_ins,
    untold,
)
from thonso.core.access.services.starting import account_to_start, code_for, give_start, start
from thonso.core.access.services.tokens import TOKEN_DAYS, NewToken, account_by_token, create_token, revoke_token

__all__ = [
    "TOKEN_DAYS", "NewToken", "account_by_token", "account_problems", "account_to_start", "chairmen", "code_for",
    "create_account",
    "create_token", "delegate", "disable", "drop_factors", "enable", "end_delegation", "end_sessions", "give_start",
    "grant", "lend", "mark_seen", "post_in", "revoke", "revoke_token", "set_password", "set_password_on", "set_phone",
    "sign_out_everywhere", "stand_ins", "start",
    "tie_to_resident", "untold",
]  # fmt: skip
