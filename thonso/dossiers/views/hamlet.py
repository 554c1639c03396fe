"""The helper's and the village head's pages: whom they help now, what the hamlet is asked to do, what to hand over."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of, bind_assist, unbind_assist
from thonso.core.access.audience import audience
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Refused, Stale
from thonso.dossiers import access, assisted, hamlet_tasks, houses, presenting
from thonso.dossiers.begun import named
from thonso.dossiers.models import AssistSession, Dossier
from thonso.dossiers.rules.states import LABEL, State
from thonso.dossiers.services import assist
from thonso.dossiers.views import shown_keys
from thonso.procedures import finding, partial_date


@audience("helper")
@never_cache
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My day: the session that is open, what the hamlet is asked to do, what became of what I filed for others."""
    actor = actor_of(request)
    context = {
        "hamlet": access.hamlet_of(actor),
        "session": access.open_session(actor),
        "tasks": [
            (task, hamlet_tasks.asked(task), hamlet_tasks.when(task)) for task in access.hamlet_tasks(actor)[:50]
        ],
        "filed": _grouped(list(access.filed_by_helper(actor).order_by("-filed_at")[:100])),
        "now": now(),
    }
    return render(request, "dossiers/hamlet/home.html", context)


@audience("helper")
@never_cache
@require_GET
def my_hamlet(request: HttpRequest) -> HttpResponse:
    """The houses of my hamlet, and who has been helped."""
    actor = actor_of(request)
    hamlet = access.hamlet_of(actor)
    if hamlet is None:
        raise access.absent()
    words, never = request.GET.get("q", "").strip()[:100], "chua" in request.GET
    all_houses = houses.of_hamlet(actor, hamlet)
    context = {
        "hamlet": hamlet,
        "rows": houses.narrowed(all_houses, words, never=never),
        "all": len(all_houses),
        "helped": sum(1 for one in all_houses if one.helped_on),
        "question": words,
        "never": never,
    }
    return render(request, "dossiers/hamlet/houses.html", context)


# What the villager must hear of stands first; all else is folded.
TOLD = (
    (
        State.SUPPLEMENT,
        gettext_lazy("Tell the person: papers are missing. Code and key of the slip open what is asked, and by when."),
    ),
    (
        State.COMPLETED,
        gettext_lazy("Tell the person: the result is ready. Code and key of the slip open where to fetch it."),
    ),
)


JUST_FILED = timedelta(days=7)


def _grouped(filed: list[Dossier]) -> list[dict[str, Any]]:
    """What the helper filed, newest first, in groups: what must be told, what was filed these days, all else. Code,
    procedure, state and date, never a name."""
    since, told = now() - JUST_FILED, _("To tell the person")
    groups: list[dict[str, Any]] = [
        {
            "title": f"{told}: {str(LABEL[state]).lower()}",
            "tell": tell,
            "of": [one for one in filed if one.status is state],
        }
        for state, tell in TOLD
    ]
    rest = [one for one in filed if one.status not in {state for state, _tell in TOLD}]
    groups.append(
        {"title": _("Filed in the last seven days"), "tell": "", "of": [one for one in rest if one.filed_at > since]}
    )
    groups.append({"title": "", "tell": "", "of": [one for one in rest if one.filed_at <= since]})
    return [group | {"rows": [_row(one) for one in group["of"]]} for group in groups if group["of"]]


def _row(dossier: Dossier) -> dict[str, Any]:
    return {
        "code": dossier.code,
        "procedure": dossier.procedure_name,
        "state": presenting.state(dossier),
        "at": dossier.filed_at,
    }


