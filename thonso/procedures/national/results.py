"""What comes out of it: names with "Mã: …", and behind them what the portal's page said besides. Pure."""

import re

from thonso.procedures.national.cells import NOTHING, Split

_CODE = re.compile(
    r"Mã: (?P<code>KQ[.-][A-Z]\d{2}\.\d{5,6}|[A-Za-z0-9.\-]+?(?=Từ khóa|[A-ZĐÀ-Ỹ][a-zà-ỹ]|$)|[A-Za-z0-9.\-]+$)"
)
_KEYWORDS = re.compile(r"Từ khóa(?P<words>.*?)Mô tả", re.DOTALL)
_CHROME = re.compile(r"Chọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành.*$", re.DOTALL)


def split(text: str) -> Split:
    """Cells "name", "code", then "keywords" and "note" of the page and its "chrome"; empty where nothing has a code."""
    made = Split()
    tail = _KEYWORDS.search(text)
    rows_end = tail.start() if tail else len(text)
    at = 0
    for found in _CODE.finditer(text, 0, rows_end):
        made.add("name", text[at : found.start()])
        made.add("chrome", "Mã: ")
        made.add("code", found["code"])
        at = found.end()
    if not made.cells:
        return Split()
    made.add("name", text[at:rows_end])
    if tail:
        made.add("chrome", "Từ khóa")
        made.add("keywords", tail["words"])
        made.add("chrome", "Mô tả")
        chrome = _CHROME.search(text, tail.end())
        end = chrome.start() if chrome else len(text)
        made.add("note", text[tail.end() : end])
        made.add("chrome", text[end:])
    return made


def names(made: Split) -> list[str]:
    return [name for name in made.of("name") if name and name != NOTHING]
