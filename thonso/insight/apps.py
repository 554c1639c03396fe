from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "thonso.insight"
    label = "insight"

    def ready(self) -> None:
        from thonso.core.access.roles import LEADER_ROLES
        from thonso.core.web import links, nav

        links.register("reports", "insight:table")
        nav.register(
            "desk", _("Reports"), "insight:table", ("staff", "observer"),
            roles=("one_stop", "centre_director", *LEADER_ROLES, "observer"), icon="document", order=50,
        )  # fmt: skip
