"""What a paper says about itself, out of its lines. Pure; what is not surely read is left out, for the clerk to type."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from thonso.documents.reading import days, ends, heads, words
from thonso.documents.reading.lines import Found, Line, found

__all__ = ["Found", "Line", "illegible", "read"]
FEW = 40
"""Letters on a first page: with fewer than that nobody has seen what stands on it."""


def read(lines: Iterable[Line]) -> dict[str, Found]:
    """Keys: number, notation, code, dated, place, organ, superior, kind, subject, signer_name, signer_title, urgency, due.

    `number` is as printed ("05"); `code` is the whole ("05/QĐ-UBND", "12/2026/QĐ-UBND", "05-NQ/ĐU"). `dated` and `due` are ISO;
    `due` is the day that is named, also after "trước". `kind` is missing for a công văn. `urgency` is express, very_urgent
    or urgent. Lines may come in any order.
    """
    tidied = [replace(line, text=words.tidy(line.text)[:1000]) for line in lines]
    ordered = _ordered([line for line in tidied if words.bare(line.text) and _is_placed(line)])
    if not ordered:
        return {}
    first = ordered[0].page
    seen = heads.read([line for line in ordered if line.page == first])
    seen |= ends.read(ordered)
    dated = date.fromisoformat(seen["dated"].value) if "dated" in seen else None
    seen |= _due(ordered, dated)
    return seen


def illegible(lines: Iterable[Line], sources: Mapping[int, str]) -> bool:
    """Whether a page that should have been looked at could not be, or the first one gave nearly no text: a mark of secrecy
    would not have been seen. `sources` is where each page's text is from: text, ocr, none."""
    letters = sum(char.isalpha() for line in lines if line.page == 0 for char in line.text)
    return letters < FEW or "none" in sources.values()


def _is_placed(line: Line) -> bool:
    sides = (line.left, line.top, line.right, line.bottom)
    return all(-1.0 <= side <= 2.0 for side in sides) and line.left <= line.right and line.top <= line.bottom


def _ordered(lines: list[Line]) -> list[Line]:
    """Page by page, row by row, left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (one.page, one.top + one.bottom)):
        if rows and rows[-1][0].beside(line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one.left)]


def _due(lines: list[Line], dated: date | None) -> dict[str, Found]:
    text, starts = "", []
    for line in lines:
        starts.append(len(text))
        text += line.text + " "
    asked = days.due(text, dated)
    if asked is None:
        return {}
    held = [
        line
        for line, start in zip(lines, starts, strict=True)
        if start < asked.end and start + len(line.text) > asked.start
    ]
    return {"due": found(asked.day.isoformat(), held)}
