"""The commune's hamlets for its administrator: the list, a new one, figures, and the three ways in which they change."""

from dataclasses import fields
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean, fold
from thonso.core.journal.work import Work
from thonso.core.people.views.shared import Done, commune_of, hamlet_of, read_day, submit, table
from thonso.core.units import rules, services
from thonso.core.units.models import Unit
from thonso.core.units.rules import HamletData

LIST = "people:hamlets"
FIELDS = tuple(f.name for f in fields(HamletData))


@audience("admin")
@require_GET
def hamlets(request: HttpRequest) -> HttpResponse:
    commune = commune_of(actor_of(request), "edit", "unit")
    rows = list(services.hamlets(commune.id))
    asked = fold(request.GET.get("q", "")[:100])
    shown = [row for row in rows if asked in row.folded or asked in row.code] if asked else rows
    past = Unit.objects.filter(commune=commune, kind=Unit.Kind.HAMLET, valid_to__lt=today()).order_by("-valid_to")
    context = {
        "commune": commune,
        "rows": shown,
        "all": len(rows),
        "q": request.GET.get("q", ""),
        "households": _sum(shown, "households"),
        "population": _sum(shown, "population"),
        "past": past.prefetch_related("successors"),
    }
    return render(request, "people/hamlets.html", context)


def _sum(rows: list[Unit], name: str) -> int:
    return sum(getattr(row.hamlet_profile, name) or 0 for row in rows if hasattr(row, "hamlet_profile"))


