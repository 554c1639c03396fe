"""The register for officers: found by name, household or ID number; opened only with a reason, which the journal keeps.

A list shows names, years of birth and hamlets. A record is opened by sending the reason, each time anew: nothing in an
address or a history opens one. Who has just saved it has said why, and sees it once under that.
The ID number stays masked until it is asked for, which is an entry of its own.
"""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Account
from thonso.core.access.pages.shared import commune_of
from thonso.core.access.policy import New, can
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.core.people import access as register
from thonso.core.people import services as people
from thonso.core.people.models import Household, Resident
from thonso.core.people.opening import carried
from thonso.core.people.rules import mask
from thonso.core.people.services import phones
from thonso.core.people.words import CLASSES, RELATIONS
from thonso.core.search import access
from thonso.core.units.services import hamlets

SHOWN: Final = 30
NONE: Final = "–"
STATUS: Final = {"moved": gettext_lazy("Moved away"), "died": gettext_lazy("Died")}


@audience("staff")
@never_cache
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Who is meant: by name (with or without diacritics, a year of birth may follow), or by the household's number."""
    return _page(request, {}, {})


@audience("staff")
@never_cache
@require_POST
def by_number(request: HttpRequest) -> HttpResponse:
    """An ID number finds one person and opens the record at once, so it needs the reason. It is never in an address."""
    actor = actor_of(request)
    commune = commune_of(actor, "read", "resident")
    values = {name: request.POST.get(name, "").strip()[:200] for name in ("number", "purpose")}
    errors: dict[str, list[Any]] = {}
    digits = "".join(char for char in values["number"] if char.isdigit())
    if len(digits) not in {9, 12}:
        errors["number"] = [_("An ID number has 12 digits, an old one 9.")]
    purpose, lacking = _reason(values["purpose"])
    if lacking:
        errors["purpose"] = [lacking]
    if not errors:
        found = register.find_by_id_number(actor, commune.pk, digits, purpose)
        if found is not None:
            return _record(request, found, purpose)
        errors["number"] = [_("Nobody in the register has this number, or it is not for you.")]
    return _page(request, values, errors)


