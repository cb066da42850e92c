"""Arrange the names of authors as 'Family, Given', and part texts of several names."""

from __future__ import annotations

import re

_INITIALS_LAST = re.compile(r"(\S+(?: \S+){0,2}) ((?:[A-Z]\.[ -]?){1,5}|[A-Z]{1,3})")
_INITIALS_FIRST = re.compile(r"((?:\S+ )?(?:[A-Z]\.[ -]?){1,5}) ?([^\W\d_].*)")

_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?[ -]?){1,5}\.?(?: ?(?:Jr|Sr|I{2,3})\.?)?")
_NAME_INITIALS = re.compile(r"[^\W\d_][^,]*[ ](?:[^\W\d_a-z]\.?[ -]?){1,5}\.?")
_FAMILY_GIVEN = re.compile(r"[^,]+,(?: (?:Jr|Sr|I{2,3})\.?,)? [^,]+")
_GIVEN_FAMILY = re.compile(
    r"(?:[^\W\d_a-z][\w.'’-]*\.? ){1,3}(?:(?:van|von|de|der|den|del|di|da|dos|la|le|el|al|bin|ten|ter) ){0,2}"
    r"[^\W\d_a-z][\w'’-]+"
)
# Words of institutions: a name with one of them is not split at its "and".
_BODY = re.compile(
    r"\b(?:of|for|the|on|in|and|de la|group|team|committee|society|university|institutes?|college|ministry"
    r"|council|department|agency|association|foundation|centers?|centres?|board|network|consortium|collaboration"
    r"|collaborators|investigators|organi[sz]ation|office|bank|press|company|ltd|inc|study|trial|project"
    r"|services?|hospital|health|research|academy|authority|commission|federation|union|panel|task force"
    r"|school|development|science|sciences|technology|medicine|care|nations|national|international|royal)\b",
    re.IGNORECASE,
)
_AND = re.compile(r",? +(?:and|&|und|et|y) +(?!al\b)", re.IGNORECASE)
_REST = re.compile(
    r"(?:et al(?:ii|\.)?|and others|others|u\. ?a\.|and colleagues|with others|…|\.{3}|\[\.{3}\])\.?",
    re.IGNORECASE,
)
_REST_AT_END = re.compile(
    r"[,;]?\s+(et al(?:ii|\.)?|(?:and|with) others|u\. ?a\.|and colleagues|\[?\.{3}\]?)\s*$"
    r"|\s*[,;]?\s*(…)\s*$",
    re.IGNORECASE,
)
# Whether a name may be several, or hold what is none; looked for before anything slower. Each branch starts
# with one sign, so that all others are passed over fast.
_DOUBTFUL = re.compile(
    r";|\||&|@|…|\{|,[^,\n]*,| [Aa][Nn][Dd] | [Aa][Ll]\b|o[Tt][Hh][Ee][Rr][Ss]\b|O[Tt][Hh][Ee][Rr][Ss]\b"
    r"|\.\.\."
)
_GROUP = re.compile(r"\{([^{}]*)\}")
_FIRST_MARK, _MOST_GROUPS = 0xF0000, 1_000  # signs for private use, which no name has
_LONGEST = 20_000  # characters in which names are looked for
_NOTE = re.compile(
    r"\s*(?:[\[(<{][^\[(<{]*$|[\[(<{].*|[:;]\s.*"
    r"|,?\s*\b(?:e-?mails?|correspond\w*|electronic address|author notes?)\b.*|,?\s*\S{1,99}@.*)",
    re.IGNORECASE,
)


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


def is_rest(name: str) -> bool:
    """Say whether `name` stands for all further people: 'et al.', 'and others'."""
    return _REST.fullmatch(name.strip(" ,;")) is not None


def is_doubtful(name: str) -> bool:
    """Say whether `name` may be several names, or hold more than a name."""
    return _DOUBTFUL.search(name) is not None


def strip_note(name: str) -> str:
    """Return a name without the e-mail address that a database added, and without the text around it.

    Examples
    --------
    >>> strip_note("Roe, Ann: aroe@example.org"), strip_note("Roe, Ann [Author; E-mail: a@example.org]")
    ('Roe, Ann', 'Roe, Ann')
    """
    if "@" not in name or len(name) > _LONGEST:
        return name
    bare = _NOTE.sub("", name, count=1).strip(" ,;")
    return re.sub(r"(?<=[^\W\d_]{3})\.$", "", bare) or name


