"""Lines of a PDF page from its own text. Only in the child process: foreign files are opened here."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from thonso.documents.reading.lines import Line

CHARS = 20_000  # of a page
LINES = 600
# A scan may carry some words of the program that signed it.
_FEW, _SOME, _COVERED = 40, 300, 0.6
_GAP = 0.8  # of the size: wider than any space of justified text, narrower than between two columns


@dataclass(slots=True)
class _Run:
    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool

    def reaches(self, other: "_Run") -> bool:
        shared = min(self.top, other.top) - max(self.bottom, other.bottom)
        return shared > min(self.top - self.bottom, other.top - other.bottom) * 0.5


def is_scan(page: Any, text: str) -> bool:
    """No text of its own, or a picture over the page with little more on it."""
    letters = sum(char.isalpha() for char in text)
    if letters < _FEW:
        return True
    if letters >= _SOME:
        return False
    width, height = page.get_size()
    for image in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        left, bottom, right, top = image.get_pos() if hasattr(image, "get_pos") else image.get_bounds()
        if (right - left) * (top - bottom) > _COVERED * width * height:
            return True
    return False


def lines(page: Any, text: Any, number: int) -> list[Line]:
    """The page's lines, torn apart where a column ends. `number` counts from 0."""
    turn, wide, tall = _upright(page)
    made = []
    for run in _merged(list(_runs(text, turn)))[:LINES]:
        if run.text.strip():
            box = (run.left / wide, 1 - run.top / tall, run.right / wide, 1 - run.bottom / tall)
            left, top, right, bottom = (round(side, 4) for side in box)
            made.append(
                Line(run.text.strip(), number, left, top, right, bottom, size=round(run.size, 1), bold=run.bold)
            )
    return made


_Box = tuple[float, float, float, float]


def _upright(page: Any) -> tuple[Callable[[_Box], _Box], float, float]:
    """Boxes as the page is looked at, from its lower left corner; its width and height."""
    x, y, end, top = page.get_bbox()
    wide, tall = max(end - x, 1.0), max(top - y, 1.0)
    turned = page.get_rotation()

    def turn(box: _Box) -> _Box:
        left, low, right, high = box[0] - x, box[1] - y, box[2] - x, box[3] - y
        if turned == 90:
            return low, wide - right, high, wide - left
        if turned == 180:
            return wide - right, tall - high, wide - left, tall - low
        if turned == 270:
            return tall - high, left, tall - low, right
        return left, low, right, high

    return (turn, wide, tall) if turned in (0, 180) else (turn, tall, wide)


def _runs(text: Any, turn: Callable[[_Box], _Box]) -> Iterator[_Run]:
    run: _Run | None = None
    for index in range(min(text.count_chars(), CHARS)):
        # Spaces that the reader made up would hide the gap between columns; line ends are made up as well.
        if raw.FPDFText_IsGenerated(text.raw, index) == 1:
            continue
        code = raw.FPDFText_GetUnicode(text.raw, index)
        char = chr(code) if 31 < code < 0x110000 else " "
        left, bottom, right, top = turn(text.get_charbox(index, loose=True))
        if run is not None and _follows(run, left, bottom, top):
            run.text += char
            run.right = max(run.right, right)
            if not char.isspace():
                run.bottom, run.top = min(run.bottom, bottom), max(run.top, top)
            continue
        if char.isspace():
            continue
        if run is not None:
            yield run
        size = raw.FPDFText_GetFontSize(text.raw, index)
        run = _Run(char, left, bottom, right, top, _size(size, top - bottom), _is_bold(text, index))
    if run is not None:
        yield run


def _size(told: float, tall: float) -> float:
    """Some programs set everything in size 1 and enlarge it afterwards."""
    return told if 4 <= told <= 80 else max(tall / 1.15, 1.0)


def _follows(run: _Run, left: float, bottom: float, top: float) -> bool:
    middle = (bottom + top) / 2
    return run.bottom <= middle <= run.top and -0.5 * run.size < left - run.right < _GAP * run.size


def _is_bold(text: Any, index: int) -> bool:
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    size = raw.FPDFText_GetFontInfo(text.raw, index, name, 128, ctypes.byref(flags))
    if 0 < size <= 128 and b"bold" in name.value.lower():
        return True
    return bool(raw.FPDFText_GetFontWeight(text.raw, index) >= 600)


def _merged(runs: list[_Run]) -> list[_Run]:
    """Words that were drawn one by one become lines again."""
    rows: list[list[_Run]] = []
    for run in sorted(runs, key=lambda one: -(one.top + one.bottom)):
        row = next((row for row in rows[-3:] if row[0].reaches(run)), None)
        if row is None:
            rows.append([run])
        else:
            row.append(run)
    whole: list[_Run] = []
    for row in rows:
        row.sort(key=lambda one: one.left)
        last = row[0]
        whole.append(last)
        for run in row[1:]:
            gap = run.left - last.right
            if gap < _GAP * max(last.size, run.size):
                near = gap < 0.12 * run.size or last.text.endswith(" ")
                last.text += ("" if near else " ") + run.text
                last.right, last.top, last.bottom = (
                    max(last.right, run.right),
                    max(last.top, run.top),
                    min(last.bottom, run.bottom),
                )
            else:
                last = run
                whole.append(last)
    return whole


def open_file(path: str) -> Any:
    return pypdfium2.PdfDocument(path)
