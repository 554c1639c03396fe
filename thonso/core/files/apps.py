from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "thonso.core.files"
    label = "files"

    def ready(self) -> None:
        from thonso.core.files.access import register_scopes

        register_scopes()
