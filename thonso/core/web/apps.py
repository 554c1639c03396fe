from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "thonso.core.web"
    label = "web"

    def ready(self) -> None:
        from thonso.core.web import nav

        nav.register("public", _("My desk"), "/ban/", ("staff",), order=80)
        nav.register("public", _("My hamlet"), "/thon/", ("helper",), order=81)
