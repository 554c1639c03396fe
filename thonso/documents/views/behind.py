"""What is overdue or due soon, with whoever is in charge of it, and what nobody can do: for who keeps the book and who leads."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import today
from thonso.core.workdays.rules import Calendar
from thonso.core.workdays.services import calendar_for
from thonso.documents import access, books, keyset
from thonso.documents.models import DocumentTask

PAGE = 50
MOST = 50
ORDER = (keyset.Key("due_on", date.fromisoformat), keyset.LAST)


@audience("staff")
@never_cache
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """By day, what is longest overdue first."""
    actor = actor_of(request)
    commune, _organs = access.commune_of(actor)
    rows, calendar = access.behind(actor), calendar_for(commune.pk)
    unheld = list(access.unheld(actor)[: MOST + 1])
    total, cursor = rows.count(), request.GET.get("sau", "")
    shown, following = keyset.page(rows, ORDER, cursor, PAGE)
    context = {
        "rows": [_line(one, calendar) for one in shown],
        "total": total,
        "unheld": [{"task": one, "row": one.incoming, "what": books.what(one.incoming)} for one in unheld[:MOST]],
        "cut": len(unheld) > MOST,
        "next_url": f"?sau={following}" if following else "",
        "first_url": "?" if cursor else "",
        "leads": bool(access.instructs(actor)),
    }
    return render(request, "documents/behind.html", context)


def _line(task: DocumentTask, calendar: Calendar) -> dict[str, Any]:
    assert task.due_on is not None  # it is one that is due
    late = calendar.working_days_between(task.due_on, today()) if task.due_on < today() else 0
    return {
        "task": task, "row": task.incoming, "what": books.what(task.incoming), "late": task.due_on < today(),
        "days": late,
    }  # fmt: skip
