from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "thonso.core.access"
    label = "access"

    def ready(self) -> None:
        from thonso.core.access import checks, scopes, signals  # noqa: F401
        from thonso.core.access.services import accounts
        from thonso.core.journal.events import subscribe

        scopes.register()
        subscribe("resident.merged", accounts.resident_merged)
        post_migrate.connect(_make_cache_table, sender=self)


def _make_cache_table(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """The cache that is shared over processes (settings CACHES): allauth remembers used TOTP codes in it."""
    call_command("createcachetable", database=using, verbosity=0)
