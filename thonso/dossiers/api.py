"""Dossiers over the API: file, list, look, act, print, follow. The same services as the pages; nothing of its own."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Header, Path, Query, Router

from thonso.core.access import policy, stepup
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.limits import network
from thonso.core.access.roles import STAFF_ROLES
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.ids import stable_id
from thonso.core.base.kept import kept
from thonso.core.base.prepared import Prepared
from thonso.core.units.models import Unit
from thonso.dossiers import access, actions, following, presenting, printing, queues, supplements
from thonso.dossiers.api_schemas import (
    CODE,
    ActedOut,
    ActionIn,
    DossierOut,
    DossierPage,
    FiledOut,
    FilingIn,
    PaperOut,
    TrackOut,
)
from thonso.dossiers.models import Dossier, Event
from thonso.dossiers.rules.states import NATIONAL_CODE
from thonso.dossiers.services import clock, filing
from thonso.dossiers.services.filing import Filing
from thonso.dossiers.services.moves import allowed, look_at
from thonso.dossiers.views.papers import draw, file_of
from thonso.procedures.access import pinned, version_on

PDF = {"responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}}
router = Router(tags=["dossiers"])


@router.put("/dossiers/{uuid:dossier_id}", response={200: FiledOut, 201: FiledOut}, operation_id="fileDossier")  # type: ignore[untyped-decorator]
@audience("api", "signed_in")
def file_dossier(request: HttpRequest, response: HttpResponse, dossier_id: UUID, body: FilingIn) -> Any:
    """File a dossier made on the client under the id it was given there. The same body again gives the same answer."""
    actor = actor_of(request)
    commune = _commune(body.commune)
    version = body.version or version_on(commune.pk, body.procedure, today()).version_id
    if pinned(version).code != body.procedure:
        raise Refused(_("There is no such version of a procedure."), fields={"version": [_("Unknown.")]})
    submitter = body.submitter or body.subject
    hamlet = _hamlet(commune, body.hamlet)
    done = filing.file(
        actor,
        Filing(
            id=dossier_id,
            commune_id=commune.pk,
            commune_code=commune.code,
            version_id=version,
            answers=body.answers,
            attachments=[(one.role, one.sha256) for one in body.attachments],
            channel=body.channel,
            subject=body.subject.person(),
            submitter=submitter.person(body.representation),
            helper=body.helper.person() if body.helper else None,
            interpreter=body.interpreter.person() if body.interpreter else None,
            witnesses=[one.person() for one in body.witnesses],
            hamlet_id=hamlet.pk if hamlet else None,
        ),
    )
    if done.replayed:
        response["Idempotent-Replayed"] = "true"
    return (200 if done.replayed else 201), {"id": done.dossier_id, "code": done.code, "key": done.key}


def _commune(code: str | None) -> Unit:
    found = _commune_of(stable_id("commune", code or settings.COMMUNE_CODE))
    if found is None:
        raise Refused(_("There is no such commune on this server."), fields={"commune": [_("Unknown.")]})
    return found


def _hamlet(commune: Unit, code: str | None) -> Unit | None:
    if not code:
        return None
    found = _hamlet_of(commune.pk, code)
    if found is None:
        raise Refused(_("There is no such hamlet in this commune."), fields={"hamlet": [_("Unknown.")]})
    return found


@kept
def _commune_of(id_: UUID) -> Unit | None:
    found: Unit | None = _unit_by_id.first(id_)
    return found


@kept
def _hamlet_of(commune_id: UUID, code: str) -> Unit | None:
    found: Unit | None = _hamlet_by_code.first(commune_id, code)
    return found


_unit_by_id = Prepared(lambda id_: Unit.objects.filter(pk=id_).only("id", "code"), UUID)
_hamlet_by_code = Prepared(
    lambda commune_id, code: Unit.objects.filter(commune_id=commune_id, kind="hamlet", code=code).only("id"), UUID, str
)


@router.get("/dossiers", response=DossierPage, operation_id="listDossiers")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def list_dossiers(
    request: HttpRequest,
    queue: str = Query("viec-cua-toi", max_length=20),
    q: str = Query("", max_length=80),
    cursor: str = Query("", max_length=120),
) -> Any:
    """A page of a queue of the desk, 50 at most; `next` goes into `cursor`."""
    if queue not in queues.BY_KEY:
        raise Refused(_("There is no such queue."), fields={"queue": [", ".join(queues.BY_KEY)]})
    page = queues.page(actor_of(request), queue, text=q, cursor=cursor)
    return {"items": [line(d) for d in page.rows], "next": page.next_cursor or None}


@router.get("/dossiers/{str:code}", response=DossierOut, operation_id="getDossier")  # type: ignore[untyped-decorator]
@audience("api", "signed_in")
def get_dossier(request: HttpRequest, code: str = Path(..., pattern=CODE)) -> Any:
    """One dossier: where it stands, its events, why its date is what it is, and what you may do now."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    at_work = actor.has_any(STAFF_ROLES, dossier.commune_id)
    events = dossier.events.order_by("seq")
    return {
        **line(dossier),
        "events": [_event(e, names=at_work) for e in (events if at_work else access.for_its_owner(events))],
        "explanation": days(dossier),
        "actions": [t.name for t in allowed(actor, dossier, look_at(dossier)) if t.name in actions.ACTIONS],
    }


