"""What the pages of moving share: who is chosen, where to, from which day; and the sentences that say what will be."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import read_text
from thonso.core.access.policy import New, require
from thonso.core.base.errors import Stale
from thonso.core.people import access, services
from thonso.core.people.models import Household, Membership, Resident
from thonso.core.people.views.looked_at import Form, Told
from thonso.core.people.views.shared import read_day
from thonso.core.people.words import RELATIONS

WHO: Final = "who-"


def kept_by(actor: Actor, resident_id: UUID) -> Resident:
    """A resident opened by somebody who keeps households: to die, to come back concerns the household. Raises Absent."""
    row = access.to_edit(actor, resident_id)
    require(actor, "edit", row.household or New("household", row.commune_id))
    return row


def told_apart(one: Resident) -> str:
    """A grandmother and her grandchild of the same name, in one household."""
    return f"{one.full_name}, {one.birth} ({RELATIONS[services.relation_of(one)]})"


def household_form(
    request: HttpRequest, kind: str, title: str, home: Household, people: Sequence[Resident], relations: dict[str, Any]
) -> Form:
    """Of what several members of a household do: each with what is chosen for them."""
    rows = []
    for one in people:
        name = f"{WHO}{one.pk}"
        rows.append({"name": name, "pk": str(one.pk), "label": told_apart(one)})
        rows[-1]["value"] = request.POST.get(name, "")
    context = {
        "kind": kind, "under": home.hamlet.full_name, "members": rows, "relations": list(relations.items()),
        "ticks": [(row["pk"], row["label"]) for row in rows],
        "heirs": [(str(one.pk), told_apart(one)) for one in people if one.pk != home.head_id] or None,
        "head": home.head.full_name if home.head else "",
    }  # fmt: skip
    return Form(title, reverse("search:household", args=[home.pk]), "who", home.valid_to is not None, context)


def chosen_of(
    request: HttpRequest, people: Sequence[Resident], relations: dict[str, Any], errors: Told
) -> dict[Resident, str]:
    """Who leaves, and what each is to the head of the other household."""
    sent = {
        name.removeprefix(WHO): str(value) for name, value in request.POST.items() if name.startswith(WHO) and value
    }
    chosen = {one: sent[str(one.pk)] for one in people if str(one.pk) in sent}
    for one, relation in chosen.items():
        if relation not in relations:
            errors[f"{WHO}{one.pk}"] = [_("Choose what the person is to the head of the household.")]
    _somebody(chosen, sent, people, errors)
    return chosen


def ticked_of(request: HttpRequest, people: Sequence[Resident], errors: Told) -> list[Resident]:
    sent = request.POST.getlist("who")
    chosen = [one for one in people if str(one.pk) in sent]
    _somebody(chosen, sent, people, errors)
    return chosen


def _somebody(chosen: Iterable[Resident], sent: Iterable[str], people: Sequence[Resident], errors: Told) -> None:
    if set(sent) - {str(one.pk) for one in people}:
        errors["who"] = [
            _("Somebody you chose no longer lives in this household. Look at who is left and choose again.")
        ]
    elif not list(chosen):
        errors["who"] = [_("Nobody is chosen. Choose at least one person who leaves.")]


def heir_of(
    request: HttpRequest, home: Household, people: Sequence[Resident], leaving: Iterable[Resident], errors: Told
) -> Resident | None:
    """Who heads the household when its head goes. Asked only then, and never guessed."""
    gone = set(leaving)
    stay = {str(one.pk): one for one in people if one not in gone}
    sent = request.POST.get("heir", "")
    heir = stay.get(sent)
    if not stay or not gone:
        return None
    if any(one.pk == home.head_id for one in gone):
        if heir is None:
            errors["heir"] = [_("The head of the household goes: choose who of those who stay becomes the head.")]
        return heir
    if sent:
        errors["heir"] = [_("The head of the household stays, so no other one is chosen here. Leave it empty.")]
    return None


def day_of(request: HttpRequest, errors: Told) -> date | None:
    day = read_day(request.POST.get("on", ""), errors, "on")
    if day is None and "on" not in errors:
        errors["on"] = [_("Write from which day.")]
    return day


def destination_of(request: HttpRequest, actor: Actor, commune_id: UUID, errors: Told) -> Household | None:
    code = read_text(request, "code", 20, errors)
    to = access.destination(actor, commune_id, code) if code else None
    if to is None and "code" not in errors:
        text = _("There is no household with this number now, or it is not for you. Look it up under Find residents.")
        errors["code"] = [text if code else _("Type the number of the household, for example SC-012.")]
    return to


def lock(homes: Iterable[Household], people: Sequence[Resident], row: Resident | None = None) -> None:
    """Of two officers at one household, or one person, the second waits and is told what has changed. Raises Stale."""
    keys = {one.pk for one in homes}
    rows = list(Household.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    there = {one.pk for one in people}
    now = Resident.objects.filter(pk__in=there, household__in=keys, status=Resident.Status.HERE).count()
    as_read = row is None or (
        Resident.objects.select_for_update().filter(pk=row.pk, status=row.status, household=row.household_id).first()
    )
    if any(one.valid_to is not None for one in rows) or now != len(there) or not as_read:
        raise Stale(_("Somebody else has just changed this household. Look at it again."))


def names_of(people: Iterable[tuple[Resident, str]]) -> str:
    return ", ".join(f"{one.full_name} ({str(RELATIONS[relation]).lower()})" for one, relation in people)


def who_stays(home: Household, heir: Resident | None) -> list[str]:
    """What the register says of the household they leave, read after it was changed."""
    home.refresh_from_db()
    rest = [(one, services.relation_of(one)) for one in access.members(home)]
    if not rest:
        return [_("Nobody is left in household %(code)s: it ends.") % {"code": home.code}]
    lines = [_("In household %(code)s stay: %(people)s.") % {"code": home.code, "people": names_of(rest)}]
    if heir is not None and len(rest) > 1:
        text = _("What the others are to the new head %(name)s is set right with each of them afterwards.")
        lines.append(text % {"name": heir.full_name})
    return lines


def arrived(to: Household, day: date, people: Iterable[tuple[Resident, str]]) -> str:
    text = _("From %(on)s in household %(code)s, %(hamlet)s, of %(head)s: %(people)s.")
    known = {"on": f"{day:%d/%m/%Y}", "code": to.code, "hamlet": to.hamlet.full_name}
    return text % {**known, "head": to.head.full_name if to.head else "–", "people": names_of(people)}


def erased(leaving: Iterable[Resident], day: date) -> list[str]:
    """Whom the register put into the household only on that day or later: that time goes from it."""
    open_ = Membership.objects.filter(resident__in=list(leaving), valid_to=None, valid_from__gte=day)
    text = _("The register has %(name)s in household %(code)s only from %(since)s: that time is taken out of it.")
    return [
        text % {"name": one.resident.full_name, "code": one.household.code, "since": f"{one.valid_from:%d/%m/%Y}"}
        for one in open_.select_related("resident", "household").order_by("pk")
    ]


def class_of(to: Household) -> str:
    text = _("The class of a poor or near-poor household is the household's: from that day that of %(code)s counts.")
    return text % {"code": to.code}


def of_dossiers() -> str:
    return _(
        "Running dossiers stay with who filed them, as they were filed; their page says in which household the person is now."
    )


def record_kept() -> str:
    return _("The record stays in the register and dossiers stay as they were filed.")
