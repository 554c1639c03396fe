from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "thonso.core.crypto"
    label = "crypto"