def part_names(text: str) -> list[str]:
    """Return the names in one text, each unchanged; a single name is returned alone.

    Names are parted by ``;`` or ``|``, by 'and' or ``&`` where every side is a person's name, and by commas
    where these cannot be inside of a name. 'et al.' and 'and others' at the end are an element of their own.

    Examples
    --------
    >>> part_names("Roe, Ann and Poe, B."), part_names("Roe, A., Poe, B.")
    (['Roe, Ann', 'Poe, B.'], ['Roe, A.', 'Poe, B.'])
    >>> part_names("Ministry of Health and Labour"), part_names("Roe A, Poe B, et al.")
    (['Ministry of Health and Labour'], ['Roe A', 'Poe B', 'et al.'])
    """
    if text.endswith(",") or len(text) > _LONGEST:  # the first is marked as one name
        return [text]
    text = " ".join(text.split())
    if "{" in text and (groups := _GROUP.findall(text)) and len(groups) < _MOST_GROUPS:
        return _part_around(text, groups)
    if ";" in text or "|" in text:
        return [name for part in re.split(r"[;|]", text) if part.strip() for name in part_names(part.strip())]
    if rest := _REST_AT_END.search(text):
        before = re.sub(r"[ ,;]+(?:and|&)$", "", text[: rest.start()].strip(" ,;"))
        return [*(_part_at_words(before) if before else []), rest[1] or rest[2]]
    return _part_at_words(text)


def _part_around(text: str, groups: list[str]) -> list[str]:
    """Return the names of a text in which braces hold names together, as BibTeX does."""
    marks = {chr(_FIRST_MARK + place): group for place, group in enumerate(groups)}
    unused = iter(marks)
    masked = _GROUP.sub(lambda _: next(unused), text).replace("{", "").replace("}", "")
    names = part_names(masked)
    shown = ["".join(marks.get(sign, sign) for sign in name) for name in names]
    whole = [
        f"{name}," if mask in marks and "," not in name else name
        for name, mask in zip(shown, names, strict=True)
    ]
    return [name for name in whole if name.strip(" ,")]


def _part_at_words(text: str) -> list[str]:
    """Return the names that 'and' parts, if each is a person's, or commas."""
    parts = [part for part in _AND.split(text) if part.strip(" ,")]
    if len(parts) > 1:
        split = _part_at_every_comma if "," not in parts[-1] else _part_at_commas
        lists = [split(part.strip(" ,")) for part in parts]
        if all(_is_person(name) for names in lists for name in names):
            return [name for names in lists for name in names]
        return [text]
    return _part_at_commas(text)


def _part_at_every_comma(text: str) -> list[str]:
    """Return the names of a list whose last name has no comma: 'Ann Roe, Bob Poe' of '… and Cat Doe'."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    return parts if all(" " in part and _is_person(part) for part in parts) else _part_at_commas(text)


def _part_at_commas(text: str) -> list[str]:
    """Return the names that commas part for certain; else the text alone."""
    # PubMed ends the list with a full stop.
    bare = text[:-1] if text.endswith(".") and "." not in text[:-1] else text
    parts = [part.strip() for part in bare.split(",") if part.strip()]
    if len(parts) < 2:
        return [text]
    if all(_NAME_INITIALS.fullmatch(part) or _is_initials_first(part) for part in parts):
        return parts
    pairs = list(zip(parts[::2], parts[1::2], strict=False))
    if (
        len(parts) > 2
        and len(parts) % 2 == 0
        and all(_INITIALS.fullmatch(given) and not _INITIALS.fullmatch(family) for family, given in pairs)
    ):
        return [", ".join(pair) for pair in pairs]
    if len(parts) > 2 and all(" " in part and not _BODY.search(part) for part in parts):
        return parts
    return [text]


def _is_initials_first(name: str) -> bool:
    return bool(_INITIALS_FIRST.fullmatch(name)) and not _INITIALS.fullmatch(name)


def _is_person(name: str) -> bool:
    """Say whether a name has the form of a person's, and no word of an institution's."""
    if _BODY.search(name):
        return False
    return bool(
        (len(name) == 1 and ord(name) >= _FIRST_MARK)
        or _FAMILY_GIVEN.fullmatch(name)
        or _NAME_INITIALS.fullmatch(name)
        or _INITIALS_FIRST.fullmatch(name)
        or _GIVEN_FAMILY.fullmatch(name)
    )
