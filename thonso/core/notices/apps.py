from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "thonso.core.notices"
    label = "notices"
