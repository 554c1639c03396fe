"""Everything the page of one dossier shows an officer, gathered with a bounded number of queries."""

from collections import Counter
from typing import Any
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.access.roles import ROLES, STAFF_ROLES
from thonso.core.base.refs import Ref
from thonso.core.journal.services import record_read
from thonso.core.web.words import moment
from thonso.dossiers import (
    access,
    beside,
    chronicle,
    filer,
    holders,
    on_paper,
    owner_now,
    presenting,
    printing,
    register,
    requirements,
    sent_back,
    supplements,
    taken_at,
)
from thonso.dossiers.buttons import AT_ONCE, buttons_of
from thonso.dossiers.hamlet_reports import report_of
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.services import clock, fees, presence, voice
from thonso.dossiers.services.hands import holds
from thonso.dossiers.services.moves import answers_of, look_at, papers_at_hand, payload_of, results_of
from thonso.dossiers.views.filing.shell import sheet_to_sign
from thonso.dossiers.views.people_shown import linked, people
from thonso.procedures.describing import presence_words
from thonso.procedures.rendering import render_answers

APOLOGY = ("propose_extension", "extend")  # what leads to form 04


def dossier_context(actor: Actor, dossier: Dossier, *, shown_for: str = "") -> dict[str, Any]:
    """`shown_for`: the reason for which numbers are shown in full on this one page; without it they are covered."""
    look = look_at(access.whole(dossier))
    events = sorted(dossier.events.all(), key=lambda event: event.seq)
    to_sign = on_paper.awaited(dossier, answers_of(dossier, events))
    answers = _answers(actor, dossier, events, shown_for)
    buttons = buttons_of(actor, dossier, look)
    readable = policy.can(actor, "read_answers", dossier).allow
    doubt = filer.doubt(dossier, events) if readable else None
    may_see_numbers = policy.can(actor, "read_id", dossier).allow
    return {
        "dossier": dossier,
        "state": presenting.office_state(dossier),
        "due": presenting.due(dossier),
        "late_before": presenting.late_before(dossier),
        "owes_apology": presenting.result_is_late(dossier),
        "appointment_is_missed": presenting.appointment_is_missed(dossier),
        "channel": taken_at.words(dossier) or presenting.CHANNEL.get(dossier.channel, ""),
        "beside": beside.sections(actor, dossier),
        "path": presenting.path(dossier, events, holder=_holder(dossier)),
        "history": chronicle.history(dossier, events),
        "explanation": clock.explain(dossier),
        "fee": fees.shown(dossier) or fees.foreseen(dossier, answers_of(dossier, events)),
        "buttons": buttons,
        "own_household": _own_household(actor, dossier),
        "owner_now": owner_now.of(dossier, buttons) if readable else None,
        "lender": presenting.lenders(actor, [dossier]).get(dossier.pk, ""),
        "apology": next((one for one in (*buttons.shown, *buttons.folded) if one.name in APOLOGY), None),
        "at_once": AT_ONCE,
        "onward": presenting.onward(dossier),
        "transaction_id": uuid4(),
        "papers": papers_table(dossier),
        "files_closed": not readable,  # a file is for whoever reads the answers: no other is offered one
        "people": [*people(dossier, shown=bool(shown_for), doubt=doubt), *linked(dossier, events)] if readable else [],
        "presence": _presence(dossier, events) if readable else [],
        "doubt": doubt,
        "hamlet_work": hamlet_work(dossier, held=look.revocation_proposed) if readable else [],
        "may_reveal": not shown_for and may_see_numbers,
        "shown_for": shown_for,
        "answers": answers,
        "to_sign": to_sign,
        "sheet": (sheet_to_sign(requirements.definition(dossier), dossier.channel) or to_sign)
        if may_see_numbers
        else None,
        "links": beside.links(actor, dossier),
        "slips": printing.slips_of(dossier, events),
        "results": results_of(dossier),
        "returned": _returned(dossier, events) if readable else None,
        "notes": notes(dossier, events) if readable else [],
        "number_doubt": register.number_doubt(actor, dossier),
        "may_link": "link_resident" in buttons.names,
        "may_correct_number": "correct_number" in buttons.names,
        "look": look,
        "rated": _rated(actor, dossier),
    }


