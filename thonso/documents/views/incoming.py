"""What came: dropped in, looked at beside its page, registered under a number, returned."""

from pathlib import Path
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.access.policy import absent
from thonso.core.base.errors import Refused, Unavailable
from thonso.core.files.services import open_stored
from thonso.core.journal.work import Work
from thonso.core.units.models import Unit
from thonso.documents import access, picturing, services, withdrawing
from thonso.documents.models import Incoming
from thonso.documents.organs import Organ
from thonso.documents.views import page

MOST_AT_ONCE = 5  # a scan is read for seconds while somebody waits


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest) -> HttpResponse:
    """Choose the files that came, or say that there is only paper. Each file is a document."""
    actor = actor_of(request)
    commune, organs = access.commune_of(actor, "register")
    errors: dict[str, list[Any]] = {}
    done: list[Incoming] = []
    if request.method == "POST":
        organ = _chosen(request, organs)
        if organ is None:
            errors["organ"] = [_("Please choose from the list.")]
        elif request.POST.get("secret"):
            errors["file"] = [services.refuse_secret(actor, commune, organ.key, "declared").message]
        elif request.POST.get("paper"):

            def on_paper(work: Work) -> Done:
                return page.url(services.begin_on_paper(work, actor, commune, organ.key))

            return submit(request, actor, commune.pk, "incoming.on_paper", on_paper)
        else:
            done, errors = _taken_in(request, actor, commune, organ.key)
        if done and not errors:
            return HttpResponseRedirect(page.url(done[0]) if len(done) == 1 else reverse("documents:incoming"))
    context = {
        "organs": [(one.key, one.label) for one in organs],
        "organ": request.POST.get("organ") or organs[0].key,
        "errors": errors,
        "done": done,
    }
    return render(request, "documents/drop.html", context, status=422 if errors else 200)


def _chosen(request: HttpRequest, organs: list[Organ]) -> Organ | None:
    return next((one for one in organs if one.key == request.POST.get("organ")), None)


def _taken_in(
    request: HttpRequest, actor: Actor, commune: Unit, organ: str
) -> tuple[list[Incoming], dict[str, list[Any]]]:
    """Each file by itself: what one of them is refused for is said with its name, and the others are kept."""
    sent = request.FILES.getlist("file")
    if not sent:
        return [], {"file": [_("Choose the file that came, or say that there is only paper.")]}
    if len(sent) > MOST_AT_ONCE:
        return [], {"file": [_("At most %(count)d files at once. Nothing was taken in.") % {"count": MOST_AT_ONCE}]}
    done, refused = [], []
    for file in sent:
        try:
            done.append(services.arrive(actor, commune, organ, file, file.name or ""))
        except (Refused, Unavailable) as refusal:
            secret = refusal.message == str(services.SECRET)
            words = refusal.message if secret or len(sent) == 1 else f"{file.name}: {refusal.message}"
            refused.append(words)
    return done, {"file": refused} if refused else {}


@audience("staff")
@never_cache
@require_GET
def one(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """While it waits: the page beside the entry that is proposed. Registered: what the register says, and what checking found."""
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id)
    page.looked_at(actor, row)
    return page.shown(request, actor, row, {}, {})


@audience("staff")
@require_POST
def register(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id, "register")
    typed = request.POST.dict()
    same: list[Incoming] = []

    def act(work: Work) -> Done:
        done = services.register(work, actor, row, _typed(typed))
        words = _("Registered under number %(number)s of %(year)s.")
        return page.url(row), words % {"number": done.number, "year": done.period}

    try:
        return submit(request, actor, row.commune_id, "incoming.register", act)
    except Refused as refusal:
        errors = sentences(refusal, "subject")
        same = refusal.rows if isinstance(refusal, services.Same) else []
    return page.shown(request, actor, row, errors, typed, same)


def _typed(typed: dict[str, Any]) -> services.Typed:
    names = (*services.LIMITS, "dated", "due_on", "urgency", "copies", "number")
    return services.Typed(
        **{name: typed[name] for name in names if name in typed},
        sure=bool(typed.get("sure")),
        looked=bool(typed.get("looked")),
    )


@audience("staff")
@require_POST
def send_back(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id, "register")
    reason = request.POST.get("reason", "")

    def act(work: Work) -> Done:
        services.send_back(work, actor, row, reason)
        return page.url(row), _("Written down that it is returned. Send it back the way it came.")

    try:
        return submit(request, actor, row.commune_id, "incoming.send_back", act)
    except Refused as refusal:
        return page.shown(request, actor, row, sentences(refusal, "reason"), {"reason": reason})


@audience("staff")
@require_POST
def throw_away(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id, "register")

    def act(work: Work) -> Done:
        services.throw_away(work, actor, row)
        return reverse("documents:incoming"), _("Thrown away: nothing of it is in the register.")

    return submit(request, actor, row.commune_id, "incoming.throw_away", act)


@audience("staff")
@require_POST
def withdraw(request: HttpRequest, incoming_id: UUID) -> HttpResponse:
    """It is a state-secret document: out of the system, for good."""
    actor = actor_of(request)
    row = access.incoming(actor, incoming_id, "register")

    def act(work: Work) -> Done:
        withdrawing.withdraw(work, actor, row, sure=bool(request.POST.get("secret")))
        return page.url(row), _("Taken out of the system. Read here what is to be done now.")

    try:
        return submit(request, actor, row.commune_id, "incoming.withdraw", act)
    except Refused as refusal:
        return page.shown(request, actor, row, sentences(refusal, "secret"), {})


@audience("staff")
@require_GET
def picture(request: HttpRequest, incoming_id: UUID, page: int) -> HttpResponse:
    """A page of the document, to be read beside the entry."""
    row = access.incoming(actor_of(request), incoming_id)
    if row.upload is None or page < 1 or page > (row.pages or 0):
        raise absent()
    with open_stored(row.upload) as file:
        found = picturing.drawn(Path(file.name), page - 1)
    if found is None:
        raise absent()
    response = HttpResponse(found, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600"
    return response
