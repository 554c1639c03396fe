"""Errors for programs: RFC 9457 problem+json with a Vietnamese `detail`; and the handlers a ninja API needs for it."""

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from thonso.core.base.errors import DomainError, Refused, TooMany

if TYPE_CHECKING:
    from ninja import NinjaAPI

TITLES = {
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    409: "Conflict", 413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content",
    429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable",
}  # fmt: skip

SCHEMA = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "a Vietnamese sentence to show to a person"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}},
        "reason": {"type": "string"},
        "incident": {"type": "string", "description": "to be told to whoever looks after the server"},
    },
    "additionalProperties": False,
}


def problem(status: int, detail: Any, **members: Any) -> JsonResponse:
    body = {"type": "about:blank", "title": TITLES.get(status, "Error"), "status": status, "detail": str(detail)}
    body |= {key: value for key, value in members.items() if value}
    return JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )


def of_domain_error(error: DomainError, words: str) -> JsonResponse:
    """`words`: what to say when the error brings no sentence of its own."""
    fields = {name: [str(text) for text in found] for name, found in error.fields.items()}
    response = problem(error.status, error.message or words, errors=fields)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def documented(document: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with what its framework does not know: what every error looks like, and how one signs in."""
    parts = document.setdefault("components", {})
    parts.setdefault("schemas", {})["Problem"] = SCHEMA
    parts["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    document["security"] = [{}, {"token": []}]
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if str(status)[0] in "45":  # one with more to say of a mistake is also told the plain ones
                    answer.setdefault("content", {}).update(content)
            operation["responses"]["default"] = {"description": "A problem (RFC 9457)", "content": content}
    return document


def install(api: "NinjaAPI") -> None:
    """Make every error of a ninja API a problem+json: bad input with its fields, sign-in, ours, and the unforeseen."""
    from ninja.errors import AuthenticationError, HttpError, ValidationError

    from thonso.core.web import errors

    def bad_input(request: HttpRequest, exc: Exception) -> HttpResponse:
        assert isinstance(exc, ValidationError)
        fields: dict[str, list[str]] = {}
        for found in exc.errors:
            where = ".".join(str(part) for part in found.get("loc", ())[1:]) or "body"
            fields.setdefault(where, []).append(_sentence(str(found.get("type", ""))))
        return of_domain_error(Refused(_("Some of the data cannot be accepted."), fields=fields), "")

    def not_signed_in(request: HttpRequest, exc: Exception) -> HttpResponse:
        response = problem(401, _("Please sign in first."))
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    def of_status(request: HttpRequest, exc: Exception) -> HttpResponse:
        assert isinstance(exc, HttpError)
        return problem(exc.status_code, errors.words_for(exc.status_code).text)

    def ours(request: HttpRequest, exc: Exception) -> HttpResponse:
        return errors.respond(request, exc)

    api.add_exception_handler(ValidationError, bad_input)
    api.add_exception_handler(AuthenticationError, not_signed_in)
    api.add_exception_handler(HttpError, of_status)
    api.add_exception_handler(DomainError, ours)


def _sentence(kind: str) -> str:
    """pydantic's English is for developers; a person gets one of few sentences."""
    if kind == "missing":
        return _("This is missing.")
    if kind.endswith(("_too_long", "_too_short")):
        return _("The length is not right.")
    return _("The value is not of the right form.")
