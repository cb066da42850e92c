"""Read works of OpenAlex, as its API gives them (https://developers.openalex.org) and people save them."""

from __future__ import annotations

from typing import Any

from cireview.formats.entries import Dialect, Fields
from cireview.formats.json_objects import leaves_of_object
from cireview.formats.markup import strip_tags
from cireview.formats.names import invert_name

OPENALEX = Dialect(
    first={
        "accession": ("accession",),
        "title": ("title", "display_name"),
        "abstract": ("abstract",),
        "year": ("publication_year", "publication_date"),
        "journal": ("primary_location.source.display_name",),
        "volume": ("biblio.volume",),
        "issue": ("biblio.issue",),
        "first_page": ("biblio.first_page",),
        "last_page": ("biblio.last_page",),
        "doi": ("doi", "ids.doi"),
        "pmid": ("ids.pmid",),
        "document_type": ("type",),
        "url": ("id",),
    },
    joined={
        "authors": (("authorships.author.display_name",), ("authorships.raw_author_name",)),
        "affiliations": (
            ("authorships.raw_affiliation_strings",),
            ("authorships.institutions.display_name",),
        ),
        "issn": (("primary_location.source.issn",),),
        "language": (("language",),),
        "keywords": (("keywords.display_name",),),
    },
    references=frozenset({"referenced_works"}),
)
_COMPUTED = frozenset(
    {
        "abstract_inverted_index",
        "citation_normalized_percentile",
        "cited_by_api_url",
        "cited_by_percentile_year",
        "concepts",
        "counts_by_year",
        "fwci",
        "locations",
        "primary_topic",
        "related_works",
        "relevance_score",
        "sustainable_development_goals",
        "topics",
    }
)


def rebuild_abstract(work: dict[str, Any]) -> str:
    """Return the abstract from OpenAlex's index of its words, in the order of their positions."""
    index = work.get("abstract_inverted_index") or {}
    places = [(place, word) for word in index for place in index[word] or () if place is not None]
    return " ".join(word for _, word in sorted(places))


def short_id(address: str) -> str:
    """Return the id at the end of an OpenAlex or PubMed address."""
    return address.rstrip("/").rpartition("/")[2]


def read_work(work: dict[str, Any]) -> Fields:
    """Return the fields of a work by the path of their members.

    What OpenAlex computes of other works or of the text (topics, citations by year, related works) and the
    further places of a work, which repeat the first, are left out.
    """
    fields = leaves_of_object({name: value for name, value in work.items() if name not in _COMPUTED})
    fields["accession"] = [short_id(value) for value in fields.get("id", [])[:1]]
    fields["abstract"] = [text] if (text := _abstract(work)) else []
    for tag in ("title", "display_name"):
        if tag in fields:
            fields[tag] = [strip_tags(value) for value in fields[tag]]
    for tag in ("authorships.author.display_name", "authorships.raw_author_name"):
        fields[tag] = [invert_name(name) for name in fields.get(tag, [])]
    return fields


def _abstract(work: dict[str, Any]) -> str:
    """Return the abstract; numbers of a file are text."""
    index = work.get("abstract_inverted_index")
    if not isinstance(index, dict):
        return ""
    places = {
        word: [int(place) for place in at if isinstance(place, str) and place.isdecimal() and len(place) < 8]
        for word, at in index.items()
        if isinstance(at, list)
    }
    return rebuild_abstract({"abstract_inverted_index": places})
