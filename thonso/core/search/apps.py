from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "thonso.core.search"
    label = "search"
