from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OfflineConfig(AppConfig):
    name = "thonso.offline"
    label = "offline"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.files.services import register_holder
        from thonso.core.journal.events import subscribe
        from thonso.core.web import nav
        from thonso.dossiers import late_entries
        from thonso.offline import access, pages, tidying
        from thonso.offline.services import at_mobile, records
        from thonso.outreach import reading
        from thonso.outreach.services import mobile

        subscribe("dossier.filed", records.filed)
        late_entries.register(at_mobile.late_of)
        late_entries.register_received_there(at_mobile.received_there)
        mobile.register_brought(at_mobile.brought)
        reading.register_begun(pages.begun_there)
        access.register()

        register_holder(tidying.held_uploads)
        verbs.register(
            {
                "device.enrolled": _("made a phone ready for work without signal"),
                "device.revoked": _("revoked a phone"),
                "sealed_record.taken_over": _("went on with what a colleague had begun"),
                "sealed_record.carried": _("took in what a phone could not send, from a file"),
                "sealed_record.discarded": _("threw away what was begun on a phone"),
                "sealed_record.removed": _("removed what was begun on a phone and not touched for long"),
                "sealed_record.reopened": _("opened forms again after a forgotten PIN"),
            }
        )
        nav.register(
            "hamlet",
            _("My phone"),
            "offline:own",
            ("helper",),
            icon="phone",
            order=40,
            short=pgettext_lazy("bar of a phone", "Phone"),
        )
        nav.register(
            "desk", _("For work without signal"), "offline:own", ("staff",),
            roles=("one_stop",), icon="phone", group=_("With the hamlets"), order=54,
        )  # fmt: skip
        nav.register(
            "desk", _("From a phone's file"), "offline:carried", ("staff",),
            roles=("one_stop",), icon="upload", group=_("With the hamlets"), order=55,
        )  # fmt: skip
        nav.register(
            "desk", _("Phones of helpers"), "offline:devices", ("admin", "staff"),
            roles=("administrator", "centre_director"), icon="phone", group=_("With the hamlets"), order=56,
        )  # fmt: skip
