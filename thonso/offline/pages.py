"""Pages about phones: one's own, those of the commune, and what colleagues have begun and not sent."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from thonso.core import crypto
from thonso.core.access.actors import Actor, actor_of, bind_assist
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused, Stale
from thonso.counter.access import desk_commune
from thonso.dossiers.services import assist
from thonso.dossiers.views.hamlet import CONSENTS
from thonso.offline import access
from thonso.offline.models import SealedRecord
from thonso.offline.services import devices, taking_over
from thonso.offline.services.carried import LARGEST, take_in
from thonso.offline.services.records import LABEL
from thonso.outreach.models import MobileDay
from thonso.outreach.reading import Begun


@audience("helper", "staff")
@never_cache
@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """My phones, and how to make another one ready."""
    actor = actor_of(request)
    station = access.station_of(actor)
    rows = list(access.devices(actor).filter(account_id=actor.id))
    base = "web/base_desk.html" if station.officer else "web/base_hamlet.html"
    return render(request, "offline/own.html", {"rows": rows, "base": base, "officer": station.officer})


@audience("admin", "staff")
@never_cache
@require_safe
def of_commune(request: HttpRequest) -> HttpResponse:
    """The phones of the commune's helpers: when each was heard of, and what it said it still keeps."""
    rows = list(access.devices(access.over_devices(actor_of(request)))[:500])
    return render(request, "offline/commune.html", {"rows": rows})


STANDS = {
    SealedRecord.State.DRAFT: (gettext_lazy("being written"), "info"),
    SealedRecord.State.WAITING: (gettext_lazy("sent, photos still to come"), "soon"),
    SealedRecord.State.REFUSED: (gettext_lazy("sent back to the phone to be mended"), "late"),
}


def _line(record: SealedRecord) -> dict[str, Any]:
    summary = crypto.unseal(LABEL, record.pk, record.summary) if record.summary else _("without a name")
    return {"id": record.pk, "summary": summary, "state": record.state, "at": record.changed_at}


@audience("helper", "admin", "staff")
@never_cache
@require_http_methods(["GET", "POST"])
def revoke(request: HttpRequest, device_id: UUID) -> HttpResponse:
    """Lost, stolen, given away. What it had last synchronised is told, and what nobody can do from afar."""
    actor = actor_of(request)
    device = access.device(actor, device_id, "revoke")
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            devices.revoke(actor, device, why=request.POST.get("why", ""))
        except Refused as refusal:
            errors = refusal.fields
        else:
            return redirect("offline:own" if device.account_id == actor.id else "offline:devices")
    own_one = device.account_id == actor.id
    page = {
        "base": "web/base_hamlet.html" if own_one and device.hamlet_id else "web/base_desk.html",
        "device": device,
        "back": reverse("offline:own" if own_one else "offline:devices"),
        "kept": [_line(one) for one in access.kept_of(device)],
        "errors": errors,
        "why": request.POST.get("why", ""),
    }
    return render(request, "offline/revoke.html", page, status=422 if errors else 200)


@audience("helper")
@never_cache
@require_safe
def left_open(request: HttpRequest) -> HttpResponse:
    """What was begun in my hamlet and not sent: a phone broke or was lost, somebody fell ill."""
    actor = actor_of(request)
    rows = [{**_line(one), "who": one.account.full_name} for one in access.left_open(actor)[:100]]
    return render(request, "offline/left_open.html", {"rows": rows})


@audience("helper")
@never_cache
@require_http_methods(["GET", "POST"])
def go_on(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The person sits beside the colleague now, and is asked again."""
    actor = actor_of(request)
    record = access.left_open_one(actor, record_id)

    def act() -> HttpResponse:
        session, draft = taking_over.take_over(actor, record, request.POST.dict())
        bind_assist(request, assist.ref_of(session))
        return redirect("dossiers:fill", draft.pk)

    back = reverse("offline:left_open"), _("Begun by colleagues")
    return _go_on(request, actor, record, act, {"base": "web/base_hamlet.html", "back": back, "consents": CONSENTS})


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def go_on_there(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """An officer goes on at the desk with what a colleague began on a mobile day."""
    actor = actor_of(request)
    record = access.left_open_one(actor, record_id, there=True)
    day = record.mobile_day
    assert day is not None

    def act() -> HttpResponse:
        return redirect("dossiers:fill", taking_over.take_over_there(actor, record, request.POST.dict()).pk)

    back = reverse("outreach:day", args=[day.pk]), _("Mobile day")
    return _go_on(request, actor, record, act, {"base": "web/base_desk.html", "back": back})


def _go_on(
    request: HttpRequest,
    actor: Actor,
    record: SealedRecord,
    act: Callable[[], HttpResponse],
    page: dict[str, Any],
) -> HttpResponse:
    """Done, or the page again with a box for what was wrong of the person, as the phone has it."""
    errors: dict[str, list[Any]] = {}
    message = ""
    values = request.POST.dict()
    if request.method == "POST":
        try:
            return act()
        except Refused as refusal:
            errors, message = refusal.fields, str(refusal.message)
            shown = [key for key in taking_over.PERSON if key in errors and key not in values]
            if "consent" in errors:  # nothing of her is opened before she agrees
                errors = {key: said for key, said in errors.items() if key not in shown}
            elif shown:
                values |= taking_over.told(actor, record, shown)
        except Stale as stale:
            message = str(stale.message)
    row = {**_line(record), "who": record.account.full_name}
    shared = {"row": row, "errors": errors, "message": message, "values": values}
    return render(request, "offline/go_on.html", {**shared, **page}, status=422 if errors or message else 200)


def begun_there(actor: Actor, day: MobileDay) -> list[Begun]:
    """For the page of a mobile day."""
    found = []
    for one in access.left_open_there(actor, day)[:100]:
        line, (state, tone) = _line(one), STANDS[SealedRecord.State(one.state)]
        url = reverse("offline:go_on_there", args=[one.pk])
        found.append(Begun(line["summary"], one.account.full_name, line["at"], str(state), tone, url))
    return found


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def carried(request: HttpRequest) -> HttpResponse:
    """A file from a phone that cannot send any more: taken in as if it had."""
    actor = actor_of(request)
    commune_id = desk_commune(actor)
    errors: dict[str, list[Any]] = {}
    who, taken = "", None
    if request.method == "POST":
        file = request.FILES.get("file")
        try:
            if not isinstance(file, UploadedFile) or (file.size or 0) > LARGEST:
                raise Refused(_("Choose the file that the phone has exported."))
            who, taken = take_in(actor, commune_id, file.read())
        except Refused as refusal:
            errors["file"] = [refusal.message]
    page = {"errors": errors, "who": who, "taken": taken}
    return render(request, "offline/carried.html", page, status=422 if errors else 200)
