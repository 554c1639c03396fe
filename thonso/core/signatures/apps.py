from django.apps import AppConfig


class SignaturesConfig(AppConfig):
    name = "thonso.core.signatures"
    label = "signatures"

    def ready(self) -> None:
        from thonso.core.base.append_only import protect

        protect("signatures.SignatureRecord")
        protect("signatures.SigningKey", changeable=("retired_at", "retired_reason", "image", "sealed"))
