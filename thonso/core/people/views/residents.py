"""One record at a time, by hand: a person set right, a person more in a household, a household that is not on the list."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
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
from thonso.core.access.policy import can
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.journal.work import Work
from thonso.core.people import access, duplicates, rules, services
from thonso.core.people.models import Household
from thonso.core.people.opening import carry
from thonso.core.people.rules import Person
from thonso.core.people.views.shared import Done, commune_of, submit
from thonso.core.people.words import RELATIONS
from thonso.core.units.services import hamlets

NAMES: Final = ("full_name", "father_name", "mother_name", "spouse_name")
MOST_ALIKE: Final = 3
SEXES: Final = {"male": gettext_lazy("Man"), "female": gettext_lazy("Woman")}
NUMBER_WAS: Final = {
    "changed": gettext_lazy("It was right and has been replaced: whoever brings it is still found"),
    "wrong": gettext_lazy("It was written down wrongly: nobody is found by it any more"),
}
Act = Callable[[Work, Person, str], Done]
Told = dict[str, list[Any]]


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """What was entered wrongly is set right; what was right before stays in the journal as having been changed."""
    actor = actor_of(request)
    row = access.to_edit(actor, resident_id)
    back = reverse("search:resident", args=[row.pk])
    home, relation = row.household, services.relation_of(row)
    # Who is what to whom is the household's matter: whoever may add people to it may set that right.
    relations = list(RELATIONS.items()) if home and can(actor, "edit", home).allow else None
    form = _Form(_("Correct the record"), back, row.full_name, bool(row.id_blind), relations, relation=relation)
    there = {name: getattr(row, name) for name in NAMES}
    there |= {"birth": str(row.birth), "sex": row.sex, "relation": relation}

    def odd(person: Person) -> Told:
        return _new_head(home, person) if home and relation != "head" else {}

    def act(work: Work, person: Person, why: str) -> Done:
        services.set_right(work, actor.ref, row, person, why, wrong_number=request.POST.get("number_was") == "wrong")
        duplicates.propose_for(work, actor.ref, row.commune_id, [row])
        return back, _("The record of %(name)s has been corrected.") % {"name": rules.tidy_name(person.full_name)}

    return _asked(request, actor, row.commune_id, form, "resident.correct", act, odd, there)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Somebody who was born, married or moved into a household that is known."""
    actor = actor_of(request)
    home = access.household_to_edit(actor, household_id)
    back = reverse("search:household", args=[home.pk])
    title = _("Add somebody to household %(code)s") % {"code": home.code}
    form = _Form(title, back, home.hamlet.full_name, relations=list(RELATIONS.items()), new=True)

    def odd(person: Person) -> Told:
        return _alike(home.commune_id, person) | _new_head(home, person)

    def act(work: Work, person: Person, why: str) -> Done:
        row = services.add_resident(work, actor.ref, person, household=home, why=why)
        duplicates.propose_for(work, actor.ref, home.commune_id, [row])
        return back, _("%(name)s is now in the household.") % {"name": rules.tidy_name(person.full_name)}

    return _asked(request, actor, home.commune_id, form, "resident.add", act, odd, {})


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def add_household(request: HttpRequest) -> HttpResponse:
    """A household that the list does not have, with its head."""
    actor = actor_of(request)
    commune = commune_of(actor, "edit", "household")
    places = {str(one.pk): one for one in hamlets(commune.pk)}
    back = reverse("search:find")
    choices = [(key, one.full_name) for key, one in places.items()]
    form = _Form(_("Add a household"), back, "", places=choices, new=True)

    def act(work: Work, person: Person, why: str) -> Done:
        hamlet = places[request.POST["hamlet"]]
        home = services.add_household(work, actor.ref, hamlet, address=request.POST.get("address", ""))
        row = services.add_resident(work, actor.ref, person, household=home, why=why)
        duplicates.propose_for(work, actor.ref, commune.pk, [row])
        said = _("Household %(code)s of %(name)s has been added.")
        return reverse("search:household", args=[home.pk]), said % {"code": home.code, "name": person.full_name}

    return _asked(request, actor, commune.pk, form, "household.add", act, lambda one: _alike(commune.pk, one), {})


