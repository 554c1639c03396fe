"""Public pages of what the national portal published: looking for one, and one with all that could be read of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from thonso.core.access.audience import audience
from thonso.core.base.clock import today
from thonso.core.base.errors import Absent
from thonso.core.web.context import Shell
from thonso.procedures import access as offered
from thonso.procedures.forms.parsing import printable
from thonso.procedures.national import access, legal, papers, records, results, ways


@audience("public")
@require_safe
def national_list(request: HttpRequest) -> HttpResponse:
    question, sector = (str(printable(request.GET.get(name, ""))).strip()[:200] for name in ("q", "linh-vuc"))
    found = access.find(question, sector) if question or sector else []
    context = {
        "question": question,
        "sector": sector,
        "rows": found[: access.MOST],
        "more": len(found) > access.MOST,
        "most": access.MOST,
        "overview": access.overview(),
    }
    return render(request, "procedures/national/list.html", context)


@audience("public")
@require_safe
def national_detail(request: HttpRequest, code: str) -> HttpResponse:
    row = access.by_code(code)
    return render(
        request, "procedures/national/detail.html", {"row": row, "here": _here(request, code), **_read(row.source)}
    )


def _here(request: HttpRequest, code: str) -> bool:
    """Whether the commune itself takes dossiers for it."""
    try:
        offered.version_on(Shell(request).commune_id, code, today())
    except Absent:
        return False
    return True


def _read(source: str) -> dict[str, Any]:
    record = records.stored(source)
    return {
        "ways": ways.rows(record.splits["ways"]),
        "cases": papers.cases(record.splits["papers"]),
        "acts": legal.acts(record.splits["legal"]),
        "results": results.names(record.splits["result"]),
        "steps": record.says("trinh_tu_thuc_hien"),
        "conditions": record.says("yeu_cau_dieu_kien"),
        "who": record.says("doi_tuong_thuc_hien"),
        "office": record.says("co_quan_thuc_hien") or record.says("co_quan_co_tham_quyen"),
        "level": record.says("cap_thuc_hien"),
        "together": record.says("co_quan_phoi_hop"),
        "decision": record.says("so_quyet_dinh"),
        "unread_papers": "" if record.splits["papers"].cells else record.says(records.PAPERS),
        # Only ever the portal's own address: it goes into a link.
        "portal": url if (url := record.says("detail_url")).startswith("https://dichvucong.gov.vn/") else "",
    }
