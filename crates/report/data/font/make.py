"""Makes the four font files of this directory. Needs: pip install fonttools brotli; npm pack @fontsource/source-sans-3.

    python3 make.py PACKAGE_DIRECTORY

Takes Source Sans 3 in two weights, keeps European Latin, drops kerning, ligatures and hinting, so that the width of a
text is the sum of its letters' advances in every renderer, and renames the result, because "Source" is a reserved name.
"""
import sys
from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

KEPT = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x1E9E,
        0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2032, 0x2033,
        0x2039, 0x203A, 0x20AC, 0x2212]


def without_features(path):
    font = TTFont(path)
    for table in ("GPOS", "GSUB", "GDEF", "BASE", "STAT", "prep", "gasp", "fpgm", "cvt "):
        if table in font:
            del font[table]
    plain = path.replace(".woff2", ".plain.ttf")
    font.flavor = None
    font.save(plain)
    return plain


package = sys.argv[1]
for weight, name in ((400, "Regular"), (600, "SemiBold")):
    parts = [f"{package}/files/source-sans-3-{part}-{weight}-normal.woff2" for part in ("latin", "latin-ext")]
    font = Merger().merge([without_features(part) for part in parts])
    options = Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=True, recalc_timestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=KEPT)
    subsetter.subset(font)
    for table in ("GPOS", "GSUB", "GDEF"):
        if table in font:
            del font[table]
    font["head"].created = font["head"].modified = 0
    font.recalcTimestamp = False
    font["name"].names = []
    texts = {0: "Copyright 2023 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.",
             1: "Report Sans" if weight == 400 else "Report Sans SemiBold", 2: "Regular",
             3: f"ReportSans-{name}", 4: f"Report Sans {name}", 5: "Version 1.000", 6: f"ReportSans-{name}",
             13: "SIL Open Font License, Version 1.1", 14: "https://openfontlicense.org",
             16: "Report Sans", 17: name}
    for key, text in texts.items():
        font["name"].setName(text, key, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.save(f"ReportSans-{name}.ttf")
    font.flavor = "woff2"
    font.save(f"ReportSans-{name}.woff2")
    missing = [hex(code) for code in KEPT if code not in font.getBestCmap()]
    print(name, len(font.getGlyphOrder()), "glyphs; not in the source:", missing)
