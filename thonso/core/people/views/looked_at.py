"""A change of the register is tried and shown sentence by sentence; it is done only as it was shown.

What is shown is what the services did in a transaction that was rolled back: a refusal comes before anybody agrees, and
when the register has changed under the officer's eyes the sentences differ and are shown again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from thonso.core.access.actors import Actor
from thonso.core.access.pages.shared import reason_of, sentences, submit
from thonso.core.base.errors import Refused, Stale
from thonso.core.journal.work import Work
from thonso.core.people.opening import carry

Told = dict[str, list[Any]]
_ENDED: Final = gettext_lazy("This household has ended: nobody lives in it any more. Open it again to see since when.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where to go afterwards, what to say there, and what the register says from now on."""

    url: str
    said: str
    lines: list[str]


Change = Callable[[Work], Outcome]


@dataclass(frozen=True, slots=True)
class Form:
    """`first`: the field at which a refusal stands that names none. `ended`: nobody lives in the household any more."""

    title: str
    back: str
    first: str
    ended: bool = False
    context: dict[str, Any] = field(default_factory=dict)


def looked_at(
    request: HttpRequest, actor: Actor, commune_id: UUID, verb: str, form: Form,
    read: Callable[[Told, str], Change | None],
) -> HttpResponse:  # fmt: skip
    """The form; what it would change; the change. `read` gives the change, or what is wrong in the errors it is given."""
    if request.method == "GET" and form.ended:
        raise Stale(_ENDED)
    if request.method == "GET" or request.POST.get("again"):
        return _page(request, form, Told())
    asked = request.POST.get("asked", "")

    def as_shown(work: Work) -> tuple[str, Any]:
        # Read only here: the same form sent twice is not held against what it has changed itself.
        if form.ended:
            raise Stale(_ENDED)
        errors = Told()
        change = read(errors, reason_of(request, errors))
        if errors or change is None:
            raise Refused(fields=errors)
        outcome = change(work)
        if asked != _digest(outcome.lines):
            raise _Look(outcome.lines)
        return outcome.url, outcome.said

    try:
        answer = submit(request, actor, commune_id, verb, as_shown)
        carry(request, answer["Location"], reason_of(request, Told()))
        return answer
    except _Look as look:
        sent = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if name not in {"csrfmiddlewaretoken", "asked", "again"}
        ]
        context = {
            "form": form,
            "sent": sent,
            "lines": look.lines,
            "asked": _digest(look.lines),
            "changed": bool(asked),
        }
        return render(request, "people/look.html", context)
    except Refused as refusal:
        return _page(request, form, sentences(refusal, form.first))


class _Look(Refused):
    """Nothing is saved yet: what would be is shown first."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self.lines = lines


def _digest(lines: list[str]) -> str:
    return sha256("\n".join(map(str, lines)).encode()).hexdigest()[:16]


def _page(request: HttpRequest, form: Form, errors: Told) -> HttpResponse:
    values: dict[str, Any] = {**request.POST.dict(), "who": request.POST.getlist("who") or request.GET.getlist("ai")}
    for row in form.context.get("members", ()):
        row["errors"] = errors.get(row["name"])
    context = {"form": form, "values": values, "errors": errors, "back": form.back, **form.context}
    return render(request, "people/moving.html", context, status=422 if errors else 200)