def _presence(dossier: Dossier, events: list[Event]) -> list[dict[str, Any]]:
    """Who has to come, and whether somebody wrote down that they were there."""
    definition, answers = requirements.definition(dossier), answers_of(dossier, events)
    found = []
    for one in presence.of_dossier(dossier, answers):
        there = next(
            (e for e in reversed(events) if one.who in e.facts.get("present", ())
             and one.at in requirements.moments(definition, e.kind)), None
        )  # fmt: skip
        found.append({"words": presence_words(one), "why": one.why, "at": there.at if there else None})
    return found


def _returned(dossier: Dossier, events: list[Event]) -> dict[str, Any] | None:
    """What the leader wants changed, until it is submitted again."""
    event = sent_back.sent_back(dossier, events)
    if event is None:
        return None
    return {"words": payload_of(event, dossier)["note"], "who": chronicle.actor_words(event), "at": event.at}


def _own_household(actor: Actor, dossier: Dossier) -> dict[str, bool] | None:
    """Why an official has nothing to do here; `alone`: it stands in the queue of her post, and nobody else has that."""
    if not actor.has_any(STAFF_ROLES, dossier.commune_id) or not policy.is_own_household(actor, dossier):
        return None
    mine = holds(actor, dossier)
    lends = mine is not None and mine.acting_for is None
    return {"alone": lends and dossier.is_running and not holders.colleagues(dossier)}


def _rated(actor: Actor, dossier: Dossier) -> dict[str, Any] | None:
    """What its owner wrote with the rating, for the leaders who had no hand in it."""
    rating = getattr(dossier, "rating", None)
    if rating is None or not rating.words or not policy.can(actor, "read", rating).allow:
        return None
    return {"score": rating.score, "words": voice.rating_words_of(rating), "at": rating.at}


def _holder(dossier: Dossier) -> str:
    """Who has it in hand, for the path: the officer who took it, else the post in whose queue it stands."""
    if not dossier.is_running:
        return ""
    if dossier.assignee_id is None:
        return str(ROLES.get(dossier.holder_role, ""))
    return Account.objects.filter(pk=dossier.assignee_id).values_list("full_name", flat=True).first() or ""


def hamlet_work(dossier: Dossier, *, held: bool) -> list[dict[str, Any]]:
    """What the hamlet was asked and what it reported: the sheet's scores, the meeting's votes, objections to the list; of a
    result whether it is to keep it (`held`: a leader decides), or was told to send it back."""
    given = {event.at for event in dossier.events.all() if event.kind == "hand_over"}
    found: list[dict[str, Any]] = []
    rounds: Counter[str] = Counter()
    for task in sorted(dossier.hamlet_tasks.all(), key=lambda task: (task.asked_at, task.pk)):
        report = report_of(task) if task.report else {}
        rows: list[tuple[Any, Any]] = [
            (label, presenting.proposals(dossier).get(report[key], "") if key == "proposal" else report[key])
            for key, label in presenting.REPORT.items()
            if report.get(key) not in {None, ""}
        ]
        if task.kind == "posting" and task.done_at and not report.get("objections"):
            rows.append((presenting.REPORT["objections"], _("No objection")))
        if task.kind == "return" and task.started_at:
            rows.append((_("Arrived"), moment(task.started_at)))
        if report.get("passed") is False:
            rows.append((_("Vote"), _("Less than half agreed: review and meet again")))
        rounds[task.kind] += 1
        title = str(presenting.TASK.get(task.kind, task.kind))
        if rounds[task.kind] > 1:
            title = _("%(what)s, round %(number)d") % {"what": title, "number": rounds[task.kind]}
        way = {
            "held": held and task.kind == "return" and not task.done_at,
            "called_back": task.kind == "return" and task.done_at is not None and task.done_at not in given,
        }
        found.append({"task": task, "title": title, "rows": rows, **way})
    return found


