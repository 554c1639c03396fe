"""The legal basis: the table "Tên văn bản pháp lý, Mã văn bản". Pure."""

import re
from dataclasses import dataclass

from thonso.procedures.national.cells import LOWER, NOTHING, Split

HEAD = "Tên văn bản pháp lýMã văn bản"

# 38/2019/QH14, 85/2019/TT-BTC, 66.7/2025/NQ-CP, 613/QĐ-TTg; some wrote "Nghị định số" before it. The next name follows without
# a space: of unknown letters the last that is the capital of a word belongs to that word.
_KNOWN = r"(?:NĐ|NQ)-CP|(?:QĐ|CT)-TTg|TT-B(?:TC|TP|CA|YT)|QĐ-UBND|(?:UBTV)?QH\d{2}"
_LETTERS = rf"(?:{_KNOWN}|[A-ZĐ]{{1,9}}\d{{0,2}}(?:[-–]\s?[A-ZĐ&]{{1,14}})*(?![{LOWER}]))"
_KIND = "(?:(?:Nghị định|Nghị quyết|Thông tư|Luật|Quyết định|Pháp lệnh)(?: số)? )?"
_NUMBER = re.compile(rf"{_KIND}\d{{1,4}}(?:\.\d{{1,3}})?(?:/\d{{4}})?/{_LETTERS}")


@dataclass(frozen=True, slots=True)
class Act:
    name: str
    number: str


def split(text: str) -> Split:
    """Cells "head", "name", "number". Doubt: "legal" for a last name without a number that could be told from it."""
    made = Split()
    if text.startswith(NOTHING):
        made.add("name", text)
        return made
    if not text.startswith(HEAD):
        return made
    made.add("head", HEAD)
    at = last = name_from = len(HEAD)
    while found := _NUMBER.search(text, at):
        at = found.end()
        bare = found[0].rsplit(" ", 1)[-1]
        if bare != found[0] and text.startswith(bare, at):
            continue  # "Luật 54/2014/QH13" with "54/2014/QH13" in the column beside it
        # A number inside a name stands after a space or a bracket; the one of the column is glued to what comes before it.
        if found.start() > name_from and (text[found.start() - 1] not in " \n\t(" or found.start() == last):
            made.add("name", text[name_from : found.start()])
            made.add("number", found[0])
            name_from = at
        last = at
    if text[name_from:].strip():
        made.doubts.add("legal")
    made.add("name", text[name_from:])
    return made


def acts(made: Split) -> list[Act]:
    found: list[Act] = []
    for cell in made.cells:
        words = cell.text.strip()
        if cell.kind == "name" and words and not words.startswith(NOTHING):
            found.append(Act(words, ""))
        elif cell.kind == "number" and found:
            found[-1] = Act(found[-1].name, words)
    return found
