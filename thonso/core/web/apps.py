from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "thonso.core.web"
    label = "web"
