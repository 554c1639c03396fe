from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VoicesConfig(AppConfig):
    name = "thonso.voices"
    label = "voices"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.web import aloud, links, nav
        from thonso.voices import packs, phrases

        verbs.register(
            {
                "recording.made": _("recorded a text"),
                "recording.approved": _("approved a recording"),
                "recording.refused": _("sent a recording back"),
                "recording.withdrawn": _("took a recording back"),
            }
        )
        links.register("voices", "voices:index")
        links.register("aloud", "voices:choose")
        aloud.offer([aloud.Tongue(one.key, one.name, one.tag) for one in phrases.languages()], packs.spoken_words)
        nav.register(
            "desk", _("Recordings"), "voices:index", ("staff",),
            roles=("centre_director",), icon="play", group=_("With the hamlets"), order=57,
        )  # fmt: skip
