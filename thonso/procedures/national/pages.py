"""Public pages of what the national portal published: one procedure with all that could be read of it, and its checklist."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thonso.core.access.audience import audience
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent
from thonso.core.web.context import Shell
from thonso.procedures import access as offered
from thonso.procedures.national import access, records, words
from thonso.procedures.national.papers import NO_CASE
from thonso.procedures.national.sections import Row
from thonso.procedures.national.shown import Shown, shown
from thonso.roster import reading as roster


@audience("public")
@require_safe
def national_detail(request: HttpRequest, code: str) -> HttpResponse:
    return render(request, "procedures/national/detail.html", _described(request, code))


@audience("public")
@require_safe
def national_checklist(request: HttpRequest, code: str) -> HttpResponse:
    """One sheet with a box to tick before each paper, to take along."""
    return render(request, "procedures/national/checklist.html", _described(request, code))


def _described(request: HttpRequest, code: str) -> dict[str, Any]:
    row = access.by_code(code)
    commune_id = Shell(request).commune_id
    parts = shown(row, access.reviews(commune_id, row.id))
    record = records.stored(row.source)
    # Only ever the portal's own address: it goes into a link.
    url = record.says("detail_url")
    return {
        "row": row,
        "here": _here(commune_id, code),
        "parts": parts,
        "name": parts["title"].text or row.name,
        "doubts": {key: words.doubted(part.doubts) for key, part in parts.items() if part.doubts},
        "place": words.place(row.place),
        "reviewed": sum(part.reviewed for part in parts.values()),
        "cases": cases(parts["papers"]),
        "times": list(dict.fromkeys(way["time"] for way in parts["ways"].rows if way["time"])),
        "fees": list(dict.fromkeys(way["fee"] for way in parts["ways"].rows if way["fee"])),
        "roster": roster.roster(commune_id),
        "unread_papers": "" if parts["papers"].rows else record.says(records.PAPERS),
        "who": record.says("doi_tuong_thuc_hien"),
        "level": record.says("cap_thuc_hien"),
        "together": record.says("co_quan_phoi_hop"),
        "decision": record.says("so_quyet_dinh"),
        "portal": url if url.startswith("https://dichvucong.gov.vn/") else "",
    }


def cases(part: Shown) -> list[dict[str, Any]]:
    """The papers by case in their order, remarks apart: rows of which nothing is to be brought."""
    found = []
    for name, rows in groupby(part.rows, key=lambda row: row["case"]):
        held = list(rows)
        found.append(
            {
                "name": "" if name == NO_CASE else name,
                "papers": [{**row, "counts": words.counts(row)} for row in held if not is_remark(row)],
                "remarks": [row["name"] for row in held if is_remark(row)],
            }
        )
    return found


def is_remark(row: Row) -> bool:
    """The portal's tables hold sentences about papers too: none of it is to be brought."""
    return not row["form"] and row["originals"] in ("", "0") and row["copies"] in ("", "0") and row["originals"] != ""


def _here(commune_id: UUID, code: str) -> bool:
    """Whether the commune itself takes dossiers for it."""
    try:
        offered.version_on(commune_id, code, today())
    except Absent:
        return False
    return True
