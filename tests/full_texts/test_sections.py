"""Sections by their headings, and running heads."""

import pytest

from cireview.full_texts.clean import clean_text, drop_running_heads
from cireview.full_texts.sections import name_heading, split_sections


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("References", "references"),
        ("REFERENCES", "references"),
        ("6. Literature cited", "references"),
        ("Bibliography:", "references"),
        ("III. Results", "results"),
        ("2.1 Materials and Methods", "methods"),
        ("Acknowledgments", "back matter"),
        ("Conflict of interest", "back matter"),
        ("We give references.", ""),
        ("methods", ""),
        ("", ""),
    ],
)
def test_a_heading_is_a_line_of_its_own(line, name):
    assert name_heading(line) == name


def names(text):
    cleaned = clean_text(text)
    sections = list(split_sections(cleaned))
    assert "".join(cleaned[one.start : one.end] for one in sections) == cleaned
    return [one.name for one in sections]


def test_a_heading_that_runs_on_into_its_list_is_one():
    assert names("It ends.\nReferences 1. Doe J. Schools. 2011.") == ["", "references"]
    assert names("It ends.\nReferences Doe, J. (2011). Schools.") == ["", "references"]
    assert names("It ends.\nReferences to schools were rare.") == [""]


def test_a_text_without_headings_is_one_piece():
    assert names("University of Oulu\nIt begins. It ends.") == [""]


def test_a_line_at_head_or_foot_of_three_pages_is_dropped():
    pages = [
        f"Journal of Towns {page}\nText {word}.\nMore.\nLast {word}.\nPage {page}"
        for page, word in enumerate("abc")
    ]
    assert drop_running_heads(pages) == [f"Text {word}.\nMore.\nLast {word}." for word in "abc"]
    assert drop_running_heads(pages[:2]) == pages[:2]
