"""The one way a dossier moves: authorise, check the table, change the row if nobody was faster, write the event."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.access.models import Account
from thonso.core.base.clock import now
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.prepared import insert
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.core.units import profile
from thonso.dossiers import approval, people_of, requirements, vault
from thonso.dossiers.models import Dossier, Event, HamletTask, Result, ResultFor
from thonso.dossiers.models.dossier import Channel
from thonso.dossiers.postings import hangs_until, recheck_by
from thonso.dossiers.rules.look import Look
from thonso.dossiers.rules.replay import LINKED, REPLAYED, plain
from thonso.dossiers.rules.states import FINAL, State
from thonso.dossiers.rules.transitions import BY_NAME, CORRECTABLE, Transition, why_not
from thonso.dossiers.services import clock
from thonso.dossiers.services.hands import IN_OTHER_HANDS, TAKES_IT, grant_for
from thonso.procedures.conditions import ALWAYS
from thonso.procedures.definition import Definition, Paper, Step

ANSWERED = ("filed", "correct_number")


@dataclass(slots=True)
class Act:
    """One act on one dossier by one actor. `transaction_id` comes from the client, so that a retry is the same act."""

    work: Work
    actor: Actor
    dossier: Dossier
    transaction_id: UUID
    # Whose assignment was lent to the actor for this act, by delegation.
    lender: Ref | None = None

    @property
    def at(self) -> datetime:
        return self.work.at


def look_at(dossier: Dossier) -> Look:
    """Gather what the guards may look at: small queries, made only when buttons or an act need them, and none for what
    `access.whole` has loaded."""
    definition, step = requirements.definition(dossier), requirements.step(dossier)
    results = results_of(dossier)
    in_force = [r for r in results if r.state == "issued"]
    own = own_in_force(results)
    # While a corrected paper is made, what is in force already (the old paper, its decision) is not what the work is about.
    correcting = dossier.is_corrected
    current = [r for r in results if r.state in {"draft", "signed"}] + ([] if correcting else own)
    checks = {c.paper_key: c.verdict for c in dossier.checks.all()}
    completed = dossier.status is State.COMPLETED
    tasks = list(dossier.hamlet_tasks.all()) if completed or requirements.has_hamlet_work(dossier) else []
    returns = [task for task in tasks if task.kind == HamletTask.Kind.RETURN]
    tasks = [task for task in tasks if task not in returns]
    ahead = steps_ahead(dossier)
    return Look(
        state=dossier.status,
        stage=dossier.stage,
        in_hand=dossier.status is State.PROCESSING and dossier.assignee_id is not None,
        steps=tuple(s.key for s in definition.steps),
        step_kind=step.kind if step else "",
        next_kind=ahead[0].kind if ahead else "",
        signature_ahead=signature_ahead(dossier) is not None,
        supplements_asked=dossier.supplements_asked,
        supplement_limit=definition.supplement.max_times,
        papers_open=sum(1 for paper in papers_to_see(dossier) if checks.get(paper.key) != "valid"),
        supplied_open=len(_asked_again(dossier) - set(checks)),
        result_drafted=bool(current),
        result_signed=any(r.state in {"signed", "issued"} for r in current),
        to_hand_over=bool(own),
        revocable=_revocable(dossier, in_force),
        revoked=dossier.result_revoked,
        decided=any(r.paper == "decision" for r in in_force),
        correcting=correcting,
        correctable=any(r.paper in CORRECTABLE for r in in_force),
        revocation_proposed=any(r.revocation_proposed_at for r in in_force),
        extension_proposed=bool(dossier.extension_proposed),
        hamlet_tasks_open=sum(1 for task in tasks if task.done_at is None),
        hamlet_work_begun=any(task.started_at or task.done_at for task in tasks),
        hangs_until=hangs_until(dossier, step),
        recheck_by=recheck_by(dossier, step),
        lives_here=dossier.hamlet_id is not None,
        must_come=bool(definition.presence_at(*requirements.moments(definition, "hand_over"))),
        on_its_way=completed and any(task.done_at is None for task in returns),
        refusal_proposed=dossier.refusal_proposed,
        supplement_proposed=dossier.supplement_proposed,
        supplement_by=approval.chosen(dossier, "supplement"),
        extension_by=approval.chosen(dossier, "extension"),
        result_kind=definition.result.kind,
        counts_itself=numbering(dossier) == "own",
        heir_allowed=definition.heir is not None,
        has_heir=dossier.has_heir,
        has_fee=_has_fee(dossier, definition),
        fee_state=dossier.fee_state,
        reply_overdue=dossier.status is State.SUPPLEMENT and (dossier.act_by is None or now() > dossier.act_by),
    )


def _has_fee(dossier: Dossier, definition: Definition) -> bool:
    """Whether this filing costs anything, or nobody knows how much. Its answers are opened only where they decide it."""
    asked = [fee for fee in definition.fees if fee.amount != 0]
    if not asked or any(fee.when is ALWAYS for fee in asked):
        return bool(asked)
    answers = answers_of(dossier, dossier.events.all())
    return any(amount != 0 for _fee, amount in definition.fees_for(answers, requirements.context(dossier)))


def own_in_force(results: Collection[Result]) -> list[Result]:
    """What is in force for one dossier by itself. The decision that a revoked paper of it rested on stands for others: its
    owner has nothing of it."""
    bereft = {result.rests_on_id for result in results if result.state == "revoked"}
    return [result for result in results if result.state == "issued" and result.pk not in bereft]


def _revocable(dossier: Dossier, in_force: Collection[Result]) -> bool:
    """Whether a paper in force may be taken back from within this dossier; only a decision can stand for others too."""
    decisions = [result.pk for result in in_force if result.paper == "decision"]
    if len(decisions) < len(in_force):
        return True
    shared = ResultFor.objects.filter(result__in=decisions).exclude(dossier=dossier).values("result")
    return bool(decisions) and len(decisions) > shared.distinct().count()


def _asked_again(dossier: Dossier) -> set[str]:
    """Papers that were asked for again and have come: asking takes away what was found of them, so they are looked at anew."""
    if not dossier.supplements_asked or dossier.status is State.SUPPLEMENT:
        return set()
    asked = [event for event in dossier.events.all() if event.kind == "ask_supplement"]
    return {key for event in asked for key in event.facts.get("papers", ())}


def results_of(dossier: Dossier) -> list[Result]:
    """The papers of a dossier, oldest first; without a query when they were loaded with it."""
    loaded = "results" in getattr(dossier, "_prefetched_objects_cache", {})
    links = dossier.results.all() if loaded else dossier.results.select_related("result__replaced_by")
    return sorted((link.result for link in links), key=lambda result: (result.at, result.pk))


def papers_to_see(dossier: Dossier) -> list[Paper]:
    """Required papers that must be found valid before the dossier goes on.

    What is only to be shown cannot be shown from afar: it is looked at when the person comes (2.000635: "chỉ xuất trình
    khi đến nhận"). For an appointment everything is looked at in the meeting, nothing before it.
    """
    required = [paper for paper in requirements.papers(dossier) if paper.required]
    if requirements.definition(dossier).appointment_only:
        return [] if dossier.status is State.SUBMITTED else required
    at_hand = {paper.key for paper in papers_at_hand(dossier)}
    return [paper for paper in required if paper.key in at_hand]


def papers_at_hand(dossier: Dossier) -> list[Paper]:
    """The papers an officer can look at: all of them when the person stands there, else what was sent."""
    here = dossier.channel == Channel.DESK or requirements.definition(dossier).appointment_only
    return [paper for paper in requirements.papers(dossier) if here or paper.how == "submit"]


def steps_ahead(dossier: Dossier) -> tuple[Step, ...]:
    """The steps of the procedure after the present one."""
    steps = requirements.definition(dossier).steps
    keys = [step.key for step in steps]
    return steps[keys.index(dossier.stage) + 1 :] if dossier.stage in keys else ()


def signature_ahead(dossier: Dossier) -> Step | None:
    """The signature that comes next. An answer by letter leaves out what would be done in another system."""
    step = next((step for step in steps_ahead(dossier) if step.kind != "external"), None)
    return step if step is not None and step.kind == "sign" else None


def numbering(dossier: Dossier) -> str:
    """Who counts official codes here: own, or external (the province's system; practice.md 1)."""
    return profile.loaded(dossier.commune).official_numbering


def allowed(actor: Actor, dossier: Dossier, look: Look) -> list[Transition]:
    """What this actor may do now: the buttons of the page. The server asks again when one is pressed."""
    return [
        transition
        for transition in BY_NAME.values()
        if why_not(transition, look) is None and grant_for(actor, transition.name, dossier) is not None
    ]


def move(
    act: Act,
    name: str,
    *,
    to: State | None = None,
    changes: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    payload: Any = None,
    event_id: UUID | None = None,
    kind: str = "",
    system: bool = False,
) -> Event:
    """Make transition `name`. `changes` are columns of the dossier; `payload` is sealed; `facts` are not personal. `kind`:
    written as the event of another transition, which this one grants.

    Raises Absent when the actor may not, Stale when the dossier has moved on, Refused when a guard says no.
    `system` leaves out the policy: for effects that follow from another act (a hamlet task done, a reply not given).
    """
    transition, dossier = BY_NAME[name], act.dossier
    if not system:
        policy.require(act.actor, transition.policy, dossier)
        grant = grant_for(act.actor, name, dossier)
        if grant is None:
            raise Stale(IN_OTHER_HANDS)
        act.lender = grant.lender
    reason = why_not(transition, look_at(dossier))
    if reason is not None:
        raise (Refused if dossier.status in transition.sources else Stale)(reason)
    state = to or transition.target or dossier.status
    columns = {**(changes or {}), "state": state.value}
    if name in TAKES_IT and dossier.assignee_id is None and not system:
        columns.setdefault("assignee_id", act.actor.ref.id)
    if state in FINAL:
        columns |= {"holder_role": "", "holder_unit_id": None, "assignee_id": None, "act_by": None}
        # Whichever way it ended, it is counted by the hour of its answer against the date that was to be kept.
        columns |= {"due_at": clock.limit(dossier), "completed_at": dossier.completed_at or act.at}
    if dossier.approval_by and (state in FINAL or state is State.COMPLETED):  # there is nothing left to wait for
        columns |= approval.NOTHING_WAITS
    return write(act, kind or name, columns, facts=facts, payload=payload, event_id=event_id)


def write(
    act: Act,
    kind: str,
    columns: Mapping[str, Any],
    *,
    facts: Mapping[str, Any] | None = None,
    payload: Any = None,
    event_id: UUID | None = None,
) -> Event:
    """Change the row if its revision is still the one that was read, and write the event that says so."""
    dossier, before = act.dossier, act.dossier.state
    updated = Dossier.objects.filter(pk=dossier.pk, revision=dossier.revision).update(
        **columns, revision=F("revision") + 1
    )
    if not updated:
        raise Stale(_("Someone else has just worked on this dossier. Please look at it again."))
    for column, value in columns.items():
        setattr(dossier, column, value)
    dossier.revision += 1
    event = build_event(act, kind, before, columns, facts=facts, payload=payload, event_id=event_id)
    insert([event])
    note(act, kind, before)
    act.work.publish("dossier.moved", dossier=dossier, event=event, actor=act.actor)
    return event


def build_event(
    act: Act,
    kind: str,
    before: str,
    columns: Mapping[str, Any],
    *,
    facts: Mapping[str, Any] | None = None,
    payload: Any = None,
    event_id: UUID | None = None,
) -> Event:
    dossier, id_ = act.dossier, event_id or new_id()
    return Event(
        id=id_,
        commune_id=dossier.commune_id,
        dossier=dossier,
        seq=dossier.revision,
        kind=kind,
        from_state=before,
        to_state=dossier.state,
        changes={name: plain(value) for name, value in columns.items() if name in (*REPLAYED, *LINKED)},
        facts={**(facts or {}), **({"stands_in": True} if act.lender else {})},
        payload=vault.close(dossier.data_key, "event", id_, payload),
        actor_kind=act.actor.kind,
        actor_id=act.actor.ref.id,
        actor_name=act.actor.name,
        acting_for=_acting_for(act),
        transaction_id=act.transaction_id,
        at=act.at,
    )


def note(act: Act, kind: str, before: str) -> None:
    dossier = act.dossier
    act.work.note(
        f"dossier.{kind}",
        act.actor.ref,
        Ref("dossier", dossier.pk),
        subject=Ref("resident", dossier.subject_resident_id) if dossier.subject_resident_id else None,
        acting_for=act.lender,
        facts={"code": dossier.code, "from": before, "to": dossier.state, "stage": dossier.stage},
    )


def _acting_for(act: Act) -> str:
    """Whom one acts for, by name: the citizen of the assisted session in which this dossier is filed, or the colleague
    whose post was lent for this act (the event's facts say so). '' when one acts for oneself or in one's own post."""
    session = act.actor.assist
    if session and session.session_id == act.dossier.assist_session_id:
        return session.citizen_name
    if act.lender is None:
        return ""
    return Account.objects.filter(pk=act.lender.id).values_list("full_name", flat=True).first() or ""


def payload_of(event: Event, dossier: Dossier) -> Any:
    return vault.open_(dossier.data_key, "event", event.pk, event.payload)


def answers_of(dossier: Dossier, events: Iterable[Event] | None = None) -> dict[str, Any]:
    """The answers as filed, with the owner's ID number as it was set right since. With its `events` loaded already nothing
    is asked of the database."""
    rows = dossier.events.filter(kind__in=ANSWERED) if events is None else events
    first, *mended = sorted((one for one in rows if one.kind in ANSWERED), key=lambda one: one.seq)
    found: dict[str, Any] = payload_of(first, dossier)["answers"]
    for event in mended:
        found = people_of.with_number(
            requirements.definition(dossier).form, found, *payload_of(event, dossier)["numbers"]
        )
    return found
