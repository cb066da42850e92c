"""Read BibTeX, also where it is broken: an entry that cannot be read costs itself, never its neighbours."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from cireview.formats.entries import Dialect, Entry, Fields
from cireview.formats.latex import decode_latex
from cireview.formats.names import arrange_name, invert_name
from cireview.formats.quirks import take_noted_pmid, take_number_in_key

BIBTEX = Dialect(
    first={
        "accession": ("unique-id", "unique_id", "accession", "accessionnumber", "accession_number"),
        "title": ("title", "maintitle", "shorttitle"),
        "abstract": ("abstract",),
        "year": ("year", "date", "issue_date", "early-access-date"),
        "journal": ("journal", "journaltitle", "booktitle", "series", "school", "institution", "journal-iso"),
        "volume": ("volume",),
        "issue": ("number", "issue"),
        "pages": ("pages", "page"),
        "article_number": ("article-number", "art_number", "articleno", "eid"),
        "doi": ("doi",),
        "pmid": ("pmid", "pubmed_id", "pubmedid"),
        "document_type": ("document_type", "type", "entrytype"),
        "url": ("url", "link", "howpublished"),
    },
    joined={
        "authors": (("author",), ("editor",)),
        "affiliations": (("affiliations",), ("affiliation",)),
        "issn": (("issn", "eissn"), ("isbn",)),
        "language": (("language",), ("langid",)),
        "keywords": (("keywords", "author_keywords", "keywords-plus", "keyword", "mesh"),),
        "notes": (("note", "annote", "annotation"),),
    },
    identified=("url", "key"),
    doi=("url", "key", "crossref", "eprint"),
    quirks=(take_number_in_key, take_noted_pmid),
)

_ENTRY = re.compile(r"@\s*(?:%[^\n]*\n\s*)*([A-Za-z]+)\s*(?:%[^\n]*\n\s*)*([{(])")
_NEXT = re.compile(r"^[ \t\ufeff]*@\s*[A-Za-z]+\s*[{(]", re.MULTILINE)
_KEY = re.compile(r"\s*([^\s=\"{}][^=\"{}\n]*?)??\s*(?:,(?=\s*(?:[\w:.+ -]+\s*=|[})]|$))|(?=[})]|$))")
_NAME = re.compile(r"[\s,]*([A-Za-z][\w:.+-]*(?:[^\S\n][\w-]+)*)\s*=\s*")
_BARE = re.compile(r"[^\s,{}()\"#=]+")
_FIELD_END = re.compile(
    r"[}\"]\s*,?[ \t]*\n(?=\s*(?:[A-Za-z][\w:.+-]*(?:[^\S\n][\w-]+)*\s*=\s*[{\"\w]|[})]))"
)
# What may follow a value; anything else means that the sign before it did not close the value.
_AFTER = re.compile(r"\s*(?:#|$|,?[ \t]*(?:\n|$)|,?\s*[})]|,\s*[A-Za-z][\w:.+-]*(?:[^\S\n][\w-]+)*\s*=)")
_VERBATIM = frozenset({"url", "doi", "link", "file", "eprint", "key", "unique-id", "accession"})
_SKIPPED = ("comment", "preamble")


class _BrokenError(ValueError):
    """An entry does not follow the grammar."""


def _match_brace(text: str, start: int, limit: int) -> int:
    """Return the position of the brace that closes the one at `start`."""
    depth = 0
    for sign in re.compile(r"\\?[{}]").finditer(text, start, limit):
        brace = sign[0][-1]
        if len(sign[0]) == 2 and text[sign.start() - 1] != "\\":
            continue
        depth += 1 if brace == "{" else -1
        if depth == 0:
            return sign.end() - 1
    raise _BrokenError("a brace is not closed")


def _match_quote(text: str, start: int, limit: int) -> int:
    """Return the position of the quotation mark that closes the one at `start`; braces hide those inside."""
    depth = 0
    for sign in re.compile(r"[{}\"]").finditer(text, start + 1, limit):
        if sign[0] == '"':
            if depth <= 0 and text[sign.start() - 1] != "\\":
                return sign.start()
        else:
            depth += 1 if sign[0] == "{" else -1
    raise _BrokenError("a quotation mark is not closed")


def _find_end(text: str, start: int, limit: int, *, by_line: bool) -> int:
    """Return where the value that opens at `start` ends.

    When its braces or quotation marks do not come out even, or when asked for `by_line`, that is the next
    sign that closes a value at the end of a line.
    """
    if by_line and (close := _FIELD_END.search(text, start + 1, limit)):
        return close.start()
    try:
        end = (_match_brace if text[start] == "{" else _match_quote)(text, start, limit)
        if _AFTER.match(text, end + 1, limit):
            return end
    except _BrokenError:
        end = start
    close = _FIELD_END.search(text, end + 1, limit)
    if close is None:
        raise _BrokenError("a brace or a quotation mark is not closed")
    return close.start()


def _read_value(
    text: str, start: int, limit: int, strings: dict[str, str], *, by_line: bool
) -> tuple[str, int]:
    """Read one value, several parts joined by ``#`` included, and return it with the position after it."""
    parts: list[str] = []
    place = start
    while True:
        sign = text[place : place + 1]
        if sign in ("{", '"'):
            end = _find_end(text, place, limit, by_line=by_line)
            parts.append(text[place + 1 : end])
            place = end + 1
        elif word := _BARE.match(text, place, limit):
            name = word[0]
            parts.append(strings.get(name.lower(), name))
            place = word.end()
        else:
            return "".join(parts), place
        joint = re.compile(r"\s*#\s*").match(text, place, limit)
        if joint is None:
            return "".join(parts), place
        place = joint.end()


