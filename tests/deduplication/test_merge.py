"""One row per report, and where every value came from."""

from __future__ import annotations

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
