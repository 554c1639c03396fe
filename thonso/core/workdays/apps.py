from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    name = "thonso.core.workdays"
    label = "workdays"
