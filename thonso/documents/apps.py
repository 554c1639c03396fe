from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "thonso.documents"
    label = "documents"
