"""One record of the national portal as it came, and what can be read out of its texts. Pure."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext as _

from thonso.core.base.errors import Refused
from thonso.core.base.text import clean
from thonso.procedures.national import legal, papers, results, ways
from thonso.procedures.national.cells import NOTHING, Split

CODE = re.compile(r"[1-9]\.\d{6}")
NAME_LENGTH = 1000
PAPERS = "thanh_phan_ho_so"
# Which of the portal's columns are read into something; the others are kept with the source.
SPLITTERS: dict[str, tuple[str, Callable[[str], Split]]] = {
    "ways": ("cach_thuc_thuc_hien", ways.split),
    "papers": (PAPERS, papers.split),
    "legal": ("can_cu_phap_ly", legal.split),
    "result": ("ket_qua_xu_ly", results.split),
}
STEPS, CONDITIONS = "trinh_tu_thuc_hien", "yeu_cau_dieu_kien"
FIGURES = ("channels", "time", "fee", "papers", "legal", "result")
# Which figures rest on a column, for what is wrong with the column as a whole.
_RESTS_ON = {
    "cach_thuc_thuc_hien": ("channels", "time", "fee"),
    PAPERS: ("papers",),
    "can_cu_phap_ly": ("legal",),
    "ket_qua_xu_ly": ("result",),
    STEPS: ("steps",),
    CONDITIONS: ("conditions",),
}
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-z]{2,8}|#\d{1,6});")


class Rejected(Exception):
    """This line is no record. `code` is what it gave as its code, if anything."""

    def __init__(self, reason: str, code: str = "") -> None:
        super().__init__(reason)
        self.reason, self.code = reason, code


@dataclass(frozen=True)
class Record:
    """`source` is the object as it came, every value a text."""

    code: str
    name: str
    source: dict[str, str]

    @property
    def text(self) -> str:
        """The source in one form only, so that the same record has the same digest."""
        return json.dumps(self.source, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        return sha256(self.text.encode()).hexdigest()

    def says(self, column: str) -> str:
        """A column without what the portal's page put around it; empty where it says that it knows nothing."""
        words = self.source.get(column, "").replace("\xa0", " ").strip()
        if words.startswith(NOTHING):
            words = words.removeprefix(NOTHING).strip()
        return (
            "" if words.startswith(("Từ khóa", "Cơ quan thực hiện")) else re.split(r"Từ khóa(?=\S)", words)[0].strip()
        )

    @property
    def office(self) -> str:
        """The deciding office in the portal's words; empty where it names none."""
        return self.says("co_quan_thuc_hien") or self.says("co_quan_co_tham_quyen")

    @cached_property
    def splits(self) -> dict[str, Split]:
        """By the names of SPLITTERS. Nothing at all where the cells do not add up: better unsplit than wrong."""
        found = {}
        for name, (column, split) in SPLITTERS.items():
            source = self.source.get(column, "")
            made = split(source)
            found[name] = made if made.adds_up_to(source) else Split()
        return found

    def parsed(self) -> set[str]:
        """Which of FIGURES were split into cells that add up to the source."""
        told = self.splits["ways"]
        rows = len(told.of("channel"))
        found = {"channels"} if told.cells else set()
        found |= {kind for kind in ("time", "fee") if told.cells and len(told.of(kind)) >= rows}
        return found | {name for name in ("papers", "legal", "result") if self.splits[name].cells}

    def doubts(self) -> set[str]:
        """What nobody should rely on: of FIGURES, "steps", "conditions" and "office" what is not split, or split with a doubt.

        Where the papers are prose, the capture cut the page at the words "Thành phần hồ sơ" inside its steps: then the steps
        break off, and what stands as papers is the rest of them. Markup in a text means that borders may be in it.
        """
        found = (set(FIGURES) - self.parsed()).union(*(made.doubts for made in self.splits.values()))
        # An office is a name; a sentence in its place slipped in from another column.
        if self.office[:1].islower():
            found.add("office")
        if self.source.get(PAPERS) and not self.splits["papers"].cells:
            found.add("steps")
        for column, figures in _RESTS_ON.items():
            if _MARKUP.search(self.source.get(column, "")):
                found.update(figures)
        return found


def read(line: str) -> Record:
    """One line of the file. Raises Rejected."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        raise Rejected(_("it is not JSON")) from None
    if not isinstance(found, dict):
        raise Rejected(_("it is not a JSON object"))
    code = found.get("ma_thu_tuc")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise Rejected(_("ma_thu_tuc is not a code like 1.000014"), str(code)[:20] if code else "")
    wrong = [str(key)[:40] for key, value in found.items() if not isinstance(value, str)]
    if wrong:
        raise Rejected(_("not a text: %(names)s") % {"names": ", ".join(wrong[:3])}, code)
    source = {key: _storable(value) for key, value in found.items()}
    try:
        name = clean(source.get("ten_thu_tuc", ""), limit=NAME_LENGTH)
    except Refused:
        said = _("ten_thu_tuc cannot be printed, or has more than %(most)s characters") % {"most": NAME_LENGTH}
        raise Rejected(said, code) from None
    if not name:
        raise Rejected(_("ten_thu_tuc is empty"), code)
    return Record(code, name, source)


def _storable(value: str) -> str:
    """Neither database keeps a NUL or half a character."""
    return value.replace("\x00", "").encode("utf-8", "replace").decode()


def stored(text: str) -> Record:
    """Back from what was kept."""
    source: dict[str, Any] = json.loads(text)
    return Record(source["ma_thu_tuc"], clean(source["ten_thu_tuc"], limit=NAME_LENGTH), source)
