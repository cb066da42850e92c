"""Every recorded answer is read, or refused as its status or kind says; what was read is what is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from cireview.sources import find_api
from cireview.sources.fields import read_fields
from cireview.tables import RECORD
from cireview.web import UnreadableError
from cireview.web.refusals import quote_service

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not (DATA / "api").exists(), reason="the recorded answers are not here")
KEYS = {"scopus": "scopus_api", "springer": "springer_nature", "wos": "wos_starter"}
NOT_A_SEARCH = {
    "core/v2_articles.json": "the service's older API",
    "core/v2_search_no_results.json": "the service's older API",
    "crossref/work_single_with_abstract.json": "a single work",
    "crossref/works_abstract_jats.json": "XML of a single work",
    "crossref/works_affiliation.json": "a single work",
    "crossref/works_funders.json": "single works",
    "crossref/works_many_dois.json": "single works",
    "europepmc/search_cancer.xml": "XML, which is not asked for",
    "europepmc/search_cancer_dc.xml": "XML, which is not asked for",
    "openalex/rate_limit_endpoint_200.json": "the state of an account",
    "openalex/work_zotero_01.json": "a single work",
    "openalex/work_zotero_02.json": "a single work",
    "openalex/work_zotero_04.json": "a single work",
    "openalex/work_zotero_05.json": "a single work",
    "openalex/work_zotero_07.json": "a single work",
    "openalex/work_zotero_08.json": "a single work",
    "openalex/works_group_by_type.json": "counts by group",
    "openalex/works_single.json": "a single work",
    "pubmed/efetch_html_error_page.html": "a web page",
    "pubmed/efetch_medline_text_25.json": "MEDLINE text, which is not asked for",
    "pubmed/error_414_too_many_ids.json": "a search of PMC",
    "pubmed/esearch_bio_1.xml": "XML of a search, which is not asked for",
    "pubmed/esearch_bio_2.xml": "XML of a search, which is not asked for",
    "pubmed/esearch_bio_3.xml": "XML of a search, which is not asked for",
    "pubmed/esearch_bio_5.xml": "XML of a search, which is not asked for",
    "pubmed/esearch_bio_7.xml": "XML of a search, which is not asked for",
    "pubmed/esearch_bio_8.xml": "XML of a search, which is not asked for",
    "pubmed/esummary_bio_1.xml": "a summary",
    "pubmed/esummary_bio_3.xml": "a summary",
    "pubmed/esummary_bio_9.xml": "a summary",
    "pubmed/jabref_MalformedEntry.xml": "malformed XML",
    "pubmed/pmc_esearch_esummary.json": "a search of PMC",
    "scopus/abstract_retrieval.xml": "a single abstract",
    "scopus/serial_title.json": "a journal",
    "semanticscholar/batch_with_null_entries.json": "a batch",
    "semanticscholar/citations.json": "citations",
    "semanticscholar/paper_detail_2026.json": "a single paper",
    "semanticscholar/references.json": "references",
    "semanticscholar/search_match.json": "a match",
    "wos/expanded_dynamic_data.json": "part of a record",
    "wos/expanded_one_cited_reference.json": "a reference",
    "wos/starter_one_hit.json": "part of an answer",
}


def services() -> dict[str, str]:
    folders = sorted(path.name for path in (DATA / "api").iterdir() if path.name != "unpaywall")
    return {folder: find_api(KEYS.get(folder, folder)).key for folder in folders}


def answers(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield status and body of what a file holds: interactions, or one body."""
    content = path.read_bytes()
    whole = json.loads(content) if path.suffix == ".json" else None
    if isinstance(whole, dict) and "interactions" in whole:
        for one in whole["interactions"]:
            yield one["response"]["status"], (one["response"]["body"] or "").encode()
    else:
        yield 200, content


def recordings() -> list[tuple[str, str]]:
    if not (DATA / "api").exists():
        return []
    return [
        (f"{folder}/{path.name}", key)
        for folder, key in services().items()
        for path in sorted((DATA / "api" / folder).iterdir())
    ]


@pytest.mark.parametrize(("name", "key"), recordings())
def test_a_recorded_answer_is_read_or_refused(name: str, key: str) -> None:
    source = find_api(key)
    for status, body in answers(DATA / "api" / name):
        if status != 200:
            assert quote_service(body) not in ("", "no words")
            assert "<" not in quote_service(body)
        elif name in NOT_A_SEARCH:
            with pytest.raises(UnreadableError):
                source.read(body)
        else:
            page = source.read(body)
            records = source.records(page)
            assert page.total >= len(records)
            assert all(record["accession"] or record["doi"] for record in records)
            assert all(set(record) == set(RECORD.columns) for record in records)


