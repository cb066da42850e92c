"""The tables of the paper, counted from codes and fates."""

import pandas as pd
import pytest
from paper.coded import EMPTY, VALUES, codes, reports

from cireview.paper.codes import summarise_codes
from cireview.paper.tables import (
    cite_reports,
    compare_published,
    count_years,
    list_excluded,
    spell_journals,
    spread_matrix,
)


@pytest.mark.parametrize(
    ("authors", "year", "cited"),
    [
        ("Aho, Anna", "2015", "Aho 2015"),
        ("Aho, Anna; Berg, Bo", "2015 Mar", "Aho & Berg 2015"),
        ("Aho, A; Berg, B; Costa, C", "2015", "Aho et al. 2015"),
        ("World Health Organization", "2001", "World Health Organization 2001"),
        ("", "2015", "Anonymous 2015"),
        ("Aho, Anna", "", "Aho n.d."),
        ("Aho, Anna", "in press", "Aho n.d."),
    ],
)
def test_citations(authors, year, cited):
    assert cite_reports(reports(authors=[authors], year=[year])).tolist() == [cited]


def test_equal_citations_get_letters_by_id_whatever_the_order_of_rows():
    table = reports(authors=["Aho, A", "Aho, B", "Berg, C"], year=["2015"] * 3)
    cited = {"r0": "Aho 2015a", "r1": "Aho 2015b", "r2": "Berg 2015"}
    assert cite_reports(table).to_dict() == cited
    assert cite_reports(table.iloc[::-1]).to_dict() == cited


def test_letters_go_on_after_z():
    table = reports(authors=["Aho, A"] * 28, year=["2015"] * 28, record_id=[f"r{n:02}" for n in range(28)])
    assert cite_reports(table).tolist()[24:] == ["Aho 2015y", "Aho 2015z", "Aho 2015aa", "Aho 2015ab"]


LIVES = pd.DataFrame(
    {
        "report_id": ["r0", "r1", "r2", "r3"],
        "fate": ["excluded_eligibility", "included", "excluded_eligibility", "excluded_eligibility"],
        "reason": ["No primary data", "", "Reason not given", "own words"],
        "decided_by": ["anna", "anna", "ben", "anna"],
        "decided_on": ["2020-01-02", "", "", ""],
    }
)


def test_articles_excluded_on_full_text_have_a_reason_in_words():
    table = reports(authors=["Aho, A", "Berg, B", "Costa, C", "Diaz, D"], year=["2001"] * 4)
    excluded = list_excluded(table, LIVES)
    assert excluded[["article", "reason", "decided_by", "decided_on"]].to_numpy().tolist() == [
        ["Aho 2001", "No primary data", "anna", "2020-01-02"],
        ["Costa 2001", "Reason not given", "ben", ""],
        ["Diaz 2001", "own words", "anna", ""],
    ]


@pytest.mark.parametrize(
    ("years", "counted"),
    [
        (["2001", "2003 Mar", "2001", "in press"], [(2001, 2), (2002, 0), (2003, 1)]),
        (["", "n.d."], []),
        ([], []),
    ],
)
def test_years_are_counted_without_gaps(years, counted):
    assert list(count_years(reports(year=years)).itertuples(index=False, name=None)) == counted


def test_the_matrix_has_every_row_and_column_of_the_codebook():
    cells = pd.DataFrame([("a", "x", "strong")], columns=["row", "column", "value"])
    table = spread_matrix(cells, rows={"a": "First", "b": "Second"}, columns={"x": "X", "y": "Y"})
    assert list(table.columns) == ["finding", "X", "Y"]
    assert table.to_numpy().tolist() == [["First", "strong", ""], ["Second", "", ""]]


def compare(**published):
    told = {"flow": {}, "codes": {}, "matrix": {}, **published}
    flow = {"records_screened": 4, "dbr_excluded": {"No data": 2, "No children": 1}}
    counted = summarise_codes(reports(year=["1"]), codes(("r0", "country", "FI")), values=VALUES, empty=EMPTY)
    cells = pd.DataFrame([("a", "x", "strong")], columns=["row", "column", "value"])
    return compare_published(flow, counted, cells, published=told).iloc[0].tolist()


@pytest.mark.parametrize(
    ("published", "row"),
    [
        ({"flow": {"records_screened": 4}}, ["flow: records_screened", "4", "4", "yes"]),
        ({"flow": {"records_screened": 5}}, ["flow: records_screened", "5", "4", "no"]),
        ({"flow": {"dbr_excluded": 3}}, ["flow: dbr_excluded", "3", "3", "yes"]),
        ({"flow": {"unheard_of": 3}}, ["flow: unheard_of", "3", "", "no"]),
        ({"codes": {"country": {"FI": 1}}}, ["country: FI", "1", "1", "yes"]),
        ({"codes": {"country": {"SE": 1}}}, ["country: SE", "1", "0", "no"]),
        ({"matrix": {"a": {"x": "strong"}}}, ["a: x", "strong", "strong", "yes"]),
        ({"matrix": {"a": {"y": "weak"}}}, ["a: y", "weak", "", "no"]),
    ],
)
def test_published_numbers_stand_beside_those_of_the_run(published, row):
    assert compare(**published) == row


@pytest.mark.parametrize(
    ("name", "spelt"),
    [
        ("INJURY PREVENTION", "Injury Prevention"),
        ("HEALTH & PLACE", "Health and Place"),
        ("HEALTH &amp; PLACE", "Health and Place"),
        ("JAMA", "JAMA"),
        ("PLOS ONE", "PLOS ONE"),
        ("Lancet", "Lancet"),
        ("", ""),
    ],
)
def test_a_journal_in_capitals_is_spelt_as_most_other_records_spell_it(name, spelt):
    seen = ["INJURY PREVENTION"] * 9 + ["Injury prevention"] + ["Injury Prevention"] * 2
    seen += ["Health and Place", "JAMA", "PLOS ONE", "LANCET", "The Lancet", ""]
    assert spell_journals([name], seen=seen) == [spelt]
