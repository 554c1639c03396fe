"""At the one-stop desk: papers checked one by one, received with a date to return, or refused with a reason."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.dossiers import approval, late_entries, requirements, vault
from thonso.dossiers.models import Dossier, Event, PaperCheck
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.services import appointments, clock, numbering, presence
from thonso.dossiers.services.moves import Act, move, payload_of
from thonso.dossiers.services.route import next_step, prepare_step, stand_at


def check_papers(act: Act, verdicts: dict[str, dict[str, Any]]) -> Event:
    """Record how papers were found: {paper key: {verdict, seen, note}}. Only papers of the version may be named."""
    known = {paper.key for paper in requirements.papers(act.dossier)}
    if unknown := set(verdicts) - known:
        raise Refused(_("Not a paper of this procedure: %(names)s.") % {"names": ", ".join(sorted(unknown))})
    if not verdicts:
        raise Refused(_("Choose what you found for at least one paper."))
    for key, found in verdicts.items():
        if found.get("verdict") not in PaperCheck.Verdict.values:
            raise Refused(_("Choose: valid, not valid or missing."), fields={f"paper.{key}": [_("Not chosen yet.")]})
        if found.get("seen") and found["seen"] not in PaperCheck.Seen.values:
            raise Refused(_("Please choose from the list."), fields={f"paper.{key}": [_("Unknown.")]})
    refuse_kept(act.dossier, {key: found.get("seen", "") for key, found in verdicts.items()})
    verdicts = _with_how_seen(act.dossier, verdicts)
    if unseen := _not_to_be_seen(act.dossier, verdicts):
        words = [_("There is no file of this paper. Say how else it was seen, or that it is missing.")]
        raise Refused(words[0], fields={f"paper.{key}": words for key in unseen})
    facts = {key: found["verdict"] for key, found in verdicts.items()}
    event = move(act, "check_paper", facts={"papers": facts}, payload={"papers": verdicts})
    for key, found in verdicts.items():
        keep_check(act, key, found)
    return event


def refuse_kept(dossier: Dossier, seen: Mapping[str, str]) -> None:
    """Raises Refused for what is never kept: {paper key: how it was seen}."""
    never = {paper.key: requirements.never_kept(paper) for paper in requirements.papers(dossier)}
    if held := [key for key, way in seen.items() if way in never.get(key, ())]:
        words = [_("This is only shown: look at it and give it back, it is never kept.")]
        raise Refused(words[0], fields={f"paper.{key}": words for key in held})


def _on_screen(dossier: Dossier) -> set[str]:
    """Papers of which there is something on the screen: filled in as a form, or sent as a file."""
    forms = {paper.key for paper in requirements.papers(dossier) if paper.electronic_form}
    return forms | set(dossier.attachments.values_list("paper_key", flat=True))


def _with_how_seen(dossier: Dossier, verdicts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Where nobody says how it was seen: on the screen if it is there, else in one's hands."""
    on_screen, seen = _on_screen(dossier), PaperCheck.Seen
    usual = {key: (seen.ELECTRONIC if key in on_screen else seen.COMPARED).value for key in verdicts}
    return {key: {**found, "seen": found.get("seen") or usual[key]} for key, found in verdicts.items()}


def _not_to_be_seen(dossier: Dossier, verdicts: dict[str, dict[str, Any]]) -> list[str]:
    """Papers called valid that nobody can have seen so: on the screen, where there is nothing of them; or in one's hands,
    of a dossier that was sent from afar and to which nothing was brought."""
    on_screen, in_hand = _on_screen(dossier), {paper.key for paper in requirements.papers(dossier)}
    if dossier.channel not in {Channel.DESK, Channel.POST} and not requirements.definition(dossier).appointment_only:
        brought = dossier.events.filter(kind="supply").values_list("facts", flat=True)
        in_hand = {paper.key for paper in requirements.papers(dossier) if paper.how == "present"} | on_screen
        in_hand |= {key for facts in brought for key in facts.get("by_hand", {})}
    return [
        key
        for key, found in verdicts.items()
        if found["verdict"] == PaperCheck.Verdict.VALID
        and key not in (on_screen if found["seen"] == PaperCheck.Seen.ELECTRONIC else in_hand)
    ]


def keep_check(act: Act, key: str, found: dict[str, Any]) -> None:
    """How a paper was found last, within the act that says so."""
    check = act.dossier.checks.filter(paper_key=key).first() or PaperCheck(dossier=act.dossier, paper_key=key)
    check.verdict = found["verdict"]
    check.seen = found["seen"]
    words = clean(found.get("note", ""), limit=300)
    check.note_sealed = vault.close(act.dossier.data_key, "paper_check", check.pk, words)
    check.by_account_id, check.at = act.actor.ref.id, act.at
    check.save()


