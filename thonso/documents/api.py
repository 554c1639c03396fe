"""Documents that came, over the API: bring, list, read, act. The same services as the pages; nothing of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import Header, Path, Query, Router
from ninja.errors import HttpError

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import XLSX
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Refused
from thonso.core.files import rules as files
from thonso.core.files.services import open_stored
from thonso.core.journal.answered import Answer, Body, Sent, once_only
from thonso.core.journal.services import record_read
from thonso.core.journal.work import Work
from thonso.documents import access, api_shapes, listing, putting, routing, services, withdrawing
from thonso.documents.api_schemas import (
    DocumentActedOut,
    DocumentActionIn,
    DocumentOut,
    DocumentPage,
    PutOut,
    State,
    TaskActIn,
)
from thonso.documents.models import Incoming
from thonso.documents.views import page, register, work

router = Router(tags=["documents"])
BINARY = {"type": "string", "format": "binary"}
FORMATS = {"pdf": "application/pdf", "xlsx": XLSX, "csv": "text/csv"}
PDF = {"responses": {200: {"content": {"application/pdf": {"schema": BINARY}}}}}
SHEET = {"responses": {200: {"content": {kind: {"schema": BINARY} for kind in FORMATS.values()}}}}
FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["organ"],
                    "properties": {
                        "organ": {"type": "string", "description": "to which organ of the commune it came"},
                        "file": BINARY | {"description": "its PDF"},
                        "paper": {"type": "string", "enum": ["true"], "description": "there is no file of it"},
                        "secret": {"type": "string", "enum": ["true"], "description": "it is a secret document"},
                    },
                }
            }
        },
    }
}


@router.get("/documents", response=DocumentPage, operation_id="listDocuments")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def list_documents(
    request: HttpRequest,
    queue: str = Query("register", max_length=20, description=", ".join(listing.QUEUES)),
    organ: str = Query("", max_length=20),
    year: int | None = Query(None, ge=2000, le=2100, description="register: of which year; none: this one"),
    q: str = Query("", max_length=100, description="register: words, diacritics or not"),
    state: State | None = Query(None, description="register"),
    cursor: str = Query("", max_length=120),
) -> Any:
    """A page of the register, of what waits to be registered or for a leader's word, or of my work, 50 at most; `next` goes
    into `cursor`."""
    wanted = listing.Wanted(queue, organ, year, " ".join(q.split()), state or "", cursor)
    found = listing.page(actor_of(request), wanted)
    items = [api_shapes.line(row, task) for row, task in found.rows]
    return {"items": items, "next": found.next_cursor or None, "cut": found.cut}


@router.get("/documents/register.{str:kind}", operation_id="exportDocuments", openapi_extra=SHEET)  # type: ignore[untyped-decorator]
@audience("api", "staff")
def export_documents(
    request: HttpRequest,
    kind: str = Path(..., pattern="^(pdf|xlsx|csv)$"),
    organ: str = Query("", max_length=20),
    year: int | None = Query(None, ge=2000, le=2100),
    since: str = Query("", max_length=10),
    until: str = Query("", max_length=10),
) -> HttpResponse:
    """The register of a year, or of some of its days, with every printed column; journalled."""
    actor = actor_of(request)
    commune, organs = access.commune_of(actor)
    chosen = next((one for one in organs if one.key == (organ or organs[0].key)), None)
    if chosen is None:
        raise _no_organ([one.key for one in organs])
    of_year = year or today().year
    return register.exported(actor, commune, chosen, of_year, register.span_of(since, until, of_year), kind)


@router.get("/documents/{uuid:incoming_id}", response=DocumentOut, operation_id="getDocument")  # type: ignore[untyped-decorator]
@audience("api", "staff")
def get_document(request: HttpRequest, incoming_id: UUID) -> Any:
    """One document, what was read on it, what became of it and what you may do. Journalled; a task of yours in it counts as
    received from now on."""
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id)
    page.looked_at(actor, row)
    return api_shapes.whole(actor, row)


@router.get("/documents/{uuid:incoming_id}/file.pdf", operation_id="getDocumentFile", openapi_extra=PDF)  # type: ignore[untyped-decorator]
@audience("api", "staff")
def get_document_file(request: HttpRequest, incoming_id: UUID) -> HttpResponseBase:
    """Its PDF byte for byte; journalled."""
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id)
    if row.upload is None:
        raise policy.absent()
    file = open_stored(row.upload)
    record_read(row.commune_id, actor.ref, row.upload.ref, "file.opened")
    response = FileResponse(file, as_attachment=True, filename=f"van-ban-den-{row.pk}.pdf", content_type=files.PDF)
    response["Cache-Control"] = "no-store, private"
    return response


@router.put(  # type: ignore[untyped-decorator]
    "/documents/{uuid:incoming_id}", response={200: PutOut, 201: PutOut}, operation_id="putDocument", openapi_extra=FORM
)
@audience("api", "staff")
def put_document(request: HttpRequest, response: HttpResponse, incoming_id: UUID) -> Any:
    """Take a document in under the id it was given on the client. A secret one is refused, and nothing of it is kept. The same
    body again gives the same answer."""
    actor = actor_of(request)
    commune, organs = access.commune_of(actor, "register")
    with _brought(request) as brought:
        if brought.organ not in {one.key for one in organs}:
            raise _no_organ([one.key for one in organs])
        done = putting.put(actor, commune, incoming_id, brought)
    return (200 if done.replayed else 201), done.told(response)


@contextmanager
def _brought(request: HttpRequest) -> Iterator[putting.Brought]:
    """The form of the request; Django reads one by itself only from a POST. Nothing of its file stays."""
    if request.content_type != "multipart/form-data":
        raise HttpError(415, "multipart/form-data")
    try:
        fields, sent = request.parse_file_upload(request.META, request)
    except MultiPartParserError:
        raise HttpError(400, "multipart/form-data") from None
    try:
        yield putting.Brought(
            fields.get("organ", ""), sent.get("file"), fields.get("paper") == "true", fields.get("secret") == "true"
        )
    finally:
        for _name, every in sent.lists():
            for one in every:
                one.close()


def _no_organ(keys: list[str]) -> Refused:
    return Refused(_("Please choose from the list."), fields={"organ": [", ".join(keys)]})


# --- acting -----------------------------------------------------------------------------------------------------------


@router.post(  # type: ignore[untyped-decorator]
    "/documents/{uuid:incoming_id}/{str:action}", response=DocumentActedOut, operation_id="actOnDocument"
)
@audience("api", "staff")
def act_on_document(
    request: HttpRequest,
    response: HttpResponse,
    incoming_id: UUID,
    body: DocumentActionIn,
    action: str = Path(..., pattern=r"^[a-z_]{3,30}$"),
    key: UUID = Header(..., alias="Idempotency-Key"),
) -> Any:
    """register, send_back, throw_away, withdraw, present, instruct. 409 when the document has moved on; the same key again
    gives the same answer."""
    actor = actor_of(request)
    if action not in ACTIONS:
        raise policy.absent()
    needed, act = ACTIONS[action]
    sent = {"document": str(incoming_id), **body.given()}
    try:
        row = access.incoming(actor, incoming_id, needed)
    except Absent:
        if again := _answered(actor, key, f"incoming.{action}", sent):  # what was thrown away is not there any more
            return again.told(response)
        raise

    def doing(work: Work) -> Body:
        act(work, actor, row, body)
        left = Incoming.objects.filter(pk=incoming_id).first()
        gone = {"id": incoming_id, "state": "thrown_away", "number": None, "year": None}
        return api_shapes.acted(left) if left else gone

    return once_only(Sent(row.commune_id, actor.id, key, f"incoming.{action}", sent), doing).told(response)


def _answered(actor: Actor, key: UUID, verb: str, body: Body) -> Answer | None:
    communes = dict.fromkeys(grant.commune_id for grant in actor.grants if grant.commune_id)
    found = (Sent(commune, actor.id, key, verb, body).answered() for commune in communes)
    return next((Answer(one, replayed=True) for one in found if one), None)


def _typed(body: DocumentActionIn) -> services.Typed:
    given = body.given()
    names = (*services.LIMITS, "dated", "due_on", "urgency", "copies", "number")
    typed: dict[str, Any] = {name: str(given[name]) for name in names if name in given}
    return services.Typed(**typed, sure=bool(body.sure), looked=bool(body.looked))


def _wanted(body: DocumentActionIn) -> routing.Wanted:
    return routing.Wanted(
        body.words or "", body.lead, body.helpers or (), body.informed or (), body.due_on, body.seen,
        file=bool(body.file),
    )  # fmt: skip


# Action → as whom it is loaded, and the service.
ACTIONS: dict[str, tuple[str, Callable[[Work, Actor, Incoming, DocumentActionIn], Any]]] = {
    "register": ("register", lambda work, by, row, body: services.register(work, by, row, _typed(body))),
    "send_back": ("register", lambda work, by, row, body: services.send_back(work, by, row, body.reason or "")),
    "throw_away": ("register", lambda work, by, row, _body: services.throw_away(work, by, row)),
    "withdraw": ("register", lambda work, by, row, body: withdrawing.withdraw(work, by, row, sure=bool(body.secret))),
    "present": ("present", lambda work, by, row, body: routing.present(work, by, row, body.leader)),
    "instruct": ("instruct", lambda work, by, row, body: routing.instruct(work, by, row, _wanted(body))),
}


@router.post(  # type: ignore[untyped-decorator]
    "/documents/tasks/{uuid:task_id}/{str:act}", response=DocumentActedOut, operation_id="actOnDocumentTask"
)
@audience("api", "staff")
def act_on_document_task(
    request: HttpRequest,
    response: HttpResponse,
    task_id: UUID,
    body: TaskActIn,
    act: str = Path(..., pattern=r"^[a-z_]{3,30}$"),
    key: UUID = Header(..., alias="Idempotency-Key"),
) -> Any:
    """finish, opine, give_back, pass_on, by whoever has the task. 409 when the document has moved on; the same key again gives
    the same answer."""
    actor = actor_of(request)
    task = access.task(actor, task_id)
    if act not in work.ACTS:
        raise policy.absent()
    typed = {"words": body.words, "why": body.why, "to": str(body.to or "")}

    def doing(at: Work) -> Body:
        work.ACTS[act](at, actor, task, typed)
        task.incoming.refresh_from_db()
        return api_shapes.acted(task.incoming)

    sent = {"task": str(task_id), **typed}
    return once_only(Sent(task.commune_id, actor.id, key, f"document_task.{act}", sent), doing).told(response)