@router.get("/dossiers/{str:code}/papers", response=list[PaperOut], operation_id="listPapers")  # type: ignore[untyped-decorator]
@audience("api", "signed_in")
def list_papers(request: HttpRequest, code: str = Path(..., pattern=CODE)) -> Any:
    """The official papers of a dossier and its results."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    policy.require(actor, "print", dossier)
    slips = printing.slips_of(dossier, list(dossier.events.order_by("seq")))
    base = f"/api/v1/dossiers/{dossier.code}/papers"
    found = [
        {
            "id": s.id,
            "kind": s.kind,
            "title": str(s.title),
            "at": s.at.isoformat(),
            "url": f"{base}/{s.id}.pdf?kind={s.kind}",
        }
        for s in slips
    ]
    for result in access.results_of(actor, dossier):
        found.append(
            {
                "id": result.pk,
                "kind": result.paper or "result",
                "title": result.title,
                "at": result.at.isoformat(),
                "url": f"{base}/{result.pk}.pdf",
            }
        )
    return found


@router.get("/dossiers/{str:code}/papers/{uuid:paper_id}.pdf", operation_id="getPaper", openapi_extra=PDF)  # type: ignore[untyped-decorator]
@audience("api", "signed_in")
def get_paper(
    request: HttpRequest, paper_id: UUID, code: str = Path(..., pattern=CODE), kind: str = Query("", max_length=30)
) -> HttpResponseBase:
    """A paper as PDF: a slip drawn from its event, or a result as it was signed."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    policy.require(actor, "print", dossier)
    if kind:
        return draw(actor, dossier, kind, paper_id, "a4")
    return file_of(access.result_of(actor, dossier, paper_id), actor, dossier)


@router.post("/dossiers/{str:code}/{str:action}", response=ActedOut, exclude_unset=True, operation_id="actOnDossier")  # type: ignore[untyped-decorator]
@audience("api", "signed_in")
def act_on_dossier(
    request: HttpRequest,
    response: HttpResponse,
    body: ActionIn,
    code: str = Path(..., pattern=CODE),
    action: str = Path(..., pattern=r"^[a-z_]{3,30}$"),
    key: UUID = Header(..., alias="Idempotency-Key"),
) -> Any:
    """A transition of the table. 409 when the dossier has moved on; the same key again gives the same answer."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    if action in actions.STEP_UP:  # a session that has just confirmed: no token gets further
        stepup.require_step_up(request)
    data = body.dict(exclude_none=True, exclude={"secret", "revision"})
    done = actions.perform(actor, dossier, action, data, key, secret=body.secret or "", seen=body.revision)
    if done.pop("replayed", False):
        response["Idempotent-Replayed"] = "true"
    return done


@router.get("/track/{str:code}", response=TrackOut, auth=None, operation_id="track")  # type: ignore[untyped-decorator]
@audience("public")
def track(request: HttpRequest, code: str = Path(..., pattern=CODE), key: str = Query(..., max_length=12)) -> Any:
    """What the public may see with code and key."""
    dossier = access.by_code_and_key(code, key, network(request))
    standing = following.standing_of(dossier)
    kept = _tracked.of(standing)
    if kept is None:
        events = list(dossier.events.order_by("seq"))
        kept = {
            "code": dossier.code,
            "name": dossier.procedure_name,
            "state": dossier.state,
            "words": presenting.state(dossier).words,
            "filed_at": dossier.filed_at.isoformat(),
            "received_at": _iso(dossier.received_at),
            "due_at": _iso(dossier.due_at),
            "act_by": _iso(dossier.act_by),
            "asked": [supplements.asked_for(item) for item in supplements.still_asked(dossier, events)],
            "explanation": days(dossier),
            "events": [_event(e, names=False) for e in access.for_its_owner(events)],
        }
        _tracked.keep(standing, kept)
    return kept


_tracked: following.Drawings[dict[str, Any]] = following.Drawings()


def line(dossier: Dossier) -> dict[str, Any]:
    return {
        "id": dossier.pk,
        "code": dossier.code,
        "official_code": dossier.official_code,
        "procedure": dossier.procedure_code,
        "name": dossier.procedure_name,
        "subject": dossier.subject_name,
        "state": dossier.state,
        "national_state": NATIONAL_CODE[dossier.status],
        "stage": dossier.stage,
        "channel": dossier.channel,
        "hamlet": dossier.hamlet.code if dossier.hamlet else None,
        "filed_at": dossier.filed_at.isoformat(),
        "received_at": _iso(dossier.received_at),
        "due_at": _iso(dossier.due_at),
        "act_by": _iso(dossier.act_by),
        "revision": dossier.revision,
    }


def days(dossier: Dossier) -> list[dict[str, Any]]:
    return [
        {"date": day.date.isoformat(), "kind": day.kind, "label": day.label, "number": day.number}
        for day in clock.explain(dossier) or ()
    ]


def _event(event: Event, *, names: bool) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "kind": event.kind,
        "at": event.at.isoformat(),
        "who": event.actor_name if names else "",
        "from_state": event.from_state,
        "to_state": event.to_state,
    }


def _iso(moment: Any) -> str | None:
    return moment.isoformat() if moment else None
