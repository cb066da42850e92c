"""Problems that are alike are one line with a count."""

import pytest

from cireview.errors import Problem, gather_alike


def say(*problems):
    return [str(problem) for problem in gather_alike(problems)]


def at(file, *rows, message="no reviewer"):
    return [Problem(message, file, row, "reviewer", "Name one") for row in rows]


GATHERED = {
    "rows of one file": (
        at("s", 9, 2, 5),
        ["s, row 2, column reviewer: no reviewer (3 rows: 2, 5, 9). Name one"],
    ),
    "the same twice": (at("s", 2, 2), ["s, row 2, column reviewer: no reviewer. Name one"]),
    "many rows": (
        at("s", *range(2, 1196)),
        ["s, row 2, column reviewer: no reviewer (1,194 rows: 2, 3, 4 …). Name one"],
    ),
    "three files": (
        [*at("s", 2, 3, 4, 5), *at("u", 7), *at("t", 3)],
        [
            "s, row 2, column reviewer: no reviewer (6 rows in 3 files: s, row 2; t, row 3; u, row 7 …). "
            "Name one"
        ],
    ),
    "two files": (
        [*at("s", 2), *at("t", 3, 4)],
        [
            "s, row 2, column reviewer: no reviewer (3 rows in 2 files: s, row 2; t, row 3; t, row 4). "
            "Name one"
        ],
    ),
    "other words of the sheet": (
        [
            Problem(f"{word!r} is no decision", "s", row)
            for row, word in enumerate(["it's", 'a"b', "c", "d"], 2)
        ],
        ['s, row 2: "it\'s" is no decision (4 rows like this: 2, 3, 4 …)'],
    ),
    "two wrong names": (
        [*at("s", 2, 3, message="'Ana' is nobody"), *at("s", 4, message="'Bo' is nobody")],
        [
            "s, row 2, column reviewer: 'Ana' is nobody (2 rows: 2, 3). Name one",
            "s, row 4, column reviewer: 'Bo' is nobody. Name one",
        ],
    ),
    "other ids and numbers": (
        [
            Problem(f"ann says two things of {one} (row {row}: yes, row {row + 1}: no)", "s", row)
            for row, one in enumerate(["x:1", "y:z/2", "pubmed:3", "a:b:c"], 14)
        ],
        ["s, row 14: ann says two things of x:1 (row 14: yes, row 15: no) (4 rows like this: 14, 15, 16 …)"],
    ),
    "other kinds": (
        [Problem("this", "s", 1), Problem("that", "s", 1), Problem("this", "s", 1, "column")],
        ["s, row 1: this", "s, row 1: that", "s, row 1, column column: this"],
    ),
    "whole files": (
        [Problem("nobody reads this", "s"), Problem("nobody reads this", "t")],
        ["s: nobody reads this", "t: nobody reads this"],
    ),
    "none": ([], []),
}


@pytest.mark.parametrize(("problems", "lines"), GATHERED.values(), ids=GATHERED)
def test_problems_of_a_kind_are_one_line_with_a_count_and_three_places(problems, lines):
    assert say(*problems) == lines
