"""Which audiences a route names, and whether an actor is one of them. Pure decisions; `middleware` acts on them."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from thonso.core.access.actors import Actor
from thonso.core.access.audience import AUDIENCES as KNOWN
from thonso.core.access.foreign_routes import AUDIENCES as FOREIGN
from thonso.core.access.roles import HAMLET_ROLES, STAFF_ROLES

# Files that stand outside the application: served by whitenoise before the gate, never by a route.
_IN: dict[str, Callable[[Actor], bool]] = {
    "public": lambda actor: True,
    "signed_in": lambda actor: actor.is_account,
    "citizen": lambda actor: actor.is_account,
    "helper": lambda actor: actor.has_any(HAMLET_ROLES),
    "staff": lambda actor: actor.has_any(STAFF_ROLES),
    "observer": lambda actor: actor.has("observer"),
    "admin": lambda actor: actor.has("administrator"),
    "api": lambda actor: actor.is_account,
}


def admits(audiences: tuple[str, ...], actor: Actor) -> bool:
    return any(_IN[name](actor) for name in audiences)


def audiences_of(view: Callable[..., Any], route_name: str | None) -> tuple[str, ...]:
    """() when the route names none: it must not start."""
    own = getattr(view, "audiences", ())
    if own:
        return tuple(own)
    return FOREIGN.get(route_name or "", ())


def routes() -> Iterator[tuple[str, str, URLPattern]]:
    """Every route of the server: (name with its namespaces, path, pattern)."""
    yield from _walk(get_resolver().url_patterns, "", "")


def _walk(patterns: Any, prefix: str, namespace: str) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, path, inner)
        else:
            yield f"{namespace}{pattern.name or ''}", path, pattern


def faults() -> list[tuple[str, str]]:
    """Routes that must not start: (path, why)."""
    found = []
    for name, path, pattern in routes():
        audiences = audiences_of(pattern.callback, name)
        if not audiences:
            found.append((path, "names no audience"))
        elif unknown := [audience for audience in audiences if audience not in KNOWN]:
            found.append((path, f"names an audience that does not exist: {', '.join(unknown)}"))
    return found
