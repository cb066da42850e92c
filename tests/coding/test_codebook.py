"""The codebook of the demonstration: every value is explained, and its example is found by its terms."""

import pandas as pd
import pytest

from cireview.coding import suggest_codes
from cireview.review import load_review

REVIEW = load_review(".")
DIMENSIONS = REVIEW.codebook.dimensions
BY_ID = {dimension.id: dimension for dimension in DIMENSIONS}


def test_every_value_but_a_country_has_a_definition_and_an_example():
    bare = [
        f"{dimension.id}.{value.id}"
        for dimension in DIMENSIONS
        for value in dimension.values
        if not value.country and not (value.definition and value.example)
    ]
    assert bare == []


def test_no_two_values_of_a_dimension_are_explained_alike():
    for dimension in DIMENSIONS:
        for key in ("definition", "example"):
            texts = [text for value in dimension.values if (text := getattr(value, key))]
            assert len(set(texts)) == len(texts), dimension.id


def test_the_example_of_a_value_is_found_by_its_terms():
    examples = {
        f"{dimension.id}.{value.id}": value.example
        for dimension in DIMENSIONS
        for value in dimension.values
        if value.terms
    }
    texts = pd.DataFrame({"record_id": list(examples), "text": list(examples.values())}, dtype="str")
    codes = suggest_codes(texts, REVIEW.terms, cues=REVIEW.cues)
    stand = codes[codes["struck"] == ""]
    own = stand[stand["record_id"] == stand["dimension"] + "." + stand["value"]]
    assert set(examples) - set(own["record_id"]) == set()


@pytest.mark.parametrize(
    ("dimension", "rows", "columns"),
    [("backbone_outcomes_by_function", 6, 2), ("phase_work", 3, 4)],
)
def test_a_matrix_has_a_value_of_each_cell(dimension, rows, columns):
    cells = BY_ID[dimension].cells
    assert (len(cells.rows), len(cells.columns)) == (rows, columns)
    assert [value.id for value in BY_ID[dimension].values] == [cell for cell, _ in cells.walk()]


@pytest.mark.parametrize(
    ("dimension", "number"),
    [
        ("ci_conditions", 5),
        ("backbone_functions", 6),
        ("backbone_type", 6),
        ("phase", 3),
        ("preconditions", 3),
    ],
)
def test_the_concepts_of_collective_impact_are_whole(dimension, number):
    assert len(BY_ID[dimension].values) == number
