"""Phone numbers of accounts, and the hook by which a sign-in code leaves the house.

`access` stands below `notices`, so it cannot send anything itself: notices registers its sender here.
"""

from collections.abc import Callable

import phonenumbers
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access.models import PHONE_LABEL, Account
from thonso.core.base.errors import Refused, Unavailable

BLIND_LABEL = "phone"
SELF_MADE = "dan-"  # user names of accounts that residents made themselves
Sender = Callable[[str, str, str], None]
_sender: Sender | None = None


def register_sender(send: Sender) -> None:
    """notices: `send(phone, text, purpose)`; phone in E.164, purpose 'sign_in' or 'unknown_account'."""
    global _sender
    _sender = send


def send(phone: str, text: str, purpose: str) -> None:
    """Raises Unavailable when no channel is set up: a code that cannot be sent must not look sent."""
    if _sender is None:
        raise Unavailable(_("Text messages are not set up here yet. Please ask at the one-stop desk."))
    _sender(phone, text, purpose)


def normalise(text: str) -> str:
    """E.164 from what people type ('0912 345 678', '+84912345678'). Raises Refused."""
    message = _("Type a phone number like 0912 345 678.")
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        raise Refused(message, fields={"phone": [message]}) from None
    # Possible, not valid: prefixes change faster than any list. In Vietnam 9 digits (mobile) or 10 (land line).
    digits = len(phonenumbers.national_significant_number(number))
    if not phonenumbers.is_possible_number(number) or (number.country_code == 84 and digits not in {9, 10}):
        raise Refused(message, fields={"phone": [message]})
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def mobiles_in(text: str) -> set[str]:
    """The people's numbers that stand in a text, in E.164; offices and short numbers are none."""
    found = phonenumbers.PhoneNumberMatcher(text, "VN", leniency=phonenumbers.Leniency.POSSIBLE)
    # 350.000.000 is money: whoever writes a number begins it with 0 or with +84.
    written = [one.number for one in found if one.raw_string.startswith(("0", "+", "84"))]
    numbers = {one.national_number or 0 for one in written if one.country_code == 84}
    # Nine digits from 3 on: prefixes change faster than any list.
    return {f"+84{one}" for one in numbers if 3 * 10**8 <= one < 10**9}


def as_written(phone: str) -> str:
    """'+84912345678' as '0912 345 678', the way people write and read it; a foreign number stays as it is."""
    local = _local(phone)
    return f"{local[:4]} {local[4:7]} {local[7:]}" if local.startswith("0") else local


def _local(phone: str) -> str:
    return "0" + phone[3:] if phone.startswith("+84") else phone


def masked(phone: str) -> str:
    """'+84912345678' as '09•• ••• 678', for a page that must not show it whole."""
    local = _local(phone)
    return f"{local[:2]}•• ••• {local[-3:]}"


def blind(phone: str) -> str:
    return crypto.blind(BLIND_LABEL, phone)


def phone_of(account: Account) -> str | None:
    return crypto.unseal(PHONE_LABEL, account.pk, account.phone_sealed) if account.phone_sealed else None


def account_with_phone(phone: str) -> Account | None:
    return Account.objects.filter(phone_blind=blind(phone)).first()


def is_abandoned(account: Account) -> bool:
    """Signed up and never confirmed: it may have been made with somebody else's number, and holds nothing."""
    return (
        account.username.startswith(SELF_MADE)
        and not account.phone_verified
        and account.last_login is None
        and account.resident_id is None
    )


def free_abandoned(phone: str) -> None:
    """Before a sign-up: what was left behind with this number makes place for who confirms it now."""
    account = account_with_phone(phone)
    if account is not None and is_abandoned(account):
        account.delete()


def put(account: Account, phone: str, *, verified: bool) -> None:
    """Set the fields; the caller saves (and journals)."""
    account.phone_sealed = crypto.seal(PHONE_LABEL, account.pk, phone)
    account.phone_blind = blind(phone)
    account.phone_verified = verified
