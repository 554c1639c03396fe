"""The head of a paper: organs left, the national name or the Party's right, number, place and date, title, subject.

Layouts: NĐ 30/2020/NĐ-CP Phụ lục I; Party papers QĐ 399-QĐ/TW and HD 05-HD/VPTW. Files that mix the two columns into one
line are cut where the right column is known to begin.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from thonso.documents.reading import days, organs, titles, words
from thonso.documents.reading.lines import Found, Line, found, joined

# As `words.bare` gives them.
_NATION = ("conghoaxahoichunghiavietnam", "doclaptudohanhphuc", "dangcongsanvietnam")
_TOP = 0.5  # no head reaches further down the page

_SO = r"S\s?(?:[ốôồổỗộoóòỏ0ỐÔỒỔỘOÓ]|oá|è)"
_PART = r"[^\W_]+"
_DOTS = r"[\s.…_]*"
_CODE = re.compile(
    rf"^\W{{0,3}}{_SO}\s?[:;.]?{_DOTS}(?P<number>\d(?:\s?\d){{0,5}}\s?[a-zA-Z]?)?{_DOTS}(?P<sign>[/-])\s?"
    rf"(?:(?P<year>(?:19|20)\d\d)\s?/\s?)?(?P<notation>{_PART}(?:\s?[-/.&+]\s?{_PART})*)"
)
_NUMBER_ALONE = re.compile(rf"^\W{{0,3}}{_SO}\s?[:;.]\s?(?P<number>\d(?:\s?\d){{0,5}})$")
_ABOUT = re.compile(r"^\W{0,2}(?:V\s?/\s?v\b|Về\s+việc\b)\s*[:.]?\s*", re.IGNORECASE)
_ABSTRACT = re.compile(r"^\W{0,2}Trích\s+yếu\s*:\s*(?=\S)", re.IGNORECASE)

_NGAY_LAST = re.compile(r"ngày\s*$", re.IGNORECASE)

_URGENT = {"HỎATỐC": "express", "HOẢTỐC": "express", "THƯỢNGKHẨN": "very_urgent", "KHẨN": "urgent"}
_URGENT |= {"HỎATỐCHẸNGIỜ": "express", "HOẢTỐCHẸNGIỜ": "express"}
# A frame close to the letters costs them their accents in a scan.
_URGENT_SCANNED = {words.bare(stamp): told for stamp, told in _URGENT.items()}


def read(lines: Sequence[Line]) -> dict[str, Found]:
    """`lines` are those of the first page, tidied, in reading order."""
    pieces = [piece for line in lines for piece in _cut(line)]
    nation = [piece for piece in pieces if _is_nation(piece) and piece.top < _TOP]
    border = min((piece.left for piece in nation if piece.left > 0.3), default=0.46)
    head = [piece for piece in pieces if piece.top < _TOP and not _is_nation(piece) and piece.text]
    seen: dict[str, Found] = {}
    code = _code(head, seen)
    date_line = _date(head, code, seen)
    _urgency(head, seen)
    about = _letter_subject(head, code, border, date_line, seen)
    kind = _kind(head, code, date_line, about, seen)
    low = min((line.top for line in (code, date_line, about, kind) if line is not None), default=0.0)
    _organs(head, low, border, nation, seen)
    if about is None and kind is None:
        _abstract(pieces, seen)
    return seen


# --- columns ----------------------------------------------------------------------------------------------------------


def _cut(line: Line) -> list[Line]:
    """A line that runs over both columns becomes one for each."""
    for phrase in _NATION:
        if at := words.find(line.text, phrase):
            start, end = at
            parts = (line.part(0, start), line.part(start, end), line.part(end, len(line.text)))
            return [part for part in parts if words.letters(part.text)]
    place = _place_start(line.text)
    if place is not None and line.top < _TOP and words.letters(line.text[:place]):
        return [line.part(0, place), line.part(place, len(line.text))]
    return [line]


def _is_nation(line: Line) -> bool:
    seen = words.bare(line.text)
    return any(phrase in seen for phrase in _NATION) and len(seen) < 45


def _day_in(text: str) -> re.Match[str] | None:
    return days.IN_WORDS.search(text) or days.IN_FIGURES.search(text)


def _place_start(text: str) -> int | None:
    """Where "Bát Xát" of "…, Bát Xát, ngày" begins; None when no place stands before a day."""
    match = _day_in(text)
    if match is None:
        return None
    before = text[: match.start()]
    before = _NGAY_LAST.sub("", before).rstrip(" ,.;:-")
    parts = before.split(" ")
    if (
        0 < len(parts) <= 6
        and all(part.strip(".,'-").isalpha() for part in parts)
        and before[:1].isupper()
        and not (words.is_caps(before) and len(parts) > 3)
    ):
        return 0
    taken = 0
    while taken < min(len(parts), 5) and words.is_capitalised(parts[-1 - taken]):
        taken += 1
    return len(before) - len(" ".join(parts[-taken:])) if taken else None


# --- number and date --------------------------------------------------------------------------------------------------


def _code(head: Sequence[Line], seen: dict[str, Found]) -> Line | None:
    best: Line | None = None
    for line in head:
        joint = _row_from(line, head)
        match = _CODE.match(line.text) or _CODE.match(joint.text)
        if match is None or not (notation := _notation(match["notation"])):
            continue
        number = "".join((match["number"] or "").split())
        if best is not None and not number:
            continue
        where = line if _CODE.match(line.text) else joint
        best = where
        for key in ("number", "code", "notation"):
            seen.pop(key, None)
        seen["notation"] = found(notation, [where])
        if number and int(re.sub(r"\D", "", number)):
            year = f"{match['year']}/" if match["year"] else ""
            seen["number"] = found(number, [where])
            seen["code"] = found(f"{number}{match['sign']}{year}{notation}", [where])
            return best
    if best is not None:
        return best
    for line in head:
        alone = _NUMBER_ALONE.match(line.text)
        if alone and not any(titles.STAMP.search(other.text) for other in head if _near(line, other)):
            number = "".join(alone["number"].split())
            if int(number):
                seen["number"] = found(number, [line])
                return line
    return None


def _notation(text: str) -> str:
    """QĐ-UBND out of "QĐ - UBND"; nothing when it is not made of abbreviations."""
    parts = re.split(r"\s?([-/.&+])\s?", text.replace("§", "Đ"))
    kept = ""
    for index in range(0, len(parts), 2):
        token = parts[index]
        if not token or not (token[0].isupper() or token[0].isdigit()) or len(token) > 14:
            break
        kept += (parts[index - 1] if index else "") + token
    return kept if any(char.isupper() for char in kept) and kept[0].isalpha() else ""


def _row_from(line: Line, head: Sequence[Line]) -> Line:
    """The line with what stands right of it in the same row: blanks to be filled by hand tear a line apart."""
    row = sorted((other for other in head if other.left >= line.left and line.beside(other)), key=lambda one: one.left)
    if len(row) < 2:
        return line
    return replace(line, text=joined(row), right=max(one.right for one in row), bottom=max(one.bottom for one in row))


def _near(line: Line, other: Line) -> bool:
    return other is not line and abs(other.top - line.top) < 0.08 and abs(other.middle - line.middle) < 0.2


def _date(head: Sequence[Line], code: Line | None, seen: dict[str, Found]) -> Line | None:
    above = list(itertools.takewhile(lambda line: not titles.BODY.match(line.text), head))
    near = [
        line
        for line in above
        if not titles.STAMP.search(line.text) and (code is None or abs(line.top - code.top) < 0.15)
    ]
    # Blanks to be filled by hand tear the date apart: then the row is read, but only from where the place begins.
    for whole in (*near, *(_row_from(line, head) for line in near)):
        match = _day_in(whole.text)
        # A sentence goes on after the day; the head does not.
        if match is None or whole.middle < 0.4 or len(words.letters(whole.text[match.end() :])) > 3:
            continue
        start = _place_start(whole.text)
        if start != 0 and not (match.start() < 3 and match[0][:1].isalpha()):
            continue
        place = _NGAY_LAST.sub("", whole.text[: match.start()]).strip(" ,.;:-|") if start == 0 else ""
        if place and len(place) < 60:
            seen["place"] = found(place, [whole])
        if real := days.day(match["day"], match["month"], match["year"]):
            seen["dated"] = found(real.isoformat(), [whole])
        return whole
    return None


def _urgency(head: Sequence[Line], seen: dict[str, Found]) -> None:
    for line in head:
        if told := _urgent(line):
            seen["urgency"] = found(told, [line])
            return


def _urgent(line: Line) -> str:
    seen = words.letters(line.text)
    if line.bold is None and seen.isupper():
        return _URGENT_SCANNED.get(words.bare(seen), "")
    return _URGENT.get(seen, "")


# --- title and subject ------------------------------------------------------------------------------------------------


def _letter_subject(
    head: Sequence[Line], code: Line | None, border: float, date_line: Line | None, seen: dict[str, Found]
) -> Line | None:
    """V/v … under the number, in the left column."""
    if code is None:
        return None
    start = next(
        (
            line
            for line in head
            if _ABOUT.match(line.text) and 0 < line.top - code.top < 0.08 and line.left < border and line.middle < 0.5
        ),
        None,
    )
    if start is None:
        return None
    taken = [start]
    for line in head:
        if line.top <= start.top or line is date_line or line.middle > border or line.right > border + 0.08:
            continue
        if (
            titles.BODY.match(line.text)
            or line.top - taken[-1].bottom > 0.9 * start.height
            or words.bare(line.text) == ""
        ):
            break
        if line.text.startswith("-") or titles.STAMP.search(line.text) or _urgent(line):
            break
        taken.append(line)
    subject = _ABOUT.sub("", joined(taken), count=1).rstrip(" .;")
    if subject:
        seen["subject"] = found(subject, taken)
    return start


def _kind(
    head: Sequence[Line], code: Line | None, date_line: Line | None, about: Line | None, seen: dict[str, Found]
) -> Line | None:
    floor = max((line.top for line in (code, date_line) if line is not None), default=0.0)
    for index, line in enumerate(head):
        if line.top < floor or line is about or not words.is_caps(line.text):
            continue
        if titles.BODY.match(line.text):
            break
        kind, rest = titles.kind(line.text)
        if not kind or line.text.rstrip().endswith(":"):
            continue
        seen["kind"] = found(kind, [line])
        if about is None:
            titles.subject(line, rest, head[index + 1 :], seen)
        return line
    return None


def _abstract(pieces: Sequence[Line], seen: dict[str, Found]) -> None:
    """A slip that says "Trích yếu: …"."""
    for index, line in enumerate(pieces):
        match = _ABSTRACT.match(line.text)
        if match is None:
            continue
        taken = [line]
        for after in pieces[index + 1 : index + 6]:
            if not after.text[:1].islower() or after.top - taken[-1].bottom > line.height:
                break
            taken.append(after)
        seen["subject"] = found(_ABSTRACT.sub("", joined(taken)).rstrip(" .;"), taken)
        return


# --- organs -----------------------------------------------------------------------------------------------------------


def _organs(head: Sequence[Line], low: float, border: float, nation: Sequence[Line], seen: dict[str, Found]) -> None:
    high = min((line.top for line in nation), default=0.0) - 0.04
    column = [
        line
        for line in head
        if high <= line.top < low - 0.002
        and line.middle < border
        and words.is_caps(line.text)
        and not _urgent(line)
        and not titles.STAMP.search(line.text)
        and not _CODE.match(line.text)
    ]
    seen |= organs.read(column)