def _new_head(home: Household, person: Person) -> Told:
    """Asked before somebody becomes the head in the place of another."""
    home.refresh_from_db(fields=["head"])
    if person.relation != "head" or home.head is None:
        return {}
    text = _("The head of household %(code)s is %(name)s now. Saved like this, %(name)s becomes an other member.")
    more = _("What the members are to the new head is then set right with each of them.")
    return {"relation": [text % {"code": home.code, "name": home.head.full_name}, more]}


def _alike(commune_id: UUID, person: Person) -> Told:
    """Asked before somebody is entered who may be there already. It says no more than a list of the register does."""
    found = duplicates.alike(commune_id, person)[:MOST_ALIKE]
    if not found:
        return {}
    texts: list[Any] = []
    for one in found:
        known = {"name": one.full_name, "year": one.birth_year, "hamlet": one.hamlet.full_name}
        if one.household:
            text = _("The register already has %(name)s, born in %(year)d, household %(code)s, %(hamlet)s.")
            texts.append(text % {**known, "code": one.household.code})
        else:
            text = _("The register already has %(name)s, born in %(year)d, %(hamlet)s, who died or moved away.")
            texts.append(text % known)
    return {
        "alike": [*texts, _("If it is another person, save: the two then wait in Possible doubles to be compared.")]
    }


@dataclass(frozen=True, slots=True)
class _Form:
    """`known`: there is a number already, which is not shown. Without `relations` to choose from it is `relation`."""

    title: str
    back: str
    under: str
    known: bool = False
    relations: list[tuple[str, Any]] | None = None
    places: list[tuple[str, str]] | None = None
    relation: str = "head"
    new: bool = False


def _asked(
    request: HttpRequest, actor: Actor, commune_id: UUID, form: _Form, verb: str, act: Act,
    odd: Callable[[Person], Told], there: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """The form with what is `there`; what was typed, done once; or the form again with everything in it, and with what
    looks odd asked about once. It is asked while saving: the same form sent twice is no double of itself."""
    if request.method == "GET":
        return _page(request, form, there, {})
    errors, doubts = Told(), Told()

    def once_sure(work: Work, person: Person) -> Done:
        doubts.update({name: check.warnings for name, check in rules.check_person(person).items() if check.warnings})
        doubts.update(odd(person))
        # What was not asked about yet is not answered by the yes to something else.
        if doubts and not (request.POST.get("sure") and request.POST.get("asked") == _digest(doubts)):
            raise _Unsure
        return act(work, person, why)

    try:
        person = _person(request, form, errors)
        why = reason_of(request, errors)
        if errors or person is None:
            raise Refused(fields=errors)
        services.refuse_errors(person)
        known = person
        answer = submit(request, actor, commune_id, verb, lambda work: once_sure(work, known))
        carry(request, answer["Location"], why)
        return answer
    except _Unsure:
        pass
    except Refused as refusal:
        errors, doubts = errors | dict(refusal.fields) or {"full_name": [refusal.message]}, Told()
    return _page(request, form, {**request.POST.dict(), "asked": _digest(doubts)}, errors, doubts)


class _Unsure(Refused):
    """Nothing is saved: what looks odd is asked about first."""


def _digest(doubts: Told) -> str:
    return sha256("\n".join(str(words) for texts in doubts.values() for words in texts).encode()).hexdigest()[:16]


def _person(request: HttpRequest, form: _Form, errors: Told) -> Person | None:
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
    number = read.get("id_number")
    if form.known and number and not rules.check_id_number(number).errors and post.get("number_was") not in NUMBER_WAS:
        errors["number_was"] = [_("Choose whether the known number was replaced or was wrong.")]
    relation = post.get("relation", "") if form.relations is not None else form.relation
    if relation not in RELATIONS:
        errors["relation"] = [_("Choose what the person is to the head of the household.")]
    if post.get("sex", "") not in SEXES:
        errors["sex"] = [_("Choose the sex that stands on the card.")]
    return None if errors else Person(**read, sex=post["sex"], relation=relation)


def _page(
    request: HttpRequest,
    form: _Form,
    values: dict[str, Any],
    errors: Told,
    doubts: Told | None = None,
) -> HttpResponse:
    context = {
        "form": form, "values": values, "errors": errors, "doubts": doubts or {}, "back": form.back,
        "sexes": list(SEXES.items()), "number_was": list(NUMBER_WAS.items()),
    }  # fmt: skip
    return render(request, "people/resident_form.html", context, status=422 if errors or doubts else 200)
