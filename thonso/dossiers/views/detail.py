"""Everything the page of one dossier shows an officer, gathered with a bounded number of queries."""

from typing import Any

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.clock import local
from thonso.core.base.refs import Ref
from thonso.core.journal.services import record_read
from thonso.dossiers import presenting, printing, requirements
from thonso.dossiers.models import Dossier
from thonso.dossiers.printing import heads
from thonso.dossiers.services import clock
from thonso.dossiers.services.moves import allowed, look_at, payload_of
from thonso.procedures.forms.kinds import Context
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.rendering import render_answers

# On the page of a dossier these are not buttons of their own.
ELSEWHERE = {"supply", "sign", "assign", "correct_result"}
FIRST = {
    "receive",
    "take",
    "advance",
    "propose",
    "seal",
    "hand_over",
    "approve_refusal",
    "record_result",
    "give_opinion",
}


def dossier_context(actor: Actor, dossier: Dossier) -> dict[str, Any]:
    look = look_at(dossier)
    events = list(dossier.events.order_by("seq"))
    buttons = [t for t in allowed(actor, dossier, look) if t.name not in ELSEWHERE]
    answers = _answers(actor, dossier, events)
    return {
        "dossier": dossier,
        "state": presenting.state(dossier),
        "due": presenting.due(dossier),
        "channel": presenting.CHANNEL.get(dossier.channel, ""),
        "path": presenting.path(dossier, events),
        "history": presenting.history(events),
        "explanation": clock.explain(dossier),
        "buttons": sorted(buttons, key=lambda t: (t.name not in FIRST, t.tone == "danger")),
        "papers": papers_table(dossier),
        "parties": [(party, heads.details_of(dossier, party)) for party in dossier.parties.all()],
        "answers": answers,
        "slips": printing.slips_of(dossier, events),
        "results": [link.result for link in dossier.results.select_related("result").order_by("result__at")],
        "notes": notes(dossier, events),
        "look": look,
    }


def _answers(actor: Actor, dossier: Dossier, events: list[Any]) -> Any:
    """The answers, when the actor may read them; opening them is journalled under the task that is open."""
    if not policy.can(actor, "read_answers", dossier).allow:
        return None
    filed = next((event for event in events if event.kind == "filed"), None)
    if filed is None:
        return None
    record_read(
        dossier.commune_id,
        actor.ref,
        Ref("dossier", dossier.pk),
        f"{dossier.stage}:{dossier.state}",
        subject=Ref("resident", dossier.subject_resident_id) if dossier.subject_resident_id else None,
    )
    context = Context(
        today=local(dossier.filed_at).date(),
        channel=dossier.channel,
        representation=next((p.representation for p in dossier.parties.all() if p.part == "submitter"), "self")
        or "self",
        commune=dossier.commune.code,
        places=RegisteredPlaces(),
    )
    return render_answers(requirements.definition(dossier).form, payload_of(filed, dossier)["answers"], context)


def papers_table(dossier: Dossier) -> list[dict[str, Any]]:
    checks = {check.paper_key: check for check in dossier.checks.all()}
    files: dict[str, list[Any]] = {}
    for attachment in dossier.attachments.select_related("upload").order_by("at"):
        files.setdefault(attachment.paper_key, []).append(attachment)
    return [
        {"paper": paper, "check": checks.get(paper.key), "files": files.get(paper.key, [])}
        for paper in requirements.papers(dossier)
    ]


def notes(dossier: Dossier, events: list[Any]) -> list[dict[str, Any]]:
    """What officers wrote on the way, newest first: reasons, findings, opinions."""
    found = []
    for event in reversed(events):
        if event.kind in {
            "verify",
            "consult",
            "give_opinion",
            "send_back",
            "ask_supplement",
            "extend",
            "advance",
            "propose_refusal",
            "stop",
        }:
            payload = payload_of(event, dossier)
            words = " · ".join(str(v) for k, v in payload.items() if v and isinstance(v, str))
            words = words or "; ".join(f"{item['name']}: {item['note']}" for item in payload.get("items", []))
            if words:
                found.append(
                    {"title": presenting.EVENT[event.kind], "text": words, "who": event.actor_name, "at": event.at}
                )
    return found
