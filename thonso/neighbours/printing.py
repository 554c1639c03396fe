"""Our receipt, which names who resolves it, and the slip that goes there with the papers and is signed at both ends."""

from typing import Any

from thonso.core import papers
from thonso.core.base.text import in_sentence
from thonso.core.units.profile import profile_of
from thonso.dossiers.printing import heads
from thonso.neighbours.communes import said
from thonso.neighbours.models import Outward, OutwardStep
from thonso.neighbours.rules import Way

BLANK = "…………………………"


def committee(row: Outward) -> str:
    words = said(row.competent)
    return f"Ủy ban nhân dân {in_sentence(words)}"


def receipt(row: Outward) -> bytes:
    """Form 01. The day of the result is not ours to promise, so it says whose it is."""
    who = row.who()
    number = who.get("id_number", "")
    submitter = {
        "name": row.person_name,
        **({"id_number": f"{number[:3]}•••••••{number[-2:]}"} if number else {}),
        **{key: who[key] for key in ("phone", "address") if who.get(key)},
    }
    desk = heads.desk(row.commune)
    data: dict[str, Any] = {
        **heads.head(row.commune, row.received_at, organ=desk),
        "parent_organ": heads.unbroken(row.commune),
        "code": row.code,
        "code_label": "Mã nhận hộ",
        "receiver": desk,
        "submitter": submitter,
        "channel": heads.CHANNEL[row.channel],
        "competent": committee(row),
        "request": row.procedure_name,
        "papers": [{"name": line} for line in row.papers],
        "sets": 1,
        "time_limit": "theo quy định của thủ tục, do cơ quan giải quyết tính",
        "received_at": row.received_at,
        "due_words": (
            f"ngày {row.their_due:%d/%m/%Y} (cơ quan giải quyết hẹn)"
            if row.their_due
            else "cơ quan giải quyết hẹn sau khi tiếp nhận; nơi nhận hồ sơ báo lại"
        ),
        "return_at": desk,
        "officer": row.received_by.full_name,
        "hotline": profile_of(row.commune).office_phone,
        **({"lookup": f"Cổng dịch vụ công quốc gia theo mã {row.their_code}"} if row.their_code else {}),
    }
    return papers.render("form01", {key: value for key, value in data.items() if value})


def slip(row: Outward, passed: OutwardStep | None) -> bytes:
    """Drawn before it goes with blanks to write on, and after it with what was written down."""
    to = passed.said().get("to", "") if passed else ""
    way = passed.way if passed else ""
    taker = {"name": to if way == Way.HAND and to else BLANK, "post": f"nơi tiếp nhận, {committee(row)}"}
    notes = {Way.POST: f"Bưu gửi {to}", Way.PORTAL: f"Đã nộp lên Cổng, mã {to}"}
    note = notes.get(Way(way), "") if way else ""
    code = f"Mã nơi giải quyết {row.their_code}" if row.their_code and way != Way.PORTAL else ""
    data = {
        **heads.head(row.commune, passed.at if passed else row.received_at, organ=heads.desk(row.commune)),
        "parent_organ": heads.unbroken(row.commune),
        "heading": "Phiếu chuyển hồ sơ",
        "subtitle": f"Hồ sơ nhận hộ, chuyển {committee(row)} giải quyết theo thẩm quyền",
        "list_code": row.code,
        "giver": {"name": (passed.by if passed else row.received_by).full_name, "post": "nơi nhận hồ sơ"},
        "taker": taker,
        "handed_at": passed.at if passed else row.received_at,
        "rows": [
            {
                "code": row.code,
                "matter": row.procedure_name,
                "papers": "; ".join(row.papers),
                "person": row.person_name,
                "address": row.who().get("address", ""),
                "by_post": way == Way.POST,
                **({"note": said_} if (said_ := "; ".join(part for part in (note, code) if part)) else {}),
            }
        ],
    }
    return papers.render("handover_list", data)
