"""Every route names who it is for, where it is declared. A route that does not name it never starts."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])
AUDIENCES = ("public", "signed_in", "citizen", "helper", "staff", "observer", "admin", "api")


def audience(*names: str) -> Callable[[View], View]:
    """Mark a view with its audiences, e.g. @audience("public") or @audience("helper", "staff")."""

    def mark(view: View) -> View:
        view.audiences = names  # type: ignore[attr-defined]
        return view

    return mark
