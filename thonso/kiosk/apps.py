from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KioskConfig(AppConfig):
    name = "thonso.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.journal.events import subscribe
        from thonso.core.web import links, nav
        from thonso.kiosk import access, services

        access.register()
        subscribe("units.succeeded", services.hamlets_succeeded)
        verbs.register({"kiosk.paired": _("made a PC one for everybody"), "kiosk.revoked": _("took a shared PC back")})
        links.register("hamlet_pcs", "/thon/may-chung/")  # from the page of the TV: both stand in the hamlet house
        nav.register(
            "desk", _("Shared PCs"), "/ban/may-chung/", ("staff", "admin"), roles=("one_stop", "administrator"),
            icon="kiosk", group=_("With the hamlets"), order=56,
        )  # fmt: skip
