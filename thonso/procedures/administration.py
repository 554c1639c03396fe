"""The commune's procedures for its administrator: versions and their state, values to verify, publishing, stopping.

A published version never changes; what the commune found out stands in rows beside it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, confirmed, read_day, sentences, submit
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import Work
from thonso.procedures import services, standing


@audience("admin")
@require_GET
def versions(request: HttpRequest) -> HttpResponse:
    commune, lines = standing.all_lines(actor_of(request))
    context = {"commune": commune, "rows": lines, "open": sum(len(one.open) for one in lines)}
    return render(request, "procedures/admin/versions.html", context)


@audience("admin")
@require_GET
def version(request: HttpRequest, version_id: UUID) -> HttpResponse:
    _commune_id, line = standing.line(actor_of(request), version_id)
    done = standing.confirmed_by(line)
    context = {"line": line, "done": done, "strict": services.is_strict()}
    return render(request, "procedures/admin/version.html", context)


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, version_id: UUID, key: str) -> HttpResponse:
    """Where a value stands and of which day that text is."""
    commune_id, line = standing.line(actor_of(request), version_id)
    check = next((one for one in line.definition.checks if one.key == key), None)
    if check is None:
        raise Absent(_("There is no such value to verify."))

    def act(work: Work, dated: date) -> str:
        source = request.POST.get("source", "")
        services.confirm(work, actor_of(request).ref, commune_id, line.version.id, key, source, dated)
        return _("Confirmed.")

    kept = line.confirmations.get(key)
    values = {"source": kept.source, "dated": f"{kept.dated:%d/%m/%Y}"} if kept else {}
    return _act(request, line, commune_id, "confirm", "dated", act, {"check": check, "values": values})


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """From a day on the commune takes dossiers under this version; the one before ends the day before."""
    commune_id, line = standing.line(actor_of(request), version_id, "publish")

    def act(work: Work, day: date) -> str:
        if day < today():
            raise Refused(fields={"day": [_("The first day is today or later.")]})
        strict = services.is_strict()
        made = services.publish(work, actor_of(request).ref, commune_id, line.version.id, day, keep_checks=not strict)
        return _("Dossiers are taken from %(day)s on.") % {"day": f"{made.first_day:%d/%m/%Y}"}

    values = {"day": f"{max(today(), line.version.valid_from):%d/%m/%Y}"}
    return _act(request, line, commune_id, "publish", "day", act, {"values": values})


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, version_id: UUID) -> HttpResponse:
    """After a day the commune takes no new dossiers; those that are open run on. A version that has not begun is called off."""
    commune_id, line = standing.line(actor_of(request), version_id, "publish")

    def call_off(work: Work, _day: date) -> str:
        if not services.call_off(work, actor_of(request).ref, commune_id, line.version.id, today()):
            raise Refused(_("This version has begun meanwhile: stop it with a last day."))
        return _("It does not begin. What was taken before goes on.")

    def act(work: Work, day: date) -> str:
        if day < today() - timedelta(days=1):
            raise Refused(fields={"day": [_("The last day is yesterday or later.")]})
        if not services.retire(work, actor_of(request).ref, commune_id, line.version.procedure.code, day):
            raise Refused(_("The commune takes no dossiers for this procedure after that day already."))
        return _("No dossiers are taken after %(day)s.") % {"day": f"{day:%d/%m/%Y}"}

    values = {"day": f"{today():%d/%m/%Y}"}
    return _act(
        request, line, commune_id, "stop", "day", call_off if line.kind == "coming" else act, {"values": values}
    )


def _act(
    request: HttpRequest, line: standing.Line, commune_id: UUID, kind: str, box: str, act: Callable[[Work, date], str],
    more: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """A page with a form for one act and its day, behind a proof of identity; `box` holds the day."""
    first = confirmed(request)
    if first:
        return first
    errors: dict[str, list[Any]] = {}
    back = reverse("procedures:version", args=[line.version.id])
    values = more.pop("values")
    if request.method == "POST":
        values = request.POST.dict()
        day = read_day(values.get(box, ""), errors, box)
        if day is None and not errors:
            errors[box] = [_("Give the day.")]
        if day is not None:
            chosen = day

            def once(work: Work) -> Done:
                return back, act(work, chosen)

            try:
                return submit(request, actor_of(request), commune_id, f"procedure.{kind}", once)
            except Refused as refusal:
                errors = sentences(refusal, box)
    context = {"line": line, "kind": kind, "back": back, "values": values, "errors": errors, **more}
    return render(request, f"procedures/admin/{kind}.html", context, status=422 if errors else 200)