def _read_fields(
    text: str, place: int, limit: int, strings: dict[str, str], *, by_line: bool = False
) -> tuple[Fields, int]:
    """Read ``name = value`` until there are no more; commas between them may be missing."""
    fields: Fields = {}
    while name := _NAME.match(text, place, limit):
        value, place = _read_value(text, name.end(), limit, strings, by_line=by_line)
        fields.setdefault(name[1].strip().lower().replace(" ", "-"), []).append(value)
    return fields, place


def read_bibtex(text: str) -> Iterator[Entry]:
    """Yield the entries of a BibTeX file.

    Duplicate keys and duplicate fields are kept, missing commas, keys and closing braces forgiven,
    ``@string`` abbreviations put in.

    Parameters
    ----------
    text
        The whole file.

    Yields
    ------
    Entry
        Fields by their names in lower case, values decoded; a broken entry as a problem.
    """
    strings: dict[str, str] = {}
    starts = [opening.start() for opening in _NEXT.finditer(text)]
    place = 0
    line, counted = 1, 0
    while opening := _ENTRY.search(text, place):
        kind = opening[1].lower()
        begin = opening.start()
        line, counted = line + text.count("\n", counted, begin), begin
        following = bisect_right(starts, begin)
        limit = starts[following] if following < len(starts) else len(text)
        place = opening.end()
        if kind in _SKIPPED:
            place = _skip(text, opening.end() - 1, limit)
            continue
        if kind == "string":
            place = _read_string(text, place, limit, strings)
            continue
        entry, place = _read_entry(text, opening, limit, strings)
        entry.line = line
        yield entry


def _skip(text: str, start: int, limit: int) -> int:
    """Return the position after a comment or preamble; one that is not closed ends before the next entry."""
    try:
        return _match_brace(text, start, len(text)) + 1 if text[start] == "{" else start + 1
    except _BrokenError:
        return limit


def _read_string(text: str, place: int, limit: int, strings: dict[str, str]) -> int:
    """Add an abbreviation to `strings` and return the position after it; a broken one is left out."""
    try:
        fields, place = _read_fields(text, place, limit, strings)
    except _BrokenError:
        return limit
    strings |= {name: values[0] for name, values in fields.items()}
    return place


def _read_entry(text: str, opening: re.Match[str], limit: int, strings: dict[str, str]) -> tuple[Entry, int]:
    """Read one entry up to `limit`, where the next starts."""
    key = _KEY.match(text, opening.end(), limit)
    start = key.end() if key else opening.end()
    try:
        fields, place = _read_fields(text, start, limit, strings)
        if not text[place:limit].lstrip(" \t\r\n,").startswith(("}", ")")):
            more = _read_fields(text, start, limit, strings, by_line=True)
            fields, place = max((fields, place), more, key=lambda read: len(read[0]))
    except _BrokenError as error:
        return Entry(0, problem=str(error), text=text[opening.start() : limit]), limit
    rest = text[place:limit].strip(" \t\r\n,")
    if not fields and not rest.startswith(("}", ")")):
        return Entry(0, problem="no field can be read", text=text[opening.start() : limit]), limit
    entry = Entry(0, _decode_fields(fields))
    entry.fields["entrytype"] = [opening[1].lower()]
    entry.fields["key"] = [(key and key[1]) or ""]
    if not rest.startswith(("}", ")")):
        return (entry, limit) if not rest else (_remark(entry, rest), limit)
    return entry, place + len(text[place:limit]) - len(text[place:limit].lstrip(" \t\r\n,")) + 1


def _remark(entry: Entry, rest: str) -> Entry:
    entry.remark = "has a part that is no field, which was left out"
    entry.text = rest
    return entry


def _decode_fields(fields: Fields) -> Fields:
    """Decode braces, accents and line breaks; part and arrange the names."""
    decoded: Fields = {}
    for name, values in fields.items():
        if name == "pages":
            values = [value.replace("--", "-") for value in values]
        flat = [re.sub(r"\s*\n\s*", " ", value).strip() for value in values]
        if name in ("author", "editor"):
            decoded[name] = [person for value in flat for person in _read_names(value)]
        elif name in _VERBATIM:
            decoded[name] = [re.sub(r"\{?\\([_%&#~])\}?|[{}]", r"\1", value).strip() for value in flat]
        else:
            decoded[name] = [decode_latex(value).strip() for value in flat]
    return decoded


def _read_names(text: str) -> list[str]:
    """Part names at 'and' outside of braces; a name wholly in braces is an institution's."""
    names = [""]
    depth = 0
    for piece in re.split(r"(\\?[{}]|\s+and\s+)", text, flags=re.IGNORECASE):
        if depth == 0 and re.fullmatch(r"\s+and\s+", piece, re.IGNORECASE):
            names.append("")
            continue
        depth += (piece == "{") - (piece == "}")
        names[-1] += piece
    return [arranged for name in names if (arranged := _read_name(name.strip()))]


def _read_name(name: str) -> str:
    """Return one name as 'Family, Given'; an institution's with a comma at its end."""
    if (
        name.startswith("{")
        and name.endswith("}")
        and _match_brace(name + "}", 0, len(name) + 1) == len(name) - 1
    ):
        inner = arrange_name(decode_latex(name).strip())
        return inner if "," in inner else f"{inner},"
    return invert_name(re.sub(r"\s+", " ", decode_latex(name)).replace("\u00a0", " ").strip(" ,"))
