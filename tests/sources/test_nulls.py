"""Whatever is null in an entry, or in a page, the record is kept: with an empty column and no word *None*."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from sources.test_shapes import paths

from cireview.query import parse_query, write_query
from cireview.sources import APIS, Api, find_api
from cireview.sources.outcome import read_record

OWN: dict[str, dict[str, Any]] = {
    "openalex": {
        "id": "https://openalex.org/W1",
        "title": "Trust",
        "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/1"},
        "abstract_inverted_index": {"Trust": [0], "grows": [1, 2]},
        "authorships": [{"author": {"display_name": "Ada Lovelace"}}],
        "is_retracted": True,
    },
    "europe_pmc": {
        "id": "1",
        "source": "MED",
        "title": "Trust",
        "authorString": "Lovelace A, Pascal B.",
        "authorList": {"author": [{"lastName": "Lovelace", "firstName": "Ada", "fullName": "Lovelace A"}]},
        "journalInfo": {"journal": {"issn": "1234-5678", "essn": "1234-5679"}},
    },
    "crossref": {
        "DOI": "10.5555/1",
        "title": ["Trust"],
        "author": [{"family": "Lovelace", "given": "Ada"}, {"name": "A Group"}],
        "published": {"date-parts": [[2015, 4]]},
        "issued": {"date-parts": [[2015]]},
    },
    "semantic_scholar": {
        "paperId": "p1",
        "authors": [{"name": "Ada Lovelace"}],
        "publicationTypes": ["JournalArticle"],
    },
    "doaj": {
        "id": "d1",
        "bibjson": {
            "title": "Trust",
            "author": [{"name": "Ada Lovelace"}],
            "identifier": [{"type": "doi", "id": "10.5555/1"}],
            "start_page": "1",
            "end_page": "9",
        },
    },
    "eric": {"id": "EJ1", "title": "Trust", "url": ["https://doi.org/10.5555/1"], "issn": ["ISSN-1234-5678"]},
    "core": {"id": 1, "title": "Trust"},
    "scopus_api": {
        "eid": "2-s2.0-1",
        "author": [{"authname": "Lovelace A."}],
        "affiliation": [{"affilname": "A University", "affiliation-country": "UK"}],
        "authkeywords": "one | two",
        "prism:issn": "12345678",
    },
    "wos_expanded": {
        "UID": "WOS:1",
        "static_data": {
            "summary": {
                "titles": {"title": [{"type": "item", "content": "Trust"}]},
                "names": {"name": [{"role": "author", "full_name": "Lovelace, Ada"}]},
            }
        },
        "dynamic_data": {
            "cluster_related": {"identifiers": {"identifier": [{"type": "pmid", "value": "MEDLINE:1"}]}}
        },
    },
    "springer_nature": {"identifier": "doi:10.5555/1", "abstract": {"h1": "Abstract", "p": ["One.", "Two."]}},
    "clinicaltrials": {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT00000001"},
            "conditionsModule": {"conditions": ["Asthma"], "keywords": ["breath"]},
            "armsInterventionsModule": {"interventions": [{"name": "Salbutamol"}]},
        }
    },
    "datacite": {
        "id": "10.5555/1",
        "attributes": {
            "titles": [{"title": "Vertrauen", "titleType": "TranslatedTitle"}, {"title": "Trust"}],
            "descriptions": [{"description": "An abstract", "descriptionType": "Abstract"}],
            "creators": [
                {"name": "Lovelace, Ada", "familyName": "Lovelace", "givenName": "Ada", "affiliation": ["A"]},
                {"name": "A Group", "nameType": "Organizational", "affiliation": [{"name": "A University"}]},
            ],
            "publisher": {"name": "A Repository"},
            "container": {"title": "A Series", "firstPage": "1", "lastPage": "9"},
        },
    },
    "lens": {
        "lens_id": "000-1",
        "title": "Trust",
        "authors": [
            {"last_name": "Lovelace", "first_name": "Ada", "initials": "A"},
            {"collective_name": "A Group", "first_name": None, "last_name": None},
        ],
        "external_ids": [{"type": "doi", "value": "10.5555/1"}, {"type": "pmid", "value": "1"}],
        "start_page": "1",
        "end_page": "9",
    },
    "ieee": {"article_number": "1", "authors": {"authors": [{"full_name": "Ada Lovelace"}]}},
}
OWN["europe_pmc_preprints"] = OWN["europe_pmc"]
"""Of each API what its functions read of an entry; what paths read is added."""
JSON_APIS = [source for source in APIS if source.key not in ("pubmed", "arxiv")]


def whole_entry(source: Api) -> dict[str, Any]:
    """Return an entry that has a value at every path of the field map."""
    entry = copy.deepcopy(OWN.get(source.key, {}))
    for field in source.fields.values():
        if not callable(field):
            for path in [field] if isinstance(field, str) else field:
                _put(entry, path.split("."))
    return entry


def _put(entry: Any, names: list[str]) -> None:
    below = entry[0] if isinstance(entry, list) else entry
    if isinstance(below, dict):
        below.setdefault(names[0], {} if names[1:] else "value")
        if names[1:]:
            _put(below[names[0]], names[1:])


ALL_OF_IT = {("protocolSection",), ("protocolSection", "identificationModule")}
"""Members without which an entry has neither an id nor a title."""


@pytest.mark.parametrize("source", JSON_APIS, ids=[source.key for source in JSON_APIS])
def test_a_null_in_an_entry_loses_no_record(source: Api) -> None:
    entry = whole_entry(source)
    assert read_record(source, entry)[1] == ""
    for path in paths(entry):
        if path in ALL_OF_IT:
            continue
        nulled = copy.deepcopy(entry)
        below = nulled
        for name in path[:-1]:
            below = below[name]
        below[path[-1]] = None
        row, reason = read_record(source, nulled)
        assert (path, reason) == (path, "")
        assert "None" not in " ".join(row.values()), path


EMPTY = {
    "openalex": {"meta": {"count": 0}, "results": None},
    "europe_pmc": {"hitCount": 0, "resultList": {"result": None}},
    "crossref": {"message": {"total-results": 0, "items": None}},
    "semantic_scholar": {"total": 0, "data": None},
    "doaj": {"total": 0, "results": None},
    "eric": {"response": {"numFound": 0, "docs": None}},
    "core": {"totalHits": 0, "results": None},
    "scopus_api": {"search-results": {"opensearch:totalResults": "0", "entry": None}},
    "wos_starter": {"metadata": {"total": 0}, "hits": None},
    "wos_expanded": {"QueryResult": {"RecordsFound": 0}, "Data": {"Records": None}},
    "springer_nature": {"result": [{"total": "0"}], "records": None},
    "ieee": {"total_records": 0, "articles": None},
    "clinicaltrials": {"totalCount": 0, "studies": None},
    "europe_pmc_preprints": {"hitCount": 0, "resultList": {"result": None}},
    "datacite": {"meta": {"total": 0}, "data": None, "links": None},
    "lens": {"total": 0, "data": None},
}


@pytest.mark.parametrize("source", JSON_APIS, ids=[source.key for source in JSON_APIS])
def test_a_null_list_is_an_empty_one(source: Api) -> None:
    page = source.read(json.dumps(EMPTY[source.key]).encode())
    assert (page.total, page.items) == (0, ())


def test_a_null_among_the_entries_leaves_the_others() -> None:
    page = find_api("semantic_scholar").read(b'{"total": 2, "data": [null, {"paperId": "p1"}]}')
    assert (page.total, len(page.items)) == (2, 1)  # the search then lacks a record, and says so


def test_papers_without_a_type_are_not_lost_by_a_limit_to_types() -> None:
    native = write_query(
        parse_query("trust"), database="semantic_scholar", document_types=["journal article"]
    )
    assert (native.limits, native.left) == ((), ("document types",))
