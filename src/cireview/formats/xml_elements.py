"""Take the records out of XML of any program, even if it is cut off or hostile."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from cireview.errors import ExportError, Problem
from cireview.formats.entries import Entry, Fields, join_lines
from cireview.limits import NESTING

ILLEGAL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
    r"|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|d[89a-f]..|fff[ef])|0*(?:[0-8]|1[124-9]|2\d|3[01]));",
    re.IGNORECASE,
)
"""Characters that XML forbids, as they are or as references."""

_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)")
# Files that were put together have one of each at every seam. A DOCTYPE that defines anything stays.
_PROLOGUE = re.compile(r"<\?xml\b[^>]{0,500}?\?>|<!DOCTYPE\b[^>\[]{0,500}>")
_ROOT = "records-of-a-file"
_PIECE = 1 << 16
_CUT = "is the last one before the XML breaks off: more records may be missing"
_INLINE = frozenset({"i", "b", "u", "sup", "sub", "em", "strong", "style", "br"})


def local_name(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]


class _Builder(TreeBuilder):
    """Builds elements, and sets those aside that are records, with their lines."""

    def __init__(self, is_record: Callable[[str, int], bool]) -> None:
        super().__init__()
        self.done: list[tuple[int, Element]] = []
        self.line: Callable[[], int] = lambda: 0
        self._is_record = is_record
        self._depth = 0
        self._open: tuple[int, int] | None = None

    def start(self, tag: Any, attrs: Any) -> Element:
        self._depth += 1
        if self._depth > NESTING + 1:
            message = f"its elements are nested more than {NESTING} levels deep"
            raise ExportError(Problem(message, remedy="Export the records again"))
        if self._open is None and self._is_record(local_name(tag), self._depth):
            self._open = self._depth, self.line()
        return super().start(tag, attrs)

    def end(self, tag: Any) -> Element:
        element = super().end(tag)
        if self._open and self._open[0] == self._depth:
            self.done.append((self._open[1], element))
            self._open = None
        self._depth -= 1
        return element


def read_elements(
    text: str, names: Collection[str], fill: Callable[[Element], Fields] | None = None
) -> Iterator[Entry]:
    """Yield the records of a file of XML.

    The declared encoding is not believed, characters that XML forbids are left out, and several files may
    have been put one behind the other.

    Parameters
    ----------
    text
        The whole file, decoded.
    names
        What the elements that are records are called, without namespace.
    fill
        Gives the fields of such an element; by default those of `add_leaves`.

    Yields
    ------
    Entry
        Records, then one problem for each record after a place that cannot be parsed. Where the file breaks
        off between two records, the last one has a remark.

    Raises
    ------
    ExportError
        If elements stand deeper inside one another than `cireview.limits.NESTING`.
    """
    held: Entry | None = None
    read = 0
    try:
        for line, element in take_elements(text, lambda name, _: name in names):
            if held:
                yield held
            held = Entry(line, fields=fill(element) if fill else leaves_of(element))
            read += 1
            element.clear()
    except (ParseError, DefusedXmlException) as error:
        lost = _find_lines(text, names)[read:]
        if held and not lost:
            held.remark = _CUT
        if held:
            yield held
        for line in lost:
            yield Entry(line, problem=f"the XML cannot be parsed: {error}")
        return
    if held:
        yield held


def take_elements(text: str, is_record: Callable[[str, int], bool]) -> Iterator[tuple[int, Element]]:
    """Yield the elements for whose name and depth `is_record` holds, with their lines, in their order.

    Depths are counted from 2 for the root of the file. Raises what the parser raises at what it cannot parse.
    """
    text = _PROLOGUE.sub(lambda found: "\n" * found[0].count("\n"), text)
    text = _BARE_AMPERSAND.sub("&amp;", ILLEGAL.sub("", text))
    builder = _Builder(is_record)
    parser: Any = XMLParser(target=builder)
    builder.line = lambda: int(parser.parser.CurrentLineNumber)
    defined = "<!DOCTYPE" in text  # whatever it defines is refused where it stands
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    for piece in pieces if defined else ("<" + _ROOT + ">", *pieces, "</" + _ROOT + ">"):
        try:
            parser.feed(piece)
        finally:
            yield from builder.done
            builder.done.clear()
    parser.close()


def _find_lines(text: str, names: Collection[str]) -> list[int]:
    """Return the line at which each record starts, as its start tag tells."""
    lines, line, counted = [], 1, 0
    for opening in re.finditer(rf"<(?:[\w.-]+:)?(?:{'|'.join(map(re.escape, names))})[\s/>]", text):
        line, counted = line + text.count("\n", counted, opening.start()), opening.start()
        lines.append(line)
    return lines


def text_of(element: Element | None) -> str:
    """Return the text of an element and of all in it, on one line."""
    return "" if element is None else join_lines("".join(element.itertext()))


def leaves_of(element: Element) -> Fields:
    """Return the texts of the elements that hold no others but markup, by their paths below `element`."""
    fields: Fields = {}
    for child in element:
        _add_leaves(child, "", fields)
    return fields


def _add_leaves(element: Element, above: str, fields: Fields) -> None:
    name = local_name(element.tag)
    path = f"{above}/{name}" if above else name
    children = [child for child in element if local_name(child.tag) not in _INLINE]
    if not children:
        if text := text_of(element):
            fields.setdefault(path, []).append(text)
        return
    parts = [element.text or "", *(child.tail or "" for child in element)]
    if own := join_lines(" ".join(parts)):
        fields.setdefault(path, []).append(own)
    for child in children:
        _add_leaves(child, path, fields)
