"""Measure and wrap text in mm, in the font that ships with matplotlib, without loading matplotlib.

Every figure is set in DejaVu Sans: matplotlib brings the file along, so widths are the same on every machine.
It is one of the widest sans-serif fonts, so in an SVG whose text a browser sets in another font, lines become
shorter and stay within their boxes.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from unicodedata import category, east_asian_width

from fontTools.ttLib import TTFont

MM_PER_POINT = 25.4 / 72
LINE_HEIGHT = 1.22  # of the font size; ascent and descent of DejaVu Sans are 0.93 and 0.24
BASELINE = 0.95  # of the font size, from the upper edge of a line
# Chinese and Japanese have no spaces: a line may end after each sign, but not before these.
_CLOSING = "\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff09\u300d\u300f\u3011\u300b"
_PIECES = re.compile(r"( ?)([^ ]+)")


def clean_text(text: str) -> str:
    """Return `text` on one line, without characters that cannot be drawn or written in XML."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def measure_text(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of `text` in mm at `size` points; a character that the font lacks counts one em."""
    return _ems(text, bold) * size * MM_PER_POINT


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return `text` as lines that are no wider than `width` mm.

    Lines break at spaces, but not at no-break spaces, and between Chinese or Japanese signs; a word that is
    wider than a line is cut.
    """
    lines: list[str] = []
    for glue, word in _pieces(text):
        joined = f"{lines[-1]}{glue}{word}" if lines else word
        if measure_text(joined, size, bold=bold) <= width:
            lines[-1:] = [joined]
        else:
            lines += _cut(word, width, size, bold)
    return lines or [""]


def font_file(*, bold: bool = False) -> Path:
    """Return the path of matplotlib's own DejaVu Sans, whatever fonts the machine has."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    spec = find_spec("matplotlib")
    assert spec
    (folder,) = spec.submodule_search_locations or [""]
    return Path(folder) / "mpl-data" / "fonts" / "ttf" / name


def lacks(text: str, *, bold: bool = False) -> str:
    """Return the characters of `text` that DejaVu Sans has no shape for, each once."""
    glyphs = _face(bold)[0]
    return "".join(dict.fromkeys(c for c in text if ord(c) not in glyphs and not c.isspace()))


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return what may not be broken, each with what stands before it on the same line."""
    pieces: list[tuple[str, str]] = []
    for glue, word in _PIECES.findall(text):
        for wide, run in groupby(word, _is_wide):
            for part in run if wide else ["".join(run)]:
                if pieces and pieces[-1][1] and part in _CLOSING:
                    pieces[-1] = (pieces[-1][0], pieces[-1][1] + part)
                else:
                    pieces.append((glue, part))
                glue = ""
    return pieces


# The same words are measured again for each font size and line that is tried.
@lru_cache(maxsize=16384)
def _ems(text: str, bold: bool) -> float:
    glyphs, advances, em = _face(bold)
    marks = {"Mn", "Me", "Cf"}
    return math.fsum(
        advances[glyphs[ord(c)]][0] / em if ord(c) in glyphs else float(category(c) not in marks)
        for c in text
    )


@lru_cache(maxsize=2)
def _face(bold: bool) -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    """Return the glyph of each character, the advance of each glyph, and the units of one em."""
    with TTFont(font_file(bold=bold), lazy=True) as face:
        return face.getBestCmap(), face["hmtx"].metrics, face["head"].unitsPerEm


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and measure_text(pieces[-1] + character, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _is_wide(character: str) -> bool:
    """Tell whether a character is a sign of Chinese, Japanese or Korean writing."""
    return east_asian_width(character) in "WF"
