"""A second Chromium whose camera is a film made by the test: a card that comes into the picture, or none."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

from tests.chromium import ARGS
from thonso.core.identity.tests.photos import photo

SIZE = (1280, 720)


def film(path: Path, text: str | None) -> Path:
    """Motion JPEG: frame after frame the same card, its code in the middle; without a text an empty desk."""
    frame = Image.new("L", SIZE, 120)
    if text:
        card = Image.open(io.BytesIO(photo(text, width=1400, side_mm=18, turn=5, blur=0.4))).convert("L")
        # The code lies at the upper right of the card.
        middle = (int(card.width * 0.78), int(card.height * 0.34))
        frame = card.crop(
            (middle[0] - SIZE[0] // 2, middle[1] - SIZE[1] // 2, middle[0] + SIZE[0] // 2, middle[1] + SIZE[1] // 2)
        )
    out = io.BytesIO()
    frame.convert("RGB").save(out, "JPEG", quality=90)
    path.write_bytes(out.getvalue() * 4)
    return path


@contextmanager
def with_camera(chromium: Browser, shown: Path) -> Iterator[Browser]:
    arguments = [*ARGS, "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={shown}"]
    browser = chromium.browser_type.launch(executable_path="/usr/bin/chromium", args=arguments)
    try:
        yield browser
    finally:
        browser.close()
