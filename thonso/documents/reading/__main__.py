"""`python -m thonso.documents.reading FILE [TESSERACT]`: what stands on the pages of FILE, told as JSON lines.

{"pages": n}; {"page": i, "source": "text"|"ocr"|"none", "lines": […]} for those with places; {"text": …} for search. Or
{"refused": "secret_mark"}, or {"broken": reason}. TESSERACT is an absolute path: the child has no PATH. Nothing is taken
from the file's own description of itself: what cannot be seen on the page does not count.
"""

import json
import sys
from dataclasses import astuple
from typing import Any

from thonso.core.files.workshop import limits

SECONDS = 60  # of computing; Tesseract has as much again for itself
PLACED, SEARCHED = 3, 200  # pages
TEXT_BYTES = 400_000


def _say(**what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main(path: str, tesseract: str = "") -> None:
    import pypdfium2

    from thonso.documents.reading import pages

    try:
        document = pages.open_file(path)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        _say(broken="encrypted" if "password" in str(error).lower() else "damaged")
        return
    if not count:
        _say(broken="empty")
        return
    _say(pages=count)
    text, scans = "", []
    for number in range(min(count, SEARCHED)):
        page, seen = _text_of(document, number)
        if page is None:
            continue
        words = seen.get_text_range() if seen.count_chars() else ""
        if pages.is_scan(page, words):
            scans.append(number)
        elif number < PLACED or number == count - 1 or _has_recipients(words):
            _page(number, "text", pages.lines(page, seen, number))
        if len(text) < TEXT_BYTES:
            text += words + "\n"
    if count > SEARCHED:
        page, seen = _text_of(document, count - 1)
        if page is not None and not pages.is_scan(page, seen.get_text_range() if seen.count_chars() else ""):
            _page(count - 1, "text", pages.lines(page, seen, count - 1))
    # The first page and the last, and the one before that when an annex follows the signature: two seconds of computing each.
    seen_words = _recognised(document, [one for one in scans if one in (0, count - 1)], tesseract)
    if count > 2 and count - 2 in scans and seen_words and not _has_recipients(seen_words + text):
        seen_words += _recognised(document, [count - 2], tesseract)
    text = seen_words + text
    _say(text=text.encode()[:TEXT_BYTES].decode("utf-8", "ignore"))


def _text_of(document: Any, number: int) -> tuple[Any, Any]:
    """A broken page is left out; the others are read."""
    import pypdfium2

    try:
        page = document[number]
        return page, page.get_textpage()
    except pypdfium2.PdfiumError:
        return None, None


def _has_recipients(text: str) -> bool:
    from thonso.documents.reading import words

    return "noinhan" in words.bare(text)


def _page(number: int, source: str, lines: list[Any]) -> None:
    _say(page=number, source=source, lines=[astuple(line) for line in lines])


def _recognised(document: Any, numbers: list[int], tesseract: str) -> str:
    from thonso.documents.reading import scans

    text = ""
    for number in numbers:
        lines = scans.recognise(document[number], number, tesseract) if tesseract else None
        if lines is None:
            _page(number, "none", [])
            continue
        if scans.is_secret(lines):
            raise _SecretMark
        _page(number, "ocr", lines)
        text += "\n".join(line.text for line in lines) + "\n"
    return text


class _SecretMark(Exception):
    pass


if __name__ == "__main__":
    limits.bound(SECONDS)
    try:
        main(*sys.argv[1:3])
    except _SecretMark:
        _say(refused="secret_mark")
    except MemoryError:
        _say(broken="too_big")
    except Exception as error:  # a hostile file finds ways that nobody has listed
        _say(broken=type(error).__name__)
