from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "thonso.core.search"
    label = "search"

    def ready(self) -> None:
        from thonso.core.journal.events import subscribe
        from thonso.core.search import engines, services

        post_migrate.connect(engines.install, sender=self, dispatch_uid="search_index")
        subscribe("residents.changed", services.residents_changed)
