"""Where each line of a page stands and how it is set, measured on the PDF itself."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as raw

MM = 72 / 25.4
A4 = (210.0, 297.0)


@dataclass
class Line:
    """Letters of one style beside each other; places in millimetres from the left and from the top."""

    words: str
    size: float
    font: str
    page: int
    left: float
    right: float
    top: float
    bottom: float

    @property
    def style(self) -> str:
        """'bold italic', 'bold', 'italic' or 'regular'."""
        name = self.font.partition("+")[2]
        return {"Tinos-BoldItalic": "bold italic", "Tinos-Bold": "bold", "Tinos-Italic": "italic"}.get(name, "regular")

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def lines(pdf: bytes, *, apart: bool = False) -> list[Line]:
    """`apart`: each word by itself, for cells that stand beside each other."""
    document = pypdfium2.PdfDocument(pdf)
    found: list[Line] = []
    for number, page in enumerate(document, start=1):
        assert [round(side / MM) for side in page.get_size()] == [210, 297]
        text = page.get_textpage()
        fresh = True
        for at in range(text.count_chars()):
            letter = chr(raw.FPDFText_GetUnicode(text.raw, at))
            if letter in "\r\n":
                fresh = True
                continue
            size, font = round(raw.FPDFText_GetFontSize(text.raw, at), 1), _font(text, at)
            left, bottom, right, top = text.get_charbox(at)
            box = left / MM, right / MM, A4[1] - top / MM, A4[1] - bottom / MM
            last = found[-1] if found and not fresh else None
            if letter == " ":
                if last:
                    last.words += " "
                fresh = fresh or apart
                continue
            if last and (last.size, last.font) == (size, font) and not (apart and box[0] - last.right > 0.6):
                last.words += letter
                last.right, last.top, last.bottom = box[1], min(last.top, box[2]), max(last.bottom, box[3])
            else:
                found.append(Line(letter, size, font, number, *box))
            fresh = False
    for line in found:
        line.words = line.words.strip()
    return found


def _font(text: pypdfium2.PdfTextPage, at: int) -> str:
    name, flags = ctypes.create_string_buffer(80), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text.raw, at, name, 80, ctypes.byref(flags))
    return name.value.decode()
