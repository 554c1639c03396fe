"""Where shared PCs are paired and taken back: of a hamlet by its helper or head, of the lobby by the desk, all by the commune."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.base.errors import Refused, TooMany
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.core.units.services import hamlets
from thonso.kiosk import access, services
from thonso.tv import codes, paired

Errors = dict[str, list[Any]]
LOBBY = "lobby"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose page it is, and where a PC may stand: `lobby` or the key of a hamlet, with its name."""

    where: str
    commune: Unit
    places: list[tuple[str, str]]

    def chosen(self, typed: str) -> str | None:
        """Where there is only one, nothing is asked."""
        if len(self.places) == 1:
            return self.places[0][0]
        return typed if typed in dict(self.places) else None


def _place(actor: Actor, where: str) -> Place:
    """Raises Absent for who keeps nothing here."""
    if where == "ban":
        commune = access.kept_commune(actor)
        every = hamlets(commune.pk) if actor.has("administrator", commune.pk) else []
        return Place(where, commune, [(LOBBY, _("The lobby of the office")), *_named(every)])
    own = access.own_hamlets(actor)
    assert own[0].commune is not None
    return Place(where, own[0].commune, _named(own))


def _named(units: Any) -> list[tuple[str, str]]:
    return [(str(one.pk), one.full_name) for one in units]


@audience("helper", "staff", "admin")
@never_cache
@require_GET
def kept(request: HttpRequest, where: str) -> HttpResponse:
    actor = actor_of(request)
    return _page(request, actor, _place(actor, where))


def _page(
    request: HttpRequest, actor: Actor, place: Place, errors: Errors | None = None, status: int = 422
) -> HttpResponse:
    shown = {key for key, _name in place.places}
    rows = [one for one in access.kiosks(actor) if (str(one.hamlet_id) if one.hamlet_id else LOBBY) in shown]
    page = {
        "where": place.where, "place": place, "base": f"web/base_{'desk' if place.where == 'ban' else 'hamlet'}.html",
        "kiosks": rows, "errors": errors or {}, "values": request.POST.dict(),
    }  # fmt: skip
    return render(request, "kiosk/keeping.html", page, status=status if errors else 200)


@audience("helper", "staff", "admin")
@never_cache
@require_POST
def pair(request: HttpRequest, where: str) -> HttpResponse:
    actor = actor_of(request)
    place = _place(actor, where)
    try:
        codes.count_try("kiosk", actor)
        chosen = place.chosen(request.POST.get("stands", ""))
        if chosen is None:
            raise Refused(fields={"stands": [_("Choose where the PC stands.")]})
        hamlet = None if chosen == LOBBY else access.hamlet(chosen)

        def act(work: Work) -> Done:
            code, name = request.POST.get("code", ""), request.POST.get("place", "")
            row = services.pair(work, actor, hamlet, code, name)
            codes.was_right("kiosk", actor)
            return _back(where), _("%(name)s is a shared PC now. It shows what one can do there.") % {"name": row.name}

        return submit(request, actor, place.commune.pk, "kiosk.pair", act)
    except TooMany as error:
        return _page(request, actor, place, {"code": [error.message]}, 429)
    except Refused as refusal:
        return _page(request, actor, place, sentences(refusal, "code"))


@audience("helper", "staff", "admin")
@never_cache
@require_POST
def revoke(request: HttpRequest, where: str, kiosk_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.kiosk(actor, kiosk_id)

    def act(work: Work) -> Done:
        paired.revoke(work, actor, row)
        return _back(where), _("%(name)s is no shared PC any more.") % {"name": row.name}

    return submit(request, actor, row.commune_id, "kiosk.revoke", act)


def _back(where: str) -> str:
    return reverse("kiosk:kept", args=[where])
