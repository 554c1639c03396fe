"""What is still to be passed on to the national portal, one dossier to be typed in there, and the portal's list of states."""

from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import commune_of
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.core.people.views import imports
from thonso.dossiers import presenting, requirements
from thonso.dossiers.models import Dossier
from thonso.dossiers.services.moves import answers_of
from thonso.portal import access, copying, importing, packing, rules
from thonso.procedures.rules import evaluate

MOST = 100


def _preview_rows(preview: importing.Preview) -> tuple[list[str], list[list[Any]]]:
    headings = [
        _("Line in the file"),
        _("Code"),
        _("Whose"),
        _("On the portal"),
        _("State here"),
        _("What will happen"),
    ]
    return headings, [
        [
            item.line,
            item.dossier.official_code or item.brings,
            item.dossier.subject_name,
            item.words,
            presenting.office_state(item.dossier).words,
            _what_happens(item),
        ]
        for item in preview.items
    ]


def _what_happens(item: importing.Item) -> str:
    said = []
    if item.brings:
        said.append(_("Dossier %(code)s gets this official code") % {"code": item.dossier.code})
    if item.code is None:
        said.append(_("This state is not known: look at it"))
    elif not item.fits:
        said.append(_("Differs from here: look at it"))
    return " · ".join(said) or (_("The state is written down") if item.is_news else _("No change"))


STATES = imports.Kind(
    "portal_states",
    gettext_lazy("States from the national portal"),
    "portal_status",
    "import",
    importing.COLUMNS,
    "portal:states",
    "portal:waiting",
    lambda actor, commune, content: importing.preview(actor, content),
    importing.apply,
    _preview_rows,
    lambda preview: sum(item.is_news for item in preview.items),
)


@audience("staff")
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Dossiers without the province's code, the oldest first; and those that the portal tells otherwise."""
    actor = actor_of(request)
    commune_of(actor, STATES.action, STATES.policy_kind)
    rows = list(access.waiting(actor).select_related("hamlet").order_by("filed_at", "id")[: MOST + 1])
    otherwise = list(access.told_otherwise(actor).order_by("told_on", "id")[: MOST + 1])
    context = {
        "rows": [{"dossier": one, "state": presenting.office_state(one)} for one in rows[:MOST]],
        "more": len(rows) > MOST,
        "otherwise": [
            {
                "status": one,
                "dossier": one.dossier,
                "here": presenting.office_state(one.dossier),
                "known": rules.NAMES.get(one.code or 0, ""),
            }
            for one in otherwise[:MOST]
        ],
        "more_otherwise": len(otherwise) > MOST,
        "most": MOST,
    }
    return render(request, "portal/waiting.html", context)


@audience("staff")
@never_cache
@require_GET
def pass_on(request: HttpRequest, code: str) -> HttpResponse:
    """One dossier in full, value by value, to be typed into the portal; the opening stands in the journal."""
    actor = actor_of(request)
    dossier = access.dossier(actor, code)
    _note(actor, dossier, "dossier.copied")
    definition = requirements.definition(dossier)
    context = requirements.context(dossier)
    evaluation = evaluate(definition.form, answers_of(dossier), context)
    attachments = list(dossier.attachments.select_related("upload"))
    files = packing.named(dossier, attachments)
    page = {
        "dossier": dossier,
        "state": presenting.office_state(dossier),
        "channel": presenting.CHANNEL.get(dossier.channel, ""),
        "sections": copying.sections(definition.form, evaluation, context),
        "files": files,
        "missing": len(attachments) - len(files),
        "own": not access.link(actor, dossier),
        "mark_url": reverse("dossiers:act", args=[dossier.code, "record_official_code"]),
    }
    return render(request, "portal/pass_on.html", page)


@audience("staff")
@never_cache
@require_GET
def package(request: HttpRequest, code: str) -> HttpResponseBase:
    """All files of the dossier in one ZIP, named for the portal."""
    actor = actor_of(request)
    dossier = access.dossier(actor, code)
    content = packing.packed(dossier, dossier.attachments.select_related("upload"))
    _note(actor, dossier, "dossier.packed")
    return FileResponse(content, as_attachment=True, filename=f"{dossier.code}.zip", content_type="application/zip")


def _note(actor: Any, dossier: Dossier, verb: str) -> None:
    with transact(dossier.commune_id) as work:
        subject = Ref("resident", dossier.subject_resident_id) if dossier.subject_resident_id else None
        work.note(verb, actor.ref, Ref("dossier", dossier.pk), subject=subject, facts={"code": dossier.code})


@audience("staff")
@require_http_methods(["GET", "POST"])
def states(request: HttpRequest) -> HttpResponse:
    return imports.choose_page(request, STATES)


@audience("staff")
@require_http_methods(["GET", "POST"])
def states_preview(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return imports.preview_page(request, STATES, batch_id)


@audience("staff")
@require_GET
def states_rejects(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return imports.rejects_page(request, STATES, batch_id)


@audience("staff")
@require_GET
def states_template(request: HttpRequest) -> HttpResponse:
    return imports.template_page(request, STATES)
