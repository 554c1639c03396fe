"""The first page of those who answer for the work: the commune's leaders, the director of the centre, the province."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Absent
from thonso.dossiers import access
from thonso.dossiers import overview as figures
from thonso.dossiers.models import Report
from thonso.dossiers.overview import Lately, Load, Overview
from thonso.dossiers.queues import LOOK_AFTER


@audience("staff", "observer")
@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    communes = {one.pk: one for one in access.reports(actor)}
    if not communes:
        raise Absent(_("There is no such page, or it is not for you."))
    # They may open what is counted here; for the province these are figures.
    opens = actor.has_any(LOOK_AFTER) and not actor.has("observer")
    found = figures.of(communes, stranded=opens)
    context = {
        "at": found.at,
        "where": next(iter(communes.values())).full_name if len(communes) == 1 else "",
        "tiles": tiles(actor, found, opens=opens),
        "lately": found.lately,
        "since": found.at - figures.LATELY,
        "shares": shares(found.lately),
        "communes": commune_rows(found, communes) if not opens else [],
        "holders": [
            {"name": name, "load": load, "url": _held(holder) if holder else ""}
            for name, load, holder in figures.holders(found, names=opens)
        ],
        "procedures": procedure_rows(found, opens=opens),
        "opens": opens,
        "stranded": found.total.stranded,
        "mends": opens and actor.has("centre_director"),  # is led to the list; a leader reads that there is something
    }
    return render(request, "dossiers/desk/overview.html", context)


def tiles(actor: Actor, found: Overview, *, opens: bool) -> list[dict[str, Any]]:
    """What must be looked at, each with the way to it where the actor may go there."""
    total = found.total
    parts = _("%(reception)d to be received, %(result)d to be answered") % {
        "reception": total.late_reception,
        "result": total.late_result,
    }
    if total.late_paused:
        parts += _(", %(paused)d were late before they began to wait for the applicant") % {"paused": total.late_paused}
    complaints = access.complaints(actor).filter(answered_at=None).count() if opens else found.complaints
    rows = (
        (total.late, _("dossiers late"), parts if total.late else "", _queue("qua-han"), "late"),
        (total.soon, _("due within two days"), "", _queue("sap-den-han"), "soon"),
        (total.to_sign, _("wait for a signature"), "", _queue("cho-ky"), ""),
        (total.to_receive, _("wait for reception"), "", _queue("cho-tiep-nhan"), ""),
        (complaints, _("complaints unanswered"), "", reverse("dossiers:complaints"), "late"),
    )
    return [
        {"count": count, "label": label, "note": note, "url": url if opens else "", "tone": tone if count else ""}
        for count, label, note, url, tone in rows
    ]


def _queue(key: str, procedure: str = "") -> str:
    return f"{reverse('dossiers:queue')}?{urlencode({'hang': key} | ({'tt': procedure} if procedure else {}))}"


def _held(holder: str) -> str:
    return f"{reverse('dossiers:queue')}?{urlencode({'hang': 'tat-ca', 'giu': holder})}"


def procedure_rows(found: Overview, *, opens: bool) -> list[dict[str, Any]]:
    return [
        {
            "name": found.procedures[code],
            "load": load,
            "late_url": _queue("qua-han", code) if opens and load.late else "",
            "soon_url": _queue("sap-den-han", code) if opens and load.soon else "",
        }
        for code, load in found.by_procedure.items()
    ]


def commune_rows(found: Overview, communes: dict[Any, Report]) -> list[dict[str, Any]]:
    """The communes that work with it, those with most that is late first."""
    rows = [
        {"name": communes[id_].full_name, "load": load, "lately": lately, "complaints": complaints}
        for id_, (load, lately, complaints) in found.by_commune.items()
        if load != Load() or lately != Lately() or complaints
    ]
    return sorted(rows, key=lambda row: -row["load"].late)


def shares(lately: Lately) -> dict[str, str]:
    """Per cent, '' where nothing is there to be counted."""
    return {
        "in_time": _share(lately.in_time, lately.completed),
        "satisfied": _share(lately.satisfied, lately.rated),
    }


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}".replace(".", ",").removesuffix(",0") + " %" if whole else ""
