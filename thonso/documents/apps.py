from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "thonso.documents"
    label = "documents"

    def ready(self) -> None:
        from thonso.core.access import verbs
        from thonso.core.access.roles import LEADER_ROLES
        from thonso.core.base.append_only import Wiped, protect
        from thonso.core.files.access import register_reader, register_taker
        from thonso.core.files.services import register_holder
        from thonso.core.notices import links
        from thonso.core.web import nav
        from thonso.documents import access, periodic, withdrawing  # noqa: F401
        from thonso.documents.outgoing import access as outgoing_access

        access.register_scopes()
        outgoing_access.register_scopes()
        links.register("incoming", lambda id_: reverse("documents:one", args=[id_]))
        links.register("outgoing", lambda id_: reverse("documents:outgoing_one", args=[id_]))
        register_taker(access.has_taken)
        for there in (access, outgoing_access):
            register_reader(there.may_open)
            register_holder(there.needed)
        verbs.register(
            {
                "incoming.arrived": _("took in a document that came"),
                "incoming.refused_secret": _("was refused a document with a mark of secrecy"),
                "incoming.registered": _("registered a document that came"),
                "incoming.returned": _("returned a document to its sender"),
                "incoming.withdrawn": _("took a state-secret document out of the system"),
                "incoming.thrown_away": _("threw away a file that was dropped in by mistake"),
                "incoming.presented": _("put a document before a leader"),
                "incoming.instructed": _("wrote an instruction on a document"),
                "incoming.opined": _("gave an opinion on a document"),
                "incoming.finished": _("finished a part in a document"),
                "incoming.given_back": _("gave a document back to the leader"),
                "incoming.passed_on": _("passed a document on to a colleague"),
                "incoming.opened": _("opened a document that came"),
                "incoming_register.exported": _("printed or took away the register of incoming documents"),
                "outgoing.begun": _("began to write a document"),
                "outgoing.changed": _("changed the text of a document"),
                "outgoing.asked": _("asked for opinions on a draft"),
                "outgoing.opined": _("gave an opinion on a draft"),
                "outgoing.submitted": _("submitted a document"),
                "outgoing.passed": _("looked a document through and passed it on"),
                "outgoing.sent_back": _("sent a draft back"),
                "outgoing.taken_back": _("took a draft back"),
                "outgoing.dropped": _("gave a draft up"),
                "outgoing.signed": _("signed a document of the office"),
                "outgoing.returned": _("gave a signed document back and struck its number out"),
                "outgoing.refused_secret": _("was refused a draft with a mark of secrecy"),
                "outgoing.issued": _("sealed and issued a document"),
                "outgoing.opened": _("opened a document of the office"),
                "document_book.numbered_by": _("said which system numbers the documents that come"),
            }
        )
        # What was written about a document goes with it when it turns out to be a state secret (`withdrawing`).
        withdrawn = {"through": "incoming", "column": "state", "value": "withdrawn"}
        protect("documents.Instruction", wiped=Wiped({"words": withdrawing.GONE, "due_on": None}, **withdrawn))
        protect("documents.Step", wiped=Wiped({"words": withdrawing.GONE}, **withdrawn))
        protect("documents.Version")
        protect("documents.OutgoingStep")
        nav.register(
            "desk", _("Work from documents"), "documents:work", ("staff",), counter=access.work_to_do,
            icon="flag", order=29, group=_("Documents"),
        )  # fmt: skip
        nav.register(
            "desk", _("Documents that came"), "documents:incoming", ("staff",),
            counter=access.to_do, roles=("clerk", *LEADER_ROLES), icon="mail", order=30, group=_("Documents"),
        )  # fmt: skip
        nav.register(
            "desk", _("Documents we issue"), "documents:outgoing", ("staff",), counter=outgoing_access.to_do,
            icon="pen", order=31, group=_("Documents"),
        )  # fmt: skip
