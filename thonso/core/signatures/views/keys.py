"""Signing keys: the list, entering one, its picture, ending one. Each act asks for a fresh second factor."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access import stepup
from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import HANOI, now
from thonso.core.base.errors import DomainError, Refused, Stale, TooMany, Unavailable
from thonso.core.journal.work import transact
from thonso.core.signatures import access, pictures, previews, services, standing, trust
from thonso.core.signatures.certificates import described, from_pem
from thonso.core.signatures.keys import KeyRef
from thonso.core.signatures.keys.pkcs11.tokens import Token, plugged_in
from thonso.core.signatures.models import SigningKey

# Long enough to choose a file and type; a signature itself asks for two minutes.
FRESH = 600
FILE = "file"


@audience("admin", "staff")
@never_cache
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    believed = trust.load()
    rows = [
        (key, standing.of(key, believed), described(from_pem(key.certificate)).issuer)
        for key in access.visible_keys(actor)
    ]
    here = [row for row in rows if not row[1].over]
    context = {
        "rows": here,
        "past": [row for row in rows if row[1].over],
        "ending": [key for key, stands, _issuer in here if stands.ends_soon],
        "is_admin": actor.has("administrator"),
    }
    return render(request, "signatures/keys.html", context)


@audience("admin", "staff")
@never_cache
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Whose key, where it lies, its PIN or passphrase: opened once, and entered when it holds."""
    actor = actor_of(request)
    holders = access.possible_holders(actor)
    if not holders:
        access.visible_keys(actor)  # raises Absent
    if not stepup.is_fresh(request, FRESH):
        return HttpResponseRedirect(stepup.confirm_url(request, request.path))
    tokens, trouble = _tokens()
    if request.method == "POST":
        try:
            key = _entered(request, actor, holders, tokens)
        except (Refused, TooMany, Unavailable) as refusal:
            return _form(request, holders, tokens, trouble, refusal)
        messages.success(request, _("The key is registered. Please add the picture that stands on the papers."))
        return redirect("signatures:key", key.pk)
    return _form(request, holders, tokens, trouble, None)


def _tokens() -> tuple[dict[str, tuple[Token, Any]], str]:
    """What is plugged in: id → token and certificate; and why nothing can be seen."""
    try:
        found = plugged_in()
    except DomainError as error:
        return {}, str(error.message)
    pairs = [(token, one) for token in found for one in token.certificates]
    return {f"token-{described(one).fingerprint[:16]}": (token, one) for token, one in pairs}, ""


def _entered(
    request: HttpRequest, actor: Actor, holders: dict[str, Any], tokens: dict[str, tuple[Token, Any]]
) -> SigningKey:
    holder, post = holders.get(request.POST.get("holder", ""), (None, ""))
    if holder is None:
        raise Refused(fields={"holder": [_("Please choose whose key it is.")]})
    source, secret = request.POST.get("source", ""), request.POST.get("secret", "")[:200]
    # Guessing at a token here would lock it as well as at signing; whose the certificate in a file is shows when it opens.
    tried = str(actor.ref.id)
    uploaded = request.FILES.get("file")
    if source in tokens:
        token, certificate = tokens[source]
        ref = KeyRef("pkcs11", token.label, secret or None, certificate=certificate.dump())
        tried = f"{certificate.serial_number:x}"
    elif source != FILE:
        raise Refused(fields={"source": [_("Please choose where the key lies.")]})
    elif uploaded is None or uploaded.size is None or uploaded.size > services.LARGEST_FILE:
        raise Refused(fields={"file": [_("Please choose the key file (.p12 or .pfx).")]})
    else:
        ref = KeyRef("sealed", (uploaded.name or "key.p12")[-200:], secret or None, pkcs12=uploaded.read())
    with services.guarded(tried):
        examined = services.examine(ref, holder)
    commune_id = actor.home_commune()
    assert commune_id is not None
    with transact(commune_id) as work:
        return services.register_key(work, actor.ref, examined, title=post)


