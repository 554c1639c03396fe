"""Made-up content for the gallery: every component in every state, long names and empty lists included."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.access.actors import Actor
from thonso.core.base.clock import HANOI, now, today
from thonso.core.web.aloud import Sound, Tongue
from thonso.core.web.context import Assist, Shell
from thonso.core.web.nav import Item
from thonso.core.web.templatetags.ui.icons import ICONS
from thonso.core.workdays.rules import Calendar, Pause, Rule, explain

LONG_NAME = "Chẩu Thị Nguyễn Hoàng Ngọc Phương Thảo Vàng Seo Dín"

ERRORS = {"phone": ["Số điện thoại phải có 10 chữ số."], "school": ["Hãy chọn một câu trả lời."]}


class SampleShell(Shell):
    """The shells as someone at work sees them, without signing in."""

    hamlet_name, post_title = "thôn Suối Chải", "Trung tâm Phục vụ hành chính công"
    actor = Actor("account", name="Nguyễn Thị Lan")
    who = "sample"

    @property
    def assist(self) -> Assist:
        return Assist("bà Lý Thị Mai", now() - timedelta(minutes=12), 12, "#ket-thuc")

    @property
    def desk_nav(self) -> list[tuple[Any, list[Item]]]:
        rows = [("Hồ sơ", "folder", 18), ("Văn bản", "mail", 6), ("Chỉ đạo", "flag", 2), ("Cuộc họp", "people", None),
                ("Báo cáo", "chart", None)]  # fmt: skip
        mine = [("Chờ tiếp nhận", 5), ("Sắp đến hạn", 3), ("Chờ bổ sung", 4), ("Trả kết quả", 6)]
        return [
            ("", [Item(label, f"#{icon}", icon, "", icon == "folder", count) for label, icon, count in rows]),
            ("Hồ sơ của tôi", [Item(label, f"#{n}", "clock", "", False, n) for label, n in mine]),
        ]


class Spoken:
    """As if every text could be heard, some spoken by a machine."""

    tongue = Tongue("vi", "Tiếng Việt", "vi")

    def of(self, text: str) -> Sound | None:
        return Sound("#am-thanh", machine=text.startswith("1"))


def _at(days_ago: int, hour: int, minute: int = 0) -> datetime:
    day = today() - timedelta(days=days_ago)
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=HANOI).astimezone(UTC)


def _monday(weeks_ago: int) -> date:
    return today() - timedelta(days=today().weekday() + 7 * weeks_ago)


def samples() -> dict[str, Any]:
    start = datetime.combine(_monday(1), datetime.min.time(), HANOI) + timedelta(hours=9, minutes=15)
    calendar = Calendar(holidays={_monday(0) + timedelta(days=1): "Nghỉ bù (ví dụ)"})
    pause = Pause(start + timedelta(days=2), start + timedelta(days=4))
    return {
        "tones": ["ok", "soon", "late", "info", "plain"],
        "long_name": LONG_NAME,
        "moment": _at(0, 8, 40),
        "day": today(),
        "steps": [
            {"label": "Đã nộp", "state": "done", "note": "09/11 08:40"},
            {"label": "Tiếp nhận", "state": "done", "note": "09/11 09:15"},
            {"label": "Bổ sung", "state": "done", "note": "3 ngày dừng"},
            {"label": "Thẩm định", "state": "now", "note": "chị Hoa"},
            {"label": "Ký duyệt", "state": "todo"},
            {"label": "Trả kết quả", "state": "todo"},
        ],
        "steps_stopped": [
            {"label": "Đã nộp", "state": "done", "note": "09/11 08:40"},
            {"label": "Dừng giải quyết", "state": "stopped", "note": "11/11 10:00"},
        ],
        "days_short": explain(start, Rule("working_days", 5), (), calendar),
        "days_long": explain(start, Rule("working_days", 15), (pause,), calendar),
        "entries": [
            {"title": "Đã nhận bổ sung", "who": "anh Tú, thôn Suối Chải", "at": _at(1, 10, 2), "tone": "soon"},
            {"title": "Yêu cầu bổ sung:", "text": "Mẫu số 01 chưa ký", "who": "chị Hoa", "at": _at(6, 15, 20)},
            {"title": "Tiếp nhận,", "text": "in giấy hẹn", "who": "cô Lan", "at": _at(8, 9, 15), "tone": "ok"},
            {"title": "Nộp tại thôn,", "text": "2 ảnh, chữ ký", "who": "anh Tú giúp bà Mai", "at": _at(8, 8, 40)},
        ],
        "facts_rows": [
            ("Chủ hộ", "Lý Thị Mai, sinh 1968"),
            {"label": "Căn cước", "value": "015•••••••23", "url": "#xem", "url_text": _("Show")},
            ("Nơi ở", "Thôn Suối Chải, cách xã 20 km"),
            {"label": "Nhân khẩu", "value": "5 người, 2 người đi học", "note": "Theo sổ hộ của thôn, 2026"},
        ],
        "columns": ["Tên giấy tờ", "Bản", "Kiểm tra", {"label": "Lệ phí", "num": True}],
        "rows": [
            {"cells": ["Giấy đề nghị rà soát (mẫu điện tử)", "Ký trên màn hình",
                       {"text": "Hợp lệ", "tone": "ok"}, "0 đ"], "url": "#1"},
            {"cells": ["Phiếu B, thôn rà soát", "Nhập tại thôn", {"text": "Chưa hợp lệ", "tone": "late"}, "20.000 đ"],
             "url": "#2", "tone": "late"},
            {"cells": ["Biên bản họp thôn", "Ký 20/11", {"text": "Chưa xem", "tone": "soon"}, "1.180.000 đ"],
             "url": "#3", "tone": "soon"},
        ],
        "files": [
            {"name": "Giấy đề nghị rà soát.pdf", "url": "#f1", "size": 184_320, "media_type": "application/pdf",
             "state_text": "Đã kiểm tra", "tone": "ok", "note": "1 trang"},
            {"name": "anh-chup-phieu-b.jpg", "size": 2_400_000, "media_type": "image/jpeg",
             "state_text": "Đang kiểm tra", "tone": "soon"},
            {"name": "ten-tep-rat-dai-khong-co-dau-cach-" * 3 + ".heic", "size": 900, "media_type": "image/heic",
             "state_text": "Không nhận", "tone": "late", "note": "Tệp bị cắt ngang"},
        ],
        "tab_items": [
            {"label": "Chờ tiếp nhận", "url": "#a", "current": True, "count": 5},
            {"label": "Sắp đến hạn", "url": "#b", "count": 3},
            {"label": "Chờ bổ sung", "url": "#c", "count": 0},
        ],
        "choices": [("0", "Không có ai"), ("1", "1 đến 2 người"), ("3", "3 người trở lên")],
        "choices_rich": [
            {"value": "self", "label": "Tôi nộp cho mình", "hint": "Anh chị là chủ hồ sơ"},
            {"value": "parent", "label": "Tôi là cha hoặc mẹ", "hint": "Cần giấy khai sinh của con"},
            {"value": "other", "label": "Người khác", "disabled": True},
        ],
        "choices_said": [("0", "Không có ai"), ("1", "1 đến 2 người"), ("3", "3 người trở lên")],
        "key": "482913",
        "icons": sorted(ICONS),
        "empty_rows": [],
    }  # fmt: skip
