"""Marks: which words, and nothing of a record that a browser would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from cireview.reading.marks import find_differences, find_spans, mark_words

CASES = {
    "a word and its forms": ("Child, children, stepchild", {"term": ["child"]}, ["Child", "children"]),
    "a phrase over a line": (
        "collective\nimpact here",
        {"term": ["collective impact"]},
        ["collective\nimpact"],
    ),
    "a star changes nothing": ("famil families", {"term": ["famil*"]}, ["famil", "families"]),
    "the longer phrase": ("school garden", {"term": ["school", "school garden"]}, ["school garden"]),
    "the kind named first": ("a garden", {"for": ["garden"], "term": ["garden"]}, ["garden"]),
    "signs are no pattern": ("p (1.5) and x", {"term": ["(1.5)", ".*"]}, ["(1.5)"]),
    "an empty word": ("anything", {"term": ["", "  ", "*"]}, []),
    "no word of that text": ("anything", {"term": ["garden"]}, []),
}


@pytest.mark.parametrize(("text", "words", "expected"), CASES.values(), ids=CASES)
def test_what_is_marked(text, words, expected):
    assert [text[span.start : span.end] for span in find_spans(text, words)] == expected


def test_the_kind_that_is_named_first_wins():
    assert [span.kind for span in find_spans("a garden", {"for": ["garden"], "term": ["garden"]})] == ["for"]


@given(st.text(max_size=80), st.lists(st.text(max_size=10), max_size=4))
def test_without_its_marks_a_text_is_the_escaped_text(text, words):
    marked = str(mark_words(text, {"term": words}))
    assert marked.replace('<mark class="term">', "").replace("</mark>", "") == str(escape(text))


@given(st.text("ab <&\n", max_size=30), st.text("ab <&\n", max_size=30))
def test_differences_leave_both_texts_as_they_are(one, other):
    sides = [
        str(side).replace('<mark class="differs">', "").replace("</mark>", "")
        for side in find_differences(one, other)
    ]
    assert sides == [str(escape(one)), str(escape(other))]
    assert (one == other) is not (
        "differs" in "".join(map(str, find_differences(one, other)))
    ) or one.split() == other.split()
