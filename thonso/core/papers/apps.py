from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "thonso.core.papers"
    label = "papers"
