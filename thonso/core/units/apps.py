from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "thonso.core.units"
    label = "units"
