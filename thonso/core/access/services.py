"""The only writers of accounts, assignments, delegations and tokens. Each act is one transaction with its entry."""

import secrets
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import phone as phones
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account, ApiToken, Assignment, Delegation, Post
from thonso.core.access.roles import ROLES, tree_of
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.base.text import clean
from thonso.core.journal.work import Work, transact
from thonso.core.units.models import Unit

TOKEN_PREFIX = "thonso_"  # noqa: S105 (a prefix by which leaked tokens are found, not a token)
TOKEN_DAYS = 180


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
) -> Account:
    """Make an account without any role. Raises Refused with `fields` when a name, password or phone cannot stand."""
    account = Account(
        id=new_id(),
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


def disable(by: Actor, commune_id: UUID, account: Account, *, reason: str) -> None:
    """Nobody signs in with it any more, and whoever is signed in now is out at once. Tokens die with it."""
    with transact(commune_id) as work:
        account.is_active = False
        account.save(update_fields=["is_active"])
        end_sessions(account)
        account.tokens.filter(revoked_at__isnull=True).update(revoked_at=work.at)
        work.note("account.disabled", by.ref, account.ref, purpose=clean(reason, limit=200))


def enable(by: Actor, commune_id: UUID, account: Account) -> None:
    with transact(commune_id) as work:
        account.is_active = True
        account.save(update_fields=["is_active"])
        work.note("account.enabled", by.ref, account.ref)


def drop_factors(by: Actor, commune_id: UUID, account: Account, *, reason: str) -> int:
    """After the person was seen in the flesh: remove every second factor, so that a new one must be enrolled."""
    from allauth.mfa.models import Authenticator

    with transact(commune_id) as work:
        count: int = Authenticator.objects.filter(user=account).delete()[0]
        end_sessions(account)
        work.note("account.factors_dropped", by.ref, account.ref, purpose=clean(reason, limit=200))
    return count


def end_sessions(account: Account, *, keep: str | None = None) -> int:
    """End every session of an account, but for the one with the key `keep`."""
    ended = 0
    for session in UserSession.objects.filter(user=account):
        if session.session_key != keep:
            session.end()
            ended += 1
    return ended


def post_in(commune: Unit, unit: Unit, role: str, title: str) -> Post:
    post, _created = Post.objects.get_or_create(commune=commune, unit=unit, role=role, title=clean(title, limit=120))
    return post


def grant(
    by: Actor,
    account: Account,
    role: str,
    unit: Unit,
    *,
    valid_from: date | None = None,
    valid_to: date | None = None,
    post_title: str = "",
    reason: str = "",
) -> Assignment:
    """Give a role in a unit from a day (today) to a day (open). With `post_title` it is the holder of that post."""
    if role not in ROLES or role in {"citizen", "system"}:
        raise Refused(_("There is no such role to give."))
    start = valid_from or today()
    if valid_to is not None and valid_to < start:
        raise Refused(
            _("The last day is before the first."), fields={"valid_to": [_("The last day is before the first.")]}
        )
    commune_id = unit.commune_id
    commune = unit.commune
    with transact(commune_id or unit.pk) as work:
        assignment = Assignment.objects.create(
            account=account,
            commune_id=commune_id,
            unit=unit,
            post=post_in(commune, unit, role, post_title) if post_title and commune else None,
            role=role,
            tree=tree_of(role),
            valid_from=start,
            valid_to=valid_to,
            granted_by=by.id,
            reason=clean(reason, limit=200),
        )
        work.note(
            "assignment.granted",
            by.ref,
            Ref("assignment", assignment.pk),
            facts={"account": str(account.pk), "role": role, "unit": str(unit.pk), "from": start, "to": valid_to},
        )
    return assignment


def revoke(by: Actor, assignment: Assignment, *, last_day: date | None = None, reason: str = "") -> None:
    """End an assignment (yesterday, unless a last day is given), and every delegation of it with it."""
    last = last_day or today() - timedelta(days=1)
    with transact(assignment.commune_id or assignment.unit_id) as work:
        Delegation.objects.filter(assignment=assignment, valid_from__gt=last).delete()
        Delegation.objects.filter(assignment=assignment, valid_to__gt=last).update(valid_to=last)
        if last < assignment.valid_from:
            # It would leave no day on which it held; the journal keeps that it was given and taken back.
            Assignment.objects.filter(pk=assignment.pk).delete()
        else:
            Assignment.objects.filter(pk=assignment.pk).update(valid_to=last)
        assignment.valid_to = last
        work.note(
            "assignment.revoked",
            by.ref,
            Ref("assignment", assignment.pk),
            purpose=clean(reason, limit=200),
            facts={"last_day": last},
        )


def delegate(
    by: Actor,
    assignment: Assignment,
    to: Account,
    *,
    valid_from: date,
    valid_to: date,
    actions: list[str] | None = None,
    reason: str = "",
) -> Delegation:
    """Lend an assignment for some days; `actions` ('dossier.sign') limits it. Its acts carry the lender's name."""
    if to.pk == assignment.account_id:
        raise Refused(_("A post cannot be delegated to the person who holds it."))
    if valid_to < valid_from:
        raise Refused(_("The last day is before the first."))
    if assignment.valid_to is not None and valid_to > assignment.valid_to:
        raise Refused(_("The delegation would last longer than the post itself."))
    clash = Q(valid_from__lte=valid_to, valid_to__gte=valid_from)
    with transact(assignment.commune_id or assignment.unit_id) as work:
        if Delegation.objects.filter(clash, assignment=assignment, to=to).exists():
            raise Refused(_("There is already a delegation to this person in these days."))
        delegation = Delegation.objects.create(
            assignment=assignment,
            to=to,
            valid_from=valid_from,
            valid_to=valid_to,
            actions=actions or [],
            granted_by=by.id,
            reason=clean(reason, limit=200),
        )
        work.note(
            "delegation.made",
            by.ref,
            Ref("delegation", delegation.pk),
            acting_for=Ref("account", assignment.account_id),
            facts={"to": str(to.pk), "from": valid_from, "until": valid_to, "actions": actions or []},
        )
    return delegation


def end_delegation(by: Actor, delegation: Delegation, *, reason: str = "") -> None:
    yesterday = today() - timedelta(days=1)
    with transact(delegation.assignment.commune_id or delegation.assignment.unit_id) as work:
        if delegation.valid_from > yesterday:
            Delegation.objects.filter(pk=delegation.pk).delete()
        else:
            Delegation.objects.filter(pk=delegation.pk, valid_to__gt=yesterday).update(valid_to=yesterday)
        work.note("delegation.ended", by.ref, Ref("delegation", delegation.pk), purpose=clean(reason, limit=200))


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
    return (
        ApiToken.objects.select_related("account")
        .filter(
            token_digest=crypto.digest(secret.encode()),
            revoked_at__isnull=True,
            expires_at__gt=now(),
            account__is_active=True,
        )
        .first()
    )


def note_sign_in(work: Work, account: Account, method: str) -> None:
    work.note("account.signed_in", account.ref, account.ref, facts={"method": method})
