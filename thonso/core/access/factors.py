"""Second factors: what counts for whom.

Officials need an app or a security key. Helpers and village heads have cheap phones and type into other people's
affairs only while that person sits beside them, so for them a code to their own confirmed phone is enough.
"""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _

from thonso.core.access.models import Account
from thonso.core.base.clock import today


def has_own(account: Account) -> bool:
    """An app or a security key; recovery codes are not a factor of their own."""
    rows = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(rows.exists())


def came_by_code_alone(request: HttpRequest) -> bool:
    """Signed in or up with a phone code and nothing else: one factor, which opens a resident's account and not a post."""
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return methods <= {"code"}  # signing up leaves no record


def takes_code(account: Account) -> bool:
    """May a phone code stand at the beginning of a sign-in? Not when the account holds a post and its password is still
    on a slip, or its phone was not confirmed: then the phone may be the one that was lost."""
    if account.phone_verified and account.has_usable_password():
        return True
    return not account.assignments.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today())).exists()


def needs_slip() -> str:
    return _("With this post a phone code alone is not enough. Ask the administrator for a slip to set a password.")
