"""The desk's pages: what was received for others and where it is now, one of them, and one of ours that came in elsewhere."""

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
from thonso.core.access.pages.shared import Done, sentences, submit
from thonso.core.access.policy import absent
from thonso.core.base.clock import local, today
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work, transact
from thonso.core.workdays.rules import Calendar
from thonso.core.workdays.services import calendar_for
from thonso.dossiers import presenting
from thonso.dossiers.rules.states import State as Ours
from thonso.dossiers.views.papers import pdf
from thonso.neighbours import access, printing, rules, services, words
from thonso.neighbours.communes import said
from thonso.neighbours.models import Outward, OutwardStep
from thonso.neighbours.rules import State
from thonso.procedures.access import published
from thonso.procedures.describing import at_hand

MOST = 100
BOXES = (
    "competent", "procedure", "procedure_name", "name", "id_number", "phone", "address", "papers", "channel",
)  # fmt: skip


@audience("staff")
@never_cache
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """To go there, gone and not answered, answered and not given; beneath, ours that came in elsewhere."""
    actor = actor_of(request)
    commune = access.desk(actor)
    rows = access.outwards(actor, commune).order_by("received_at", "id")
    found: dict[str, list[dict[str, Any]]] = {state: [] for state in rules.OPEN}
    calendar = calendar_for(commune.pk)
    for row in rows.filter(state__in=rules.OPEN)[: MOST * 2]:
        found[State(row.state)].append(_listed(row, calendar))
    closed = rows.exclude(state__in=rules.OPEN).order_by("-closed_at", "-id")[:20]
    context = {
        "groups": [
            (_("Waiting to go there"), found[State.WAITING], _("Nothing waits to go to another commune.")),
            (_("Gone there, no answer yet"), found[State.PASSED], _("Nothing is out.")),
            (_("They ask for papers"), found[State.SUPPLEMENT], ""),
            (_("Answered, to be handed to the person"), found[State.ANSWERED], ""),
        ],
        "inwards": [
            {"row": one, "dossier": one.dossier, "state": presenting.office_state(one.dossier)}
            for one in access.inwards(actor, commune)[:MOST]
        ],
        "closed": [_listed(row, calendar) for row in closed],
    }
    return render(request, "neighbours/lists.html", context)


def _listed(row: Outward, calendar: Calendar) -> dict[str, Any]:
    since = local(row.passed_at or row.received_at).date()
    waited = calendar.working_days_between(since, today())
    return {
        "row": row, "state": words.state(row), "tone": words.TONE[State(row.state)],
        "late": rules.is_late(row.state, row.their_due, today()),
        "forgotten": rules.is_forgotten(row.state, row.their_due, waited), "waited": waited,
    }  # fmt: skip


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest) -> HttpResponse:
    """At the counter, for somebody whose competent commune is another. `?thu-tuc=` fills in what the law asks to bring."""
    actor = actor_of(request)
    commune = access.desk(actor)
    offered = {one.code: one.definition for one in published(commune.pk, today())}
    errors: dict[str, list[Any]] = {}
    values: dict[str, Any] = request.POST.dict()
    if request.method == "POST":
        chosen = offered.get(values.get("procedure", ""))
        procedure = (chosen.code, chosen.name) if chosen else ("", values.get("procedure_name", ""))
        keys = ("name", "id_number", "phone", "address", "papers")
        name, number, phone, address, papers = (values.get(key, "") for key in keys)
        channel = values.get("channel", "desk")
        wanted = services.Wanted(values.get("competent", ""), procedure, name, number, phone, address, papers, channel)

        def act(work: Work) -> Done:
            row = services.receive(work, actor, commune, wanted)
            text = _("Received as %(code)s. Print the receipt, then hand it over to whoever resolves it.")
            return reverse("neighbours:one", args=[row.pk]), text % {"code": row.code}

        try:
            return submit(request, actor, commune.pk, "outward.receive", act)
        except Refused as refusal:
            errors = sentences(refusal, "competent")
    elif chosen := offered.get(request.GET.get("thu-tuc", "")):
        bring = [line.paper.name for line in at_hand(chosen)]
        values = {"procedure": chosen.code, "papers": "\n".join(bring)}
    context = {
        "procedures": [(code, one.name) for code, one in offered.items()],
        "channels": [("desk", _("at the counter")), ("post", _("by post"))],
        "values": {"channel": "desk", **values},
        "errors": {name: errors[name] for name in BOXES if name in errors},
    }
    return render(request, "neighbours/receive.html", context, status=422 if errors else 200)


