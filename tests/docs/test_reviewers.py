"""Words that docs/reviewers.md says are understood are understood."""

import re

import pytest
from docs.pages import ROOT

from cireview.labels import read_labels
from cireview.tables.spreadsheets import find_sheets

PAGE = " ".join((ROOT / "docs/reviewers.md").read_text(encoding="utf-8").split())
(LISTED,) = re.findall(r"You can also write (.+?)\. Capitals", PAGE)
WORDS = [
    (word, re.search(r"for (\w+)", part)[1])
    for part in LISTED.split(";")
    for word in re.findall(r"`([^`]+)`", part)
]


def decide(tmp_path, cell, **columns):
    (tmp_path / "anna.csv").write_text(f"record_id;decision;decided_on\na;{cell};{columns.get('on', '')}\n")
    return read_labels(find_sheets(tmp_path), stage="screening", people=["anna"], reasons={}).iloc[0]


@pytest.mark.parametrize(("word", "decision"), WORDS)
def test_a_word_of_the_page_means_what_it_says(tmp_path, word, decision):
    assert decide(tmp_path, word)["decision"] == decision
    assert decide(tmp_path, word.upper())["decision"] == decision


@pytest.mark.parametrize("date", re.findall(r"`(\d[\d.-]{7,9})`", PAGE))
def test_dates_of_the_page_are_one_date(tmp_path, date):
    assert decide(tmp_path, "yes", on=date)["decided_on"] == "2024-05-31"
