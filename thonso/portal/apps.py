from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Passing dossiers on to the national portal without typing twice (practice.md 2). No interface of it is assumed."""

    name = "thonso.portal"
    label = "portal"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.web import nav
        from thonso.dossiers import beside
        from thonso.portal import access, bundles

        verbs.register(
            {
                "dossier.copied": _("Opened to be typed into the national portal"),
                "dossier.packed": _("Took out the files for the national portal"),
                "bundle.begun": _("began to follow a bundle filed on the portal"),
                "bundle.told": _("wrote down where an office stands with a bundle"),
                "dossier.portal_states": _("Read the portal's list of states"),
            }
        )
        beside.register(access.link)
        beside.register(bundles.link)
        nav.register(
            "desk", _("Pass on to the portal"), "portal:waiting", ("staff",),
            counter=access.counted, roles=("one_stop",), icon="send", order=15,
        )  # fmt: skip
