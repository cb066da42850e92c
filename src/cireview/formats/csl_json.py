"""Read CSL-JSON, which Zotero, Mendeley, pandoc and DOI resolvers write, and works of Crossref, much like it.

Members are those of csl-data.json (citation-style-language/schema) and of Crossref's API
(https://api.crossref.org); both part names into family and given names, and dates into parts.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cireview.formats.entries import Dialect, Fields
from cireview.formats.json_objects import leaves_of_object
from cireview.formats.markup import strip_tags
from cireview.formats.names import mark_name

CSL = Dialect(
    first={
        "accession": (),
        "title": ("title",),
        "abstract": ("abstract",),
        "year": (
            "issued.date-parts",
            "issued.raw",
            "issued.literal",
            "issued.edtf",
            "issued",
            "original-date.date-parts",
            "submitted.date-parts",
        ),
        "journal": (
            "container-title",
            "event-title",
            "event",
            "journalAbbreviation",
            "container-title-short",
        ),
        "volume": ("volume",),
        "issue": ("issue", "number"),
        "pages": ("page",),
        "first_page": ("page-first",),
        "article_number": ("article-number",),
        "doi": ("DOI",),
        "pmid": ("PMID",),
        "document_type": ("type",),
        "url": ("URL",),
    },
    joined={
        "authors": (("author",), ("editor",)),
        "affiliations": (("author.affiliation",),),
        "issn": (("ISSN",), ("ISBN",)),
        "language": (("language",),),
        "keywords": (("keyword", "categories"),),
        "notes": (("note", "annote"),),
    },
    identified=("URL",),
    doi=("URL", "id"),
    pubmed=("note", "URL"),
)

CROSSREF = replace(
    CSL,
    first={
        **CSL.first,
        "year": tuple(
            f"{name}.date-parts"
            for name in ("published", "issued", "published-print", "published-online", "posted", "created")
        ),
        "journal": ("container-title", "institution.name", "publisher"),
    },
    joined={**CSL.joined, "keywords": (("subject",),)},
    silent=frozenset({"", "created.date-time", "created.timestamp", "author.sequence"}),
    references=frozenset({"reference"}),
)
_OF_THE_SERVICE = frozenset({"indexed", "deposited", "score", "content-domain", "prefix", "member", "source"})
_PERSON = frozenset({"family", "given", "literal", "name"})
_NAMED = frozenset({*_PERSON, "dropping-particle", "non-dropping-particle", "suffix", "sequence"})


def read_csl(item: dict[str, Any]) -> Fields:
    """Return the fields of an item of CSL-JSON; people are one text each, 'Family, Given'."""
    return _read(item)


def read_crossref(work: dict[str, Any]) -> Fields:
    """Return the fields of a work of Crossref, without what it says of its own service (``indexed``)."""
    fields = _read({name: value for name, value in work.items() if name not in _OF_THE_SERVICE})
    for tag in ("title", "abstract", "container-title"):
        if tag in fields:
            fields[tag] = [" ".join(strip_tags(value).split()) for value in fields[tag]]
    return fields


def _read(item: dict[str, Any]) -> Fields:
    people = {name: value for name, value in item.items() if _are_people(value)}
    cited = item.get("reference")
    left = {name: value for name, value in item.items() if name not in people}
    if isinstance(cited, list):
        left["reference"] = [_cite(one) for one in cited]
    fields = leaves_of_object(left)
    for name, persons in people.items():
        fields[name] = [text for person in persons if (text := _name(person))]
        rest = [{k: v for k, v in one.items() if k not in _NAMED} for one in persons]
        for path, values in leaves_of_object({name: rest}).items():
            fields.setdefault(path.removesuffix(".name"), []).extend(values)
    return fields


def _are_people(value: Any) -> bool:
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(one, dict) and bool(_PERSON & one.keys()) for one in value)
        and any("family" in one or "literal" in one or "sequence" in one for one in value)
    )


def _name(person: dict[str, Any]) -> str:
    """Return 'van Gogh, Vincent', 'King, Jr., Martin', or the name of a body, marked as one."""
    part = {name: value.strip() for name, value in person.items() if isinstance(value, str)}
    family = " ".join(filter(None, (part.get("non-dropping-particle"), part.get("family"))))
    given = " ".join(filter(None, (part.get("given"), part.get("dropping-particle"))))
    if family and given:
        return ", ".join(filter(None, (family, part.get("suffix"), given)))
    body = part.get("literal") or part.get("name") or family or given
    return mark_name(body) if body else ""


def _cite(one: Any) -> Any:
    """Return a cited work as one text."""
    if not isinstance(one, dict):
        return one
    return ", ".join(str(value) for name, value in one.items() if name not in ("key", "doi-asserted-by"))
