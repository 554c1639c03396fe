"""Reading a card for a form: the fields come back as JSON and nothing is kept."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from thonso.core.access import limits
from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.errors import DomainError, Refused, TooMany
from thonso.core.files.rules import LIMITS
from thonso.core.files.sentences import refusal
from thonso.core.identity import Card, parse_card_text, read_card_image

# Decoding is work: enough for a day of filing behind one address, too little to keep a server busy.
_ACCOUNT_AN_HOUR = 240
_ADDRESS_AN_HOUR = 600


@require_POST
@audience("public", "signed_in", "helper")
def read_card(request: HttpRequest) -> JsonResponse:
    """`photo` (a file) or `text` (typed by a scanner) → the fields, marked as not verified; problem+json when not."""
    try:
        _limit(request)
        card = _read(request)
    except DomainError as error:
        return _problem(error)
    return _answer({"card": card.as_json(), "verified": False, "source": "qr", "label": _("not verified")}, 200)


def _limit(request: HttpRequest) -> None:
    actor = actor_of(request)
    if actor.account_id is not None:
        limits.hit(f"card:account:{actor.account_id}", _ACCOUNT_AN_HOUR, 3600)
    limits.hit(f"card:address:{limits.network(request)}", _ADDRESS_AN_HOUR, 3600)


def _read(request: HttpRequest) -> Card:
    photo = request.FILES.get("photo")
    if isinstance(photo, UploadedFile):
        if (photo.size or 0) > max(LIMITS.values()):
            raise refusal("image_too_big")
        card = read_card_image(photo.read())
        if card is None:
            sentence = _("No code was found on the photo. Come closer, hold still, and let light fall on the card.")
            raise Refused(sentence, fields={"photo": [sentence]})
        return card
    text = request.POST.get("text", "")
    if not text.strip():
        sentence = _("Take a photo of the side of the card that has the square code.")
        raise Refused(sentence, fields={"photo": [sentence]})
    return parse_card_text(text)


def _problem(error: DomainError) -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": "Unprocessable Content" if error.status == 422 else "Error",
        "status": error.status,
        "detail": str(error.message),
        "reason": getattr(error, "reason", ""),
    }
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, TooMany) else {}
    return _answer(body, error.status, "application/problem+json", headers)


def _answer(
    body: dict[str, object], status: int, kind: str = "application/json", headers: dict[str, str] | None = None
) -> JsonResponse:
    return JsonResponse(
        body,
        status=status,
        content_type=kind,
        headers={"Cache-Control": "no-store, private", **(headers or {})},
        json_dumps_params={"ensure_ascii": False},
    )
