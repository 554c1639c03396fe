"""The leader signs: what waits, each paper to be read, one step-up for the batch."""

from collections.abc import Iterable
from typing import Any
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
from thonso.dossiers.models import Dossier, Result
from thonso.dossiers.services import corrections, lists, results, signing

MOST = 100  # papers on one page, and in one batch


@audience("staff")
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    return _list(request, actor_of(request))


def _list(request: HttpRequest, actor: Actor, errors: dict[str, list[str]] | None = None) -> HttpResponse:
    dossiers = list(reading.to_sign(actor).select_related("hamlet").order_by("act_by", "id")[:MOST])
    rows = _rows(actor, dossiers)
    return render(
        request,
        "dossiers/desk/signing.html",
        {
            "rows": rows,
            "revocations": corrections.proposals(list(reading.to_take_back(actor).order_by("-filed_at")[:MOST])),
            "errors": errors or {},
            # Ticked already: for who comes from the page of one dossier, or back from step-up.
            "chosen": _ticked(rows, request.GET.getlist("ho-so")[:MOST]),
            "asks_proof": not stepup.is_exempt(request),
            "can_sign": actor.has_any(("chairman", "deputy_chairman")),
        },
        status=422 if errors else 200,
    )


def _rows(actor: Actor, dossiers: list[Dossier]) -> list[dict[str, Any]]:
    """What is to be signed: a dossier, or a decision with all the households here that it stands for."""
    papers, begun = to_read.papers_of(actor, dossiers), lists.partly_signed(dossiers)
    lenders = presenting.lenders(actor, dossiers)
    found: dict[object, list[Dossier]] = {}
    for one in dossiers:
        found.setdefault(_shared(one, [paper.result for paper in papers.get(one.pk, ())]), []).append(one)
    rows = []
    for together in found.values():
        every = {paper.result.pk: (one.code, paper) for one in together for paper in papers.get(one.pk, ())}
        rows.append(
            {
                "dossier": together[0],
                "together": together if len(together) > 1 else [],
                "due": presenting.due(together[0]),  # the first that is due
                "lender": lenders.get(together[0].pk, ""),
                "papers": [row for row in every.values() if len(together) == 1 or row[1].result.paper == "decision"],
                "certificates": [row for row in every.values() if len(together) > 1 and row[1].result.rests_on_id],
                "may_send_back": not begun & {one.pk for one in together},
            }
        )
    return rows


def _shared(dossier: Dossier, drafts: Iterable[Result]) -> object:
    """What a dossier is signed with: the decision it shares with others, else itself."""
    return next((one.pk for one in drafts if one.paper == "decision"), dossier.pk)


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
    dossiers = access.by_codes(actor, lists.to_sign_with(dossiers), "sign")
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


def _ticked(rows: list[dict[str, Any]], codes: list[str]) -> list[str]:
    """Whoever comes from one dossier of a list finds its list ticked."""
    return [
        row["dossier"].code
        for row in rows
        if row["dossier"].code in codes or any(one.code in codes for one in row["together"])
    ]


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
        groups.setdefault(_shared(dossier, papers.get(dossier.pk, ())), []).append(dossier)
    return list(groups.values())
