"""The arrows of a flow diagram: lines of right angles from the edge of one box to the edge of another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from cireview.flow.boxes import Box
from cireview.flow.columns import COLUMNS, GUTTER

_MAIN = ("identified", "screened", "sought", "assessed")
_OTHER = ("other_identified", "other_screened", "other_sought", "other_assessed")
_END = ("included", "total", "synthesis")
_ACROSS = (("main", "side"), ("other", "other_side"))


@dataclass(frozen=True)
class Arrow:
    """A line of right angles from the edge of one box to the edge of another; no head when dashed."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    dashed: bool = False


def draw_arrows(boxes: Mapping[str, Box], *, stacked: bool) -> Iterator[Arrow]:
    """Yield the arrows between boxes; `stacked` says that the ways stand below each other."""
    for chain in (_MAIN, _OTHER, _END):
        for source, target in pairwise(name for name in chain if name in boxes):
            yield _down(boxes[source], boxes[target])
    for left, right in _ACROSS:
        for row, names in COLUMNS[right].items():
            targets = [boxes[name] for name in names if name in boxes]
            if targets:
                yield from _across(boxes[COLUMNS[left][row][0]], targets)
    ways = [name for name in ("assessed", "other_assessed") if name in boxes]
    for name in ways:
        last = name == ways[-1]
        if stacked:
            yield (_down(boxes[name], boxes["included"]) if last else _left(boxes[name], boxes["included"]))
        else:
            yield (_around if name != "assessed" else _down)(boxes[name], boxes["included"])
    if "previous" in boxes:
        yield (_right if stacked else _around)(boxes["previous"], boxes["total"])


def _down(source: Box, target: Box) -> Arrow:
    x = source.x + source.width / 2
    return Arrow(source.name, target.name, ((x, source.bottom), (x, target.y)))


def _across(source: Box, targets: list[Box]) -> Iterator[Arrow]:
    """Yield the arrow to the first box on the right, and a dashed branch to the one that awaits below it."""
    first, *waiting = targets
    y = source.y + min(source.height, first.height) / 2
    yield Arrow(source.name, first.name, ((source.right, y), (first.x, y)))
    for target in waiting:
        middle, below = (source.right + target.x) / 2, target.y + target.height / 2
        points = ((source.right, y), (middle, y), (middle, below), (target.x, below))
        yield Arrow(source.name, target.name, points, dashed=True)


def _around(source: Box, target: Box) -> Arrow:
    """Return the arrow down from `source` and then sideways to `target`."""
    x, y = source.x + source.width / 2, target.y + target.height / 2
    edge = target.x if x < target.x else target.right
    return Arrow(source.name, target.name, ((x, source.bottom), (x, y), (edge, y)))


def _left(source: Box, target: Box) -> Arrow:
    """Return the arrow that leaves `source` to the left and passes beside what lies between."""
    x, y, end = source.x - GUTTER / 2, source.y + source.height / 2, target.y + target.height / 2
    return Arrow(source.name, target.name, ((source.x, y), (x, y), (x, end), (target.x, end)))


def _right(source: Box, target: Box) -> Arrow:
    """Return the arrow that leaves `source` to the right and passes beside what lies between."""
    x, y = max(source.right, target.right) + GUTTER / 2, source.y + source.height / 2
    end = target.y + target.height / 2
    return Arrow(source.name, target.name, ((source.right, y), (x, y), (x, end), (target.right, end)))
