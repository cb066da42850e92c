"""Fill the columns of a record from the fields of an entry, by the tables of a dialect."""

from __future__ import annotations

import re
from collections.abc import Callable

from cireview.formats.entries import Dialect, Entry, Fields
from cireview.formats.identifiers import find_accession, find_doi, find_pmid, holds_doi, looks_like_doi
from cireview.formats.names import arrange_name, is_doubtful, is_rest, part_names, strip_note
from cireview.formats.noting import NO_TYPE, note_rest
from cireview.tables.ids import MANAGERS_KEY

COLUMNS = (
    "accession",
    "title",
    "abstract",
    "authors",
    "affiliations",
    "year",
    "journal",
    "volume",
    "issue",
    "pages",
    "doi",
    "pmid",
    "issn",
    "language",
    "document_type",
    "keywords",
    "url",
    "notes",
)

HOLLOW = "the record has no title, author, abstract, journal, identifier or address"
_TELLING = [
    COLUMNS.index(column)
    for column in ("title", "authors", "abstract", "journal", "doi", "pmid", "accession", "url")
]

_COPYRIGHT = re.compile(
    r"copyright|all rights reserved|\(c\)|©|\[abstract from|may be abridged|journal abstract", re.IGNORECASE
)
_NO_TAG = "(none)"
_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"\d{1,8}")


def is_hollow(values: list[str]) -> bool:
    """Return whether a record's values, in the order of `COLUMNS`, lack everything that identifies it."""
    return not any(values[place] for place in _TELLING)


def join_parts(values: list[str]) -> str:
    """Return the parts of a list joined by '; ', without blanks round them and without empty ones.

    Examples
    --------
    >>> join_parts(["Leeds, UK ; York, UK;  ", "Hull"])
    'Leeds, UK; York, UK; Hull'
    """
    if not values:
        return ""
    if len(values) == 1 and ";" not in values[0]:
        return values[0].strip()
    return "; ".join([part for value in "; ".join(values).split("; ") if (part := value.strip())])


def join_abstracts(values: list[str]) -> tuple[str, list[str]]:
    """Return one abstract of several, and what is only a publisher's statement of rights (for the notes).

    EBSCO writes such a statement as a second abstract; other databases repeat the tag for parts or languages.
    """
    if len(values) < 2:
        return "".join(values), []
    texts = list(dict.fromkeys(values))
    rights = [text for text in texts[1:] if _COPYRIGHT.search(text[:400])]
    return " ".join(text for text in texts if text not in rights), rights


def join_pages(first: str, last: str) -> str:
    """Return 'first-last'; `first` alone when it is a range already, or when there is no other last page."""
    if not last or last == first or first.endswith(f"-{last}"):
        return first
    return f"{first}-{last}" if first else last


def _find_tag(fields: Fields, tags: tuple[str, ...]) -> str:
    """Return the first of `tags` that has any value, else `_NO_TAG`."""
    for tag in tags:
        if tag in fields:
            return tag
    return _NO_TAG


def _all_values(fields: Fields, tags: tuple[str, ...]) -> list[str]:
    """Return the values of all of `tags`."""
    held = [fields[tag] for tag in tags if tag in fields]
    return held[0] if len(held) == 1 else [value for values in held for value in values]


