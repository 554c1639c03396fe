"""Settings of sign-in (django-allauth): officials by password and second factor, residents by a phone code."""

from typing import Any

from thonso.config import env

_OUTSIDE_PRODUCTION = env.text("THONSO_MODE", "production") != "production"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

# How many proxies of our own stand before the server; X-Forwarded-For is believed only that far back.
TRUSTED_PROXIES = env.number("THONSO_TRUSTED_PROXIES", 1 if env.flag("THONSO_BEHIND_PROXY") else 0)

# Shared over processes: allauth keeps used TOTP codes here, so that one is good once. "local" is each process's own.
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "access_cache"},
    "local": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "thonso.core.access.passwords.NotWeak"},
]

ACCOUNT_ADAPTER = "thonso.core.access.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["phone*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {
    "login": "thonso.core.access.forms.LoginForm",
    "signup": "thonso.core.access.forms.SignupForm",
    "request_login_code": "thonso.core.access.forms.RequestLoginCodeForm",
    "confirm_login_code": "thonso.core.access.forms.ConfirmLoginCodeForm",
    "verify_phone": "thonso.core.access.forms.VerifyPhoneForm",
    "reauthenticate": "thonso.core.access.forms.ReauthenticateForm",
    "change_password": "thonso.core.access.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = ACCOUNT_PHONE_VERIFICATION_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False  # a shared PC forgets with the browser
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
# Ours instead (`access.limits`, `foreign_routes.LIMITS`): atomic over processes, by person first, by address last.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False

MFA_ADAPTER = "thonso.core.access.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "thonso.core.access.forms.AuthenticateForm",
    "reauthenticate": "thonso.core.access.forms.MFAReauthenticateForm",
    "add_webauthn": "thonso.core.access.forms.AddWebAuthnForm",
    "edit_webauthn": "thonso.core.access.forms.EditWebAuthnForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a passkey alone is two factors only if it asked for a finger or a PIN
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _OUTSIDE_PRODUCTION  # http://localhost of the demo and the tests
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1

USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "thonso.core.access.sealed_sessions"
