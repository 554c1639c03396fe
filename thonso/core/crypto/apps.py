from django.apps import AppConfig


class CryptoConfig(AppConfig):
    name = "thonso.core.crypto"
    label = "crypto"

    def ready(self) -> None:
        from thonso.core.crypto import checks  # noqa: F401  registers the checks
