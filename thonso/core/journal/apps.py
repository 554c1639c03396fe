from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "thonso.core.journal"
    label = "journal"
