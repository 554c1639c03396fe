"""Data of a paper to PDF/A-2b through Typst; the same data give the same bytes.

A `typst.Compiler` keeps the fonts and parsed layouts, so each is used again; it is not shared between threads while it
works, because the place of the signature is asked of the compiler that has just set the paper.
"""

import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from threading import BoundedSemaphore, Lock
from typing import Any

import segno
import typst

from thonso.core.base import clock
from thonso.core.papers.check import FONTS, BadPaperData, checked
from thonso.core.papers.kinds import KINDS

LAYOUTS = Path(__file__).parent / "layouts"
_MM = 72 / 25.4
_PAGE_HEIGHT = {"a4": 297 * _MM, "a4-flipped": 210 * _MM, "a5": 210 * _MM}
_LANDSCAPE = {"form07", "handover_list", "report_table", "paper_register"}
# NĐ 30, Phụ lục I: the seal in its real size, covering about a third of the signature on its left.
SIGNATURE_MM = (50, 22)
SEAL_MM = 34


class CannotBeSet(ValueError):
    """Text that no page can be made of: one word of ten thousand letters, a heading that never ends."""


# Setting a page is all computing and each compiler holds some 15 MB, so more than two at once would win nothing.
_AT_ONCE = 2
_turn = BoundedSemaphore(_AT_ONCE)
_idle: list[typst.Compiler] = []
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page (counted from 0), in PDF points from the lower left corner."""

    page: int
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Boxes:
    """Where the image of the person's signature goes, and the organisation's seal over its left third."""

    signer: Box
    seal: Box


def render(kind: str, data: Mapping[str, Any]) -> bytes:
    """The paper as PDF/A-2b. `data` as the TypedDict of the kind says; raises BadPaperData naming the field."""
    inputs = _inputs(kind, data)
    with _compiler() as compiler:
        return _compile(compiler, kind, inputs)


def signature_box(kind: str, data: Mapping[str, Any]) -> Boxes:
    """Where the paper is to be signed; of two copies on one sheet, the first. Raises BadPaperData if nowhere."""
    return render_with_box(kind, data)[1]


def render_with_box(kind: str, data: Mapping[str, Any]) -> tuple[bytes, Boxes]:
    """The paper and the places of its signature, set once."""
    inputs = _inputs(kind, data)
    if not KINDS[kind].signed:
        raise BadPaperData(f"{kind}: has no place for a digital signature")
    with _compiler() as compiler:
        pdf = _compile(compiler, kind, inputs)
        spots = json.loads(compiler.query("<sign>", field="value"))
    if not spots:
        raise BadPaperData(f"{kind}: signer is missing, so there is no place for a signature")
    return pdf, _boxes(spots[0], _height(kind, data))


def _height(kind: str, data: Mapping[str, Any]) -> float:
    if kind in {"filing_note", "appointment_slip"}:
        return _PAGE_HEIGHT["a5"]
    if kind in _LANDSCAPE or data.get("format") == "a5x2":
        return _PAGE_HEIGHT["a4-flipped"]
    return _PAGE_HEIGHT["a4"]


def _boxes(spot: dict[str, float], height: float) -> Boxes:
    page = int(spot["page"]) - 1
    wide, tall = (side * _MM for side in SIGNATURE_MM)
    seal = SEAL_MM * _MM
    top = height - spot["y"] - max(2 * _MM, (spot["tall"] - tall) / 2)
    left = spot["x"] - wide / 2
    middle = top - tall / 2
    right_of_seal = left + wide / 3
    return Boxes(
        signer=Box(page, left, top - tall, left + wide, top),
        seal=Box(page, right_of_seal - seal, middle - seal / 2, right_of_seal, middle + seal / 2),
    )


def _inputs(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    if kind not in KINDS:
        raise BadPaperData(f"{kind!r} is not a kind of paper: {', '.join(sorted(KINDS))}")
    plain = checked(KINDS[kind].data, data, f"{kind}: ")
    if (either := KINDS[kind].either) and not any(one in plain for one in either):
        raise BadPaperData(f"{kind}: {either[0]} is missing")
    _check_tables(kind, plain)
    if "qr" in plain:
        plain["qr_svg"] = _qr(plain["qr"])
    for slip in plain.get("slips", []):
        slip["qr_svg"] = _qr(slip["qr"])
    return plain


def _check_tables(kind: str, plain: dict[str, Any]) -> None:
    for name, table in (("", plain), ("annex.", plain.get("annex", {}))):
        for index, row in enumerate(table.get("rows", []) if "columns" in table else []):
            if len(row) != len(table["columns"]):
                raise BadPaperData(f"{kind}: {name}rows[{index}] has {len(row)} cells, not {len(table['columns'])}")
    wide = sum(len(group["columns"]) for group in plain.get("groups", []))
    for index, row in enumerate(plain["rows"] if "groups" in plain else []):
        if len(row["cells"]) != wide:
            raise BadPaperData(f"{kind}: rows[{index}] has {len(row['cells'])} cells, not {wide}")


def _qr(text: str) -> str:
    out = io.BytesIO()
    # A quiet zone of two modules is enough on white paper and lets the code be larger.
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue().decode()


@contextmanager
def _compiler() -> Iterator[typst.Compiler]:
    with _turn:
        with _lock:
            compiler = _idle.pop() if _idle else None
        if compiler is None:
            compiler = typst.Compiler(
                str(LAYOUTS / "layout.typ"), root=str(LAYOUTS), font_paths=[str(FONTS)], ignore_system_fonts=True
            )
        yield compiler
        # Not given back after an error: its state is then unknown.
        with _lock:
            _idle.append(compiler)


def _compile(compiler: typst.Compiler, kind: str, inputs: dict[str, Any]) -> bytes:
    day = date.fromisoformat(inputs["date"]) if "date" in inputs else clock.today()
    stamp = int(datetime.combine(day, time(), clock.HANOI).timestamp())
    try:
        pdf = compiler.compile(
            input=str(LAYOUTS / f"{kind}.typ"),
            format="pdf",
            pdf_standards="a-2b",
            sys_inputs={"data": json.dumps(inputs, ensure_ascii=False)},
            timestamp=stamp,
        )
    except typst.TypstError as error:
        raise CannotBeSet(f"{kind}: {error}") from error
    assert isinstance(pdf, bytes)
    return pdf
