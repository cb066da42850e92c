"""Terms: spellings and plurals by default; other senses, capitals, fields and words beside them by keys."""

import pandas as pd
import pytest

from cireview.coding import suggest_codes


def suggest(text, *terms, field=""):
    table = pd.DataFrame({"record_id": ["a"], "field": [field], "text": [text]}, dtype="str")
    return suggest_codes(table, {"found": {"it": list(terms)}})


def is_found(text, *terms, field=""):
    codes = suggest(text, *terms, field=field)
    return not codes.empty and codes["struck"].tolist() == [""]


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("NGO", "NGOs joined"),
        ("nongovernmental organization", "Non-governmental organisations joined"),
        ("nonprofit", "a non-profit agency"),
        ("non-profit", "a nonprofit agency"),
        ("randomized", "Towns were randomised."),
        ("organisation", "Organizations met."),
        ("neighborhood", "each neighbourhood"),
        ("health center", "two health centres"),
        ("health care", "healthcare agencies"),
        ("regular meeting", "at regular meetings"),
        ("programme", "two programs"),
        ("paediatric", "pediatric wards"),
        ("place-based", "place based work"),
    ],
)
def test_spellings_and_plurals_are_one_word(term, text):
    assert is_found(text, term)


@pytest.mark.parametrize(("text", "found"), [("The WHO and UNICEF", True), ("Those who met", False)])
def test_an_acronym_is_found_in_its_capitals(text, found):
    assert is_found(text, {"term": "WHO", "case": "exact"}) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Trust grew.", True),
        ("The trust fund was closed.", False),
        ("Trust grew, and the trust fund was closed.", True),
        ("The NHS Foundation lost trust.", False),
    ],
)
def test_another_sense_is_struck(text, found):
    assert is_found(text, {"term": "trust", "not": ["trust fund", "NHS"]}) == found


def test_another_sense_is_named():
    assert suggest("A trust fund.", {"term": "trust", "not": ["trust fund"]})["struck"].tolist() == [
        "another sense: trust fund"
    ]


@pytest.mark.parametrize(
    ("text", "found"), [("Backbone staff raise funds.", True), ("They raise funds.", False)]
)
def test_a_word_beside_the_term_is_asked_for(text, found):
    assert is_found(text, {"term": "raise funds", "with": ["backbone"]}) == found


@pytest.mark.parametrize(
    ("keys", "field", "found"),
    [
        ({}, "abstract", True),
        ({}, "affiliations", False),
        ({"fields": ["affiliations"]}, "affiliations", True),
        ({"fields": ["title"]}, "abstract", False),
        ({"fields": ["title"]}, "", True),
    ],
)
def test_a_term_is_looked_for_in_its_fields(keys, field, found):
    assert is_found("University of Oulu", {"term": "university", **keys}, field=field) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Adverse childhood experiences (ACEs) are told. ACEs rose and an ACE fell.", 2),
        ("Adverse childhood experiences (XYZ) are told. XYZ rose.", 1),
        ("Adverse childhood experiences are told. An ace fell.", 1),
    ],
)
def test_an_abbreviation_counts_where_the_text_defines_it(text, count):
    codes = suggest(text, "adverse childhood experience")
    # The sentence with most of the words is the evidence.
    assert codes["evidence"].str.startswith("ACEs rose").tolist() == [count == 2]


def test_an_abbreviation_of_one_record_is_none_of_another():
    texts = ["Early years network (EYN) grew.", "EYN grew."]
    table = pd.DataFrame({"record_id": ["a", "b"], "text": texts}, dtype="str")
    assert suggest_codes(table, {"found": {"it": ["years network"]}})["record_id"].tolist() == ["a"]
