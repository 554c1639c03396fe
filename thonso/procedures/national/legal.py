"""The legal basis: the table "Tên văn bản pháp lý, Mã văn bản". Pure."""

import re
from dataclasses import dataclass

from thonso.procedures.national.cells import LOWER, NOTHING, Split

HEAD = "Tên văn bản pháp lýMã văn bản"

# Who signs, as the law on legal documents abbreviates them; the next name follows without a space and may be all capitals
# ("TT-BNVTHÔNG TƯ"), so what is known is told before what only looks like letters of an organ.
_ORGANS = (
    "BLĐTBXH|BNNPTNT|BNN&PTNT|BTNMT|BVHTTDL|BKHCN|BKHĐT|BGDĐT|BGTVT|BTTTT|BNNMT|BDTTG|BHXH|BCT|BTC|BTP|BCA|BQP|BYT|BXD|BNV|BNG"
    "|TANDTC|VKSNDTC|VPCP|VPQH|VPCTN|NHNN|TTCP|UBDT|UBND|HĐND|HĐTP|TTg|CTN|CP|BNN"
)
_KINDS = "TTLT|NQLT|VBHN|UBTVQH|TT|NĐ|ND|NQ|QĐ|CT|L|PL"
_LETTERS = (
    rf"(?:(?:{_KINDS})\s?[-–/]\s?(?:{_ORGANS})(?:[-–](?:{_ORGANS}|[A-ZĐƯ]{{2,12}}(?![{LOWER}])))*|(?:NQ-|UBTV)?QH\d{{2}}"
    rf"|[A-ZĐƯ]{{1,9}}\d{{0,2}}(?:\s?[-–]\s?[A-ZĐƯ&]{{1,14}})*(?![{LOWER}]))"
)
# 38/2019/QH14, 85/2019/TT-BTC, 66.7/2025/NQ-CP, 613/QĐ-TTg, 08.a/2010/TT-BTP, and of old 73-CP.
_SERIAL = rf"(?P<serial>\d{{1,9}}(?:\.\d{{1,3}})?(?:\.?[a-z])?)(?:(?:/\d{{4}})?/{_LETTERS}|[-/]CP(?![{LOWER}]))"
_WORDS = "Nghị định|Nghị quyết|Thông tư liên tịch|Thông tư|Luật|Quyết định|Pháp lệnh|Chỉ thị|Hiến pháp"
_NUMBER = re.compile(rf"(?P<kind>(?:{_WORDS})(?:\s?số)?\s|(?:NĐ|TT|QĐ|NQ)(?:\s?số)?\s?)?{_SERIAL}")
# Some wrote only "167/2025": glued to the name before it and with the next name glued to it.
_BARE = re.compile(rf"(?<=[{LOWER}.)])\d{{1,4}}/(?:19|20)\d\d(?=$|[A-ZĐ][{LOWER}])")
# A year at the end of a name runs into the number: "năm 202076/2025/QH15", "2021-2025.01/2022/TT-BXD".
_YEAR = re.compile(r"(?:19|20)\d\d\.?(?=\d)")
_LEFT_OVER = re.compile(rf"(?:[{LOWER})\]”]\.?|[A-ZĐ]{{2}})\d{{1,4}}[/-](?!\d{{1,2}}/)")
_KNOWN = re.compile(rf"(?:{_ORGANS}|QH\d\d|\d{{4}})$")
_GROWN_TOGETHER = re.compile(rf"[{LOWER}\d.)\]](?:{_WORDS})\b")
_BEGINS_ROW = re.compile(rf"[A-ZĐ][{LOWER}]")
_GOES_ON = re.compile(rf"\s+[{LOWER}]")
_NAMELESS = frozenset(["luật", "nghị định", "thông tư", "quyết định", "nghị quyết"])


@dataclass(frozen=True, slots=True)
class Act:
    name: str
    number: str


def split(text: str) -> Split:
    """Cells "head", "name", "number", and "chrome" for the next heading of the page.

    Doubt: "legal" for a name without a number, and where a border may have been missed.
    """
    made = Split()
    if text.startswith(NOTHING):
        made.add("name", NOTHING)
        made.add("chrome", text[len(NOTHING) :])
        return made
    if not text.startswith(HEAD):
        return made
    made.add("head", HEAD)
    chrome = text.find("Cơ quan thực hiện", len(HEAD))
    glued = chrome > 0 and not text[chrome - 1].isspace()
    end = chrome if glued else len(text)
    at = last = name_from = len(HEAD)
    numbers, bares = _Ahead(_NUMBER, text, end), _Ahead(_BARE, text, end)
    while found := _next(numbers.since(at), bares.since(at), text):
        start, at, number, words = found
        if words and text.startswith(number, at):
            continue  # "Luật 54/2014/QH13" with "54/2014/QH13" in the column beside it
        inside = text[start - 1] in " \xa0\t(" and start != last
        # A number inside a name stands after a space or a bracket; the one of the column is glued to what comes before it.
        begins_row = bool(_BEGINS_ROW.match(text, at, end))
        goes_on = words and _GOES_ON.match(text, at, end)
        if start > name_from and (not inside or begins_row) and not goes_on:
            made.add("name", text[name_from:start])
            made.add("number", text[start:at])
            name_from = at
        last = at
    made.add("name", text[name_from:end])
    made.add("chrome", text[end:])
    _doubt(made, text[name_from:end])
    return made


class _Ahead:
    """The next match of a pattern, looked for again only once it was passed: else a text of numbers takes the square of its
    length."""

    def __init__(self, pattern: re.Pattern[str], text: str, end: int) -> None:
        self._pattern, self._text, self._end = pattern, text, end
        self._found = pattern.search(text, len(HEAD), end)

    def since(self, at: int) -> re.Match[str] | None:
        if self._found and self._found.start() < at:
            self._found = self._pattern.search(self._text, at, self._end)
        return self._found


def _next(number: re.Match[str] | None, bare: re.Match[str] | None, text: str) -> tuple[int, int, str, bool] | None:
    """Begin, end, bare number, and whether words like "Luật" stand before it."""
    if bare and (not number or bare.start() < number.start()):
        return bare.start(), bare.end(), bare[0], False
    if not number:
        return None
    start, serial = number.start(), number["serial"]
    year = _YEAR.match(serial) if not number["kind"] else None
    if year and len(serial.split(".")[0]) >= (5 if "." not in year[0] else 4):
        start += year.end()
    whole = text[number.start("serial") if not year else start : number.end()]
    return start, number.end(), whole, bool(number["kind"])


def _doubt(made: Split, rest: str) -> None:
    names = made.of("name")
    if rest.strip() or any(
        _LEFT_OVER.search(name) or _GROWN_TOGETHER.search(name) or name.lower() in _NAMELESS for name in names
    ):
        made.doubts.add("legal")
    for cell, following in zip(made.cells, made.cells[1:], strict=False):
        if cell.kind == "number" and not _KNOWN.search(cell.text):
            # Letters of an organ nobody knows may have taken the first ones of a name that is all capitals, or small.
            begin = following.text.strip()[:2]
            if begin.isalpha() and (begin.isupper() or begin[0].islower()):
                made.doubts.add("legal")


def acts(made: Split) -> list[Act]:
    found: list[Act] = []
    for cell in made.cells:
        words = cell.text.strip()
        if cell.kind == "name" and words and not words.startswith(NOTHING):
            found.append(Act(words, ""))
        elif cell.kind == "number" and found:
            found[-1] = Act(found[-1].name, words)
    return found
