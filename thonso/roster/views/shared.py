"""What the helper's page and the commune's share: the form of days away."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from thonso.core.access.models import Account
from thonso.core.access.pages.shared import read_day

Errors = dict[str, list[Any]]


def chosen(text: str, people: Sequence[tuple[UUID, str]]) -> Account | None:
    """The account that was chosen from this list."""
    key = next((key for key, _label in people if str(key) == text), None)
    return Account.objects.filter(pk=key).first() if key else None


def read_days(request: HttpRequest, errors: Errors) -> tuple[date | None, date | None]:
    """First and last day away; one day where no last is given."""
    first = read_day(request.POST.get("first", ""), errors, "first")
    if first is None and "first" not in errors:
        errors["first"] = [_("Write the first day away, for example 24/11/2026.")]
    last = read_day(request.POST.get("last", ""), errors, "last")
    return first, last or (None if "last" in errors else first)


def read_replacement(request: HttpRequest, people: Sequence[tuple[UUID, str]], errors: Errors) -> Account | None:
    typed = request.POST.get("replacement", "")
    found = chosen(typed, people)
    if typed and found is None:
        errors["replacement"] = [_("Choose somebody from the list, or nobody.")]
    return found