@audience("staff")
@never_cache
@require_GET
def one(request: HttpRequest, outward_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.outward(actor, outward_id)
    _note(actor, row, "outward.opened")
    return _page(request, row, {}, "", {})


@audience("staff")
@require_POST
def act(request: HttpRequest, outward_id: UUID, act: str) -> HttpResponse:
    """One word of the other side, or one step of ours, written down."""
    actor = actor_of(request)
    row = access.outward(actor, outward_id)
    if act not in services.DOING:
        raise absent()
    typed = request.POST.dict()

    def doing(work: Work) -> Done:
        services.DOING[act](work, actor, row, typed)
        return reverse("neighbours:one", args=[row.pk]), _("Written down: %(what)s.") % {"what": words.act(act)}

    try:
        return submit(request, actor, row.commune_id, f"outward.{act}", doing)
    except Refused as refusal:
        return _page(request, row, sentences(refusal, "way"), act, typed)


def _page(
    request: HttpRequest, row: Outward, errors: dict[str, list[Any]], tried: str, typed: dict[str, Any]
) -> HttpResponse:
    steps = list(row.steps.select_related("by").order_by("-at", "-id"))
    context = {
        **_listed(row, calendar_for(row.commune_id)), "competent": said(row.competent), "who": row.who(),
        "possible": rules.possible(row.state),
        "errors": errors, "tried": tried, "values": typed if tried else {"taker": row.person_name},
        "ways": [(way.value, words.way(way)) for way in rules.Way],
        "kinds": [("result", _("a result")), ("refused", _("they did not resolve it"))],
        "steps": [
            {"title": words.act(step.act), "text": _told(step), "who": step.by.full_name, "at": step.at}
            for step in steps
        ],
    }  # fmt: skip
    return render(request, "neighbours/one.html", context, status=422 if errors else 200)


def _told(step: OutwardStep) -> str:
    found = step.said()
    parts = [words.way(step.way), *(found.get(key, "") for key in ("to", "what", "number", "on", "why", "authority"))]
    return " · ".join(part for part in parts if part)


def _note(actor: Actor, row: Outward, verb: str) -> None:
    with transact(row.commune_id) as work:
        work.note(verb, actor.ref, Ref("outward", row.pk), facts={"code": row.code})


@audience("staff")
@never_cache
@require_GET
def receipt(request: HttpRequest, outward_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    row = access.outward(actor, outward_id)
    content = printing.receipt(row)
    _note(actor, row, "outward.printed")
    return pdf(content, f"giay-tiep-nhan-{row.code}")


@audience("staff")
@never_cache
@require_GET
def slip(request: HttpRequest, outward_id: UUID) -> HttpResponse:
    """Before it goes with blanks to write on; afterwards as it went."""
    actor = actor_of(request)
    row = access.outward(actor, outward_id)
    passed = row.steps.filter(act="pass_on").select_related("by").order_by("-at", "-id").first()
    content = printing.slip(row, passed)
    _note(actor, row, "outward.printed")
    return pdf(content, f"phieu-chuyen-{row.code}")


@audience("staff")
@never_cache
@require_http_methods(["GET", "POST"])
def inward(request: HttpRequest, code: str) -> HttpResponse:
    """Where one of ours was received, written down once; and the result sent back there."""
    actor = actor_of(request)
    dossier = access.received_dossier(actor, code)
    row = access.inward_of(dossier)
    errors: dict[str, list[Any]] = {}
    typed = request.POST.dict()
    if request.method == "POST":
        there = reverse("dossiers:detail", args=[dossier.code])
        # By what was sent, not by what stands there meanwhile: sent twice, it is the same act.
        entered = "receiver" in typed or row is None

        def doing(work: Work) -> Done:
            if entered or row is None:
                services.enter_inward(work, actor, dossier, typed)
                return there, _("Written down where it was received.")
            services.send_back(work, actor, row, typed)
            return there, _("Written down that the result went back. Hand it over here when they say who has it.")

        try:
            return submit(request, actor, dossier.commune_id, "inward.enter" if entered else "inward.send_back", doing)
        except Refused as refusal:
            errors = sentences(refusal, "receiver" if row is None else "to")
    context = {
        "dossier": dossier, "row": row, "receiver": said(row.receiver) if row else "",
        "may_send": row is not None and row.sent_at is None and dossier.status is Ours.COMPLETED,
        "ways": [(way.value, words.way(way)) for way in (rules.Way.HAND, rules.Way.POST)],
        "backs": [("there", _("at the desk that received it")), ("here", _("here with us"))],
        "values": typed or {"back": "there"}, "errors": errors,
    }  # fmt: skip
    return render(request, "neighbours/inward.html", context, status=422 if errors else 200)
