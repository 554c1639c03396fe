"""Sending files in pieces (`/api/v1/blobs/<sha256>`) and opening them (`/tep/<id>/`)."""

from io import BytesIO
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from thonso.core.access import limits
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Absent, DomainError, TooMany
from thonso.core.files import access, rules, services, wire
from thonso.core.files.models import Upload
from thonso.core.files.sentences import ILLEGIBLE
from thonso.core.journal.services import record_read

# New files a day of one address without an account: a whole commune may sit behind it.
_ANONYMOUS_A_DAY = 2000
_PER_ADDRESS = 6000


@csrf_exempt  # the gate checks the token of a session itself; a bearer token needs none
@require_http_methods(["HEAD", "PUT"])
@audience("api", "signed_in", "public")
def blob(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """HEAD: how much of my file is here. PUT: the next piece of it. Of another's file nothing is told."""
    try:
        if not rules.is_sha256(sha256) or not access.may_send(actor_of(request)):
            raise Absent(_("There is no such file, or it is not for you."))
        return _head(request, sha256) if request.method == "HEAD" else _put(request, sha256)
    except wire.BadHeader as error:
        return _problem(400, _("The header %(name)s is missing or not a number.") % {"name": error})
    except services.WrongOffset as error:
        return _problem(409, error.message, **{"Upload-Offset": str(error.offset)})
    except DomainError as error:
        extra = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
        return _problem(error.status, error.message, reason=getattr(error, "reason", ""), **extra)


# The body is streamed to the disk: nobody may read it before.
blob.reads_own_body = True  # type: ignore[attr-defined]


@require_safe
@audience("public")
def download(request: HttpRequest, upload_id: UUID, small: bool = False) -> HttpResponseBase:
    """The file as an attachment, for who may open it; a full look is one entry in the journal."""
    actor = actor_of(request)
    upload = access.get(actor, upload_id, access.owner_of(request))
    if small:
        file, media_type = services.open_thumb(upload), rules.JPEG
    else:
        file, media_type = services.open_stored(upload), upload.media_type
        if request.method == "GET":
            record_read(upload.commune_id, actor.ref, upload.ref, "file.opened")
    name = rules.name_as_stored(upload.name, media_type)
    return _locked_down(FileResponse(file, as_attachment=True, filename=name, content_type=media_type))


@require_safe
@audience("signed_in")
def own_thumb(request: HttpRequest, sha256: str) -> HttpResponseBase:
    """One of my own files as it will be seen, while I fill in a form; a sheet stands for what has no picture."""
    upload = access.mine(access.owner_of(request), sha256)
    if upload is None or access.is_taken(upload):
        raise Absent(_("There is no such file, or it is not for you."))
    try:
        return _locked_down(FileResponse(services.open_thumb(upload), content_type=rules.JPEG))
    except DomainError:
        return _locked_down(FileResponse(BytesIO(_SHEET), content_type="image/svg+xml"))


_SHEET = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-6 -8 36 48" fill="none" stroke="#5b6660" stroke-width="1.6">'
    b'<path d="M4 2h11l5 5v22H4zM15 2v5h5M8 14h8M8 19h8M8 24h5"/></svg>'
)


def _head(request: HttpRequest, sha256: str) -> HttpResponse:
    upload = access.mine(access.owner_of(request), sha256)
    if upload is None:
        return HttpResponse(status=404, headers={"Cache-Control": "no-store"})
    return HttpResponse(headers=_where(upload))


def _put(request: HttpRequest, sha256: str) -> JsonResponse:
    piece = wire.read_piece(request)
    owner = access.owner_of(request, make=True)
    assert owner is not None  # make=True always gives one
    upload = access.mine(owner, sha256)
    if upload is None:
        _limit(request, owner.kind)
        upload = services.begin(
            owner, access.commune_of(request), sha256, piece.size, name=piece.name, purpose=piece.purpose
        )
    elif upload.state == Upload.State.RECEIVING:
        upload = services.begin(owner, upload.commune_id, sha256, piece.size)
    else:
        return _answer(services.finish(upload), 200, **{"Idempotent-Replayed": "true"})
    upload = services.put_chunk(upload, piece.offset, wire.body_of(request))
    if upload.state == Upload.State.RECEIVING and upload.received < upload.size:
        return _answer(upload, 202)
    return _answer(services.finish(upload), 201)


def _limit(request: HttpRequest, owner_kind: str) -> None:
    most = _ANONYMOUS_A_DAY if owner_kind == "session" else _PER_ADDRESS
    limits.hit(f"blobs:{owner_kind}:{limits.network(request)}", most, 86_400)


def _where(upload: Upload) -> dict[str, str]:
    return {
        "Upload-Offset": str(upload.received),
        "Upload-Length": str(upload.size),
        "Upload-State": upload.state,
        "Cache-Control": "no-store",
    }


def _answer(upload: Upload, status: int, **headers: str) -> JsonResponse:
    body: dict[str, Any] = {
        "id": str(upload.pk),
        "sha256": upload.received_sha256,
        "state": upload.state,
        "name": upload.name,
        "size": upload.size,
        "received": upload.received,
        "media_type": upload.media_type,
        "pages": upload.pages,
        "width": upload.width,
        "height": upload.height,
        "legible": upload.legible,
        **({} if upload.legible else {"detail": str(ILLEGIBLE)}),
    }
    return JsonResponse(body, status=status, headers=_where(upload) | headers)


def _problem(status: int, detail: Any, *, reason: str = "", **headers: str) -> JsonResponse:
    """RFC 9457; `reason` is for programs."""
    body = {"type": "about:blank", "title": HttpResponse(status=status).reason_phrase, "status": status}
    body |= {"detail": str(detail)} | ({"reason": reason} if reason else {})
    return JsonResponse(
        body,
        status=status,
        content_type="application/problem+json",
        headers=headers | {"Cache-Control": "no-store"},
        json_dumps_params={"ensure_ascii": False},
    )


def _locked_down(response: FileResponse) -> FileResponse:
    """Nothing in the file may act in a browser, and no copy stays on a shared machine."""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
