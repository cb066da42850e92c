"""The checklists tell what the run and the protocol know, and leave the rest to the authors."""

import pandas as pd
import pytest

from cireview.checklists import PRISMA_2020, PRISMA_S, fill_checklist, gather_facts
from cireview.protocol.models import Statements

SEARCHES = pd.DataFrame({"source": ["Scopus", "PubMed"], "searched_on": ["2020-03", "2020-04"]})
FACTS = gather_facts(
    title="A title",
    question="A question?",
    searches=SEARCHES,
    flow={"database_results": 221, "duplicates": 128, "records_screened": 93, "new_reports": 32},
    reviewers=["anna", "bert"],
    adjudicator="judge",
    coders=["anna"],
)


def filled(items, **statements):
    table = fill_checklist(items, statements=Statements(**statements).model_dump(), facts=FACTS)
    return table.set_index("item")


@pytest.mark.parametrize(
    ("items", "item", "words"),
    [
        (PRISMA_S, "1", "Scopus, PubMed"),
        (PRISMA_S, "13", "Scopus: 2020-03; PubMed: 2020-04"),
        (PRISMA_S, "15", "221 records"),
        (PRISMA_S, "16", "128 duplicates"),
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


def test_every_statement_of_the_protocol_has_its_item_and_every_item_its_statement():
    used = {source[1:] for _, _, source in PRISMA_S + PRISMA_2020 if source.startswith(":")}
    assert used == set(Statements.model_fields)


def test_prisma_s_has_sixteen_items():
    assert [number for number, _, _ in PRISMA_S] == [str(number) for number in range(1, 17)]
