"""The table of queries and the page made of it."""

import pandas as pd
import pytest

from cireview.errors import QueryError
from cireview.query import databases, parse_query, render_queries, write_queries_page

DEMONSTRATION = parse_query('child* AND ("well-being" OR wellbeing) AND "collective impact"')
LIMITS = {"years": (2000, 2020), "languages": ["English"], "document_types": ["journal article"]}


def test_the_table_has_a_row_for_each_database():
    table = render_queries(DEMONSTRATION, databases=["Wiley", "pubmed"], **LIMITS)
    assert list(table.columns) == [
        "database",
        "query",
        "fields",
        "limits",
        "limited_by",
        "left_to_screen",
        "losses",
        "export_format",
        "how",
    ]
    assert list(table["database"]) == ["Wiley Online Library", "PubMed"]
    assert table.loc[0, "limits"] == "Publication date: 2000-2020; Publication type: Journals"
    assert table.loc[1, "query"].startswith('(child*[tiab] AND ("well-being"[tiab]')
    assert table.loc[1, "losses"] == ""
    assert all(pd.api.types.is_string_dtype(table[column]) for column in table)


def test_a_query_that_cannot_be_written_does_not_stop_the_others():
    table = render_queries(parse_query("wom?n"), databases=["pubmed", "scopus"])
    assert list(table["query"]) == ["", "TITLE-ABS-KEY(wom?n)"]
    assert table.loc[0, "losses"].startswith("not written: PubMed needs 4 letters")


def test_all_unknown_names_are_told_at_once():
    with pytest.raises(QueryError) as caught:
        render_queries(DEMONSTRATION, databases=["nope", "pubmed", "neither"], fields=["titel"])
    assert len(caught.value.problems) == 3


def test_the_page_shows_queries_as_they_are_and_escapes_the_rest():
    table = render_queries(parse_query("a OR b"), databases=["pubmed"])
    table.loc[0, "query"] = "x ``` y"
    table.loc[0, "losses"] = "child* | <b> [a](b)\n# c"
    page = write_queries_page(table)
    assert "\n````text\nx ``` y\n````\n" in page
    assert r"- Not kept: child\* \| &lt;b&gt; \[a\](b) \# c" in page
    assert "Set beside" not in page


def test_the_page_has_a_section_for_each_database():
    table = render_queries(DEMONSTRATION, databases=[one.key for one in databases()], **LIMITS)
    page = write_queries_page(table)
    assert page.count("\n## ") == len(table)
    assert page == write_queries_page(table)
