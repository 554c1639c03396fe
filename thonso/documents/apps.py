from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "thonso.documents"
    label = "documents"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.access.roles import LEADER_ROLES
        from thonso.core.files.access import register_reader
        from thonso.core.files.services import register_holder
        from thonso.core.web import nav
        from thonso.documents import access

        access.register_scopes()
        register_reader(access.may_open)
        register_holder(access.needed)
        verbs.register(
            {
                "incoming.arrived": _("took in a document that came"),
                "incoming.refused_secret": _("was refused a document with a mark of secrecy"),
                "incoming.registered": _("registered a document that came"),
                "incoming.returned": _("returned a document to its sender"),
                "incoming.thrown_away": _("threw away a file that was dropped in by mistake"),
                "incoming.opened": _("opened a document that came"),
                "incoming_register.exported": _("printed or took away the register of incoming documents"),
                "document_book.numbered_by": _("said which system numbers the documents that come"),
            }
        )
        nav.register(
            "desk", _("Documents that came"), "documents:incoming", ("staff",),
            counter=access.to_do, roles=("clerk", *LEADER_ROLES), icon="mail", order=30, group=_("Documents"),
        )  # fmt: skip
