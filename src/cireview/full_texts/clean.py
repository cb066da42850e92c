"""Make running text of lines: hyphens, ligatures and signs that a page needs and a reader does not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# Fonts without a table of their signs leave ligatures at their places in TeX's T1 encoding.
_LIGATURES = str.maketrans(
    dict(zip("\x1b\x1c\x1d\x1e\x1f", ("ff", "fi", "fl", "ffi", "ffl"), strict=True))
    | dict(zip("ﬀﬁﬂﬃﬄﬅﬆ", ("ff", "fi", "fl", "ffi", "ffl", "ft", "st"), strict=True))
)
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
# Hyphen-minus, hyphen and soft hyphen: typesetters end lines with each.
_BROKEN_WORD = re.compile(r"([^\W_]+)[-\u2010\u00ad] *\n *([^\W_]+)")
_END = re.compile(r"[.!?:;]['\")\]’”]*$")


def clean_text(text: str) -> str:
    """Return running text.

    Ligatures are spelt out, control and formatting characters taken away, words that a line divides put
    together, and lines joined unless the first ends with ``.``, ``!``, ``?``, ``:`` or ``;`` or one is empty.
    A hyphen at the end of a line stays if the text has the word with a hyphen elsewhere and not without,
    or if a capital or digit stands beside it.
    """
    text = unicodedata.normalize("NFC", text.translate(_LIGATURES))
    text = re.sub(r"\r\n?|[\f\v\x85\u2028\u2029]", "\n", text)
    kept = (
        character
        for character in text
        if character in "\n\t\u00ad" or unicodedata.category(character) not in _INVISIBLE
    )
    text = re.sub(r"[^\S\n]+", " ", "".join(kept))
    words = set(re.findall(r"\w+(?:[-\u2010]\w+)*", text.lower()))
    text = _BROKEN_WORD.sub(lambda match: _join(match[1], match[2], words), text).replace("\u00ad", "")
    return _join_lines(line.strip() for line in text.split("\n"))


def _join(first: str, second: str, words: set[str]) -> str:
    whole, divided = f"{first}{second}", f"{first}-{second}"
    is_compound = divided.lower() in words and whole.lower() not in words
    # A capital or digit beside the hyphen marks a compound, such as COVID-19.
    return whole if first[-1].isalpha() and second[0].islower() and not is_compound else divided


def _join_lines(lines: Iterable[str]) -> str:
    paragraphs: list[list[str]] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            paragraphs[-1].append(line)
        elif line:
            paragraphs.append([line])
        goes_on = bool(line) and not _END.search(line)
    return "\n".join(" ".join(lines) for lines in paragraphs)