def _form(
    request: HttpRequest, holders: dict[str, Any], tokens: dict[str, Any], trouble: str, refusal: DomainError | None
) -> HttpResponse:
    errors = {} if refusal is None else (refusal.fields or {"source": [refusal.message]})
    if refusal is not None and refusal.message and len(errors) == 1:
        errors = {next(iter(errors)): [refusal.message]}
    if "name" in errors:
        errors = {"holder": errors["name"]}
    context = {
        "errors": errors,
        "values": {
            "holder": next(iter(holders)) if len(holders) == 1 else "",
            "source": "" if tokens else FILE,  # where there is no choice, it is made
            **request.POST.dict(),
            "secret": "",
        },
        "tokens": bool(tokens),
        "holders": [
            (id_, f"{holder.name} · {post}" if post else _("Seal of %(name)s") % {"name": holder.name})
            for id_, (holder, post) in holders.items()
        ],
        "sources": [
            *(
                (
                    id_,
                    _("Token %(label)s: certificate of %(name)s")
                    % {"label": token.label, "name": described(one).subject},
                )
                for id_, (token, one) in tokens.items()
            ),
            (FILE, _("A key file (.p12 or .pfx)")),
        ],
        "trouble": trouble,
    }
    return render(request, "signatures/key_add.html", context, status=refusal.status if refusal else 200)


@audience("admin", "staff")
@never_cache
@require_GET
def shown(request: HttpRequest, key_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    return _page(request, actor, access.by_id(actor, key_id), {})


def _page(
    request: HttpRequest, actor: Actor, key: SigningKey, errors: dict[str, Any], status: int = 200
) -> HttpResponse:
    certificate, believed = described(from_pem(key.certificate)), trust.load()
    context = {
        "key": key,
        "certificate": certificate,
        "standing": standing.of(key, believed),
        "known": standing.issuer_known(key, believed),
        "has_image": bool(key.image),
        "signed": key.records.count(),
        "errors": errors,
    }
    return render(request, "signatures/key.html", context, status=status)


@audience("admin", "staff")
@never_cache
@require_http_methods(["POST"])
def picture(request: HttpRequest, key_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    key = access.by_id(actor, key_id, "manage")
    if not stepup.is_fresh(request, FRESH):
        return HttpResponseRedirect(stepup.confirm_url(request, reverse("signatures:key", args=[key_id])))
    uploaded = request.FILES.get("image")
    try:
        if uploaded is None:
            raise Refused(fields={"image": [_("Please choose a picture.")]})
        if (uploaded.size or 0) > pictures.LARGEST:
            raise Refused(fields={"image": [_("The picture is larger than 3 MB. Please cut or scan it smaller.")]})
        png = pictures.made_ready(uploaded.read(), "person" if key.account_id else "organisation")
    except Refused as refusal:
        return _page(request, actor, key, refusal.fields, status=422)
    with transact(key.commune_id) as work:
        services.set_image(work, actor.ref, key, png)
    messages.success(request, _("The picture is kept. This is how it will stand on the papers."))
    return redirect("signatures:key", key.pk)


@audience("admin", "staff")
@never_cache
@require_GET
def preview(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """The part of a page where the picture stands."""
    key = access.by_id(actor_of(request), key_id)
    under = access.signature_under(key)
    return HttpResponse(previews.drawn(key, bytes(key.image), under), content_type="image/png")


@audience("admin", "staff")
@never_cache
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, key_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    key = access.by_id(actor, key_id, "manage")
    if not stepup.is_fresh(request, FRESH):
        return HttpResponseRedirect(stepup.confirm_url(request, request.path))
    values = {"day": request.POST.get("day", ""), "reason": request.POST.get("reason", "")}
    errors: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            with transact(key.commune_id) as work:
                services.retire_key(work, actor.ref, key, reason=values["reason"], at=_moment(values["day"]))
        except (Refused, Stale) as refusal:
            errors, status = {field: [refusal.message] for field in refusal.fields or ["reason"]}, refusal.status
        else:
            messages.success(request, _("The key is retired. What it signed can still be checked."))
            return redirect("signatures:keys")
    context = {"key": key, "values": values, "errors": errors}
    return render(request, "signatures/key_retire.html", context, status=status)


def _moment(text: str) -> datetime | None:
    """The start of the day that was typed; None for today, which is at once."""
    if not text.strip():
        return None
    try:
        day = datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        words = _("Write the date as day/month/year, for example 24/11/2026.")
        raise Refused(words, fields={"day": [words]}) from None
    start = datetime.combine(day, time(), HANOI)
    # Today means from now on.
    return None if start <= now() < start + timedelta(days=1) else start
