"""Recall counts what a database is known to index, and nothing else."""

import pandas as pd
import pytest

from cireview.search.holdings import BY_COUNT, BY_QUERY, BY_SEARCH, count_recall, judge_holdings, tell_recall

STATES = {
    ("indexed", True): "found",
    ("indexed", False): "indexed but missed",
    ("indexed", None): "not known",
    ("not indexed", False): "not indexed",
    ("not indexed", True): "not indexed",
    ("not known", False): "not known",
    ("not known", True): "not known",
    ("not known", None): "not known",
}


def judge(*cases, by=BY_QUERY):
    items = pd.DataFrame({"record_id": [str(n) for n in range(len(cases))], "title": "T"})
    rows = [(str(n), "PubMed", state, "") for n, (state, _) in enumerate(cases)]
    looked_up = pd.DataFrame(rows, columns=["record_id", "source", "state", "reason"])
    found = {str(n): is_found for n, (_, is_found) in enumerate(cases) if is_found is not None}
    return judge_holdings(items, looked_up, {"PubMed": (by, found)})


@pytest.mark.parametrize(("case", "state"), STATES.items())
def test_an_item_is_found_missed_not_indexed_or_not_known(case, state):
    assert judge(case)["state"].tolist() == [state]


@pytest.mark.parametrize("by", [BY_SEARCH, BY_COUNT])
@pytest.mark.parametrize("state", ["indexed", "not indexed", "not known"])
def test_what_a_database_found_it_indexes_whatever_the_look_up_says(by, state):
    assert judge((state, True), by=by)["state"].tolist() == ["found"]


def test_recall_leaves_out_what_is_not_indexed_or_not_known_and_says_so():
    cases = [("indexed", True)] * 3 + [("indexed", False), ("not indexed", False), ("not known", False)]
    recall = count_recall(judge(*cases))
    assert recall.iloc[0].tolist()[:6] == ["PubMed", 3, 1, 1, 1, "0.750"]
    assert tell_recall(recall) == [
        "PubMed finds 3 of 4 indexed: relative recall 0.750 (95 % interval 0.301 to 0.954); "
        "1 not indexed and 1 not known do not count"
    ]


def test_without_an_indexed_item_there_is_no_recall():
    recall = count_recall(judge(("not indexed", False)))
    assert recall.iloc[0]["recall"] == ""
    assert tell_recall(recall) == ["PubMed finds 0 of 0 indexed; 1 not indexed does not count"]
