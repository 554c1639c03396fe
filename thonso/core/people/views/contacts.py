"""By which telephones a person is reached and whose each is: entered, set right, no longer used. A number is shown by its
end only, as in the record."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import read_text, sentences
from thonso.core.base.errors import Refused, Stale
from thonso.core.journal.work import Work
from thonso.core.people import access, rules, services
from thonso.core.people.models import Contact, Resident
from thonso.core.people.services import phones
from thonso.core.people.views.shared import Done, submit

MOST: Final = 3  # numbers of one person: as many as pages show to whoever is about to call
Told = dict[str, list[Any]]


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def contacts(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The numbers of one person, and one more."""
    actor = actor_of(request)
    row = access.to_edit(actor, resident_id)
    here = reverse("people:contacts", args=[row.pk])
    rows = access.contacts(row, most=None)
    errors = Told()
    if request.method == "POST":
        phone, kind, name = _read(request, errors)
        if not phone and "phone" not in errors:
            errors["phone"] = [_("Type the telephone number.")]
        if len(rows) >= MOST and not errors:
            errors["phone"] = [_("There are %(n)d numbers already. End one that is no longer used.") % {"n": len(rows)}]

        def act(work: Work) -> Done:
            services.add_contact(work, actor.ref, row, phone, kind, name)
            return here, _("The number is in the register.")

        try:
            if errors:
                raise Refused(fields=errors)
            return submit(request, actor, row.commune_id, "contact.add", act)
        except Refused as refusal:
            errors = sentences(refusal, "phone")
    return _page(request, row, None, reverse("search:resident", args=[row.pk]), errors)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, resident_id: UUID, contact_id: UUID) -> HttpResponse:
    """One number set right, or ended: it leads to this person no more."""
    actor = actor_of(request)
    row = access.to_edit(actor, resident_id)
    one = access.contact_to_edit(row, contact_id)
    back, errors = reverse("people:contacts", args=[row.pk]), Told()
    if request.method == "GET":
        _still_used(one)
    if request.method == "POST":
        ends = bool(request.POST.get("end"))
        phone, kind, name = ("", "", "") if ends else _read(request, errors)

        def act(work: Work) -> Done:
            _still_used(one)
            if ends:
                services.end_contact(work, actor.ref, one)
                return back, _("The number is no longer used for this person.")
            services.correct_contact(work, actor.ref, one, phone, kind, name)
            return back, _("The number has been set right.")

        try:
            if errors:
                raise Refused(fields=errors)
            return submit(request, actor, row.commune_id, "contact.correct", act)
        except Refused as refusal:
            errors = sentences(refusal, "phone")
    return _page(request, row, one, back, errors)


def _still_used(one: Contact) -> None:
    if one.valid_to is not None:
        raise Stale(_("This number was ended already. Look at the numbers again."))


def _read(request: HttpRequest, errors: Told) -> tuple[str, str, str]:
    phone, kind, name = request.POST.get("phone", "").strip(), request.POST.get("owner_kind", ""), ""
    try:
        phone = rules.parse_phone(phone) if phone else ""
    except Refused as refusal:
        errors["phone"] = [refusal.message]
    if kind not in phones.OWNER:
        errors["owner_kind"] = [_("Choose whose telephone it is.")]
    name = read_text(request, "owner_name", 100, errors)
    if kind == "own" and name:
        errors["owner_name"] = [_("It is the person's own number: leave this empty, or choose whose it is above.")]
    elif kind in phones.OWNER and kind != "own":
        unfit = (
            rules.check_name(name).errors
            if name
            else [_("Write whose telephone it is, so that one knows whom to ask for.")]
        )
        if unfit:
            errors.setdefault("owner_name", []).extend(unfit)
    return phone, kind, name


def _page(request: HttpRequest, row: Resident, one: Contact | None, back: str, errors: Told) -> HttpResponse:
    found = [one] if one else access.contacts(row, most=None)
    numbers = {each.pk: services.phone_of(each) for each in found}
    known = phones.whose(row.commune_id, list(numbers.values()), row.pk)
    there = {"owner_kind": one.owner_kind, "owner_name": one.owner_name} if one else {"owner_kind": ""}
    context = {
        "row": row, "one": one, "back": back, "errors": errors,
        "rows": [(each, f"••• {numbers[each.pk][-3:]}", known.get(numbers[each.pk], "")) for each in found],
        "owners": [(key, capfirst(str(words))) for key, words in phones.OWNER.items()],
        "values": request.POST.dict() if request.method == "POST" else there,
        "full": one is None and len(found) >= MOST,
    }  # fmt: skip
    return render(request, "people/contacts.html", context, status=422 if errors else 200)
