"""A flow diagram as SVG: text that stays text, a group for each box, titles, links. Nothing else is loaded.

Words of a file are hostile: every one is escaped, and a link leads to the web, to a file beside, or nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import groupby

from cireview.flow.arrows import Arrow
from cireview.flow.boxes import Box, Line
from cireview.flow.layout import Flow, describe
from cireview.flow.styles import Style, load_style
from cireview.flow.typesetting import MM_PER_POINT

HEAD_LENGTH, HEAD_WIDTH = 1.9, 1.5  # mm
ROUNDED = {"header", "other_header", "stage"}
DASHES = (3.0, 2.0)  # times the width of a line
# A reader without DejaVu Sans gets Verdana, which is as wide, or another font, which is narrower.
FONTS = "'DejaVu Sans', Verdana, Arial, 'Noto Sans CJK SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_WEB = re.compile(r"\s*https?://", re.IGNORECASE)


def write_svg(
    flow: Flow,
    *,
    title: str = "PRISMA 2020 flow diagram",
    language: str = "en",
    style: Style | None = None,
    tips: Mapping[str, str] | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """Return a flow as SVG; the same flow gives the same text.

    Parameters
    ----------
    title
        Title for those who do not see it; its description holds the text of all boxes.
    language
        Code of the language of its words.
    style
        Colours and lines; those of `prisma` by default.
    tips, links
        What is shown where a pointer rests on a number, and what it opens, by the key of the number; of a
        name in a list, `key/name`.
    """
    page = _Drawing(style or load_style(), flow.size, tips or {}, links or {})
    width, height = _mm(flow.width), _mm(flow.height)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" role="{page.role}" aria-labelledby="flow-title flow-description" '
        f'lang="{escape(language)}" font-family="{FONTS}" font-size="{_mm(flow.size * MM_PER_POINT)}" '
        f'fill="{page.style.text}">',
        f'<title id="flow-title">{escape(title)}</title>',
        f'<desc id="flow-description">{escape(describe(flow))}</desc>',
        '<g id="flow-arrows">',
        *(part for arrow in flow.arrows for part in page.arrow(arrow)),
        "</g>",
        *(part for box in flow.boxes.values() for part in page.box(box)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def safe_link(address: str) -> str:
    """Return an address if it leads to the web or to a place beside the file, else an empty text."""
    return "" if _SCHEME.match(address) and not _WEB.match(address) else address.strip()


class _Drawing:
    """Writes boxes and arrows in a style."""

    def __init__(self, style: Style, size: float, tips: Mapping[str, str], links: Mapping[str, str]) -> None:
        self.style, self.size, self.tips, self.links = style, size, tips, links
        self.stroke = style.line_width * MM_PER_POINT

    def box(self, box: Box) -> Iterator[str]:
        """Yield the group of a box."""
        # The name alone could also be that of an arrow or of a page.
        yield f'<g id="flow-{box.name}" class="{box.kind}">'
        if tip := next((self.tips[line.key] for line in box.lines if line.key in self.tips), ""):
            yield f"<title>{escape(tip)}</title>"
        if box.kind != "note":
            yield self._rectangle(box)
        # The lines of one number are one link, however they are wrapped.
        for (_, address), lines in groupby(box.lines, lambda line: (line.key, self._address(line))):
            texts = "\n".join(self._text(line, turned=box.kind == "stage") for line in lines)
            yield f'<a href="{escape(address)}">{texts}</a>' if address else texts
        yield "</g>"

    def _rectangle(self, box: Box) -> str:
        radius = f' rx="{self.style.radius:g}"' if box.kind in ROUNDED and self.style.radius else ""
        dashes = self._dashes() if box.kind == "awaiting" else ""
        return (
            f'<rect x="{_mm(box.x)}" y="{_mm(box.y)}" width="{_mm(box.width)}" height="{_mm(box.height)}"'
            f'{radius} fill="{self.style.fills[box.kind]}" stroke="{self.style.line}" '
            f'stroke-width="{_mm(self.stroke)}"{dashes}/>'
        )

    @property
    def role(self) -> str:
        """What the whole is to a screen reader, which passes over links within an image."""
        return "group" if any(map(safe_link, self.links.values())) else "img"

    def _address(self, line: Line) -> str:
        """Return what a line opens."""
        # A name without its own list opens the list of its box.
        key = line.key if line.key in self.links else line.key.split("/")[0]
        return safe_link(self.links.get(key, ""))

    def _text(self, line: Line, *, turned: bool) -> str:
        x, y = _mm(line.x), _mm(line.y)
        looks = ' font-weight="bold"' if line.bold else ""
        looks += ' direction="rtl"' if line.rtl else ""
        looks += f' transform="rotate(-90 {x} {y})"' if turned else ""
        return f'<text x="{x}" y="{y}"{looks}>{escape(line.text)}</text>'

    def arrow(self, arrow: Arrow) -> Iterator[str]:
        """Yield the line of an arrow, and its head unless it is dashed."""
        points, head = shaft_and_head(arrow)
        dashes = self._dashes() if arrow.dashed else ""
        yield (
            f'<polyline points="{_points(points)}" fill="none" stroke="{self.style.line}" '
            f'stroke-width="{_mm(self.stroke)}"{dashes}/>'
        )
        if head:
            yield f'<polygon points="{_points(head)}" fill="{self.style.line}"/>'

    def _dashes(self) -> str:
        return f' stroke-dasharray="{" ".join(_mm(dash * self.stroke) for dash in DASHES)}"'


Points = list[tuple[float, float]]


def shaft_and_head(arrow: Arrow) -> tuple[Points, Points]:
    """Return the points of an arrow's line, and the corners of its head; a dashed one has no head."""
    if arrow.dashed:
        return [*arrow.points[1:]], []  # a branch starts on the arrow above it
    (before_x, before_y), (x, y) = arrow.points[-2:]
    right, down = (x > before_x) - (x < before_x), (y > before_y) - (y < before_y)
    back_x, back_y = x - HEAD_LENGTH * right, y - HEAD_LENGTH * down
    across_x, across_y = HEAD_WIDTH / 2 * down, HEAD_WIDTH / 2 * right
    head = [(x, y), (back_x + across_x, back_y + across_y), (back_x - across_x, back_y - across_y)]
    return [*arrow.points[:-1], (back_x, back_y)], head


def _points(points: Points) -> str:
    return " ".join(f"{_mm(x)},{_mm(y)}" for x, y in points)


def _mm(number: float) -> str:
    return f"{round(number, 3):g}"
