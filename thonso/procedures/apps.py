from django.apps import AppConfig


class ProceduresConfig(AppConfig):
    name = "thonso.procedures"
    label = "procedures"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from thonso.core.access import verbs
        from thonso.core.access.policy import register_kind
        from thonso.core.base.append_only import protect
        from thonso.core.web import nav
        from thonso.procedures.models import Offering

        protect("procedures.ProcedureVersion", changeable=("state", "valid_to"))
        protect("procedures.Confirmation")
        protect("procedures.NationalReview")
        protect("procedures.WorkingText")
        register_kind("procedure", Offering)
        verbs.register(
            {
                "procedure.copied": _("copied to be changed"),
                "procedure.changed": _("a working copy changed"),
                "procedure.dropped": _("a working copy thrown away"),
                "procedure.made": _("a version made of a working copy"),
                "procedure.catalogue": _("brought the national catalogue in"),
                "procedure.compared": _("compared with the national catalogue"),
            }
        )
        nav.register("public", _("Procedures"), "procedures:list", ("public",), icon="document", order=10)
        nav.register(
            "desk", _("Procedures"), "procedures:versions", ("admin",), icon="document", group=_("Set-up"), order=93
        )
