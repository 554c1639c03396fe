"""Following a dossier with its code and key, without an account: what the public may see, and what its owner may do."""

import secrets
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thonso.core.access import policy
from thonso.core.access.actors import ANONYMOUS, Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.limits import network
from thonso.core.access.shared import shared_of
from thonso.core.base.clock import local, today
from thonso.core.base.errors import Absent, Refused, TooMany
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.web import aloud
from thonso.core.web.context import face_of
from thonso.dossiers import (
    access,
    chronicle,
    following,
    heir,
    on_paper,
    presenting,
    printing,
    release,
    requirements,
    supplements,
)
from thonso.dossiers.models import Dossier, HamletTask, Rating, Result
from thonso.dossiers.rules.states import FINAL, State
from thonso.dossiers.rules.transitions import BY_NAME, why_not
from thonso.dossiers.services import clock, fees, voice
from thonso.dossiers.services.moves import answers_of, look_at, own_in_force, payload_of, results_of
from thonso.dossiers.views import sent, shown_keys
from thonso.procedures import describing

# What one who follows a dossier may print.
SLIPS = {"filing_note", "appointment_slip", "form01", "form02", "form03", "form04", "form05"}
SCORES = (
    ("5", gettext_lazy("Very satisfied")),
    ("4", gettext_lazy("Satisfied")),
    ("3", gettext_lazy("Neither")),
    ("2", gettext_lazy("Dissatisfied")),
    ("1", gettext_lazy("Very dissatisfied")),
)
# Stands in a kept page where each browser's own token goes; nobody can know it, so nothing typed can hold it.
TOKEN = secrets.token_hex(24)
# The same for the id of a form.
FORM_ID = str(uuid4())
_pages: following.Drawings[list[bytes]] = following.Drawings()


@audience("public")
@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """The two boxes, code and key. The key never stands in an address: it is posted, then kept in the session, until it is
    closed on this device (phones and computers are shared: practice.md 14)."""
    if request.POST.get("dong"):
        shown_keys.forget(request)
        messages.success(request, _("Closed: nobody opens it again on this device without the key."))
        return HttpResponseRedirect(reverse("dossiers:track"))
    code, key, errors = _code(request.GET.get("ma", "")), "", dict[str, list[str]]()
    status = 200
    if request.method == "POST":
        written, key = request.POST.get("ma", ""), request.POST.get("khoa", "")[:12]
        code = _code(written)
        if not key and code != written[:24]:
            return HttpResponseRedirect(
                f"{reverse('dossiers:track')}?{urlencode({'ma': code})}"
            )  # scanned; the key is next
        errors = _not_filled_in(code, key)
        status = Refused.status
        if not errors:
            try:
                dossier = access.by_code_and_key(code, key, network(request))
            except (Absent, TooMany) as refusal:
                errors, status = {"ma": [str(refusal.message)]}, refusal.status
            else:
                shown_keys.remember(request, dossier)
                return HttpResponseRedirect(reverse("dossiers:tracked", args=[dossier.code]))
    context = {"code": code, "key": key, "errors": errors, "shown": bool(shown_keys.known(request))}
    return render(request, "dossiers/public/track.html", context, status=status)


def _code(written: str) -> str:
    """A reader that works as a keyboard types the whole address that the QR code of a slip holds."""
    scanned = parse_qs(written.strip()[:300].partition("?")[2]).get("ma")
    return (scanned[0] if scanned else written)[:24]


def _not_filled_in(code: str, key: str) -> dict[str, list[str]]:
    """What cannot be a code with its key: told without looking, so it is no try. Any other key is as good as the next."""
    errors: dict[str, list[str]] = {}
    if not code.strip():
        errors["ma"] = [_("Write the code of the dossier, for example TS-261109-0007.")]
    if len(access.key_digits(key)) != access.KEY_LENGTH:
        errors["khoa"] = [_("The key has six digits: please look at the slip again.")]
    return errors


def tracked_dossier(request: HttpRequest, code: str) -> Dossier:
    """The dossier whose key this browser has given, or one's own when signed in."""
    known = shown_keys.known(request)
    dossier = Dossier.objects.filter(code=code.upper(), pk__in=known).select_related("hamlet", "commune").first()
    return dossier or access.by_code(actor_of(request), code, "track")


