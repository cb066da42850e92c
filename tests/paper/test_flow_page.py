"""The page of the flow: each number has its list, and no title can act in it."""

import json
import re

import pandas as pd
import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st

from cireview.flow.numbers import list_numbers
from cireview.paper.flow_data import Known, link_numbers, name_place, pack_records
from cireview.paper.flow_page import draw_linked_flow, embed_json, write_flow_page
from cireview.prisma.lives import LIFE
from cireview.tables import CODE, DECISION

COUNTS = {
    "database_results": 3, "database_specific_results": {"Scopus": 3}, "duplicates": 1, "records_screened": 2,
    "records_excluded": 1, "dbr_sought_reports": 1, "dbr_notretrieved_reports": 0, "dbr_assessed": 1,
    "dbr_excluded": {"No data, at all": 1}, "new_studies": 0, "new_reports": 0,
}  # fmt: skip
FOUND = "database_results; database_specific_results/Scopus"
ROWS = [
    (
        "a",
        "a",
        f"{FOUND}; records_screened; dbr_sought_reports; dbr_assessed; dbr_excluded/No data, at all",
        "",
    ),
    ("b", "a", f"{FOUND}; duplicates", "a"),
    ("c", "c", f"{FOUND}; records_screened; records_excluded", ""),
]
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a\u2028b\u2029c",
    "\u202egnp.exe",
    "<!--<script>",
    "&lt;b&gt; \"quoted\" 'too' \\",
    "]]>",
    "\x00\x1b[31m",
]


def lives(titles=("A", "A again", "C")):
    columns = ["record_id", "report_id", "counted_in", "duplicate_of"]
    table = pd.DataFrame(ROWS, columns=columns).assign(title=list(titles), rule="single", source="Scopus")
    return LIFE.conform(table.reindex(columns=list(LIFE.columns), fill_value=""))


def known(decisions=(), codes=()):
    decided = DECISION.conform(pd.DataFrame(list(decisions), columns=list(DECISION.columns)))
    coded = pd.DataFrame(list(codes), columns=["record_id", "dimension", "value"])
    coded = CODE.conform(coded.reindex(columns=list(CODE.columns), fill_value=""))
    retrieved = pd.DataFrame([("a", "yes")], columns=["record_id", "retrieved"])
    words = {"country": {"fi": "Finland"}}
    return Known(decided, retrieved, coded, {"country": "Country"}, words)


def data_of(page):
    (text,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    return json.loads(text)


def members_of(data, place):
    """Return the ids that the page lists for a number, as its script finds them."""
    (number,) = [at for at, one in enumerate(data["numbers"]) if one[0] == place]
    return [record[0] for record in data["records"] if number in data["classes"][record[-1]]]


@pytest.mark.parametrize("key", [key for key, _, _ in list_numbers(COUNTS)])
def test_a_number_lists_as_many_records_as_it_says(key):
    data = pack_records(lives(), COUNTS, known())
    (n,) = [n for one, _, n in list_numbers(COUNTS) if one == key]
    assert len(members_of(data, name_place(key))) == n


def test_each_number_of_the_figure_is_a_link_to_a_row_of_the_table():
    page = write_flow_page(lives(), COUNTS, known(), title="A review")
    figure = ElementTree.fromstring(draw_linked_flow(COUNTS))
    linked = [link.get("href") for link in figure.iter("{http://www.w3.org/2000/svg}a")]
    assert len(linked) == len(set(linked)) == 12
    for address in set(re.findall(r'href="#(n-[^"]+)"', page)):
        assert f'id="{address.replace("%2C", ",").replace("%20", " ")}"' in page
    assert {address.removeprefix("#") for address in linked} <= set(re.findall(r'href="#(n-[^"]+)"', page))


@pytest.mark.parametrize("title", HOSTILE)
def test_a_title_is_data_and_nothing_else(title):
    page = write_flow_page(lives([title, title, title]), COUNTS, known(), title=title)
    assert data_of(page)["records"][0][1] == title
    assert page.count("<script") == page.count("</script>") == 2
    assert "<img" not in page
    assert not set("\u2028\u2029") & set(page.split('id="data">')[1])


@given(st.recursive(st.text() | st.integers(), st.lists))
def test_what_is_embedded_comes_back_and_can_end_no_element(value):
    text = embed_json(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


def test_the_page_may_load_nothing_and_run_its_own_script_alone():
    page = write_flow_page(lives(), COUNTS, known(), title="A")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert re.fullmatch(
        r"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/]{43}='", policy
    )


def test_a_report_that_abstracts_let_through_has_its_steps_in_words():
    decided = [
        ("a", "screening", "include", "", "anna; ben", "2020-03-01", ""),
        ("a", "eligibility", "exclude", "data", "anna", "2020-04-01", "see p. 4"),
        ("c", "screening", "exclude", "age", "anna", "2020-03-02", ""),
    ]
    table = lives().assign(study=["one", "one", ""], reason=["No data", "", "Age"])
    data = pack_records(table, COUNTS, known(decided, [("a", "country", "fi")]))
    assert data["steps"] == {
        0: [
            ("Study", "one"),
            ("Title and abstract", "include, anna; ben on 2020-03-01"),
            ("Full text retrieved", "yes"),
            ("Full text", "exclude: No data, anna on 2020-04-01. see p. 4"),
            ("Country", "Finland"),
        ]
    }


def test_links_lead_to_the_page_beside():
    assert link_numbers(COUNTS, "prisma/flow.html")["dbr_excluded/No data, at all"] == (
        "prisma/flow.html#n-dbr_excluded/No_data%2C_at_all"
    )
