"""The sign-in page with the demo's tiles, and the page of one's own account."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access import phone as phones
from thonso.core.access.actors import actor_of
from thonso.core.access.adapter import AccountAdapter
from thonso.core.access.audience import audience
from thonso.core.access.models import Account, Assignment
from thonso.core.access.pages.signing_in import Anew
from thonso.core.access.roles import ROLES
from thonso.core.access.sample_tiles import tiles

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def samples_allowed() -> bool:
    return bool(settings.DEMO or settings.TEST)


class SignInView(Anew, LoginView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["tiles"] = tiles() if samples_allowed() else []
        context["next"] = get_next_redirect_url(self.request) or ""
        return context


sign_in = SignInView.as_view()


@audience("public")
@require_POST
@never_cache
def sign_in_as_sample(request: HttpRequest, username: str) -> HttpResponse:
    """One press on a tile of the demo. Outside the demo this page does not exist."""
    if not samples_allowed():
        raise Http404
    account = get_object_or_404(Account, username=username, is_sample=True, is_active=True)
    if request.user.is_authenticated and request.user.pk != account.pk:
        logout(request)
    record_authentication(request, account, method="sample")
    login(request, account, backend=BACKEND)
    request.session.set_expiry(0)
    UserSession.objects.create_from_request(request)  # as a sign-in with a password is listed in "where I am signed in"
    return HttpResponseRedirect(
        get_next_redirect_url(request) or AccountAdapter(request).get_login_redirect_url(request)
    )


@audience("signed_in")
@require_GET
def account_home(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    account = request.user
    assert isinstance(account, Account)
    phone = phones.phone_of(account)
    held = {
        row.pk: row
        for row in Assignment.objects.filter(pk__in=[g.assignment_id for g in actor.grants if g.assignment_id])
        .select_related("unit", "account")
    }  # fmt: skip
    posts = [
        {
            "title": grant.post_title or ROLES[grant.role],
            "unit": held[grant.assignment_id].unit.full_name,
            "until": held[grant.assignment_id].valid_to,
            "for": held[grant.assignment_id].account.full_name if grant.acting_for else "",
        }
        for grant in actor.grants
        if grant.assignment_id in held
    ]
    return render(
        request,
        "access/account_home.html",
        {
            "account": account,
            "posts": posts,
            "phone": phones.masked(phone) if phone else "",
            "has_factor": is_mfa_enabled(account),
            "has_password": account.has_usable_password(),
        },
    )
