"""Turn lines of a page into running text: resolve hyphens, ligatures and layout characters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from cireview.full_texts.sections import name_heading

# Fonts without a table of their signs leave ligatures at their places in TeX's T1 encoding.
_LIGATURES = str.maketrans(
    dict(zip("\x1b\x1c\x1d\x1e\x1f", ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
    | dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "ft", "st"), strict=True))
)
_OUTERMOST, _REPEATED = 2, 3  # lines at head and foot of a page; pages that make them running heads
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
# Hyphen-minus, hyphen and soft hyphen: typesetters end lines with each.
_MARK = "\ue000"  # where a page begins, for as long as its lines are put together
_BROKEN_WORD = re.compile(rf"([^\W_]+)[-\u2010\u00ad] *\n *({_MARK}*)([^\W_]+)")
_END = re.compile(r"[.!?:;]['\")\]’”]*$")


def clean_pages(pages: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    """Return running text, as `clean_text` makes it, and the offset at which each page begins in it.

    A sentence may go on over pages; a word that pages divide belongs to the first.
    """
    marked, waiting = [], ""
    for page in pages:
        waiting += _MARK
        if body := page.replace(_MARK, "").strip():
            marked.append(waiting + body)
            waiting = ""
    text, starts = "", []
    for piece in f"{_run(chr(10).join(marked), keep=_MARK)}{waiting}".split(_MARK):
        text += piece
        starts.append(len(text))
    return text, tuple(starts[: len(pages)])


def clean_text(text: str) -> str:
    """Return running text.

    Ligatures are spelt out, control and formatting characters taken away, words that a line divides put
    together, and lines joined unless the first ends with ``.``, ``!``, ``?``, ``:`` or ``;``, one is empty,
    or one is the heading of a section.
    A hyphen at the end of a line stays if the text has the word with a hyphen elsewhere and not without,
    or if a capital or digit stands beside it.
    """
    return _run(text)


def _run(text: str, *, keep: str = "") -> str:
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    text = re.sub(r"\r\n?|[\f\v\x85\u2028\u2029]", "\n", text)
    kept = (
        character
        for character in text
        if character in f"\n\t\u00ad{keep}" or unicodedata.category(character) not in _INVISIBLE
    )
    text = re.sub(r"[^\S\n]+", " ", "".join(kept))
    words = set(re.findall(r"\w+(?:[-\u2010]\w+)*", text.lower()))
    text = _BROKEN_WORD.sub(lambda match: _join(match[1], match[3], words) + match[2], text).replace(
        "\u00ad", ""
    )
    return _join_lines(line.strip() for line in text.split("\n"))


def drop_running_heads(pages: Sequence[str]) -> list[str]:
    """Remove lines at head or foot that, apart from numbers, appear on three pages or more."""
    lines = [page.split("\n") for page in pages]
    edges = [_edges(page) for page in lines]
    counts = Counter(key for page in edges for key in set(page.values()))
    return [
        "\n".join(line for place, line in enumerate(page) if counts[edge.get(place, "")] < _REPEATED)
        for page, edge in zip(lines, edges, strict=True)
    ]


def _edges(lines: Sequence[str]) -> dict[int, str]:
    """Return the outermost lines of a page by their place, numbers made alike."""
    full = [place for place, line in enumerate(lines) if line.strip()]
    return {
        place: re.sub(r"\d+", "0", " ".join(lines[place].split()).casefold())
        for place in {*full[:_OUTERMOST], *full[-_OUTERMOST:]}
    }


def _join(first: str, second: str, words: set[str]) -> str:
    whole, divided = f"{first}{second}", f"{first}-{second}"
    is_compound = divided.lower() in words and whole.lower() not in words
    # A capital or digit beside the hyphen marks a compound, such as COVID-19.
    return whole if first[-1].isalpha() and second[0].islower() and not is_compound else divided


def _join_lines(lines: Iterable[str]) -> str:
    paragraphs: list[list[str]] = []
    goes_on = False
    for line in lines:
        is_heading = bool(name_heading(line.lstrip(_MARK)))
        if goes_on and line and not is_heading:
            paragraphs[-1].append(line)
        elif line:
            paragraphs.append([line])
        goes_on = bool(line) and not is_heading and not _END.search(line.rstrip(_MARK))
    return "\n".join(" ".join(lines) for lines in paragraphs)
