"""The kind of a paper and its subject in the middle of the first page."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from thonso.documents import kinds
from thonso.documents.reading import words
from thonso.documents.reading.lines import Found, Line, found, joined

# Titles that stand where kinds of `documents.kinds` do, and are none of theirs: public law, papers for people, the Party's.
OTHERS = (
    "NGHỊ QUYẾT LIÊN TỊCH", "QUY TRÌNH", "NGHỊ ĐỊNH", "THÔNG TƯ LIÊN TỊCH", "THÔNG TƯ", "THÔNG TRI", "LỆNH",
    "GIẤY XÁC NHẬN", "GIẤY CHỨNG NHẬN", "ĐIỀU LỆ", "NỘI QUY", "TUYÊN BỐ", "LỜI KÊU GỌI", "ĐỀ CƯƠNG", "LỊCH CÔNG TÁC",
)  # fmt: skip


@lru_cache(maxsize=1)
def _names() -> list[str]:
    """As `words.bare` gives them, the longest first. A công văn has no title on it."""
    known = {
        kind.name for family in kinds.every().values() for section in family for kind in section.kinds if kind.named
    }
    return sorted({words.bare(name) for name in (*known, *OTHERS)}, key=len, reverse=True)


BODY = re.compile(
    r"^\W{0,2}(?:Kính\s+gửi|Kính\s+thưa|Căn\s+cứ|Điều\s+\d|[IVX]{1,4}\s?[.-]\s|\d{1,2}\s?[.)]\s)", re.IGNORECASE
)
_BODY_MAYBE = re.compile(
    r"^(?:Thực hiện|Theo|Để|Nhằm|Trên cơ sở|Xét|Hôm nay|Thời gian|Ngày|Sau khi|Qua|Vừa qua|Tiếp theo|"
    r"Ủy ban nhân dân|Ban Thường vụ|Phúc đáp|Trong thời gian)\b"
)
# Stamps of arriving papers, of signing programs and of forms are no part of the head.
STAMP = re.compile(
    r"ký bởi|người ký|ngày ký|thời gian ký|giờ ký|công văn đến|^\W*(?-i:ĐẾN)\W*$|^mẫu|^bản thử|^dự thảo|^phụ lục|email:|\+07",
    re.I,
)


def kind(text: str) -> tuple[str, str]:
    """The kind as printed, and what of the subject stands behind it in the same line."""
    seen = words.bare(text)
    for name in _names():
        if seen == name:
            return text.strip(" .*-_|"), ""
        if seen.startswith(name) and (place := words.find(text, name)) and text[place[1] : place[1] + 1] == " ":
            return text[place[0] : place[1]], text[place[1] :].strip()
    return "", ""


def subject(title: Line, rest: str, following: Sequence[Line], seen: dict[str, Found]) -> None:
    taken: list[Line] = [replace(title, text=rest)] if rest else []
    capitals = bool(rest)
    for line in following:
        if taken and line.beside(taken[-1]):
            continue
        last = taken[-1] if taken else title
        if _ends(line, last, title, taken, capitals):
            break
        if not taken:
            capitals = words.is_caps(line.text)
        taken.append(line)
        if len(taken) == 9:
            break
    told = joined(taken).strip(" *-_").rstrip(" .;")
    if told and words.letters(told):
        seen["subject"] = found(told, taken)


def _ends(line: Line, last: Line, title: Line, taken: Sequence[Line], capitals: bool) -> bool:
    text = line.text
    if not words.bare(text) or BODY.match(text) or STAMP.search(text) or text.startswith("("):
        return True
    gap = line.top - last.bottom
    if len(taken) > 1 and line.bottom - last.bottom > 1.35 * (last.bottom - taken[-2].bottom):
        return True
    if gap > (1.0 if taken else 2.5) * max(title.height, line.height):
        return True
    if abs(line.middle - title.middle) > 0.02:
        return True
    if not taken:
        return False
    if words.is_caps(text) and not capitals and len(words.letters(text)) > 6:
        return True
    if last.text.endswith(".") or text.endswith(":"):
        return True
    if taken[0].bold is not None and line.bold is not None and taken[0].bold and not line.bold:
        return True
    return bool(_BODY_MAYBE.match(text)) and abs(line.middle - title.middle) > 0.01
