"""The desk: the queue, one dossier, and what can be done to it."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.dossiers import access, action_forms, presenting, queues
from thonso.dossiers.actions import ACTIONS, perform
from thonso.dossiers.rules.transitions import BY_NAME, why_not
from thonso.dossiers.services.moves import allowed, look_at
from thonso.dossiers.views.detail import dossier_context


@audience("staff")
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return redirect("dossiers:queue")


@audience("staff")
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    key = request.GET.get("hang", "viec-cua-toi")
    chosen = queues.BY_KEY.get(key, queues.QUEUES[0])
    filters = {"text": request.GET.get("q", "")[:80], "procedure": request.GET.get("tt", "")[:20]}
    page = queues.page(actor, chosen.key, **filters, cursor=request.GET.get("sau", ""))
    counts = queues.counts(actor)
    tabs = [
        {
            "label": one.label,
            "url": f"{reverse('dossiers:queue')}?hang={one.key}",
            "current": one is chosen,
            "count": counts.get(one.key.replace("-", "_")),
        }
        for one in queues.QUEUES
    ]
    rows = [
        {"dossier": dossier, "state": presenting.state(dossier), "due": presenting.due(dossier)}
        for dossier in page.rows
    ]
    query = request.GET.copy()
    query["sau"] = page.next_cursor
    context = {
        "queue": chosen,
        "tabs": tabs,
        "rows": rows,
        "q": filters["text"],
        "total": counts.get(chosen.key.replace("-", "_")),
        "next_url": f"?{query.urlencode()}" if page.next_cursor else "",
        "first_url": f"?hang={chosen.key}" if request.GET.get("sau") else "",
    }
    return render(request, "dossiers/desk/queue.html", context)


@audience("staff")
@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    context = dossier_context(actor, dossier)
    return render(request, "dossiers/desk/detail.html", context)


@audience("staff")
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """The page of one action, and the doing of it. A stale button gets the 409 page with the way back."""
    actor = actor_of(request)
    dossier = access.by_code(actor, code)
    if name not in ACTIONS or name not in action_forms.FORMS:
        raise access.absent()
    transition, form = BY_NAME[name], action_forms.FORMS[name]
    errors: dict[str, Any] = {}
    transaction_id = str(uuid4())
    if request.method == "POST":
        transaction_id = request.POST.get("transaction_id", "")
        try:
            data = action_forms.read(name, request.POST, dossier)
            perform(actor, dossier, name, data, _uuid(transaction_id))
            return HttpResponseRedirect(_after(dossier.code, name))
        except Refused as refusal:
            errors = refusal.fields or {"": [refusal.message]}
            message = refusal.message
            dossier = access.by_code(actor, code)
            return _action_page(
                request, actor, dossier, name, form, transition, transaction_id, errors, message, status=422
            )
    look = look_at(dossier)
    if transition not in allowed(actor, dossier, look):
        reason = why_not(transition, look)
        return _action_page(
            request, actor, dossier, name, form, transition, transaction_id, {}, reason or "", status=409
        )
    return _action_page(request, actor, dossier, name, form, transition, transaction_id, errors, "")


def _after(code: str, name: str) -> str:
    return reverse("dossiers:detail", args=[code]) + ("#giay-to" if name == "check_paper" else "")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused(_("This form is too old. Please open the page again.")) from None


def _action_page(
    request: HttpRequest, actor: Any, dossier: Any, name: str, form: Any, transition: Any, transaction_id: str,
    errors: dict[str, Any], message: Any, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {
        **dossier_context(actor, dossier),
        "name": name,
        "form": form,
        "transition": transition,
        "transaction_id": transaction_id,
        "errors": errors,
        "message": message,
        "blocked": status == 409,
        "values": request.POST,
        "verdicts": action_forms.VERDICTS,
        "seen": action_forms.SEEN,
        "whys": action_forms.WHY,
    }
    return render(request, "dossiers/desk/action.html", context, status=status)
