"""Measure and wrap text in mm, in the font that ships with matplotlib.

Every figure is set in DejaVu Sans: matplotlib brings the file along, so widths are the same on every machine.
It is one of the widest sans-serif fonts, so in an SVG whose text a browser sets in another font, lines become
shorter and stay within their boxes.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.textpath import text_to_path

MM_PER_POINT = 25.4 / 72
LINE_HEIGHT = 1.22  # of the font size; ascent and descent of DejaVu Sans are 0.93 and 0.24
BASELINE = 0.95  # of the font size, from the upper edge of a line


def font(*, bold: bool = False, size: float = 10.0) -> FontProperties:
    """Return matplotlib's own DejaVu Sans, by its file, whatever fonts the machine has."""
    return FontProperties(fname=_font_file(bold), weight="bold" if bold else "normal", size=size)


def clean_text(text: str) -> str:
    """Return `text` on one line, without characters that cannot be drawn or written in XML."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def measure_text(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of `text` in mm at `size` points; a character that the font lacks counts one em."""
    return _ems(text, bold) * size * MM_PER_POINT


def wrap_text(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return `text` as lines that are no wider than `width` mm.

    Lines break at spaces, but not at no-break spaces; a word that is wider than a line is cut.
    """
    lines: list[str] = []
    for word in text.split(" "):
        joined = f"{lines[-1]} {word}" if lines else word
        if measure_text(joined, size, bold=bold) <= width:
            lines[-1:] = [joined]
        else:
            lines += _cut(word, width, size, bold)
    return lines


# The same words are measured again for each font size and line that is tried.
@lru_cache(maxsize=4096)
def _ems(text: str, bold: bool) -> float:
    face = get_font(_font_file(bold))
    drawable = "".join(c for c in text if face.get_char_index(ord(c)))
    properties = font(bold=bold, size=1000)
    drawn: float = (
        text_to_path.get_text_width_height_descent(drawable, properties, False)[0] if drawable else 0.0
    )
    return drawn / 1000 + len(text) - len(drawable)


def _font_file(bold: bool) -> str:
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf" / name)


def _cut(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and measure_text(pieces[-1] + character, size, bold=bold) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
