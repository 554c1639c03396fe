"""The periodic table: figures of a span, each leading to the dossiers behind it; the same as a spreadsheet and on paper."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.dossiers import presenting
from thonso.dossiers.views.papers import sent
from thonso.insight import access, facts, layouts, months, table_sheet
from thonso.insight import table as counting
from thonso.insight.facts import Facts
from thonso.insight.rules.counting import COUNTERS, Life
from thonso.insight.views.asked import presets, span_of

PAGE = 50
BY = {
    "linh-vuc": gettext_lazy("By field and procedure"),
    "thon": gettext_lazy("By hamlet"),
    "xa": gettext_lazy("By commune"),
}


@audience("staff", "observer")
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    actor, asked = actor_of(request), span_of(request.GET)
    communes, opens = access.communes(actor), access.may_open(actor)
    by = _by(request, opens=opens)
    found = counting.of(facts.of(communes, asked.span), layouts.table(asked.span.last), by)
    query = {"theo": by}
    context = {
        "asked": asked,
        "presets": presets(asked, query),
        "tabs": [
            {"label": BY[one], "url": "?" + urlencode({"theo": one, **asked.query}), "current": one == by}
            for one in _ways(opens=opens)
        ],
        "by": by,
        "sheet": table_sheet.of(found, communes, opens=opens),
        "intake": [(column.head, found.total.figure(column), table_sheet.url_of(found, column, opens=opens))
            for column in found.layout.intake
        ],
        "layout": found.layout,
        "opens": opens,
        "closed": months.closed(next(iter(communes)), asked.span) if opens else None,
        "register": reverse("insight:register") + "?" + urlencode(asked.query) if opens else "",
        "export": urlencode({**query, **asked.query}),
    }  # fmt: skip
    return render(request, "insight/table.html", context, status=422 if asked.errors else 200)


@audience("staff", "observer")
@never_cache
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    """The table as it stands on the page, to take away or to sign."""
    actor, span = actor_of(request), span_of(request.GET).sound()
    communes, opens = access.communes(actor), access.may_open(actor)
    if kind not in {"xlsx", "pdf"}:
        raise access.absent()
    by = _by(request, opens=opens)
    found = counting.of(facts.of(communes, span), layouts.table(span.last), by)
    sheet = table_sheet.of(found, communes, opens=False)
    where = next(iter(communes.values()))
    name = f"bang-tong-hop-{by}-{span.first:%Y%m%d}-{span.last:%Y%m%d}"
    made = sent(sheet, where if len(communes) == 1 else where.parent or where, found.facts.at, kind, name)
    _noted(actor, where.pk, "report.exported", {"by": by, "format": kind, **_days(found.facts)})
    return made


@audience("staff")
@never_cache
@require_GET
def rows(request: HttpRequest) -> HttpResponse:
    """The dossiers behind one figure, page by page."""
    actor, asked = actor_of(request), span_of(request.GET)
    commune = access.commune(actor)
    figure, key = request.GET.get("o", "all"), request.GET.get("dong", "")[:200]
    if figure not in COUNTERS or asked.errors:
        raise access.absent()
    found = facts.of([commune.pk], asked.span)
    lives = counting.opened(found, figure, key)
    shown, next_cursor = _page(lives, request.GET.get("sau", ""))
    known = {one.pk: one for one in access.dossiers(actor, [life.id for life in shown])}
    query = {"o": figure, "dong": key, **asked.query}
    context = {
        "asked": asked,
        "title": _title(figure, asked.span.last),
        "line": _label(key, found),
        "rows": [
            {"dossier": one, "state": presenting.office_state(one), "life": life}
            for life in shown
            if (one := known.get(life.id))
        ],
        "total": len(lives),
        "back": reverse("insight:table") + "?" + urlencode(asked.query),
        "next_url": "?" + urlencode({**query, "sau": next_cursor}) if next_cursor else "",
        "first_url": "?" + urlencode(query) if request.GET.get("sau") else "",
    }
    return render(request, "insight/rows.html", context)


def _page(lives: list[Life], cursor: str) -> tuple[list[Life], str]:
    """By keyset in the order of filing; a cursor that cannot be read begins anew."""
    after = next((place for place, life in enumerate(lives, start=1) if str(life.id) == cursor), 0)
    shown = lives[after : after + PAGE]
    return shown, str(shown[-1].id) if len(lives) > after + PAGE else ""


def _title(figure: str, day: Any) -> str:
    layout = layouts.table(day)
    groups = {column.key: group.head for group in layout.groups for column in group.columns}
    head = next((column.head for column in (*layout.columns, *layout.intake) if column.key == figure), "")
    return ": ".join(part for part in (groups.get(figure, ""), head) if part) or _("Dossiers")


def _label(key: str, found: Facts) -> str:
    if key.startswith("lv:"):
        return key.removeprefix("lv:")
    if key in found.procedures:
        return found.procedures[key][1]
    try:
        return next((one.full_name for one in facts.places([UUID(key)]).values()), "")
    except ValueError:
        return counting.NOWHERE if key == "-" else ""


def _ways(*, opens: bool) -> tuple[str, ...]:
    return ("linh-vuc", "thon") if opens else ("linh-vuc", "xa")


def _by(request: HttpRequest, *, opens: bool) -> str:
    ways = _ways(opens=opens)
    return request.GET["theo"] if request.GET.get("theo") in ways else ways[0]


def _days(found: Facts) -> dict[str, Any]:
    return {"from": found.span.first.isoformat(), "to": found.span.last.isoformat(), "dossiers": len(found.lives)}


def _noted(actor: Actor, commune: UUID, verb: str, said: dict[str, Any]) -> None:
    with transact(commune) as work:
        work.note(verb, actor.ref, Ref("report", commune), facts=said)
