"""Sealed photos in pieces; the application as documents that hold nobody's data, so that a phone may keep them."""

from hashlib import sha256
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import get_token
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import DomainError
from thonso.core.files import rules, services, wire
from thonso.core.web import problems
from thonso.offline import access, day, shells
from thonso.offline.models import SealedRecord
from thonso.offline.services import blobs


@csrf_exempt  # the gate checks the token of a session itself; a bearer token needs none
@require_http_methods(["HEAD", "PUT"])
@audience("helper", "staff")
def blob(request: HttpRequest, record_id: UUID, sha256: str) -> HttpResponseBase:
    """HEAD: how much of this sealed photo is here. PUT: the next piece of it; with the last one it is opened and looked at."""
    try:
        record = access.own_record(actor_of(request), record_id)
        if record is None or not rules.is_sha256(sha256):
            raise access.no_record()
        return _head(record, sha256) if request.method == "HEAD" else _put(request, record, sha256)
    except wire.BadHeader as error:
        return problems.problem(400, _("The header %(name)s is missing or not a number.") % {"name": error})
    except services.WrongOffset as error:
        answer = problems.problem(409, error.message)
        answer.headers["Upload-Offset"] = str(error.offset)
        return answer
    except DomainError as error:
        return problems.of_domain_error(error, "")


# The body is streamed to the disk: nobody may read it before.
blob.reads_own_body = True  # type: ignore[attr-defined]


def _head(record: SealedRecord, sha256: str) -> HttpResponse:
    if blobs.arrived(record, sha256):
        return _told({"Upload-State": "ready"})
    reached = blobs.reached(record, sha256)
    if reached is None:
        return HttpResponse(status=404, headers={"Cache-Control": "no-store"})
    return _told({"Upload-State": "receiving", "Upload-Offset": str(reached)})


def _told(headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(headers=headers | {"Cache-Control": "no-store"})


def _put(request: HttpRequest, record: SealedRecord, sha256: str) -> JsonResponse:
    if blobs.arrived(record, sha256):
        return JsonResponse({"state": "ready"}, headers={"Idempotent-Replayed": "true"})
    piece = wire.read_piece(request)
    upload = blobs.add(record, sha256, piece.size, piece.offset, wire.body_of(request))
    if upload.received < upload.size:
        return JsonResponse({"state": "receiving"}, status=202, headers={"Upload-Offset": str(upload.received)})
    blobs.open_whole(actor_of(request), record, upload)
    return JsonResponse({"state": "ready"}, status=201)


@audience("public")
@require_safe
def application(request: HttpRequest) -> HttpResponse:
    """The application: one document, the same for everybody, kept by the service worker."""
    return _kept(request, HttpResponse(shells.application_html()))


@audience("helper", "staff")
@never_cache
@require_safe
def enrol_pass(request: HttpRequest) -> JsonResponse:
    """What the application, which holds no token of a session, needs to enrol this phone for who is signed in."""
    actor = actor_of(request)
    access.station_of(actor)
    return JsonResponse({"pass": get_token(request), "account": str(actor.id)})


@audience("public")
@require_safe
def form_shell(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """The questions of one version of a procedure, all of them, with the rules that show and hide them."""
    return _kept(request, HttpResponse(shells.form_html(version_id)))


@audience("public")
@require_safe
def shell_list(request: HttpRequest) -> HttpResponse:
    """The forms that may be filled in in a hamlet, and where each stands."""
    return _kept(request, JsonResponse({"forms": shells.offered()}, json_dumps_params={"ensure_ascii": False}))


@audience("public")
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: its text changes exactly when something it keeps has changed."""
    answer = HttpResponse(shells.worker_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


@audience("public")
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    answer = JsonResponse(shells.manifest(), json_dumps_params={"ensure_ascii": False})
    answer.headers["Content-Type"] = "application/manifest+json"
    return answer


@audience("helper", "staff")
@never_cache
@require_safe
def my_day(request: HttpRequest) -> JsonResponse:
    """What the phone takes along of today."""
    actor = actor_of(request)
    return JsonResponse(day.of(actor, access.station_of(actor)), json_dumps_params={"ensure_ascii": False})


def _kept(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """It holds nobody's data. Asked for again it travels only where it has changed."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["ETag"] = f'"{sha256(answer.content).hexdigest()[:32]}"'
    found = get_conditional_response(request, etag=answer.headers["ETag"], response=answer)
    assert found is not None  # it gives what it was given, or less
    return found
