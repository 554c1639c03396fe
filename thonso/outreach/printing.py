"""The two papers of the pouch: the receipt for its owner, and the list that goes with papers and is signed at both ends."""

from typing import Any

from django.utils.translation import gettext as _

from thonso.core import papers
from thonso.core.access.actors import Actor
from thonso.core.base.errors import Refused
from thonso.core.base.refs import Ref
from thonso.core.journal.work import Work
from thonso.dossiers.models import Dossier
from thonso.dossiers.printing import heads
from thonso.outreach.models import CarriedPaper, HandOver


def way_words(way: str) -> str:
    return {
        "to_desk": _("Hamlet to the desk"),
        "to_division": _("Desk to a division"),
        "back_desk": _("Division back to the desk"),
        "to_hamlet": _("Desk back to the hamlet"),
    }[way]


TITLES = {
    "to_desk": "Từ thôn về Trung tâm Phục vụ hành chính công",
    "to_division": "Từ Trung tâm Phục vụ hành chính công đến bộ phận chuyên môn",
    "back_desk": "Từ bộ phận chuyên môn về Trung tâm Phục vụ hành chính công",
    "to_hamlet": "Từ Trung tâm Phục vụ hành chính công về thôn",
}
POSTS = {
    "to_desk": ("người hỗ trợ tại thôn", "quầy tiếp nhận"),
    "to_division": ("quầy tiếp nhận", "bộ phận chuyên môn"),
    "back_desk": ("bộ phận chuyên môn", "quầy tiếp nhận"),
    "to_hamlet": ("quầy tiếp nhận", "người hỗ trợ tại thôn"),
}
BLANK = "…………………………"


def _row(paper: CarriedPaper, note: str = "") -> dict[str, Any]:
    dossier = paper.dossier
    return {
        "code": dossier.code,
        "matter": dossier.procedure_name,
        "papers": f"{paper.title} ({'bản chính' if paper.original else 'bản sao'})",
        "person": dossier.subject_name,
        "address": dossier.hamlet.full_name if dossier.hamlet else "",
        **({"note": note} if note else {}),
    }


def hand_over(made: HandOver) -> bytes:
    giver, taker = POSTS[made.way]
    lines = made.lines.select_related("paper__dossier__hamlet").order_by("pk")
    took = made.taker or made.to
    data = {
        **heads.head(made.commune, made.given_at, organ=heads.desk(made.commune)),
        "parent_organ": heads.unbroken(made.commune),
        "heading": "Danh sách bàn giao giấy tờ",
        "subtitle": TITLES[made.way],
        "giver": {"name": made.giver.full_name, "post": giver},
        "taker": {"name": took.full_name if took else BLANK, "post": taker},
        "handed_at": made.given_at,
        "rows": [_row(line.paper, f"Thiếu: {line.note}" if line.arrived is False else "") for line in lines],
    }
    return papers.render("handover_list", data)


def receipt(dossier: Dossier) -> bytes:
    """Dated when the last of them was taken. Raises Refused when nothing of the dossier is held."""
    rows = list(
        CarriedPaper.objects.filter(dossier=dossier)
        .exclude(place="owner")
        .select_related("dossier__hamlet", "taken_by")
        .order_by("taken_at", "id")
    )
    if not rows:
        raise Refused(_("Nobody holds a paper of this dossier: there is nothing to give a receipt for."))
    taken_by = rows[-1].taken_by
    data = {
        **heads.head(
            dossier.commune, rows[-1].taken_at, organ=heads.desk(dossier.commune), qr=heads.tracking_url(dossier)
        ),
        "parent_organ": heads.unbroken(dossier.commune),
        "heading": "Giấy biên nhận giấy tờ",
        "subtitle": "Chưa phải Giấy tiếp nhận hồ sơ; bản chính được trả lại theo giấy này",
        "list_code": dossier.code,
        "giver": {"name": dossier.subject_name, "post": "chủ hồ sơ hoặc người nộp"},
        "taker": {"name": taken_by.full_name, "post": "người nhận giữ, chuyển giấy tờ"},
        "handed_at": rows[-1].taken_at,
        "rows": [_row(row) for row in rows],
    }
    return papers.render("handover_list", data)


def note_printed(work: Work, actor: Actor, dossier: Dossier) -> None:
    work.note("paper.receipt_printed", actor.ref, Ref("dossier", dossier.pk))
