"""The checklists tell what the run and the protocol know, and leave the rest to the authors."""

import re

import pandas as pd
import pytest

from cireview import __version__
from cireview.citations.seeds import NOT_STARTED
from cireview.labels import Team
from cireview.paper.checklists import ALWAYS, CHECKLISTS, Stated, fill_checklist, gather_facts, read_items
from cireview.paper.checklists.pages import lay_out_checklist
from cireview.protocol.models import Statements
from cireview.sources.outcome import ANNOUNCED, NOT_STATED, SENT, STATED

KINDS = {"Scopus": "database", "PubMed": "database", "ICTRP": "register", "WHO": "website",
         "Citations": "citations", "Makers": "contact"}  # fmt: skip
SEARCHES = pd.DataFrame(
    {
        "source": list(KINDS),
        "platform": ["Elsevier", "PubMed", "ICTRP", "WHO", "Citations", "Makers"],
        "searched_on": ["2020-03", "2020-04", "2020", "2020", "2021", "2021"],
        "imported": ["200", "21", "4", "3", "30", "1"],
        "query": ["a", "b", "c", "list of publications read", "backward and forward", ""],
        "complete": "yes",
        "sha256": ["a" * 64, "", "b" * 64, "c" * 64, "", "d" * 64],
        "query_from": [STATED, SENT, NOT_STATED, STATED, SENT, NOT_STATED],
        "limited_by": "",
        "limits": ["English", "y:2000", NOT_STATED, NOT_STATED, "", NOT_STATED],
        "found_from": [STATED, ANNOUNCED, NOT_STATED, NOT_STATED, ANNOUNCED, NOT_STATED],
    }
)
FLOW = {
    "database_results": 221,
    "register_results": 4,
    "citations_results": 30,
    "duplicates": 128,
    "other_already_found": 20,
    "records_screened": 93,
    "records_excluded_automation": 2,
    "dbr_excluded": {"Wrong age": 9, "Wrong place": 10},
    "new_reports": 32,
}
PROTOCOL = Stated(
    "A title",
    "A question?",
    KINDS,
    Team(["anna", "bert"], "judge"),
    ["anna"],
    criteria=["Children are concerned"],
    rules=["in English"],
    variables=["Country"],
)
FACTS = gather_facts(PROTOCOL, searches=SEARCHES, flow=FLOW)


def filled(name, **statements):
    table = fill_checklist(name, statements=Statements(**statements).model_dump(), facts=FACTS)
    return table.set_index("item")


@pytest.mark.parametrize(
    ("items", "item", "words"),
    [
        ("prisma_s", "1", "Scopus (Elsevier), PubMed"),
        ("prisma_s", "2", "Each database was searched by itself"),
        ("prisma_s", "3", "ICTRP: 4 records"),
        ("prisma_s", "4", "WHO: 3 records, list of publications read"),
        ("prisma_s", "5", "Citations: 30 records, backward and forward"),
        ("prisma_s", "6", "Makers: 1 records"),
        (
            "prisma_s",
            "8",
            "as run: Scopus, PubMed, WHO, Citations; the query as run is not stated: ICTRP",
        ),
        ("prisma_s", "13", "Scopus: 2020-03; PubMed: 2020-04"),
        (
            "prisma_s",
            "9",
            "Set in the database: Scopus: English; limits not stated: ICTRP, WHO",
        ),
        ("prisma_s", "15", "255 records: Scopus 200, PubMed 21, ICTRP 4"),
        (
            "prisma_s",
            "15",
            "hits as shown: Scopus, PubMed, Citations; the number of hits is not stated: ICTRP, WHO, Makers",
        ),
        ("prisma_s", "16", f"148 duplicates, removed by cireview {__version__}"),
        ("prisma_2020", "5", "in English; Children are concerned"),
        ("prisma_2020", "6", "Scopus: 2020-03; PubMed: 2020-04"),
        ("prisma_2020", "8", "2 reviewers read abstracts; judge settled"),
        ("prisma_2020", "8", "automation excluded 2 records"),
        ("prisma_2020", "9", "1 coder coded with the codebook; no second person coded"),
        ("prisma_2020", "10b", "Country"),
        ("prisma_2020", "16a", "93 records screened, 32 reports included"),
        ("prisma_2020", "16b", "19 full texts excluded"),
        ("prisma_2020_abstracts", "7", "32 included reports"),
        ("scr", "6", "Children are concerned"),
        ("swim", "1", "Country"),
    ],
)
def test_what_the_run_knows_is_told(items, item, words):
    row = filled(items).loc[item]
    assert words in row["told"]
    assert row["from"] == "run"


