"""At the edge: what cannot be text is refused, answers are counted. Around the views: exceptions become pages."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from thonso.core.base.errors import DomainError
from thonso.core.web import edge, errors, metrics, problems

_Next = Callable[[HttpRequest], HttpResponse]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class EdgeMiddleware:
    """Stands before sessions: a NUL in a cookie must not reach the database. Counts answers for /metrics."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = errors.plain(request, 400) if self._is_bad(request) else self.get_response(request)
        metrics.count(response.status_code, time.perf_counter() - began)
        return response

    def _is_bad(self, request: HttpRequest) -> bool:
        if edge.is_bad(request.path_info) or edge.any_bad(request.COOKIES.values()):
            return True
        if not request.META.get("QUERY_STRING"):
            return False
        return any(edge.is_bad(name) or edge.any_bad(values) for name, values in request.GET.lists())


class ErrorMiddleware:
    """Stands last, around the views. `reads_own_body = True` on a view keeps its body untouched (streamed uploads)."""

    def __init__(self, get_response: _Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 405 and request.path.startswith("/api/"):  # Django's own answer is a page
            allowed = response.headers.get("Allow", "")
            response = problems.problem(405, errors.words_for(405).title)
            response.headers["Allow"] = allowed
        elif response.status_code == 405:
            return errors.wrong_way(request, response.headers.get("Allow", ""))
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method in ("GET", "HEAD", "OPTIONS") or getattr(view, "reads_own_body", False):
            return None
        return errors.plain(request, 400) if self._body_is_bad(request) else None

    def _body_is_bad(self, request: HttpRequest) -> bool:
        if request.content_type in FORMS and request.method == "POST":
            return any(edge.is_bad(name) or edge.any_bad(values) for name, values in request.POST.lists())
        if request.content_type == "application/json" or (request.content_type or "").endswith("+json"):
            length = int(request.headers.get("Content-Length") or 0)
            return length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE and edge.json_is_bad(request.body)
        return False

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError) or errors.is_passing(exception):
            return errors.respond(request, exception)
        return None
