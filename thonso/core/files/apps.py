from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "thonso.core.files"
    label = "files"
