"""The first password, and a new one after it was lost: a code on a slip, so that nobody ever knows another's password."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, StartLink
from thonso.core.access.services.accounts import drop_factors, end_sessions, set_password_on
from thonso.core.base.clock import now
from thonso.core.base.errors import Absent, Stale
from thonso.core.base.text import clean
from thonso.core.journal.work import Work, transact

DAYS = 7
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing on a slip is read as something else
_LENGTH = 20


def code_for(account_id: UUID, transaction_id: UUID) -> str:
    """The code that this press of the button gives: the same press again gives it again, and it is stored nowhere."""
    value = int(crypto.blind("account.start", f"{account_id}:{transaction_id}")[:32], 16)
    return "".join(_ALPHABET[(value >> (5 * place)) & 31] for place in range(_LENGTH))


def typed(code: str) -> str:
    """What somebody typed from a slip, as it was printed."""
    swapped = code.upper().translate(str.maketrans("OIL", "011"))
    return "".join(char for char in swapped if char in _ALPHABET)[: _LENGTH + 1]


def give_start(
    work: Work, by: Actor, account: Account, code: str, *, reason: str, without_factors: bool = False
) -> StartLink:
    """From now on only this code opens the account: password, sessions, tokens and earlier codes end, and the phone,
    which may be what was lost, opens nothing until it is confirmed again.

    `without_factors`: the second factors are lost too, and the person was seen in the flesh.
    """
    StartLink.objects.filter(account=account, used_at=None, expires_at__gt=work.at).update(expires_at=work.at)
    account.set_unusable_password()
    account.phone_verified = False
    account.save(update_fields=["password", "phone_verified"])
    end_sessions(account)
    account.tokens.filter(revoked_at__isnull=True).update(revoked_at=work.at)
    if without_factors:
        drop_factors(by, work.commune_id, account, reason=reason)
    link = StartLink.objects.create(
        account=account,
        digest=crypto.digest(code.encode()),
        created_at=work.at,
        expires_at=work.at + timedelta(days=DAYS),
        made_by=by.id,
        reason=clean(reason, limit=200),
    )
    work.note("account.start_given", by.ref, account.ref, purpose=link.reason, facts={"factors": without_factors})
    return link


def account_to_start(code: str) -> Account:
    """Whose slip this is. Raises Absent for a code that is wrong, used or too old; they look the same."""
    link = (
        StartLink.objects.filter(digest=crypto.digest(typed(code).encode()), used_at=None, expires_at__gt=now())
        .select_related("account")
        .first()
    )
    if link is None or not link.account.is_active:
        raise Absent(
            _("This code is wrong, was used already, or is older than a week. Ask the administrator for a new slip.")
        )
    return link.account


def start(commune_id: UUID, code: str, password: str) -> Account:
    """The person's own password, once. Raises Absent, Stale, and Refused for a weak one."""
    account = account_to_start(code)
    set_password_on(account, password)
    with transact(commune_id) as work:
        # Asked again: a newer slip or a lock may have come while the password was weighed.
        links = StartLink.objects.filter(digest=crypto.digest(typed(code).encode()), used_at=None)
        alive = Account.objects.filter(pk=account.pk, is_active=True)
        if not links.filter(expires_at__gt=work.at, account__in=alive).update(used_at=work.at):
            raise Stale(_("This code has just been used or withdrawn. Ask the administrator for a new slip."))
        account.save(update_fields=["password"])
        end_sessions(account)
        work.note("account.started", account.ref, account.ref)
    return account
