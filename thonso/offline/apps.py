from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfflineConfig(AppConfig):
    name = "thonso.offline"
    label = "offline"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.files.services import register_holder
        from thonso.offline import tidying

        register_holder(tidying.held_uploads)
        verbs.register(
            {
                "device.enrolled": _("made a phone ready for work without signal"),
                "device.revoked": _("revoked a phone"),
            }
        )
