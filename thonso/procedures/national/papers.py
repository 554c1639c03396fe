"""The papers of a dossier: tables "Tên giấy tờ, Mẫu đơn, tờ khai, Số lượng", one a case. Pure."""

import re
from dataclasses import dataclass, field

from thonso.procedures.national.cells import LOWER, NOTHING, Split

HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
NO_CASE = "--"  # what the portal writes where there is one case only

# "1 bản chính", "0 bản chính,1 bản sao", glued to the name before it. In running text a space or a bracket stands before it
# and the sentence goes on behind it. A name that ends in a number runs into the count ("Mẫu số 181 bản chính", "CT011 bản
# chính"): after a space, a capital, a zero or a fourth digit the last digit is the count. A year is plain enough; else it is
# doubted.
_RUN_IN = r"(?<= [1-9])|(?<= \d\d)|(?<=[A-ZĐ/-]\d)|(?<=[A-ZĐ/-]\d\d)|(?<=\D0\d)|(?<=\d{3})"
_COUNT = re.compile(
    r"(?:(?<![ \xa0\n\d(])(?![0]\d|\d{4})|(?<=[ /]20\d\d)(?!\d{2})"
    rf"|(?P<unsure>(?:{_RUN_IN})(?=\d bản (?:chính|sao)(?!\d bản))))"
    r"(?P<count>(?:(?<!\d)\d{1,3}|\d) bản (?:chính|sao)(?:,\d{1,3} bản sao)?)(?=$|[^\s,;.)/:])"
)
_HOW_MANY = re.compile(r"(\d{1,3}) bản (chính|sao)")
_STATED = re.compile(r"\b\d{1,2}\)? (?:\(\w+\) )?bản\b")
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|rar|zip)", re.IGNORECASE)
# Where two words meet without a space the name of a file begins: after punctuation ("theo mẫu;To khai.docx"), between a small
# letter and a capital or a number, after a year or an abbreviation ("NĐ-CPMẫu", "2026Mau").
_AFTER_SIGN = re.compile(rf"(?<=[;:”)])(?=\w)|(?<=[{LOWER})]\.)(?=\w)|(?<=[A-ZĐ]{{2}}\.)(?=\w)")
_GLUED = re.compile(
    rf"(?<=[{LOWER}])(?=[^\W\d_{LOWER}])|(?<=[{LOWER}]{{2}})(?=\d)"
    rf"|(?:(?<=[A-ZĐ]{{2}})|(?<=\d))(?=[A-ZĐ][{LOWER}])|(?<=-[A-ZĐ]{{2}})(?=\d\d)|(?<=-[A-ZĐ]{{3}})(?=\d\d)"
)
_TWO_IN_ONE = re.compile(rf"[{LOWER}]{{2}}[A-ZĐ][{LOWER}]{{2}}")  # "của Chính phủBáo cáo": a border without its number
LONGEST_FILE_NAME = 120
_BULLET = re.compile(r"^[-–*+•]+\s+|^[-–*+•](?=\w)")


@dataclass(slots=True)
class Paper:
    """A row: `count` as it stands, `originals` and `copies` what it says (none where it says nothing)."""

    name: str
    form: str = ""
    count: str = ""

    @property
    def originals(self) -> int | None:
        return self._many("chính")

    @property
    def copies(self) -> int | None:
        return self._many("sao")

    @property
    def is_remark(self) -> bool:
        """None of it is to be brought: the portal's tables hold sentences about papers too."""
        return bool(self.count) and not (self.originals or self.copies)

    def _many(self, kind: str) -> int | None:
        return next((int(number) for number, of in _HOW_MANY.findall(self.count) if of == kind), None)


@dataclass(slots=True)
class Case:
    name: str
    papers: list[Paper] = field(default_factory=list)


def split(text: str) -> Split:
    """Cells "case", "head", "name", "form", "count"; empty where no table is found.

    Doubts: "papers" for a row without number, for one of which the column says none and the words some, for a count run into
    the number before it, and for a file whose name cannot be told from the words before it.
    """
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
            made.add("count", count["count"])
            none = not any(int(number) for number, _of in _HOW_MANY.findall(count["count"]))
            if count["unsure"] is not None or (none and _STATED.search(part, at, count.start())):
                made.doubts.add("papers")
            at = count.end()
        # What follows the last number of a table names the next case; after the last table it is a paper without a number.
        if index <= len(parts) - 1:
            made.add("case", part[at:])
        elif part[at:]:
            _name(made, part[at:])
            made.doubts.add("papers")
    return made


def _name(made: Split, text: str) -> None:
    at = _file_begins(text)
    made.add("name", text[:at])
    made.add("form", text[at:])
    if len(_FILE.findall(text)) > (at < len(text)) or _TWO_IN_ONE.search(text[:at]):
        made.doubts.add("papers")


def _file_begins(text: str) -> int:
    """Where the name of a form's file begins at the end of a row; its length where there is none.

    Of several places the last behind a sign, else the first: names of files are often in one word with capitals in it.
    """
    ending = _FILE.search(text, max(0, len(text) - 5))
    if not ending or ending.end() != len(text):
        return len(text)
    low = len(text) - LONGEST_FILE_NAME
    signs = [one.start() for one in _AFTER_SIGN.finditer(text, 0, ending.start()) if one.start() >= low]
    if signs:
        return signs[-1]
    return next((one.start() for one in _GLUED.finditer(text, 0, ending.start()) if one.start() >= low), len(text))


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
