"""A box of a flow diagram: its text wrapped, its height fitted to the text, all in mm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cireview.flow.entries import Entries
from cireview.flow.typesetting import BASELINE, LINE_HEIGHT, MM_PER_POINT, measure_text, wrap_text

PAD = 1.6  # mm between the edge of a box and its text


@dataclass(frozen=True)
class Line:
    """One line of text: its left end, or its right end where `rtl`, and its baseline in mm."""

    text: str
    x: float
    y: float
    bold: bool = False
    key: str = ""
    rtl: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle with its text.

    `kind` is count, header, other_header, stage (rotated text), awaiting or note.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    kind: str = "count"
    lines: tuple[Line, ...] = ()

    @property
    def right(self) -> float:
        """Right edge in mm."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Lower edge in mm."""
        return self.y + self.height

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(line.text for line in self.lines)


def fit_box(
    name: str,
    entries: Entries,
    x: float,
    y: float,
    width: float,
    size: float,
    kind: str,
    pad: float = PAD,
) -> Box:
    """Return a box that is as tall as its text needs; the text of a header is bold and centred."""
    line_height = size * MM_PER_POINT * LINE_HEIGHT
    bold = kind.endswith("header")
    inner = width - 2 * pad
    # Narrow boxes need their width for numbers.
    step = min(2.6, inner / 12)  # mm of indentation
    lines = []
    baseline = y + pad + BASELINE * size * MM_PER_POINT
    for entry in entries:
        # A screen sets letters to whole dots, which makes a line up to a hundredth longer.
        for text, shift in _wrapped(entry.text, 0.985 * inner, size, bold, step * entry.depth, step / 2):
            left = (inner - measure_text(text, size, bold=True)) / 2 if bold else shift
            lines.append(Line(text.replace("\u00a0", " "), x + pad + left, baseline, bold, entry.key))
            baseline += line_height
    height = baseline - BASELINE * size * MM_PER_POINT + pad - y
    return Box(name, x, y, width, height, kind, tuple(lines))


def _wrapped(
    text: str, width: float, size: float, bold: bool, indent: float, hang: float
) -> Iterator[tuple[str, float]]:
    """Yield the lines of one entry; those of an indented entry hang by less than an entry below it would."""
    words = [measure_text(word, size, bold=bold) for word in text.split(" ")]
    # Indentation gives way to a number of seven digits, which must not be broken.
    spare = width - max((word for word in words if word <= width), default=0.0)
    indent, hang = min(indent, spare), min(indent + hang, spare) if indent else 0.0
    first, *rest = wrap_text(text, width - max(indent, hang), size, bold=bold)
    yield first, indent
    yield from ((line, hang) for line in rest)
