"""PDF: looked into, never rewritten (a signature must survive). What can run, hide or carry another file is refused."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from thonso.core.files.rules import Box, Unacceptable, is_mark, marked_secret, stamped_secret

MAX_PAGES = 500
MAX_OBJECTS = 400_000
MAX_DEPTH = 60
MAX_IMAGE_PIXELS = 300_000_000
_END_WITHIN = 2048
_SCRIPT_KEYS = {"/JS", "/JavaScript", "/XFA"}
_FILE_KEYS = {"/EF", "/EmbeddedFiles"}
_ACTIONS = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_action",
    "/ImportData": "pdf_action",
    "/SubmitForm": "pdf_action",
}
_ACTIONS |= {"/GoToE": "pdf_attachment", "/Rendition": "pdf_action", "/RichMediaExecute": "pdf_action"}
_SUBTYPES = {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}


@dataclass(frozen=True, slots=True)
class Seen:
    pages: int
    signed: bool


def look(path: str | Path) -> Seen:
    """Pages, and whether it carries a signature. Raises Unacceptable."""
    _ends(path)
    _is_nothing_else(path)
    try:
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise Unacceptable("pdf_encrypted")
            pages = len(pdf.pages)
            if pages == 0:
                raise Unacceptable("pdf_damaged")
            if pages > MAX_PAGES:
                raise Unacceptable("pdf_too_many_pages")
            signed = _walk(pdf)
    except pikepdf.PasswordError:
        raise Unacceptable("pdf_encrypted") from None
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, RecursionError, MemoryError):
        raise Unacceptable("pdf_damaged") from None
    _no_secret_marks(path, pages)
    return Seen(pages, signed)


def _ends(path: str | Path) -> None:
    with Path(path).open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _END_WITHIN))
        if b"%%EOF" not in file.read():
            raise Unacceptable("truncated")


def _is_nothing_else(path: str | Path) -> None:
    """A PDF that a zip reader opens as well shows one thing to people and another to programs."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.infolist():
                raise Unacceptable("polyglot")
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return


def _walk(pdf: pikepdf.Pdf) -> bool:
    signed = False
    for count, obj in enumerate(pdf.objects):
        if count > MAX_OBJECTS:
            raise Unacceptable("pdf_damaged")
        for found in _dictionaries(obj, 0):
            signed |= _judge(found)
    for found in _dictionaries(pdf.trailer, 0):
        _judge(found)
    return signed


def _dictionaries(obj: Any, depth: int) -> Iterator[Any]:
    """The dictionaries inside one object; what it refers to is visited as an object of its own."""
    if depth > MAX_DEPTH:
        raise Unacceptable("pdf_damaged")
    if isinstance(obj, pikepdf.Dictionary | pikepdf.Stream):
        yield obj
        children = [obj.get(key) for key in obj.keys()]  # noqa: SIM118  iterating the object itself is not defined
    elif isinstance(obj, pikepdf.Array):
        children = list(obj)
    else:
        return
    for child in children:
        if isinstance(child, pikepdf.Object) and not child.is_indirect:
            yield from _dictionaries(child, depth + 1)


def _judge(found: Any) -> bool:
    """Raises for what is dangerous; True for a signature."""
    keys = set(found.keys())
    if keys & _SCRIPT_KEYS:
        raise Unacceptable("pdf_script")
    if keys & _FILE_KEYS:
        raise Unacceptable("pdf_attachment")
    action = _name(found, "/S")
    if action in _ACTIONS:
        raise Unacceptable(_ACTIONS[action])
    subtype, kind = _name(found, "/Subtype"), _name(found, "/Type")
    if subtype in _SUBTYPES or kind == "/EmbeddedFile":
        raise Unacceptable("pdf_attachment")
    if subtype == "/Image":
        width, height = found.get("/Width", 0), found.get("/Height", 0)
        if isinstance(width, int) and isinstance(height, int) and width * height > MAX_IMAGE_PIXELS:
            raise Unacceptable("too_many_pixels")
    if "/Contents" in keys and subtype in {"/Stamp", "/FreeText"} and is_mark(str(found.get("/Contents"))):
        raise Unacceptable("secret_mark")
    return "/ByteRange" in keys and "/Contents" in keys


def _name(found: Any, key: str) -> str:
    value = found.get(key)
    return str(value) if isinstance(value, pikepdf.Name) else ""


def _no_secret_marks(path: str | Path, pages: int) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(pages):
            page = document[index]
            text = page.get_textpage()
            lines = text.get_text_range().splitlines()
            if marked_secret(lines) or (any("MẬT" in line for line in lines) and stamped_secret(_boxes(text))):
                raise Unacceptable("secret_mark")
            text.close()
            page.close()
    except pypdfium2.PdfiumError:
        raise Unacceptable("pdf_damaged") from None
    finally:
        document.close()


def _boxes(text: Any) -> Iterator[Box]:
    for index in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(index)
        yield Box(text.get_text_bounded(left, bottom, right, top), left, bottom, right, top)


def first_page(path: str | Path, edge: int) -> Any:
    """A picture of the first page, no side longer than `edge` pixels."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        page = document[0]
        width, height = page.get_size()
        scale = edge / max(width, height, 1.0)
        return page.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB")
    finally:
        document.close()
