"""Second factors: what counts for whom.

Officials need an app or a security key. Helpers and village heads have cheap phones and type into other people's
affairs only while that person sits beside them, so for them a code to their own confirmed phone is enough.
"""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from thonso.core.access.models import Account


def has_own(account: Account) -> bool:
    """An app or a security key; recovery codes are not a factor of their own."""
    rows = Authenticator.objects.filter(user=account).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(rows.exists())


def came_by_code_alone(request: HttpRequest) -> bool:
    """Signed in with a phone code and nothing else: one factor, which opens a resident's account and not a post."""
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return methods == {"code"}
