"""How a signature or a seal will stand on a page: a real paper of ours, drawn as a picture around its place.

Papers are laid out elsewhere: whoever can draw one registers it (`register_page`).
"""

import io
from collections.abc import Callable
from typing import Any

from thonso.core.base.pdfium import opened
from thonso.core.signatures.models import SigningKey
from thonso.core.signatures.verdict import Place

# (name, post) → the PDF of a paper that is signed by them, the place of the signature, the place of the seal.
Page = Callable[[str, str], tuple[bytes, Place, Place]]
_SCALE = 2.0  # pixels a point: 144 dots an inch
_ABOVE, _BELOW, _BESIDE = 70, 45, 60  # points around the place
_page: Page | None = None


def register_page(draw: Page) -> None:
    global _page
    _page = draw


def drawn(key: SigningKey, image: bytes, signature: bytes = b"") -> bytes:
    """A PNG of the part of the page where `image` stands; for a seal, over the left third of `signature` if there is one."""
    assert _page is not None, "somebody who lays out papers registers a page"
    pdf, signer, seal = _page(key.name if key.account_id else "Nguyễn Văn A", key.title)
    with opened(pdf) as document:
        page = document[signer.page]
        height = page.get_height()
        whole = page.render(scale=_SCALE).to_pil().convert("RGB")
    layers = [(image, signer)] if key.account_id else [(signature, signer), (image, seal)]
    for png, place in layers:
        if png:
            _put(whole, png, place, height)
    box = (
        max(min(signer.x1, seal.x1) - _BESIDE, 0) * _SCALE,
        (height - max(signer.y2, seal.y2) - _ABOVE) * _SCALE,
        min(max(signer.x2, seal.x2) + _BESIDE, whole.width / _SCALE) * _SCALE,
        (height - min(signer.y1, seal.y1) + _BELOW) * _SCALE,
    )
    out = io.BytesIO()
    whole.crop(tuple(round(side) for side in box)).save(out, "PNG", optimize=True)
    return out.getvalue()


def _put(whole: Any, png: bytes, place: Place, height: float) -> None:
    """The picture is ours: `pictures.made_ready` wrote it."""
    from PIL import Image

    size = (round((place.x2 - place.x1) * _SCALE), round((place.y2 - place.y1) * _SCALE))
    with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
        picture = opened.convert("RGBA").resize(size, Image.Resampling.LANCZOS)
    whole.paste(picture, (round(place.x1 * _SCALE), round((height - place.y2) * _SCALE)), picture)
