"""The gate for a django-ninja API: each operation carries its audience, like any view; without one it is ("api",).

urlpatterns = [path("api/v1/", gated(api))]

@api.get("/procedures")
@audience("public")
def procedures(request): ...
"""

import inspect
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

DEFAULT = ("api",)
ABOUT = ("public",)  # the OpenAPI document and its page


def gated(api: NinjaAPI) -> Any:
    """What `path()` takes, with every route marked. A session must pass the CSRF check; a bearer token need not."""
    patterns, app_name, namespace = api.urls
    for pattern in patterns:
        view: Any = pattern.callback
        path_view = inspect.getclosurevars(view).nonlocals.get("self") if inspect.isfunction(view) else None
        if path_view is None or not hasattr(path_view, "operations"):
            view.audiences = ABOUT
            continue
        by_operation = {id(op): tuple(getattr(op.view_func, "audiences", DEFAULT)) for op in path_view.operations}
        view.audiences = tuple(dict.fromkeys(name for names in by_operation.values() for name in names))
        view.audiences_for = _chooser(path_view, by_operation, view.audiences)
    return patterns, app_name, namespace


def _chooser(path_view: Any, by_operation: dict[int, tuple[str, ...]], all_: tuple[str, ...]) -> Any:
    def choose(request: HttpRequest) -> tuple[str, ...]:
        operation = path_view._find_operation(request)
        return all_ if operation is None else by_operation[id(operation)]

    return choose
