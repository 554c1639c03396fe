from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "thonso.core.journal"
    label = "journal"

    def ready(self) -> None:
        from thonso.core.base.append_only import protect

        protect("journal.Entry")
        protect("journal.Anchor")
        protect("journal.Once")
