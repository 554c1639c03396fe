"""Audiences of routes whose views are not ours (django-allauth, Django), and how often each may be tried.

Ours carry their audience on the view (`audience.audience`). The names are those of `access/urls.py`.
"""

from dataclasses import dataclass
from typing import Final

AUDIENCES: Final[dict[str, tuple[str, ...]]] = {
    "account_login": ("public",),
    "account_logout": ("public",),
    "account_inactive": ("public",),
    "account_signup": ("public",),
    "account_request_login_code": ("public",),
    "account_confirm_login_code": ("public",),
    "account_verify_phone": ("public",),
    "account_change_phone": ("signed_in",),
    "account_reauthenticate": ("signed_in",),
    "account_change_password": ("signed_in",),
    "account_set_password": ("signed_in",),
    "mfa_index": ("signed_in",),
    "mfa_authenticate": ("public",),
    "mfa_reauthenticate": ("signed_in",),
    "mfa_activate_totp": ("signed_in",),
    "mfa_deactivate_totp": ("signed_in",),
    "mfa_view_recovery_codes": ("signed_in",),
    "mfa_generate_recovery_codes": ("signed_in",),
    "mfa_download_recovery_codes": ("signed_in",),
    "mfa_list_webauthn": ("signed_in",),
    "mfa_add_webauthn": ("signed_in",),
    "mfa_remove_webauthn": ("signed_in",),
    "mfa_edit_webauthn": ("signed_in",),
    "mfa_reauthenticate_webauthn": ("signed_in",),
    "mfa_login_webauthn": ("public",),
    "usersessions_list": ("signed_in",),
}

# Routes that somebody without a second factor must reach in order to get one, or to leave.
ENROL: Final = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "account_reauthenticate", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "account_logout", "account_change_password", "account_change_phone",
        "usersessions_list",
    }
)  # fmt: skip
# Who came by a phone code alone gives another proof first: a factor set by the finder of a phone would be the finder's.
PROOFS: Final = frozenset(
    {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "account_logout"}
)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` POSTs in `seconds`, counted by the browser session or by network address."""

    by: str  # session | address
    amount: int
    seconds: int


# Keys of persons (user name, phone) are counted in `adapter` and `forms`, where they are known. An address limit is
# high: a whole commune may sit behind one address.
LIMITS: Final[dict[str, tuple[Limit, ...]]] = {
    "account_login": (Limit("address", 300, 300),),
    "account_signup": (Limit("session", 10, 600), Limit("address", 100, 600)),
    "account_request_login_code": (Limit("session", 6, 600), Limit("address", 100, 600)),
    # allauth counts three tries in the session, which parallel requests could slip past; this row is atomic.
    "account_confirm_login_code": (Limit("session", 6, 300), Limit("address", 300, 300)),
    "account_verify_phone": (Limit("session", 6, 300), Limit("address", 300, 300)),
    "mfa_authenticate": (Limit("session", 10, 300), Limit("address", 300, 300)),
    "mfa_login_webauthn": (Limit("address", 300, 300),),
    "mfa_reauthenticate": (Limit("session", 10, 300),),
    "account_reauthenticate": (Limit("session", 10, 300),),
    "account_change_password": (Limit("session", 10, 300),),
    "account_change_phone": (Limit("session", 6, 600),),
}
