"""Routes for the tests of error pages: one for each way a view can fail."""

import errno
from typing import NoReturn

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from thonso.core.access.audience import audience
from thonso.core.base.errors import Absent, Refused, Stale, StepUpNeeded, TooMany, Unavailable

ERRORS = {
    "refused": lambda: Refused("Thiếu Mẫu số 01.", fields={"paper": ["Chưa có giấy đề nghị."]}),
    "stale": lambda: Stale("Cô Lan vừa tiếp nhận hồ sơ này."),
    "absent": lambda: Absent(""),
    "too-many": lambda: TooMany("Xin chờ.", retry_after=90),
    "step-up": lambda: StepUpNeeded(""),
    "unavailable": lambda: Unavailable(""),
    "locked": lambda: OperationalError("database is locked"),
    "full": lambda: OSError(errno.ENOSPC, "No space left on device"),
    "bug": lambda: ZeroDivisionError("division by zero"),
}


def _view(name: str):
    @csrf_exempt
    @audience("public")
    def fail(request: HttpRequest) -> NoReturn:
        raise ERRORS[name]()

    return fail


@csrf_exempt
@audience("public")
def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    *(path(f"{prefix}fail/{name}/", _view(name)) for name in ERRORS for prefix in ("", "api/v1/")),
    path("echo/", echo),
    path("api/v1/echo/", echo),
    path("", include("thonso.config.urls")),
]
handler400 = "thonso.core.web.errors.bad_request"
handler403 = "thonso.core.web.errors.forbidden"
handler404 = "thonso.core.web.errors.not_found"
handler500 = "thonso.core.web.errors.server_error"
