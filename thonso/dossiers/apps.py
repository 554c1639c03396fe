from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DossiersConfig(AppConfig):
    name = "thonso.dossiers"
    label = "dossiers"

    def ready(self) -> None:
        from thonso.core.access import in_hand, verbs
        from thonso.core.access.actors import register_assist_loader
        from thonso.core.access.roles import LEADER_ROLES
        from thonso.core.base.append_only import protect
        from thonso.core.files.access import register_reader
        from thonso.core.files.services import register_holder
        from thonso.core.journal.events import subscribe
        from thonso.core.notices import attention, links
        from thonso.core.signatures.previews import register_page
        from thonso.core.web import begun, figures, nav
        from thonso.core.workdays.services import register_counter
        from thonso.dossiers import chronicle, deaths, doubles, notify, periodic, reading, scopes, stranded, tidying  # noqa: F401
        from thonso.dossiers.printing.signature_page import signature_page
        from thonso.dossiers.services import handing_on, redating

        protect("dossiers.Event")
        protect("dossiers.Attachment")
        scopes.register()
        register_assist_loader(reading.load_assist)
        register_reader(reading.may_read_upload)
        register_counter("dossiers", _("open dossiers"), redating.would_move)
        register_counter("postings", _("lists that hang in hamlets"), redating.would_hang)
        register_holder(tidying.held_uploads)
        subscribe("workdays.changed", redating.days_off_changed)
        in_hand.register(handing_on.told)
        attention.register(stranded.stuck, stranded.section)
        subscribe("post.ended", handing_on.post_ended)
        subscribe("dossier.redated", notify.redated)
        subscribe("posting.redated", notify.posting_redated)
        subscribe("dossier.filed", notify.filed)
        subscribe("dossier.moved", notify.moved)
        subscribe("result.issued", reading.classify_recognised)
        subscribe("result.revoked", reading.doubt_recognised)
        subscribe("dossier.moved", deaths.registered)
        subscribe("resident.merged", doubles.put_together)
        subscribe("result.revoked", deaths.taken_back)
        register_page(signature_page)
        verbs.register({f"dossier.{kind}": words for kind, words in chronicle.EVENT.items()})
        links.register_code("dossier", lambda code: reverse("dossiers:detail", args=[code]))
        figures.register(reading.figures)
        begun.register(reading.begun)
        nav.register("public", _("Follow"), "dossiers:track", ("public",), order=20)
        nav.register("public", _("My dossiers"), "dossiers:mine", ("citizen",), order=25)
        nav.register(
            "desk", _("Overview"), "dossiers:overview", ("staff", "observer"),
            roles=("centre_director", *LEADER_ROLES, "observer"), icon="home", order=5,
        )  # fmt: skip
        nav.register(
            "desk", _("Dossiers"), "dossiers:queue", ("staff",), counter=reading.to_do, icon="folder", order=10
        )
        nav.register(
            "desk", _("To sign"), "dossiers:signing", ("staff",),
            counter=reading.awaiting_signature, roles=LEADER_ROLES, icon="pen", order=20,
        )  # fmt: skip
        nav.register(
            "desk", _("Decision for a list"), "dossiers:recognition", ("staff",),
            roles=("officer_social",), icon="users", order=30,
        )  # fmt: skip
        nav.register(
            "desk", _("Complaints"), "dossiers:complaints", ("staff",),
            counter=reading.open_complaints, roles=("centre_director", *LEADER_ROLES), icon="flag", order=40,
        )  # fmt: skip
        nav.register(
            "hamlet",
            _("My day"),
            "dossiers:hamlet_home",
            ("helper",),
            icon="home",
            order=10,
            short=pgettext_lazy("bar of a phone", "Today"),
        )
