"""A box of a flow diagram: its text wrapped, its height fitted to the text, all in mm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

from cireview.flow_texts import Entries
from cireview.typesetting import BASELINE, LINE_HEIGHT, MM_PER_POINT, measure_text, wrap_text

PAD = 1.6  # mm between the edge of a box and its text
LONG_LIST = 4  # entries; a longer list is set in two columns where it fits


@dataclass(frozen=True)
class Line:
    """One line of text: its left end and baseline in mm."""

    text: str
    x: float
    y: float
    bold: bool = False


@dataclass(frozen=True)
class Box:
    """A rectangle with its text; `kind` is count, header, stage (rotated text), awaiting or note."""

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


def fit_box(name: str, entries: Entries, x: float, y: float, width: float, size: float, kind: str) -> Box:
    """Return a box that is as tall as its text needs; the text of a header is bold and centred."""
    line_height = size * MM_PER_POINT * LINE_HEIGHT
    bold = kind == "header"
    pad = 0.0 if kind == "note" else PAD
    lines = []
    baseline = y + pad + BASELINE * size * MM_PER_POINT
    for cells in _text_rows(entries, width - 2 * pad, size, bold):
        for text, shift in cells:
            if bold:
                shift = (width - 2 * pad - measure_text(text, size, bold=True)) / 2
            lines.append(Line(text.replace("\u00a0", " "), x + pad + shift, baseline, bold))
        baseline += line_height
    height = baseline - BASELINE * size * MM_PER_POINT + pad - y
    return Box(name, x, y, width, height, kind, tuple(lines))


def _text_rows(entries: Entries, width: float, size: float, bold: bool) -> Iterator[list[tuple[str, float]]]:
    """Yield the lines of a box from above, each as its texts with their distance from the left in mm.

    A long list of sources or reasons is set in two columns where each of them fits in half of the box.
    """
    step = min(2.6, width / 16)
    for depth, group in groupby(entries, key=lambda entry: entry.depth):
        texts = [entry.text for entry in group]
        indent, half = step * depth, (width - step * depth) / 2
        if len(texts) >= LONG_LIST and all(measure_text(text, size) < half - step for text in texts):
            rows = (len(texts) + 1) // 2
            for left, right in zip_longest(texts[:rows], texts[rows:], fillvalue=""):
                yield [(left, indent), (right, indent + half)] if right else [(left, indent)]
        else:
            for text in texts:
                yield from ([line] for line in _wrapped(text, width, size, bold, indent, step))


def _wrapped(
    text: str, width: float, size: float, bold: bool, indent: float, step: float
) -> Iterator[tuple[str, float]]:
    """Yield the lines of one entry; those of an indented entry hang, as far as its longest word has room."""
    spare = max(0.0, width - max(measure_text(word, size, bold=bold) for word in text.split(" ")))
    indent, hang = min(indent, spare), min(indent + step, spare) if indent else 0.0
    first, *rest = wrap_text(text, width - max(indent, hang), size, bold=bold)
    yield first, indent
    yield from ((line, hang) for line in rest)
