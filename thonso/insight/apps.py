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
        from thonso.dossiers import late_entries
        from thonso.insight import months
        from thonso.insight.models import CashSheet, MonthBook

        protect("insight.CashLine")
        protect("insight.CashSheet", changeable=("countersigned_by_id", "countersigned_by_name", "countersigned_at"))
        protect("insight.MonthBook", changeable=("reopened_by_id", "reopened_by_name", "reopened_at", "why_reopened"))
        register_kind("cash_sheet", CashSheet)
        register_kind("month_book", MonthBook)
        late_entries.register_closed(months.why_closed)
        verbs.register(
            {
                "cash_sheet.closed": _("closed"),
                "cash_sheet.countersigned": _("counter-signed"),
                "month_book.closed": _("closed"),
                "number_book.stood": _("said where the paper book stands"),
                "number_book.volume_begun": _("began a volume"),
                "month_book.reopened": _("opened again"),
                "month_book.exported": _("taken out"),
            }
        )
        links.register("reports", "insight:table")
        links.register("helped", "insight:helping_own")
        books = _("Registers and reports")
        nav.register(
            "desk", _("Reports"), "insight:table", ("staff", "observer"),
            roles=("one_stop", "centre_director", *LEADER_ROLES, "observer"), icon="document", group=books, order=50,
        )  # fmt: skip
        nav.register(
            "desk", _("Help in the hamlets"), "insight:helping", ("staff",),
            roles=("centre_director", *LEADER_ROLES), icon="people", group=books, order=51,
        )  # fmt: skip
        nav.register(
            "desk", _("Closing the month"), "insight:months", ("staff",), counter=months.due,
            roles=("centre_director", *LEADER_ROLES), icon="calendar", group=books, order=52,
        )  # fmt: skip
        nav.register(
            "desk", _("Cash sheet"), "insight:cash", ("staff",),
            roles=("one_stop", "centre_director", *LEADER_ROLES), icon="money", group=books, order=55,
        )  # fmt: skip
        nav.register(
            "desk", _("Number books"), "insight:books", ("staff", "admin"),
            roles=("clerk", "one_stop", "centre_director", "administrator", *LEADER_ROLES), icon="hash", group=books,
            order=56,
        )  # fmt: skip
