"""Days as papers write them. What cannot be a day is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_GAP = r"[\s.…_]*"
_NGAY = r"[Nn]\s?[gG]\s?[àaáạâảã]\s?y"
_THANG = r"[Tt]\s?h\s?[áaàâảạã]\s?n\s?g"
_NAM = r"[Nn]\s?[ăaâảáàắằ]\s?m"
_ONE_OR_TWO = r"\d(?:\s?\d)?"
_YEAR = r"(?:1\s?9|2\s?0)\s?\d\s?\d(?!\d)"
IN_WORDS = re.compile(
    rf"{_NGAY}{_GAP}(?P<day>{_ONE_OR_TWO})?{_GAP},?{_GAP}{_THANG}{_GAP}(?P<month>{_ONE_OR_TWO})?{_GAP}{_NAM}"
    rf"{_GAP}(?P<year>{_YEAR})?"
)
IN_FIGURES = re.compile(rf"(?<!\d)(?P<day>\d\d?)\s?[/.-]\s?(?P<month>\d\d?)\s?[/.-]\s?(?P<year>{_YEAR})")
# "ngày 15/3", "ngày 15 tháng 3": the year is that of the paper.
_NO_YEAR = re.compile(
    rf"(?<!\d)(?P<day>\d\d?)\s?(?:/|-|{_THANG})\s?(?P<month>\d\d?)(?![\d/-])(?!\s?[/-]\s?\d)(?!\s*{_NAM})"
)
_FIRST_YEAR, _LAST_YEAR = 1945, 2100

# Whatever of an hour stands between: "trước 17 giờ 00 phút, ngày", "trước 16h30 ngày".
_HOUR = r"(?:\d{1,2}\s?(?:h|giờ|g|:)\s?(?:\d{1,2})?\s?(?:phút|p)?\s?,?\s?(?:hằng\s|hàng\s)?)?"
_BEFORE = re.compile(
    r"(?P<how>chậm\s+nhất|muộn\s+nhất|hạn\s+chót|hạn\s+cuối|trước)"
    rf"\s*:?\s*(?:trước\s+|đến\s+|là\s+|vào\s+|trong\s+|hết\s+)*{_HOUR}(?:{_NGAY})\s*",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"gửi|báo\s+cáo|hoàn\s+thành|hoàn\s+thiện|nộp|trả\s+lời|phản\s+hồi|xong|đăng\s+ký|đề\s+nghị|yêu\s+cầu|cung\s+cấp|"
    r"thực\s+hiện|tổng\s+hợp|triển\s+khai|cho\s+ý\s+kiến|góp\s+ý|trình|thời\s+hạn|thời\s+gian",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[;!?]|\.\s+(?=[A-ZĐÂĂÊÔƠƯÁÀẢÃẠ])")
_LOOK_BACK, _LOOK_ON = 220, 120


def day(day: str | None, month: str | None, year: str | int | None) -> date | None:
    if not (day and month and year):
        return None
    try:
        real = date(*(int("".join(str(part).split())) for part in (year, month, day)))
    except ValueError:
        return None
    return real if _FIRST_YEAR <= real.year <= _LAST_YEAR else None


@dataclass(frozen=True, slots=True)
class Due:
    day: date
    start: int
    end: int


def due(text: str, dated: date | None) -> Due | None:
    """The first day by which something is asked for ("gửi … trước ngày …", "chậm nhất ngày …"), as it is said.

    A day that is no later than the paper's own is the reach of a rule and no term. Without a year it counts only when the
    paper has a date and the day comes after it in the same year.
    """
    for before in _BEFORE.finditer(text):
        for real, end in _day_at(text, before.end(), dated):
            if dated and real <= dated:
                continue
            if before["how"].lower() != "trước" or _is_asked(text, before.start(), end):
                return Due(real, before.start(), end)
    return None


def _day_at(text: str, at: int, dated: date | None) -> Iterator[tuple[date, int]]:
    start = max(0, at - 12)
    words = next(
        (match for match in IN_WORDS.finditer(text, start, at + 80) if match.start() <= at <= match.end()), None
    )
    for match in (words, IN_FIGURES.match(text, at)):
        if match and (real := day(match["day"], match["month"], match["year"])):
            yield real, match.end()
            return
    short = _NO_YEAR.match(text, at)
    if short and dated and (real := day(short["day"], short["month"], dated.year)):
        yield real, short.end()


def _is_asked(text: str, start: int, end: int) -> bool:
    before = _SENTENCE_END.split(text[max(0, start - _LOOK_BACK) : start])[-1]
    after = _SENTENCE_END.split(text[end : end + _LOOK_ON])[0]
    return bool(_ASKED.search(before) or _ASKED.search(after))
