"""What follows from signing in or out and from a changed factor: journal entries and session marks."""

from typing import Any

from allauth.account.signals import authentication_step_completed
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from thonso.core.access import sessions
from thonso.core.access.actors import actor_of_account, forget
from thonso.core.access.middleware import HAS_FACTOR
from thonso.core.access.models import Account
from thonso.core.base.ids import stable_id
from thonso.core.journal.work import transact

# Acts of accounts that have no post in any commune (a resident signing in) go to a chain of their own.
NO_COMMUNE = stable_id("commune", "none")


def _note(account: Account, verb: str, **facts: Any) -> None:
    commune_id = actor_of_account(account).home_commune() or NO_COMMUNE
    with transact(commune_id) as work:
        work.note(verb, account.ref, account.ref, facts=facts)


@receiver(user_logged_in)
def on_sign_in(sender: Any, request: HttpRequest | None, user: Account, **kwargs: Any) -> None:
    if request is None:
        return
    sessions.begin(request)
    forget(request)
    records = request.session.get("account_authentication_methods") or []
    methods = [str(record.get("type") or record.get("method")) for record in records]
    _note(user, "account.signed_in", methods=methods)


@receiver(user_logged_out)
def on_sign_out(sender: Any, request: HttpRequest, user: Account | None, **kwargs: Any) -> None:
    forget(request)
    if user is not None:
        _note(user, "account.signed_out")


@receiver(user_login_failed)
def on_failure(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Against a known account only: a mistyped name may be a password in the wrong box, and is kept nowhere."""
    account = Account.objects.filter(username__iexact=str(credentials.get("username", ""))[:60]).first()
    if account is not None:
        _note(account, "account.sign_in_failed")


@receiver(authentication_step_completed)
def on_step(sender: Any, request: HttpRequest, user: Account, method: str, **kwargs: Any) -> None:
    if kwargs.get("reauthenticated"):
        _note(user, "account.confirmed", method=str(kwargs.get("type") or method))


@receiver([mfa.authenticator_added, mfa.authenticator_removed, mfa.authenticator_reset])
def on_factor_changed(sender: Any, request: HttpRequest, user: Account, signal: Any, **kwargs: Any) -> None:
    """Another session may be somebody else's: changing a factor ends the others."""
    from thonso.core.access.services import end_sessions

    request.session.pop(HAS_FACTOR, None)
    end_sessions(user, keep=request.session.session_key)
    kind = str(getattr(kwargs.get("authenticator"), "type", ""))
    added = signal is mfa.authenticator_added
    _note(user, "account.factor_added" if added else "account.factor_removed", type=kind)
