from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "thonso.core.web"
    label = "web"

    def ready(self) -> None:
        """Entries of the parts below this one, which may not know the navigation; wings register their own."""
        from django.urls import reverse

        from thonso.core.access import sessions
        from thonso.core.access.pages.appointments import waiting
        from thonso.core.access.roles import LEADER_ROLES, OFFICER_ROLES
        from thonso.core.journal.events import subscribe
        from thonso.core.notices import links
        from thonso.core.notices.access import stuck
        from thonso.core.web import context, errors, nav

        subscribe("workdays.changed", context.calendar_changed)
        sessions.tell_of_end_by(errors.signed_out)
        links.register("signing_key", lambda key_id: reverse("signatures:key", args=[key_id]))
        links.register("delegation", lambda _id: reverse("access_lending"))
        set_up, residents = _("Set-up"), _("People of the commune")
        nav.register("public", _("My desk"), "/ban/", ("staff", "observer"), order=80)
        nav.register("public", _("My hamlet"), "/thon/", ("helper",), order=81)
        nav.register("public", _("Set-up"), "people:hamlets", ("admin",), order=82)
        nav.register(
            "desk", _("Find residents"), "search:find", ("staff",),
            roles=("one_stop", *OFFICER_ROLES, *LEADER_ROLES), icon="search", group=residents, order=59,
        )  # fmt: skip
        nav.register(
            "desk", _("Import residents"), "people:import", ("staff",),
            roles=("officer_justice", "officer_social"), icon="upload", group=residents, order=60,
        )  # fmt: skip
        nav.register(
            "desk", _("Possible doubles"), "people:duplicates", ("staff",),
            roles=("one_stop", "officer_justice", "officer_social"), icon="people", group=residents, order=61,
        )  # fmt: skip
        nav.register(
            "desk", _("New appointments"), "access_appointments", ("staff",),
            counter=waiting, roles=("chairman",), icon="users", order=45,
        )  # fmt: skip
        nav.register("desk", _("Accounts"), "access_accounts", ("admin",), icon="users", group=set_up, order=89)
        nav.register("desk", _("The commune"), "web:commune", ("admin",), icon="flag", group=set_up, order=88)
        nav.register("desk", _("Hamlets"), "people:hamlets", ("admin",), icon="home", group=set_up, order=90)
        nav.register(
            "desk", _("Days off"), "workdays:holidays", ("admin", "staff"),
            roles=("administrator", "centre_director"), icon="calendar", group=set_up, order=91,
        )  # fmt: skip
        nav.register(
            "desk", _("Office hours"), "workdays:hours", ("admin", "staff"),
            roles=("administrator", "centre_director"), icon="clock", group=set_up, order=91,
        )  # fmt: skip
        nav.register(
            "desk", _("Needs attention"), "notices:attention", ("staff", "admin"),
            counter=stuck, roles=("administrator", "one_stop", "centre_director"), icon="warning", group=set_up, order=92,
        )  # fmt: skip
        nav.register(
            "desk", _("Signing keys"), "signatures:keys", ("staff", "admin"),
            roles=("administrator", "clerk", *LEADER_ROLES), icon="lock", group=set_up, order=94,
        )  # fmt: skip
        nav.register(
            "desk", _("Trusted authorities"), "signatures:trust", ("admin",), icon="shield", group=set_up, order=95
        )
        nav.register(
            "desk", _("Journal"), "access_journal", ("staff", "admin"),
            roles=("administrator", "chairman"), icon="book", group=set_up, order=96,
        )  # fmt: skip
