from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "thonso.dossiers"
    label = "dossiers"
