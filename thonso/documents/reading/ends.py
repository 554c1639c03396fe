"""The end of a paper: who signed it, as what."""

import re
from collections.abc import Sequence

from thonso.documents.reading import words
from thonso.documents.reading.lines import Found, Line, found, joined

_FOR = r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ|TƯQ)"
_ON_BEHALF = re.compile(rf"^\W{{0,2}}{_FOR}(?:\s?[./,]\s?|\s)\s?(?=\w)")
_BEHALF_WITHIN = re.compile(rf"(?<=\s){_FOR}\s?\.\s?(?=[^\W\d_a-z])")
# Without accents, as `words.plain` gives them.
_POST = re.compile(
    r"CHU TICH|GIAM DOC|(?<!MOI )(?<!THI )TRUONG|BI THU|CHANH|THU TUONG|CHI HUY|CHINH UY|CHINH TRI VIEN|CHU NHIEM|"
    r"KIEM SAT VIEN|UY VIEN|TONG|CHU TRI|"
    r"PHU TRACH|QUAN LY|DIEU HANH"
)
_RANK = re.compile(
    r"^(?:(?:Thiếu|Trung|Thượng|Đại)\s(?:úy|tá|tướng)|TS|ThS|BS|PGS|GS|KS|CN|Ths|Bs)[.\s]+(?:CK\s?I{1,2}\.?\s)?",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"^(?:đã ký|ký bởi|người ký|signature|digitally|not verified|lưu|như |nơi nhận|căn cứ|điều|"
    r"văn phòng|ủy ban|độc lập|phụ lục|danh sách|họ và tên)",
    re.IGNORECASE,
)
# The posts that sign most; a scan loses accents of capitals, and no other post has these letters.
_POSTS = (
    "CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    "GIÁM ĐỐC",
    "PHÓ GIÁM ĐỐC",
    "BÍ THƯ",
    "PHÓ BÍ THƯ",
    "CHÁNH VĂN PHÒNG",
    "PHÓ CHÁNH VĂN PHÒNG",
    "TRƯỞNG PHÒNG",
    "PHÓ TRƯỞNG PHÒNG",
    "TRƯỞNG BAN",
    "PHÓ TRƯỞNG BAN",
    "CHI CỤC TRƯỞNG",
    "PHÓ CHI CỤC TRƯỞNG",
    "BỘ TRƯỞNG",
    "THỨ TRƯỞNG",
)
_POSTS_BARE = {words.bare(post): post for post in _POSTS}
_RIGHT = 0.42
_FAR = 0.32  # from the post to the name, a fraction of the page


def read(lines: Sequence[Line]) -> dict[str, Found]:
    """`lines` are tidied and in reading order; the place where the recipients are told is looked at first."""
    pieces = [piece for line in lines for piece in _cut(line)]
    told = [line for line in pieces if words.bare(line.text).startswith("noinhan") and len(line.text) < 30]
    for anchor in told:
        beside = [
            line
            for line in pieces
            if line.page == anchor.page and line.top > anchor.top - 0.05 and line.left > max(_RIGHT, anchor.right)
        ]
        if seen := _block(beside):
            return seen
    for number in sorted({line.page for line in pieces}, reverse=True):
        page = [line for line in pieces if line.page == number and line.left > _RIGHT - 0.05]
        starts = [index for index, line in enumerate(page) if _ON_BEHALF.match(line.text)]
        if starts and (seen := _block(page[starts[0] :])):
            return seen
        # A post alone, as in "GIÁM ĐỐC": only with a name under it, or any heading would do.
        if (seen := _block(page)) and "signer_name" in seen:
            return seen
    return {}


def _cut(line: Line) -> list[Line]:
    """Recipients and signer that a file gives as one line."""
    if (match := _BEHALF_WITHIN.search(line.text)) and words.is_caps(line.text[match.start() :]):
        return [line.part(0, match.start()), line.part(match.start(), len(line.text))]
    if line.text.startswith("-") and (match := re.search(r"(?<=[.;])\s+(?=\S)", line.text)):
        tail = line.text[match.end() :]
        if _is_name(tail):
            return [line.part(0, match.start()), line.part(match.end(), len(line.text))]
    return [line]


def _block(column: Sequence[Line]) -> dict[str, Found]:
    title: list[Line] = []
    seen: dict[str, Found] = {}
    for index, line in enumerate(column):
        heading = words.is_caps(line.text) and not line.text.rstrip().endswith(":")
        if not title:
            if heading and (_ON_BEHALF.match(line.text) or _POST.search(words.plain(line.text))):
                title.append(line)
            continue
        if heading and line.page == title[-1].page and line.top - title[-1].bottom < 2 * title[-1].height:
            if abs(line.middle - title[0].middle) < 0.15:
                title.append(line)
            continue
        if line.top - title[-1].bottom > _FAR:
            break
        if abs(line.middle - title[-1].middle) < 0.12 and _is_name(line.text):
            name = [line, *_more_of_name(line, column[index + 1 :])]
            seen["signer_name"] = found(joined(name).strip(" .,*|"), name)
            break
    if title and (post := _post(title)):
        printed = joined(post)
        scanned = post[0].bold is None
        seen["signer_title"] = found(_POSTS_BARE.get(words.bare(printed), printed) if scanned else printed, post)
    return seen


def _more_of_name(line: Line, following: Sequence[Line]) -> list[Line]:
    """A name too long for one line."""
    more: list[Line] = []
    for after in following:
        last = more[-1] if more else line
        if abs(after.middle - line.middle) > 0.03:
            continue
        if after.top - last.bottom > 0.6 * line.height or not all(map(words.is_capitalised, after.text.split())):
            break
        more.append(after)
    return more


def _post(title: Sequence[Line]) -> list[Line]:
    """PHÓ CHỦ TỊCH out of TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH / PHÓ CHỦ TỊCH."""
    last = max((index for index, line in enumerate(title) if _ON_BEHALF.match(line.text)), default=-1)
    after = list(title[last + 1 :])
    first = next((index for index, line in enumerate(after) if _POST.search(words.plain(line.text))), 0)
    return after[first:] or [title[last]]


def _is_name(text: str) -> bool:
    name = _RANK.sub("", text.strip(" .,*|"))
    parts = name.split()
    return (
        1 < len(parts) < 9
        and len(name) < 70
        and all(words.is_capitalised(part) for part in parts)
        and not _NO_NAME.match(name)
    )
