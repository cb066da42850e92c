"""The tables of the paper, counted from codes and fates."""

import pandas as pd
import pytest

from cireview.paper.tables import (
    NOT_CODED,
    cite_reports,
    compare_published,
    count_years,
    list_excluded,
    list_included,
    spell_journals,
    spread_matrix,
    summarise_codes,
)
from cireview.tables import CODE, RECORD

VALUES = {
    "country": {"FI": "Finland", "SE": "Sweden", "not_stated": "Not stated"},
    "theme": {"food": "Food", "health": "Health"},
}


def reports(**columns):
    size = len(next(iter(columns.values())))
    known = {"record_id": [f"r{number}" for number in range(size)], **columns}
    return pd.DataFrame({name: known.get(name, [""] * size) for name in RECORD.columns}, dtype="str")


def codes(*rows):
    return CODE.conform(
        pd.DataFrame(
            [(report, dimension, value, "", -1, -1, "anna") for report, dimension, value in rows],
            columns=list(CODE.columns),
        )
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


def included(*rows, **columns):
    dimensions = {"country": "Country", "theme": "Theme"}
    return list_included(reports(**columns), codes(*rows), dimensions=dimensions, values=VALUES)


def test_included_articles_have_the_labels_of_their_values():
    table = included(("r0", "country", "FI"), ("r0", "theme", "food"), ("r0", "theme", "health"), year=["1"])
    assert table.loc[0, ["country", "theme"]].tolist() == ["Finland", "Food; Health"]


def test_what_nobody_coded_is_said_to_be_so():
    assert included(("r0", "theme", "food"), year=["1"]).loc[0, "country"] == NOT_CODED


def test_what_reviewers_noted_stands_beside_the_article():
    table = list_included(
        reports(year=["1", "2"]), codes(), dimensions={}, values=VALUES, notes={"r1": "inferred"}
    )
    assert table["note"].tolist() == ["", "inferred"]


def test_included_articles_are_in_the_order_of_their_citations():
    table = included(authors=["Costa, C", "Aho, A"], year=["2001", "2002"])
    assert table["article"].tolist() == ["Aho 2002", "Costa 2001"]


def test_entities_of_an_export_are_printed_as_characters():
    table = included(title=["Food &amp; health"], journal=["Children &amp; gardens"])
    assert table.loc[0, ["title", "journal"]].tolist() == ["Food & health", "Children & gardens"]


def summary(*rows, size=2):
    table = reports(authors=[f"{name}, X" for name in ("Aho", "Berg", "Costa")[:size]], year=["2001"] * size)
    counted = summarise_codes(table, codes(*rows), values=VALUES)
    return {(row.dimension, row.value): (row.n, row.articles) for row in counted.itertuples()}


def test_every_value_is_counted_also_with_none():
    counted = summary(("r0", "country", "FI"), ("r1", "country", "FI"))
    assert counted["country", "FI"] == (2, "Aho 2001; Berg 2001")
    assert counted["country", "SE"] == (0, "")


def test_an_article_with_two_values_counts_in_both():
    counted = summary(("r0", "theme", "food"), ("r0", "theme", "health"), size=1)
    assert (counted["theme", "food"][0], counted["theme", "health"][0]) == (1, 1)


def test_articles_not_coded_yet_have_a_row_of_their_own():
    counted = summary(("r0", "country", "FI"), ("r0", "theme", "food"), ("r1", "theme", "food"))
    assert counted["country", ""] == (1, "Berg 2001")
    assert ("theme", "") not in counted


def test_codes_of_articles_that_are_not_included_do_not_count():
    assert summary(("elsewhere", "country", "FI"), size=1)["country", "FI"] == (0, "")


FATES = pd.DataFrame(
    {
        "report_id": ["r0", "r1", "r2", "r3"],
        "fate": ["excluded_eligibility", "included", "excluded_eligibility", "excluded_eligibility"],
        "reason": ["no_data", "", "", "own words"],
    }
)


def test_articles_excluded_on_full_text_have_a_reason_in_words():
    table = reports(authors=["Aho, A", "Berg, B", "Costa, C", "Diaz, D"], year=["2001"] * 4)
    excluded = list_excluded(table, FATES, reasons={"no_data": "No primary data"})
    assert excluded[["article", "reason"]].to_numpy().tolist() == [
        ["Aho 2001", "No primary data"],
        ["Costa 2001", "Reason not given"],
        ["Diaz 2001", "own words"],
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
    counted = summarise_codes(reports(year=["1"]), codes(("r0", "country", "FI")), values=VALUES)
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