def _answers(actor: Actor, dossier: Dossier, events: list[Any], shown_for: str) -> Any:
    """The answers, when the actor may read them; opening them is journalled under the task that is open."""
    if not policy.can(actor, "read_answers", dossier).allow:
        return None
    record_read(
        dossier.commune_id,
        actor.ref,
        Ref("dossier", dossier.pk),
        f"{dossier.stage}:{dossier.state}" + (f": {shown_for}" if shown_for else ""),
        subject=Ref("resident", dossier.subject_resident_id) if dossier.subject_resident_id else None,
    )
    return render_answers(
        requirements.definition(dossier).form,
        answers_of(dossier, events),
        requirements.context(dossier),
        mask=not shown_for,
        reveal_url=reverse("dossiers:reveal", args=[dossier.code])
        if policy.can(actor, "read_id", dossier).allow
        else "",
    )


def papers_table(dossier: Dossier) -> list[dict[str, Any]]:
    """Each paper with its files, what was found of it, and what came again and was not looked at since (`again`)."""
    supplied = [event for event in dossier.events.all() if event.kind == "supply"]
    again = {key: event for event in supplied for key in event.facts.get("papers", ())}
    by_hand = {key: (event, way) for event in supplied for key, way in event.facts.get("by_hand", {}).items()}
    checks = {check.paper_key: check for check in dossier.checks.all()}
    files: dict[str, list[Any]] = {}
    for attachment in sorted(dossier.attachments.all(), key=lambda one: (one.at, one.pk)):
        files.setdefault(attachment.paper_key, []).append(attachment)
    at_hand = {paper.key for paper in papers_at_hand(dossier)}
    return [
        {
            "paper": paper,
            "check": checks.get(paper.key),
            "files": files.get(paper.key, []),
            "again": again[paper.key].pk if paper.key in again and paper.key not in checks else None,
            **_in_hand(by_hand.get(paper.key), checks.get(paper.key), files.get(paper.key)),
            "later": paper.key not in {*at_hand, *files, *by_hand},
        }
        for paper in requirements.papers(dossier)
    ]


def _in_hand(brought: tuple[Any, str] | None, check: Any, files: list[Any] | None) -> dict[str, Any]:
    """How the desk had it in its hands, and when: brought later, or found valid there without a file being made of it."""
    if brought is not None:
        return {"brought": brought[1], "brought_at": brought[0].at}
    if check is not None and check.verdict == "valid" and check.seen != "electronic" and not files:
        return {"brought": check.seen, "brought_at": check.at}
    return {"brought": "", "brought_at": None}


def notes(dossier: Dossier, events: list[Any]) -> list[dict[str, Any]]:
    """What officers wrote on the way, newest first: reasons, findings, opinions."""
    found = []
    for event in reversed(events):
        if event.kind in {
            "link_resident",
            "name_beside",
            "name_heir",
            "correct_number",
            "undo_heir",
            "verify",
            "recheck",
            "consult",
            "give_opinion",
            "send_back",
            "ask_supplement",
            "propose_supplement",
            "reject_supplement",
            "propose_extension",
            "supply",
            "extend",
            "reject_extension",
            "advance",
            "propose_refusal",
            "stop",
            "withdraw",
            "cancel_reception",
            "ask_payment",
            "void_payment",
            "correct_result",
            "propose_revocation",
            "reject_revocation",
        }:
            payload = payload_of(event, dossier)
            if event.kind == "recheck":
                payload["outcome"] = presenting.proposals(dossier).get(payload["outcome"], "")
            said = [str(v) for v in payload.values() if v and isinstance(v, str)]
            asked = [supplements.asked_for(item) for item in payload.get("items", [])]
            words = " · ".join([*(["; ".join(asked)] if asked else []), *said])
            if words:
                found.append(
                    {"title": chronicle.EVENT[event.kind], "text": words, "who": event.actor_name, "at": event.at}
                )
    return found
