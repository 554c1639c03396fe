"""Lists from a spreadsheet in three steps: choose the file, see what it would do, apply. Hamlets and people alike."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.policy import New, can
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.core.people import imports as people_imports
from thonso.core.people.rules import mask
from thonso.core.people.views.shared import XLSX, Done, commune_of, download, submit, table, uploaded
from thonso.core.units import batches, sheets
from thonso.core.units import imports as hamlet_imports
from thonso.core.units.models import ImportBatch, Unit
from thonso.core.units.sheets import Column

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One list that can be imported: whose act it is, its columns, and its pages."""

    name: str
    title: str | Promise
    policy_kind: str
    action: str
    columns: tuple[Column, ...]
    urls: str  # prefix of its url names
    after: str  # url name to go to when done
    preview: Callable[[Actor, Unit, bytes], Any]
    apply: Callable[[Work, Actor, Unit, bytes], Any]
    rows: Callable[[Any], tuple[list[str], list[list[Any]]]]
    new: Callable[[Any], int]


def _hamlet_rows(preview: hamlet_imports.Preview) -> tuple[list[str], list[list[Any]]]:
    words = {"new": _("Is added"), "changed": _("Is changed"), "unchanged": _("No change")}
    rows = [
        [item.line, item.data.name, item.data.households, item.data.population, words[item.action]]
        for item in preview.items
    ]
    return [_("Line in the file"), _("Hamlet"), _("Households"), _("Number of people"), _("What happens")], rows


def _people_rows(preview: people_imports.Preview) -> tuple[list[str], list[list[Any]]]:
    words = {
        "new": _("Is added"),
        "filled": _("ID number added"),
        "unchanged": _("No change"),
        "disputed": _("Entered without number, to be compared"),
    }
    rows = [
        [
            item.line,
            item.person.full_name,
            str(item.person.birth),
            mask(item.person.id_number),
            item.household_code,
            words[item.action] + ("" if not item.warnings else " · " + " ".join(item.warnings)),
        ]
        for item in preview.items
    ]
    return [
        _("Line in the file"),
        _("Full name"),
        _("Date of birth"),
        _("Personal ID number"),
        _("Household"),
        _("What happens"),
    ], rows


def _people_preview(actor: Actor, commune: Unit, content: bytes) -> people_imports.Preview:
    preview = people_imports.preview(commune, content, own_household=actor.household_id)
    if preview.classes and not can(actor, "import", New("classification", commune.id)):
        raise Refused(fields={"file": [_("Classes of households may be imported by the social affairs officer only.")]})
    return preview


def _people_apply(work: Work, actor: Actor, commune: Unit, content: bytes) -> people_imports.Preview:
    _people_preview(actor, commune, content)
    return people_imports.apply(work, actor.ref, commune, content, own_household=actor.household_id)


HAMLETS = Kind(
    "hamlets",
    gettext_lazy("Import hamlets"),
    "unit",
    "edit",
    hamlet_imports.COLUMNS,
    "people:hamlet-import",
    "people:hamlets",
    lambda actor, commune, content: hamlet_imports.preview(commune, content),
    lambda work, actor, commune, content: hamlet_imports.apply(work, actor.ref, commune, content),
    _hamlet_rows,
    lambda preview: preview.count("new") + preview.count("changed"),
)
PEOPLE = Kind(
    "people",
    gettext_lazy("Import residents and households"),
    "resident",
    "import",
    people_imports.COLUMNS,
    "people:import",
    "people:import",
    _people_preview,
    _people_apply,
    _people_rows,
    lambda preview: sum(item.action != "unchanged" or item.klass is not None for item in preview.items),
)


