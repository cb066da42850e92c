"""The overall judgement of an article follows by the stated rule from those of its domains."""

import pandas as pd
import pytest

from cireview.coding.appraisal import (
    NOT_ASKED,
    NOT_SETTLED,
    Appraised,
    count_judgements,
    judge_overall,
    tabulate_appraisal,
)
from cireview.tables import CODE

JUDGEMENTS = {"low": "Low", "some": "Some concerns", "high": "High", "na": "Not applicable"}
ROB = {
    "counts": [
        {"then": "high", "of": ["high"], "at_least": 1},
        {"then": "high", "of": ["some"], "at_least": 3},
        {"then": "some", "of": ["some"], "at_least": 1},
    ],
    "otherwise": "low",
}
CRITICAL = {
    "counts": [{"then": "high", "of": ["high"], "at_least": 1, "critical": True},
               {"then": "some", "of": ["high", "some"], "at_least": 2, "critical": False}],
    "otherwise": "low",
}  # fmt: skip


def tool(rule, **keys):
    domains = {f"t_{name}": name.upper() for name in "abcd"}
    signs = {"low": "+", "some": "?", "high": "X", "na": "N"}
    return Appraised("t", "Tool", domains, ["t_a"], JUDGEMENTS, JUDGEMENTS, signs, ["na"], rule, **keys)


WORDS = {"l": "low", "s": "some", "h": "high", "n": "na", "-": NOT_ASKED, ".": ""}


@pytest.mark.parametrize(
    ("rule", "keys", "given", "overall"),
    [
        ("worst", {}, "llll", "low"),
        ("worst", {}, "lsll", "some"),
        ("worst", {}, "lshl", "high"),
        ("worst", {}, "lnll", "low"),
        ("worst", {}, "ls-l", "some"),
        ("worst", {}, "lsh.", ""),
        ("worst", {}, "----", ""),
        ("counts", ROB, "lsll", "some"),
        ("counts", ROB, "sssl", "high"),
        ("counts", ROB, "lllh", "high"),
        ("counts", ROB, "llll", "low"),
        ("counts", ROB, "lll.", ""),
        ("counts", CRITICAL, "hlll", "high"),
        ("counts", CRITICAL, "lhll", "low"),
        ("counts", CRITICAL, "lhsl", "some"),
        ("none", {}, "llll", ""),
    ],
)
def test_the_overall_judgement(rule, keys, given, overall):
    judged = {f"t_{name}": WORDS[sign] for name, sign in zip("abcd", given, strict=True)}
    assert judge_overall(judged, tool(rule, **keys)) == overall


def test_people_may_judge_the_whole_themselves():
    assert judge_overall({"t_a": "high", "t_overall": "some"}, tool("people")) == "some"


def codes(*rows):
    cells = [
        dict.fromkeys(CODE.columns, "") | dict(zip(("record_id", "dimension", "value"), row, strict=True))
        for row in rows
    ]
    return CODE.conform(pd.DataFrame(cells, columns=list(CODE.columns)))


def test_a_domain_on_which_appraisers_differ_leaves_the_overall_judgement_open():
    judged = codes(("r1", "t_a", "low"))
    lacking = {("r1", one): NOT_SETTLED for one in ("t_b", "t_c")} | {("r1", "t_d"): NOT_ASKED}
    table = tabulate_appraisal(judged, ["r1"], tool("worst"), lacking)
    assert table.to_numpy().tolist() == [["r1", "low", NOT_SETTLED, NOT_SETTLED, NOT_ASKED, ""]]
    counted = count_judgements(table, tool("worst")).set_index(["domain", "judgement"])["n"]
    assert counted["t_b", NOT_SETTLED] == 1


def test_a_table_has_a_row_an_article_and_counts_say_what_is_open():
    judged = codes(
        *[("r1", f"t_{name}", "low") for name in "abcd"], ("r2", "t_a", "high"), ("r2", "theme", "food")
    )
    table = tabulate_appraisal(judged, ["r1", "r2"], tool("worst"), {("r2", "t_b"): NOT_ASKED})
    assert table.to_numpy().tolist() == [["r1", *["low"] * 5], ["r2", "high", NOT_ASKED, "", "", ""]]
    counted = count_judgements(table, tool("worst"))
    shown = (
        counted[counted["n"] > 0].groupby("label", sort=False)[["judgement", "n"]].agg(list).T.to_dict("list")
    )
    assert shown == {
        "A": [["low", "high"], [1, 1]],
        "B": [["low", NOT_ASKED], [1, 1]],
        "C": [["low", ""], [1, 1]],
        "D": [["low", ""], [1, 1]],
        "Overall": [["low", ""], [1, 1]],
    }


def test_without_a_rule_there_is_no_column_for_the_whole():
    assert "overall" not in tabulate_appraisal(codes(), ["r1"], tool("none"))
