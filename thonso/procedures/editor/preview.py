"""A working copy as people will meet it, on a phone and at a desk, and a trial filing that leaves nothing behind."""

from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import today
from thonso.procedures import describing, reading
from thonso.procedures.definition import Definition
from thonso.procedures.editor import access, problems, trying, wording
from thonso.procedures.editor.drafts import source_of
from thonso.procedures.editor.editing import closed
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.parsing import change_rows, parse
from thonso.procedures.models import WorkingCopy
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.rendering import next_screen, render_answers, render_form, render_screen, screen_of, screens
from thonso.procedures.rules import evaluate


@audience("admin")
@never_cache
@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[untyped-decorator]
def preview(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """Two frames, as wide as a phone and as a desk; which way of filing and in which capacity is chosen above them."""
    copy = access.working_copy(actor_of(request), copy_id)
    if copy.state != WorkingCopy.State.OPEN:
        return closed(request, copy)
    source = source_of(copy)
    wrong = problems.of(source)
    # What is not sound may have no capacity to choose from.
    context = {"copy": copy, "source": source, "wrong": wrong, **({} if wrong else _ways(request, source))}
    return render(request, "procedures/editor/preview.html", context)


def _ways(request: HttpRequest, source: dict[str, Any]) -> dict[str, Any]:
    data = request.POST if request.method == "POST" else request.GET
    channels, relations = describing.channel_words(), wording.relation_words(source)
    offered = [one for one in source["channels"] if one != "appointment_only"] or ["online"]
    filers = list(dict.fromkeys(one["relation"] for one in source["who_may_file"]))
    channel, relation = data.get("kenh", ""), data.get("tu_cach", "")
    return {
        "channel": channel if channel in offered else offered[0],
        "relation": relation if relation in filers else filers[0],
        "channels": [(one, channels.get(one, one)) for one in offered],
        "relations": [(one, relations.get(one, one)) for one in filers],
    }


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
@xframe_options_sameorigin
@csp_replace({"frame-ancestors": [SELF]})  # type: ignore[untyped-decorator]
def attempt(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """The form itself: one question a screen as on a phone, or all on a page as at the desk. Answers travel with it."""
    copy = access.working_copy(actor_of(request), copy_id)
    source = source_of(copy)
    if problems.of(source):
        return render(request, "procedures/editor/frame_not_yet.html", {"copy": copy}, status=409)
    definition = reading.check(source)
    ways = _ways(request, source)
    context = Context(
        today=today(), channel=ways["channel"], representation=ways["relation"],
        commune=copy.commune.code, places=RegisteredPlaces(),
    )  # fmt: skip
    data = request.POST if request.method == "POST" else request.GET
    page = {"copy": copy, "definition": definition, "single": data.get("man", "") == "mot", **ways}
    if page["single"]:
        return _one_by_one(request, definition, context, page)
    return _all(request, definition, context, page)


def _all(request: HttpRequest, definition: Definition, context: Context, page: dict[str, Any]) -> HttpResponse:
    form, errors = definition.form, dict[str, list[str]]()
    answers: dict[str, Any] = {}
    if request.method == "POST":
        if request.POST.get("mau"):
            answers = trying.sample_answers(form, context)
        else:
            before = trying.carried(request.POST.get("answers", ""))
            answers = parse(form, _with_files(request, definition), context, base=before)
            if not change_rows(form, request.POST, answers) and not request.POST.get("_again"):
                found = evaluate(form, answers, context)
                asked = evaluate(form, before, context).visible
                errors = dict(found.errors)
                if not errors:
                    return _done(request, definition, context, page, answers)
                page["more"] = bool(found.visible - asked)
    html = render_form(form, answers, context, errors=errors)
    page |= {"html": html, "errors": errors, "answers": trying.carry(answers)}
    return render(request, "procedures/editor/frame.html", page, status=422 if errors else 200)


def _one_by_one(request: HttpRequest, definition: Definition, context: Context, page: dict[str, Any]) -> HttpResponse:
    form, errors = definition.form, dict[str, list[str]]()
    data = request.POST if request.method == "POST" else request.GET
    answers = trying.carried(request.POST.get("answers", "")) if request.method == "POST" else {}
    if request.POST.get("mau"):
        answers = trying.sample_answers(form, context)
    key = data.get("cau", "")
    evaluation = evaluate(form, answers, context)
    screen = screen_of(form, evaluation, key) or next_screen(form, evaluation, "")
    if request.method == "POST" and screen is not None and not request.POST.get("mau"):
        back = request.POST.get("_back")
        answers = parse(form, _with_files(request, definition), context, base=answers, keys=screen.keys)
        changed = change_rows(form, request.POST, answers)
        evaluation = evaluate(form, answers, context)
        wrong = {path: said for path, said in evaluation.errors.items() if path.split(".")[0] in screen.keys}
        if back:
            earlier = [one for one in screens(form, evaluation) if one.number < screen.number]
            screen = earlier[-1] if earlier else screen
        elif not changed and not wrong:
            following = next_screen(form, evaluation, screen.key)
            if following is None:
                return _done(request, definition, context, page, answers)
            screen = following
        elif not changed:
            errors = wrong
    if screen is None:
        return _done(request, definition, context, page, answers)
    html = render_screen(screen, form, answers, context, errors=errors)
    page |= {"html": html, "errors": errors, "answers": trying.carry(answers), "screen": screen}
    return render(request, "procedures/editor/frame.html", page, status=422 if errors else 200)


def _with_files(request: HttpRequest, definition: Definition) -> Any:
    """A file that was chosen counts as given; it is not kept, nor looked into."""
    data = request.POST.copy()
    for name in request.FILES:
        key = name.removesuffix(".new")
        if key in definition.form.by_key:
            data.setlist(key, [trying.FILE])
    return data


def _done(
    request: HttpRequest, definition: Definition, context: Context, page: dict[str, Any], answers: dict[str, Any]
) -> HttpResponse:
    """What would have been filed, and what would follow. There is no dossier."""
    evaluation = evaluate(definition.form, answers, context)
    if evaluation.errors:
        errors = dict(evaluation.errors)
        html = render_form(definition.form, answers, context, errors=errors)
        page |= {"html": html, "errors": errors, "answers": trying.carry(answers), "single": False}
        return render(request, "procedures/editor/frame.html", page, status=422)
    page |= {
        "told": trying.outcome(definition, evaluation, context),
        "html": render_answers(definition.form, evaluation.values, context, mask=False),
        "warnings": definition.warnings_on(today()),
        "title": _("Tried out"),
    }
    return render(request, "procedures/editor/frame_done.html", page)
