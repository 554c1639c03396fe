"""The cash sheet of state fees: a day as it stands, closed by the officer, counter-signed by a second person, printed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access import policy
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import submit
from thonso.core.access.policy import New
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.units.models import Unit
from thonso.core.web.words import money
from thonso.dossiers.views.papers import sent
from thonso.insight import access, cash, cash_sheet
from thonso.insight.rules.cash import Closed
from thonso.insight.services import cash as services
from thonso.insight.views.asked import asked_day, day_of


@audience("staff")
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    actor, commune, asked = actor_of(request), access.till(actor_of(request)), asked_day(request.GET)
    day: date = asked["day"]
    lately = cash.lately(commune.pk, today())
    if sheet := lately.sheets.get(day):
        found = cash.as_closed(sheet)
    else:
        known = lately.first <= day  # else the sheet of that day has not been looked for yet
        found = cash.as_open(commune.pk, day, lately.closed) if known else cash.of(commune.pk, day)
    context = {
        **asked,
        "found": found,
        "sheet": cash_sheet.sheet(commune, found),
        "sums": [
            (_("By the receipts of this day"), money(found.taken)),
            (_("Receipts taken back"), money(found.taken_back)),
            (_("Of it given back to the payer"), money(found.given_back)),
            (_("Left after what was given back"), money(found.left)),
        ],
        "days": lately.days(today()),
        "can_close": found.sheet is None and _may_close(actor, commune, lately.closed, day),
        "first_close": lately.to_close_before(day),
        "can_countersign": _may_countersign(actor, found),
        "asked_to_sign": request.GET.get("hoi") == "ky",
    }
    return render(request, "insight/cash.html", context, status=Refused.status if asked["errors"] else 200)


@audience("staff")
@never_cache
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    actor = actor_of(request)
    commune, day = access.till(actor), day_of(request.GET.get("ngay", ""), {})
    if kind not in {"xlsx", "pdf"} or day is None:
        raise access.absent()
    found = cash.of(commune.pk, day)
    made = sent(cash_sheet.sheet(commune, found), commune, now(), kind, f"bang-ke-phi-{day:%Y%m%d}")
    with transact(commune.pk) as work:
        said = {"day": day.isoformat(), "lines": len(found.lines), "format": kind}
        work.note("cash_sheet.exported", actor.ref, Ref("cash_sheet", commune.pk), facts=said)
    return made


@audience("staff")
@never_cache
@require_POST
def close(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune, day = access.till(actor, "close"), day_of(request.POST.get("day", ""), {})
    seen = [request.POST.get(name, "") for name in ("count", "taken")]
    if day is None or not all(one.isascii() and one.isdigit() and len(one) < 12 for one in seen):
        raise Refused(_("Please open the sheet of the day again."))
    count, taken = (int(one) for one in seen)

    def act(work: Work) -> tuple[str, Any]:
        services.close(work, actor, commune, day, count=count, taken=taken, note=request.POST.get("note", ""))
        return _url(day), _("The day is closed. Print the sheet and have it counter-signed.")

    return submit(request, actor, commune.pk, "cash_sheet.close", act)


@audience("staff")
@never_cache
@require_POST
def countersign(request: HttpRequest, sheet_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    sheet = access.cash_sheet(actor, sheet_id)
    if request.POST.get("sure") != "1":  # asked on a page that one can come back to
        return redirect(f"{_url(sheet.day)}&hoi=ky#ky")

    def act(work: Work) -> tuple[str, Any]:
        services.countersign(work, actor, sheet)
        return _url(sheet.day), _("Counter-signed. Nothing on this day can change any more.")

    return submit(request, actor, sheet.commune_id, "cash_sheet.countersign", act)


def _url(day: date) -> str:
    return f"{reverse('insight:cash')}?ngay={day.isoformat()}"


def _may_close(actor: Actor, commune: Unit, closed: Closed, day: date) -> bool:
    return bool(policy.can(actor, "close", New("cash_sheet", commune.pk))) and (
        closed.last is None or day > closed.last
    )


def _may_countersign(actor: Actor, found: cash.Day) -> bool:
    if found.sheet is None or found.sheet.countersigned_at or found.sheet.closed_by_id == actor.ref.id:
        return False
    return bool(policy.can(actor, "countersign", found.sheet))
