"""The one way a dossier moves: authorise, check the table, change the row if nobody was faster, write the event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from thonso.core.access import policy
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused, Stale
from thonso.core.base.ids import new_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.dossiers import requirements, vault
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.rules.replay import REPLAYED, plain
from thonso.dossiers.rules.states import FINAL, State
from thonso.dossiers.rules.transitions import BY_NAME, Look, Transition, why_not


@dataclass(slots=True)
class Act:
    """One act on one dossier by one actor. `transaction_id` comes from the client, so that a retry is the same act."""

    work: Work
    actor: Actor
    dossier: Dossier
    transaction_id: UUID

    @property
    def at(self) -> datetime:
        return self.work.at


def look_at(dossier: Dossier) -> Look:
    """Gather what the guards may look at: three small queries, made only when buttons or an act need them."""
    definition, step = requirements.definition(dossier), requirements.step(dossier)
    results = list(dossier.results.select_related("result"))
    checks = {c.paper_key: c.verdict for c in dossier.checks.all()}
    return Look(
        state=dossier.status,
        stage=dossier.stage,
        steps=tuple(s.key for s in definition.steps),
        step_kind=step.kind if step else "",
        supplements_asked=dossier.supplements_asked,
        supplement_limit=definition.supplement.max_times,
        papers_open=sum(1 for p in requirements.papers(dossier) if p.required and checks.get(p.key) != "valid"),
        result_drafted=any(r.result.state != "revoked" for r in results),
        result_signed=any(r.result.state in {"signed", "issued"} for r in results),
        extended=dossier.extended,
        hamlet_tasks_open=dossier.hamlet_tasks.filter(done_at=None).count(),
        refusal_proposed=dossier.refusal_proposed,
    )


# Done by whoever holds the dossier now, not by every office that has a step in the procedure.
HOLDER_ONLY = frozenset(
    {
        "take",
        "advance",
        "verify",
        "consult",
        "give_opinion",
        "draft_result",
        "propose",
        "record_result",
        "transfer",
        "extend",
    }
)


def holds(actor: Actor, dossier: Dossier) -> bool:
    return actor.has(dossier.holder_role, dossier.commune_id) and dossier.assignee_id in {None, actor.account_id}


def allowed(actor: Actor, dossier: Dossier, look: Look) -> list[Transition]:
    """What this actor may do now: the buttons of the page. The server asks again when one is pressed."""
    return [
        transition
        for transition in BY_NAME.values()
        if why_not(transition, look) is None
        and (transition.name not in HOLDER_ONLY or holds(actor, dossier))
        and policy.can(actor, transition.policy, dossier).allow
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
    system: bool = False,
) -> Event:
    """Make transition `name`. `changes` are columns of the dossier; `payload` is sealed; `facts` are not personal.

    Raises Absent when the actor may not, Stale when the dossier has moved on, Refused when a guard says no.
    `system` leaves out the policy: for effects that follow from another act (a hamlet task done, a reply not given).
    """
    transition, dossier = BY_NAME[name], act.dossier
    if not system:
        policy.require(act.actor, transition.policy, dossier)
        if name in HOLDER_ONLY and not holds(act.actor, dossier):
            raise Stale(_("This dossier is in someone else's hands now."))
    reason = why_not(transition, look_at(dossier))
    if reason is not None:
        raise (Refused if dossier.status in transition.sources else Stale)(reason)
    state = to or transition.target or dossier.status
    columns = {**(changes or {}), "state": state.value}
    if state in FINAL:
        columns |= {"holder_role": "", "holder_unit_id": None, "assignee_id": None, "act_by": None}
    return write(act, name, columns, facts=facts, payload=payload, event_id=event_id)


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
    event.save(force_insert=True)
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
        changes={name: plain(value) for name, value in columns.items() if name in REPLAYED},
        facts=dict(facts or {}),
        payload=vault.close(dossier.data_key, "event", id_, payload),
        actor_kind=act.actor.kind,
        actor_id=act.actor.ref.id,
        actor_name=act.actor.name,
        acting_for=acting_for(act.actor),
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
        facts={"code": dossier.code, "from": before, "to": dossier.state, "stage": dossier.stage},
    )


def acting_for(actor: Actor) -> str:
    """The citizen of an open assisted session, by name, or '' when one acts for oneself or in one's post."""
    return actor.assist.citizen_name if actor.assist else ""


def payload_of(event: Event, dossier: Dossier) -> Any:
    return vault.open_(dossier.data_key, "event", event.pk, event.payload)
