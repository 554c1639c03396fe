"""Life goes on: a household splits, people go to another one or leave the commune, somebody dies; and what was recorded by
mistake is taken back. Whoever keeps households does it, each time shown before it is done."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import read_text
from thonso.core.access.policy import New, require
from thonso.core.base.errors import Stale
from thonso.core.journal.work import Work
from thonso.core.people import access, services
from thonso.core.people.models import Household, Membership, Resident
from thonso.core.people.views.looked_at import Change, Form, Outcome, Told, looked_at
from thonso.core.people.views.shared import read_day
from thonso.core.people.words import RELATIONS
from thonso.core.units.services import hamlets

WHO: Final = "who-"


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Some members make a household of their own in the same hamlet."""
    actor = actor_of(request)
    home, people = access.home_to_change(actor, household_id)
    title = _("Split household %(code)s") % {"code": home.code}
    form = _form(request, "split", title, home, people, dict(RELATIONS))

    def read(errors: Told, why: str) -> Change | None:
        leaving = _chosen(request, people, RELATIONS, errors)
        day, address = _day(request, errors), read_text(request, "address", 200, errors)
        heads = [one for one, relation in leaving.items() if relation == "head"]
        if len(leaving) == len(people):
            errors["who"] = [_("Everybody would leave. Somebody must stay, otherwise the household did not split.")]
        elif leaving and len(heads) != 1:
            errors["who"] = [_("Of those who leave, exactly one is the head of the new household.")]
        heir = _heir(request, home, people, leaving, errors)
        if errors or day is None:
            return None

        def change(work: Work) -> Outcome:
            _lock([home], people)
            lines = _erased(leaving, day)
            relations = {one.id: relation for one, relation in leaving.items()}
            fresh = services.split_household(
                work, actor.ref, home, list(leaving), heads[0], on=day, address=address, relations=relations,
                heir=heir, why=why,
            )  # fmt: skip
            members = sorted(leaving.items(), key=lambda pair: pair[1] != "head")
            text = _("New household %(code)s in %(hamlet)s from %(on)s: %(people)s.")
            known = {"code": fresh.code, "hamlet": home.hamlet.full_name, "on": f"{day:%d/%m/%Y}"}
            lines = [text % {**known, "people": _names(members)}, *lines, *_stay(home, heir)]
            lines += [
                _(
                    "The class of a poor or near-poor household does not go along: it stays with household %(code)s. The new"
                    " household has none until it is reviewed and a decision gives it one."
                )
                % {"code": home.code},
                _dossiers(),
                _("Recorded by mistake? Move each back to household %(code)s, from the same day.")
                % {"code": home.code},
            ]
            said = _("Household %(code)s was split; the new one is %(new)s.") % {"code": home.code, "new": fresh.code}
            return Outcome(reverse("search:household", args=[fresh.pk]), said, lines)

        return change

    return looked_at(request, actor, home.commune_id, "household.split", form, read)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def to_household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """One or several go to another household of the commune: married into it, back to the parents."""
    actor = actor_of(request)
    home, people = access.home_to_change(actor, household_id)
    relations = {key: words for key, words in RELATIONS.items() if key != "head"}
    title = _("Move to another household, from household %(code)s") % {"code": home.code}
    form = _form(request, "join", title, home, people, relations)

    def read(errors: Told, why: str) -> Change | None:
        leaving = _chosen(request, people, relations, errors)
        day, to = _day(request, errors), _destination(request, actor, home.commune_id, errors)
        if to is not None and to.pk == home.pk:
            errors["code"] = [_("This is the household they live in now. Type the number of the other one.")]
        heir = _heir(request, home, people, leaving, errors)
        if errors or day is None or to is None:
            return None

        def change(work: Work) -> Outcome:
            _lock([home, to], people)
            lines = _erased(leaving, day)
            for one, relation in leaving.items():
                services.move(work, actor.ref, one, to, relation=relation, on=day, heir=heir, why=why)
            lines = [_arrived(to, day, leaving.items()), *lines, *_stay(home, heir), _class_of(to), _dossiers()]
            if not access.members(home):
                lines.append(_("Recorded by mistake, it cannot be opened again here: they would need a new household."))
            else:
                text = _("Recorded by mistake? Move each back to household %(code)s, from the same day.")
                lines.append(text % {"code": home.code})
            said = _("%(people)s now belong to household %(code)s.")
            names = ", ".join(one.full_name for one in leaving)
            return Outcome(
                reverse("search:household", args=[to.pk]), said % {"people": names, "code": to.code}, lines
            )  # fmt: skip

        return change

    return looked_at(request, actor, home.commune_id, "household.join", form, read)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def away(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """One, several or all of a household leave the commune."""
    actor = actor_of(request)
    home, people = access.home_to_change(actor, household_id)
    title = _("Leave the commune, from household %(code)s") % {"code": home.code}
    form = _form(request, "away", title, home, people, {})

    def read(errors: Told, why: str) -> Change | None:
        leaving = _ticked(request, people, errors)
        day = _day(request, errors)
        heir = _heir(request, home, people, leaving, errors)
        if errors or day is None:
            return None

        def change(work: Work) -> Outcome:
            _lock([home], people)
            for one in leaving:
                services.leave(work, actor.ref, one, Resident.Status.MOVED, day, heir=heir, why=why)
            names = ", ".join(one.full_name for one in leaving)
            text = _("Moved out of the commune, last day here %(on)s: %(people)s.")
            lines = [text % {"on": f"{day:%d/%m/%Y}", "people": names}, *_stay(home, heir), _kept()]
            lines.append(_("Recorded by mistake? Open the person and choose Recorded by mistake."))
            said = _("%(people)s: moved away recorded.") % {"people": names}
            return Outcome(reverse("search:household", args=[home.pk]), said, lines)

        return change

    return looked_at(request, actor, home.commune_id, "household.away", form, read)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def to_hamlet(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The whole household now lives in another hamlet of the commune."""
    actor = actor_of(request)
    home, people = access.home_to_change(actor, household_id)
    places = {str(one.pk): one for one in hamlets(home.commune_id) if one.pk != home.hamlet_id}
    title = _("Household %(code)s moves to another hamlet") % {"code": home.code}
    choices = [(key, one.full_name) for key, one in places.items()]
    back = reverse("search:household", args=[home.pk])
    context = {"kind": "hamlet", "places": choices, "under": home.hamlet.full_name}
    form = Form(title, back, "hamlet", home.valid_to is not None, context)

    def read(errors: Told, why: str) -> Change | None:
        hamlet = places.get(request.POST.get("hamlet", ""))
        if hamlet is None:
            errors["hamlet"] = [_("Choose the hamlet where the household lives.")]
        if errors or hamlet is None:
            return None

        def change(work: Work) -> Outcome:
            _lock([home], people)
            before = home.hamlet.full_name
            services.move_household(work, actor.ref, home, hamlet, why)
            text = _("From today household %(code)s with %(n)d people belongs to %(hamlet)s, no longer to %(before)s.")
            known = {"code": home.code, "n": len(people), "hamlet": hamlet.full_name, "before": before}
            lines = [
                text % known,
                _("It keeps its number and its class."),
                _dossiers(),
                _("Recorded by mistake? Move it back to %(before)s in the same way.") % {"before": before},
            ]
            said = _("Household %(code)s now belongs to %(hamlet)s.") % {"code": home.code, "hamlet": hamlet.full_name}
            return Outcome(back, said, lines)

        return change

    return looked_at(request, actor, home.commune_id, "household.hamlet", form, read)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def died(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Somebody died and it was registered elsewhere; a registration here marks the person by itself."""
    actor = actor_of(request)
    row = _kept_by(actor, resident_id)
    home = row.household
    people = access.members(home) if home else []
    others = [(str(one.pk), one.full_name) for one in people if one.pk != row.pk]
    heads = bool(home and home.head_id == row.pk and others)
    context = {"kind": "died", "under": row.full_name, "heirs": others if heads else None}
    form = Form(_("Record a death"), reverse("search:resident", args=[row.pk]), "on", context=context)

    def read(errors: Told, why: str) -> Change | None:
        day = _day(request, errors)
        heir = _heir(request, home, people, [row], errors) if home else None
        if errors or day is None:
            return None

        def change(work: Work) -> Outcome:
            _lock([home] if home else [], people, row)
            services.leave(work, actor.ref, row, Resident.Status.DIED, day, heir=heir, why=why)
            text = _("%(name)s died on %(on)s.") % {"name": row.full_name, "on": f"{day:%d/%m/%Y}"}
            lines = [text, *(_stay(home, heir) if home else []), _kept()]
            lines.append(_("Running dossiers say that their owner died, and offer to stop them with form 05."))
            lines.append(_("Recorded by mistake? Open the person and choose Recorded by mistake."))
            said = _("%(name)s: death recorded.") % {"name": row.full_name}
            return Outcome(reverse("search:resident", args=[row.pk]), said, lines)

        return change

    return looked_at(request, actor, row.commune_id, "resident.died", form, read)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def returned(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Who moved away lives in the commune again."""
    actor = actor_of(request)
    row = _kept_by(actor, resident_id)
    relations = [(key, words) for key, words in RELATIONS.items() if key != "head"]
    context = {"kind": "returned", "under": row.full_name, "relations": relations}
    form = Form(_("Back in the commune"), reverse("search:resident", args=[row.pk]), "on", context=context)

    def read(errors: Told, why: str) -> Change | None:
        day, to = _day(request, errors), _destination(request, actor, row.commune_id, errors)
        relation = request.POST.get("relation", "")
        if relation not in dict(relations):
            errors["relation"] = [_("Choose what the person is to the head of the household.")]
        if row.household is not None:
            text = _("The person lives in household %(code)s: choose Move to another household there.")
            errors["code"] = [text % {"code": row.household.code}]
        if errors or day is None or to is None:
            return None

        def change(work: Work) -> Outcome:
            _lock([to], [], row)
            services.move(work, actor.ref, row, to, relation=relation, on=day, why=why)
            lines = [_arrived(to, day, [(row, relation)]), _class_of(to), _dossiers()]
            said = _("%(people)s now belong to household %(code)s.") % {"people": row.full_name, "code": to.code}
            return Outcome(reverse("search:household", args=[to.pk]), said, lines)

        return change

    return looked_at(request, actor, row.commune_id, "resident.returned", form, read)


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def undo(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """The death or the leaving was recorded by mistake."""
    actor = actor_of(request)
    row = _kept_by(actor, resident_id)
    context = {"kind": "undo", "under": row.full_name, "was_died": row.status == Resident.Status.DIED}
    back = reverse("search:resident", args=[row.pk])
    form = Form(_("Recorded by mistake"), back, "reason", context=context)

    def read(errors: Told, why: str) -> Change | None:
        def change(work: Work) -> Outcome:
            _lock([], [], row)
            services.came_back(work, actor.ref, row, why)
            lines = [_("%(name)s lives here by the register, as before.") % {"name": row.full_name}]
            if row.household is None:
                lines.append(_("The register knows no household of before: choose one with Back in the commune."))
            else:
                text = _("In household %(code)s again: %(people)s.")
                there = [(one, services.relation_of(one)) for one in access.members(row.household)]
                lines.append(text % {"code": row.household.code, "people": _names(there)})
            lines.append(_("The journal keeps what was recorded and that it was taken back."))
            return Outcome(back, _("What was recorded of %(name)s is taken back.") % {"name": row.full_name}, lines)

        return None if errors else change

    return looked_at(request, actor, row.commune_id, "resident.undo", form, read)


def _kept_by(actor: Actor, resident_id: UUID) -> Resident:
    """A resident opened by somebody who keeps households: to die, to come back concerns the household. Raises Absent."""
    row = access.to_edit(actor, resident_id)
    require(actor, "edit", row.household or New("household", row.commune_id))
    return row


def _form(
    request: HttpRequest, kind: str, title: str, home: Household, people: Sequence[Resident], relations: dict[str, Any]
) -> Form:
    """Of what several members of a household do: each with what is chosen for them."""
    rows = []
    for one in people:
        role = RELATIONS[services.relation_of(one)]
        name = f"{WHO}{one.pk}"
        rows.append({"name": name, "pk": str(one.pk), "label": f"{one.full_name}, {one.birth} ({role})"})
        rows[-1]["value"] = request.POST.get(name, "")
    context = {
        "kind": kind, "under": home.hamlet.full_name, "members": rows, "relations": list(relations.items()),
        "ticks": [(row["pk"], row["label"]) for row in rows],
        "heirs": [(str(one.pk), one.full_name) for one in people if one.pk != home.head_id] or None,
        "head": home.head.full_name if home.head else "",
    }  # fmt: skip
    return Form(title, reverse("search:household", args=[home.pk]), "who", home.valid_to is not None, context)


def _chosen(
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


def _ticked(request: HttpRequest, people: Sequence[Resident], errors: Told) -> list[Resident]:
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


def _heir(
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


def _day(request: HttpRequest, errors: Told) -> date | None:
    day = read_day(request.POST.get("on", ""), errors, "on")
    if day is None and "on" not in errors:
        errors["on"] = [_("Write from which day.")]
    return day


def _destination(request: HttpRequest, actor: Actor, commune_id: UUID, errors: Told) -> Household | None:
    code = read_text(request, "code", 20, errors)
    to = access.destination(actor, commune_id, code) if code else None
    if to is None and "code" not in errors:
        text = _("There is no household with this number now, or it is not for you. Look it up under Find residents.")
        errors["code"] = [text if code else _("Type the number of the household, for example SC-012.")]
    return to


def _lock(homes: Iterable[Household], people: Sequence[Resident], row: Resident | None = None) -> None:
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


def _names(people: Iterable[tuple[Resident, str]]) -> str:
    return ", ".join(f"{one.full_name} ({str(RELATIONS[relation]).lower()})" for one, relation in people)


def _stay(home: Household, heir: Resident | None) -> list[str]:
    """What the register says of the household they leave, read after it was changed."""
    home.refresh_from_db()
    rest = [(one, services.relation_of(one)) for one in access.members(home)]
    if not rest:
        return [_("Nobody is left in household %(code)s: it ends.") % {"code": home.code}]
    lines = [_("In household %(code)s stay: %(people)s.") % {"code": home.code, "people": _names(rest)}]
    if heir is not None and len(rest) > 1:
        text = _("What the others are to the new head %(name)s is set right with each of them afterwards.")
        lines.append(text % {"name": heir.full_name})
    return lines


def _arrived(to: Household, day: date, people: Iterable[tuple[Resident, str]]) -> str:
    text = _("From %(on)s in household %(code)s, %(hamlet)s, of %(head)s: %(people)s.")
    known = {"on": f"{day:%d/%m/%Y}", "code": to.code, "hamlet": to.hamlet.full_name}
    return text % {**known, "head": to.head.full_name if to.head else "–", "people": _names(people)}


def _erased(leaving: Iterable[Resident], day: date) -> list[str]:
    """Whom the register put into the household only on that day or later: that time goes from it."""
    open_ = Membership.objects.filter(resident__in=list(leaving), valid_to=None, valid_from__gte=day)
    text = _("The register has %(name)s in household %(code)s only from %(since)s: that time is taken out of it.")
    return [
        text % {"name": one.resident.full_name, "code": one.household.code, "since": f"{one.valid_from:%d/%m/%Y}"}
        for one in open_.select_related("resident", "household").order_by("pk")
    ]


def _class_of(to: Household) -> str:
    text = _("The class of a poor or near-poor household is the household's: from that day that of %(code)s counts.")
    return text % {"code": to.code}


def _dossiers() -> str:
    return _(
        "Running dossiers stay with who filed them, as they were filed; their page says in which household the person is now."
    )


def _kept() -> str:
    return _("The record stays in the register and dossiers stay as they were filed.")
