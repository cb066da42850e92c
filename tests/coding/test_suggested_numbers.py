"""Numbers of a text are suggested for the dimensions that ask for them, with their sentence and its scope."""

import pandas as pd
import pytest

from cireview.coding import suggest_codes
from cireview.protocol.codebook import Dimension

NUMBERS = {"participants": ("sample_size", ["abstract", "text"]), "ages": ("age", [])}


def suggest(text, field="abstract"):
    texts = pd.DataFrame({"record_id": ["a"], "text": [text], "field": [field], "section": "", "offset": 0})
    found = suggest_codes(texts, {}, numbers=NUMBERS)
    return [(row.dimension, row.value, row.struck) for row in found.itertuples()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We surveyed 312 adolescents.", [("participants", "312", "")]),
        (
            "The sample was 1,234 children aged 6 to 12 years.",
            [("participants", "1234", ""), ("ages", "6 to 12", "")],
        ),
        ("Nothing was counted here.", []),
        ("In 2015 (p = 0.03) 45% agreed.", []),
    ],
)
def test_numbers_are_suggested_by_their_kind(text, found):
    assert sorted(suggest(text)) == sorted(found)


def test_a_number_that_is_only_planned_is_struck():
    (found,) = suggest("We will recruit 300 adolescents next year.")
    assert found[:2] == ("participants", "300")
    assert found[2].startswith(("plan", "hypothes"))


def test_a_dimension_looks_only_in_its_fields():
    assert suggest("A study of 312 adolescents.", field="title") == []


def test_no_more_than_a_few_numbers_are_suggested():
    text = " ".join(
        f"Wave {word} had {n} participants." for word, n in zip("abcdef", range(101, 107), strict=True)
    )
    assert len(suggest(text)) == 3


def test_the_sentence_is_the_evidence():
    texts = pd.DataFrame(
        {"record_id": ["a"], "text": ["First. We surveyed 312 adolescents. Last."], "field": "abstract"}
    )
    (row,) = suggest_codes(texts, {}, numbers=NUMBERS).to_dict("records")
    assert row["evidence"] == "We surveyed 312 adolescents."


@pytest.mark.parametrize("kind", ["single", "date"])
def test_only_numbers_and_texts_take_numbers_from_a_text(kind):
    given = {"id": "n", "label": "N", "question": "How many?", "kind": kind, "suggest": "sample_size"}
    with pytest.raises(ValueError, match="suggest needs kind: number or text"):
        Dimension.model_validate(
            given | ({"values": [{"id": "a", "label": "A"}]} if kind == "single" else {})
        )
