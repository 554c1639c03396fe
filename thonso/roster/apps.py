from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RosterConfig(AppConfig):
    name = "thonso.roster"
    label = "roster"

    def ready(self) -> None:
        from thonso.core.access import in_hand, verbs
        from thonso.core.journal.events import subscribe
        from thonso.core.web import links, nav
        from thonso.roster import access, services

        access.register()
        subscribe("post.ended", services.post_ended)
        in_hand.register(services.told)
        links.register("support_points", "roster:points")
        verbs.register(
            {
                "roster.added": _("entered a time at a support point"),
                "roster.ended": _("ended a time at a support point"),
                "roster.removed": _("took out a time at a support point"),
                "roster.away": _("marked days on which a helper is away"),
                "roster.back": _("took back days on which a helper is away"),
            }
        )
        nav.register(
            "hamlet",
            _("My times"),
            "roster:own",
            ("helper",),
            icon="calendar",
            order=20,
            short=pgettext_lazy("bar of a phone", "Timetable"),
        )
        nav.register(
            "desk", _("Helpers' times"), "roster:kept", ("staff", "admin"),
            roles=("one_stop", "centre_director", "administrator"), icon="house", group=_("With the hamlets"), order=50,
        )  # fmt: skip
