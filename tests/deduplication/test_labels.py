"""A note or a section beside a title may be all that tells a letter or a part from the article."""

from __future__ import annotations

import pytest
from deduplication.records_at_hand import ARTICLE, make_records

from cireview.deduplication import deduplicate

TITLE = ARTICLE["title"]
LOOSE = ARTICLE | {"volume": "", "issue": "", "pages": ""}
BEFORE = (
    "Book review: ",
    "Film review: ",
    "Patient perspective: ",
    "Viewpoint - ",
    "Editor's note: ",
    "Clinical case reports: ",
    "Reprint of: ",
    "Policy essays: ",
)
BEHIND = (" (letter)", " [editorial]", " (abstract)", " [comment]", " (Review)", " [poster]")
PARTS = (("{} (1)", "{} (2)"), ("{} [2]", "{} [3]"), ("{}\u00b9", "{}\u00b2"), ("{} (i)", "{} (ii)"))
NUMBERED = (("P123: {}", "P124: {}"), ("123. {}", "124. {}"), ("Abstract 1021: {}", "Abstract 1022: {}"))


def count_reports(*rows: dict[str, str]) -> int:
    found = deduplicate(make_records(*rows))
    return int(found.matches["report_id"].nunique())


@pytest.mark.parametrize("title", [label + TITLE for label in BEFORE] + [TITLE + label for label in BEHIND])
def test_another_label_is_a_question_where_no_place_is_known(title: str) -> None:
    found = deduplicate(make_records(LOOSE, LOOSE | {"title": title}))
    assert found.matches["report_id"].nunique() == 2


@pytest.mark.parametrize(
    "title", [label + TITLE for label in BEFORE[2:]] + [TITLE + label for label in BEHIND]
)
def test_a_label_counts_for_nothing_on_one_page(title: str) -> None:
    assert count_reports(ARTICLE, ARTICLE | {"title": title}) == 1


@pytest.mark.parametrize("title", ["Original article: {}", "RETRACTED: {}", "{} [Review] [56 refs]"])
def test_what_every_text_may_bear_is_no_label(title: str) -> None:
    assert count_reports(LOOSE, LOOSE | {"title": title.format(TITLE)}) == 1


@pytest.mark.parametrize("titles", PARTS + NUMBERED)
@pytest.mark.parametrize(
    "place",
    [{}, {"volume": "12", "issue": "3"}, {"doi": "10.1234/supplement"}],
    ids=["loose", "issue", "DOI"],
)
def test_numbers_in_notes_tell_parts_and_abstracts_apart(
    titles: tuple[str, str], place: dict[str, str]
) -> None:
    rows = [LOOSE | place | {"title": title.format(TITLE)} for title in titles]
    assert count_reports(*rows) == 2
