"""The leader signs: what waits, each paper to be read, one step-up for the batch."""

from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import stepup
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import DomainError, StepUpNeeded, TooMany, Unavailable
from thonso.core.signatures import services as keys
from thonso.core.signatures.models import SigningKey
from thonso.dossiers import access, presenting, reading, to_read
from thonso.dossiers.models import Dossier
from thonso.dossiers.services import drafting, results, signing

MOST = 100  # papers on one page, and in one batch


@audience("staff")
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    return _list(request, actor_of(request))


def _list(request: HttpRequest, actor: Actor, errors: dict[str, list[str]] | None = None) -> HttpResponse:
    dossiers = list(reading.to_sign(actor).select_related("hamlet").order_by("act_by", "id")[:MOST])
    papers = to_read.papers_of(actor, dossiers)
    lenders = presenting.lenders(actor, dossiers)
    rows = [
        {
            "dossier": one,
            "due": presenting.due(one),
            "papers": papers.get(one.pk, ()),
            "lender": lenders.get(one.pk, ""),
        }
        for one in dossiers
    ]
    return render(
        request,
        "dossiers/desk/signing.html",
        {
            "rows": rows,
            "revocations": reading.to_take_back(actor),
            "errors": errors or {},
            # Ticked already: for who comes from the page of one dossier, or back from step-up.
            "chosen": request.GET.getlist("ho-so")[:MOST],
            "asks_proof": not stepup.is_exempt(request),
            "can_sign": actor.has_any(("chairman", "deputy_chairman")),
        },
        status=422 if errors else 200,
    )


@audience("staff")
@never_cache
@require_http_methods(["POST"])
def sign(request: HttpRequest) -> HttpResponse:
    """Sign what was chosen. Step-up comes first, then a word about what was not opened, then the key's PIN; what cannot
    be signed is told, the rest is signed."""
    actor = actor_of(request)
    codes = request.POST.getlist("code")[:MOST]
    if not codes:
        return _list(request, actor, {"code": [_("Choose at least one dossier to sign.")]})
    try:
        stepup.require_step_up(request)
    except StepUpNeeded:
        return HttpResponseRedirect(stepup.confirm_url(request, _back_to(codes)))
    dossiers = access.by_codes(actor, codes, "sign")
    if "unread" not in request.POST and (unread := to_read.unopened(actor, dossiers)):
        context = {"unread": unread, "dossiers": dossiers, "back_url": _back_to(codes)}
        return render(request, "dossiers/desk/sign_unread.html", context)
    secret = request.POST.get("secret", "")[:200]
    try:
        key = keys.key_of_account(dossiers[0].commune_id, actor.ref.id)
        if keys.needs_secret(key) and not secret and "secret" not in request.POST:
            return _ask_secret(request, key, dossiers, None)
        with keys.in_hand(key, secret) as hand:
            _sign_all(request, actor, dossiers, hand)
    except TooMany as refusal:
        return _ask_secret(request, key, dossiers, refusal)
    except DomainError as refusal:
        if "secret" in refusal.fields:
            return _ask_secret(request, key, dossiers, refusal)
        messages.error(request, refusal.message)
    return redirect("dossiers:signing")


def _back_to(codes: list[str]) -> str:
    """The list, with what was chosen still ticked."""
    return f"{reverse('dossiers:signing')}?{urlencode([('ho-so', code) for code in codes])}"


def _ask_secret(
    request: HttpRequest, key: SigningKey, dossiers: list[Dossier], refusal: DomainError | None
) -> HttpResponse:
    """The PIN or passphrase, asked once for what was chosen; it stands in no address and is kept nowhere."""
    context = {
        "key": key,
        "on_token": key.kind == SigningKey.Kind.PKCS11,
        "dossiers": dossiers,
        "unread": "unread" in request.POST,
        "errors": {"secret": [refusal.message]} if refusal else {},
    }
    return render(request, "dossiers/desk/sign_secret.html", context, status=refusal.status if refusal else 200)


def _sign_all(request: HttpRequest, actor: Actor, dossiers: list[Dossier], hand: keys.KeyInHand) -> None:
    """Each group by itself; a key that is gone ends the batch, since nothing more can be signed with it."""
    done, groups = 0, _together(dossiers)
    for group in groups:
        try:
            signing.sign(actor, group, [uuid4() for _d in group], hand=hand)
            done += len(group)
        except Unavailable as refusal:
            messages.error(request, refusal.message)
            break
        except DomainError as refusal:
            messages.error(request, f"{', '.join(d.code for d in group)}: {refusal.message}")
    if done:
        words = ngettext("%(count)d dossier signed.", "%(count)d dossiers signed.", done) % {"count": done}
        messages.success(request, words)


def _together(dossiers: list[Dossier]) -> list[list[Dossier]]:
    """Dossiers that share a decision are signed as one; all others one by one."""
    groups: dict[object, list[Dossier]] = {}
    papers = results.unsigned(dossiers)
    for dossier in dossiers:
        shared = next((r.pk for r in papers.get(dossier.pk, ()) if r.paper == "decision"), dossier.pk)
        groups.setdefault(shared, []).append(dossier)
    return list(groups.values())


@audience("staff")
@require_http_methods(["GET", "POST"])
def recognition(request: HttpRequest) -> HttpResponse:
    """One decision for many households: choose those whose hamlets agreed, draft decision and certificates at once."""
    actor = actor_of(request)
    rows = reading.to_recognise(actor).select_related("hamlet", "commune")
    ready = list(rows.order_by("due_at", "id")[:200])
    message = ""
    if request.method == "POST":
        chosen = [dossier for dossier in ready if dossier.code in request.POST.getlist("code")]
        try:
            drafting.draft_recognition(actor, chosen, [uuid4() for _d in chosen])
        except DomainError as refusal:
            message = str(refusal.message)
        else:
            messages.success(
                request, _("Decision and certificates are drafted. Read them, then submit each for signature.")
            )
            return redirect("dossiers:queue")
    shown = [{"dossier": d, "klass": drafting.proposed_class(d), "due": presenting.due(d)} for d in ready]
    return render(
        request, "dossiers/desk/recognition.html", {"rows": shown, "message": message}, status=422 if message else 200
    )
