"""Cues of scope: what a sentence denies, plans, defines, asks, or reports of another study is struck."""

import pandas as pd
import pytest

from cireview.coding import suggest_codes

TERMS = {"found": {"school": ["school"], "rule": ["cannot be attributed"]}}


def struck(text, **options):
    table = pd.DataFrame({"record_id": ["a"], "text": [text]}, dtype="str")
    return suggest_codes(table, TERMS, **options)["struck"].tolist()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("No school took part.", "negation"),
        ("The school did not take part.", "negation"),
        ("Work went on without the school.", "negation"),
        ("The school was absent.", "negation"),
        ("Towns failed to involve a school.", "negation"),
        ("Towns couldn't find a school.", "negation"),
        ("A school may join.", "plan or hypothesis"),
        ("If a school joins, work grows.", "plan or hypothesis"),
        ("They plan to ask the school.", "plan or hypothesis"),
        ("Future research on the school is wanted.", "plan or hypothesis"),
        ("A school is a place of learning.", "definition"),
        ("Outreach refers to visits at school.", "definition"),
        ("Reach is defined as visits at school.", "definition"),
        ("Previous studies took place at school.", "another study"),
        ("Each school was visited (Doe & Roe, 2011).", "another study"),
        ("Doe et al. (2011) visited a school.", "another study"),
        ("Each school was visited [3, 4].", "another study"),
        ("There is little evidence that the school gained.", "negation"),
        ("The framework has five elements: a school, a town and more.", "definition"),
        ("Was a school visited?", "question"),
        ("They asked whether a school was there.", "question"),
    ],
)
def test_a_cue_strikes_what_it_reaches(text, kind):
    [cue] = struck(text)
    assert cue.split(": ")[0] == kind
    assert cue.split(": ")[1].split()[0].lower() in text.lower()


@pytest.mark.parametrize(
    "text",
    [
        "The school joined, but parents did not.",
        "Not only the school took part.",
        "There was no doubt that the school gained.",
        "In May the school opened.",
        "Public will grew at school.",
        "We visited each school as others did (Doe, 2011).",
        "In line with previous studies, the school gained.",
        "The school is in Ohio (founded in 2011).",
        "Without doubt the school gained.",
        "Although no money came, the school gained.",
        "Parents who could not come were heard, and the school gained.",
        "The school can help.",
        "By a known framework (Doe, 2011), the school gained.",
    ],
)
def test_what_a_cue_does_not_reach_stands(text):
    assert struck(text) == [""]


def test_a_cue_that_is_part_of_a_term_does_not_strike_it():
    assert struck("The change cannot be attributed to the work.") == [""]


def test_a_codebook_adds_cues_of_its_own():
    text = "Rumour has it that the school gained."
    cue = {"kind": "hearsay", "reach": "forward", "words": ["rumour have it"], "not": []}
    assert struck(text) == [""]
    assert struck(text, cues=[cue]) == ["hearsay: Rumour has it"]


def test_a_phrase_takes_a_cue_back():
    cue = {"kind": "hearsay", "reach": "sentence", "words": ["rumour"], "not": ["confirm"]}
    assert struck("By rumour, later confirmed, the school gained.", cues=[cue]) == [""]
