"""Which span a page was asked for: by name (`ky=thang-truoc`) or by its days (`tu`, `den`)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thonso.core.access.pages.shared import read_day
from thonso.core.base.clock import today
from thonso.core.base.errors import Refused
from thonso.insight.rules.periods import LONGEST, Span, named, words

NAMES = (
    ("thang-truoc", gettext_lazy("Last month")),
    ("thang-nay", gettext_lazy("This month")),
    ("quy-truoc", gettext_lazy("Last quarter")),
    ("quy-nay", gettext_lazy("This quarter")),
    ("nam-nay", gettext_lazy("This year")),
    ("nam-truoc", gettext_lazy("Last year")),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The span, and what was typed where it cannot be read: then the span is last month's, and nothing typed is lost."""

    span: Span
    first: str
    last: str
    errors: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return words(self.span)

    @property
    def query(self) -> dict[str, str]:
        return {"tu": self.span.first.isoformat(), "den": self.span.last.isoformat()}

    def sound(self) -> Span:
        """The span, for what is taken away. Raises Refused where it could not be read."""
        if self.errors:
            raise Refused(next(iter(self.errors.values()))[0], fields=self.errors)
        return self.span


def span_of(query: QueryDict, usual: str = "thang-truoc") -> Asked:
    usually = named(usual, today()) or Span(today(), today())
    first, last = query.get("tu", "").strip()[:20], query.get("den", "").strip()[:20]
    if not first and not last:
        span = named(query.get("ky", ""), today()) or usually
        return Asked(span, f"{span.first:%d/%m/%Y}", f"{span.last:%d/%m/%Y}")
    errors: dict[str, list[Any]] = {}
    days = {name: _day(name, text, errors) for name, text in (("tu", first), ("den", last or first))}
    begins, ends = days["tu"], days["den"]
    if begins and ends:
        if ends < begins:
            errors["den"] = [_("The last day lies before the first one.")]
        elif (ends - begins).days >= LONGEST:
            errors["den"] = [_("Choose five years at most.")]
        elif begins > today():
            errors["tu"] = [_("These days have not come yet.")]
        else:
            return Asked(Span(begins, ends), f"{begins:%d/%m/%Y}", f"{ends:%d/%m/%Y}")
    return Asked(usually, first, last, errors)


def _day(name: str, text: str, errors: dict[str, list[Any]]) -> date | None:
    """As people type it (2/11/2026) or as our own addresses have it (2026-11-02)."""
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            found = datetime.strptime(text.replace(".", "/"), form).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
        if 2000 <= found.year <= 2200:
            return found
    errors[name] = [_("Write the day as day/month/year, for example 01/11/2026.")]
    return None


def presets(asked: Asked, more: dict[str, str]) -> list[dict[str, Any]]:
    """The spans that are one click away."""
    return [
        {
            "label": label,
            "url": "?" + urlencode({**more, "ky": key}),
            "current": not asked.errors and named(key, today()) == asked.span,
        }
        for key, label in NAMES
    ]


def day_of(text: str, errors: dict[str, list[Any]]) -> date | None:
    """A day that has come; None with the sentence in `errors` for what is none."""
    found = read_day(text, errors, "ngay")
    if found is not None and not date(2000, 1, 1) <= found <= today():
        errors["ngay"] = [_("Choose today or a day before.")]
        return None
    return found


def asked_day(query: QueryDict) -> dict[str, Any]:
    """For the page of a day (`ngay`): the `day`, today where none can be read; what was `typed`; and the `errors`."""
    errors: dict[str, list[Any]] = {}
    typed = query.get("ngay", "").strip()[:20]
    day = day_of(typed, errors) or today()
    return {"day": day, "typed": typed if errors else f"{day:%d/%m/%Y}", "errors": errors}
