"""Papers of other offices, set as they set them, and scanned as their copiers scan."""

import io
import json
import random
from dataclasses import dataclass, field
from typing import Any

import pypdfium2
import typst
from PIL import Image, ImageFilter

from thonso.core.papers.check import FONTS

_SOURCE = """
#let d = json(bytes(sys.inputs.data))
#set page(paper: "a4", margin: (top: 20mm, bottom: 20mm, left: 30mm, right: 15mm),
  header: context { if here().page() > 1 { align(center, str(here().page())) } })
#set text(font: "Tinos", fallback: false, size: 14pt, lang: "vi", hyphenate: false)
#set par(justify: true, leading: 0.65em, spacing: 0.95em)
#let ruled(w) = block(above: 4pt, below: 2pt, line(length: w, stroke: 0.6pt))
#let bold = text.with(weight: "bold")
#let column(body) = { set par(justify: false, leading: 0.45em, spacing: 0.5em); align(center, body) }
#if d.urgency != "" and d.urgency_place == "above" {
  place(top + left, dy: -12mm, box(stroke: 1.2pt + red, inset: (x: 6pt, y: 4pt), bold(13pt, fill: red, d.urgency)))
}
#grid(columns: (d.left * 1%, (100 - d.left) * 1%), row-gutter: 0.8em,
  column({
    for l in d.superior { text(12pt, l); parbreak() }
    for l in d.organ { bold(12.5pt, l); parbreak() }
    if d.party { text(14pt, "*") } else { ruled(2cm) }
  }),
  column(if d.party { bold(15pt, "ĐẢNG CỘNG SẢN VIỆT NAM"); ruled(6.3cm) } else {
    bold(12pt, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"); parbreak()
    bold(13pt, "Độc lập - Tự do - Hạnh phúc"); ruled(5.4cm)
  }),
  column({
    text(13pt, d.number)
    if d.about != "" { parbreak(); block(width: 88%, text(12pt, style: if d.party { "italic" } else { "normal" }, d.about)) }
    if d.urgency != "" and d.urgency_place == "under" {
      parbreak(); box(stroke: 1.2pt, inset: (x: 6pt, y: 4pt), bold(13pt, d.urgency))
    }
  }),
  column(text(13.5pt, style: "italic", d.day)))
#v(0.8em)
#if d.kind != "" { column({
  bold(15pt, d.kind)
  if d.subject != "" { parbreak(); block(width: 84%, bold(14pt, d.subject)) }
  if d.party { text(14pt, "-----") } else { ruled(3cm) }
  for l in d.authority { parbreak(); bold(14pt, l) }
}) }
#if d.to != "" { column[Kính gửi: #d.to] }
#v(0.4em)
#for p in d.body { par(first-line-indent: (amount: 1.2cm, all: true), p) }
#v(0.6em)
#block(breakable: false, grid(columns: (48%, 52%),
  { set par(justify: false, leading: 0.45em)
    if d.party { text(14pt, underline[Nơi nhận:]) } else { text(12pt, weight: "bold", style: "italic", "Nơi nhận:") }
    for r in d.recipients { linebreak(); text(11pt, "- " + r) } },
  column({
    for l in d.signer { if d.party { text(14pt, l) } else { bold(14pt, l) }; parbreak() }
    v(26mm)
    bold(14pt, d.name)
  })))
#if d.annex != "" { pagebreak(); column(bold(d.annex)); par(lorem(60)) }
"""


@dataclass(slots=True)
class Paper:
    """What is printed; `expected` is what must be read from it."""

    organ: list[str]
    number: str
    day: str
    signer: list[str]
    name: str
    expected: dict[str, str]
    superior: list[str] = field(default_factory=list)
    kind: str = ""
    subject: str = ""
    about: str = ""
    to: str = ""
    authority: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=lambda: ["Như trên;", "Lưu: VT."])
    party: bool = False
    urgency: str = ""
    urgency_place: str = "under"
    left: int = 40
    annex: str = ""

    def data(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "expected"}


def render(paper: Paper) -> bytes:
    return typst.compile(_SOURCE.encode(), font_paths=[str(FONTS)], sys_inputs={"data": json.dumps(paper.data())})


def scanned(pdf: bytes, *, turn: float = 0.6, seed: int = 1, dpi: int = 200, quality: int = 60) -> bytes:
    """The same pages as an office scanner gives them: pictures, a little askew, with noise, as JPEG."""
    document = pypdfium2.PdfDocument(pdf)
    pictures = []
    for page in document:
        picture = page.render(scale=dpi / 72).to_pil().convert("RGB")
        picture = picture.rotate(turn, resample=Image.Resampling.BICUBIC, fillcolor="white")
        dust = random.Random(seed)
        noise = Image.frombytes("L", picture.size, dust.randbytes(picture.width * picture.height)).convert("RGB")
        picture = Image.blend(picture, noise, 0.08).filter(ImageFilter.GaussianBlur(0.5))
        squeezed = io.BytesIO()
        picture.save(squeezed, "JPEG", quality=quality)
        pictures.append(Image.open(io.BytesIO(squeezed.getvalue())))
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return out.getvalue()
