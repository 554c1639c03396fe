from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class OutreachConfig(AppConfig):
    name = "thonso.outreach"
    label = "outreach"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.access.roles import OFFICER_ROLES
        from thonso.core.journal.events import subscribe
        from thonso.core.web import links, nav
        from thonso.dossiers import beside as dossier_pages
        from thonso.dossiers import taken_at
        from thonso.dossiers.access.tracking import register_alias
        from thonso.outreach import access, beside
        from thonso.outreach.services import mobile, pads
        from thonso.outreach.views import public

        subscribe("dossier.filed", mobile.took_in)
        subscribe("dossier.filed", pads.filed)
        subscribe("dossier.moved", mobile.took_in)
        register_alias(pads.followed)
        dossier_pages.register_section(beside.section)
        dossier_pages.register_draft(beside.link)
        access.register()
        dossier_pages.register_section(beside.papers)
        taken_at.register(mobile.taken_at)
        public.register()
        links.register("mobile_days", "outreach:public_days")
        verbs.register(
            {
                "mobile_day.announced": _("announced a mobile day"),
                "mobile_day.enrolled": _("put somebody on the list of a mobile day"),
                "mobile_day.dropped": _("took somebody off the list of a mobile day"),
                "mobile_day.begun": _("began a mobile day"),
                "mobile_day.closed": _("closed a mobile day"),
                "mobile_day.called_off": _("called off a mobile day"),
                "slip_pad.made": _("made a pad of slips"),
                "slip_pad.printed": _("printed a pad of slips"),
                "slip.linked": _("linked a pre-printed slip"),
                "paper.taken": _("took a paper against a receipt"),
                "paper.given_back": _("gave a paper back"),
                "paper.receipt_printed": _("printed a receipt for papers"),
                "hand_over.given": _("handed papers over"),
                "hand_over.taken": _("took papers over"),
                "dossier.called": _("called, or had it told"),
            }
        )
        hamlets = _("With the hamlets")
        nav.register(
            "desk", _("Mobile days"), "outreach:days", ("staff",),
            roles=("one_stop", "centre_director"), icon="road", group=hamlets, order=51,
        )  # fmt: skip
        nav.register(
            "desk", _("Pre-printed slips"), "outreach:slip_pads", ("staff",),
            roles=("one_stop", "centre_director"), icon="qr", group=hamlets, order=52,
        )  # fmt: skip
        nav.register(
            "desk", _("Papers and lists"), "outreach:pouch", ("staff",),
            roles=("one_stop", *OFFICER_ROLES), icon="paperclip", group=hamlets, order=53,
        )  # fmt: skip
        nav.register(
            "desk", _("To be told by voice"), "outreach:to_tell", ("staff",),
            roles=("one_stop", "centre_director"), icon="phone", group=hamlets, order=54,
        )  # fmt: skip
        nav.register(
            "hamlet",
            _("Papers I hold"),
            "outreach:own_pouch",
            ("helper",),
            icon="paperclip",
            order=25,
            short=pgettext_lazy("bar of a phone", "Papers"),
        )
        nav.register(
            "hamlet",
            _("Mobile days"),
            "outreach:own_days",
            ("helper",),
            icon="road",
            order=30,
            short=pgettext_lazy("bar of a phone", "Mobile"),
        )