def receive(
    act: Act,
    *,
    official_code: str = "",
    appointed_at: datetime | None = None,
    sure: bool = False,
    present: Collection[str] = (),
) -> Event:
    """Received: the clock starts, the dossier goes to its first officer.

    `official_code` is the province's, when it is known already; where the commune counts itself, the next one is taken.
    `sure`: of a code that names another unit. `present`: who of those that have to come stands there. An appointment is
    confirmed with its hour instead, and its clock starts then.
    """
    dossier = act.dossier
    step = next_step(dossier)
    if step is None:
        raise Refused(_("This procedure has no step after reception. Please tell the administrator."))
    there = presence.check(dossier, "receive", present)
    code = numbering.at_reception(act, official_code, sure=sure)
    dossier.received_at = received_at = late_entries.reception_hour(dossier, act.at)
    if appointments.is_appointment(dossier):
        if appointed_at is None:
            raise Refused(_("Set the hour of the appointment."), fields={"hour": [_("Not filled in.")]})
        # Who stood there was served then, also where it is entered later.
        dates = appointments.booked(act, received_at if appointed_at == act.at else appointed_at)
    else:
        dates = clock.columns(dossier)
        dates["act_by"] = dates["due_at"]
    dossier.due_at = dates["due_at"]
    event = move(
        act,
        "receive",
        changes={
            **dates,
            "received_at": received_at,
            **stand_at(dossier, step),
            **({"official_code": code} if code else {}),
        },
        facts={
            "due_at": dates["due_at"].isoformat() if dates["due_at"] else None,
            "official_code": code,
            **there,
            **({"appointed_at": dossier.appointed_at.isoformat()} if dossier.appointed_at else {}),
        },
    )
    prepare_step(act, step)
    return event


def cancel(act: Act, reason: str) -> Event:
    """Received by mistake: it waits for reception again, its clock wound back, and its receipt is none any more. The
    official code stays with this dossier and is never given to another (practice.md 17).
    """
    dossier, reason = act.dossier, clean(reason, limit=500, multiline=True)
    if len(reason) < 10:
        raise Refused(_("Say in plain words why it was received by mistake."), fields={"reason": [_("Too short.")]})
    first = requirements.definition(dossier).steps[0]
    event = move(
        act,
        "cancel_reception",
        changes={
            **stand_at(dossier, first),
            "received_at": None,
            "appointed_at": None,
            "due_at": None,
            "act_by": clock.reception_due(dossier.commune_id, act.at),
        },
        facts={"official_code": dossier.official_code},
        payload={"reason": reason},
    )
    dossier.hamlet_tasks.filter(started_at=None, done_at=None).delete()
    return event


def propose_refusal(act: Act, reason: str, basis: str) -> Event:
    """A refusal is proposed in words a person understands, with its basis (form 03); the director or a leader approves it."""
    decided_by = approval.chosen(act.dossier, "refusal")
    reason = clean(reason, limit=1000, multiline=True)
    if len(reason) < 10:
        raise Refused(_("Say in plain words why it cannot be received."), fields={"reason": [_("Too short.")]})
    basis = clean(basis, limit=300)
    if len(basis) < 5:
        raise Refused(_("Write the legal basis: form 03 names it."), fields={"basis": [_("Not filled in.")]})
    return move(
        act,
        "propose_refusal",
        changes={
            "refusal_proposed": True,
            "approval_by": decided_by,
            "holder_role": approval.posts(decided_by)[0],
            "assignee_id": None,
        },
        payload={"reason": reason, "basis": basis},
    )


def approve_refusal(act: Act) -> Event:
    """Refused at intake: form 03 says why, in the words that were proposed."""
    proposed = approval.proposal(act.dossier, "refusal")
    words = payload_of(proposed, act.dossier) if proposed else {}
    facts = approval.by_leader(act.dossier)
    return move(act, "approve_refusal", changes=approval.NOTHING_WAITS, facts=facts, payload=words)


def reject_refusal(act: Act, note: str = "") -> Event:
    first = requirements.definition(act.dossier).steps[0]
    return move(
        act,
        "reject_refusal",
        changes={**approval.NOTHING_WAITS, "holder_role": first.role, "assignee_id": None},
        payload={"note": clean(note, limit=500)},
    )
