"""Terms of a codebook: a text or keys; what is wrong is named with its row and the way out."""

import pytest

from cireview.errors import ReviewError
from cireview.protocol import Codebook, load_model

HEAD = "dimensions:\n  - id: a\n    label: A\n    question: Q?\n"


def load(tmp_path, *, value="", dimension="", end=""):
    path = tmp_path / "codebook.yaml"
    path.write_text(
        f"{HEAD}{dimension}    values:\n      - {{id: x, label: X{value}}}\n{end}", encoding="utf-8"
    )
    return load_model(path, Codebook, name="config/codebook.yaml")


def test_a_text_is_a_term_without_keys(tmp_path):
    [value] = (
        load(tmp_path, value=", terms: [school, {term: WHO, case: exact, not: [who]}]").dimensions[0].values
    )
    assert [(one.term, one.case, one.not_) for one in value.terms] == [
        ("school", "any", []),
        ("WHO", "exact", ["who"]),
    ]


@pytest.mark.parametrize(
    ("given", "column", "words"),
    [
        ({"value": ", terms: ['']"}, "terms.1", "this must be a text"),
        ({"value": ", terms: ['...']"}, "terms.1", "cannot be found"),
        ({"value": ", terms: [school, The]"}, "terms.2", "almost every sentence"),
        ({"value": ", terms: [{term: a b, nott: [c]}]"}, "terms.1.nott", "Did you mean 'not'?"),
        ({"value": ", terms: [{not: [c]}]"}, "terms.1.term", "missing"),
        ({"value": ", terms: [{term: WHO, case: Exact}]"}, "terms.1.case", "Did you mean 'exact'?"),
        (
            {"value": ", terms: [{term: b, fields: [affiliation]}]"},
            "fields.1",
            "Did you mean 'affiliations'?",
        ),
        ({"value": ", country: UK"}, "country", "ISO 3166"),
        ({"dimension": "    fields: []\n"}, "fields", "at least one entry"),
        ({"dimension": "    with: backbone\n"}, "with", "with: [backbone]"),
        ({"end": "cues:\n  - {kind: x}\n"}, "cues.1.words", "missing"),
        (
            {"end": "cues:\n  - {kind: x, words: [a], reach: back}\n"},
            "cues.1.reach",
            "Did you mean 'backward'?",
        ),
    ],
)
def test_what_is_wrong_is_named(tmp_path, given, column, words):
    with pytest.raises(ReviewError) as error:
        load(tmp_path, **given)
    [problem] = error.value.problems
    assert (problem.file, problem.row > 0) == ("config/codebook.yaml", True)
    assert column in problem.column
    assert words in f"{problem.message} {problem.remedy}"


def test_an_exact_word_may_be_short(tmp_path):
    assert (
        load(tmp_path, value=", terms: [{term: IT, case: exact}]").dimensions[0].values[0].terms[0].term
        == "IT"
    )
