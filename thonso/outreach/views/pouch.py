"""Papers on the way: taken against a receipt, handed over by lists that both ends sign, given back to their owner."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Account
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.base.errors import Absent, DomainError, Refused
from thonso.core.journal.work import Work, transact
from thonso.dossiers.access import by_code, filed_by_helper
from thonso.dossiers.rules.states import FINAL
from thonso.dossiers.views.papers import pdf
from thonso.outreach import access, printing
from thonso.outreach.models import CarriedPaper
from thonso.outreach.services import pouch

Errors = dict[str, list[Any]]


@audience("helper")
@never_cache
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """The helper's pouch: what she holds, what comes to her, what she takes next."""
    return _own(request, {})


def _own(request: HttpRequest, errors: Errors) -> HttpResponse:
    actor = actor_of(request)
    commune_id = access.hamlet_commune(actor)
    rows = filed_by_helper(actor).exclude(state__in=[one.value for one in FINAL]).order_by("-filed_at")[:50]
    dossiers = list(rows)
    asked = request.POST.get("hoso") or request.GET.get("hoso") or ""
    chosen = next((one for one in dossiers if one.code == asked), None)
    context = {
        "held": list(pouch.held(commune_id, "helper", actor.account_id)),
        "coming": pouch.waiting_for(commune_id, ["to_hamlet"], actor.account_id),
        "sent": pouch.given_by(actor, commune_id),
        "dossiers": [(one.code, f"{one.code} · {one.procedure_name}") for one in dossiers], "chosen": chosen,
        "papers": [(one.key, one.name) for one in pouch.may_be_carried(chosen)] if chosen else [],
        "values": request.POST.dict(), "errors": errors,
    }  # fmt: skip
    return render(request, "outreach/own_pouch.html", context, status=422 if errors else 200)


