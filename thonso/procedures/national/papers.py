"""The papers of a dossier: tables "Tên giấy tờ, Mẫu đơn, tờ khai, Số lượng", one a case. Pure."""

import re
from dataclasses import dataclass, field

from thonso.procedures.national.cells import LOWER, NOTHING, Split

HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
NO_CASE = "--"  # what the portal writes where there is one case only

# "1 bản chính", "0 bản chính,1 bản sao", glued to the name before it. In running text a space or a bracket stands before it,
# and the sentence goes on behind it; a new row begins with a capital, a dash or a label ("b)", "c2)").
_COUNT = re.compile(
    r"(?:(?<![\s\d(,])|(?<=[ /]20\d\d))\d{1,3} bản (?:chính|sao)(?:,\d{1,3} bản sao)?"
    rf"(?=$|[^\s,;.)/{LOWER}]|[a-zđ]\d?[).])"
)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|rar|zip)$", re.IGNORECASE)
_GLUED = re.compile(rf"(?<=[{LOWER});:])(?=[^\s{LOWER}();:,.\-/])|(?<=\.)(?=[^\s\d{LOWER}();:,.\-/])")
LONGEST_FILE_NAME = 120
_BULLET = re.compile(r"^[-–*+•]+\s+|^[-–*+•](?=\w)")


@dataclass(slots=True)
class Paper:
    name: str
    form: str = ""
    count: str = ""


@dataclass(slots=True)
class Case:
    name: str
    papers: list[Paper] = field(default_factory=list)


def split(text: str) -> Split:
    """Cells "case", "head", "name", "form", "count"; empty where no table is found. Doubt: "papers" for one without number."""
    made = Split()
    parts = text.split(HEAD)
    if len(parts) == 1:
        if text == NOTHING:
            made.add("case", text)
        return made
    made.add("case", parts[0])
    for index, part in enumerate(parts[1:], start=2):
        made.add("head", HEAD)
        at = 0
        for count in _COUNT.finditer(part):
            _name(made, part[at : count.start()])
            made.add("count", count[0])
            at = count.end()
        # What follows the last number of a table names the next case; after the last table it is a paper without a number.
        if index <= len(parts) - 1:
            made.add("case", part[at:])
        elif part[at:]:
            _name(made, part[at:])
            made.doubts.add("papers")
    return made


def _name(made: Split, text: str) -> None:
    """A file of a form is glued to the name of its paper: where two words meet without a space, its name begins."""
    at = len(text)
    if _FILE.search(text):
        seams = [seam.start() for seam in _GLUED.finditer(text)]
        at = next((seam for seam in seams if len(text) - seam <= LONGEST_FILE_NAME), len(text))
    made.add("name", text[:at])
    made.add("form", text[at:])


def cases(made: Split) -> list[Case]:
    found: list[Case] = []
    for cell in made.cells:
        words = _BULLET.sub("", cell.text.strip())
        if cell.kind == "case":
            found.append(Case("" if words in (NO_CASE, NOTHING) else words))
        elif cell.kind == "head" and (not found or found[-1].papers):
            found.append(Case(""))
        elif cell.kind == "name":
            found[-1].papers.append(Paper(words))
        elif cell.kind in ("form", "count"):
            if not found[-1].papers or (cell.kind == "form" and found[-1].papers[-1].form):
                found[-1].papers.append(Paper(""))
            setattr(found[-1].papers[-1], cell.kind, words)
    return [case for case in found if case.papers]