def choose_page(request: HttpRequest, kind: Kind) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, kind.action, kind.policy_kind)
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            name, content = uploaded(request)
            kind.preview(actor, commune, content)
            batch = batches.keep(commune.id, actor.id, kind.name, name, content)
            return HttpResponseRedirect(reverse(f"{kind.urls}-preview", args=[batch.id]))
        except Refused as refusal:
            errors = dict(refusal.fields) or {"file": [refusal.message]}
    context = {
        "kind": kind,
        "commune": commune,
        "errors": errors,
        "template_url": reverse(f"{kind.urls}-template"),
        "batches": batches.mine(actor.id, kind.name)[:10],
        "back": reverse(kind.after) if kind.after != kind.urls else "",
        "required": [column.titles[0] for column in kind.columns if column.required],
        "others": [column.titles[0] for column in kind.columns if not column.required],
        "rows_at_most": sheets.MAX_ROWS,
    }
    return render(request, "people/import.html", context, status=422 if errors else 200)


def preview_page(request: HttpRequest, kind: Kind, batch_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, kind.action, kind.policy_kind)
    batch = batches.open_(actor.id, kind.name, batch_id)
    content = batches.content(batch)
    if request.method == "POST":
        return _apply(request, actor, commune, kind, batch, content)
    try:
        preview = kind.preview(actor, commune, content)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(reverse(kind.urls))
    headings, rows = kind.rows(preview)
    context = {
        "kind": kind,
        "batch": batch,
        "preview": preview,
        "headings": headings,
        "rows": rows[:SHOWN],
        "count": len(rows),
        "shown": SHOWN,
        "new": kind.new(preview),
        "rejects": preview.rejects[:SHOWN],
        "rejected": len(preview.rejects),
        "rejects_url": reverse(f"{kind.urls}-rejects", args=[batch.id]),
        "back": reverse(kind.urls),
    }
    return render(request, "people/import_preview.html", context)


def _apply(
    request: HttpRequest, actor: Actor, commune: Unit, kind: Kind, batch: ImportBatch, content: bytes
) -> HttpResponse:
    def act(work: Work) -> Done:
        result = kind.apply(work, actor, commune, content)
        imported, rejected = kind.new(result), len(result.rejects)
        batches.close(batch, imported=imported, rejected=rejected)
        said = _("%(new)d rows were imported, %(rejected)d were left out.") % {"new": imported, "rejected": rejected}
        doubles = getattr(result, "duplicates", 0)
        if doubles:
            said += " " + _("%(count)d pairs may be one person: compare them.") % {"count": doubles}
        return reverse(kind.after), said

    return submit(request, actor, commune.id, f"{kind.name}.import", act)


def rejects_page(request: HttpRequest, kind: Kind, batch_id: UUID) -> HttpResponse:
    """The rows that are left out, to be corrected and imported again."""
    actor = actor_of(request)
    commune = commune_of(actor, kind.action, kind.policy_kind)
    batch = batches.open_(actor.id, kind.name, batch_id)
    preview = kind.preview(actor, commune, batches.content(batch))
    rows = [[reject.line, reject.reason] for reject in preview.rejects]
    return table("xlsx", _("Rows left out"), "dong-loi", [_("Line in the file"), _("Reason")], rows)


def template_page(request: HttpRequest, kind: Kind) -> HttpResponse:
    commune_of(actor_of(request), kind.action, kind.policy_kind)
    return download(sheets.template(kind.columns, str(kind.title)), f"mau-{kind.name}.xlsx", XLSX)


@audience("admin")
@require_http_methods(["GET", "POST"])
def hamlets(request: HttpRequest) -> HttpResponse:
    return choose_page(request, HAMLETS)


@audience("admin")
@require_http_methods(["GET", "POST"])
def hamlets_preview(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return preview_page(request, HAMLETS, batch_id)


@audience("admin")
@require_GET
def hamlets_rejects(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return rejects_page(request, HAMLETS, batch_id)


@audience("admin")
@require_GET
def hamlets_template(request: HttpRequest) -> HttpResponse:
    return template_page(request, HAMLETS)


@audience("staff")
@require_http_methods(["GET", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    return choose_page(request, PEOPLE)


@audience("staff")
@require_http_methods(["GET", "POST"])
def people_preview(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return preview_page(request, PEOPLE, batch_id)


@audience("staff")
@require_GET
def people_rejects(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    return rejects_page(request, PEOPLE, batch_id)


@audience("staff")
@require_GET
def people_template(request: HttpRequest) -> HttpResponse:
    return template_page(request, PEOPLE)
