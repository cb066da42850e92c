"""Find the people that a sheet names, in its file name and in its rows: one person or several together."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from pathlib import PurePath

from cireview.labels.team import is_together, name_together, split_names
from cireview.places import ALL_SHEETS, CONFLICTS

# In full, because pages quote what people look up.
_STRANGER = {
    "reviewer": "is not a reviewer in the protocol",
    "coder": "is not a coder in the protocol",
}


def person_in(file: str, people: Sequence[str]) -> str:
    """Return the person whose name is a separate word in a file name, the longest name first, or ""."""
    # The longest first: "ann" is also in "ann-marie".
    for person in sorted(people, key=len, reverse=True):
        # As a word of its own: the initials "el" are also in "eligibility" and "labels".
        if re.search(rf"(?<![^\W_]){re.escape(person)}(?![^\W_])", file, re.IGNORECASE):
            return person
    return ""


def nearest(word: str, allowed: Sequence[str]) -> str:
    """Return the remedy for an unknown word: the nearest known word, or all of them."""
    near = difflib.get_close_matches(word, allowed, 1, 0.6)
    return f"Did you mean {near[0]!r}?" if near else f"Write one of: {', '.join(allowed)}"


def name_person(cell: str, people: Sequence[str]) -> str:
    """Return the people that a cell names, in a fixed order; otherwise the unchanged cell."""
    return name_together(split_names(cell, people)) or cell


def check_person(
    name: str, day: str, people: Sequence[str], *, file: str = "", role: str = "reviewer"
) -> tuple[str, str, str]:
    """Return column, message and remedy where it is not clear who decided a row and when; else "".

    `role` is what people are called there, and the name of their column. A decision of several people
    together needs its day, and a row of a sheet of conflicts their names.
    """
    if is_together(name) and split_names(name, people):
        undated = f"{name} decided together, but the date is missing"
        return ("", "", "") if day else ("decided_on", undated, "Write the date on which they agreed")
    if name in people and CONFLICTS in PurePath(file).stem.lower().split("_"):
        alone = f"{name} alone settled this conflict, but several people have to settle it together"
        return role, alone, "Write the names of all who agreed, such as 'anna; ben'"
    if name in people:
        return "", "", ""
    typed, meant = _misspelt_in(file, people) if not name else ("", "")
    if meant:
        message = f"the {role} is missing, and {typed!r} in the file name is not a {role}"
        return role, message, f"Rename the file if you mean {meant!r}, or write the name in the column"
    if not name and (typed := _named_by(file)):
        message = (
            f"the {role} is missing: the file name gives {typed!r}, and the protocol names no such {role}"
        )
        remedy = f"Name the file after one of: {', '.join(people)}; or write the name in a column {role}"
        return role, message, remedy
    known = [person.lower() for person in people]
    # Of several names, the one that nobody has.
    name = next((part for part in re.split(r"\s*[;,&+/]\s*", name) if part.lower() not in known), name)
    who = f"{name!r} {_STRANGER[role]}" if name else f"the {role} is missing"
    return role, who, _advise_person(name, people, role)


def _misspelt_in(file: str, people: Sequence[str]) -> tuple[str, str]:
    """Return the part of a file's name that is nearly the name of a person, and that name; or ""."""
    parts = PurePath(file).stem.lower().split("_")
    ends = range(1, len(parts) + 1)
    spans = ["_".join(parts[start:end]) for end in ends for start in range(end)]
    near = [(part, one) for one in people for part in difflib.get_close_matches(one.lower(), spans, 1, 0.8)]
    return next(iter(near), ("", ""))


def _named_by(file: str) -> str:
    """Return the one word of a file's name that may be a person's: no kind of sheet, no number."""
    words = [word for word in PurePath(file).stem.split("_") if word.isalpha()]
    names = [word for word in words if word.lower() not in (*ALL_SHEETS, CONFLICTS)]
    return names[0] if len(names) == 1 else ""


def _advise_person(name: str, people: Sequence[str], role: str) -> str:
    """Return what to do about a name that is nobody's; never put one name on what another decided."""
    near = difflib.get_close_matches(name.lower(), [person.lower() for person in people], 1, 0.6)
    if near or not name:
        return nearest(near[0] if near else name, list(people))
    named = f"named there: {', '.join(people)}"
    return f"If this person has left, 'cireview hand-over' names them under former_{role}s; {named}"