def test_what_the_protocol_states_is_told_and_the_rest_is_left_to_the_authors():
    table = filled("prisma_2020", support="None.")
    assert table.loc["25", ["told", "from"]].tolist() == ["None.", "protocol"]
    assert table.loc["26", ["told", "from"]].tolist() == ["for the authors", "authors"]
    assert table.loc["23a", "from"] == "authors"


def test_what_the_run_counted_is_told_before_what_the_protocol_states():
    row = filled("prisma_s", contacts="Two experts were asked.").loc["6"]
    assert row["told"] == "Makers: 1 records. Two experts were asked."
    assert row["from"] == "run and protocol"


def test_every_statement_of_the_protocol_has_its_item_and_every_item_its_statement():
    used = {one for name in ALWAYS for one in read_items(name)["statement"]} - {""}
    assert used == set(Statements.model_fields)


def test_a_citation_search_that_has_not_begun_is_not_told_as_done():
    searches = SEARCHES.assign(complete=["yes"] * 4 + [NOT_STARTED, "yes"], imported="0")
    facts = gather_facts(PROTOCOL, searches=searches, flow=FLOW)
    told = fill_checklist("prisma_s", statements=Statements().model_dump(), facts=facts).set_index("item")[
        "told"
    ]
    assert told["5"] == "Citations: still to be made, backward and forward"
    assert "Citations" not in told["13"]


def test_each_way_into_the_review_is_told_with_its_numbers():
    other = {"other_screened_out": 3, "other_sought_reports": 7, "other_assessed": 6}
    other["other_excluded"] = {"Wrong age": 3, "Wrong place": 1}
    facts = gather_facts(PROTOCOL, searches=SEARCHES, flow=FLOW | other)
    assert facts["flow"] == (
        "32 reports included: by databases and registers 93 records screened, 30 reports included; "
        "by other methods 10 records screened, 2 reports included"
    )


MAIN = [
    *map(str, range(1, 10)), "10a", "10b", "11", "12", *(f"13{part}" for part in "abcdef"), "14", "15",
    "16a", "16b", *map(str, range(17, 20)), *(f"20{part}" for part in "abcd"), "21", "22",
    *(f"23{part}" for part in "abcd"), "24a", "24b", "24c", "25", "26", "27",
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("prisma_2020", MAIN),
        *((name, [*map(str, range(1, last + 1))]) for name, last in
          {"prisma_2020_abstracts": 12, "prisma_s": 16, "scr": 22, "swim": 9}.items()),
    ],
)  # fmt: skip
def test_a_checklist_has_every_item_of_its_standard_with_a_name_and_what_it_asks(name, numbers):
    items = read_items(name)
    assert items["item"].tolist() == numbers
    assert (items[["section", "topic", "asks"]] != "").all(axis=None)


def test_prisma_2020_has_its_42_rows():
    assert len(read_items("prisma_2020")) == 42


@pytest.mark.parametrize("name", CHECKLISTS)
def test_no_answer_names_a_file_of_the_folder(name):
    told = " ".join(filled(name)["told"])
    assert not re.search(r"\d_\w+/|results/|config/|data/|\.csv", told)


def test_a_place_is_left_to_the_authors_where_nothing_is_known():
    table = filled("prisma_2020")
    assert table.loc["16b", "location"] == "Supplement: excluded full texts"
    assert table.loc["24c", "location"] == ""


def test_an_unfinished_review_says_so():
    facts = gather_facts(PROTOCOL, searches=SEARCHES, flow=FLOW | {"awaiting_screening": 7})
    assert facts["flow"].endswith("; unfinished: 7 still need a decision or a text")


def test_databases_on_one_platform_are_named_together():
    searches = SEARCHES.assign(platform=["Ovid", "Ovid", "a", "b", "c", "d"])
    facts = gather_facts(PROTOCOL, searches=searches, flow=FLOW)
    assert (facts["databases"], facts["platforms"]) == (
        "Scopus (Ovid), PubMed (Ovid)",
        "Ovid: Scopus, PubMed",
    )


def test_a_page_says_how_many_items_are_for_the_authors():
    table = filled("swim").reset_index()
    _, (words, grid) = lay_out_checklist("swim", table)
    assert f"{(table['from'] == 'authors').sum()} of 9 items are for the authors" in words.text
    assert grid.frame["Location in the paper"].tolist() == table["location"].tolist()
