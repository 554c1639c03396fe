"""The questions: one a screen, or all on a page."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import Refused
from thonso.core.files.sentences import ILLEGIBLE
from thonso.core.files.services import store
from thonso.core.web import aloud
from thonso.dossiers import access
from thonso.dossiers.labels import labels_of
from thonso.dossiers.models import Draft
from thonso.dossiers.people_of import with_applicant
from thonso.dossiers.services import drafts
from thonso.dossiers.views.filing.shell import (
    base_of,
    context_for,
    errors_in,
    leads,
    marks,
    minutes_left,
    of_open_draft,
    request_to_sign,
)
from thonso.procedures.access import pinned
from thonso.procedures.definition import Definition
from thonso.procedures.forms.parsing import change_rows, parse
from thonso.procedures.rendering import (
    Screen,
    alone,
    next_screen,
    render_form,
    render_screen,
    screen_of,
    screens,
)
from thonso.procedures.rules import evaluate


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
@of_open_draft
def question(request: HttpRequest, draft_id: UUID, key: str) -> HttpResponse:
    """One screen. What was typed is kept even when it is wrong; the next screen comes when it is right."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    form, answers = definition.form, drafts.answers_of(draft)
    screen = screen_of(form, evaluate(form, answers, context), key)
    if screen is None:
        return redirect("dossiers:fill", draft.pk)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        data, errors = _with_files(request, actor, draft, definition, screen.keys)
        answers = parse(form, data, context, base=answers, keys=screen.keys)
        changed = change_rows(form, data, answers)
        evaluation = evaluate(form, answers, context)
        wrong = errors_in(draft, form, evaluation)
        # Why a file was refused says more than that it is missing.
        errors = {path: found for path, found in wrong.items() if path.split(".")[0] in screen.keys} | errors
        listens = aloud.wanted(request)
        drafts.replace_answers(draft, answers, seen="" if changed or errors or listens else screen.key)
        if listens:
            return HttpResponseRedirect(listens)
        if changed:
            return redirect(_at("question", changed, draft.pk, screen.key))
        if not errors:
            if request.POST.get("_back_to_check"):
                return redirect("dossiers:check_answers", draft.pk)
            following = next_screen(form, evaluation, screen.key)
            return (
                redirect("dossiers:question", draft.pk, following.key)
                if following
                else redirect("dossiers:papers", draft.pk)
            )
        screen = screen_of(form, evaluation, key) or screen
    answers = with_applicant(form, answers, context)
    evaluation = evaluate(form, answers, context)
    walk = screens(form, evaluation)
    single = alone(screen, evaluation)
    before = [one for one in walk if one.number < screen.number]
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "screen": screen,
        "html": render_screen(
            screen, form, answers, context, errors=errors, prefilled=marks(draft, definition, answers)
        ),
        "errors": errors,
        "labels": labels_of(definition, errors, alone=single.key if single else ""),
        "leads": leads(errors, draft),
        "back": reverse("dossiers:question", args=[draft.pk, before[-1].key])
        if before
        else reverse("dossiers:start", args=[definition.code]),
        "minutes_left": minutes_left(actor),
        "to_sign": _asks_for_signed_request(screen, definition),
        "back_to_check": request.GET.get("kiem-tra") or request.POST.get("_back_to_check"),
    }
    return render(request, "dossiers/filing/question.html", page, status=422 if errors else 200)


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
@of_open_draft
def fill_all(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """All questions on one page, for the desk and for who prefers it."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    form, answers = definition.form, drafts.answers_of(draft)
    errors: dict[str, list[str]] = {}
    more: list[tuple[str, str]] = []
    if request.method == "POST":
        # What the page itself says that it asked: a list of places that was chosen meanwhile has kept the answers already.
        asked = frozenset(request.POST.get("_asked", "").split()) or evaluate(form, answers, context).visible
        data, errors = _with_files(request, actor, draft, definition, set(form.by_key))
        answers = parse(form, data, context, base=answers)
        changed = change_rows(form, data, answers)
        drafts.replace_answers(draft, answers)
        found = evaluate(form, answers, context)
        # What these answers ask for and the page did not show yet is no mistake: it is shown and asked now.
        shown = found.visible - asked - set(request.POST)  # a row that was added on the page was asked about there
        wrong = errors_in(draft, form, found)
        new = {path: said for path, said in wrong.items() if path in shown or path.split(".")[0] in shown}
        more = list(labels_of(definition, new).items())
        errors = {path: said for path, said in wrong.items() if path not in new} | errors
        if changed or request.POST.get("_again"):
            return redirect(_at("fill_all", changed, draft.pk))
        if not errors and not more:
            return redirect("dossiers:papers", draft.pk)
    answers = with_applicant(form, answers, context)
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "html": render_form(form, answers, context, errors=errors, prefilled=marks(draft, definition, answers)),
        "errors": errors,
        "labels": labels_of(definition, errors),
        "leads": leads(errors, draft),
        "more": more,
        "asked": " ".join(sorted(evaluate(form, answers, context).visible)),
    }
    return render(request, "dossiers/filing/all.html", page, status=422 if errors else 200)


def _at(page: str, path: str, *args: Any) -> str:
    """The page again, at the row or list that was asked for."""
    return reverse(f"dossiers:{page}", args=args) + (f"#f-{path}" if path else "")


def _asks_for_signed_request(screen: Screen, definition: Definition) -> bool:
    wanted = request_to_sign(definition)
    return wanted is not None and any(one.kind == "file" and one.paper == wanted.key for one in screen.fields)


def _with_files(
    request: HttpRequest, actor: Actor, draft: Draft, definition: Definition, keys: Any
) -> tuple[QueryDict, dict[str, list[str]]]:
    """The POST with each file that came stored and named by its hash; a refused file says why and the rest is kept."""
    data = request.POST.copy()
    errors: dict[str, list[str]] = {}
    owner = drafts.owner_of(actor)
    for name in request.FILES:
        key = name.removesuffix(".new")
        one = definition.form.by_key.get(key)
        if one is None or one.kind != "file" or key not in keys:
            continue
        for file in request.FILES.getlist(name):
            try:
                upload = store(owner, draft.commune_id, file, name=file.name or "", purpose=one.paper or key)
            except Refused as refusal:
                errors.setdefault(key, []).append(str(refusal.message))
                continue
            # Asked once: one that was there before is meant as it is.
            if not upload.legible and upload.received_sha256 not in data.getlist(key):
                errors.setdefault(key, []).append(str(ILLEGIBLE))
            data.appendlist(key, upload.received_sha256)
    return data, errors
