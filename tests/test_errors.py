"""Problems that are alike are one line with a count."""

from cireview.errors import Problem, gather_alike


def test_problems_that_differ_in_their_row_alone_are_one_with_their_rows():
    problems = [Problem("no reviewer", "s.csv", row, "reviewer", "Name one") for row in (9, 2, 5)]
    other = Problem("no reviewer", "t.csv", 3, "reviewer", "Name one")
    assert [str(problem) for problem in gather_alike([problems[0], other, *problems[1:], other])] == [
        "s.csv, row 2, column reviewer: no reviewer (3 rows: 2, 5, 9). Name one",
        "t.csv, row 3, column reviewer: no reviewer. Name one",
    ]


def test_of_many_rows_the_first_ten_are_named():
    [problem] = gather_alike(Problem("wrong", "s.csv", row) for row in range(1, 31))
    assert problem.message == "wrong (30 rows: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 …)"
