from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "thonso.core.base"
    label = "base"
