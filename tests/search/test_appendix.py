"""The searches as an appendix, and as the files that search-query reads."""

import json

import pytest

from cireview.search.appendix import write_appendix, write_history
from cireview.sources.outcome import NOT_STATED, SEARCH_LOG, STATED

STRATEGY = "1. exp Child/ (1200)\n2. child*.ti,ab. (900)\n3. or/1-2 (1500)"
ROW = dict.fromkeys(SEARCH_LOG.columns, "") | {
    "search_id": "medline",
    "source": "MEDLINE <b>",
    "platform": "Ovid",
    "searched_on": "2026-11-29",
    "query": STRATEGY,
    "query_from": STATED,
    "found": "1500",
    "found_from": STATED,
    "imported": "1500",
    "file": "data/exports/medline.ris",
    "sha256": "a" * 64,
    "complete": "yes",
}


def appendix_of(**more):
    return write_appendix(SEARCH_LOG.conform(SEARCH_LOG.empty().from_records([ROW | more])))


def test_a_strategy_stands_in_lines_with_its_hits_and_who_knows_what():
    page = appendix_of()
    assert "## MEDLINE &lt;b&gt;" in page
    assert "| 2 | child\\*.ti,ab. | 900 |" in page
    assert "- How the query is known: stated by a person" in page
    assert f"- SHA-256 of the file: {'a' * 64}" in page


@pytest.mark.parametrize("query", ["child* AND wellbeing", "a ```` b\n# c | d", "TI=(child)"])
def test_one_query_stands_in_a_box_that_it_cannot_leave(query):
    page = appendix_of(query=query)
    box = page[page.index("```") :].strip().split("\n")
    assert box[0] == f"{box[-1]}text"
    assert "\n".join(box[1:-1]) == query
    assert box[-1] not in query


def test_what_is_not_known_is_not_told():
    page = appendix_of(found="-1", found_from=NOT_STATED, coverage="", query="")
    assert "Records found" not in page
    assert "Coverage" not in page
    assert "How the number found is known: not stated" in page
    assert "No query." in page


PLATFORMS = [
    ("PubMed", "PubMed", "pubmed"),
    ("CINAHL", "EBSCO", "ebscohost"),
    ("Web of Science", "", "wos"),
    ("Gardens", "", "unknown"),
]


@pytest.mark.parametrize(("source", "platform", "named"), PLATFORMS)
def test_a_search_is_kept_as_search_query_keeps_it(source, platform, named):
    kept = json.loads(write_history(ROW | {"source": source, "platform": platform}))
    assert (kept["platform"], kept["search_string"], kept["database"]) == (named, STRATEGY, [source])
    assert kept["cireview"]["sha256"] == "a" * 64
