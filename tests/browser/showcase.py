"""The two pictures of the README, from those of the confirmation story:

THONSO_PICTURES=var/pictures python -m pytest tests/browser/test_story_confirmation.py
python -m tests.browser.showcase var/pictures
"""

import sys
from pathlib import Path

from PIL import Image

from tests.browser.house import ROOT

CHOSEN = {"ban-lam-viec": "xac-nhan-42-du-thao-1366", "dien-thoai-thon": "xac-nhan-106-cau-360"}


def make(folder: Path) -> None:
    """The beginning of the desk's page, the whole of the phone's; WebP without loss, together under 150 KB."""
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for name, source in CHOSEN.items():
        with Image.open(folder / f"{source}.png") as picture:
            page = picture.convert("RGB")
            page = page.crop((0, 0, page.width, min(page.height, 820)))
            page.save(target / f"{name}.webp", lossless=True, quality=100, method=6)
    total = sum((target / f"{name}.webp").stat().st_size for name in CHOSEN)
    assert total < 150_000, total


if __name__ == "__main__":
    make(Path(sys.argv[1]))
