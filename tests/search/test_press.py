"""The sheet for the peer review of a search says what was seen, and leaves the judgement to people."""

import pandas as pd

from cireview.query import parse_query
from cireview.query.validation import validate_query
from cireview.search.press import ELEMENTS, prepare_press

ITEMS = pd.DataFrame(
    {
        "record_id": ["a", "b"],
        "title": ["Children and well-being", "Gardens of a child"],
        "abstract": ["They dug.", ""],
        "keywords": "",
    }
)


def test_each_element_has_what_was_seen_and_no_judgement():
    query = parse_query('child* AND (wellbeing OR gardns OR "Health"[mesh]) NOT (dug NEAR/2 deep)')
    done = validate_query(query, ITEMS, records=ITEMS)
    sheet = prepare_press(query, done, lacking=["gardens"], limits=["English"]).set_index("element")
    assert list(sheet.index) == list(ELEMENTS)
    assert (sheet[["judgement", "comment"]] == "").to_numpy().all()
    seen = sheet["seen"].tolist()
    assert seen[0].startswith("3 blocks: child*; ")
    assert seen[0].endswith("0 of 2 known records are found")
    assert seen[1].startswith("1 distances, 1 NOT. Known records lost: ")
    assert seen[2] == "Health (mesh)"
    assert "well being (beside wellbeing)" in seen[3]
    assert "lacks: gardens" in seen[3]
    assert "perhaps misspelt: wellbeing, gardns" in seen[4]
    assert seen[5] == "English"
