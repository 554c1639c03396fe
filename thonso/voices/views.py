"""Record a text, listen to what others recorded, and the packs that phones take along."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from thonso.core.access.actors import Actor, actor_of
from thonso.core.access.audience import audience
from thonso.core.access.pages.shared import sentences
from thonso.core.access.roles import STAFF_ROLES
from thonso.core.base.errors import Absent, Refused
from thonso.core.base.text import fold
from thonso.core.journal.work import transact
from thonso.core.web.ranges import part_of
from thonso.voices import access, hearing, order, packs, phrases, rules, services
from thonso.voices.models import Recording

A_PAGE = 50


def _base(actor: Actor) -> str:
    return "web/base_desk.html" if actor.has_any(STAFF_ROLES) else "web/base_hamlet.html"


@audience("helper", "staff")
@never_cache
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The languages, and how much of each is there."""
    actor = actor_of(request)
    commune = access.place(actor)
    tongues = phrases.languages()
    found = packs.standings(commune.pk, [one.key for one in tongues], phrases.of(commune.pk))
    rows = [(one, found[one.key]) for one in tongues]
    base = _base(actor)
    page = {"base": base, "of_hamlet": "hamlet" in base, "rows": rows, "waiting": access.waiting(actor).count()}
    return render(request, "voices/index.html", page)


@audience("helper", "staff")
@never_cache
@require_GET
def texts(request: HttpRequest, language: str) -> HttpResponse:
    """The texts of one language: what is missing stands first."""
    actor = actor_of(request)
    commune = access.place(actor)
    tongue = _language(language)
    standing = packs.standing(commune.pk, tongue.key, order.to_record(phrases.of(commune.pk)))
    given, asked = request.GET.get("loc", ""), request.GET.get("q", "").strip()[:100]
    only = given if given in {"cho", "co"} else "thieu"
    rows = {"thieu": standing.missing, "cho": standing.waiting, "co": standing.heard}[only]
    found = [one for one in rows if fold(asked) in fold(f"{one.text} {one.place}")]
    shown = Paginator(found, A_PAGE).get_page(request.GET.get("trang"))
    page = {
        "base": _base(actor),
        "language": tongue,
        "standing": standing,
        "rows": shown.object_list,
        "only": only,
        "asked": asked,
        "count": len(found),
        "previous": _page_url(only, asked, shown.number - 1) if shown.has_previous() else "",
        "next": _page_url(only, asked, shown.number + 1) if shown.has_next() else "",
    }
    return render(request, "voices/texts.html", page)


def _page_url(only: str, asked: str, number: int) -> str:
    return "?" + urlencode({"loc": only, **({"q": asked} if asked else {}), "trang": number})


@audience("helper", "staff")
@never_cache
@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, language: str, digest: str) -> HttpResponse:
    """One text, in large letters, and the button to speak it."""
    actor = actor_of(request)
    commune = access.place(actor)
    tongue, wanted = _language(language), order.to_record(phrases.of(commune.pk))
    phrase = wanted.get(digest)
    if phrase is None:
        raise Absent(_("This text is not asked any more: it was changed."))
    errors: dict[str, list[Any]] = {}
    if request.method == "POST":
        try:
            _keep(request, actor, commune.pk, tongue.key, digest)
        except Refused as refusal:
            errors = sentences(refusal, "audio")
        else:
            following = _next(commune.pk, tongue.key, wanted, digest)
            messages.success(
                request, _("Kept. The next text:") if following else _("Kept. No text is missing any more.")
            )
            where = [tongue.key, following] if following else [tongue.key]
            return HttpResponseRedirect(reverse("voices:record" if following else "voices:texts", args=where))
    page = {
        "base": _base(actor),
        "language": tongue,
        "phrase": phrase,
        "errors": errors,
        "agreed": bool(request.POST.get("agrees")),
        "heard": access.to_take_back(actor, tongue.key, digest),
        "largest": rules.LARGEST,
    }
    return render(request, "voices/record.html", page, status=422 if errors else 200)


