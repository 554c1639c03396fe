"""What comes out of it: names with "Mã: …", and behind them what the portal's page said besides. Pure."""

import re
from dataclasses import dataclass

from thonso.procedures.national.cells import NOTHING, Split

_CODE = re.compile(
    r"Mã: (?P<code>KQ[.-][A-Z]\d{2}\.\d{5,6}|[A-Za-z0-9.\-]+?(?=Từ khóa|[A-ZĐÀ-Ỹ][a-zà-ỹ]|$)|[A-Za-z0-9.\-]+$)"
)
_USUAL = re.compile(r"(?:000\.00\.00\.)?[A-Z]{0,2}[.-]?[A-Z]\d{2}[.-](?:KQ)?\d{3,8}")
_KEYWORDS, _NOTE = "Từ khóa", "Mô tả"
_CHROME = re.compile(r"Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành.*$", re.DOTALL)


def split(text: str) -> Split:
    """Cells "name", "code", then "keywords" and "note" of the page and its "chrome"; empty where nothing has a code.

    Doubt: "result" for a code that is not of the portal's form.
    """
    made = Split()
    begins = text.find(_KEYWORDS)
    ends = text.find(_NOTE, begins + len(_KEYWORDS)) if begins >= 0 else -1
    rows_end = begins if ends >= 0 else len(text)
    at = 0
    for found in _CODE.finditer(text, 0, rows_end):
        made.add("name", text[at : found.start()])
        made.add("chrome", "Mã: ")
        made.add("code", found["code"])
        if not _USUAL.fullmatch(found["code"]) or not re.search(r"[^\W\d_]", text[at : found.start()]):
            made.doubts.add("result")
        at = found.end()
    if not made.cells:
        return Split()
    made.add("name", text[at:rows_end])
    if ends >= 0:
        made.add("chrome", _KEYWORDS)
        made.add("keywords", text[begins + len(_KEYWORDS) : ends])
        made.add("chrome", _NOTE)
        chrome = _CHROME.search(text, ends)
        end = chrome.start() if chrome else len(text)
        made.add("note", text[ends + len(_NOTE) : end])
        made.add("chrome", text[end:])
    return made


@dataclass(frozen=True, slots=True)
class Result:
    name: str
    code: str


def rows(made: Split) -> list[Result]:
    """Names with their codes, where the portal gives one."""
    found: list[Result] = []
    for cell in made.cells:
        words = cell.text.strip()
        if cell.kind == "name" and words and words != NOTHING:
            found.append(Result(words, ""))
        elif cell.kind == "code" and found and not found[-1].code:
            found[-1] = Result(found[-1].name, words)
    return found
