"""One record at a time, by hand: a person set right, a person more in a household, a household that is not on the list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import read_text, reason_of
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.people import access, rules, services
from thonso.core.people.rules import Person
from thonso.core.people.views.shared import Done, commune_of, submit
from thonso.core.people.words import RELATIONS
from thonso.core.units.services import hamlets

NAMES: Final = ("full_name", "father_name", "mother_name", "spouse_name")
SEXES: Final = {"male": gettext_lazy("Man"), "female": gettext_lazy("Woman")}
Act = Callable[[Work, Person, str], Done]


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """What was entered wrongly is set right; what was right before stays in the journal as having been changed."""
    actor = actor_of(request)
    row = access.to_edit(actor, resident_id)
    back = reverse("search:resident", args=[row.pk])
    form = _Form(_("Correct the record"), back, row.full_name, known=bool(row.id_blind))
    there = {name: getattr(row, name) for name in NAMES} | {"birth": str(row.birth), "sex": row.sex}

    def act(work: Work, person: Person, why: str) -> Done:
        services.set_right(work, actor.ref, row, person, why)
        return back, _("The record of %(name)s has been corrected.") % {"name": rules.tidy_name(person.full_name)}

    return _asked(request, actor, row.commune_id, form, "resident.correct", act, there)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Somebody who was born, married or moved into a household that is known."""
    actor = actor_of(request)
    home = access.household_to_edit(actor, household_id)
    back = reverse("search:household", args=[home.pk])
    title = _("Add somebody to household %(code)s") % {"code": home.code}
    form = _Form(title, back, home.hamlet.full_name, relations=list(RELATIONS.items()))

    def act(work: Work, person: Person, why: str) -> Done:
        services.add_resident(work, actor.ref, person, household=home, why=why)
        return back, _("%(name)s is now in the household.") % {"name": rules.tidy_name(person.full_name)}

    return _asked(request, actor, home.commune_id, form, "resident.add", act, {})


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def add_household(request: HttpRequest) -> HttpResponse:
    """A household that the list does not have, with its head."""
    actor = actor_of(request)
    commune = commune_of(actor, "edit", "household")
    places = {str(one.pk): one for one in hamlets(commune.pk)}
    back = reverse("search:find")
    form = _Form(_("Add a household"), back, "", places=[(key, one.full_name) for key, one in places.items()])

    def act(work: Work, person: Person, why: str) -> Done:
        hamlet = places[request.POST["hamlet"]]
        home = services.add_household(work, actor.ref, hamlet, address=request.POST.get("address", ""))
        services.add_resident(work, actor.ref, person, household=home, why=why)
        said = _("Household %(code)s of %(name)s has been added.")
        return reverse("search:household", args=[home.pk]), said % {"code": home.code, "name": person.full_name}

    return _asked(request, actor, commune.pk, form, "household.add", act, {})


@dataclass(frozen=True, slots=True)
class _Form:
    """`known`: there is a number already, which is not shown. Without `relations` it is the head, or stays as it is."""

    title: str
    back: str
    under: str
    known: bool = False
    relations: list[tuple[str, Any]] | None = None
    places: list[tuple[str, str]] | None = None

    @property
    def new(self) -> bool:
        return self.relations is not None or self.places is not None


def _asked(
    request: HttpRequest, actor: Actor, commune_id: UUID, form: _Form, verb: str, act: Act, there: dict[str, Any]
) -> HttpResponse:
    """The form with what is `there`; what was typed, done once; or the form again with everything in it, and with what
    looks odd asked about once."""
    if request.method == "GET":
        return _page(request, form, there, {})
    errors: dict[str, list[Any]] = {}
    doubts: dict[str, list[Any]] = {}
    try:
        person = _person(request, form, errors)
        why = reason_of(request, errors)
        if errors or person is None:
            raise Refused(fields=errors)
        services.refuse_errors(person)
        if not request.POST.get("sure"):
            doubts = {name: check.warnings for name, check in rules.check_person(person).items() if check.warnings}
        if not doubts:
            return submit(request, actor, commune_id, verb, lambda work: act(work, person, why))
    except Refused as refusal:
        errors = errors | dict(refusal.fields) or {"full_name": [refusal.message]}
    return _page(request, form, request.POST.dict(), errors, doubts)


def _person(request: HttpRequest, form: _Form, errors: dict[str, list[Any]]) -> Person | None:
    post, read = request.POST, dict[str, Any]()
    readers: dict[str, Callable[[str], Any]] = {name: lambda text: clean(text, limit=100) for name in NAMES}
    readers |= {"birth": rules.parse_birth, "id_number": lambda text: clean(text, limit=30)}
    if form.new:
        readers |= {
            "ethnicity": lambda text: clean(text, limit=40),
            "phone": lambda t: rules.parse_phone(t) if t else "",
        }
    if form.places is not None and post.get("hamlet", "") not in dict(form.places):
        errors["hamlet"] = [_("Choose the hamlet where the household lives.")]
    if form.places is not None:
        read_text(request, "address", 200, errors)
    for name, reader in readers.items():
        try:
            read[name] = reader(post.get(name, "").strip())
        except Refused as refusal:
            errors[name] = [refusal.message]
    if unfit := rules.check_name(read.get("full_name", "")).errors:
        errors.setdefault("full_name", unfit)
    relation = post.get("relation", "") if form.relations is not None else "head"
    if relation not in RELATIONS:
        errors["relation"] = [_("Choose what the person is to the head of the household.")]
    if post.get("sex", "") not in SEXES:
        errors["sex"] = [_("Choose the sex that stands on the card.")]
    return None if errors else Person(**read, sex=post["sex"], relation=relation)


def _page(
    request: HttpRequest,
    form: _Form,
    values: dict[str, Any],
    errors: dict[str, list[Any]],
    doubts: dict[str, list[Any]] | None = None,
) -> HttpResponse:
    context = {
        "form": form, "values": values, "errors": errors, "doubts": doubts or {}, "back": form.back,
        "sexes": list(SEXES.items()),
    }  # fmt: skip
    return render(request, "people/resident_form.html", context, status=422 if errors or doubts else 200)