@audience("admin")
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The list with its figures; ethnic groups are restricted and stay out of it."""
    commune = commune_of(actor_of(request), "edit", "unit")
    names = (
        "households",
        "population",
        "poor_households",
        "near_poor_households",
        "distance_km",
        "latitude",
        "longitude",
    )
    headings = [
        _("Hamlet"),
        _("Code"),
        _("Households"),
        _("Number of people"),
        _("Poor households"),
        _("Near-poor households"),
    ]
    headings += [_("Kilometres to the commune"), _("Latitude"), _("Longitude"), _("Exists since")]
    rows = []
    for unit in services.hamlets(commune.id):
        profile = getattr(unit, "hamlet_profile", None)
        rows.append(
            [
                unit.full_name,
                unit.code,
                *(getattr(profile, name, None) for name in names),
                f"{unit.valid_from:%d/%m/%Y}",
            ]
        )
    return table(form, _("Hamlets"), f"thon-{commune.code}", headings, rows)


@audience("admin")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, "edit", "unit")
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            data = read_hamlet(request)

            def act(work: Work) -> Done:
                hamlet = services.create_hamlet(work, actor.ref, commune, data)
                return reverse(LIST), _("%(hamlet)s has been added.") % {"hamlet": hamlet.full_name}

            return submit(request, actor, commune.id, "hamlet.create", act)
        except Refused as refusal:
            errors = _errors(refusal)
    return _form(request, commune, None, dict(request.POST.items()), errors)


@audience("admin")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, hamlet_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    hamlet = hamlet_of(actor, hamlet_id)
    assert hamlet.commune is not None
    values: dict[str, Any] = {name: getattr(services.data_of(hamlet), name) for name in FIELDS}
    values["ethnic_groups"] = "; ".join(f"{name}: {people}" for name, people in values["ethnic_groups"].items())
    for name in ("distance_km", "latitude", "longitude"):
        if values[name] is not None:
            values[name] = f"{values[name].normalize():f}".replace(".", ",")
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        values = dict(request.POST.items())
        try:
            data = read_hamlet(request)

            def act(work: Work) -> Done:
                services.update_hamlet(work, actor.ref, hamlet, data)
                return reverse(LIST), _("%(hamlet)s has been saved.") % {"hamlet": hamlet.full_name}

            return submit(request, actor, hamlet.commune.id, "hamlet.update", act)
        except Refused as refusal:
            errors = _errors(refusal)
    return _form(request, hamlet.commune, hamlet, values, errors)


def _form(
    request: HttpRequest, commune: Unit, hamlet: Unit | None, values: dict[str, Any], errors: dict[str, list[Any]]
) -> HttpResponse:
    context = {"commune": commune, "hamlet": hamlet, "values": values, "errors": errors, "back": reverse(LIST)}
    return render(request, "people/hamlet_form.html", context, status=422 if errors else 200)


def read_hamlet(request: HttpRequest) -> HamletData:
    """The form as data. Raises Refused with every field that cannot be read."""
    post, errors, values = request.POST, dict[str, list[Any]](), dict[str, Any]()
    readers: dict[str, Any] = dict.fromkeys(rules.COUNTS, rules.parse_count)
    readers["distance_km"] = lambda text: rules.parse_decimal(text, 1)
    readers |= dict.fromkeys(("latitude", "longitude"), lambda text: rules.parse_decimal(text, 5))
    readers |= {"ethnic_groups": rules.parse_groups, "name": lambda text: clean(text, limit=100)}
    readers |= {name: partial(clean, limit=limit) for name, limit in rules.SUPPORT.items()}
    readers["code"] = lambda text: fold(text).replace(" ", "-")
    for name, read in readers.items():
        try:
            values[name] = read(post.get(name, "").strip())
        except Refused as refusal:
            errors[name] = [refusal.message]
    values["valid_from"] = read_day(post.get("valid_from", ""), errors, "valid_from")
    if errors:
        raise Refused(fields=errors)
    return HamletData(**values)


@audience("admin")
@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, hamlet_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    hamlet = hamlet_of(actor, hamlet_id)

    def act(work: Work, on: date) -> str:
        after = services.rename(work, actor.ref, hamlet, request.POST.get("name", ""), on)
        return _("%(old)s is now called %(new)s.") % {"old": hamlet.full_name, "new": after.full_name}

    return _change(request, hamlet, "rename", act)


@audience("admin")
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, hamlet_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    hamlet = hamlet_of(actor, hamlet_id)

    def act(work: Work, on: date) -> str:
        names = [line.strip() for line in request.POST.get("names", "").splitlines() if line.strip()]
        after = services.split(work, actor.ref, hamlet, [HamletData(name=name) for name in names], on)
        new = ", ".join(unit.full_name for unit in after)
        return _("%(old)s is now split into %(new)s.") % {"old": hamlet.full_name, "new": new}

    return _change(request, hamlet, "split", act)


@audience("admin")
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, "edit", "unit")
    rows = list(services.hamlets(commune.id))

    def act(work: Work, on: date) -> str:
        chosen = [row for row in rows if str(row.id) in request.POST.getlist("merged")]
        after = services.merge(work, actor.ref, chosen, request.POST.get("name", ""), on)
        return _("The hamlets are now %(new)s.") % {"new": after.full_name}

    return _change(request, commune, "merge", act, {"choices": [(str(row.id), row.full_name) for row in rows]})


def _change(request: HttpRequest, unit: Unit, kind: str, act: Any, more: dict[str, Any] | None = None) -> HttpResponse:
    """A change by decision: the day on which it takes effect, and what the hamlets are called then."""
    actor, errors = actor_of(request), dict[str, list[Any]]()
    assert unit.commune_id is not None
    if request.method == "POST":
        on = read_day(request.POST.get("on", ""), errors, "on")
        if on is None and not errors:
            errors["on"] = [_("Give the day on which it takes effect.")]
        if on is not None:
            day = on

            def once(work: Work) -> Done:
                return reverse(LIST), act(work, day)

            try:
                return submit(request, actor, unit.commune_id, f"hamlet.{kind}", once)
            except Refused as refusal:
                errors = _errors(refusal)
    values = {**request.POST.dict(), "merged": request.POST.getlist("merged")}
    context = {"unit": unit, "kind": kind, "values": values, "errors": errors, "back": reverse(LIST), **(more or {})}
    return render(request, "people/hamlet_change.html", context, status=422 if errors else 200)


def _errors(refusal: Refused) -> dict[str, list[Any]]:
    """The sentences by field; a refusal that names no field stands at the first."""
    return dict(refusal.fields) or {"name": [refusal.message]}
