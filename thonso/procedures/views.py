"""Public pages of the catalogue: the list with its search, one procedure, and the checklist to print."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.roles import TOLD_ROLES
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent
from thonso.core.web import links
from thonso.core.web.context import Shell
from thonso.procedures import access, booking, bundles, describing, finding, standing
from thonso.procedures.access import Offered
from thonso.procedures.forms.parsing import printable
from thonso.procedures.national import access as national
from thonso.procedures.national import words
from thonso.roster import reading as roster

HELPED = frozenset({"assisted", "appointment_only"})
"""The channels in which a helper of the hamlet files with the person, or prepares the papers and the hour."""


@audience("public")
@require_safe
def procedure_list(request: HttpRequest) -> HttpResponse:
    question, sector, place = (
        str(printable(request.GET.get(name, ""))).strip()[:200] for name in ("q", "linh-vuc", "noi")
    )
    places = words.places()
    place = place if place in places or place == finding.HERE else ""
    found = finding.find(Shell(request).commune_id, today(), question, sector, place)
    context = {
        "question": question,
        "sector": sector,
        "place": place,
        "found": found,
        "rows": [{"offered": one, "time": describing.time_words(one.definition.time)} for one in found.offered],
        "titles": [{"title": one, "place": places.get(one.place, "")} for one in found.titles],
        "place_choices": [(finding.HERE, _("What this commune takes"))]
        + [(kind, label) for kind, label in places.items() if found.places.get(kind)],
        "narrowed": bool(question or sector or place),
        "most": finding.MOST,
        "imported_at": national.imported_at() if found.places else None,
        "support_url": links.find("help"),
    }
    return render(request, "procedures/list.html", context)


@audience("public")
@require_safe
def procedure_detail(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "procedures/detail.html", _described(request, code))


@audience("public")
@require_safe
def checklist(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet with a box to tick before each paper, to take along."""
    return render(request, "procedures/checklist.html", _described(request, code))


@audience("public")
@require_safe
def bundle(request: HttpRequest, key: str) -> HttpResponse:
    """What is filed once elsewhere for several offices: who does what, what to have at hand, where it is filed."""
    found = bundles.of(key, today())
    if found is None:
        raise Absent
    offered = access.published(Shell(request).commune_id, today())
    alone = [one for one in offered if one.code in found.procedures]
    return render(request, "procedures/bundle.html", {"bundle": found, "alone": alone})


def _looked_ahead(request: HttpRequest, actor: Actor, code: str) -> Offered | None:
    """A version that has not begun (`?phien-ban=`), for whoever may edit it. Raises Absent for everybody else."""
    if "phien-ban" not in request.GET:
        return None
    try:
        _commune_id, line = standing.line(actor, UUID(request.GET["phien-ban"]))
    except ValueError:
        raise Absent from None
    if line.version.procedure.code != code:
        raise Absent
    return line.offered


def _described(request: HttpRequest, code: str) -> dict[str, Any]:
    actor = actor_of(request)
    offered = _looked_ahead(request, actor, code) or access.version_on(Shell(request).commune_id, code, today())
    definition, ahead = offered.definition, offered.first_day > today()
    # What the figures rest on is for those who can do something about it; others are told what counts.
    open_checks = offered.open_checks if actor.has_any(TOLD_ROLES) else ()
    channels, relations, confirms = (
        describing.channel_words(),
        describing.relation_words(),
        describing.confirm_words(),
    )
    return {
        "offered": offered,
        "definition": definition,
        "ahead": ahead,
        "warnings": definition.warnings_on(max(today(), offered.first_day)),
        "time": describing.time_words(definition.time),
        "time_said": describing.time_said(definition.time),
        "unsure": any(check.key == "time" or check.key.startswith("fee_") for check in offered.open_checks),
        "bundle": bundles.with_procedure(definition.code, today()),
        "channels": [channels[one] for one in definition.channels],
        "confirms": [confirms[one] for one in definition.ways_to_confirm],
        "presence": [
            {"words": describing.presence_words(one), "why": one.why, "sometimes": bool(one.when.refs)}
            for one in definition.presence
        ],
        "filers": [
            {"label": one.label or relations[one.relation], "note": one.note, "min_age": one.min_age}
            for one in definition.who_may_file
        ],
        "cases": [
            {
                "case": case,
                "submit": describing.paper_lines(case, how="submit"),
                "present": describing.paper_lines(case, how="present"),
            }
            # The last case is the usual one: it is what remains when no special condition holds.
            for case in (definition.cases[-1], *definition.cases[:-1])
        ],
        "fees": [
            {"fee": fee, "words": describing.fee_words(fee), "said": describing.fee_said(fee)}
            for fee in definition.fees
        ],
        "steps": describing.steps_of(definition),
        "open_checks": open_checks,
        # Filing belongs to the wing above; the button is there when its page is.
        "file_url": "" if ahead else links.url_of(f"/thu-tuc/{definition.code}/nop/"),
        "booking_url": "" if ahead else booking.url(Shell(request).commune_id, definition),
        "file_words": describing.file_words(definition, helped=actor.assist is not None),
        "roster": roster.roster(Shell(request).commune_id) if HELPED & set(definition.channels) else None,
    }
