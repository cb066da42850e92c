"""Which operators bind most on each platform, and how distances count; docs/strategies.md has the sources."""

import pytest

from cireview.query import parse_query, read_strategy, write_canonical, write_strategy
from cireview.query.strategy import Strategy

ORDERS = {
    # From left to right.
    ("pubmed", "a[ti] OR b[ti] AND c[ti]"): "(a OR b)[title] AND c[title]",
    ("pubmed", "a[ti] AND b[ti] OR c[ti]"): "(a[title] AND b[title]) OR c[title]",
    ("pubmed", "a[ti] OR b[ti] NOT c[ti]"): "(a OR b)[title] NOT c[title]",
    # AND before OR.
    ("ovid_medline", "(a or b and c).ti."): "a[title] OR (b[title] AND c[title])",
    ("embase", "a:ti OR b:ti AND c:ti"): "a[title] OR (b[title] AND c[title])",
    ("ebsco", "TI a OR TI b AND TI c"): "a[title] OR (b[title] AND c[title])",
    ("proquest", "ti(a OR b AND c)"): "a[title] OR (b[title] AND c[title])",
    ("cochrane", "a:ti OR b:ti AND c:ti"): "a[title] OR (b[title] AND c[title])",
    # NOT, AND, OR.
    ("web_of_science", "TI=(a OR b AND c NOT d)"): "a[title] OR (b[title] AND (c[title] NOT d[title]))",
    # OR, distances, AND, AND NOT.
    ("scopus", "TITLE(a AND b OR c)"): "a[title] AND (b OR c)[title]",
    ("scopus", "TITLE(a AND NOT b OR c)"): "a[title] NOT (b OR c)[title]",
    ("scopus", "TITLE(a W/3 b OR c)"): "(a NEAR/3 (b OR c))[title]",
    ("scopus", "TITLE(a OR b W/3 c)"): "((a OR b) NEAR/3 c)[title]",
    ("scopus", "TITLE(a OR b W/3 c OR d AND e)"): "((a OR b) NEAR/3 (c OR d))[title] AND e[title]",
    ("scopus", "TITLE((a W/3 b) OR c)"): "((a NEAR/3 b) OR c)[title]",
    ("scopus", "TITLE(a PRE/1 b AND c)"): "(a PRE/1 b)[title] AND c[title]",
    # Elsewhere a distance binds more than OR.
    ("web_of_science", "TI=(a NEAR/3 b OR c)"): "((a NEAR/3 b) OR c)[title]",
    ("proquest", "ti(a NEAR/3 b OR c)"): "((a NEAR/3 b) OR c)[title]",
}


def read(database: str, text: str) -> Strategy:
    return read_strategy(text, database=database)


@pytest.mark.parametrize(("given", "tree"), ORDERS.items())
def test_operators_bind_as_the_platform_binds_them(given: tuple[str, str], tree: str) -> None:
    assert read(*given).query == parse_query(tree), write_canonical(read(*given).query)


def test_it_is_said_where_or_binds_more_than_a_distance() -> None:
    assert "Scopus applies OR before proximity" in read("scopus", "TITLE(a W/3 b OR c)").notes


BETWEEN = {
    # Ovid and Embase count the word itself: n - 1 words between.
    ("ovid_medline", "(a adj3 b).ti."): ("NEAR", 2),
    ("embase", "(a NEAR/3 b):ti"): ("NEAR", 2),
    ("embase", "(a NEXT/3 b):ti"): ("PRE", 2),
    # All others count the words between.
    ("ebsco", "TI (a N3 b)"): ("NEAR", 3),
    ("ebsco", "TI (a W3 b)"): ("PRE", 3),
    ("web_of_science", "TI=(a NEAR/3 b)"): ("NEAR", 3),
    ("web_of_science", "TI=(a NEAR b)"): ("NEAR", 15),
    ("scopus", "TITLE(a W/3 b)"): ("NEAR", 3),
    ("scopus", "TITLE(a PRE/3 b)"): ("PRE", 3),
    ("proquest", "ti(a NEAR/3 b)"): ("NEAR", 3),
    ("proquest", "ti(a PRE/3 b)"): ("PRE", 3),
    ("cochrane", "(a NEAR/3 b):ti"): ("NEAR", 3),
    ("cochrane", "(a NEAR b):ti"): ("NEAR", 6),
    ("pubmed", '"a b"[ti:~3]'): ("NEAR", 3),
}


@pytest.mark.parametrize(("given", "told"), BETWEEN.items())
def test_distances_count_as_the_platform_counts(given: tuple[str, str], told: tuple[str, int]) -> None:
    operator, words = told
    assert read(*given).query == parse_query(f"(a {operator}/{words} b)[title]")


@pytest.mark.parametrize("given", BETWEEN)
def test_a_distance_is_written_as_it_was_read(given: tuple[str, str]) -> None:
    database = given[0]
    written = write_strategy(read(*given), database=database).text
    assert read(database, written).query == read(*given).query
