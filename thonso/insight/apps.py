from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightConfig(AppConfig):
    name = "thonso.insight"
    label = "insight"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.access.policy import register_kind
        from thonso.core.access.roles import LEADER_ROLES
        from thonso.core.base.append_only import protect
        from thonso.core.web import links, nav
        from thonso.insight.models import CashSheet

        protect("insight.CashLine")
        protect("insight.CashSheet", changeable=("countersigned_by_id", "countersigned_by_name", "countersigned_at"))
        register_kind("cash_sheet", CashSheet)
        verbs.register({"cash_sheet.closed": _("closed"), "cash_sheet.countersigned": _("counter-signed")})
        links.register("reports", "insight:table")
        books = _("Registers and reports")
        nav.register(
            "desk", _("Reports"), "insight:table", ("staff", "observer"),
            roles=("one_stop", "centre_director", *LEADER_ROLES, "observer"), icon="document", group=books, order=50,
        )  # fmt: skip
        nav.register(
            "desk", _("Cash sheet"), "insight:cash", ("staff",),
            roles=("one_stop", "centre_director", *LEADER_ROLES), icon="money", group=books, order=55,
        )  # fmt: skip
