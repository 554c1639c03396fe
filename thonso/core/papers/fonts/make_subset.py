"""Make the four Tinos files here from the full ones (Debian: fonts-croscore): `python make_subset.py FOLDER`.

Kept: every Latin letter with its marks (Vietnamese, and names of other tongues in Latin letters), punctuation, and the
few signs that official papers use. `coverage.json` lists what all four files can show; `render` replaces the rest.
"""

import json
import sys
from pathlib import Path

from fontTools import subset  # type: ignore[import-untyped]

RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x2B0, 0x36F),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2027),
    (0x2030, 0x203A),
    (0x2044, 0x2044),
    (0x2070, 0x208E),
    (0x20AB, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
    (0x2150, 0x215E),
    (0x2190, 0x2193),
    (0x2212, 0x2212),
    (0x221E, 0x221E),
    (0x2248, 0x2248),
    (0x2260, 0x2265),
    (0x25A0, 0x25A1),
    (0x25CA, 0x25CF),
)
STYLES = ("Regular", "Bold", "Italic", "BoldItalic")


def main(source: Path) -> None:
    here = Path(__file__).parent
    wanted = [code for low, high in RANGES for code in range(low, high + 1)]
    shown: set[int] = set(wanted)
    for style in STYLES:
        options = subset.Options(hinting=False, layout_features=["*"], name_IDs=["*"], notdef_outline=True)
        font = subset.load_font(str(source / f"Tinos-{style}.ttf"), options)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=wanted)
        subsetter.subset(font)
        # The date of making is left as the source has it, so that the same source gives the same bytes.
        font.recalcTimestamp = False
        subset.save_font(font, str(here / f"Tinos-{style}.ttf"), options)
        shown &= set(font.getBestCmap())
    spans: list[list[int]] = []
    for code in sorted(shown):
        if spans and spans[-1][1] == code - 1:
            spans[-1][1] = code
        else:
            spans.append([code, code])
    (here / "coverage.json").write_text(json.dumps(spans) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
