"""Work beside the single dossier, over the API: tasks of the hamlet, one decision for a list, signing, numbers in full."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Header, Path, Router, Schema

from thonso.core.access import stepup
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Stale
from thonso.core.base.ids import stable_id
from thonso.core.journal.answered import Answer, Sent, once_only
from thonso.core.journal.work import Work
from thonso.core.signatures import services as keys
from thonso.dossiers import access
from thonso.dossiers.api_schemas import CODE
from thonso.dossiers.models import Dossier, Event, HamletTask
from thonso.dossiers.rules.states import State
from thonso.dossiers.rules.transitions import MOVED_ON
from thonso.dossiers.services import drafting, hamlet, signing
from thonso.dossiers.services.moves import Act
from thonso.dossiers.services.reveal import people_in_full

router = Router(tags=["work"])
Codes = list[str]


class TaskOut(Schema):  # type: ignore[misc]
    id: UUID
    kind: str
    dossier: str
    subject: str
    hamlet: str
    due_at: str | None
    started_at: str | None
    ends_at: str | None


class ReportIn(Schema):  # type: ignore[misc]
    """What the hamlet reports, by the kind of its task; `held_on` day/month/year."""

    income_score: str = Field("", max_length=10)
    lack_score: str = Field("", max_length=10)
    income: str = Field("", max_length=12, description="income of a person in a month, in dong, where that is surveyed")
    members: str = Field("", max_length=10)
    proposal: str = Field(
        "", max_length=10, description="a key of the procedure's outcomes, such as poor, near_poor, none"
    )
    held_on: str = Field("", max_length=10)
    chair: str = Field("", max_length=100)
    secretary: str = Field("", max_length=100)
    invited: str = Field("", max_length=10)
    present: str = Field("", max_length=10)
    agree: str = Field("", max_length=10)
    taken_by: str = Field("", max_length=100, description="who took the result")
    authority: str = Field("", max_length=200, description="on whose authority, when it was not its owner")
    signed: bool = Field(False, description="the request that was to be signed on paper is signed and kept")
    objections: str = Field("", max_length=2000)
    note: str = Field("", max_length=2000)
    again: bool = Field(False, description="the figures that look odd were looked at again")


class CodesIn(Schema):  # type: ignore[misc]
    codes: Codes = Field(min_length=1, max_length=100)
    secret: str = Field("", max_length=200, description="PIN or passphrase of the key, where it needs one")


class DoneOut(Schema):  # type: ignore[misc]
    codes: Codes


class PurposeIn(Schema):  # type: ignore[misc]
    purpose: str = Field(min_length=5, max_length=200)


class PersonOut(Schema):  # type: ignore[misc]
    part: str
    name: str
    details: dict[str, Any]


@router.get("/hamlet/tasks", response=list[TaskOut], operation_id="listHamletTasks")  # type: ignore[untyped-decorator]
@audience("api", "helper")
def list_tasks(request: HttpRequest) -> Any:
    """What the hamlets of this person have to do now, the first due first."""
    return [_task(task) for task in access.hamlet_tasks(actor_of(request))[:100]]


@router.post("/hamlet/tasks/{uuid:task_id}/post", response=TaskOut, operation_id="startPosting")  # type: ignore[untyped-decorator]
@audience("api", "helper")
def start_posting(
    request: HttpRequest, response: HttpResponse, task_id: UUID, key: UUID = Header(..., alias="Idempotency-Key")
) -> Any:
    """The list hangs in the hamlet house, or the result is there, from now. 409 when it already is; the same key again gives
    the same answer."""
    actor, task = actor_of(request), access.hamlet_task(actor_of(request), task_id)

    def post(work: Work) -> dict[str, Any]:
        return _task(hamlet.start(Act(work, actor, task.dossier, key), task))

    sent = Sent(task.commune_id, actor.ref.id, key, "hamlet_task.post", {"task": str(task_id)})
    return once_only(sent, post).told(response)


@router.post("/hamlet/tasks/{uuid:task_id}/finish", response=DoneOut, operation_id="finishHamletTask")  # type: ignore[untyped-decorator]
@audience("api", "helper")
def finish_task(
    request: HttpRequest,
    response: HttpResponse,
    task_id: UUID,
    body: ReportIn,
    key: UUID = Header(..., alias="Idempotency-Key"),
) -> Any:
    """The hamlet's part is done; its dossier goes on by itself. The same key again gives the same answer."""
    actor = actor_of(request)
    task = access.hamlet_task(actor, task_id)

    def finish(work: Work) -> dict[str, Any]:
        report = hamlet.read_report(task, body.dict())
        hamlet.finish(Act(work, actor, task.dossier, key), task, report)
        return {"codes": [task.dossier.code]}

    sent = {"task": str(task_id), **body.dict()}
    return once_only(Sent(task.commune_id, actor.ref.id, key, "hamlet_task.finish", sent), finish).told(response)


