"""Accounts: made, given a password or phone, tied to a resident, disabled. Each act is one transaction with its entry."""

from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from thonso.core.access import phone as phones
from thonso.core.access.actors import Actor, system_actor
from thonso.core.access.models import Account
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work, transact


def create_account(
    by: Actor,
    commune_id: UUID,
    *,
    username: str,
    full_name: str,
    password: str | None = None,
    phone: str | None = None,
    email: str = "",
    resident_id: UUID | None = None,
    is_sample: bool = False,
    id_: UUID | None = None,
) -> Account:
    """Make an account without any role. Raises Refused with `fields` when a name, password or phone cannot stand."""
    account = Account(
        id=id_ or new_id(),
        username=clean(username, limit=60).lower(),
        full_name=clean(full_name, limit=100),
        email=email,
        resident_id=resident_id,
        is_sample=is_sample,
    )
    if not account.username or not account.full_name:
        raise Refused(_("An account needs a user name and a full name."))
    set_password_on(account, password, checked=not is_sample)
    if phone:
        phones.put(account, phones.normalise(phone), verified=False)
    try:
        with transact(commune_id) as work:
            account.save(force_insert=True)
            work.note("account.created", by.ref, account.ref, facts={"sample": is_sample})
    except IntegrityError:
        raise Refused(_("This user name or phone already has an account.")) from None
    return account


def account_problems(username: str, phone: str, id_: UUID) -> dict[str, list[str]]:
    """What stands in the way of a new account with these and this id, by field; the phone may be empty."""
    others = Account.objects.exclude(pk=id_)
    problems: dict[str, list[str]] = {}
    if others.filter(username__iexact=username).exists():
        problems["username"] = [_("This user name already has an account. Choose another one.")]
    if phone:
        try:
            if others.filter(phone_blind=phones.blind(phones.normalise(phone))).exists():
                problems["phone"] = [_("This phone already has an account.")]
        except Refused as refusal:
            problems["phone"] = [str(sentence) for sentence in refusal.fields["phone"]]
    return problems


def set_password_on(account: Account, password: str | None, *, checked: bool = True) -> None:
    if password is None:
        account.set_unusable_password()
        return
    if checked:
        try:
            validate_password(password, account)
        except ValidationError as error:
            raise Refused(" ".join(error.messages), fields={"password": error.messages}) from None
    account.set_password(password)


def set_password(by: Actor, commune_id: UUID, account: Account, password: str) -> None:
    """Ends every session of the account. Second factors stay: losing one is an in-person matter (`drop_factors`)."""
    set_password_on(account, password)
    with transact(commune_id) as work:
        account.save(update_fields=["password"])
        end_sessions(account)
        work.note("account.password_set", by.ref, account.ref)


def set_phone(by: Actor, commune_id: UUID, account: Account, phone: str, *, verified: bool = False) -> None:
    phones.put(account, phones.normalise(phone), verified=verified)
    try:
        with transact(commune_id) as work:
            account.save(update_fields=["phone_sealed", "phone_blind", "phone_verified"])
            work.note("account.phone_set", by.ref, account.ref, facts={"verified": verified})
    except IntegrityError:
        message = _("This phone already has an account.")
        raise Refused(message, fields={"phone": [message]}) from None


def tie_to_resident(by: Actor, commune_id: UUID, account: Account, resident_id: UUID | None) -> None:
    """The desk saw the person's card: from now on this account is that resident."""
    account.resident_id = resident_id
    with transact(commune_id) as work:
        account.save(update_fields=["resident_id"])
        subject = Ref("resident", resident_id) if resident_id else None
        work.note("account.tied", by.ref, account.ref, subject=subject)


def resident_merged(work: Work, kept: Any, gone: Any, **_more: Any) -> None:
    """Two records of the register were one person's: her account stays hers, and her own household her own."""
    for account in Account.objects.filter(resident_id=gone.pk):
        account.resident_id = kept.pk
        account.save(update_fields=["resident_id"])
        work.note("account.tied", system_actor("register").ref, account.ref, subject=kept.ref)


def disable(by: Actor, commune_id: UUID, account: Account, *, reason: str) -> None:
    """Nobody signs in with it any more, and whoever is signed in now is out at once. Tokens die with it.

    Tells `post.ended`: what is in this person's hands goes back to the common queues.
    """
    if by.id == account.pk:
        raise Refused(_("You cannot lock your own account."))
    with transact(commune_id) as work:
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(account)
        account.tokens.filter(revoked_at__isnull=True).update(revoked_at=work.at)
        work.note("account.disabled", by.ref, account.ref, purpose=clean(reason, limit=200))
        work.publish("post.ended", account=account.pk, by=by, assignment=None, successor=None)


def enable(by: Actor, commune_id: UUID, account: Account, *, reason: str = "") -> None:
    with transact(commune_id) as work:
        account.is_active = True
        account.save(update_fields=["is_active"])
        work.note("account.enabled", by.ref, account.ref, purpose=clean(reason, limit=200))


def drop_factors(by: Actor, commune_id: UUID, account: Account, *, reason: str) -> int:
    """After the person was seen in the flesh: remove every second factor, so that a new one must be enrolled."""
    from allauth.mfa.models import Authenticator

    with transact(commune_id) as work:
        count: int = Authenticator.objects.filter(user=account).delete()[0]
        end_sessions(account)
        work.note("account.factors_dropped", by.ref, account.ref, purpose=clean(reason, limit=200))
    return count


def sign_out_everywhere(work: Work, by: Actor, account: Account, *, reason: str) -> int:
    """End every session of an account, for a phone that is lost; gives how many there were."""
    ended = end_sessions(account)
    work.note("account.signed_out_everywhere", by.ref, account.ref, purpose=clean(reason, limit=200))
    return ended


def end_sessions(account: Account, *, keep: str | None = None) -> int:
    """End every session of an account, but for the one with the key `keep`."""
    ended = 0
    for session in UserSession.objects.filter(user=account):
        if session.session_key != keep:
            session.end()
            ended += 1
    return ended
