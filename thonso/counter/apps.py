from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CounterConfig(AppConfig):
    name = "thonso.counter"
    label = "counter"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.access.policy import register_own_people
        from thonso.core.journal.events import subscribe
        from thonso.core.web import links, nav
        from thonso.counter import periodic, words  # noqa: F401
        from thonso.counter.front import Counter, booking_url, printer_at
        from thonso.counter.models import Visit
        from thonso.counter.scopes import own_visits
        from thonso.counter.services import after_entry
        from thonso.dossiers import at_desk, late_entries
        from thonso.dossiers.printing import printer
        from thonso.procedures import booking

        at_desk.register(Counter())
        printer.register(printer_at)
        booking.register(booking_url)
        register_own_people(Visit, own_visits)
        verbs.register(words.VERBS)
        links.register("call_screen", "counter:screen")
        nav.register(
            "desk", _("Counters and numbers"), "counter:setup", ("admin", "staff"),
            roles=("administrator", "centre_director"), icon="list", group=_("Set-up"), order=330,
        )  # fmt: skip
        late_entries.register(after_entry.late_of)
        subscribe("dossier.filed", after_entry.used)
        nav.register(
            "desk", _("Entering later"), "counter:after_entry", ("staff",),
            roles=("one_stop", "centre_director"), icon="clock", order=9,
        )  # fmt: skip
        nav.register("desk", _("Counter"), "counter:day", ("staff",), roles=("one_stop",), icon="users", order=8)
