"""Who is told what when a dossier moves. Messages carry the code and the state, never a number, an answer or a class."""

from typing import Any

from thonso.core.access.actors import Actor
from thonso.core.base.clock import local
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.notices.services import Message, queue_many
from thonso.dossiers.models import Dossier, Event, Party
from thonso.dossiers.printing.heads import details_of, party

# Event → message template of core.notices.
TEMPLATES = {
    "filed": "dossier_filed",
    "receive": "dossier_received",
    "ask_supplement": "supplement_asked",
    "supply": "supplement_received",
    "approve_refusal": "refused",
    "extend": "extended",
    "hand_over": "handed_over",
    "withdraw": "withdrawn",
    "stop": "stopped",
    "expire": "lapsed",
}


def filed(work: Work, dossier: Dossier, event: Event, parties: list[Party], actor: Actor) -> None:
    _tell(work, dossier, event, parties)


def moved(work: Work, dossier: Dossier, event: Event, actor: Actor) -> None:
    if event.kind in TEMPLATES or (event.to_state == "completed" and event.from_state != "completed"):
        found = party(dossier, "submitter")
        _tell(work, dossier, event, [found] if found else [])


def _tell(work: Work, dossier: Dossier, event: Event, parties: list[Party]) -> None:
    """The submitter by SMS when a phone is known, and in the account when there is one. Neither is ever required.

    The helper who filed it hears of it too: whoever has no phone is told by her (practice.md 13).
    """
    template = TEMPLATES.get(event.kind, "result_ready")
    context: dict[str, Any] = {"code": dossier.code}
    if dossier.due_at and template in {"dossier_received", "supplement_received", "extended"}:
        context["due"] = local(dossier.due_at).strftime("%H:%M %d/%m/%Y")
    if template == "supplement_asked" and dossier.act_by:
        context["until"] = local(dossier.act_by).strftime("%d/%m/%Y")
    about = Ref("dossier", dossier.pk)
    submitter = next((one for one in parties if one.part == "submitter"), None)
    phone = str(details_of(dossier, submitter).get("phone") or "") if submitter else ""
    key = f"{event.kind}:{event.pk}"
    outgoing = [Message("sms", phone, template, context, key, about)] if phone else []
    if dossier.submitter_account_id:
        outgoing.append(Message("inapp", dossier.submitter_account_id, template, context, key, about))
    if dossier.helper_account_id and template != "dossier_filed":
        outgoing.append(Message("inapp", dossier.helper_account_id, template, context, key, about))
    if outgoing:
        queue_many(work, outgoing)