def tracked_context(actor: Actor, dossier: Dossier) -> dict[str, Any]:
    """The public face of a dossier: where it stands and when it comes, with no answer and no number in it."""
    events = sorted(access.whole(dossier).events.all(), key=lambda event: event.seq)
    refused = next((e for e in reversed(events) if e.kind == "approve_refusal"), None)
    results = [result for result in results_of(dossier) if result.state in {"issued", "replaced", "revoked"}]
    revoked = [] if own_in_force(results) else [one for one in results if one.state == Result.State.REVOKED]
    letter = any(result.paper == "letter" and result.state == Result.State.ISSUED for result in results)
    answers = answers_of(dossier, events)
    channel = voice.channel_of(actor, dossier)
    # Nobody is told to come for what may not be handed over.
    held = dossier.status is State.COMPLETED and any(
        result.state == Result.State.ISSUED and result.revocation_proposed_at for result in results
    )
    on_the_way = None if held else returning(dossier)
    return {
        "dossier": dossier,
        "heir": heir.of(dossier),
        "state": _state(dossier, letter=letter, revoked=bool(revoked)),
        "revoked": revoked,
        "answered": letter,
        "withdrawn": dossier.status is State.WITHDRAWN,
        "path": presenting.path(dossier, events),
        "history": chronicle.history(dossier, access.for_its_owner(events), names=False),
        "explanation": clock.explain(dossier),
        "fee": fees.shown(dossier) or fees.unasked(dossier, answers),
        "open": dossier.is_running,
        "missed": dossier.appointed_at is not None
        and not dossier.served_at_once
        and local(dossier.appointed_at).date() < today(),
        "ended": dossier.status in FINAL - {State.HANDED_OVER},
        "late": presenting.returned_late(dossier),
        "late_before": presenting.late_before(dossier),
        "slip": next((one for one in reversed(printing.slips_of(dossier, events)) if one.kind in SLIPS), None),
        "asked": supplements.still_asked(dossier, events),
        "to_sign": on_paper.awaited(dossier, answers),
        "withheld": release.withheld(actor, dossier, answers) if results else "",
        "refusal": payload_of(refused, dossier).get("reason") if refused else "",
        "results": results,
        "returning": on_the_way,
        "held": held,
        "to_fetch": dossier.status is State.COMPLETED
        and not held
        and on_the_way is None
        and any(result.state == Result.State.ISSUED and result.made != Result.Made.TRANSFERRED for result in results),
        "signs_there": requirements.definition(dossier).signs_there,
        "fees_to_come": fees_to_come(dossier),
        "owner": channel is Rating.Channel.ACCOUNT,
        "ratable": dossier.status in voice.RATABLE and channel is not None,
        "rated": getattr(dossier, "rating", None),
        "scores": SCORES,
    }


def _state(dossier: Dossier, *, letter: bool, revoked: bool) -> presenting.Words:
    """That a paper was handed over is no good news once it holds no more."""
    if letter:
        return presenting.Words(str(presenting.BY_LETTER), "info")
    if revoked and dossier.status is State.HANDED_OVER:
        return presenting.Words(str(presenting.TAKEN_BACK), "late")
    return presenting.state(dossier)


def fees_to_come(dossier: Dossier) -> list[str]:
    """What an appointment costs, as the catalogue says it: whoever comes brings it. Nothing once a charge says it."""
    if dossier.appointed_at is None or not dossier.is_running or fees.in_force(dossier) is not None:
        return []
    return [f"{fee.name}: {describing.fee_words(fee)}" for fee in requirements.definition(dossier).fees]


def returning(dossier: Dossier) -> HamletTask | None:
    """The result's way to the hamlet, while it is on it or waits there."""
    if dossier.status is not State.COMPLETED:
        return None
    tasks = dossier.hamlet_tasks.all()
    return next((task for task in tasks if task.kind == HamletTask.Kind.RETURN and not task.done_at), None)


@audience("public")
@never_cache
@require_GET
def tracked(request: HttpRequest, code: str) -> HttpResponse:
    standing, face = _plain_visit(request, code), face_of(stable_id("commune", settings.COMMUNE_CODE))
    if standing and (kept := _pages.of(standing, face)):
        return _filled_in(request, kept)
    try:
        dossier = tracked_dossier(request, code)
    except Absent:
        return HttpResponseRedirect(f"{reverse('dossiers:track')}?ma={code}")
    context: dict[str, Any] = {
        **tracked_context(actor_of(request), dossier),
        "transaction_id": uuid4(),
        "thanks": request.GET.get("cam-on"),
        "told": _told(request, dossier),
        "complaints": _complaints(request, dossier),
        "may_withdraw": _may_withdraw(actor_of(request), dossier),
    }
    if standing is None:
        return render(request, "dossiers/public/tracked.html", context)
    context |= {"csrf_token": TOKEN, "transaction_id": FORM_ID}
    drawn = render_to_string("dossiers/public/tracked.html", context, request)
    page = [part.encode() for part in drawn.split(TOKEN)]
    _pages.keep(standing, page, face)
    return _filled_in(request, page)