def _find_group(fields: Fields, groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Return the first group of tags that has any value."""
    for group in groups:
        for tag in group:
            if tag in fields:
                return group
    return ()


def _find_year(fields: Fields, tags: tuple[str, ...]) -> str:
    """Return the first tag that names a year: DA may hold 'Mar 16' beside a PY of 2011."""
    for tag in tags:
        if tag in fields and any(map(_YEAR.search, fields[tag])):
            return tag
    return _find_tag(fields, tags)


def _sort_years(values: list[str]) -> list[str]:
    """Return the different values, those that name a year first."""
    if len(values) < 2:
        return values
    return sorted(dict.fromkeys(values), key=lambda value: _YEAR.search(value) is None)


def fill_record(dialect: Dialect, source: str = "") -> Callable[[Entry], list[str]]:
    """Return the function that gives an entry's values in the order of `COLUMNS`.

    Values stay as the source gave them. A second, different value of a tag that makes a column of one value
    goes to the notes, statements of rights in the abstract go there too, and so does, with the name of its
    tag, whatever stands in no column. Cited references come last.

    Parameters
    ----------
    dialect
        Which tag is which column.
    source
        The database as the review calls it: a tag that only names it again is not noted.
    """
    apart = ("abstract", "year", "document_type", "doi")
    plain = [(column, tags) for column, tags in dialect.first.items() if column not in apart]
    joined = [(c, groups) for c, groups in dialect.joined.items() if c not in ("authors", "notes")]
    first, authors = dialect.first, dialect.joined.get("authors", ())
    noted, silent = dialect.joined.get("notes", ()), {*dialect.silent, *first["abstract"]}

    def fill(entry: Entry) -> list[str]:
        for quirk in dialect.quirks:
            quirk(entry.fields)
        fields = _drop_empty(entry.fields)
        filled: dict[str, str] = {}
        used = silent.copy()
        notes = [*_take_group(fields, noted, used)]
        _take_first(fields, plain, filled, used, notes)
        for column, groups in joined:
            filled[column] = join_parts(_take_group(fields, groups, used))
        filled["abstract"], rights = join_abstracts(_all_values(fields, first["abstract"]))
        used.add(year := _find_year(fields, first["year"]))
        years = _sort_years(fields.get(year, []))
        filled["year"] = years[0] if years else ""
        notes += rights
        notes += years[1:]
        if authors:
            used.update(group := _find_group(fields, authors))
            filled["authors"] = _arrange_authors(fields, group, notes)
        _complete(filled, fields, dialect, used)
        if rest := [tag for tag in fields if tag not in used]:
            notes += note_rest(rest, fields, filled, dialect, source)
        filled["notes"] = join_parts(notes)
        return [filled.get(column, "") for column in COLUMNS]

    return fill


def _drop_empty(fields: Fields) -> Fields:
    """Return the fields without empty values, and without tags that have no other."""
    if all(fields.values()) and not any("" in values for values in fields.values()):
        return fields
    return {
        tag: values if all(values) else [value for value in values if value]
        for tag, values in fields.items()
        if any(values)
    }


def _take_group(fields: Fields, groups: tuple[tuple[str, ...], ...], used: set[str]) -> list[str]:
    """Return the values of the first group of tags that has any, and add its tags to `used`."""
    for group in groups:
        held = [fields[tag] for tag in group if tag in fields]
        if held:
            used.update(group)
            return held[0] if len(held) == 1 else [value for values in held for value in values]
    return []


def _take_first(
    fields: Fields,
    columns: list[tuple[str, tuple[str, ...]]],
    filled: dict[str, str],
    used: set[str],
    notes: list[str],
) -> None:
    """Fill each column from the first of its tags that has a value; further values go to `notes`."""
    for column, tags in columns:
        for tag in tags:
            if tag in fields:
                values = fields[tag]
                filled[column] = values[0]
                used.add(tag)
                if len(values) > 1:
                    notes += [value for value in dict.fromkeys(values) if value != values[0]]
                break


def _arrange_authors(fields: Fields, tags: tuple[str, ...], notes: list[str]) -> str:
    """Return the authors joined, and add to `notes` what is no name: e-mail addresses, 'et al.'."""
    names = _all_values(fields, tags)
    if is_doubtful("\n".join(names)):
        bare = [strip_note(name) for name in names]
        notes += [f"{tags[0]}: {name}" for name, kept in zip(names, bare, strict=True) if name != kept]
        names = [part for name in bare for part in part_names(name)]
        notes += [f"{tags[0]}: {name}" for name in names if is_rest(name)]
        names = [name for name in names if not is_rest(name)]
    return "; ".join([arrange_name(name) for name in names])


def _find_managers_key(fields: Fields) -> str:
    """Return the key that Zotero gave the item, or ""; other tables name other things ``key``."""
    key = next(iter(fields.get("key", [])), "") if "item type" in fields else ""
    return f"{MANAGERS_KEY}{key}" if key else ""


def _complete(filled: dict[str, str], fields: Fields, dialect: Dialect, used: set[str]) -> None:
    """Fill pages, type, DOI, PubMed id and accession, each of which may stand in several places.

    Tags whose value came into no column are taken out of `used`, the tag of the type is added.
    """
    first = dialect.first
    if not filled.get("pages"):
        pages = join_pages(filled.get("first_page", ""), filled.get("last_page", ""))
        filled["pages"] = pages or filled.get("article_number", "")
    for column in ("first_page", "last_page", "article_number"):
        if (value := filled.pop(column, "")) and value not in filled["pages"]:
            used.discard(_find_tag(fields, first[column]))
    if not filled.get("document_type"):
        kinds = _all_values(fields, first["document_type"])
        named = (kind for kind in kinds if kind not in NO_TYPE and not looks_like_doi(kind))
        filled["document_type"] = next(named, "")
        tag = _find_tag(fields, first["document_type"])
        if fields.get(tag) == [filled["document_type"]]:
            used.add(tag)
    dois = fields.get(tag := _find_tag(fields, first["doi"]), [])
    filled["doi"] = next((value for value in dois if holds_doi(value)), "") or (
        find_doi(_all_values(fields, dialect.doi)) or "".join(dois[:1])
    )
    if len(dois) == 1 and filled["doi"] == dois[0]:
        used.add(tag)
    accession = filled.get("accession", "")
    if not accession or looks_like_doi(accession):
        places = [*_all_values(fields, dialect.identified), filled.get("url", "")]
        filled["accession"] = find_accession(places) or _find_managers_key(fields)
        used.discard(_find_tag(fields, first["accession"]))
    if not _NUMBER.fullmatch(filled.get("pmid", "")):
        candidates = filter(None, [filled.get("pmid", ""), *_all_values(fields, dialect.pubmed)])
        filled["pmid"] = next(filter(None, map(find_pmid, candidates)), "")
        used.discard(_find_tag(fields, first.get("pmid", ())))
