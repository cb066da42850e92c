"""Arrange the names of authors as 'Family, Given'."""

from __future__ import annotations

import re

_INITIALS_LAST = re.compile(r"(\S+(?: \S+){0,2}) ((?:[A-Z]\.[ -]?){1,5}|[A-Z]{1,3})")
_INITIALS_FIRST = re.compile(r"((?:\S+ )?(?:[A-Z]\.[ -]?){1,5}) ?([^\W\d_].*)")


def arrange_name(name: str) -> str:
    """Return `name` as 'Family, Given' where that is certain, else as it is.

    A comma at the end marks a name that has no parts, such as an institution's (as EndNote does).

    Examples
    --------
    >>> arrange_name("Eberth D.A."), arrange_name("M. A. Novak"), arrange_name("World Health Organization,")
    ('Eberth, D.A.', 'Novak, M. A.', 'World Health Organization')
    """
    if "," in name:
        if name.endswith(","):
            return name.rstrip(", ")
        return name if ", " in name else ", ".join(part.strip() for part in name.split(",", 1))
    if " " not in name and "." not in name:
        return name
    if parts := _INITIALS_LAST.fullmatch(name):
        return f"{parts[1]}, {parts[2]}"
    if parts := _INITIALS_FIRST.fullmatch(name):
        return f"{parts[2]}, {parts[1].strip()}"
    return name


def invert_name(name: str) -> str:
    """Return 'Given von Family' as 'von Family, Given'; a name with a comma or of one word as it is.

    The rule is BibTeX's: the family name starts at the first word in lower case, else it is the last word.

    Examples
    --------
    >>> invert_name("Ludwig van Beethoven")
    'van Beethoven, Ludwig'
    """
    if "," in name:
        return arrange_name(name)
    words = name.split()
    if len(words) < 2:
        return name
    small = next((i for i, word in enumerate(words[:-1]) if i and word[0].islower()), len(words) - 1)
    return f"{' '.join(words[small:])}, {' '.join(words[:small])}"


def mark_name(name: str) -> str:
    """Return `name` such that `arrange_name` gives it back: one without a comma gets one at its end."""
    return name if ", " in name else f"{name},"


def split_names(text: str, pattern: str) -> list[str]:
    """Split a text of several names at `pattern` and arrange each."""
    return [arrange_name(name) for part in re.split(pattern, text) if (name := part.strip(" ;"))]
