"""Problems that are alike are one line with a count, and no refusal is longer than people read."""

import pytest

from cireview.errors import LINES, Problem, gather_alike, lay_out


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


MORE = "run 'cireview check'"
LAID_OUT = {
    "one": ([Problem("this", "s", 1, "c", "Mend it")], ["s, row 1, column c: this. Mend it"]),
    "an option": ([Problem("this", column="--port")], ["option --port: this"]),
    "two options": ([Problem("this", column="--url, --sha256")], ["options --url, --sha256: this"]),
    "a key of a file of words": ([Problem("this", "w.toml", column="help")], ["w.toml, key help: this"]),
    "a key of a file that people write": (
        [Problem("this", "p.yaml", 1, "c")],
        ["p.yaml, row 1, key c: this"],
    ),
    "a question": ([Problem("is it this?", "s", remedy="Say so")], ["s: is it this? Say so"]),
    "no file": ([Problem("this"), Problem("that")], ["this", "that"]),
    "a file is named once": (
        [Problem("this", "s", 1), Problem("that", "t", 3), Problem("that", "s", 2, remedy="Mend it")],
        ["s:", "  row 1: this", "  row 2: that. Mend it", "t, row 3: that"],
    ),
    "a remedy of several is said once": (
        [Problem(word, "s", row, remedy="Mend it") for row, word in enumerate(["this", "that"], 1)],
        ["s:", "  row 1: this", "  row 2: that", "  Mend it"],
    ),
    "the same twice": ([Problem("this", "s")] * 2, ["s: this"]),
    "as many as fit": (
        [Problem("this", f"s{number}") for number in range(LINES)],
        [f"s{number}: this" for number in range(LINES)],
    ),
    "more of one kind than fit": (
        [*(Problem(f"nobody reads {number}", f"s{number}") for number in range(30)), Problem("that", "t", 3)],
        [
            *(f"s{number}: nobody reads {number}" for number in range(LINES - 2)),
            f"… and 23 more of this kind: {MORE}",
            "t, row 3: that",
        ],
    ),
    "more kinds than fit": (
        [Problem("th" + "i" * number + "s", "s", number) for number in range(1, 20)],
        [
            "s:",
            *(f"  row {number}: th{'i' * number}s" for number in range(1, LINES - 1)),
            f"… and 12 more lines: {MORE}",
        ],
    ),
}


@pytest.mark.parametrize(("problems", "lines"), LAID_OUT.values(), ids=LAID_OUT)
def test_problems_are_laid_out_by_file_in_lines_that_people_read(problems, lines):
    assert lay_out(problems) == lines


def test_check_shows_all_problems():
    problems = [Problem("this", f"s{number}") for number in range(50)]
    assert lay_out(problems, lines=None) == [str(problem) for problem in problems]
