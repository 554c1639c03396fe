"""How django-allauth fits this house: names, phones, texts, limits, secrets sealed with our key ring."""
# mypy: disable-error-code="misc"
# (allauth has no types, so its classes are Any here)

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from thonso.core import crypto
from thonso.core.access import factors, limits
from thonso.core.access import phone as phones
from thonso.core.access.actors import Actor, actor_of, actor_of_account
from thonso.core.access.fields import PhoneField
from thonso.core.access.models import Account
from thonso.core.access.roles import HAMLET_ROLES, STAFF_ROLES
from thonso.core.access.stepup import exempt
from thonso.core.base.errors import TooMany
from thonso.core.base.ids import new_id, stable_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact

# A wrong password counts against (name, address) first, so that a stranger elsewhere cannot lock an officer out.
PASSWORD_NEAR = (8, 300)
PASSWORD_ANYWHERE = (100, 3600)
# Where the work of one's post begins; who has none goes to the front page.
LANDINGS = (((*STAFF_ROLES, "observer"), "/ban/"), (HAMLET_ROLES, "/thon/"), (("administrator",), "/quan-tri/"))
CODES_A_PHONE = ((3, 600), (8, 86400))


def first_page(actor: Actor) -> str:
    """Where the work of this person begins."""
    for roles, path in LANDINGS:
        if actor.has_any(roles):
            return path
    return "/"


class AccountAdapter(DefaultAccountAdapter):
    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.client_ip(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            for key, (amount, seconds) in self._password_keys(request, credentials):
                limits.hit(key, amount, seconds)
        except TooMany as error:
            raise forms.ValidationError(str(error.message), code="too_many_login_attempts") from None

    def _password_keys(self, request: HttpRequest, credentials: dict[str, Any]) -> list[tuple[str, tuple[int, int]]]:
        name = str(credentials.get("username") or credentials.get("phone") or "").lower()[:80]
        near = f"password:{name}:{limits.network(request)}"
        return [(near, PASSWORD_NEAR), (f"password:{name}", PASSWORD_ANYWHERE)]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if isinstance(user, Account) and user.is_sample and not (settings.DEMO or settings.TEST):
            return None  # a printed password opens nothing outside the demo, whatever serves the site
        if user is not None:
            for key, (_amount, seconds) in self._password_keys(request, credentials):
                limits.forgive(key, seconds)
        return user

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return True

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return first_page(actor_of(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")

    def is_login_by_code_required(self, login: Login) -> bool:
        """After the password a helper without an app or key gets a code on the phone: her second factor."""
        account = login.user
        if not isinstance(account, Account) or exempt(account) or not account.phone_verified:
            return False
        records = get_authentication_records(self.request, account)
        if not records or records[-1].get("method") != "password":
            return False
        return actor_of_account(account).has_hamlet_post and not factors.has_own(account)

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        """A code that was sent before the slip was made opens nothing either."""
        records = get_authentication_records(request, user)
        by_code = bool(records) and records[-1].get("method") == "code"
        if by_code and isinstance(user, Account) and not factors.takes_code(user):
            clear_login(request)
            messages.info(request, factors.needs_slip())
            return HttpResponseRedirect(reverse("access_start_code"))
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    # Phones -----------------------------------------------------------------------------------------------------------

    def phone_form_field(self, **kwargs: Any) -> forms.Field:
        return PhoneField(**kwargs)

    def clean_phone(self, phone: str) -> str:
        return phone

    def get_user_by_phone(self, phone: str) -> Account | None:
        account = phones.account_with_phone(phone)
        if account is None or not account.is_active or phones.is_abandoned(account):
            return None
        return account

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        phone = phones.phone_of(user) if isinstance(user, Account) else None
        return (phone, user.phone_verified) if phone and isinstance(user, Account) else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        if isinstance(user, Account):
            phones.put(user, phone, verified=verified)
            commune = actor_of_account(user).home_commune() or stable_id("commune", settings.COMMUNE_CODE)
            with transact(commune) as work:
                user.save(update_fields=["phone_sealed", "phone_blind", "phone_verified"])
                work.note("account.phone_set", Ref("account", user.pk), Ref("account", user.pk))

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        """A code at sign-in confirms no phone that may not sign in; one's own page does (`factors.takes_code`)."""
        if self.request.user == user or not isinstance(user, Account) or factors.takes_code(user):
            self.set_phone(user, phone, True)

    def generate_phone_verification_code(self, *, user: AbstractBaseUser, phone: str) -> str:
        return get_random_string(6, "0123456789")

    def send_verification_code_sms(self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any) -> None:
        text = _("%(code)s is your sign-in code for Thôn Số. It works for 5 minutes. Give it to nobody.")
        self._send(phone, text % {"code": code}, "sign_in")

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        text = _("Somebody asked for a sign-in code with this phone number. It has no account yet: %(url)s")
        route = "account_signup"
        if self.get_user_by_phone(phone) is not None:
            text = _("This account does not open with a phone code. Sign in with the password or the slip: %(url)s")
            route = "account_login"
        self._send(phone, text % {"url": settings.PUBLIC_URL + reverse(route)}, "unknown_account")

    def send_account_already_exists_sms(self, phone: str) -> None:
        text = _("This phone number already has an account. Sign in at %(url)s")
        self._send(
            phone, text % {"url": settings.PUBLIC_URL + reverse("account_request_login_code")}, "unknown_account"
        )

    def _send(self, phone: str, text: str, purpose: str) -> None:
        """A text costs money and wakes people: counted by the phone before anything leaves."""
        for amount, seconds in CODES_A_PHONE:
            limits.hit(f"code:{phone}", amount, seconds)
        phones.send(phone, text, purpose)

    def get_login_stages(self) -> list[str]:
        """Only who signs up by phone must confirm it: an official signs in without one."""
        ours = {"allauth.account.stages.PhoneVerificationStage": "thonso.core.access.stages.PhoneAtSignup"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    # Signing up: a name and a phone; the user name is ours to make ----------------------------------------------------

    def populate_username(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        if isinstance(user, Account) and not user.username:
            user.username = f"{phones.SELF_MADE}{new_id().hex[-12:]}"

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: forms.Form, commit: bool = True
    ) -> AbstractBaseUser:
        if isinstance(user, Account):
            user.full_name = form.cleaned_data["full_name"]
            phones.free_abandoned(form.cleaned_data["phone"])
        saved: AbstractBaseUser = super().save_user(request, user, form, commit)
        return saved


class MFAAdapter(DefaultMFAAdapter):
    """TOTP secrets and recovery seeds are sealed; the key of the ring is not in the database."""

    _LABEL = "mfa.secret"
    _ROW = stable_id("seal", _LABEL)  # allauth gives no row id here; what it stores is random and useless elsewhere

    def encrypt(self, text: str) -> str:
        return crypto.seal(self._LABEL, self._ROW, text)

    def decrypt(self, encrypted_text: str) -> str:
        return crypto.unseal(self._LABEL, self._ROW, encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Thôn Số"

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        return user.get_username()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Security key %(number)d") % {"number": count + 1}
