"""The facts of the commune and its office, for its administrator: what papers and public pages print."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, commune_of, confirmed, submit
from thonso.core.base.errors import Refused, Stale
from thonso.core.journal.work import Work
from thonso.core.units import deciders, profile
from thonso.core.web import context as shell

LABELS = {
    "office_name": gettext_lazy("Name of the one-stop office"),
    "office_address": gettext_lazy("Address"),
    "office_phone": gettext_lazy("Telephone"),
    "office_email": gettext_lazy("E-mail"),
    "place_name": gettext_lazy("Place before the date on papers"),
    "superior_name": gettext_lazy("Line above the name of the authority on papers"),
    "authority_code": gettext_lazy("Identifier of the authority"),
    "official_numbering": gettext_lazy("Who gives the official code of a dossier?"),
    "refusal_by": gettext_lazy("Who approves a refusal?"),
    "extension_by": gettext_lazy("Who approves an apology and a later date?"),
    "supplement_by": gettext_lazy("Who approves a request for a supplement?"),
}
DECIDERS = {
    deciders.DIRECTOR: gettext_lazy("The director of the centre"),
    deciders.LEADER: gettext_lazy("A leader of the committee"),
}


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def facts(request: HttpRequest) -> HttpResponse:
    """Show and change them. Proof of identity first: a false telephone on every paper would do harm."""
    actor = actor_of(request)
    commune = commune_of(actor, "edit", "unit")
    first = confirmed(request)
    if first:
        return first
    kept = profile.profile_of(commune)
    values: dict[str, Any] = {name: getattr(kept, name) for name in profile.LIMITS} | {"revision": kept.revision}
    errors: dict[str, list[Any]] = {}
    theirs: list[str] = []
    status = 200
    if request.method == "POST":
        values = {**request.POST.dict()}
        try:
            asked = profile.read(values)
            seen = values.get("revision", "")

            def act(work: Work) -> Done:
                number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1
                changed = profile.set_commune_profile(work, actor.ref, commune, seen=number, **asked)
                return reverse("web:commune"), _("Saved.") if changed else _("Nothing was changed.")

            answer = submit(request, actor, commune.id, "commune.profile", act)
            shell.forget_faces()
            return answer
        except Refused as refusal:
            errors, status = dict(refusal.fields) or {"__all__": [refusal.message]}, refusal.status
        except Stale as stale:
            # What the other one wrote is shown beside; the number of the newer form lets the next press through.
            errors, status = {"__all__": [stale.message]}, stale.status
            theirs = [name for name, value in asked.items() if getattr(kept, name) != value]
            values["revision"] = kept.revision
    page = {"commune": commune, "values": values, "errors": errors, "labels": LABELS}
    said = {name: getattr(kept, name) for name in theirs}
    page["theirs"] = [(LABELS[name], DECIDERS.get(value) or value or "–") for name, value in said.items()]
    page["deciders"] = [*DECIDERS.items()]
    page["supplement_deciders"] = [("", _("Nobody: the officer asks at once")), *DECIDERS.items()]
    page["numbering"] = [
        ("external", _("The province's system: it is written down here")), ("own", _("This software counts them")),
    ]  # fmt: skip
    return render(request, "web/commune.html", page, status=status)
