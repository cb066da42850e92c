"""The sentences of an abstract that speak most for and most against its record."""

import pandas as pd
import pytest
from screening.test_criteria import make_records

from cireview.screening import rank
from cireview.screening.sentences import cut_sentences

CUTS = {
    "stops, marks and questions": (
        "We asked. Who slept? Nurses! All.",
        ["We asked.", "Who slept?", "Nurses!", "All."],
    ),
    "abbreviations": ("Drugs, e.g. Aspirin, vs. Placebo by Doe et al. Here.", 1),
    "initials": ("J. R. Doe and A. Roe wrote.", 1),
    "numbers": ("A dose of 1.5 mg. was given, p < .05 and 0.1.", 1),
    "headings and brackets": (
        "METHODS: Read. (Twice.) RESULTS: Good.",
        ["METHODS: Read.", "(Twice.)", "RESULTS: Good."],
    ),
    "markup and line breaks": ("<p>One\nthing.</p> <b>Two</b> &amp; more.", ["One thing.", "Two & more."]),
    "nothing": ("", []),
    "no stop": ("one thing", ["one thing"]),
}


@pytest.mark.parametrize(("text", "sentences"), CUTS.values(), ids=CUTS)
def test_an_abstract_is_cut_into_sentences(text, sentences):
    cut = cut_sentences(text)
    assert cut == ([text] if sentences == 1 else sentences)


GOOD, BAD, SO = "Nurses slept at last.", "Rats were fed <b>daily</b>.", "We and they did it in 2014."
RECORDS = make_records(
    *((f"report {i}", f"{SO} {GOOD}") for i in range(6)),
    *((f"report {i}", f"{SO} {BAD}") for i in range(6)),
    ("both", f"{SO} {BAD} {GOOD}"),
    ("neither", SO),
    ("nothing", ""),
    ("long", f"{GOOD[:-1]} {'and so on ' * 60}."),
)
LABELS = pd.Series({f"r{i}": i < 6 for i in range(12)})


def quote(**settings):
    return rank(RECORDS, LABELS, criteria="", seed=1, quote=True, **settings).set_index("record_id")


def test_the_sentences_that_weigh_most_are_quoted_as_they_stand_in_the_abstract():
    quoted = quote()[["sentence_for", "sentence_against"]].T
    assert quoted["r12"].tolist() == ["Nurses slept at last.", "Rats were fed daily ."]
    assert quoted["r13"].tolist() == quoted["r14"].tolist() == ["", ""]
    assert len(quoted["r15"]["sentence_for"]) <= 402
    assert quoted["r15"]["sentence_for"].startswith("Nurses slept at last and so on")
    assert quoted["r15"]["sentence_for"].endswith(" …")


def test_a_classifier_that_is_not_linear_quotes_nothing():
    quoted = quote(model="sklearn.neighbors.KNeighborsClassifier")
    assert (quoted[["sentence_for", "sentence_against"]] == "").all(axis=None)


def test_nothing_is_quoted_unless_asked_for():
    assert "sentence_for" not in rank(RECORDS, LABELS, criteria="", seed=1)
