from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class BaseConfig(AppConfig):
    name = "thonso.core.base"
    label = "base"

    def ready(self) -> None:
        from thonso.core.base.append_only import install, make_way

        post_migrate.connect(install, dispatch_uid="append_only")
        pre_migrate.connect(make_way, dispatch_uid="append_only_makes_way")
