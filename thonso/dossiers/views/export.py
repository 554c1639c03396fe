"""A queue as a spreadsheet: the same filters, every row, with how many there are. Taken out of the house, so journalled."""

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from openpyxl import Workbook

from thonso.core.access.actors import actor_of
from thonso.core.access.audience import audience
from thonso.core.base.clock import local, now
from thonso.core.base.ids import stable_id
from thonso.core.base.refs import Ref
from thonso.core.journal.work import transact
from thonso.dossiers import access, presenting, queues
from thonso.dossiers.models import Dossier
from thonso.dossiers.views.desk import filters_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@audience("staff")
@never_cache
@require_GET
def export(request: HttpRequest, kind: str) -> HttpResponse:
    actor = actor_of(request)
    commune = actor.home_commune()
    if kind not in {"xlsx", "csv"} or commune is None:
        raise access.absent()
    chosen = queues.BY_KEY.get(request.GET.get("hang", "tat-ca"), queues.QUEUES[-1])
    dossiers = list(queues.every(actor, chosen.key, **filters_of(request.GET)))
    rows = list(_rows(dossiers))
    with transact(commune) as work:
        facts = {"queue": chosen.key, "rows": len(dossiers), "format": kind}
        work.note("dossier.exported", actor.ref, Ref("queue", stable_id("queue", chosen.key)), facts=facts)
    name = f"ho-so-{chosen.key}-{local(now()):%Y%m%d}.{kind}"
    content, media = (
        (_xlsx(str(chosen.label), rows), XLSX) if kind == "xlsx" else (_csv(rows), "text/csv; charset=utf-8")
    )
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(dossiers: list[Dossier]) -> Iterator[list[Any]]:
    yield [_("No."), _("Code"), _("Official code"), _("Procedure"), _("Whose"), _("Hamlet"), _("How it was filed"),
           _("Filed"), _("Received"), _("Return by"), _("State"), _("In whose hands"), _("To be done by")]  # fmt: skip
    holders = presenting.holders(dossiers)
    for number, one in enumerate(dossiers, start=1):
        due = presenting.due(one)
        yield [
            number,
            one.code,
            one.official_code,
            one.procedure_name,
            one.subject_name,
            one.hamlet.name if one.hamlet else "",
            str(presenting.CHANNEL.get(one.channel, "")),
            _when(one.filed_at),
            _when(one.received_at),
            _when(one.due_at),
            presenting.office_state(one).words,
            holders.get(one.pk, ""),
            due.words if due else "",
        ]


def _when(at: Any) -> str:
    return f"{local(at):%d/%m/%Y %H:%M}" if at else ""


def _plain(cell: Any) -> Any:
    """A name that begins like a formula is written as the text it is."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _xlsx(title: str, rows: list[list[Any]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for width, column in zip((6, 18, 24, 44, 26, 18, 30, 18, 18, 18, 22, 26, 30), "ABCDEFGHIJKLM", strict=True):
        sheet.column_dimensions[column].width = width
    for row in rows:
        sheet.append([_plain(cell) for cell in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _csv(rows: list[list[Any]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()  # the mark lets Excel read the accents