def _page(request: HttpRequest, values: dict[str, str], errors: dict[str, list[Any]]) -> HttpResponse:
    actor = actor_of(request)
    commune = commune_of(actor, "read", "resident")
    asked = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "hamlet")}
    places = [(str(one.pk), one.full_name) for one in hamlets(commune.pk)]
    hamlet = UUID(asked["hamlet"]) if asked["hamlet"] in dict(places) else None
    rows, homes, more = [], list[Household](), False
    if sum(char.isdigit() for char in asked["q"]) >= 9:
        errors = {**errors, "q": [_("Type an ID number into the box below: an address would keep it.")]}
    elif asked["q"]:
        found = access.people(actor, commune.pk, asked["q"], SHOWN, hamlet_id=hamlet)
        rows, more = found.rows, found.more
        homes = list(register.households(actor).filter(commune=commune, code__iexact=asked["q"])[:5])
    context = {
        "asked": asked, "places": places, "rows": [(row, STATUS.get(row.status, "")) for row in rows],
        "homes": homes, "more": more, "values": values, "errors": errors, "looked": bool(asked["q"]) and not errors,
        "may_add": can(actor, "edit", New("household", commune.pk)).allow,
    }  # fmt: skip
    return render(request, "search/find.html", context, status=422 if errors else 200)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def resident(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """GET asks for the reason; POST opens the record under it."""
    purpose, refused = _purpose(request, reverse("search:resident", args=[resident_id]))
    return refused or _record(request, register.resident(actor_of(request), resident_id, purpose), purpose)


def _phones(row: Resident, numbers: list[str]) -> list[str]:
    """Each number by its end, with whose it is."""
    known = phones.whose(row.commune_id, numbers, row.pk)
    return [f"••• {one[-3:]}" + (f" ({known[one]})" if one in known else "") for one in numbers]


def _former(row: Resident) -> list[str]:
    """Each number that is not hers any more, by its ends: until when, why, and who wrote that down."""
    found = people.former_id_numbers(row)
    names = dict(Account.objects.filter(pk__in={one.ended_by for one in found}).values_list("pk", "full_name"))
    said = []
    for one, number in found.items():
        why = _("was written down wrongly") if one.wrong else _("replaced")
        who = names.get(one.ended_by, "") if one.ended_by else ""
        said.append(" · ".join(part for part in (mask(number), f"{why}, {one.ended_on:%d/%m/%Y}", who) if part))
    return said


def _record(request: HttpRequest, row: Resident, purpose: str) -> HttpResponse:
    """The record of somebody who was opened just now, under this reason."""
    actor = actor_of(request)
    may_see = can(actor, "read_id", row).allow
    shown = may_see and request.POST.get("show") == "number"
    number = register.id_number(actor, row, purpose) if shown else mask(people.id_number_of(row))
    facts = [
        (_("Date of birth"), str(row.birth)),
        (_("Sex on the card"), _("Man") if row.sex == "male" else _("Woman")),
        (_("Personal ID number"), number or NONE),
        (_("Hamlet"), row.hamlet.full_name),
        (_("Household"), row.household.code if row.household else NONE),
        (_("In the household"), RELATIONS.get(row.relation, RELATIONS["other"]) if row.household else NONE),
        (_("Father"), row.father_name or NONE),
        (_("Mother"), row.mother_name or NONE),
        (_("Wife or husband"), row.spouse_name or NONE),
        (_("Telephone"), ", ".join(_phones(row, [people.phone_of(one) for one in register.contacts(row)])) or NONE),
    ]
    facts += [(_("Former ID number"), words) for words in _former(row)]
    if row.status in STATUS:
        when = f" {row.left_on:%d/%m/%Y}" if row.left_on else ""
        facts.insert(0, (_("Today"), f"{STATUS[row.status]}{when}"))
        if moved_to := people.moved_to(row):
            facts.insert(1, (_("Where to"), moved_to))
    context = {
        "row": row, "facts": facts, "purpose": purpose, "may_show": may_see and not shown and bool(row.id_blind),
        "may_edit": can(actor, "edit", row).allow,
        "may_move": row.status != row.Status.MERGED and _keeps_home_of(actor, row),
    }  # fmt: skip
    return render(request, "search/resident.html", context)


def _keeps_home_of(actor: Actor, row: Resident) -> bool:
    """To die, move or come back concerns the household: whoever keeps that records it."""
    return can(actor, "edit", row).allow and can(actor, "edit", row.household or New("household", row.commune_id)).allow


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """A household with who lives in it and, for who may know it, its class year by year."""
    purpose, refused = _purpose(request, reverse("search:household", args=[household_id]))
    if refused:
        return refused
    actor = actor_of(request)
    found = register.household_entry(actor, household_id, purpose)
    home, day = found.household, today()
    context = {
        "home": home, "purpose": purpose, "may_add": home.valid_to is None and can(actor, "edit", home).allow,
        "facts": [
            (_("Hamlet"), home.hamlet.full_name), (_("Address"), home.address or NONE),
            (_("Head of the household"), home.head.full_name if home.head else NONE),
        ],
        "ended": home.valid_to,
        "members": [(one, RELATIONS.get(one.relation, RELATIONS["other"])) for one in found.members],
        "classes": None if found.classes is None else [
            (one, CLASSES[one.klass], one.valid_from <= day and (one.valid_to is None or one.valid_to >= day))
            for one in found.classes
        ],
        "may_import": bool(found.classes) and can(actor, "import", New("resident", commune_id=home.commune_id)).allow,
    }  # fmt: skip
    return render(request, "search/household.html", context)


def _ask(request: HttpRequest, here: str, errors: dict[str, list[Any]] | None = None) -> HttpResponse:
    """Before a record is opened: why. Nothing of it is shown, not even whether it is there."""
    commune_of(actor_of(request), "read", "resident")
    values = {"purpose": request.POST.get("purpose", "")}
    context = {"here": here, "values": values, "errors": errors or {}}
    return render(request, "search/why.html", context, status=422 if errors else 200)


def _purpose(request: HttpRequest, here: str) -> tuple[str, HttpResponse | None]:
    if request.method == "GET":
        words = carried(request)
        return words, None if words else _ask(request, here)
    words, lacking = _reason(request.POST.get("purpose", ""))
    return words, _ask(request, here, {"purpose": [lacking]}) if lacking else None


def _reason(typed: str) -> tuple[str, Any]:
    """The reason as the journal keeps it, and what is wrong with it."""
    try:
        words = clean(typed, limit=200)
    except Refused as refusal:
        return "", refusal.message
    return words, "" if len(words) >= 5 else _("Write the reason in a few words.")
