"""Suggestions: the codebook's words found in a text, with the sentence that holds them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.coding import SUGGESTION, suggest_codes

TERMS = {
    "place": {"school": ["school", "primary education"], "home": ["home", "family"], "other": []},
    "eaten": {"roots": ["carrot"], "leaves": ["spinach"]},
}


def suggest(*texts, terms=TERMS):
    table = pd.DataFrame({"record_id": [f"r{n}" for n in range(len(texts))], "text": texts}, dtype="str")
    return suggest_codes(table, terms)


def found(text):
    return {(row.dimension, row.value) for row in suggest(text).itertuples()}


@pytest.mark.parametrize(
    "text",
    [
        "A school.",
        "Two schools.",
        "SCHOOLS and more",
        "School-based work",
        "in primary education",
        "Primary Education",
    ],
)
def test_a_word_is_found_whatever_its_ending_and_capitals(text):
    assert found(text) == {("place", "school")}


@pytest.mark.parametrize(
    "text", ["", "A scholar.", "preschooler", "primary and education", "carrotcake", "in primary.\nEducation"]
)
def test_another_word_is_not_found(text):
    assert found(text) == set()


def test_a_plural_of_its_own_kind_is_found():
    assert found("Many families were asked.") == {("place", "home")}


def test_a_value_without_terms_is_never_suggested():
    assert suggest("another other").empty


def test_each_value_comes_with_its_sentence():
    text = "We asked 40 families. They ate carrots and spinach. All went to school."
    codes = suggest(text).set_index("value")["evidence"].to_dict()
    assert codes == {
        "school": "All went to school.",
        "home": "We asked 40 families.",
        "roots": "They ate carrots and spinach.",
        "leaves": "They ate carrots and spinach.",
    }


def test_the_sentence_with_most_of_the_words_is_the_evidence():
    assert suggest("One school. Two schools and a school. A school.")["evidence"].tolist() == [
        "Two schools and a school."
    ]


def test_suggestions_are_in_the_order_of_the_codebook_and_of_the_records():
    codes = suggest("spinach carrot home school", "school")
    assert codes[["record_id", "value"]].to_numpy().tolist() == [
        ["r0", "school"], ["r0", "home"], ["r0", "roots"], ["r0", "leaves"], ["r1", "school"],
    ]  # fmt: skip
    assert set(codes["coder"]) == {SUGGESTION}


WORDS = st.sampled_from(
    [
        "school",
        "Schools",
        "CARROT",
        "İzmir",
        "ﬁsh",
        "Straße",
        "dr.",
        ".",
        "!",
        "\n",
        "—",
        "family",
        "a",
        "日本",
        "\t",
    ]
)


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_offsets_are_true_to_the_text(text):
    for row in suggest(text).itertuples():
        sentence = text[row.start : row.end]
        assert " ".join(sentence.split()) == row.evidence
        assert any(word in row.evidence.lower() for word in ("school", "carrot", "family"))


def test_a_value_that_only_a_struck_sentence_holds_is_kept_with_the_cue():
    codes = suggest("No school took part. Families ate no spinach. They grew spinach.").set_index("value")
    assert codes["struck"].to_dict() == {"school": "negation: No", "home": "", "leaves": ""}
    assert codes.loc["leaves", "evidence"] == "They grew spinach."


def test_without_scope_no_cue_strikes():
    table = pd.DataFrame({"record_id": ["a"], "text": ["No school took part."]}, dtype="str")
    assert suggest_codes(table, TERMS, scoped=False)["struck"].tolist() == [""]


def test_spacy_is_not_loaded_where_no_word_could_be_found(monkeypatch):
    monkeypatch.setattr("cireview.coding.suggest.load_families", lambda _: pytest.fail("it was loaded"))
    none, one = (pd.DataFrame({"record_id": ids, "text": ids}, dtype="str") for ids in ([], ["a:1"]))
    assert suggest_codes(none, TERMS).empty
    assert suggest_codes(one, {"plant": {"leaf": []}}).empty


def test_however_many_rows_are_put_together_at_a_time_the_table_is_the_same(monkeypatch):
    records = ["b", "a", "c", "a"]
    texts = ["The school met.", "A school and its backbone.", "Nothing.", "The backbone met at school."]
    table = pd.DataFrame({"record_id": records, "text": texts}, dtype="str")
    terms = {"who": {"school": ["school"]}, "what": {"backbone": ["backbone"]}}
    whole = suggest_codes(table, terms)
    monkeypatch.setattr("cireview.coding.suggest._CHUNK", 1)
    pd.testing.assert_frame_equal(suggest_codes(table, terms), whole)
    assert whole["record_id"].tolist() == sorted(whole["record_id"])
