"""Where TVs are paired and announcements written: for a hamlet by its helper or head, for all of them by the commune."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, read_day, read_hour, sentences, submit
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused, TooMany
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.tv import access, announcing, codes, paired, reading, services

Errors = dict[str, list[Any]]
EVERYWHERE = "all"
FIELDS: Final = {
    "notice": {name: name for name in ("title", "text", "first", "last", "hamlet")},
    "meeting": {
        "title": "about", "last": "on", "hour": "hour", "text": "held", "room": "room", "hamlet": "meets"
    },
    "prices": {"title": "goods", "text": "rows", "source": "source", "last": "until", "hamlet": "sells"},
}  # fmt: skip
"""What is typed for each kind of announcement, and how its box is called: three forms stand on one page."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose page it is: `hamlets` are those one may choose from, `whole` the commune where one may write to all."""

    where: str
    commune: Unit
    hamlets: list[Unit]
    whole: bool
    pairs: bool

    def hamlet(self, typed: str) -> Unit | None:
        """The one that was chosen; where there is only one, nothing is asked."""
        if len(self.hamlets) == 1 and not self.whole:
            return self.hamlets[0]
        return next((one for one in self.hamlets if str(one.pk) == typed), None)


def _place(actor: Actor, where: str) -> Place:
    """Raises Absent for who keeps nothing here."""
    if where == "ban":
        commune = access.kept_commune(actor)
        return Place(where, commune, access.hamlets_of(commune), True, actor.has("administrator", commune.pk))
    own = access.own_hamlets(actor)
    assert own[0].commune is not None
    return Place(where, own[0].commune, own, False, True)


@audience("helper", "staff", "admin")
@never_cache
@require_GET
def kept(request: HttpRequest, where: str) -> HttpResponse:
    actor = actor_of(request)
    return _page(request, actor, _place(actor, where))


def _page(
    request: HttpRequest, actor: Actor, place: Place, errors: Errors | None = None, form: str = "", status: int = 422
) -> HttpResponse:
    """`form`: the one that was sent (`pair`, a kind of announcement, or the id of a TV), to which errors and values belong."""
    hanging = reading.hanging(place.commune)
    ids = {one.pk for one in place.hamlets}
    page = {
        "where": place.where, "place": place, "base": f"web/base_{'desk' if place.where == 'ban' else 'hamlet'}.html",
        "announcements": [
            (one, reading.lines_of(one), access.writes(actor, one))
            for one in hanging
            if place.whole or one.hamlet_id in {None, *ids}
        ],
        "screens": [
            (one, access.manages(actor, one)) for one in access.screens(actor) if place.whole or one.hamlet_id in ids
        ],
        "hamlets": [(str(one.pk), one.full_name) for one in place.hamlets],
        "targets": ([(EVERYWHERE, _("All hamlets"))] if place.whole else [])
        + [(str(one.pk), one.full_name) for one in place.hamlets],
        "form": form, "meeting_open": form == "meeting", "prices_open": form == "prices",
        "errors": errors or {}, "values": request.POST.dict(), "today": today(),
    }  # fmt: skip
    return render(request, "tv/keeping.html", page, status=status if errors else 200)


@audience("helper", "staff", "admin")
@never_cache
@require_POST
def pair(request: HttpRequest, where: str) -> HttpResponse:
    actor = actor_of(request)
    place = _place(actor, where)
    try:
        codes.count_try("tv", actor)
    except TooMany as error:
        return _page(request, actor, place, {"code": [error.message]}, "pair", 429)
    hamlet = place.hamlet(request.POST.get("paired_hamlet", ""))

    def act(work: Work) -> Done:
        if hamlet is None:
            raise Refused(fields={"paired_hamlet": [_("Choose the hamlet.")]})
        code, name = request.POST.get("code", ""), request.POST.get("place", "")
        row = services.pair(work, actor, hamlet, code, name)
        codes.was_right("tv", actor)
        words = _("%(name)s is paired: within seconds it shows what there is for %(hamlet)s.")
        return _back(where), words % {"name": row.name, "hamlet": hamlet.full_name}

    return _submitted(request, actor, place, "tv_screen.pair", act, "code", "pair")


def _submitted(
    request: HttpRequest,
    actor: Actor,
    place: Place,
    verb: str,
    act: Callable[[Work], Done],
    field: str,
    form: str,
    names: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    """Done, or the page again with the sentences at the fields of `form` (`names`: what they are called there); those
    without a field stand at `field`."""
    try:
        return submit(request, actor, place.commune.pk, verb, act)
    except Refused as refusal:
        told = {names.get(name, name): said for name, said in sentences(refusal, field).items()}
        return _page(request, actor, place, told, form)


@audience("helper", "staff", "admin")
@never_cache
@require_POST
def rename(request: HttpRequest, where: str, screen_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.screen(actor, screen_id)

    def act(work: Work) -> Done:
        services.rename(work, actor, row, request.POST.get("name", ""))
        return _back(where), _("The TV has its new name.")

    return _submitted(request, actor, _place(actor, where), "tv_screen.rename", act, "name", str(row.pk))


@audience("helper", "staff", "admin")
@never_cache
@require_POST
def revoke(request: HttpRequest, where: str, screen_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.screen(actor, screen_id)

    def act(work: Work) -> Done:
        paired.revoke(work, actor, row)
        return _back(where), _("%(name)s is taken out. The TV shows a code again.") % {"name": row.name}

    return submit(request, actor, row.commune_id, "tv_screen.revoke", act)


@audience("helper", "staff", "admin")
@never_cache
@require_POST
def announce(request: HttpRequest, where: str) -> HttpResponse:
    actor = actor_of(request)
    place = _place(actor, where)
    given = request.POST.get("kind", "")
    kind = given if given in FIELDS else "notice"
    names = FIELDS[kind]
    typed = {field: request.POST.get(name, "") for field, name in names.items()}
    errors: Errors = {}
    first, last = (read_day(typed.get(field, ""), errors, names.get(field, field)) for field in ("first", "last"))
    hamlet = place.hamlet(typed["hamlet"])
    if hamlet is None and not (place.whole and typed["hamlet"] == EVERYWHERE):
        errors[names["hamlet"]] = [_("Choose the hamlet.")]
    if errors:
        return _page(request, actor, place, errors, kind)
    more = {field: typed.get(field, "") for field in ("title", "text", "room", "source")}
    wanted = announcing.Wanted(hamlet, first=first, last=last, kind=kind, hour=read_hour(typed.get("hour", "")), **more)

    def act(work: Work) -> Done:
        announcing.announce(work, actor, place.commune, wanted)
        return _back(where), _("The announcement is up. A TV shows it within a quarter of a minute.")

    return _submitted(request, actor, place, "announcement.write", act, names["title"], kind, names)


@audience("helper", "staff", "admin")
@never_cache
@require_POST
def take_down(request: HttpRequest, where: str, announcement_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.announcement(actor, announcement_id)

    def act(work: Work) -> Done:
        announcing.take_down(work, actor, row)
        return _back(where), _("The announcement is down.")

    return submit(request, actor, row.commune_id, "announcement.end", act)


def _back(where: str) -> str:
    return reverse("tv:kept", args=[where])
