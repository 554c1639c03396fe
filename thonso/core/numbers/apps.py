from django.apps import AppConfig


class NumbersConfig(AppConfig):
    name = "thonso.core.numbers"
    label = "numbers"
