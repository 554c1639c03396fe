"""Lines of a scanned page, recognised by Tesseract. Only in the child process."""

import csv
import io
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from PIL import Image

from thonso.core.files.rules import Box, marked_secret, stamped_secret
from thonso.documents.reading import frames, words
from thonso.documents.reading.lines import Line

DPI = 300
PIXELS = 20_000_000
SECONDS = 20
NATION = ("conghoaxahoi", "dangcongsan")  # how the right column begins, as `words.bare` gives it
_SURE = 30  # of 100; below stand smears, seals and signatures
_GAP = 1.15  # of a line's height
_LATIN_MARKS = {"toimat": "TỐI MẬT", "tuyetmat": "TUYỆT MẬT"}
_STAMPED = 0.35  # stamps stand in the head: there a frame may have eaten an accent
_ALMOST = {"MÂT", "MẤT", "MẦT", "MẨT", "MẪT"}


@dataclass(frozen=True, slots=True)
class Word:
    """In pixels, y downwards; `line` names the line Tesseract saw it in."""

    text: str
    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int


def recognise(page: Any, number: int, tesseract: str) -> list[Line] | None:
    """None when Tesseract or its Vietnamese is not there, or took too long."""
    width, height = page.get_size()
    scale = min(DPI / 72, (PIXELS / max(width * height, 1.0)) ** 0.5)
    image = frames.without(page.render(scale=scale, may_draw_forms=False, grayscale=True).to_pil().convert("L"))
    seen = _seen(image, scale, tesseract)
    if seen is None:
        return None
    lines = _lines(seen, number, image.width, image.height, scale)
    corner = _corner(lines) if number == 0 else None
    if corner is None:
        return lines
    # Two columns at different heights spoil each other's accents: the left one is read once more by itself.
    right, bottom = corner
    cut = image.crop((0, 0, round(image.width * right), round(image.height * bottom)))
    again = _seen(cut, scale, tesseract)
    if not again:
        return lines
    kept = [line for line in lines if line.middle > right or line.bottom > bottom]
    return _lines(again, number, image.width, image.height, scale) + kept


def _corner(lines: Sequence[Line]) -> tuple[float, float] | None:
    """How far to the right and down the left column of the head goes."""
    top = [line for line in lines if line.top < 0.4]
    nation = [line for line in top if words.bare(line.text).startswith(NATION) and line.left > 0.3]
    if not nation:
        return None
    right = nation[0].left - 0.015
    below = (line for line in top if line.top > nation[0].bottom)
    across = [line.top for line in below if line.left < right and line.right > right + 0.02]
    return right, min(across, default=0.3) - 0.002


def _seen(image: Image.Image, scale: float, tesseract: str) -> list[Word] | None:
    drawn = io.BytesIO()
    image.save(drawn, "PPM")
    try:
        done = subprocess.run(  # noqa: S603  a fixed program, no shell
            [tesseract, "stdin", "stdout", "-l", "vie", "--dpi", str(round(scale * 72)), "--psm", "6", "tsv"],
            input=drawn.getvalue(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"},
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return _words(done.stdout.decode("utf-8", "replace"))


def is_secret(lines: Sequence[Line]) -> bool:
    """A stamp of a state secret among recognised lines, also with an accent misread."""
    texts = [_mark_mended(line) for line in lines]
    boxes = [
        Box(text, one.left * 595, (1 - one.bottom) * 842, one.right * 595, (1 - one.top) * 842)
        for text, one in zip(texts, lines, strict=True)
    ]
    return marked_secret(texts) or stamped_secret(boxes)


def _mark_mended(line: Line) -> str:
    seen = words.letters(line.text)
    if not seen.isupper():
        return line.text
    if mark := _LATIN_MARKS.get(words.bare(seen)):
        return mark
    if seen in _ALMOST or (words.bare(seen) == "mat" and line.top < _STAMPED):
        return "MẬT"
    return line.text


def _words(tsv: str) -> list[Word]:
    seen = []
    for row in csv.reader(tsv.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE):
        if len(row) < 12 or row[0] != "5" or not row[11].strip():
            continue
        block, paragraph, line, _word, left, top, width, height = (int(cell) for cell in row[2:10])
        if float(row[10]) >= _SURE:
            seen.append(Word(row[11].strip(), (block, paragraph, line), left, top, left + width, top + height))
    return seen


def _lines(seen: Iterable[Word], number: int, wide: int, tall: int, scale: float) -> list[Line]:
    rows: dict[tuple[int, int, int], list[Word]] = {}
    for word in seen:
        rows.setdefault(word.line, []).append(word)
    made = []
    for row in rows.values():
        height = max(median(word.bottom - word.top for word in row), 8)
        part: list[Word] = []
        for word in sorted(row, key=lambda one: one.left):
            if part and word.left - part[-1].right > _GAP * height:
                made.append(_line(part, number, wide, tall, scale))
                part = []
            part.append(word)
        made.append(_line(part, number, wide, tall, scale))
    return made


def _line(part: Sequence[Word], number: int, wide: int, tall: int, scale: float) -> Line:
    top, bottom = min(word.top for word in part), max(word.bottom for word in part)
    return Line(
        " ".join(word.text for word in part),
        number,
        round(min(word.left for word in part) / wide, 4),
        round(top / tall, 4),
        round(max(word.right for word in part) / wide, 4),
        round(bottom / tall, 4),
        size=round((bottom - top) / scale, 1),
    )
