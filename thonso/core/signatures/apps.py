from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "thonso.core.signatures"
    label = "signatures"
