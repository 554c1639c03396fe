from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "thonso.procedures"
    label = "procedures"
