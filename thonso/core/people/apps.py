from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "thonso.core.people"
    label = "people"
