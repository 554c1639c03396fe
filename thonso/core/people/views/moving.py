"""Life goes on: a household splits, people go to another one or leave the commune, somebody dies; and what was recorded by
mistake is taken back. Whoever keeps households does it, each time shown before it is done."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import read_text
from thonso.core.journal.work import Work
from thonso.core.people import access, services
from thonso.core.people.models import Resident
from thonso.core.people.views.looked_at import Change, Form, Outcome, Told, looked_at
from thonso.core.people.views.moving_parts import (
    arrived,
    chosen_of,
    class_of,
    day_of,
    destination_of,
    erased,
    heir_of,
    household_form,
    kept_by,
    lock,
    names_of,
    of_dossiers,
    record_kept,
    ticked_of,
    told_apart,
    who_stays,
)
from thonso.core.people.words import RELATIONS
from thonso.core.units.services import hamlets


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Some members make a household of their own in the same hamlet."""
    actor = actor_of(request)
    home, people = access.home_to_change(actor, household_id)
    title = _("Split household %(code)s") % {"code": home.code}
    form = household_form(request, "split", title, home, people, dict(RELATIONS))

    def read(errors: Told, why: str) -> Change | None:
        leaving = chosen_of(request, people, RELATIONS, errors)
        day, address = day_of(request, errors), read_text(request, "address", 200, errors)
        heads = [one for one, relation in leaving.items() if relation == "head"]
        if len(leaving) == len(people):
            errors["who"] = [_("Everybody would leave. Somebody must stay, otherwise the household did not split.")]
        elif leaving and len(heads) != 1:
            errors["who"] = [_("Of those who leave, exactly one is the head of the new household.")]
        heir = heir_of(request, home, people, leaving, errors)
        if errors or day is None:
            return None

        def change(work: Work) -> Outcome:
            lock([home], people)
            lines = erased(leaving, day)
            relations = {one.id: relation for one, relation in leaving.items()}
            fresh = services.split_household(
                work, actor.ref, home, list(leaving), heads[0], on=day, address=address, relations=relations,
                heir=heir, why=why,
            )  # fmt: skip
            members = sorted(leaving.items(), key=lambda pair: pair[1] != "head")
            text = _("New household %(code)s in %(hamlet)s from %(on)s: %(people)s.")
            known = {"code": fresh.code, "hamlet": home.hamlet.full_name, "on": f"{day:%d/%m/%Y}"}
            lines = [text % {**known, "people": names_of(members)}, *lines, *who_stays(home, heir)]
            lines += [
                _(
                    "The class of a poor or near-poor household does not go along: it stays with household %(code)s. The new"
                    " household has none until it is reviewed and a decision gives it one."
                )
                % {"code": home.code},
                of_dossiers(),
                _("Recorded by mistake? Move each back to household %(code)s, from the same day.")
                % {"code": home.code},
                _("Somebody was left behind? Choose Move to another household there, and type %(code)s.")
                % {"code": fresh.code},
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
    form = household_form(request, "join", title, home, people, relations)

    def read(errors: Told, why: str) -> Change | None:
        leaving = chosen_of(request, people, relations, errors)
        day, to = day_of(request, errors), destination_of(request, actor, home.commune_id, errors)
        if to is not None and to.pk == home.pk:
            errors["code"] = [_("This is the household they live in now. Type the number of the other one.")]
        heir = heir_of(request, home, people, leaving, errors)
        if errors or day is None or to is None:
            return None

        def change(work: Work) -> Outcome:
            lock([home, to], people)
            lines = erased(leaving, day)
            for one, relation in leaving.items():
                services.move(work, actor.ref, one, to, relation=relation, on=day, heir=heir, why=why)
            lines = [arrived(to, day, leaving.items()), *lines, *who_stays(home, heir), class_of(to), of_dossiers()]
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
    form = household_form(request, "away", title, home, people, {})

    def read(errors: Told, why: str) -> Change | None:
        leaving = ticked_of(request, people, errors)
        day, where = day_of(request, errors), read_text(request, "to", 200, errors)
        heir = heir_of(request, home, people, leaving, errors)
        if errors or day is None:
            return None

        def change(work: Work) -> Outcome:
            lock([home], people)
            for one in leaving:
                services.leave(work, actor.ref, one, Resident.Status.MOVED, day, heir=heir, why=why, moved_to=where)
            names = ", ".join(one.full_name for one in leaving)
            text = _("Moved out of the commune, last day here %(on)s: %(people)s.")
            to = [_("Where to: %(place)s.") % {"place": where.rstrip(".")}] if where else []
            lines = [text % {"on": f"{day:%d/%m/%Y}", "people": names}, *to, *who_stays(home, heir), record_kept()]
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
            lock([home], people)
            before = home.hamlet.full_name
            services.move_household(work, actor.ref, home, hamlet, why)
            text = _("From today household %(code)s with %(n)d people belongs to %(hamlet)s, no longer to %(before)s.")
            known = {"code": home.code, "n": len(people), "hamlet": hamlet.full_name, "before": before}
            lines = [
                text % known,
                _("It keeps its number and its class."),
                of_dossiers(),
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
    row = kept_by(actor, resident_id)
    home = row.household
    people = access.members(home) if home else []
    others = [(str(one.pk), told_apart(one)) for one in people if one.pk != row.pk]
    heads = bool(home and home.head_id == row.pk and others)
    context = {"kind": "died", "under": row.full_name, "heirs": others if heads else None}
    form = Form(_("Record a death"), reverse("search:resident", args=[row.pk]), "on", context=context)

    def read(errors: Told, why: str) -> Change | None:
        day = day_of(request, errors)
        heir = heir_of(request, home, people, [row], errors) if home else None
        if errors or day is None:
            return None

        def change(work: Work) -> Outcome:
            lock([home] if home else [], people, row)
            services.leave(work, actor.ref, row, Resident.Status.DIED, day, heir=heir, why=why)
            text = _("%(name)s died on %(on)s.") % {"name": row.full_name, "on": f"{day:%d/%m/%Y}"}
            lines = [text, *(who_stays(home, heir) if home else []), record_kept()]
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
    row = kept_by(actor, resident_id)
    relations = [(key, words) for key, words in RELATIONS.items() if key != "head"]
    context = {"kind": "returned", "under": row.full_name, "relations": relations}
    form = Form(_("Back in the commune"), reverse("search:resident", args=[row.pk]), "on", context=context)

    def read(errors: Told, why: str) -> Change | None:
        day, to = day_of(request, errors), destination_of(request, actor, row.commune_id, errors)
        relation = request.POST.get("relation", "")
        if relation not in dict(relations):
            errors["relation"] = [_("Choose what the person is to the head of the household.")]
        if row.household is not None:
            text = _("The person lives in household %(code)s: choose Move to another household there.")
            errors["code"] = [text % {"code": row.household.code}]
        if errors or day is None or to is None:
            return None

        def change(work: Work) -> Outcome:
            lock([to], [], row)
            services.move(work, actor.ref, row, to, relation=relation, on=day, why=why)
            lines = [arrived(to, day, [(row, relation)]), class_of(to), of_dossiers()]
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
    row = kept_by(actor, resident_id)
    context = {"kind": "undo", "under": row.full_name, "was_died": row.status == Resident.Status.DIED}
    back = reverse("search:resident", args=[row.pk])
    form = Form(_("Recorded by mistake"), back, "reason", context=context)

    def read(errors: Told, why: str) -> Change | None:
        def change(work: Work) -> Outcome:
            lock([], [], row)
            services.came_back(work, actor.ref, row, why)
            lines = [_("%(name)s lives here by the register, as before.") % {"name": row.full_name}]
            if row.household is None:
                lines.append(_("The register knows no household of before: choose one with Back in the commune."))
            else:
                text = _("In household %(code)s again: %(people)s.")
                there = [(one, services.relation_of(one)) for one in access.members(row.household)]
                lines.append(text % {"code": row.household.code, "people": names_of(there)})
            lines.append(_("The journal keeps what was recorded and that it was taken back."))
            return Outcome(back, _("What was recorded of %(name)s is taken back.") % {"name": row.full_name}, lines)

        return None if errors else change

    return looked_at(request, actor, row.commune_id, "resident.undo", form, read)
