"""Each request is read aloud in the language chosen for it, or not at all."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from thonso.core.web import aloud
from thonso.voices import hearing


class AloudMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if hearing.COOKIE not in request.COOKIES:
            return self.get_response(request)
        with aloud.reading(hearing.reader_for(request)):
            response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        return response
