"""A codebook's answers: those that are no findings, and cells that rows and columns make."""

import pytest

from cireview.errors import ReviewError
from cireview.protocol import Codebook, load_model

DIMENSION = "  - id: {id}\n    label: L\n    question: Q?\n{keys}"
PHASES = (
    "    cells:\n      rows: [{id: one, label: Phase 1}, {id: two, label: Phase 2}]\n"
    "      columns: [{id: plan, label: Plans}, {id: talk, label: Talks}]\n"
)


def load(tmp_path, *keys, end=""):
    named = (DIMENSION.format(id=f"d{number}", keys=one) for number, one in enumerate(keys))
    path = tmp_path / "codebook.yaml"
    path.write_text(f"dimensions:\n{''.join(named)}{end}", encoding="utf-8")
    return load_model(path, Codebook, name="config/codebook.yaml")


def values(*ids):
    return f"    values: [{', '.join(f'{{id: {one}, label: X}}' for one in ids)}]\n"


@pytest.mark.parametrize(
    ("value", "empty"),
    [
        ("{id: x, label: X}", ""),
        ("{id: not_stated, label: X}", "not_stated"),
        ("{id: not_reported, label: X}", "not_reported"),
        ("{id: silent, label: X, empty: not_stated}", "not_stated"),
        ("{id: not_stated, label: X, empty: not_reported}", "not_reported"),
        ("{id: not_stated, label: X, empty: ''}", ""),
        ("{id: not_discussed, label: X}", ""),
    ],
)
def test_a_value_is_a_finding_or_says_which_kind_of_empty_it_is(tmp_path, value, empty):
    book = load(tmp_path, f"    values: [{{id: a, label: A}}, {value}]\n")
    assert book.dimensions[0].values[1].empty == empty


EMPTY = (
    "empty:\n  - {id: not_stated, label: Nothing said}\n  - {id: not_reported, label: Not in the review}\n"
)


@pytest.mark.parametrize(
    ("own", "answers"),
    [
        (("a",), ["a", "not_stated", "not_reported"]),
        (("a", "not_stated"), ["a", "not_stated", "not_reported"]),
        (("not_reported", "a"), ["not_reported", "a", "not_stated"]),
    ],
)
def test_empty_values_of_the_codebook_are_answers_of_every_dimension(tmp_path, own, answers):
    book = load(tmp_path, values(*own), values("b"), end=EMPTY)
    assert [value.id for value in book.answers(book.dimensions[0])] == answers
    assert [value.id for value in book.answers(book.dimensions[1])] == ["b", "not_stated", "not_reported"]


def test_an_empty_value_of_another_name_stands_in_for_that_of_the_codebook(tmp_path):
    book = load(
        tmp_path, "    values: [{id: a, label: A}, {id: s, label: S, empty: not_stated}]\n", end=EMPTY
    )
    assert [value.id for value in book.answers(book.dimensions[0])] == ["a", "s", "not_reported"]


def test_rows_and_columns_make_a_value_of_each_pair(tmp_path):
    dimension = load(tmp_path, PHASES).dimensions[0]
    assert [(value.id, value.label) for value in dimension.values] == [
        ("one_plan", "Phase 1: Plans"),
        ("one_talk", "Phase 1: Talks"),
        ("two_plan", "Phase 2: Plans"),
        ("two_talk", "Phase 2: Talks"),
    ]


def test_a_cell_of_which_there_is_more_to_say_keeps_its_keys(tmp_path):
    cell = "{id: two_talk, terms: [talk], definition: They talk.}"
    given = f"    values:\n      - {cell}\n      - {{id: c, label: C}}\n"
    found = load(tmp_path, PHASES + given).dimensions[0].values
    assert [value.id for value in found] == ["two_talk", "c", "one_plan", "one_talk", "two_plan"]
    assert (found[0].label, found[0].terms[0].term, found[0].definition) == (
        "Phase 2: Talks",
        "talk",
        "They talk.",
    )


@pytest.mark.parametrize(
    ("keys", "end", "column", "words"),
    [
        (values("a", "a"), "", "values.2.id", "the id 'a' is given twice, first in row"),
        ("", "", "values", "at least one answer"),
        (values("not_stated"), "", "values", "at least one answer"),
        ("    values: [{id: a, label: A, empty: silent}]\n", "", "empty", "not_stated"),
        ("    cells: {rows: [{id: a, label: A}]}\n", "", "cells.columns", "missing"),
        ("    cells: {rows: [], columns: []}\n", "", "cells.rows", "at least one entry"),
        (PHASES.replace("two", "one"), "", "cells", "one_plan"),
        (PHASES + "    values: [{id: three_talk}]\n", "", "label", "missing"),
        (values("a"), "empty: [{id: x, label: X}]\n", "empty", "needs empty"),
        (values("a"), f"{EMPTY}{EMPTY[7:]}", "empty.4.id", "the id 'not_reported' is given twice"),
    ],
)
def test_what_is_wrong_is_named(tmp_path, keys, end, column, words):
    with pytest.raises(ReviewError) as error:
        load(tmp_path, keys, end=end)
    told = error.value.problems
    assert any(column in one.column and words in f"{one.message} {one.remedy}" for one in told), told
