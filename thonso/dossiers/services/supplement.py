"""Asking for papers again: only papers of the version, all at once, with the reason; the clock stands until they come."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.files.models import Upload
from thonso.dossiers import approval, requirements
from thonso.dossiers.models import Dossier, Event, PaperCheck
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.rules.states import State
from thonso.dossiers.services import clock
from thonso.dossiers.services.filing import attach
from thonso.dossiers.services.moves import Act, move, payload_of
from thonso.dossiers.services.reception import refuse_kept

WHY = {"missing", "invalid", "expired"}
# How a paper that is brought by hand may be taken in without a file: compared and given back, or kept.
BY_HAND = {PaperCheck.Seen.COMPARED.value, PaperCheck.Seen.COPY.value, PaperCheck.Seen.KEPT.value}


def ask(act: Act, papers: Mapping[str, Mapping[str, str]], *, basis: str = "") -> Event:
    """Ask for papers: {key: {why: missing|invalid|expired, note}}. Anything outside the required papers is refused:
    what the office wants to know beyond them it verifies itself (practice.md 5)."""
    return _ask(act, "ask_supplement", {"items": _items(act.dossier, papers), "basis": clean(basis, limit=300)})


def propose(act: Act, papers: Mapping[str, Mapping[str, str]], *, basis: str = "") -> Event:
    """The same, where the commune has it approved first. The dossier stays in its officer's hands, its clock runs on."""
    return move(
        act,
        "propose_supplement",
        changes={"supplement_proposed": True, "approval_by": approval.chosen(act.dossier, "supplement")},
        payload={"items": _items(act.dossier, papers), "basis": clean(basis, limit=300)},
    )


def approve(act: Act) -> Event:
    """The papers are asked for as was proposed; form 02 names who proposed it."""
    proposed = approval.proposal(act.dossier, "supplement")
    words = payload_of(proposed, act.dossier) if proposed else {"items": [], "basis": ""}
    return _ask(act, "approve_supplement", words, guide=proposed.actor_name if proposed else "")


def reject(act: Act, note: str) -> Event:
    """Nothing is asked for; the officer reads why."""
    words = {"note": clean(note, limit=500)}
    return move(act, "reject_supplement", changes=approval.NOTHING_WAITS, payload=words)


