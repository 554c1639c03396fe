"""Makes the two small fonts of the pages from the full Be Vietnam Pro (OFL): all Vietnamese letters, a file a weight.

    python frontend/fonts/subset.py FOLDER_WITH_TTF

FOLDER is the unpacked npm package @expo-google-fonts/be-vietnam-pro (0.4.1). Fontsource's ready subsets will not do:
they split mixed words over two files and lack the combining marks, so decomposed text would fall back to another font.
"""

import copy
import io
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables

HERE = Path(__file__).parent
ASCII = range(0x20, 0x7F)
LATIN_1 = [0xA0, *map(ord, "§©«»°±²³·×÷½")]
LETTERS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư"
VIETNAMESE = [*map(ord, LETTERS), *range(0x1EA0, 0x1EFA)]
MARKS = [0x300, 0x301, 0x302, 0x303, 0x306, 0x309, 0x31B, 0x323]
SIGNS = map(ord, "–—‘’“”•…→←✓●₫≤≥−‑▶")  # what the font lacks is simply left out
POINTS = sorted({*ASCII, *LATIN_1, *VIETNAMESE, *MARKS, *SIGNS})

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
DIGIT_WIDTH = 660


def add_tabular_figures(font: TTFont) -> None:
    """The font has none, and columns of money need them: the ten digits again, centred in one width, behind `tnum`."""
    order = font.getGlyphOrder()
    for name in DIGITS:
        glyph = copy.deepcopy(font["glyf"][name])
        glyph.expand(font["glyf"])
        width, left = font["hmtx"][name]
        shift = (DIGIT_WIDTH - width) // 2
        glyph.coordinates.translate((shift, 0))
        order.append(f"{name}.tnum")
        font["glyf"][f"{name}.tnum"] = glyph
        font["hmtx"][f"{name}.tnum"] = (DIGIT_WIDTH, left + shift)
    font.setGlyphOrder(order)
    table = font["GSUB"].table
    single = otTables.SingleSubst()
    single.mapping = {name: f"{name}.tnum" for name in DIGITS}
    lookup = otTables.Lookup()
    lookup.LookupType, lookup.LookupFlag, lookup.SubTable, lookup.SubTableCount = 1, 0, [single], 1
    table.LookupList.Lookup.append(lookup)
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "tnum", otTables.Feature()
    record.Feature.FeatureParams = None
    record.Feature.LookupListIndex, record.Feature.LookupCount = [len(table.LookupList.Lookup) - 1], 1
    table.FeatureList.FeatureRecord.append(record)
    index = len(table.FeatureList.FeatureRecord) - 1
    for script in table.ScriptList.ScriptRecord:
        for system in [script.Script.DefaultLangSys, *(row.LangSys for row in script.Script.LangSysRecord)]:
            if system is not None:
                system.FeatureIndex.append(index)


def make(source: Path, target: Path) -> None:
    options = subset.Options()
    options.flavor = "woff2"
    options.hinting = False
    options.layout_features = ["ccmp", "kern", "locl", "mark", "mkmk", "tnum"]
    options.name_IDs = [0, 1, 2, 13, 14]
    options.notdef_outline = True
    whole = TTFont(source)
    add_tabular_figures(whole)
    compiled = io.BytesIO()  # the subsetter only sees the new lookup once it has been compiled
    whole.save(compiled)
    compiled.seek(0)
    font = subset.load_font(compiled, options)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=POINTS)
    worker.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    folder = Path(sys.argv[1])
    make(folder / "400Regular" / "BeVietnamPro_400Regular.ttf", HERE / "be-vietnam-pro-400.woff2")
    make(folder / "700Bold" / "BeVietnamPro_700Bold.ttf", HERE / "be-vietnam-pro-700.woff2")


if __name__ == "__main__":
    main()
