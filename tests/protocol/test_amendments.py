"""What differs between two protocols, in words."""

import pytest

from cireview.protocol.amendments import compare_facts

BEFORE = {
    "question.main": "Do gardens change\n  what children eat",
    "practical_screen.years": [2000, 2020],
    "practical_screen.languages": ["English"],
    "practical_screen.criteria.garden": "About gardens",
    "methodological_screen.criteria.method": "Compares groups",
}

CASES = {
    "nothing": ({}, []),
    "other blanks and ends of lines": ({"question.main": "Do gardens  change what children eat"}, []),
    "years": (
        {"practical_screen.years": [1990, 2020]},
        ["practical_screen.years is no longer 2000 to 2020 but 1990 to 2020"],
    ),
    "no years any more": ({"practical_screen.years": None}, ["practical_screen.years is gone"]),
    "a query that is new": ({"search.query": "x"}, ["search.query is new"]),
    "languages": (
        {"practical_screen.languages": ["English", "Finnish"]},
        ["practical_screen.languages is no longer English but English, Finnish"],
    ),
    "words of a criterion": (
        {"practical_screen.criteria.garden": "About school gardens"},
        ["practical_screen.criteria.garden is no longer 'About gardens' but 'About school gardens'"],
    ),
    "a criterion that was renamed": (
        {"methodological_screen.criteria.method": None, "methodological_screen.criteria.new": "Compares"},
        ["methodological_screen.criteria.new is new", "methodological_screen.criteria.method is gone"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_differences_are_told(case):
    changes, told = CASES[case]
    now = {key: value for key, value in {**BEFORE, **changes}.items() if value is not None}
    assert [one.tell() for one in compare_facts(BEFORE, now)] == told


def test_a_long_text_is_cut():
    (one,) = compare_facts({"question.main": "x" * 200}, {"question.main": "y" * 200})
    assert len(one.tell()) < 200
