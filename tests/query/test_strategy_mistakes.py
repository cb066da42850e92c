"""Mistakes in strategies are refused with the place in the text as it was given."""

import pytest

from cireview.errors import QueryError
from cireview.query import read_strategy, write_strategy

OVID, WOS = "ovid_medline", "web_of_science"
LINES = "1. garden*.ti,ab.\n2. child.ti,ab.\n3. "


@pytest.mark.parametrize(
    ("database", "text", "row", "at", "message", "remedy"),
    [
        (OVID, LINES + "1 and 7", 3, 10, "line 7 does not exist", "The strategy has lines 1 to 3"),
        (
            "ovid_medline",
            "1. 2 or 3\n2. 1\n3. a.ti.",
            1,
            4,
            "line 1 refers back to itself: 1 → 2 → 1",
            "above it",
        ),
        (OVID, "1. 1 or 2\n2. a.ti.", 1, 4, "line 1 refers back to itself: 1 → 1", "above it"),
        (OVID, "1. a.ti.\n1. b.ti.\n2. 1", 2, 4, "line 1 appears twice", "one strategy"),
        (OVID, LINES + "(1 and 2", 3, 4, "a parenthesis is not closed", "Add"),
        (OVID, "1. a.ti.\n2. (b or “c d”.ti.", 2, 4, "a parenthesis is not closed", "Add"),
        (
            "ovid_medline",
            LINES + "1 and 2)",
            3,
            11,
            "a closing parenthesis without an opening one",
            "Take it out",
        ),
        (OVID, LINES + "1 and", 3, 6, "nothing after AND", "Write"),
        (OVID, LINES + '"a b.ti.', 3, 4, "a quotation mark is not closed", "Add"),
        ("pubmed", "a[ti][ab]", 1, 6, "a second field", "Remove one"),
        (OVID, LINES + "(1 or 2).ti.", 3, 4, "a field of a line", "Give the words"),
        (OVID, LINES + "(a and b) adj3 c", 3, 14, "proximity can join only words", "Join two"),
        (
            "ovid_medline",
            "S1 AND S2",
            1,
            1,
            "line 1 does not exist: the query has no numbered lines",
            "whole strategy",
        ),
        (OVID, LINES + "or/1-99999999", 3, 4, "or/1-99999999 names no lines", "or/1-5"),
        # another platform's syntax
        (
            "ovid_medline",
            "garden[tiab]",
            1,
            7,
            "[tiab] is a field of PubMed, not",
            "(child).ti,ab,kf.",
        ),
        ("pubmed", "garden.ti,ab.", 1, 7, ".ti,ab. is a field of Ovid, not of PubMed", "child[tiab]"),
        ("pubmed", "garden.tw.", 1, 7, ".tw. is a field of Ovid, not of PubMed", "child[tiab]"),
        ("pubmed", "TS=(garden)", 1, 1, "TS= is a field of Web of Science", "child[tiab]"),
        ("pubmed", "TITLE-ABS-KEY(a)", 1, 1, "TITLE-ABS-KEY is a field of Scopus", "child[tiab]"),
        ("scopus", "'garden'/exp", 1, 9, "/exp is a field of Embase.com", "It has no headings"),
        (
            "web_of_science",
            "TS=(garden:ti,ab)",
            1,
            11,
            ":ti,ab is a field of Embase.com",
            "TI=(child) OR AB=(child)",
        ),
        (WOS, "TS=(exp Garden/)", 1, 9, "Garden/ is a heading of Ovid", "heading"),
        (
            "web_of_science",
            "TS=(garden adj3 child)",
            1,
            12,
            "adj3 is not an operator of Web of Science",
            "NEAR/n",
        ),
        ("pubmed", "garden NEAR/3 child", 1, 8, "NEAR/3 is not an operator of PubMed", "tiab:~n"),
        ("scopus", "TITLE(garden N3 child)", 1, 14, "N3 is not an operator of Scopus", "W/n, PRE/n"),
        ("pubmed", "wom?n[tiab]", 1, 1, "PubMed has no wildcard ?", "Write out the forms"),
        ("pubmed", "a[tiab] or b[tiab]", 1, 9, "'or' is not an operator of PubMed", "OR in capitals"),
        ("pubmed", "garden[tiba]", 1, 7, "PubMed has no field [tiba]", "Did you mean tiab?"),
        ("pubmed", "a[tiab] b[tiab]", 1, 9, "an operator is missing", "Write AND or OR"),
        ("cinahl", "S1 TI a\nS2 S1 AND S9", 2, 11, "line 9 does not exist", "The strategy has lines 1 to 2"),
        ("embase", "#1 a:ti\n#2 #1 AND #3", 2, 11, "line 3 does not exist", "The strategy has lines 1 to 2"),
    ],
)
def test_a_mistake_is_shown_where_it_stands(database, text, row, at, message, remedy):
    with pytest.raises(QueryError) as caught:
        read_strategy(text, database=database, file="medline.txt")
    problem = caught.value.problems[0]
    said, shown, caret = problem.remedy.split("\n")
    assert message in problem.message
    assert remedy in said
    assert (problem.file, problem.row) == ("medline.txt", row)
    assert problem.message.startswith(f"character {at} of the row: ")
    assert shown == f"    {text.splitlines()[row - 1]}"
    assert caret == " " * (4 + at - 1) + "^"


def test_all_mistakes_are_named_at_once():
    with pytest.raises(QueryError) as caught:
        read_strategy("1. (a.ti.\n2. b.ti)\n3. 1 and 9", database="ovid_medline")
    assert [problem.row for problem in caught.value.problems] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "database", "message"),
    [
        ("garden AND child", "", "cireview does not recognise the syntax of a database"),
        ("garden[tiab] AND TS=(child)", "", "the syntax may be that of PubMed or Web of Science"),
        ("garden", "jstor", "cannot read strategies of JSTOR"),
        ("garden", "medlin", "unknown database 'medlin'"),
    ],
)
def test_a_syntax_that_is_not_clear_is_asked_for(text, database, message):
    with pytest.raises(QueryError, match=message.replace("?", "[?]")):
        read_strategy(text, database=database)


def chain(length):
    return "\n".join(["1. a.ti.", *(f"{n}. {n - 1} or b{n}.ti." for n in range(2, length))])


def test_lines_that_lead_to_many_others_are_read_up_to_a_depth():
    strategy = read_strategy(chain(40), database="ovid_medline")
    assert "b39[ti]" in write_strategy(strategy, database="pubmed").text
    assert "#39 #38 OR b39[ti]" in write_strategy(strategy, database="pubmed", in_lines=True).text
    with pytest.raises(QueryError, match="a chain of more than 40 lines"):
        read_strategy(chain(300), database="ovid_medline")


def test_lines_that_unfold_without_end_are_refused():
    lines = ["1. a.ti.", *(f"{n}. {n - 1} or {n - 1} or {n - 1}" for n in range(2, 40))]
    with pytest.raises(QueryError, match="unfolds to more than"):
        read_strategy("\n".join(lines), database="ovid_medline")