def _filled_in(request: HttpRequest, page: list[bytes]) -> HttpResponse:
    """A kept page with the token of this browser, and a new id for what is sent from it."""
    return HttpResponse(get_token(request).encode().join(page).replace(FORM_ID.encode(), str(uuid4()).encode()))


def _told(request: HttpRequest, dossier: Dossier) -> str:
    """The code of the complaint just sent: shown once, to the browser that sent it."""
    if request.GET.get("cam-on") != "2":
        return ""
    code, complaint_id = request.session.pop(shown_keys.TOLD, ("", ""))
    return voice.code_of(UUID(complaint_id)) if code == dossier.code else ""


def _plain_visit(request: HttpRequest, code: str) -> following.Standing | None:
    """How the dossier stands, when the page holds nothing but it: a browser that has shown its key and is nobody's (nor
    everybody's, which has a frame of its own), has sent no complaint, has nothing to be told and is read nothing aloud. None
    for everybody else, whose page is drawn for them."""
    if (
        actor_of(request) != ANONYMOUS
        or shared_of(request)
        or request.GET
        or shown_keys.SPOKEN in request.session
        or get_messages(request)
    ):
        return None
    if aloud.reader().tongue.key:
        return None
    return following.standing(code, shown_keys.known(request))


def _complaints(request: HttpRequest, dossier: Dossier) -> list[dict[str, Any]]:
    """With the leaders' answers: for the owner signed in, and for the browser that sent them. The key of the slip is not
    enough, since the helper and the desk have seen it.
    """
    rows = dossier.complaints.order_by("at", "pk")
    if voice.channel_of(actor_of(request), dossier) is not Rating.Channel.ACCOUNT:
        rows = rows.filter(pk__in=request.session.get(shown_keys.SPOKEN, []))
    return [
        {"at": one.at, "words": voice.words_of(one), "answer": voice.answer_of(one), "answered_at": one.answered_at}
        for one in rows
    ]


def _may_withdraw(actor: Actor, dossier: Dossier) -> bool:
    """Its owner may, signed in, while nothing is signed; whoever only holds the key may not."""
    return (
        policy.can(actor, "withdraw", dossier).allow and why_not(BY_NAME["withdraw"], look_at(dossier)) is None
        if actor.is_account
        else False
    )


@audience("public")
@require_POST
def rate(request: HttpRequest, code: str) -> HttpResponse:
    dossier = _spoken_of(request, code, "rate")
    try:
        score = int(request.POST.get("score", "0") or 0)
        voice.rate(dossier, actor_of(request), score, request.POST.get("words", ""))
    except (Refused, ValueError) as refusal:
        errors = getattr(refusal, "fields", None) or {
            "score": [getattr(refusal, "message", _("Choose one of the five."))]
        }
        context = {**tracked_context(actor_of(request), dossier), "errors": errors, "values": request.POST}
        return render(request, "dossiers/public/tracked.html", context, status=422)
    return HttpResponseRedirect(reverse("dossiers:tracked", args=[code]) + "?cam-on=1")


@audience("public")
@require_POST
def complain(request: HttpRequest, code: str) -> HttpResponse:
    dossier = _spoken_of(request, code, "complain")
    try:
        words, transaction_id = request.POST.get("complaint", ""), request.POST.get("transaction_id", "")
        who = _rater(request, dossier)
        said = voice.complain(dossier, who, words, transaction_id=sent.transaction_id(transaction_id))
        before = [one for one in request.session.get(shown_keys.SPOKEN, []) if one != str(said.pk)]
        request.session[shown_keys.SPOKEN] = [*before[-9:], str(said.pk)]
        request.session[shown_keys.TOLD] = [dossier.code, str(said.pk)]
    except Refused as refusal:
        context = {
            **tracked_context(actor_of(request), dossier),
            "errors": {"complaint": refusal.fields.get("words", [refusal.message])},
            "values": request.POST,
        }
        return render(request, "dossiers/public/tracked.html", context, status=422)
    return HttpResponseRedirect(reverse("dossiers:tracked", args=[code]) + "?cam-on=2")


def _spoken_of(request: HttpRequest, code: str, action: str) -> Dossier:
    """Whoever gave the key may speak, and whom the policy lets; not every officer who may look at the dossier."""
    dossier = tracked_dossier(request, code)
    if not shown_keys.has(request, dossier.pk):
        policy.require(actor_of(request), action, dossier)
    return dossier


def _rater(request: HttpRequest, dossier: Dossier) -> Ref:
    """Who speaks: the account, or whoever holds the key of this dossier."""
    actor = actor_of(request)
    return actor.ref if actor.is_account else Ref("keyholder", stable_id("keyholder", str(dossier.pk)))
