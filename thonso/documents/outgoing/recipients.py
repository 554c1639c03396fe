"""Lines of "Nơi nhận": to whom a document goes, who keeps the copy of the office, in how many copies. Pure."""

import re
from dataclasses import dataclass

_KEEPS = re.compile(r"lưu\s*:\s*(.*)", re.IGNORECASE)
_COPIES = re.compile(r"\s*\(?\b0*(\d{1,3})\s*bản\b\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Recipients:
    """`kept` are the signs behind "Lưu:" (VT, VHXH); `copies` as written behind them, '' where it is not."""

    to: tuple[str, ...]
    kept: str = ""
    copies: str = ""


def lines(text: str) -> list[str]:
    """Lines of "Kính gửi" and "Nơi nhận", without the dashes and semicolons that people type."""
    tidy = (line.strip().lstrip("-–•+").strip().rstrip(".; ") for line in text.splitlines())
    return [line for line in tidy if line]


def read(text: str) -> Recipients:
    to: list[str] = []
    kept = copies = ""
    for line in lines(text):
        found = _KEEPS.fullmatch(line)
        if found is None:
            to.append(line)
            continue
        counted = _COPIES.search(found[1])
        copies = counted[1] if counted else ""
        kept = _COPIES.sub("", found[1]).strip(" ,;.")
    return Recipients(tuple(to), kept, copies)
