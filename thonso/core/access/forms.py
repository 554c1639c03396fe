"""allauth's forms in our words and with our limits."""
# mypy: disable-error-code="misc"
# (allauth has no types, so its classes are Any here)

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from thonso.core.access import factors, limits
from thonso.core.base.errors import Refused, TooMany
from thonso.core.base.text import clean

CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=_("User name or phone number"),
            max_length=60,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        )
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""
        self.fields["password"].widget.attrs.pop("placeholder", None)
        self.order_fields(["login", "password"])

    def _setup_password_field(self) -> None:
        """allauth drops the password when signing up needs none; officials sign in with one all the same."""


class SignupForm(account.SignupForm):
    full_name = forms.CharField(
        label=_("Full name"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ("full_name", "phone")

    def clean_full_name(self) -> str:
        try:
            return clean(self.cleaned_data["full_name"], limit=100)
        except Refused as error:
            raise forms.ValidationError(str(error.message)) from None


class RequestLoginCodeForm(account.RequestLoginCodeForm):
    _user: Any

    def clean_phone(self) -> str:
        phone: str = super().clean_phone()
        if self._user is not None and not factors.takes_code(self._user):
            self._user = None  # the page looks the same; the text says how to sign in
        return phone


class ConfirmLoginCodeForm(account.ConfirmLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code of 6 digits"), max_length=12, widget=forms.TextInput(attrs=CODE)
        )


class VerifyPhoneForm(account.VerifyPhoneForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code of 6 digits"), max_length=12, widget=forms.TextInput(attrs=CODE)
        )


class _Counted:
    """A code of six digits is guessed in a million tries: ten in five minutes, over all processes and sessions."""

    user: Any
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = forms.CharField(
            label=_("Code from the app, or a recovery code"), max_length=20, widget=forms.TextInput(attrs=CODE)
        )

    def clean_code(self) -> str:
        try:
            limits.hit(f"mfa:{self.user.pk}", 10, 300)
        except TooMany as error:
            raise forms.ValidationError(str(error.message)) from None
        code: str = super().clean_code()
        limits.forgive(f"mfa:{self.user.pk}", 300)
        return code


class AuthenticateForm(_Counted, mfa.AuthenticateForm):
    pass


class MFAReauthenticateForm(_Counted, mfa.ReauthenticateForm):
    pass


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (
            ("oldpassword", _("Present password")),
            ("password1", _("New password")),
            ("password2", _("New password again")),
        ):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)


class AddWebAuthnForm(webauthn.AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = _("Sign in with this key alone, without a password")
            self.fields["passwordless"].help_text = _("The key then asks for your fingerprint, face or PIN.")
            self.fields["passwordless"].initial = True


class EditWebAuthnForm(webauthn.EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")
