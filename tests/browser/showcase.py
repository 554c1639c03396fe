"""The two pictures of the README, from those of the confirmation story:

THONSO_PICTURES=var/pictures python -m pytest tests/browser/test_story_confirmation.py
python -m tests.browser.showcase var/pictures
"""

import sys
from pathlib import Path

from PIL import Image

from tests.browser.house import DESK, PHONE, ROOT

CHOSEN = {"ban-lam-viec": ("xac-nhan-42-du-thao-1366", DESK), "dien-thoai-thon": ("xac-nhan-106-cau-360", PHONE)}


def make(folder: Path) -> None:
    """What a window shows first of each page, as PNG; together they stay under 150 KB."""
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for name, (source, size) in CHOSEN.items():
        with Image.open(folder / f"{source}.png") as picture:
            picture.convert("RGB").crop((0, 0, *size)).save(target / f"{name}.png", optimize=True)
    total = sum((target / f"{name}.png").stat().st_size for name in CHOSEN)
    assert total < 150_000, total


if __name__ == "__main__":
    make(Path(sys.argv[1]))
