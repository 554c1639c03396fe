"""The reviewer's pages for the administrator: which readings to compare, and one procedure beside its source."""

import re
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.access.models import Account
from thonso.core.access.pages.shared import Done, commune_of, confirmed, sentences, submit
from thonso.core.base.errors import Absent, Refused
from thonso.core.journal.work import Work
from thonso.procedures.forms.parsing import printable
from thonso.procedures.models import NationalProcedure, NationalReview
from thonso.procedures.national import access, records, reviewing, sections, words
from thonso.procedures.national.sections import Section
from thonso.procedures.national.shown import Shown, shown

EMPTY_ROWS = 2  # to add what the reading left out; the page is opened again for more


@audience("admin")
@require_GET
def review_list(request: HttpRequest) -> HttpResponse:
    commune = commune_of(actor_of(request), "edit", "procedure")
    everything = reviewing.lines(commune.id)
    asked = _asked(request)
    found = [line for line in everything if asked.takes(line)]
    page = max(1, _number(request.GET.get("trang", "1")))
    shown_now = found[(page - 1) * reviewing.A_PAGE : page * reviewing.A_PAGE]
    context = {
        "rows": [{"line": line, "open": words.doubted(line.open)} for line in shown_now],
        "asked": asked,
        "narrowed": asked != reviewing.Asked(),
        "found": len(found),
        "all": len(everything),
        "open": sum(bool(line.open) for line in everything),
        "states": list(_states().items()),
        "figures": [(key, label.capitalize()) for key, label in words.figures().items()],
        "sectors": [(name, name) for name in sorted({line.sector for line in everything if line.sector})],
        "previous": _page_url(request, page - 1) if page > 1 else "",
        "next": _page_url(request, page + 1) if page * reviewing.A_PAGE < len(found) else "",
    }
    return render(request, "procedures/admin/national/list.html", context)


@audience("admin")
@require_GET
def review_one(request: HttpRequest, code: str) -> HttpResponse:
    commune_id, row, parts = _loaded(request, code)
    record = records.stored(row.source)
    titles, columns, names = words.sections(), words.columns(), _names(parts)
    context = {
        "row": row,
        "parts": [
            {
                "part": part,
                "title": titles[key],
                "source": sections.source(record, part.section),
                "columns": [columns[name] for name in part.section.columns] if len(part.section.columns) > 1 else [],
                "cells": [[line[name] for name in part.section.columns] for line in part.rows],
                "doubts": words.doubted(part.doubts),
                "who": names.get(part.review.reviewed_by, "") if part.review else "",
            }
            for key, part in parts.items()
        ],
        "open": sum(len(part.doubts) for part in parts.values()),
        "next": reviewing.next_open(commune_id, code),
    }
    return render(request, "procedures/admin/national/one.html", context)


@audience("admin")
@never_cache
@require_http_methods(["GET", "POST"])
def review_section(request: HttpRequest, code: str, section: str) -> HttpResponse:
    """Confirm what was read, or write what it should say, with the source beside it."""
    first = confirmed(request)
    if first:
        return first
    commune_id, row, parts = _loaded(request, code)
    part = parts.get(section)
    if part is None:
        raise Absent(_("There is no such part of a procedure."))
    errors: dict[str, list[Any]] = {}
    back = reverse("procedures:review_one", args=[code]) + f"#{section}"
    if request.method == "POST":
        try:
            rows = None if "as_read" in request.POST else reviewing.typed(part.section, request.POST)
            mark, seen = request.POST.get("mark", ""), request.POST.get("seen", "")

            def once(work: Work) -> Done:
                made = reviewing.review(work, actor_of(request).ref, commune_id, row, section, mark, rows, seen=seen)
                return back, _("Confirmed.") if made.rows is None else _("Mended. The source stays as it is.")

            return submit(request, actor_of(request), commune_id, "procedure.compared", once)
        except Refused as refusal:
            errors = sentences(refusal, "rows")
    context = {
        "row": row,
        "part": part,
        "title": words.sections()[section],
        "source": sections.source(records.stored(row.source), part.section),
        "doubts": words.doubted(part.doubts),
        "mark": row.marks.get(section, ""),
        "seen": reviewing.last_review(commune_id, row, section),
        "boxes": _boxes(part.section, part, request.POST if request.method == "POST" else None, errors),
        "single": len(part.section.columns) == 1,
        "back": back,
        "errors": errors,
        "values": {"transaction_id": request.POST.get("transaction_id", "")},
    }
    return render(request, "procedures/admin/national/section.html", context, status=422 if errors else 200)


def _boxes(section: Section, part: Shown, posted: Any, errors: dict[str, list[Any]]) -> list[list[dict[str, Any]]]:
    """The cells of the form, by row: as typed, otherwise as they stand, with empty rows at the end."""
    labels = words.columns()
    if posted is not None:
        numbers = [int(name.rsplit("-", 1)[1]) for name in posted if _CELL.fullmatch(name)]
        count = min(max(numbers, default=0) + 1, reviewing.MOST_ROWS)
    else:
        count = 1 if len(section.columns) == 1 else len(part.rows) + EMPTY_ROWS
    found = []
    for number in range(count):
        there = part.rows[number] if number < len(part.rows) else {}
        cells = []
        for column in section.columns:
            name = f"{column}-{number}"
            value = posted.get(name, "") if posted is not None else there.get(column, "")
            # A long text gets a box of its length.
            lines = min(14, max(1, len(value) // 60 + value.count("\n") + 1)) if column not in _SHORT else 1
            if len(section.columns) == 1:
                lines = max(lines, 4 if section.key not in ("title", "office") else 2)
            cells.append(
                {"name": name, "label": labels[column], "value": value, "errors": errors.get(name), "lines": lines}
            )
        found.append(cells)
    return found


_CELL = re.compile(r"[a-z]+-[0-9]{1,4}")
_SHORT = frozenset(["originals", "copies", "code", "number", "time"])


def _loaded(request: HttpRequest, code: str) -> tuple[UUID, NationalProcedure, dict[str, Shown]]:
    """For whoever may edit the procedures of a commune. Raises Absent."""
    commune = commune_of(actor_of(request), "edit", "procedure")
    row = access.by_code(code)
    return commune.id, row, shown(row, access.reviews(commune.id, row.id))


def _names(parts: dict[str, Shown]) -> dict[UUID, str]:
    reviews: list[NationalReview] = [part.review for part in parts.values() if part.review]
    return dict(Account.objects.filter(pk__in=[one.reviewed_by for one in reviews]).values_list("pk", "full_name"))


def _asked(request: HttpRequest) -> reviewing.Asked:
    state, figure, sector = (
        str(printable(request.GET.get(name, ""))).strip()[:200] for name in ("tt", "muc", "linh-vuc")
    )
    return reviewing.Asked(
        state if state in reviewing.STATES else "", figure if figure in words.figures() else "", sector
    )


def _states() -> dict[str, str]:
    return {
        reviewing.OPEN: _("In doubt"),
        reviewing.UNTOUCHED: _("Not looked at"),
        reviewing.DONE: _("Looked at"),
        reviewing.CHANGED: _("Source changed since"),
    }


def _number(words_: str) -> int:
    return int(words_) if words_.isdecimal() and len(words_) < 6 else 1


def _page_url(request: HttpRequest, page: int) -> str:
    return "?" + urlencode({**request.GET.dict(), "trang": page})
