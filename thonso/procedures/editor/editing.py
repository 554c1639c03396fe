"""Pages that change one part of a working copy: its boxes, its lists, the order in them, and taking a thing away."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, submit
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import Work
from thonso.procedures.editor import (
    access,
    boxes,
    changes,
    comparing,
    drafts,
    drawing,
    fees,
    layout,
    places,
    problems,
)
from thonso.procedures.editor.drafts import MovedOn, source_of
from thonso.procedures.editor.layout import Part
from thonso.procedures.editor.places import NEW, Gone, Source
from thonso.procedures.models import WorkingCopy

Errors = dict[str, list[Any]]


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
@csp_update({"frame-src": [SELF]})  # type: ignore[untyped-decorator]
def part(request: HttpRequest, copy_id: UUID, place: str) -> HttpResponse:
    """A form of boxes, a list of things, or both: whatever stands at the place."""
    copy = access.working_copy(actor_of(request), copy_id)
    found = part_at(place)
    if request.method == "POST" and not request.POST.get("xem"):
        return _save(request, copy, found, place)
    if copy.state != WorkingCopy.State.OPEN:
        return closed(request, copy)
    source = source_of(copy)
    item = item_at(found, source, place)
    if request.method == "POST" and request.headers.get("HX-Request"):
        return render(request, "procedures/editor/fee.html", _fee(request, found, place, source, item))
    return _page(request, copy, found, place, item, {})


def part_at(place: str) -> Part:
    try:
        return layout.part_of(place)
    except KeyError:
        raise Absent(_("There is no such part of a procedure.")) from None


def item_at(found: Part, source: Source, place: str) -> Mapping[str, Any] | None:
    """What the boxes are about; None for a list. Raises Absent."""
    if found.whole:
        return source
    try:
        if not layout.is_item(place):
            if not (places.has(source, place) or not found.needed):
                raise Absent(_("There is no such part of a procedure."))
            return None
        if place.endswith(f".{NEW}"):
            if "." in places.parent_of(place):
                places.find(source, places.parent_of(places.parent_of(place)))
            return layout.empty_of(found)
        return found.opened(places.find(source, place))
    except Gone:
        raise Absent(_("This is not there any more.")) from None


def _page(
    request: HttpRequest, copy: WorkingCopy, found: Part, place: str, item: Mapping[str, Any] | None, errors: Errors,
    *, only: set[str] | None = None, status: int = 200, others: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    source = source_of(copy)
    wrong = problems.of(source)
    typed = request.POST if request.method == "POST" else None
    shown = drawing.boxes_of(found, item, place) if item is not None else ()
    own = [one for one in wrong if one.place == place]
    marked = {one.box: [one.sentence] for one in own if one.box in {box.at for box in shown}} if typed is None else {}
    lists = []
    if item is None:
        lists.append(_list(found, source, place, wrong))
    elif not place.endswith(f".{NEW}"):
        for below in found.below:
            at = below if found.whole else f"{place}.{below}"
            if places.has(source, at) or (found.whole and places.has(source, places.parent_of(at))):
                lists.append(_list(layout.part_of(at), source, at, wrong))
    name = "" if item is None or found.whole else found.named(source, dict(item))
    context = {
        "copy": copy, "source": source, "part": found, "place": place, "item": item, "name": name, "lists": lists,
        "boxes": drawing.draw(shown, item or {}, source, {**marked, **errors}, typed, only) if item is not None else [],
        "errors": errors, "labels": {box.at: box.label for box in shown}, "new": place.endswith(f".{NEW}"),
        "wrong": [one for one in own if one.box not in marked] if typed is None else [], "back": _back(copy, place),
        **_fee(request, found, place, source, item),
        "frame": "" if wrong or not place.startswith("form") else _frame(copy, source, place), "part_wishes": boxes.wishes(),
        **(others or {}),
    }  # fmt: skip
    return render(request, "procedures/editor/part.html", context, status=status)


def _fee(
    request: HttpRequest, found: Part, place: str, source: Source, item: Mapping[str, Any] | None
) -> dict[str, Any]:
    """How people will read the fee: of what is typed just now, while it is typed, else of what stands."""
    if found.at != "fees" or item is None:
        return {}
    errors: Errors = {}
    if request.method == "POST":
        shown = drawing.boxes_of(found, item, place)
        item = layout.filled(found, {}, {one.at: boxes.read(one, request.POST, item, source, errors) for one in shown})
    unread = {one.at: one.label for one in found.boxes if one.at in errors and one.at != "source"}
    among = len(source["fees"]) > (0 if place.endswith(f".{NEW}") else 1)
    return {"shown": fees.shown(source, item), "unread": list(unread.values()), "among": among}


def _frame(copy: WorkingCopy, source: Source, place: str) -> str:
    """The form on a phone, at the question or the part that is edited."""
    names = place.split(".")
    key = names[4] if len(names) > 4 else ""
    if len(names) > 2 and names[1] == "sections" and not key and places.has(source, place):
        questions = places.find(source, ".".join([*names[:3], "fields"]))
        key = questions[0]["key"] if questions else ""
    return f"{reverse('procedures:copy_try', args=[copy.pk])}?man=mot&cau={key}"


def _list(found: Part, source: Source, place: str, wrong: list[problems.Problem]) -> dict[str, Any]:
    own = [one.sentence for one in wrong if one.place == place]
    return {"part": found, "place": place, "rows": drawing.rows_of(found, source, place, wrong), "wrong": own,
            "add": f"{place}.{NEW}"}  # fmt: skip


def _back(copy: WorkingCopy, place: str) -> str:
    """One up: from a thing to its list, or to the thing that its list belongs to."""
    above = places.parent_of(place)
    while above:
        try:
            found = layout.part_of(above)
        except KeyError:
            above = places.parent_of(above)
            continue
        if layout.is_item(above) or above == found.at:
            at = layout.home_of(above) or above
            return reverse("procedures:copy_part", args=[copy.pk, at])
        above = places.parent_of(above)
    return reverse("procedures:copy", args=[copy.pk])


def _save(request: HttpRequest, copy: WorkingCopy, found: Part, place: str) -> HttpResponse:
    revision = revision_of(request)
    drawn_from = source_of(copy) if revision == copy.revision else earlier(copy, revision)
    item = item_at(found, drawn_from, place)
    if item is None:
        raise Absent(_("There is no such part of a procedure."))
    errors: Errors = {}
    shown = drawing.boxes_of(found, item, place)
    values = {one.at: boxes.read(one, request.POST, item, drawn_from, errors) for one in shown}
    if found.at == "form.rules" and values.get("does") == "refuse":
        if len(values.get("targets") or []) > 1 and values["targets"] is not boxes.MISSING:
            errors.setdefault("targets", []).append(_("Choose the one question at which the sentence stands."))
        if values.get("say") is boxes.MISSING:
            errors.setdefault("say", []).append(_("Write the sentence that people read."))
    if errors and (revision, copy.state) == (copy.revision, WorkingCopy.State.OPEN):
        return _page(request, copy, found, place, item, errors, status=422)
    try:
        if errors:
            raise MovedOn
        made, at = _made(found, drawn_from, place, item, values)

        def act(work: Work) -> Done:
            drafts.change(work, actor_of(request).ref, copy, revision, made, at)
            return _after(copy, found, at, new=place.endswith(f".{NEW}")), _("Saved.")

        return submit(request, actor_of(request), copy.commune_id, "procedure.change", act)
    except MovedOn:
        copy.refresh_from_db()
        if copy.state != WorkingCopy.State.OPEN:
            return closed(request, copy, typed=typed_words(request, shown), status=409)
        return _conflict(request, copy, found, place, item, drawn_from, values, errors)
    except Refused as refusal:
        return _page(request, copy, found, place, item, refusal.fields or {"": [refusal.message]}, status=422)


def _made(
    found: Part, source: Source, place: str, item: Mapping[str, Any], values: Mapping[str, Any]
) -> tuple[Source, str]:
    """The definition with the thing as its boxes now say, and where that stands."""
    if found.whole:
        return layout.filled(found, source, values), place
    new = place.endswith(f".{NEW}")
    thing = layout.filled(found, {} if new else places.find(source, place), values)
    if not new:
        return places.replaced(source, place, thing), place
    if found.key:
        words = found.named(source, found.opened(thing))
        thing = {found.key: changes.new_key(source, place, words), **thing}
    made = places.replaced(source, place, thing)
    parent = places.parent_of(place)
    rows = places.find(made, parent)
    return made, f"{parent}.{places.name_of(rows[-1], len(rows) - 1)}"


def _after(copy: WorkingCopy, found: Part, place: str, *, new: bool) -> str:
    """To what a new thing still needs, else back to where it stands in its list."""
    if new and (found.below or found.at.endswith("fields")):
        return reverse("procedures:copy_part", args=[copy.pk, place])
    if found.whole:
        return reverse("procedures:copy", args=[copy.pk])
    return f"{_back(copy, place)}#r-{place}"


def _conflict(
    request: HttpRequest, copy: WorkingCopy, found: Part, place: str, item: Mapping[str, Any], drawn_from: Source,
    values: Mapping[str, Any], errors: Errors,
) -> HttpResponse:  # fmt: skip
    """409: what the other changed is told; what was typed stays in its boxes, the others show what stands now."""
    now = source_of(copy)
    told = {"differences": comparing.titled(comparing.compare(drawn_from, now)), "who": who_changed(copy)}
    shown = drawing.boxes_of(found, item, place)
    try:
        at = comparing.followed(drawn_from, now, place)
        stands = item_at(found, now, at)
    except (Gone, Absent):
        context = {"copy": copy, "typed": typed_words(request, shown), "back": _back(copy, place), **told}
        return render(request, "procedures/editor/gone.html", context, status=409)
    mine = {one.at for one in shown if one.at in errors or values[one.at] != one.raw(item)}
    for one in shown:
        if one.at in mine and stands is not None and one.raw(stands) != one.raw(item):
            said = boxes.say(one, one.value(stands), now, stands)
            words = _("The other administrator wrote here: %(said)s. Save to keep what you wrote.")
            errors.setdefault(one.at, []).append(words % {"said": said})
    return _page(request, copy, found, at, stands, errors, only=mine, status=409, others=told)


def earlier(copy: WorkingCopy, revision: int) -> Source:
    row = access.text_at(copy, revision)
    if row is None:
        raise Absent(_("There is no such earlier state."))
    return source_of(row)


def revision_of(request: HttpRequest) -> int:
    """The revision a page was drawn from. Raises Absent for none."""
    text = request.POST.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Absent(_("There is no such earlier state."))
    return int(text)


def who_changed(copy: WorkingCopy) -> str:
    return access.names_of([copy.changed_by]).get(copy.changed_by, "")


def typed_words(request: HttpRequest, shown: tuple[boxes.Box, ...]) -> list[tuple[Any, str]]:
    found = [(one.label, "; ".join(request.POST.getlist(one.at))) for one in shown]
    return [(label, said) for label, said in found if said]


def closed(
    request: HttpRequest, copy: WorkingCopy, *, typed: list[tuple[Any, str]] | None = None, status: int = 200
) -> HttpResponse:
    """A copy that was published or dropped: where it went, and what was typed just now."""
    context = {"copy": copy, "typed": typed or [], "who": who_changed(copy), "name": source_of(copy)["name"]}
    return render(request, "procedures/editor/closed.html", context, status=status)
