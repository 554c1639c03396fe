from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TvConfig(AppConfig):
    name = "thonso.tv"
    label = "tv"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.access.roles import STAFF_ROLES
        from thonso.core.journal.events import subscribe
        from thonso.core.web import nav
        from thonso.tv import services, sources

        sources.register()
        subscribe("units.succeeded", services.hamlets_succeeded)
        verbs.register(
            {
                "tv_screen.paired": _("paired a TV with the hamlet"),
                "tv_screen.renamed": _("gave a TV another name"),
                "tv_screen.revoked": _("took a TV out"),
                "announcement.written": _("put up an announcement"),
                "announcement.ended": _("took down an announcement"),
            }
        )
        nav.register("hamlet", _("TV"), "/thon/tv/", ("helper",), icon="tv", order=35)
        nav.register(
            "desk", _("TVs and announcements"), "/ban/tv/", ("staff", "admin"),
            roles=(*STAFF_ROLES, "administrator"), icon="tv", group=_("With the hamlets"), order=55,
        )  # fmt: skip
