"""The checklists tell what the run and the protocol know, and leave the rest to the authors."""

import pandas as pd
import pytest

from cireview.citations.seeds import NOT_STARTED
from cireview.labels import Team
from cireview.paper.checklists import PRISMA_2020, PRISMA_S, Stated, fill_checklist, gather_facts
from cireview.protocol.models import Statements
from cireview.sources.outcome import ANNOUNCED, NOT_STATED, SENT, STATED

KINDS = {"Scopus": "database", "PubMed": "database", "ICTRP": "register", "WHO": "website",
         "Citations": "citations", "Makers": "contact"}  # fmt: skip
SEARCHES = pd.DataFrame(
    {
        "source": list(KINDS),
        "searched_on": ["2020-03", "2020-04", "2020", "2020", "2021", "2021"],
        "imported": ["200", "21", "4", "3", "30", "1"],
        "query": ["a", "b", "c", "list of publications read", "backward and forward", ""],
        "complete": "yes",
        "sha256": ["a" * 64, "", "b" * 64, "c" * 64, "", "d" * 64],
        "query_from": [STATED, SENT, NOT_STATED, STATED, SENT, NOT_STATED],
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
    "new_reports": 32,
}
PROTOCOL = Stated("A title", "A question?", KINDS, Team(["anna", "bert"], "judge"), ["anna"])
FACTS = gather_facts(PROTOCOL, searches=SEARCHES, flow=FLOW)


def filled(items, **statements):
    table = fill_checklist(items, statements=Statements(**statements).model_dump(), facts=FACTS)
    return table.set_index("item")


@pytest.mark.parametrize(
    ("items", "item", "words"),
    [
        (PRISMA_S, "1", "Scopus, PubMed"),
        (PRISMA_S, "3", "ICTRP: 4 records"),
        (PRISMA_S, "4", "WHO: 3 records, list of publications read"),
        (PRISMA_S, "5", "Citations: 30 records, backward and forward"),
        (PRISMA_S, "6", "Makers: 1 records"),
        (PRISMA_S, "8", "as run: Scopus, PubMed, WHO, Citations; nobody stated what was run: ICTRP, Makers"),
        (PRISMA_S, "13", "Scopus: 2020-03; PubMed: 2020-04"),
        (PRISMA_S, "9", "Set in the database: Scopus: English. By source in"),
        (PRISMA_S, "15", "255 records"),
        (
            PRISMA_S,
            "15",
            "hits as shown: Scopus, PubMed, Citations; nobody stated the hits: ICTRP, WHO, Makers",
        ),
        (PRISMA_S, "16", "148 duplicates"),
        (PRISMA_2020, "6", "Scopus, PubMed, ICTRP, WHO, Citations, Makers"),
        (PRISMA_2020, "8", "2 reviewers read abstracts; judge decided"),
        (PRISMA_2020, "16a", "93 records screened, 32 reports included"),
    ],
)
def test_what_the_run_knows_is_told(items, item, words):
    row = filled(items).loc[item]
    assert words in row["told"]
    assert row["from"] == "run"


def test_what_the_protocol_states_is_told_and_the_rest_is_left_to_the_authors():
    table = filled(PRISMA_2020, support="None.")
    assert table.loc["25", ["told", "from"]].tolist() == ["None.", "protocol"]
    assert table.loc["26", ["told", "from"]].tolist() == ["for the authors", "authors"]
    assert table.loc["23", "from"] == "authors"


def test_what_the_run_counted_is_told_before_what_the_protocol_states():
    row = filled(PRISMA_S, contacts="Two experts were asked.").loc["6"]
    assert row["told"] == "Makers: 1 records. Two experts were asked."
    assert row["from"] == "run and protocol"


def test_every_statement_of_the_protocol_has_its_item_and_every_item_its_statement():
    used = {source.partition(":")[2] for _, _, source in PRISMA_S + PRISMA_2020} - {""}
    assert used == set(Statements.model_fields)


def test_a_citation_search_that_has_not_begun_is_not_told_as_done():
    searches = SEARCHES.assign(complete=["yes"] * 4 + [NOT_STARTED, "yes"], imported="0")
    facts = gather_facts(PROTOCOL, searches=searches, flow=FLOW)
    told = fill_checklist(PRISMA_S, statements=Statements().model_dump(), facts=facts).set_index("item")[
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


def test_prisma_s_has_sixteen_items():
    assert [number for number, _, _ in PRISMA_S] == [str(number) for number in range(1, 17)]
