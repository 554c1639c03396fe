"""Reads a file in a child process; what it said becomes a proposal for the register."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from thonso.core.files import sandbox
from thonso.documents.reading import rules
from thonso.documents.reading.rules import Found, Line

_CHILD = "thonso.documents.reading"
# Two pages of a scan on a busy machine; what was told until then is kept.
SECONDS = 60


class Secret(Exception):
    """The paper bears a mark of a state secret: it may not stay in this system."""


@dataclass(frozen=True, slots=True)
class Read:
    """`source` is that of the first page: its own text, recognised from a picture, or none. `illegible`: the machine has not
    seen whether it bears a mark of secrecy."""

    found: dict[str, Found] = field(default_factory=dict)
    pages: int = 0
    text: str = ""
    source: str = "none"
    illegible: bool = True


def read_file(path: str | Path) -> Read:
    """What stands in the PDF. Empty for what cannot be read; raises Secret for a mark.

    Raises Unavailable, as the sandbox does, when many files are being opened at once. The child may take a minute for a
    scan: not for a request that somebody waits for.
    """
    tesseract = shutil.which("tesseract")
    try:
        said = sandbox.run(_CHILD, str(path), *([tesseract] if tesseract else []), seconds=SECONDS)
    except sandbox.Broke:
        return Read()
    if any(one.get("refused") == "secret_mark" for one in said):
        raise Secret
    sources: dict[int, str] = {}
    lines: list[Line] = []
    pages, text = 0, ""
    for one in said:
        if "lines" in one:
            sources[int(one["page"])] = str(one["source"])
            lines += [_line(parts) for parts in one["lines"]]
        pages = int(one.get("pages", pages))
        text = str(one.get("text", text))
    return Read(rules.read(lines), pages, text, sources.get(0, "none"), rules.illegible(lines, sources))


def _line(parts: Any) -> Line:
    text, page, *box, bold = parts
    left, top, right, bottom, size = (float(side) for side in box)
    return Line(str(text), int(page), left, top, right, bottom, size, bold)
