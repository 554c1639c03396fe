from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "thonso.core.access"
    label = "access"
