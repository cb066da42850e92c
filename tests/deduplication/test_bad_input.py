"""A clear error or a right answer, in bounded time."""

from __future__ import annotations

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import deduplicate, normalise
from cireview.deduplication.block import KEYS, WINDOW, block
from cireview.deduplication.people import read_authors
from cireview.deduplication.places import read_doi, read_issue, read_pages, read_volume, read_year
from cireview.deduplication.text import fold
from cireview.errors import TableError
from cireview.tables import RECORD

MANY = 50_000


def test_no_records_are_no_reports() -> None:
    found = deduplicate(RECORD.empty())
    assert found.reports.empty
    assert found.matches.empty
    assert found.possible.empty


def test_all_identical_are_one_report() -> None:
    assert len(deduplicate(make_records(*[ARTICLE] * 200)).reports) == 1


def test_an_id_twice_is_refused() -> None:
    with pytest.raises(TableError, match="more than once: r0"):
        deduplicate(make_records(ARTICLE, ARTICLE | {"record_id": "r0"}))


def test_a_record_without_id_is_refused() -> None:
    with pytest.raises(TableError, match="no record_id"):
        deduplicate(make_records(ARTICLE | {"record_id": ""}))


def test_a_table_without_titles_is_refused() -> None:
    with pytest.raises(TableError, match="title"):
        deduplicate(make_records(ARTICLE).drop(columns="title"))


def test_missing_values_of_any_kind_are_missing() -> None:
    records = make_records(ARTICLE, ARTICLE | {"journal": "", "volume": ""})
    records.loc[1, "journal"] = None
    records.loc[1, "volume"] = "Unknown"
    assert len(deduplicate(records).reports) == 1


def test_surrogates_and_nuls_are_folded_away() -> None:
    assert fold("Caffeine\ud800 and\x00 sleep") == "caffeine and sleep"


def test_one_title_fifty_thousand_times_makes_few_pairs() -> None:
    table = pd.DataFrame({"record_id": [f"r{number}" for number in range(MANY)]})
    table["title"] = "Editorial"
    table["year"] = [str(1950 + number % 70) for number in range(MANY)]
    table["volume"] = [str(1 + number % 97) for number in range(MANY)]
    table["pages"] = [str(1 + number % 501) for number in range(MANY)]
    records = RECORD.conform(table.reindex(columns=list(RECORD.columns)))
    left, _ = block(normalise(records))
    assert len(left) <= WINDOW * MANY * len(KEYS)
    assert len(deduplicate(records).reports) == MANY


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2006", "2006"),
        ("20O6", "2006"),
        ("l998", "1998"),
        ("2006 Mar 3", "2006"),
        ("3/2006", "2006"),
        ("", ""),
        ("in press", ""),
        ("20061", ""),
    ],
)
def test_years(text: str, year: str) -> None:
    assert read_year(text) == year


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/XYZ.1", "10.1000/xyz.1"),
        ("https://doi.org/10.1000%2Fxyz.1", "10.1000/xyz.1"),
        ("doi: 10.1000/xyz.1.", "10.1000/xyz.1"),
        ("10.1016/S0963-8687(00)00047-0", "10.1016/s0963-8687(00)00047-0"),
        ("1234-5678", ""),
        ("see version 10.2 of the report", ""),
    ],
)
def test_dois(text: str, doi: str) -> None:
    assert read_doi(text) == doi


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("257-63", ("257", "263")),
        ("pp. 257--263", ("257", "263")),
        ("S34-S45", ("s34", "45")),
        ("e12724", ("e12724", "")),
        ("iii–iv", ("iii", "")),
        ("0012-0019", ("12", "19")),
        ("215 p", ("", "")),
        ("", ("", "")),
    ],
)
def test_pages(text: str, pages: tuple[str, str]) -> None:
    assert read_pages(text) == pages


def test_volumes_and_issues() -> None:
    assert [read_volume(text) for text in ("12", "Vol. 012", "XII", "12(3)", "")] == ["12"] * 4 + [""]
    assert [read_issue(text) for text in ("3/4", "03-04", "Suppl 1", "3 Suppl. 1", "Suppl", "Mar")] == [
        ("3", ""),
        ("3", ""),
        ("", "s1"),
        ("3", "s1"),
        ("", "s"),
        ("", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Müller, Jana; van der Berg, Anna",
        "Mueller, J. and Berg, A. van der",
        "Müller JK, van der Berg A",
        "Müller, J., van der Berg, A.",
        "Jana Müller and Anna van der Berg",
        "J. K. Müller, A. Berg",
        "MÜLLER J; BERG A; et al.",
    ],
)
def test_authors_however_written(text: str) -> None:
    assert read_authors(text).families == "muller berg"


@pytest.mark.parametrize("text", ["", "[Anonymous]", "No authorship indicated", "et al."])
def test_nobody(text: str) -> None:
    assert read_authors(text).families == ""
