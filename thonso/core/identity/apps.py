from django.apps import AppConfig


class IdentityConfig(AppConfig):
    name = "thonso.core.identity"
    label = "identity"
