"""A codebook of another field works from suggestion to table without any change of the code."""

from pathlib import Path

import pandas as pd
import pytest
from paper.coded import codes, reports

from cireview.coding import read_coding, suggest_codes
from cireview.errors import LabelError
from cireview.paper.codes import summarise_codes, tell_coded
from cireview.protocol import Codebook, load_model
from cireview.review.wording import Wording

NAME = "docs/examples/public_health/codebook.yaml"
WORDS = Wording()
WORDS.codebook = load_model(Path(__file__).parents[2] / NAME, Codebook, name=NAME)
ABSTRACT = (
    "A cluster randomized trial in nine urban schools in Denmark tested a walking school bus. "
    "Volunteers walked with first grade pupils. An accelerometer was worn for a week. "
    "Cycle training was not offered. Children carried a GPS device; the gps of the bus failed."
)


def suggest(text):
    texts = pd.DataFrame({"record_id": ["a"], "text": [text]}, dtype="str")
    codes = suggest_codes(texts, WORDS.terms, cues=WORDS.cues)
    codes = codes[codes["struck"] == ""]
    return set(codes["dimension"] + "." + codes["value"])


def test_an_abstract_suggests_its_codes():
    assert suggest(ABSTRACT) == {
        "design.cluster_trial",
        "setting.urban",
        "country.Denmark",
        "components.walking_bus",
        "provider.parents",
        "age.under_8",
        "measurement.accelerometer",
        "measurement.gps",
    }


EXPLAINED = [
    (f"{dimension.id}.{value.id}", value)
    for dimension in WORDS.codebook.dimensions
    for value in dimension.values
    if not value.country and not dimension.cells
]


@pytest.mark.parametrize(("name", "value"), EXPLAINED, ids=[name for name, _ in EXPLAINED])
def test_every_value_is_explained_and_its_example_suggests_it(name, value):
    assert value.definition
    assert value.example
    assert not value.terms or name in suggest(value.example)


def read(tmp_path, value, dimension="outcomes"):
    sheet = tmp_path / "coding_anna.csv"
    sheet.write_text(f"record_id,dimension,value\nr0,{dimension},{value}\n")
    return read_coding([sheet], coders=["anna"], root=tmp_path, questions=WORDS.questions)


def test_outcomes_are_coded_by_cell_and_counted(tmp_path):
    table = read(tmp_path, "active_travel_better; Injuries on the way: No clear difference")
    assert table["value"].tolist() == ["active_travel_better", "injuries_no_difference"]
    coded = codes(*table[["record_id", "dimension", "value"]].itertuples(index=False, name=None))
    summary = summarise_codes(reports(year=["1", "2"]), coded, values=WORDS.values, empty=WORDS.empty)
    outcomes = summary[summary["dimension"] == "outcomes"]
    assert outcomes.set_index("value")["n"]["injuries_no_difference"] == 1
    assert tell_coded(outcomes) == "1 of 2 coded; not coded 1"


@pytest.mark.parametrize(
    ("dimension", "value", "message"),
    [
        ("outcomes", "active_travel_beter", "Did you mean 'active_travel_better'"),
        ("outcomes", "not_stated; weight_worse", "nothing was found"),
        ("duration", "up_to_1_year; over_1_year", "takes one value"),
        ("harms", "not_reported", "is not a value of harms"),
    ],
)
def test_what_is_wrong_is_named_in_the_words_of_the_field(tmp_path, dimension, value, message):
    with pytest.raises(LabelError, match=message):
        read(tmp_path, value, dimension)
