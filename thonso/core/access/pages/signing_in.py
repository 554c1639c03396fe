"""Signing in by a code on the phone: asking for one, typing it, and turning back on the way."""
# mypy: disable-error-code="misc"
# (allauth has no types, so its classes are Any here)

from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStage
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access import phone as phones


class Anew:
    """A page that begins signing in opens also while another beginning waits for its code: who mistyped a number must
    not be held there. What waits counts until something else is sent, so that "back" still leads to its page.
    """

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: LoginStage) -> HttpResponseRedirect | None:
        if request.method == "POST":
            clear_login(request)
        return None


class RequestCodeView(Anew, allauth.RequestLoginCodeView):
    pass


class SignupView(Anew, allauth.SignupView):
    pass


class _CodePage:
    """What the three pages that ask for a code have in common: the number as it was typed, and the way out."""

    request: HttpRequest
    other_route: str

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["phone"] = phones.as_written(context["phone"] or "")
        return {**context, "other_url": reverse(self.other_route), "other_words": _("Use another phone number")}

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        answer: HttpResponse = super()._resend_form_valid(form)
        messages.info(self.request, _("A new code is on its way if this number may have one; the former one is void."))
        return answer


class ConfirmCodeView(_CodePage, allauth.ConfirmLoginCodeView):
    other_route = "account_request_login_code"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if self._process.state["initiated_by_user"]:
            return context
        # After a password: the number is the account's, and whoever sits there need not know it.
        phone = phones.masked(self._process.state["phone"])
        return {
            **context,
            "phone": phone,
            "other_url": reverse("account_login"),
            "other_words": _("Other ways to sign in"),
        }

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        if self._process.user is None:  # allauth would make a code for nobody, and fail
            self._process.generate_code = lambda: ""
        return super()._resend_form_valid(form)


class VerifyAtSignupView(_CodePage, allauth._VerifyPhoneSignupView):
    other_route = "account_signup"


class VerifyChangeView(_CodePage, allauth._VerifyPhoneChangeView):
    other_route = "account_change_phone"


request_code = RequestCodeView.as_view()
confirm_code = ConfirmCodeView.as_view()
signup = SignupView.as_view()


def verify_phone(request: HttpRequest) -> HttpResponse:
    view = VerifyChangeView if request.user.is_authenticated else VerifyAtSignupView
    answer: HttpResponse = view.as_view()(request)
    return answer