@audience("helper")
@never_cache
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Whom do you help? Her card or her words, her consent, then a session for her alone."""
    actor, place = actor_of(request), access.hamlet_of(actor_of(request))
    if place is None or place.commune_id is None:
        raise access.absent()
    errors: dict[str, Any] = {}
    open_ = access.open_session(actor)
    mended = open_ if open_ and "sua" in request.GET and _may_mend(actor) else None
    if request.method == "POST":
        details, errors = assisted.read(request.POST)
        if not errors:
            if mended:
                assist.end_session(actor, mended)
            try:
                session = assist.open_session(
                    actor,
                    place.commune_id,
                    name=request.POST.get("name", ""),
                    details=details,
                    consent=request.POST.get("consent", ""),
                    hamlet_id=place.pk,
                )
            except Refused as refusal:
                errors = refusal.fields or {"name": [refusal.message]}
            except Stale:
                return redirect("dossiers:helper_begin")  # the page says who is still being helped, and what to do
            else:
                _bind(request, session)
                return redirect("dossiers:helper_choose")
    context = {
        "hamlet": place,
        "errors": errors,
        "values": request.POST or (_written(mended) if mended else {}),
        "consents": CONSENTS,
        "open": None if mended else open_,
        "mended": mended,
    }
    return render(request, "dossiers/hamlet/begin.html", context, status=422 if errors else 200)


def _may_mend(actor: Actor) -> bool:
    """Name and number may be written anew while nothing was begun with them."""
    return actor.assist is not None and not access.has_begun(actor)


def _written(session: AssistSession) -> dict[str, Any]:
    """What was typed of her, as a person writes it."""
    details = assist.details_of(session)
    birth = partial_date.read(details.get("birth"))
    return {
        **details,
        "name": session.citizen_name,
        "consent": session.consent,
        "birth": birth.shown if birth else details.get("birth", ""),
    }


def _bind(request: HttpRequest, session: AssistSession) -> None:
    bind_assist(request, assist.ref_of(session))


@audience("helper")
@require_POST
def resume(request: HttpRequest) -> HttpResponse:
    """Go on with a session that is still open, on this phone: the other one ran out of power, or was signed out."""
    session = access.open_session(actor_of(request))
    if session is None:
        return redirect("dossiers:helper_begin")
    _bind(request, session)
    return redirect("dossiers:helper_choose")


CONSENTS = (
    (AssistSession.Consent.SPOKEN, gettext_lazy("She agrees, aloud, beside me")),
    (AssistSession.Consent.PAPER, gettext_lazy("She signed or gave a fingerprint on paper")),
)


@audience("helper")
@never_cache
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest) -> HttpResponse:
    """The session ends; the browser forgets everything of her. What was begun and not sent is lost, so it is asked first."""
    actor = actor_of(request)
    session = access.open_session(actor)
    unsent = list(access.drafts_in(session)) if session else []
    if request.method == "GET" and session is None:
        return redirect("dossiers:hamlet_home")
    if request.method == "POST" and unsent and not request.POST.get("sure"):
        return redirect("dossiers:helper_end")  # asked on a page that one can come back to
    if request.method == "GET":
        context = {"session": session, "bound": actor.assist is not None, "drafts": named(unsent)}
        return render(request, "dossiers/hamlet/end.html", context)
    if session:
        assist.end_session(actor, session, drop=unsent)
        messages.success(request, _("The session has ended. This phone keeps nothing of that person."))
    unbind_assist(request)
    shown_keys.forget(request)
    response = redirect("dossiers:hamlet_home")
    response["Clear-Site-Data"] = '"cache"'
    return response


@audience("helper")
@require_POST
def more_time(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    if session := access.open_session(actor):
        assist.extend_session(actor, session)
    back = request.META.get("HTTP_REFERER", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if here else reverse("dossiers:hamlet_home"))


@audience("helper")
@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """What does she need? The procedures that may be filed from the hamlet."""
    actor = actor_of(request)
    session = access.open_session(actor)
    if session is None or actor.assist is None:
        return redirect("dossiers:helper_begin")
    question = request.GET.get("q", "").strip()[:200]
    offered = finding.find(session.commune_id, today(), question, place=finding.HERE).offered
    rows = [one.definition for one in offered if {"assisted", "appointment_only"} & set(one.definition.channels)]
    if not question:
        filed = access.filed_by_helper(actor).order_by("-filed_at").values_list("procedure_code", flat=True)
        usual = Counter(filed[:100])
        rows.sort(key=lambda one: (one.appointment_only, -usual[one.code]))  # what cannot be filed here stands last
    written = _written(session)
    drafts = named(access.drafts_of(actor)[:10])
    context = {
        "rows": rows,
        "question": question,
        "session": session,
        "drafts": drafts,
        "written": written,
        "numbered": frozenset()
        if written.get("id_number")
        else {one.code for one in rows if assisted.needs_number(one)},
        "may_mend": _may_mend(actor),
    }
    return render(request, "dossiers/hamlet/choose.html", context)
