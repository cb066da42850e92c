"""Read BibTeX, even if it is broken: an entry that cannot be read does not affect its neighbours."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from cireview.formats.bibtex_values import (
    BETWEEN,
    CLOSING,
    ENTRY,
    NAME,
    UNREAD,
    BrokenError,
    match_brace,
    read_fields,
)
from cireview.formats.entries import Dialect, Entry, Fields, join_lines
from cireview.formats.inheritance import inherit
from cireview.formats.latex import decode_latex
from cireview.formats.names import arrange_name, invert_name, is_doubtful, is_rest, part_names
from cireview.formats.quirks import join_subtitles, take_noted_pmid, take_number_in_key
from cireview.limits import Allowance

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
    quirks=(take_number_in_key, take_noted_pmid, join_subtitles),
    silent=frozenset({"key"}),
    references=frozenset({"cited-references", "references"}),
)

_ENTRY = re.compile(rf"(?<![\w.]){ENTRY}([{{(])")
_NEXT = re.compile(rf"^[ \t\ufeff]*{ENTRY}[{{(]", re.MULTILINE)
_WENT_ON = re.compile(rf"[\s,;]*[}})]\s*[,;]\s*(?={NAME}\s*=\s*[{{\"\w])")
_KEY = re.compile(
    rf"\s*([^\s=\"{{}}][^=\"{{}}\n]{{0,300}}?)??\s{{0,99}}(?:[,;](?=[\s,;]{{0,99}}(?:{NAME}\s*=|[}})]|%)|\s*$)|(?=[}})]|$))",
    re.MULTILINE,
)
_VERBATIM = frozenset({"url", "doi", "link", "file", "eprint", "key", "unique-id", "accession"})
_SKIPPED = ("comment", "preamble")
_LEFT = "has a part that is not a field; it is kept in the notes"
_MOST_UNCLOSED = 20  # comments; each is looked through to the end of the file


def read_bibtex(text: str) -> Iterator[Entry]:
    """Yield the records of a BibTeX or biblatex file.

    Duplicate keys and duplicate fields are kept, missing commas, keys and closing braces forgiven,
    ``@string`` abbreviations put in, and the fields added that an entry takes from others.

    Parameters
    ----------
    text
        The whole file.

    Yields
    ------
    Entry
        Fields by their names in lower case, values decoded; a broken entry as a problem.

    Raises
    ------
    ExportError
        If it unfolds to more than `cireview.limits.UNFOLDED`.
    """
    allowance = Allowance()
    yield from inherit(list(_read_entries(text, allowance)), allowance)


def _read_entries(text: str, allowance: Allowance) -> Iterator[Entry]:
    """Yield the entries as they stand in the file."""
    strings: dict[str, str] = {}
    starts = [opening.start() for opening in _NEXT.finditer(text)]
    place = unclosed = 0
    line, counted = 1, 0
    while opening := _ENTRY.search(text, place):
        kind = opening[1].lower()
        begin = opening.start()
        line, counted = line + text.count("\n", counted, begin), begin
        following = bisect_right(starts, begin)
        limit = starts[following] if following < len(starts) else len(text)
        place = opening.end()
        if kind in _SKIPPED:
            place, closed = _skip(
                text, opening.end() - 1, limit, len(text) if unclosed < _MOST_UNCLOSED else limit
            )
            unclosed += not closed
        elif kind == "string":
            place = _read_string(text, place, limit, strings, allowance)
        else:
            entry, place = _read_entry(text, opening, limit, strings, allowance)
            entry.line = line
            yield entry


def _skip(text: str, start: int, limit: int, furthest: int) -> tuple[int, bool]:
    """Return the position after a comment or preamble, and whether it is closed before `furthest`.

    One that is not closed ends before the next entry.
    """
    if text[start] != "{":
        return start + 1, True
    try:
        return match_brace(text, start, furthest) + 1, True
    except BrokenError:
        return limit, False


def _read_string(text: str, place: int, limit: int, strings: dict[str, str], allowance: Allowance) -> int:
    """Add an abbreviation to `strings` and return the position after it; a broken one is left out."""
    try:
        fields, place = read_fields(text, place, limit, strings, allowance)
    except BrokenError:
        return limit
    strings |= {name: values[0] for name, values in fields.items()}
    return place


def _read_entry(
    text: str, opening: re.Match[str], limit: int, strings: dict[str, str], allowance: Allowance
) -> tuple[Entry, int]:
    """Read one entry up to `limit`, where the next starts."""
    key = _KEY.match(text, opening.end(), limit)
    start = key.end() if key else opening.end()
    try:
        fields, place = read_fields(text, start, limit, strings, allowance)
        if UNREAD in fields or not text[place:limit].lstrip(BETWEEN).startswith(CLOSING):
            more = read_fields(text, start, limit, strings, allowance, by_line=True)
            fields, place = max((fields, place), more, key=lambda read: len(read[0].keys() - {UNREAD}))
        # A brace too many closes the entry before its end.
        while early := _WENT_ON.match(text, place, limit):
            others, place = read_fields(text, early.end(), limit, strings, allowance)
            fields = {name: fields.get(name, []) + others.get(name, []) for name in (*fields, *others)}
    except BrokenError as error:
        return Entry(0, problem=str(error), text=text[opening.start() : limit]), limit
    rest = text[place:limit].lstrip(BETWEEN)
    closed = rest.startswith(CLOSING)
    if not fields and not closed:
        return Entry(0, problem="no field can be read", text=text[opening.start() : limit]), limit
    if not closed and (lost := rest.rstrip(BETWEEN)):
        fields.setdefault(UNREAD, []).append(lost)
    entry = Entry(0, _decode_fields(fields), remark=_LEFT if UNREAD in fields else "")
    entry.fields["entrytype"] = [opening[1].lower()]
    entry.fields["key"] = [(key and key[1]) or ""]
    return entry, limit - len(rest) + 1 if closed else limit


def _decode_fields(fields: Fields) -> Fields:
    """Decode braces, accents and line breaks; part and arrange the names."""
    decoded: Fields = {}
    for name, values in fields.items():
        if name == "pages":
            values = [value.replace("--", "-") for value in values]
        flat = [join_lines(value) for value in values]
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
        if depth <= 0 and re.fullmatch(r"\s+and\s+", piece, re.IGNORECASE):
            names.append("")
            continue
        depth += (piece == "{") - (piece == "}")
        names[-1] += piece
    return [arranged for name in names for arranged in _read_name(name.strip()) if arranged]


def _read_name(name: str) -> list[str]:
    """Return 'Family, Given', institutions with a comma at the end; several if other signs part them."""
    if _is_braced(name):
        inner = arrange_name(decode_latex(name).strip())
        return [inner if "," in inner else f"{inner},"]
    plain = re.sub(r"\s+", " ", decode_latex(name)).replace("\u00a0", " ").strip(" ,")
    if "{" in name or not is_doubtful(plain):  # what stands in braces is one, whatever signs it holds
        return [invert_name(plain)]
    parts = part_names(plain)
    if parts == [plain] and not is_rest(plain):
        return [invert_name(plain)]
    return [part if is_rest(part) else invert_name(arrange_name(part)) for part in parts]


def _is_braced(name: str) -> bool:
    """Say whether the first brace of a name is closed by its last sign."""
    try:
        return name.startswith("{") and match_brace(name, 0, len(name)) == len(name) - 1
    except BrokenError:
        return False