@audience("helper")
@require_POST
def own_take(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    commune_id = access.hamlet_commune(actor)
    dossier = filed_by_helper(actor).filter(code=request.POST.get("hoso", ""), commune_id=commune_id).first()
    if dossier is None:
        return _own(request, {"hoso": [_("Choose one of the dossiers that you filed.")]})

    def act(work: Work) -> Done:
        original = request.POST.get("kind", "original") != "copy"
        row = pouch.take(work, actor, dossier, request.POST.get("paper", ""), original=original, place="helper")
        return reverse("outreach:own_pouch"), _("Taken: %(paper)s. Give the receipt, on paper or to photograph.") % {
            "paper": row.title
        }

    try:
        return submit(request, actor, commune_id, "paper.take", act)
    except Refused as refusal:
        return _own(request, sentences(refusal, "paper"))


@audience("helper")
@require_POST
def own_send(request: HttpRequest) -> HttpResponse:
    """What is chosen goes to the office, on a list."""
    actor = actor_of(request)
    commune_id = access.hamlet_commune(actor)
    rows = pouch.held(commune_id, "helper", actor.account_id).filter(pk__in=_ids(request, "papers"))
    return _send(request, actor, commune_id, "to_desk", list(rows), None, _own)


def _ids(request: HttpRequest, name: str) -> list[UUID]:
    found = []
    for text in request.POST.getlist(name)[:200]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _send(
    request: HttpRequest,
    actor: Actor,
    commune_id: UUID,
    way: str,
    rows: Sequence[CarriedPaper],
    to: Account | None,
    again: Callable[[HttpRequest, Errors], HttpResponse],
) -> HttpResponse:
    def act(work: Work) -> Done:
        made = pouch.hand_over(work, actor, way, rows, to)
        return reverse("outreach:hand_over", args=[made.pk]), _("The list is made. Print it: one copy for each end.")

    try:
        return submit(request, actor, commune_id, "hand_over.give", act)
    except DomainError as refusal:
        return again(request, dict(refusal.fields) or {"papers": [refusal.message]})


@audience("staff")
@never_cache
@require_GET
def desk(request: HttpRequest) -> HttpResponse:
    """What lies at the desk or with this officer, what is coming, what went out."""
    return _desk(request, {})


def _desk(request: HttpRequest, errors: Errors) -> HttpResponse:
    actor = actor_of(request)
    commune = access.pouch_commune(actor)
    at_desk = access.keeps_desk(actor, commune.pk)
    held = list(pouch.held(commune.pk, "desk")) if at_desk else []
    own_ = list(pouch.held(commune.pk, "division", actor.account_id))
    coming = pouch.waiting_for(commune.pk, ["to_desk", "back_desk"]) if at_desk else []
    coming += pouch.waiting_for(commune.pk, ["to_division"], actor.account_id)
    context = {
        "at_desk": at_desk, "held": held, "own": own_, "coming": coming, "sent": pouch.given_by(actor, commune.pk),
        "officers": [(str(key), label) for key, label in pouch.takers(commune.pk, "to_division")],
        "helpers": [(str(key), label) for key, label in pouch.takers(commune.pk, "to_hamlet")],
        "ticked": _ids(request, "papers"), "errors": errors,
    }  # fmt: skip
    return render(request, "outreach/pouch.html", context, status=422 if errors else 200)


@audience("staff")
@require_POST
def send(request: HttpRequest, way: str) -> HttpResponse:
    """A list from the desk to a division or a hamlet, or from a division back to the desk."""
    actor = actor_of(request)
    commune = access.pouch_commune(actor)
    at_desk = access.keeps_desk(actor, commune.pk)
    if way not in {"to_division", "to_hamlet", "back_desk"} or (way != "back_desk" and not at_desk):
        raise Absent
    rows = pouch.held(commune.pk, *(("division", actor.account_id) if way == "back_desk" else ("desk",)))
    people = dict(pouch.takers(commune.pk, way)) if way != "back_desk" else {}
    key = next((one for one in people if str(one) == request.POST.get(f"to-{way}")), None)
    to = Account.objects.filter(pk=key).first() if key else None
    return _send(request, actor, commune.pk, way, list(rows.filter(pk__in=_ids(request, "papers"))), to, _desk)


@audience("staff")
@require_POST
def gather(request: HttpRequest) -> HttpResponse:
    """What was kept when papers were checked joins the papers that can be handed on."""
    actor = actor_of(request)
    commune = access.pouch_commune(actor)
    if not access.keeps_desk(actor, commune.pk):
        raise Absent

    def act(work: Work) -> Done:
        count = pouch.from_checks(work, actor)
        return reverse("outreach:pouch"), _("%(count)d more papers stand in the list.") % {"count": count}

    return submit(request, actor, commune.pk, "paper.gather", act)


@audience("staff", "helper")
@require_POST
def give_back(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.carried_paper(actor, paper_id)
    back = reverse("outreach:own_pouch" if row.place == "helper" else "outreach:pouch")

    def act(work: Work) -> Done:
        pouch.give_back(work, actor, row)
        return back, _("Given back: %(paper)s.") % {"paper": row.title}

    return submit(request, actor, row.commune_id, "paper.give_back", act)


@audience("staff", "helper")
@never_cache
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, list_id: UUID) -> HttpResponse:
    """A list: who gave it, who took it, what is missing. The other end takes it here."""
    actor = actor_of(request)
    made = access.hand_over(actor, list_id)
    errors: Errors = {}
    may_take = access.may_take(actor, made)
    if request.method == "POST":
        if not may_take:
            raise Absent
        notes = {line.pk: request.POST.get(f"note-{line.pk}", "") for line in made.lines.all()}

        def act(work: Work) -> Done:
            missing = pouch.take_list(work, actor, made, _ids(request, "arrived"), notes)
            said = (
                _("Taken. %(count)d papers are missing.") % {"count": missing} if missing else _("Taken, all is there.")
            )
            return reverse("outreach:hand_over", args=[made.pk]), said

        try:
            return submit(request, actor, made.commune_id, "hand_over.take", act)
        except Refused as refusal:
            errors = sentences(refusal, "arrived")
    arrived = set(_ids(request, "arrived"))
    lines = [
        {
            "line": line, "note_name": f"note-{line.pk}", "note": request.POST.get(f"note-{line.pk}", ""),
            "ticked": not errors or line.pk in arrived, "errors": errors.get(f"note-{line.pk}"),
        }
        for line in made.lines.select_related("paper__dossier").order_by("pk")
    ]  # fmt: skip
    context = {
        "made": made, "lines": lines, "may_take": may_take and made.taken_at is None, "errors": errors,
        "words": printing.way_words(made.way),
        "back": reverse("outreach:pouch" if access.is_staff(actor) else "outreach:own_pouch"),
        "base": "web/base_desk.html" if access.is_staff(actor) else "web/base_hamlet.html",
    }  # fmt: skip
    return render(request, "outreach/hand_over.html", context, status=422 if errors else 200)


@audience("staff", "helper")
@never_cache
@require_GET
def hand_over_pdf(request: HttpRequest, list_id: UUID) -> HttpResponse:
    made = access.hand_over(actor_of(request), list_id)
    return pdf(printing.hand_over(made), f"ban-giao-{made.given_at:%y%m%d}")


@audience("staff", "helper")
@never_cache
@require_GET
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """For the owner: which papers of hers somebody holds."""
    actor = actor_of(request)
    if access.is_staff(actor):
        dossier = by_code(actor, code, "print")
    else:
        found = filed_by_helper(actor).filter(code=code).select_related("commune").first()
        if found is None:
            raise Absent
        dossier = found
    content = printing.receipt(dossier)
    with transact(dossier.commune_id) as work:
        printing.note_printed(work, actor, dossier)
    return pdf(content, f"bien-nhan-{dossier.code}")
