"""Filling in and filing: one question a screen or all on a page, for oneself, for the person one helps, or at the desk."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import now, today
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.ids import stable_id
from thonso.core.files.services import store
from thonso.core.units.models import Unit
from thonso.dossiers import access, people_of, sources
from thonso.dossiers.models import Draft
from thonso.dossiers.presenting import RELATION
from thonso.dossiers.services import drafts, filing
from thonso.dossiers.services.filing import Filing, Person, must_be_given
from thonso.dossiers.views.shown_keys import FILED
from thonso.procedures.access import Offered, pinned, published, version_on
from thonso.procedures.definition import Definition, Paper
from thonso.procedures.forms.kinds import Context
from thonso.procedures.forms.parsing import change_rows, parse
from thonso.procedures.places import RegisteredPlaces
from thonso.procedures.prefill import Prefilled, prefill, still_prefilled
from thonso.procedures.rendering import next_screen, render_form, render_screen, render_summary, screen_of, screens
from thonso.procedures.rules import evaluate


def base_of(actor: Actor, channel: str) -> str:
    """Which shell the form stands in: the helper's, the desk's or the public one."""
    if channel == "assisted":
        return "web/base_hamlet.html"
    return "web/base_desk.html" if channel in {"desk", "post"} else "web/base_public.html"


def channel_of(request: HttpRequest, actor: Actor, commune_id: UUID) -> str:
    if actor.assist is not None:
        return "assisted"
    wanted = request.GET.get("kenh", "")
    if wanted in {"desk", "post"} and actor.has("one_stop", commune_id):
        return wanted
    return "online"


def commune_of(actor: Actor, request: HttpRequest) -> Unit:
    """The commune that is asked: the helper's or officer's own, else the one this site is of."""
    session = access.open_session(actor) if actor.assist else None
    id_ = session.commune_id if session else stable_id("commune", settings.COMMUNE_CODE)
    found = Unit.objects.filter(pk=id_).first()
    if found is None:
        raise Absent(_("This site is not set up for a commune yet."))
    return found


def minutes_left(actor: Actor) -> int | None:
    """Of the helper's session; None for everybody else."""
    session = access.open_session(actor) if actor.assist else None
    return max(0, int((session.expires_at - now()).total_seconds() // 60)) if session else None


def context_for(draft: Draft) -> Context:
    people = drafts.people_of(draft)
    return Context(
        today=today(),
        channel=draft.channel,
        representation=people.get("representation", "self"),
        commune=draft.commune.code,
        places=RegisteredPlaces(),
    )


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, code: str) -> HttpResponse:
    """Before the first question: what is needed, and in what capacity one files."""
    actor = actor_of(request)
    commune = commune_of(actor, request)
    offered = version_on(commune.pk, code, today())
    channel = channel_of(request, actor, commune.pk)
    definition = offered.definition
    context = _start_context(actor, offered, channel)
    if channel not in filing.channels_of(definition):
        return render(request, "dossiers/filing/not_this_way.html", context, status=409)
    if request.method == "POST":
        representation = request.POST.get("representation", "") or (
            definition.who_may_file[0].relation if len(definition.who_may_file) == 1 else ""
        )
        if definition.filer(representation) is None:
            errors = {"representation": [_("Please choose who you file for.")]}
            return render(request, "dossiers/filing/start.html", {**context, "errors": errors}, status=422)
        draft = _begin(request, actor, offered, commune, channel, representation)
        return redirect("dossiers:fill", draft.pk)
    return render(request, "dossiers/filing/start.html", context)


def _start_context(actor: Actor, offered: Offered, channel: str) -> dict[str, Any]:
    definition = offered.definition
    return {
        "base": base_of(actor, channel),
        "definition": definition,
        "channel": channel,
        "warnings": definition.warnings_on(today()),
        "choices": [
            {"value": f.relation, "label": RELATION[f.relation], "hint": f.note} for f in definition.who_may_file
        ],
        "drafts": [d for d in access.drafts_of(actor) if d.version_id == offered.version_id][:3],
    }


def _begin(
    request: HttpRequest, actor: Actor, offered: Offered, commune: Unit, channel: str, representation: str
) -> Draft:
    known: sources.Sources = {}
    if actor.assist and (session := access.open_session(actor)):
        known = sources.for_session(actor, session)
    elif channel == "online" and representation == "self":
        known = {**sources.for_account(actor), "earlier": sources.earlier(actor, offered.code)}
    context = Context(
        today=today(), channel=channel, representation=representation, commune=commune.code, places=RegisteredPlaces()
    )
    filled = prefill(offered.definition.form, known, context)
    return drafts.begin(
        actor,
        commune_id=commune.pk,
        version_id=offered.version_id,
        channel=channel,
        people={
            "representation": representation,
            "submitter": actor.assist.citizen_name if actor.assist else actor.name,
        },
        answers=filled.answers,
        prefilled={"answers": filled.answers, "sources": filled.sources},
    )


def _marks(draft: Draft, definition: Definition, answers: dict[str, Any]) -> dict[str, str]:
    kept = drafts.prefilled_of(draft)
    return still_prefilled(definition.form, Prefilled(kept.get("answers", {}), kept.get("sources", {})), answers)


@audience("signed_in")
@never_cache
@require_GET
def fill(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Into the form where it was left: the first question that is still open, or the check page."""
    draft = access.draft(actor_of(request), draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    if draft.channel in {"desk", "post"}:
        return redirect("dossiers:fill_all", draft.pk)
    evaluation = evaluate(definition.form, drafts.answers_of(draft), context)
    answers = evaluation.values
    for screen in screens(definition.form, evaluation):
        if not screen.keys & set(answers):
            return redirect("dossiers:question", draft.pk, screen.key)
    return redirect("dossiers:check_answers", draft.pk)


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
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
        drafts.replace_answers(draft, answers)
        evaluation = evaluate(form, answers, context)
        errors |= {path: found for path, found in evaluation.errors.items() if path.split(".")[0] in screen.keys}
        if changed:
            return redirect("dossiers:question", draft.pk, screen.key)
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
    walk = screens(form, evaluate(form, answers, context))
    before = [one for one in walk if one.number < screen.number]
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "screen": screen,
        "html": render_screen(
            screen, form, answers, context, errors=errors, prefilled=_marks(draft, definition, answers)
        ),
        "errors": errors,
        "back": reverse("dossiers:question", args=[draft.pk, before[-1].key])
        if before
        else reverse("dossiers:start", args=[definition.code]),
        "minutes_left": minutes_left(actor),
        "back_to_check": request.GET.get("kiem-tra") or request.POST.get("_back_to_check"),
    }
    return render(request, "dossiers/filing/question.html", page, status=422 if errors else 200)


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def fill_all(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """All questions on one page, for the desk and for who prefers it."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    form, answers = definition.form, drafts.answers_of(draft)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        data, errors = _with_files(request, actor, draft, definition, set(form.by_key))
        answers = parse(form, data, context, base=answers)
        changed = change_rows(form, data, answers)
        drafts.replace_answers(draft, answers)
        errors |= evaluate(form, answers, context).errors
        if changed or request.POST.get("_again"):
            return redirect("dossiers:fill_all", draft.pk)
        if not errors:
            return redirect("dossiers:papers", draft.pk)
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "html": render_form(form, answers, context, errors=errors, prefilled=_marks(draft, definition, answers)),
        "errors": errors,
    }
    return render(request, "dossiers/filing/all.html", page, status=422 if errors else 200)


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
            data.appendlist(key, upload.received_sha256)
    return data, errors


def loose_papers(draft: Draft, definition: Definition, values: dict[str, Any], context: Context) -> list[Paper]:
    """Papers to be photographed for which the form itself has no question."""
    asked = {one.paper for one in definition.form.fields() if one.kind == "file" and one.paper}
    return [p for p in definition.papers_for(values, context) if must_be_given(p, draft.channel) and p.key not in asked]


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Papers that the form has no question for; skipped when there are none."""
    actor = actor_of(request)
    draft = access.draft(actor, draft_id)
    definition, context = pinned(draft.version_id), context_for(draft)
    values = evaluate(definition.form, drafts.answers_of(draft), context).values
    wanted = loose_papers(draft, definition, values, context)
    if not wanted:
        return redirect("dossiers:check_answers", draft.pk)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        if gone := request.POST.get("_remove"):
            key, _colon, sha = gone.partition(":")
            drafts.remove_file(draft, key, sha)
            return redirect("dossiers:papers", draft.pk)
        for paper in wanted:
            for file in request.FILES.getlist(f"paper.{paper.key}"):
                try:
                    upload = store(
                        drafts.owner_of(actor), draft.commune_id, file, name=file.name or "", purpose=paper.key
                    )
                    draft = drafts.add_file(actor, draft, paper.key, upload.received_sha256)
                except Refused as refusal:
                    errors.setdefault(f"paper.{paper.key}", []).append(str(refusal.message))
        have = {entry["paper"] for entry in draft.attachments}
        for paper in wanted:
            if paper.key not in have and f"paper.{paper.key}" not in errors:
                errors[f"paper.{paper.key}"] = [_("Please add a photo or a file of this paper.")]
        if not errors:
            return redirect("dossiers:check_answers", draft.pk)
    rows = [
        {
            "paper": p,
            "name": f"paper.{p.key}",
            "files": [a for a in draft.attachments if a["paper"] == p.key],
            "errors": errors.get(f"paper.{p.key}", []),
        }
        for p in wanted
    ]
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "minutes_left": minutes_left(actor),
        "back": _last_question(draft, definition, context),
        "rows": rows,
        "errors": errors,
    }
    return render(request, "dossiers/filing/papers.html", page, status=422 if errors else 200)


@audience("signed_in")
@never_cache
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything once more, then the one button that files. Pressing it twice files once."""
    actor = actor_of(request)
    try:
        draft = access.draft(actor, draft_id)
    except Absent:
        if code := _already(request, draft_id):
            return redirect("dossiers:filed", code)
        raise
    definition, context = pinned(draft.version_id), context_for(draft)
    answers = drafts.answers_of(draft)
    errors: dict[str, Any] = {}
    message = ""
    if request.method == "POST":
        try:
            done = filing.file(actor, _filing(actor, draft, definition, answers, context))
        except Refused as refusal:
            errors, message = refusal.fields, str(refusal.message)
        else:
            drafts.mark_filed(draft)
            kept = request.session.get(FILED, {})
            request.session[FILED] = {**dict(list(kept.items())[-9:]), done.code: [str(done.dossier_id), done.key]}
            return redirect("dossiers:filed", done.code)
    page = {
        "base": base_of(actor, draft.channel),
        "draft": draft,
        "definition": definition,
        "summary": render_summary(
            definition.form,
            answers,
            context,
            change_url=lambda key: _change_url(draft, key),
            prefilled=_marks(draft, definition, answers),
        ),
        "errors": errors,
        "message": message,
        "time": definition.time_for(answers, context),
        "fees": definition.fees_for(answers, context),
        "minutes_left": minutes_left(actor),
        "back": reverse("dossiers:papers", args=[draft.pk])
        if loose_papers(draft, definition, evaluate(definition.form, answers, context).values, context)
        else _last_question(draft, definition, context),
        "open_errors": evaluate(definition.form, answers, context).errors,
    }
    return render(request, "dossiers/filing/check.html", page, status=422 if errors else 200)


def _last_question(draft: Draft, definition: Definition, context: Context) -> str:
    if draft.channel in {"desk", "post"}:
        return reverse("dossiers:fill_all", args=[draft.pk])
    walk = screens(definition.form, evaluate(definition.form, drafts.answers_of(draft), context))
    return reverse("dossiers:question", args=[draft.pk, walk[-1].key]) if walk else reverse("dossiers:mine")


def _change_url(draft: Draft, key: str) -> str:
    if draft.channel in {"desk", "post"}:
        return reverse("dossiers:fill_all", args=[draft.pk]) + f"#f-{key}"
    return reverse("dossiers:question", args=[draft.pk, key]) + "?kiem-tra=1"


def _already(request: HttpRequest, draft_id: UUID) -> str:
    return next((code for code, (id_, _k) in request.session.get(FILED, {}).items() if id_ == str(draft_id)), "")


def _filing(actor: Actor, draft: Draft, definition: Definition, answers: dict[str, Any], context: Context) -> Filing:
    values = evaluate(definition.form, answers, context).values
    name, details = people_of.subject_of(definition.form, values)
    people = drafts.people_of(draft)
    representation = people.get("representation", "self")
    subject = Person(name or people.get("submitter", ""), details)
    submitter = Person(
        subject.name if representation == "self" else people.get("submitter") or subject.name,
        details if representation == "self" else {},
        representation,
    )
    hamlet = people_of.hamlet_code_of(definition.form, values)
    place = Unit.objects.filter(commune_id=draft.commune_id, kind="hamlet", code=hamlet).first() if hamlet else None
    return Filing(
        id=draft.pk,
        commune_id=draft.commune_id,
        commune_code=draft.commune.code,
        version_id=draft.version_id,
        answers=answers,
        attachments=[(entry["paper"], entry["sha256"]) for entry in draft.attachments],
        channel=draft.channel,
        subject=subject,
        submitter=submitter,
        helper=Person(actor.name) if actor.assist else None,
        hamlet_id=place.pk if place else None,
    )


@audience("signed_in")
@never_cache
@require_GET
def filed(request: HttpRequest, code: str) -> HttpResponse:
    """The big page: code, key, what happens next. Shown to the browser that filed it, while its session lasts."""
    actor = actor_of(request)
    known = request.session.get(FILED, {}).get(code)
    if known is None:
        raise access.absent()
    dossier = access.by_code(actor, code, "track")
    page = {
        "base": base_of(actor, dossier.channel),
        "dossier": dossier,
        "key": known[1],
        "by_hour": pinned(dossier.version_id).appointment_only,
        "slip": next((e.pk for e in dossier.events.filter(kind="filed")), None),
        "helping": actor.assist,
        "at_desk": dossier.channel in {"desk", "post"},
    }
    return render(request, "dossiers/filing/filed.html", page)


@audience("staff")
@never_cache
@require_GET
def desk_choose(request: HttpRequest) -> HttpResponse:
    """The desk files for who stands before it: which procedure?"""
    actor = actor_of(request)
    commune = commune_of(actor, request)
    if not actor.has("one_stop", commune.pk):
        raise access.absent()
    rows = [one.definition for one in published(commune.pk, today())]
    drafts = [{"draft": draft, "name": pinned(draft.version_id).name} for draft in access.drafts_of(actor)[:10]]
    return render(request, "dossiers/filing/choose.html", {"rows": rows, "drafts": drafts})
