"""Pictures of state: pill, counter, path, days, timeline, progress."""

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from thonso.core.base.clock import today
from thonso.core.web import words
from thonso.core.web.templatetags.ui.library import of, register, tone_of

STRIP_LONGEST = 14


@register.simple_tag
def status_tag(text: Any, tone: str = "plain") -> SafeString:
    if not text:
        return SafeString("")
    return format_html('<span class="tag tag--{}">{}</span>', tone_of(tone), text)


@register.simple_tag
def counter(number: int | None) -> SafeString:
    if not number:
        return SafeString("")
    return format_html('<span class="counter">{}</span>', words.number(number))


def _path(steps: Iterable[Any] | None) -> SafeString:
    spoken = {
        "done": pgettext("step", "done"),
        "now": pgettext("step", "now"),
        "todo": pgettext("step", "still to come"),
        "stopped": pgettext("step", "stopped"),
    }
    rows = [
        {"label": of(step, "label"), "note": of(step, "note"), "state": state, "spoken": spoken[state]}
        for step in steps or ()
        if (state := of(step, "state", "todo") if of(step, "state", "todo") in spoken else "todo")
    ]
    return SafeString(render_to_string("web/ui/path.html", {"steps": rows}) if rows else "")


register.simple_tag(_path, name="path")
register.simple_tag(_path, name="path_strip")


@register.simple_tag
def day_strip(days: Any, *, explain: bool = False, legend: bool = True, open: bool = False) -> SafeString:
    """`days`: what `workdays.rules.explain` returns, or any iterable of objects with .date .kind .label .number."""
    now = today()
    rows = [_day(day, now) for day in days or ()]
    if not rows:
        return SafeString("")
    weeks = len(rows) > STRIP_LONGEST
    kinds = {row["shown"] for row in rows}
    context = {
        "days": rows,
        "weeks": weeks,
        "heads": [words.weekday(date(2024, 1, n), short=True) for n in range(1, 8)] if weeks else (),
        "blanks": range(rows[0]["date"].weekday()) if weeks else (),
        "legend": [row for row in _legend() if row[0] in kinds] if legend else (),
        "explain": explain,
        "sentences": of(days, "sentences", ()),
        "open": open,
    }
    return SafeString(render_to_string("web/ui/days.html", context))


def _day(day: Any, now: date) -> dict[str, Any]:
    when, kind = of(day, "date"), str(of(day, "kind"))
    shown = "left" if kind == "counted" and when > now else kind
    return {"date": when, "shown": shown, "label": of(day, "label"), "number": of(day, "number", None),
            "weekday": words.weekday(when, short=True)}  # fmt: skip


def _legend() -> list[tuple[str, str]]:
    return [
        ("start", pgettext("day", "received")),
        ("counted", pgettext("day", "counted")),
        ("left", pgettext("day", "still to come")),
        ("pause", pgettext("day", "clock stands still")),
        ("weekend", pgettext("day", "weekend")),
        ("holiday", pgettext("day", "public holiday")),
        ("due", pgettext("day", "due")),
    ]


@register.simple_tag
def timeline(entries: Iterable[Any] | None) -> SafeString:
    rows = [
        {"title": of(e, "title"), "text": of(e, "text"), "who": of(e, "who"), "at": of(e, "at", None),
         "tone": tone_of(of(e, "tone")), "url": of(e, "url")}
        for e in entries or ()
    ]  # fmt: skip
    return SafeString(render_to_string("web/ui/timeline.html", {"entries": rows}) if rows else "")


_progress_ids = count(1)


@register.simple_tag
def progress(value: int, max: int, label: str = "") -> SafeString:
    id_ = f"progress-{next(_progress_ids)}"
    said = label or _("%(done)s of %(all)s") % {"done": words.number(value), "all": words.number(max)}
    return format_html(
        '<label class="small" for="{}">{}</label><progress class="progress" id="{}" value="{}" max="{}"></progress>',
        id_, said, id_, value, max,
    )  # fmt: skip
