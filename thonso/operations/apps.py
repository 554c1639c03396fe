from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """What keeps an installation: begin, back up, restore, verify, clean up. No table of its own."""

    name = "thonso.operations"
    label = "operations"

    def ready(self) -> None:
        from thonso.operations import periodic  # noqa: F401
