"""One row per report, and where every value came from."""

from __future__ import annotations

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import deduplicate
from cireview.sheets.duplicates import side_by_side
from cireview.tables import RECORD

SCOPUS = ARTICLE | {
    "source": "scopus",
    "accession": "2-s2.0-1",
    "title": ARTICLE["title"].upper(),
    "doi": "https://doi.org/10.1234/A",
    "abstract": "Short.",
    "keywords": "sleep; coffee",
}
PUBMED = ARTICLE | {
    "source": "pubmed",
    "accession": "25",
    "pmid": "25",
    "doi": "10.1234/a",
    "abstract": "A longer abstract.",
    "keywords": "coffee; tea",
    "issue": "",
}


def test_each_value_comes_from_the_record_to_be_trusted_for_it() -> None:
    found = deduplicate(make_records(SCOPUS, PUBMED))
    report = found.reports.iloc[0]
    assert report["record_id"] == "r0"
    assert report["title"] == ARTICLE["title"]
    assert report["issue"] == "3"
    assert report["abstract"] == "A longer abstract."
    assert report["doi"] == "10.1234/a"
    assert report["source"] == "pubmed; scopus"
    assert report["accession"] == "25; 2-s2.0-1"
    assert report["keywords"] == "coffee; tea; sleep"


def test_origins_name_the_records_that_gave_each_value() -> None:
    origins = deduplicate(make_records(SCOPUS, PUBMED)).origins
    given = origins.groupby("field")["record_id"].agg(list)
    assert given["title"] == ["r1"]
    assert given["issue"] == ["r0"]
    assert given["keywords"] == ["r0", "r1"]
    assert given["pmid"] == ["r1"]
    assert "language" not in given


def test_an_abstract_beyond_belief_gives_way() -> None:
    dump = ARTICLE | {"abstract": "word " * 3000}
    report = deduplicate(make_records(dump, ARTICLE | {"abstract": "An abstract."})).reports.iloc[0]
    assert report["abstract"] == "An abstract."


def test_a_single_record_stays_as_it_is() -> None:
    records = make_records(SCOPUS)
    found = deduplicate(records)
    assert found.reports.equals(records)
    assert found.origins.empty
    assert found.matches.to_dict("records") == [
        {"record_id": "r0", "report_id": "r0", "rule": "single", "score": 1.0}
    ]


def test_the_sheet_puts_both_records_side_by_side() -> None:
    unsure = ARTICLE | {"year": "2014", "journal": "", "volume": "", "issue": "", "pages": ""}
    records = make_records(unsure, ARTICLE)
    sheet = side_by_side(records, deduplicate(records).possible)
    row = sheet.iloc[0]
    assert list(sheet.columns[:4]) == ["record_id_1", "record_id_2", "decision", "note"]
    assert (row["decision"], row["note"]) == ("", "")
    assert row["differences"] == "year"
    assert (row["year_1"], row["year_2"]) == ("2014", "2015")
    assert {f"{field}_{side}" for field in ("title", "abstract", "doi") for side in (1, 2)} <= set(sheet)


def test_a_sheet_without_questions_has_its_columns() -> None:
    records = RECORD.empty()
    assert "decision" in side_by_side(records, deduplicate(records).possible)


def merge_two(first: dict[str, str], second: dict[str, str], *prefer: str) -> pd.Series:
    """Return the report of two records of PubMed and Scopus."""
    records = make_records(PUBMED | first, SCOPUS | second)
    return deduplicate(records, prefer=prefer).reports.iloc[0]


PREFERRED = {
    "a field of one value": ("year", "2015", "2015/06", ["scopus"], "2015/06"),
    "whatever the capitals": ("year", "2015", "2015/06", ["SCOPUS"], "2015/06"),
    "the first of two": ("year", "2015", "2015/06", ["pubmed", "scopus"], "2015"),
    "the second of two": ("issue", "", "3", ["pubmed", "scopus"], "3"),
    "nobody preferred": ("year", "2015", "2015/06", [], "2015"),
    "a shorter abstract": ("abstract", "A longer abstract.", "Short.", ["scopus"], "Short."),
    "a shorter list of authors": ("authors", ARTICLE["authors"], "Müller J", ["scopus"], "Müller J"),
    "an abbreviated journal": ("journal", ARTICLE["journal"], "J Occup Sleep", ["scopus"], "J Occup Sleep"),
    "no abstract": ("abstract", "A longer abstract.", "", ["scopus"], "A longer abstract."),
    "words for no abstract": (
        *("abstract", "Shift workers slept less.", "[No abstract available]", ["scopus"]),
        "Shift workers slept less.",
    ),
    "an abstract beyond belief": ("abstract", "An abstract.", "word " * 3000, ["scopus"], "An abstract."),
    "identifiers are united": ("keywords", "a", "b; a", ["scopus"], "b; a"),
}


@pytest.mark.parametrize(("field", "pubmed", "scopus", "prefer", "taken"), PREFERRED.values(), ids=PREFERRED)
def test_the_fields_of_preferred_sources_come_first(
    field: str, pubmed: str, scopus: str, prefer: list[str], taken: str
) -> None:
    report = merge_two({field: pubmed}, {field: scopus}, *prefer)
    assert report[field] == taken


def test_origins_name_the_preferred_record() -> None:
    found = deduplicate(make_records(PUBMED, SCOPUS), prefer=["scopus"])
    given = found.origins.groupby("field")["record_id"].agg(list)
    assert given["title"] == given["abstract"] == ["r1"]


def test_which_record_a_report_is_named_after_does_not_hang_on_preference() -> None:
    records = make_records(PUBMED, SCOPUS)
    for prefer in ([], ["scopus"], ["pubmed"]):
        assert deduplicate(records, prefer=prefer).matches["report_id"].tolist() == ["r0", "r0"]
