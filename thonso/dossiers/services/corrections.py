"""A result that was wrong: corrected by a new paper that takes its place, or taken back by a leader. The old one stays
readable as a linked record and says what became of it (practice.md 17).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused, Stale
from thonso.core.base.text import clean
from thonso.core.workdays.rules import Rule
from thonso.core.workdays.rules import due as count
from thonso.core.workdays.services import calendar_for
from thonso.dossiers.models import Dossier, Event, Result
from thonso.dossiers.models.results import HELD
from thonso.dossiers.requirements import definition
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import CORRECTABLE
from thonso.dossiers.services import handover, results
from thonso.dossiers.services.moves import Act, move, payload_of
from thonso.dossiers.services.route import stand_at
from thonso.procedures.definition import Step

# The office's own fault is mended at once: a rule of this house, not of a law.
WITHIN = Rule("working_days", 1)
# What a new signature gives anew.
OF_THE_SIGNATURE = ("number", "date", "qr", "replaces")
PEOPLE = ("person", "head")  # where the person of a paper stands in its data
LEAST = 10  # characters of a reason: what whoever checks the paper later can understand
FIELDS = ("name", "born", "address", "id_number")
# Something to hand over, now or once it is sealed.
STANDING = (Result.State.SIGNED, Result.State.ISSUED)


def correctable(dossier: Dossier) -> list[Result]:
    """Papers in force that were drawn here for this dossier; a decision is mended by another decision."""
    return [one for one in _in_force(dossier) if one.paper in CORRECTABLE]


def begin(act: Act, result: Result, reason: str, changes: Mapping[str, str], *, anew: bool = False) -> Event:
    """A new draft from the old paper, with `changes` (FIELDS: what is written instead; empty: as it was). The dossier is
    back with its officer, who reads it, may draft it anew from the register, and submits it for signature. `anew`: what
    changes is none of the fields, so the same words are drafted anew or signed once more.
    """
    if not anew and not any(clean(changes.get(key, ""), limit=200) for key in FIELDS):
        words = _("Write what changes. If it is none of these lines, tick that the paper is drafted anew.")
        raise Refused(words, fields={"name": [words]})
    dossier, reason = act.dossier, _reason(reason)
    if result.paper not in CORRECTABLE:
        raise Refused(_("Only a paper drawn here can be corrected; take this one back instead."))
    step = _drafting_step(dossier)
    if step is None:
        raise Refused(_("This procedure has no step in which a paper is drafted."))
    before = State(dossier.state)
    results.new(
        act.work, act.actor, [dossier], result.paper, result.title, _anew(result, changes),
        corrects=result, rests_on=result.rests_on,
    )  # fmt: skip
    return move(
        act,
        "correct_result",
        changes={
            **stand_at(dossier, step),
            "returns_to": before.value,
            "act_by": count(act.at, WITHIN, (), calendar_for(dossier.commune_id)),
        },
        facts={"result": str(result.pk), **handover.called_back(act)},
        payload={"reason": reason},
    )


def _anew(result: Result, changes: Mapping[str, str]) -> dict[str, Any]:
    data = {key: value for key, value in results.data_of(result).items() if key not in OF_THE_SIGNATURE}
    data["signer"] = {"lines": data["signer"]["lines"]}
    wanted = {key: clean(changes.get(key, ""), limit=200) for key in FIELDS}
    wanted = {key: words for key, words in wanted.items() if words}
    place = next((one for one in PEOPLE if isinstance(data.get(one), dict)), None)
    if wanted and place is None:
        words = _("This paper has no such line: leave it empty and tick that the paper is drafted anew.")
        raise Refused(words, fields={key: [words] for key in wanted})
    if place is not None:
        data[place] = {**data[place], **wanted}
    return data


def give_up(act: Act) -> Event:
    """The old paper was right after all: the draft goes, and the dossier is back where it was."""
    # Where nothing is corrected, `move` says so.
    dossier, back = act.dossier, State(act.dossier.returns_to or act.dossier.state)
    results.drop_drafts(dossier)
    return move(
        act,
        "give_up_correction",
        to=back,
        changes={**results.at_return(act), "act_by": dossier.due_at, "returns_to": ""},
    )


def revocable(dossier: Dossier) -> list[Result]:
    """Papers in force that may be taken back from within this dossier: those that stand for no other."""
    return [one for one in _in_force(dossier) if one.stands_for.count() == 1]


def shared(dossier: Dossier) -> list[Result]:
    """Papers in force that stand for other dossiers too: changed or ended by a new decision."""
    return [one for one in _in_force(dossier) if one.stands_for.count() > 1]


def _in_force(dossier: Dossier) -> list[Result]:
    links = (
        dossier.results.select_related("result")
        .filter(result__state=Result.State.ISSUED)
        .order_by("result__at", "result_id")
    )
    return [link.result for link in links]


def proposed(dossier: Dossier) -> tuple[Event, Result] | None:
    """The newest proposal to take a result of this dossier back that still waits, and the result it names."""
    event = dossier.events.filter(kind="propose_revocation").order_by("-seq").first()
    found = Result.objects.filter(**HELD, pk=event.facts["result"]).first() if event else None
    return (event, found) if event and found else None


@dataclass(frozen=True, slots=True)
class Proposal:
    dossier: Dossier
    result: Result
    reason: str
    by: str


def proposals(dossiers: Collection[Dossier]) -> list[Proposal]:
    """What is proposed in each of these dossiers and waits, in two queries."""
    waits = Result.objects.filter(**HELD, stands_for__dossier__in=dossiers).in_bulk()
    events = Event.objects.filter(dossier__in=dossiers, kind="propose_revocation").order_by("seq")
    last = {event.dossier_id: event for event in events}
    found = [(one, last[one.pk]) for one in dossiers if one.pk in last]
    return [
        Proposal(one, waits[id_], payload_of(event, one)["reason"], event.actor_name)
        for one, event in found
        if (id_ := UUID(event.facts["result"])) in waits
    ]


def propose_revocation(act: Act, result: Result, reason: str) -> Event:
    """An officer finds that a result must not stand; a leader decides, and until then nobody hands it over: a hamlet that
    has it is told to keep it. What stands for a list of dossiers is not taken back from within one of them.
    """
    reason, others = _reason(reason), result.stands_for.count() - 1
    if others:
        raise Refused(
            _("It also stands for %(count)d other dossiers: a new decision changes or ends it.") % {"count": others},
            fields={"result": [_("Please check.")]},
        )
    facts = {"result": str(result.pk), **({"from_hamlet": True} if handover.in_hamlet(act) else {})}
    event = move(act, "propose_revocation", facts=facts, payload={"reason": reason})
    rows = Result.objects.filter(pk=result.pk, state=Result.State.ISSUED, revocation_proposed_at=None)
    if not rows.update(revocation_proposed_at=act.at):
        raise Stale(_("This result is not in force any more."))
    return event


def approve_revocation(act: Act) -> Event:
    """Taken back by a leader who did not propose it, in the words that were proposed; anybody who checks it reads them.

    What rests on a decision that is taken back goes with it. With nothing of its own left, a dossier that waits to be
    fetched is no longer completed: its officer drafts anew, answers by letter, or stops it (form 05), by the date that
    was promised. Where the procedure has no step of an officer's it is stopped (national code 8). What was handed over
    before stays so, for so it was.
    """
    asked, result = _proposed(act)
    if asked.actor_id == act.actor.ref.id:
        raise Refused(_("Whoever proposed it may not approve it: another person decides."))
    reason = payload_of(asked, act.dossier)["reason"]
    gone = [result, *result.carries.filter(state__in=STANDING)]
    left = Result.objects.filter(stands_for__dossier=act.dossier, state__in=STANDING)
    left = left.exclude(pk__in=[one.pk for one in gone] + [one.rests_on_id for one in gone if one.rests_on_id])
    bereft = act.dossier.status is State.COMPLETED and not left.exists()
    event = move(
        act,
        "approve_revocation",
        **(_back_to_work(act.dossier) if bereft else {}),
        facts={"result": str(result.pk), **handover.called_back(act)},
        payload={"reason": reason},
    )
    rows = Result.objects.filter(pk__in=[one.pk for one in gone], state__in=STANDING)
    rows.update(state=Result.State.REVOKED, ended_reason=reason, revocation_proposed_at=None)
    for one in gone:
        act.work.publish("result.revoked", dossier=act.dossier, result=one, actor=act.actor)
    return event


def _back_to_work(dossier: Dossier) -> dict[str, Any]:
    """Where a dossier stands whose result was taken back before anybody had it."""
    step = _drafting_step(dossier)
    if step is None:
        return {"to": State.STOPPED, "changes": {"result_revoked": True}}
    again = {"completed_at": None, "act_by": dossier.due_at, "result_revoked": True}
    return {"to": State.PROCESSING, "changes": {**stand_at(dossier, step), **again}}


def _drafting_step(dossier: Dossier) -> Step | None:
    return next((step for step in reversed(definition(dossier).steps) if step.kind == "process"), None)


def reject_revocation(act: Act, note: str) -> Event:
    _event, result = _proposed(act)
    facts = {"result": str(result.pk), **({"to_hamlet": True} if handover.in_hamlet(act) else {})}
    event = move(act, "reject_revocation", facts=facts, payload={"note": clean(note, limit=500)})
    Result.objects.filter(pk=result.pk).update(revocation_proposed_at=None)
    return event


def _proposed(act: Act) -> tuple[Event, Result]:
    found = proposed(act.dossier)
    if found is None:
        raise Stale(_("Nobody has proposed to take a result back."))
    return found


def _reason(words: str) -> str:
    reason = clean(words, limit=300)
    if len(reason) < LEAST:
        said = _("Say in plain words what is wrong with it, in %(count)d characters at least.") % {"count": LEAST}
        raise Refused(said, fields={"reason": [_("%(count)d characters at least.") % {"count": LEAST}]})
    return reason
