"""The register of a span: on the page, as a spreadsheet, and printed as form 07."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.units.models import Unit
from thonso.dossiers.printing import tables
from thonso.insight import access, layouts
from thonso.insight import register as book
from thonso.insight.views.asked import Asked, presets, span_of
from thonso.insight.views.table import PAGE


@audience("staff")
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of(request), span_of(request.GET)
    commune = access.commune(actor)
    if request.GET.get("phan") == "nhan-ho":
        return _for_others(request, commune, asked)
    found = book.lives(commune, asked.span)
    cursor = request.GET.get("sau", "")
    after = next((place for place, one in enumerate(found, start=1) if str(one.id) == cursor), 0)
    shown = found[after : after + PAGE]
    more = len(found) > after + PAGE
    context = {
        "asked": asked,
        "presets": presets(asked, {}),
        "layout": layouts.register(asked.span.last),
        "rows": book.entries(shown, after + 1),
        "total": len(found),
        "shown": len(shown),
        "too_many": len(found) > book.MOST_ON_PAPER,
        "back": reverse("insight:table") + "?" + urlencode(asked.query),
        "export": urlencode(asked.query),
        "next_url": "?" + urlencode({**asked.query, "sau": str(shown[-1].id)}) if more else "",
        "first_url": "?" + urlencode(asked.query) if after else "",
    }
    return render(request, "insight/register.html", context, status=422 if asked.errors else 200)


def _for_others(request: HttpRequest, commune: Unit, asked: Asked) -> HttpResponse:
    """Registered here, resolved by other communes; on paper these lines follow our own."""
    rows = book.for_others(commune, asked.span, 1)
    context = {
        "asked": asked, "presets": presets(asked, {"phan": "nhan-ho"}), "layout": layouts.register(asked.span.last),
        "rows": rows, "total": len(rows), "shown": len(rows), "of_others": True,
        "back": reverse("insight:register") + "?" + urlencode(asked.query),
    }  # fmt: skip
    return render(request, "insight/register.html", context, status=422 if asked.errors else 200)


@audience("staff")
@never_cache
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole register of the span, taken out of the house, so journalled."""
    actor, span = actor_of(request), span_of(request.GET).sound()
    commune = access.commune(actor)
    if kind not in {"xlsx", "pdf"}:
        raise access.absent()
    found = book.lives(commune, span)
    if kind == "pdf" and len(found) > book.MOST_ON_PAPER:
        words = _("%(count)d dossiers are too many for one print: choose fewer days, or take the spreadsheet.")
        raise Refused(words % {"count": len(found)})
    rows = [*book.entries(found), *book.for_others(commune, span, len(found) + 1)]
    name = f"so-theo-doi-{span.first:%Y%m%d}-{span.last:%Y%m%d}.{kind}"
    if kind == "xlsx":
        content, media = tables.xlsx(book.sheet(commune, span, rows, len(found))), tables.XLSX
    else:
        content, media = book.pdf(commune, span, rows, len(found)), "application/pdf"
    with transact(commune.pk) as work:
        said = {"from": span.first.isoformat(), "to": span.last.isoformat(), "rows": len(rows), "format": kind}
        work.note("register.exported", actor.ref, Ref("register", commune.pk), facts=said)
    response = HttpResponse(content, content_type=media)
    way = "attachment" if kind == "xlsx" else "inline"
    response["Content-Disposition"] = f'{way}; filename="{name}"'
    return response