def _items(dossier: Dossier, papers: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    known = {paper.key: paper for paper in requirements.papers(dossier)}
    if not papers:
        raise Refused(_("Choose at least one paper."), fields={"papers": [_("Nothing chosen.")]})
    if unknown := set(papers) - set(known):
        raise Refused(
            _("Only the papers of this procedure may be asked for, not: %(names)s.")
            % {"names": ", ".join(sorted(unknown))}
        )
    given = _given(dossier)
    items, unsaid = [], []
    for key, asked in papers.items():
        if asked.get("why") not in WHY:
            raise Refused(_("Say what is wrong with each paper."), fields={f"paper.{key}": [_("Not chosen yet.")]})
        note = clean(asked.get("note", ""), limit=500)
        # Who has given it already cannot know what to do better when nobody says what was wrong with it.
        if len(note) < 5 and (asked["why"] != "missing" or key in given):
            unsaid.append(key)
        items.append({"paper": key, "name": known[key].name, "why": asked["why"], "note": note})
    if unsaid:
        raise Refused(
            _("Say what is wrong with the paper, so that the person knows what to bring."),
            fields={f"paper.{key}.note": [_("Not filled in.")] for key in unsaid},
        )
    return items


def _ask(act: Act, name: str, words: Mapping[str, Any], *, guide: str = "") -> Event:
    dossier = act.dossier
    papers = sorted(item["paper"] for item in words["items"])
    at_intake = dossier.status is State.SUBMITTED
    reply_by = clock.reply_due(dossier, act.at)
    if not at_intake:
        clock.open_pause(dossier, act.at)
    event = move(
        act,
        name,
        kind="ask_supplement",
        changes={
            **(approval.NOTHING_WAITS if dossier.supplement_proposed else {}),
            "returns_to": dossier.state,
            "supplements_asked": dossier.supplements_asked + 1,
            "due_at": clock.missed(dossier, act.at),
            "act_by": reply_by,
        },
        facts={
            "papers": papers,
            "reply_by": reply_by.isoformat() if reply_by else None,
            "at_intake": at_intake,
            **({"guide": guide} if guide else {}),
        },
        payload=words,
    )
    PaperCheck.objects.filter(dossier=dossier, paper_key__in=papers).delete()
    return event


def _given(dossier: Dossier) -> set[str]:
    """Papers that the person has given or shown already: sent as a file, brought by hand, or found and looked at."""
    sent = set(dossier.attachments.values_list("paper_key", flat=True))
    seen = dossier.checks.exclude(verdict=PaperCheck.Verdict.MISSING).values_list("paper_key", flat=True)
    by_hand = dossier.events.filter(kind="supply").values_list("facts", flat=True)
    return sent | set(seen) | {key for facts in by_hand for key in facts.get("by_hand", {})}


def supply(
    act: Act,
    uploads: Sequence[tuple[str, Upload]],
    *,
    brought: Mapping[str, str] | None = None,
    answers: dict[str, Any] | None = None,
    note: str = "",
) -> Event:
    """The papers came: the clock runs on from where it stood, and the dossier is back where it was.

    `brought`: {paper key: compared|copy|kept}, what the desk was given or shown on paper without a file being made of it.
    """
    dossier, brought = act.dossier, dict(brought or {})
    _by_hand_is_possible(act, brought)
    asked = dossier.events.filter(kind="ask_supplement").order_by("-seq").first()
    wanted = set(asked.facts["papers"]) if asked else set()
    given = {paper for paper, _upload in uploads} | set(brought)
    if foreign := given - {paper.key for paper in requirements.papers(dossier)}:
        words = [_("This paper does not belong to this case. Please take it out.")]
        raise Refused(words[0], fields={f"paper.{key}": words for key in sorted(foreign)})
    if missing := wanted - given:
        names = {p.key: p.name for p in requirements.papers(dossier)}
        raise Refused(
            _("Still missing: %(names)s.") % {"names": "; ".join(names.get(m, m) for m in sorted(missing))},
            fields={f"paper.{key}": [_("Please add a photo or a file of this paper.")] for key in missing},
        )
    _are_other_files(dossier, uploads)
    back = State(dossier.returns_to)
    dates = clock.resumed(dossier, back, act.at)
    if back is State.SUBMITTED:  # the desk has its hours again from now on
        dates["act_by"] = clock.reception_due(dossier.commune_id, act.at)
    step = requirements.step(dossier)
    event = move(
        act,
        "supply",
        to=back,
        changes={**dates, "returns_to": "", "holder_role": step.role if step else dossier.holder_role},
        facts={
            "papers": sorted(given),
            "by_hand": brought,
            "due_at": dates["due_at"].isoformat() if dates["due_at"] else None,
        },
        payload={"note": clean(note, limit=1000, multiline=True), "answers": answers or {}},
    )
    attach(act.work, dossier, event, uploads)
    return event


def _by_hand_is_possible(act: Act, brought: Mapping[str, str]) -> None:
    """Only the desk has a paper in its hands. One filed from afar it looks at and gives back; of what it keeps on paper
    there must be a dossier on paper."""
    if not brought:
        return
    if not act.actor.has("one_stop", act.dossier.commune_id):
        raise Refused(_("Only the one-stop desk writes down what was brought by hand."))
    possible = BY_HAND if act.dossier.channel in {Channel.DESK, Channel.POST} else {PaperCheck.Seen.COMPARED.value}
    if wrong := [key for key, seen in brought.items() if seen not in possible]:
        words = [_("Please choose from the list.")]
        raise Refused(words[0], fields={f"paper.{key}": words for key in sorted(wrong)})
    refuse_kept(act.dossier, brought)


def _are_other_files(dossier: Dossier, uploads: Sequence[tuple[str, Upload]]) -> None:
    """What was found wanting does not get better by being sent once more."""
    papers = {paper for paper, _upload in uploads}
    rows = dossier.attachments.filter(paper_key__in=papers) if papers else dossier.attachments.none()
    known = set(rows.values_list("paper_key", "upload__received_sha256"))
    if same := {paper for paper, upload in uploads if (paper, upload.received_sha256) in known}:
        words = [_("This is the very file that was sent before. Please take a new photo or choose another file.")]
        raise Refused(words[0], fields={f"paper.{key}": words for key in sorted(same)})


def expire(act: Act) -> Event:
    """The reply did not come in time: the dossier is closed with form 05, by the rule of the procedure."""
    clock.close_pause(act.dossier, act.at)
    return move(act, "expire", system=act.actor.kind == "system")
