from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeighboursConfig(AppConfig):
    name = "thonso.neighbours"
    label = "neighbours"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.base.append_only import protect
        from thonso.core.web import nav
        from thonso.dossiers import beside
        from thonso.neighbours import access
        from thonso.neighbours.models import Inward
        from thonso.outreach import of_dossier

        protect("neighbours.OutwardStep")
        of_dossier.also("inward", lambda id_: Inward.objects.filter(dossier=id_))
        beside.register(access.link)
        beside.register_section(access.section)
        verbs.register(
            {
                "outward.receive": _("received something for another commune"),
                "outward.pass_on": _("handed over what another commune resolves"),
                "outward.told_code": _("wrote down the code of another commune"),
                "outward.told_missing": _("wrote down that another commune asks for papers"),
                "outward.answered": _("wrote down what another commune answered"),
                "outward.give": _("handed over the answer of another commune"),
                "outward.give_back": _("gave back what was to go to another commune"),
                "outward.opened": _("opened what was received for another commune"),
                "outward.printed": _("printed a paper of what goes to another commune"),
                "inward.entered": _("wrote down that another commune received a dossier"),
                "inward.sent_back": _("sent a result back to the commune that received it"),
            }
        )
        nav.register(
            "desk", _("With other communes"), "neighbours:lists", ("staff",),
            counter=access.to_do, roles=("one_stop", "centre_director"), icon="send", order=16,
        )  # fmt: skip
