"""Work beside the single dossier, over the API: tasks of the hamlet, one decision for a list, signing, numbers in full."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Header, Path, Router, Schema

from thonso.core.access import stepup
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Stale
from thonso.core.base.ids import stable_id
from thonso.core.journal import once
from thonso.core.journal.work import transact
from thonso.core.signatures import services as keys
from thonso.dossiers import access
from thonso.dossiers.api_schemas import CODE
from thonso.dossiers.models import Dossier, HamletTask
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
    members: str = Field("", max_length=10)
    proposal: str = Field("", max_length=10, description="poor, near_poor, none")
    held_on: str = Field("", max_length=10)
    chair: str = Field("", max_length=100)
    secretary: str = Field("", max_length=100)
    invited: str = Field("", max_length=10)
    present: str = Field("", max_length=10)
    agree: str = Field("", max_length=10)
    objections: str = Field("", max_length=2000)
    note: str = Field("", max_length=2000)


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
def start_posting(request: HttpRequest, task_id: UUID, key: UUID = Header(..., alias="Idempotency-Key")) -> Any:
    """The list hangs in the hamlet house from now. 409 when it already hangs; the same key again gives the same answer."""
    actor, task = actor_of(request), access.hamlet_task(actor_of(request), task_id)
    sent = {"task": str(task_id)}
    if answer := once.replay(task.commune_id, actor.ref.id, key, "hamlet_task.post", sent):
        return answer
    with transact(task.commune_id) as work:
        answer = _task(hamlet.start_posting(Act(work, actor, task.dossier, key), task))
        once.remember(work, actor.ref.id, key, "hamlet_task.post", sent, answer)
    return answer


@router.post("/hamlet/tasks/{uuid:task_id}/finish", response=DoneOut, operation_id="finishHamletTask")  # type: ignore[untyped-decorator]
@audience("api", "helper")
def finish_task(
    request: HttpRequest, task_id: UUID, body: ReportIn, key: UUID = Header(..., alias="Idempotency-Key")
) -> Any:
    """The hamlet's part is done; its dossier goes on by itself. The same key again gives the same answer."""
    actor = actor_of(request)
    task = access.hamlet_task(actor, task_id)
    sent = {"task": str(task_id), **body.dict()}
    if answer := once.replay(task.commune_id, actor.ref.id, key, "hamlet_task.finish", sent):
        return answer
    report = hamlet.read_report(task.kind, body.dict())
    with transact(task.commune_id) as work:
        hamlet.finish(Act(work, actor, task.dossier, key), task, report)
        answer = {"codes": [task.dossier.code]}
        once.remember(work, actor.ref.id, key, "hamlet_task.finish", sent, answer)
    return answer


@router.post("/decisions", response=DoneOut, operation_id="draftDecision")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def draft_decision(request: HttpRequest, body: CodesIn, key: UUID = Header(..., alias="Idempotency-Key")) -> Any:
    """One decision for the households whose hamlets agreed, and a certificate for each. 409 when one has moved on."""
    actor = actor_of(request)
    dossiers = [access.by_code(actor, code, "propose") for code in body.codes]

    def draft() -> None:
        if any(getattr(one, name) != value for one in dossiers for name, value in drafting.AWAITS_DECISION.items()):
            raise Stale(MOVED_ON)
        drafting.draft_recognition(actor, dossiers, _ids(key, dossiers))

    return _first_answer(actor, dossiers, key, "decision.draft", body.codes, draft)


def _first_answer(
    actor: Actor, dossiers: list[Dossier], key: UUID, verb: str, codes: Codes, act: Callable[[], None]
) -> dict[str, Any]:
    """What was answered to this key before, or `act` and its answer, kept for the next time. Acts of several transactions:
    after a crash between them a retry finds the dossiers moved on (409), and nothing is done twice.
    """
    commune_id, sent = dossiers[0].commune_id, {"codes": codes}  # never the secret: a digest of a PIN can be guessed
    if answer := once.replay(commune_id, actor.ref.id, key, verb, sent):
        return answer
    act()
    with transact(commune_id) as work:
        once.remember(work, actor.ref.id, key, verb, sent, sent)
    return sent


@router.post("/signing", response=DoneOut, operation_id="sign")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def sign(request: HttpRequest, body: CodesIn, key: UUID = Header(..., alias="Idempotency-Key")) -> Any:
    """Sign what waits in these dossiers, all or none of what shares a decision. A fresh second factor is asked first, so a
    session it must be and not a token; 409 for what is signed already."""
    stepup.require_step_up(request)
    actor = actor_of(request)
    dossiers = [access.by_code(actor, code, "sign") for code in body.codes]

    def sign_all() -> None:
        if any(dossier.status is not State.SIGNATURE for dossier in dossiers):
            raise Stale(MOVED_ON)
        own = keys.key_of_account(dossiers[0].commune_id, actor.ref.id)
        with keys.in_hand(own, body.secret) as hand:
            signing.sign(actor, dossiers, _ids(key, dossiers), hand=hand)

    return _first_answer(actor, dossiers, key, "results.sign", body.codes, sign_all)


def _ids(key: UUID, dossiers: list[Dossier]) -> list[UUID]:
    """One transaction id a dossier, the same whenever the same key comes."""
    return [stable_id("act", f"{key}:{dossier.pk}") for dossier in dossiers]


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
        "subject": task.dossier.subject_name,
        "hamlet": task.hamlet.code,
        **{name: at.isoformat() if at else None for name, at in moments.items()},
    }
