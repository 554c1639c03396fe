"""Hand-over lists of a day: which there are, and each printed to be signed at both ends."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.dossiers.views.papers import pdf
from thonso.insight import access, handovers
from thonso.insight.views.asked import asked_day, day_of


@audience("staff")
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    commune, asked = access.commune(actor_of(request)), asked_day(request.GET)
    found = handovers.of(commune, asked["day"])
    context = {
        **asked,
        "ways": [(words, [one for one in found if one.way == way]) for way, words in handovers.WAYS.items()],
    }
    return render(request, "insight/handovers.html", context, status=Refused.status if asked["errors"] else 200)


@audience("staff")
@never_cache
@require_GET
def paper(request: HttpRequest, way: str) -> HttpResponse:
    """One list on landscape A4; taken out of the house, so journalled."""
    actor = actor_of(request)
    commune, day = access.commune(actor), day_of(request.GET.get("ngay", ""), {})
    lists = handovers.of(commune, day) if day and way in handovers.WAYS else []
    found = next((one for one in lists if (one.way, one.key) == (way, request.GET.get("den", ""))), None)
    if day is None or found is None:
        raise access.absent()
    content = handovers.pdf(commune, day, found)
    with transact(commune.pk) as work:
        said = {"way": way, "day": day.isoformat(), "rows": len(found.items)}
        work.note("handover_list.printed", actor.ref, Ref("handover_list", commune.pk), facts=said)
    return pdf(content, f"ban-giao-{way}-{day:%Y%m%d}")
