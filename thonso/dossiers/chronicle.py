"""The history of a dossier as lines, newest first: what happened, in words, and the fact that goes with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.roles import ROLES
from thonso.core.base.clock import local
from thonso.core.base.text import in_sentence
from thonso.core.web.words import moment, money
from thonso.dossiers import requirements, taken_at
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.presenting import HOW, WITHDRAWN_BY
from thonso.dossiers.services.moves import payload_of

EVENT = {
    "filed": gettext_lazy("Filed"),
    "check_paper": gettext_lazy("Papers checked"),
    "link_resident": gettext_lazy("Linked with the register"),
    "receive": gettext_lazy("Received"),
    "cancel_reception": gettext_lazy("Reception cancelled"),
    "propose_refusal": gettext_lazy("Refusal proposed"),
    "approve_refusal": gettext_lazy("Reception refused"),
    "reject_refusal": gettext_lazy("Refusal not approved"),
    "ask_supplement": gettext_lazy("Supplement asked for"),
    "propose_supplement": gettext_lazy("Supplement proposed"),
    "reject_supplement": gettext_lazy("Supplement not approved"),
    "supply": gettext_lazy("Supplement received"),
    "expire": gettext_lazy("Closed: not supplemented in time"),
    "take": gettext_lazy("Processing begun"),
    "assign": gettext_lazy("Assigned"),
    "advance": gettext_lazy("Next step:"),
    "recheck": gettext_lazy("Looked into after an objection; the list hangs again"),
    "verify": gettext_lazy("Verified"),
    "consult": gettext_lazy("Opinion asked for"),
    "give_opinion": gettext_lazy("Opinion given"),
    "propose_extension": gettext_lazy("Later date proposed"),
    "extend": gettext_lazy("Apologised and extended"),
    "redate": gettext_lazy("The date was counted again"),
    "reject_extension": gettext_lazy("Later date not granted"),
    "draft_result": gettext_lazy("Result drafted"),
    "propose": gettext_lazy("Submitted for signature"),
    "send_back": gettext_lazy("Sent back"),
    "sign": gettext_lazy("Signed"),
    "seal": gettext_lazy("Sealed and issued"),
    "record_result": gettext_lazy("Result recorded"),
    "transfer": gettext_lazy("Transferred"),
    "send_to_hamlet": gettext_lazy("Result sent to the hamlet"),
    "arrive": gettext_lazy("Result arrived in the hamlet"),
    "hand_over": gettext_lazy("Result handed over"),
    "ask_payment": gettext_lazy("Fee asked for"),
    "record_payment": gettext_lazy("Fee paid"),
    "void_payment": gettext_lazy("Fee taken back"),
    "withdraw": gettext_lazy("Withdrawn"),
    "stop": gettext_lazy("Stopped"),
    "correct_result": gettext_lazy("Correction of the result begun"),
    "give_up_correction": gettext_lazy("Correction given up"),
    "propose_revocation": gettext_lazy("Proposed to take the result back"),
    "approve_revocation": gettext_lazy("Result taken back"),
    "reject_revocation": gettext_lazy("The result stands"),
    "record_official_code": gettext_lazy("Official code entered"),
    "name_beside": gettext_lazy("Interpreter, witnesses written down"),
    "correct_number": gettext_lazy("ID number set right"),
    "name_heir": gettext_lazy("An heir goes on"),
    "undo_heir": gettext_lazy("No heir after all"),
    "double_merged": gettext_lazy("Two records of this person in the register put together"),
    "rebook": gettext_lazy("Another hour set"),
    "certify": gettext_lazy("Certified before the officer"),
}
WARM = {
    "ask_supplement": "soon",
    "approve_refusal": "late",
    "stop": "late",
    "withdraw": "late",
    "expire": "late",
    "extend": "soon",
    "redate": "soon",
    "cancel_reception": "late",
    "name_heir": "soon",
    "undo_heir": "soon",
    "ask_payment": "soon",
    "record_payment": "ok",
    "void_payment": "late",
    "hand_over": "ok",
    "correct_result": "soon",
    "approve_revocation": "late",
}


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    text: str
    who: str
    at: datetime
    tone: str


def history(dossier: Dossier, events: Iterable[Event], *, names: bool = True) -> list[Line]:
    """Newest first. `names` False leaves out who did it: for tracking without an account."""
    # Only what was filed before an officer can have been so away from the office.
    there = taken_at.words(dossier) if dossier.channel == "desk" else ""
    away = _("at the session: %(place)s") % {"place": in_sentence(there)} if there else ""
    steps = {step.key: step.name for step in requirements.definition(dossier).steps}
    lines = []
    for event in sorted(events, key=lambda e: -e.seq):
        # By the calendar, whoever changed it.
        who = actor_words(event) if names and event.kind != "redate" else ""
        fact = away if away and event.kind == "filed" else _fact(event, steps)
        words = ". ".join(part for part in (fact, _there(event)) if part)
        lines.append(Line(str(EVENT.get(event.kind, event.kind)), words, who, event.at, WARM.get(event.kind, "")))
    return lines


def since(dossier: Dossier, seen: str) -> list[Line]:
    """What has happened since the revision that a form was drawn from; nothing where the form does not say which."""
    if not (seen.isascii() and seen.isdigit() and len(seen) < 10):
        return []
    return history(dossier, [event for event in dossier.events.all() if event.seq > int(seen)])


def actor_words(event: Event) -> str:
    """Who did it, and in whose place or for whom."""
    if not event.acting_for:
        return event.actor_name
    if event.facts.get("stands_in"):
        words = _("%(officer)s standing in for %(colleague)s")
        return words % {"officer": event.actor_name, "colleague": event.acting_for}
    return _("%(helper)s helping %(citizen)s") % {"helper": event.actor_name, "citizen": event.acting_for}


def opinion_asked(dossier: Dossier) -> dict[str, Any]:
    """What another body was asked last: by whom and when, which office, the question, until when; empty when nothing."""
    event = dossier.events.filter(kind="consult").order_by("-seq").first()
    if event is None:
        return {}
    by = event.facts.get("answer_by")
    return {
        **payload_of(event, dossier),
        "asked_by": f"{event.actor_name}, {moment(event.at)}",
        "answer_by": moment(datetime.fromisoformat(by)) if by else "–",
    }


def _fact(event: Event, steps: Mapping[str, str]) -> str:
    facts: dict[str, Any] = event.facts
    if event.kind == "advance" and facts.get("step") in steps:
        step = steps[facts["step"]]
        failed = facts.get("passed") is False
        return _("%(step)s again: less than half agreed at the meeting") % {"step": step} if failed else step
    if event.kind == "assign" and facts.get("why") == "post_ended":
        return (
            _("to a colleague: the post has been given its last day")
            if facts["to"] == "colleague"
            else _("back to the common queue: the post is no longer held")
        )
    if event.kind == "propose":
        return str(ROLES.get(event.changes.get("holder_role", ""), ""))
    if facts.get("appointed_at"):
        return _("appointment at %(when)s") % {"when": moment(datetime.fromisoformat(facts["appointed_at"]))}
    if event.kind in {"ask_payment", "record_payment", "void_payment"}:
        return money(facts["amount"]) if facts["amount"] else _("exempt")
    if event.kind == "withdraw":
        return ". ".join(_withdrawn(facts))
    if event.kind == "filed":
        return str(HOW.get(facts.get("channel", ""), ""))
    if event.kind in {"receive", "supply", "extend"} and (facts.get("due_at") or facts.get("after")):
        due_at = datetime.fromisoformat(facts.get("due_at") or facts["after"])
        return _("to be returned by %(when)s") % {"when": moment(due_at)}
    if event.kind == "consult" and facts.get("answer_by"):
        return _("an answer is awaited by %(when)s") % {"when": moment(datetime.fromisoformat(facts["answer_by"]))}
    if event.kind == "redate":
        was, now = (moment(datetime.fromisoformat(facts[name])) for name in ("before", "after"))
        return _("%(now)s instead of %(was)s: %(why)s") % {"now": now, "was": was, "why": facts["why"]}
    if event.kind == "ask_supplement" and facts.get("reply_by"):
        reply = local(datetime.fromisoformat(facts["reply_by"]))
        return _("to be supplied by %(day)s") % {"day": reply.strftime("%d/%m/%Y")}
    return ""


def _there(event: Event) -> str:
    """Who of those that had to come was there."""
    parts = {"person": _("the person concerned"), "both_parties": _("both parties"), "bearer": _("the original"),
             "interpreter": _("interpreter"), "witnesses": _("two witnesses")}  # fmt: skip
    there = [parts[who] for who in event.facts.get("present", ()) if who in parts]
    return _("Present: %(who)s") % {"who": ", ".join(there)} if there else ""


def _withdrawn(facts: Mapping[str, Any]) -> list[str]:
    """How it was asked for, and that it was late already: taking back makes nothing undone."""
    said = [str(WITHDRAWN_BY[facts["asked_by"]])] if facts.get("asked_by") in WITHDRAWN_BY else []
    if facts.get("late_since"):
        said.append(_("It was late since %(when)s") % {"when": moment(datetime.fromisoformat(facts["late_since"]))})
    return said
