"""Buttons of a working copy's lists: one place up or down, and taking a thing away after what depends on it was named."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, submit
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import Work
from thonso.procedures.editor import access, changes, comparing, drafts, layout, places
from thonso.procedures.editor.drafts import MovedOn, source_of
from thonso.procedures.editor.editing import closed, earlier, item_at, part_at, revision_of, who_changed
from thonso.procedures.editor.places import NEW, Gone, Source
from thonso.procedures.models import WorkingCopy


@audience("admin")
@require_POST
def move(request: HttpRequest, copy_id: UUID) -> HttpResponse:
    """One place up or down, by a button."""
    up, down = request.POST.get("up", ""), request.POST.get("down", "")
    place, by = (up, -1) if up else (down, 1)

    def moved(source: Source) -> Source:
        return places.moved(source, place, by)

    def where(made: Source, copy: WorkingCopy) -> str:
        parent = places.parent_of(place)
        name = place.rpartition(".")[2]
        row = places.find(made, parent)
        at = name if not name.isdigit() else str(min(max(int(name) + by, 0), len(row) - 1))
        return f"{_list_page(copy, parent)}#r-{parent}.{at}"

    return _change(request, copy_id, place, moved, where, _("Moved."))


def _list_page(copy: WorkingCopy, parent: str) -> str:
    """Where a list is shown: on its own page, or on that of the thing it belongs to."""
    found = part_at(parent)
    if home := layout.home_of(parent):
        return reverse("procedures:copy_part", args=[copy.pk, home])
    return reverse("procedures:copy_part", args=[copy.pk, parent if parent == found.at else places.parent_of(parent)])


def _change(
    request: HttpRequest, copy_id: UUID, place: str, made_of: Callable[[Source], Source],
    where: Callable[[Source, WorkingCopy], str], said: str,
) -> HttpResponse:  # fmt: skip
    copy = access.working_copy(actor_of(request), copy_id)
    revision = revision_of(request)
    part_at(place)
    try:
        # Another revision than the page's is told as such when it is written.
        made = made_of(source_of(copy) if revision == copy.revision else earlier(copy, revision))

        def act(work: Work) -> Done:
            drafts.change(work, actor_of(request).ref, copy, revision, made, place)
            return where(made, copy), said

        return submit(request, actor_of(request), copy.commune_id, "procedure.change", act)
    except Gone:
        raise Absent(_("This is not there any more.")) from None
    except MovedOn:
        copy.refresh_from_db()
        return told_moved_on(request, copy, revision, _list_page(copy, places.parent_of(place)))


def told_moved_on(request: HttpRequest, copy: WorkingCopy, revision: int, back: str) -> HttpResponse:
    """409 for a button: what the other changed, and the way back to press it again."""
    if copy.state != WorkingCopy.State.OPEN:
        return closed(request, copy, status=409)
    found = comparing.compare(earlier(copy, revision), source_of(copy))
    context = {
        "copy": copy,
        "differences": comparing.titled(found),
        "who": who_changed(copy),
        "back": back,
        "typed": [],
    }
    return render(request, "procedures/editor/gone.html", context, status=409)


def _without(source: Source, place: str) -> Source:
    if part_at(place).at == "verify":
        raise Refused(_("A value to verify is confirmed on the page of the version, never removed here."))
    return places.removed(source, place)


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, copy_id: UUID, place: str) -> HttpResponse:
    """What depends on a thing is named; then it is taken away."""
    if request.method == "POST":
        return _change(
            request, copy_id, place, lambda source: _without(source, place),
            lambda made, copy: _list_page(copy, places.parent_of(place)), _("Removed."),
        )  # fmt: skip
    copy = access.working_copy(actor_of(request), copy_id)
    if copy.state != WorkingCopy.State.OPEN:
        return closed(request, copy)
    found, source = part_at(place), source_of(copy)
    item = item_at(found, source, place)
    if item is None or found.whole or place.endswith(f".{NEW}"):
        raise Absent(_("There is no such part of a procedure."))
    context = {
        "copy": copy, "part": found, "place": place, "name": found.named(source, dict(item)),
        "depend": changes.dependants(source, place), "back": _list_page(copy, places.parent_of(place)),
        "kept": found.at == "verify",
    }  # fmt: skip
    return render(request, "procedures/editor/remove.html", context)