def test_as_many_records_are_read_as_were_counted_by_their_tags() -> None:
    index = pd.read_csv(DATA / "INDEX.csv", dtype=str, keep_default_na=False)
    index = index[index["file"].str.startswith("api/") & index["n_records"].str.fullmatch(r"\d+")]
    counted = {
        name.removeprefix("api/"): int(n) for name, n in zip(index["file"], index["n_records"], strict=True)
    }
    for name, key in recordings():
        if name in counted and name not in NOT_A_SEARCH:
            pages = [
                find_api(key).read(body) for status, body in answers(DATA / "api" / name) if status == 200
            ]
            assert (name, sum(len(page.items) for page in pages)) == (name, counted[name])


SINGLE = [
    ("openalex/works_single.json", "openalex", ()),
    *((f"openalex/work_zotero_0{n}.json", "openalex", ()) for n in (1, 2, 4, 5, 7, 8)),
    ("crossref/works_affiliation.json", "crossref", ("message",)),
    ("crossref/works_funders.json", "crossref", ("message",)),
    ("crossref/works_many_dois.json", "crossref", ("message",)),
    ("crossref/work_single_with_abstract.json", "crossref", ("message",)),
    ("semanticscholar/paper_detail_2026.json", "semantic_scholar", ()),
    ("semanticscholar/batch_with_null_entries.json", "semantic_scholar", ()),
    ("semanticscholar/references.json", "semantic_scholar", ("data", "citedPaper")),
    ("semanticscholar/citations.json", "semantic_scholar", ("data", "citingPaper")),
    ("semanticscholar/search_match.json", "semantic_scholar", ("data",)),
    ("wos/starter_one_hit.json", "wos_starter", ()),
]


@pytest.mark.parametrize(("name", "key", "path"), SINGLE)
def test_single_records_are_read_by_the_same_field_map(name: str, key: str, path: tuple[str, ...]) -> None:
    for _, body in answers(DATA / "api" / name):
        found = [json.loads(body)]
        found = [item for one in found for item in (one if isinstance(one, list) else [one])]
        for member in path:
            found = [one[member] for one in found if one]
            found = [item for one in found for item in (one if isinstance(one, list) else [one])]
        for item in filter(None, found):
            record = read_fields(item, find_api(key).fields)
            assert record["title"]
            assert not record["title"].startswith(("[", "{"))


VALUES = [
    ("pubmed/efetch_2026.xml", "pubmed", 0, "doi", "10.1162/IMAG.a.1176"),
    ("pubmed/efetch_2026.xml", "pubmed", 0, "language", "eng"),
    ("pubmed/efetch_book_20301577.xml", "pubmed", 0, "title", "CACNA1C-Related Disorders"),
    ("pubmed/efetch_book_20301577.xml", "pubmed", 0, "authors", "Napolitano, Carlo; Priori, Silvia G"),
    ("pubmed/efetch_book_20301577.xml", "pubmed", 0, "doi", ""),
    ("openalex/cursor_page_2works.json", "openalex", 0, "authors", "Aria, Massimo; Cuccurullo, Corrado"),
    ("crossref/works_search_2026.json", "crossref", 0, "year", "2021"),
    ("europepmc/search_core_cursor_2026.json", "europe_pmc", 0, "journal", "Scientific reports"),
    ("doaj/search_articles_2026.json", "doaj", 1, "pages", "1734-1747"),
    ("doaj/search_articles_2026.json", "doaj", 0, "doi", "10.3389/fpsyg.2021.700180"),
    ("eric/search_blockchain.json", "eric", 0, "issn", "2618-6586"),
    ("scopus/search_standard.json", "scopus_api", 0, "authors", "Tsuji, T."),
    ("scopus/search_standard.json", "scopus_api", 0, "accession", "2-s2.0-85086306798"),
    (
        "springer/metadata_one_record_2017.json",
        "springer_nature",
        0,
        "authors",
        "Spicer, Rachel; Salek, Reza M.; Moreno, Pablo; Cañueto, Daniel; Steinbeck, Christoph",
    ),
    ("springer/openaccess_record_2026_abridged.json", "springer_nature", 0, "issn", "3059-4944"),
    ("ieee/search_2020.json", "ieee", 0, "accession", "8538416"),
    ("core/v3_search_works.json", "core", 0, "language", "English"),
    ("arxiv/id_old_style.json", "arxiv", 0, "accession", "astro-ph/0601001"),
]


@pytest.mark.parametrize(("name", "key", "place", "column", "value"), VALUES)
def test_values_are_those_of_the_recording(name: str, key: str, place: int, column: str, value: str) -> None:
    source = find_api(key)
    _, body = next(answers(DATA / "api" / name))
    assert source.records(source.read(body))[place][column] == value


def test_abstracts_are_free_of_markup() -> None:
    for name, key in recordings():
        if name.startswith(("crossref", "europepmc")) and name not in NOT_A_SEARCH:
            source = find_api(key)
            for status, body in answers(DATA / "api" / name):
                abstracts = (
                    [one["abstract"] for one in source.records(source.read(body))] if status == 200 else []
                )
                assert not [one for one in abstracts if "<jats" in one or "<h4" in one or "&lt;" in one]