def _keep(request: HttpRequest, actor: Actor, commune_id: UUID, language: str, digest: str) -> None:
    audio = request.FILES.get("audio")
    errors: dict[str, list[Any]] = {}
    if not request.POST.get("agrees"):
        errors["agrees"] = [_("Ask whoever speaks, then tick.")]
    data = audio.read(rules.LARGEST + 1) if isinstance(audio, UploadedFile) else b""
    wrong = services.what_is_wrong((audio and audio.size) or 0, rules.media_type(data))
    if wrong:
        errors["audio"] = [wrong]
    if errors:
        raise Refused(fields=errors)
    with transact(commune_id) as work:
        services.record(work, actor, language, digest, data)


def _next(commune_id: UUID, language: str, wanted: dict[str, phrases.Phrase], digest: str) -> str:
    """The next text that nobody has spoken, after the end from the beginning; "" where there is none."""
    missing = {one.digest for one in packs.standing(commune_id, language, wanted).missing}
    digests = list(wanted)
    at = digests.index(digest)
    return next((other for other in digests[at + 1 :] + digests[:at] if other in missing), "")


@audience("helper", "staff")
@never_cache
@require_GET
def listen(request: HttpRequest) -> HttpResponse:
    """What others have recorded: heard, then approved or sent back."""
    actor = actor_of(request)
    access.place(actor, "approve")
    return _listening(request, actor)


def _listening(
    request: HttpRequest, actor: Actor, errors: dict[str, list[Any]] | None = None, which: UUID | None = None
) -> HttpResponse:
    """`which`: the recording to which the errors belong."""
    waiting = access.waiting(actor)
    page = {
        "base": _base(actor),
        "rows": [(one, phrases.language(one.language)) for one in waiting[:A_PAGE]],
        "total": waiting.count(),
        "decided": access.decided_today(actor),
        "errors": errors or {},
        "which": which,
        "why": request.POST.get("why", ""),
    }
    return render(request, "voices/listen.html", page, status=422 if errors else 200)


@audience("helper", "staff")
@require_POST
def decide(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    actor = actor_of(request)
    recording = access.recording(actor, recording_id)
    decision = request.POST.get("decision", "")
    try:
        with transact(recording.commune_id) as work:
            if decision == "withdraw":
                services.withdraw(work, actor, recording)
            else:
                why = request.POST.get("why", "")
                services.decide(work, actor, recording, approve=decision == "approve", why=why)
    except Refused as refusal:
        return _listening(request, actor, sentences(refusal, "why"), recording.pk)
    if decision == "withdraw":
        messages.success(request, _("Nobody hears this recording any more."))
        return HttpResponseRedirect(reverse("voices:texts", args=[recording.language]))
    approved = decision == "approve"
    messages.success(
        request, _("Approved: everybody hears it now.") if approved else _("Sent back to be recorded again.")
    )
    return HttpResponseRedirect(reverse("voices:listen"))


@audience("helper", "staff")
@never_cache
@require_safe
def before(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """The sound of a recording, for who decides about it."""
    return _sound(request, access.recording(actor_of(request), recording_id))


@audience("public")
@require_safe
def heard(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """The sound of an approved recording. Under its id it never changes, so it may be kept."""
    answer = _sound(request, access.heard(recording_id))
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@audience("public")
@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Listen in this language from now on, or (without one) in none; then back to the page. A link, since it changes nothing
    but a cookie of this browser."""
    key, back = request.GET.get("tieng", ""), request.GET.get("ve", "")
    language = _language(key) if key else None
    answer = HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else "/")
    hearing.choose(request, answer, language)
    return answer


@audience("public")
@require_safe
def pack(request: HttpRequest, language: str) -> JsonResponse:
    """What of one language can be heard: text → where its sound is, by digest."""
    tongue = _language(language)
    answer = JsonResponse(packs.pack(tongue), json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _sound(request: HttpRequest, recording: Recording) -> HttpResponse:
    answer = HttpResponse(bytes(recording.data), content_type=recording.media_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return part_of(request, answer)


def _language(key: str) -> phrases.Language:
    found = phrases.language(key)
    if found is None:
        raise Absent(_("There is no such language here."))
    return found
