"""The helper's own times, and the days on which she cannot be there."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.core.journal.work import Work
from thonso.roster import access, reading, services
from thonso.roster.views.shared import Errors, read_days, read_replacement


@audience("helper")
@never_cache
@require_http_methods(["GET", "POST"])
def own(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune_id = access.own_commune(actor)
    people = [one for one in reading.people_of(commune_id) if one[0] != actor.account_id]
    errors: Errors = {}
    if request.method == "POST":
        first, last = read_days(request, errors)
        other = read_replacement(request, people, errors)
        if first and last and not errors:
            since, until = first, last

            def act(work: Work) -> Done:
                services.add_absence(work, actor, access.own_account(actor), since, until, other)
                return reverse("roster:own"), _("The days are marked. The public page says it from now on.")

            try:
                return submit(request, actor, commune_id, "roster.away", act)
            except Refused as refusal:
                errors = sentences(refusal, "first")
    whole = reading.roster(commune_id)
    places = {point.hamlet.pk: point for point in whole.points}
    turns = [
        (turn, places.get(turn.hamlet_id), whole.names.get(turn.instead_of or turn.who or turn.planned, ""))
        for turn in reading.turns_of(commune_id, today())
        if actor.account_id in {turn.who, turn.planned}
    ]
    context = {
        "turns": turns, "me": actor.account_id, "days": reading.DAYS,
        "absences": [one for one in whole.absences if one.helper_id == actor.account_id],
        "people": [(str(key), label) for key, label in people],
        "values": request.POST.dict(), "errors": errors,
    }  # fmt: skip
    return render(request, "roster/own.html", context, status=422 if errors else 200)


@audience("helper")
@require_POST
def back(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.absence(actor, absence_id)

    def act(work: Work) -> Done:
        services.take_back(work, actor, row)
        return reverse("roster:own"), _("Taken back: you are there on these days.")

    return submit(request, actor, row.commune_id, "roster.back", act)
