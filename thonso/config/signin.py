"""Settings of sign-in (django-allauth): officials by password and second factor, residents by a phone code."""

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