@router.post("/decisions", response=DoneOut, operation_id="draftDecision")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def draft_decision(
    request: HttpRequest, response: HttpResponse, body: CodesIn, key: UUID = Header(..., alias="Idempotency-Key")
) -> Any:
    """One decision for the households whose hamlets agreed, and a certificate for each. 409 when one has moved on."""
    actor = actor_of(request)
    dossiers = access.by_codes(actor, body.codes, "propose")

    def draft(rest: list[Dossier], ids: list[UUID]) -> None:
        if drafting.awaiting_decision(Dossier.objects.filter(pk__in=[one.pk for one in rest])).count() < len(rest):
            raise Stale(MOVED_ON)
        drafting.draft_recognition(actor, rest, ids)

    sent = Sent(dossiers[0].commune_id, actor.ref.id, key, "decision.draft", {"codes": body.codes})
    return _each_once(sent, dossiers, "draft_result", draft).told(response)


@router.post("/signing", response=DoneOut, operation_id="sign")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def sign(
    request: HttpRequest, response: HttpResponse, body: CodesIn, key: UUID = Header(..., alias="Idempotency-Key")
) -> Any:
    """Sign what waits in these dossiers, all or none of what shares a decision. A fresh second factor is asked first, so a
    session it must be and not a token; 409 for what is signed already. What was interrupted goes on with the same key."""
    stepup.require_step_up(request)
    actor = actor_of(request)
    dossiers = access.by_codes(actor, body.codes, "sign")

    def sign_all(rest: list[Dossier], ids: list[UUID]) -> None:
        if any(dossier.status is not State.SIGNATURE for dossier in rest):
            raise Stale(MOVED_ON)
        own = keys.key_of_account(rest[0].commune_id, actor.ref.id)
        with keys.in_hand(own, body.secret) as hand:
            signing.sign(actor, rest, ids, hand=hand)

    # Never the secret: a digest of a PIN can be guessed.
    sent = Sent(dossiers[0].commune_id, actor.ref.id, key, "results.sign", {"codes": body.codes})
    return _each_once(sent, dossiers, "sign", sign_all).told(response)


def _each_once(
    sent: Sent, dossiers: list[Dossier], kind: str, act: Callable[[list[Dossier], list[UUID]], None]
) -> Answer:
    """The same for an act of several transactions, of which each dossier has one event of `kind`. What was interrupted goes
    on where it stopped: a dossier whose event bears the id made of this key is left out, and `act` gets the rest.
    """
    ids = {dossier.pk: stable_id("act", f"{sent.key}:{dossier.pk}") for dossier in dossiers}

    def act_on_the_rest() -> None:
        done = Event.objects.filter(kind=kind, dossier__in=ids, transaction_id__in=ids.values())
        moved = set(done.values_list("dossier_id", flat=True))
        if rest := [dossier for dossier in dossiers if dossier.pk not in moved]:
            act(rest, [ids[dossier.pk] for dossier in rest])

    return once_only(sent, lambda _work: {"codes": [dossier.code for dossier in dossiers]}, before=act_on_the_rest)


@router.post("/dossiers/{str:code}/reveal", response=list[PersonOut], operation_id="revealPeople")  # type: ignore[untyped-decorator]
@audience("api", "signed_in")
def reveal(request: HttpRequest, body: PurposeIn, code: str = Path(..., pattern=CODE)) -> Any:
    """The people of a dossier with their numbers in full. The purpose stands in the journal."""
    actor = actor_of(request)
    found = people_in_full(actor, access.by_code(actor, code), body.purpose)
    return [{"part": party.part, "name": party.name, "details": details} for party, details in found]


def _task(task: HamletTask) -> dict[str, Any]:
    moments = {name: getattr(task, name) for name in ("due_at", "started_at", "ends_at")}
    return {
        "id": task.pk,
        "kind": task.kind,
        "dossier": task.dossier.code,
        "subject": "" if task.kind == HamletTask.Kind.RETURN else task.dossier.subject_name,
        "hamlet": task.hamlet.code,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }
