from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KioskConfig(AppConfig):
    name = "thonso.kiosk"
    label = "kiosk"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.journal.events import subscribe
        from thonso.core.web import nav
        from thonso.kiosk import access, services

        access.register()
        subscribe("units.succeeded", services.hamlets_succeeded)
        verbs.register(
            {"kiosk.paired": _("made a PC one for everybody"), "kiosk.revoked": _("took a shared PC back")}
        )
        nav.register("hamlet", _("Shared PC"), "/thon/may-chung/", ("helper",), icon="kiosk", order=36)
        nav.register(
            "desk", _("Shared PCs"), "/ban/may-chung/", ("staff", "admin"), roles=("one_stop", "administrator"),
            icon="kiosk", group=_("With the hamlets"), order=56,
        )  # fmt: skip
