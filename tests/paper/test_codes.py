"""What was coded is counted by article and value; three kinds of empty stay apart and are no findings."""

import pytest
from paper.coded import EMPTY, VALUES, codes, reports

from cireview.paper.codes import NOT_CODED, list_included, summarise_codes, tell_coded


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
    counted = summarise_codes(table, codes(*rows), values=VALUES, empty=EMPTY)
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


THREE = [("r0", "country", "not_stated"), ("r1", "country", "unsaid")]


def test_three_kinds_of_empty_stay_apart_and_are_no_findings():
    table = summarise_codes(reports(year=["1", "2", "3"]), codes(*THREE), values=VALUES, empty=EMPTY)
    country = table[table["dimension"] == "country"]
    assert dict(zip(country["empty"], country["n"], strict=True)) == {
        "": 0,
        "not_stated": 1,
        "not_reported": 1,
        "not_coded": 1,
    }
    assert set(country["coded"]) == {0}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "0 of 3 coded; not coded 3"),
        (THREE, "0 of 3 coded; not stated 1; not in the review 1; not coded 1"),
        ([*THREE, ("r2", "country", "FI")], "1 of 3 coded; not stated 1; not in the review 1"),
        ([("r0", "country", "FI"), ("r0", "country", "SE")], "1 of 3 coded; not coded 2"),
        ([(f"r{n}", "country", "FI") for n in range(3)], "3 of 3 coded"),
    ],
)
def test_the_denominator_says_what_is_known_of_the_others(rows, words):
    table = summarise_codes(reports(year=["1", "2", "3"]), codes(*rows), values=VALUES, empty=EMPTY)
    assert tell_coded(table[table["dimension"] == "country"]) == words


def test_an_empty_cell_says_which_kind_it_is():
    table = included(*THREE, year=["1", "2", "3"], authors=["Aho, A", "Berg, B", "Costa, C"])
    assert table["country"].tolist() == ["Not stated", "Not in the review", NOT_CODED]


def test_codes_of_articles_that_are_not_included_do_not_count():
    assert summary(("elsewhere", "country", "FI"), size=1)["country", "FI"] == (0, "")
