"""Frames taken off a scanned page: Tesseract takes a framed stamp for a picture and does not read it."""

from PIL import Image, ImageFilter

_DARK = 150  # of 255: red stamps count
_RUN = b"\xff" * 40  # at 150 dpi nearly 7 mm: longer than any stroke of a letter
_LARGEST = 60_000  # pixels of one frame; more is the dark edge of a scan or a picture
_AT_MOST = 400_000
_HIGH = 28  # a stamp's frame is 5 mm and more; a rule that touches a letter is not
_EDGE = 8  # what lies further inside is the stamp's own letters


def without(page: Image.Image) -> Image.Image:
    """The grey page (300 dpi) with the frames of stamps painted over."""
    small = page.resize((max(page.width // 2, 1), max(page.height // 2, 1)), Image.Resampling.BOX)
    wide, tall = small.size
    ink = bytearray(small.point([255 if grey < _DARK else 0 for grey in range(256)]).tobytes())
    mask = bytearray(len(ink))
    left = _AT_MOST
    for row in range(tall):
        at = ink.find(_RUN, row * wide, (row + 1) * wide)
        while at >= 0 and left > 0:
            taken = _taken(ink, at, wide)
            left -= len(taken)
            if len(taken) < _LARGEST:
                _mark(mask, taken, wide)
            at = ink.find(_RUN, at + 1, (row + 1) * wide)
    cover = Image.frombytes("L", small.size, bytes(mask)).filter(ImageFilter.MaxFilter(3)).resize(page.size)
    clean = page.copy()
    clean.paste(255, mask=cover)
    return clean


def _mark(mask: bytearray, taken: list[int], wide: int) -> None:
    left, right = min(place % wide for place in taken), max(place % wide for place in taken)
    top, bottom = min(taken) // wide, max(taken) // wide
    if bottom - top < _HIGH:
        return
    for place in taken:
        row, column = divmod(place, wide)
        if min(row - top, bottom - row, column - left, right - column) < _EDGE:
            mask[place] = 255


def _taken(ink: bytearray, start: int, wide: int) -> list[int]:
    """The dark pixels that hang together with this one, no longer dark afterwards."""
    around = (1, -1, wide, -wide, wide + 1, wide - 1, -wide + 1, -wide - 1)
    ink[start] = 0
    taken = [start]
    for place in taken:
        if len(taken) >= _LARGEST:
            break
        for step in around:
            near = place + step
            if 0 <= near < len(ink) and ink[near]:
                ink[near] = 0
                taken.append(near)
    return taken
