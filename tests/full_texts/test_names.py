"""A file is matched to the article that it is named by, or it is told why not."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.full_texts import (
    EXTRACTED,
    list_at_hand,
    match_full_texts,
    name_text_files,
    plain_name,
    report_names,
    text_key,
)
from cireview.full_texts.names import find_records
from cireview.tables import MATCH


def matches(report_of):
    table = pd.DataFrame({"record_id": list(report_of), "report_id": list(report_of.values())}, dtype="str")
    return MATCH.conform(table.assign(rule="single", score=1.0))


REPORT_OF = {
    "pubmed:12": "pubmed:12",
    "wos:WOS:1": "pubmed:12",  # a duplicate
    "x:10.1/a b": "x:10.1/a b",
    "eric:a:b": "eric:a:b",
    "eric:a_b": "eric:a_b",
}


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ("pubmed:12", "pubmed_12"),
        ("web_of_science:WOS:1", "web_of_science_WOS_1"),
        ("x:10.1/a b", "x_10.1_a_b"),
        ("x:h-0f~2", "x_h-0f_2"),
        ("x:Ja\u0308rvi", "x_J\u00e4rvi"),
    ],
)
def test_the_file_of_a_text_is_named_by_its_record(record, name):
    assert plain_name(record) == name


def matched(*files):
    named = name_text_files(files, matches(REPORT_OF))
    return list(zip(named["record_id"], named["report_id"], strict=True))


@pytest.mark.parametrize("file", ["pubmed_12.pdf", "PubMed_12.PDF", "pubmed 12.txt", "pubmed:12.pdf"])
def test_a_name_can_be_typed_in_several_ways(file):
    assert matched(file) == [("pubmed:12", "pubmed:12")]


def test_a_file_may_be_named_by_a_duplicate():
    assert matched("wos_WOS_1.pdf") == [("wos:WOS:1", "pubmed:12")]


def test_the_name_of_two_articles_is_refused_and_both_are_told_theirs():
    names = report_names(matches(REPORT_OF))
    assert names["pubmed:12"] == "pubmed_12"
    assert names["eric:a:b"] != names["eric:a_b"]
    assert matched(f"{names['eric:a:b']}.pdf", f"{names['eric:a_b']}.pdf") == [
        ("eric:a:b", "eric:a:b"),
        ("eric:a_b", "eric:a_b"),
    ]
    named = name_text_files(["eric_a_b.pdf"], matches(REPORT_OF))
    assert named["report_id"].tolist() == [""]
    for report in ("eric:a:b", "eric:a_b"):
        assert f"{names[report]}.pdf for {report}" in named["note"][0]


def test_a_name_of_nobody_is_told_with_the_nearest():
    note = name_text_files(["pubmed_12_final.pdf"], matches(REPORT_OF))["note"][0]
    assert note.startswith("no record has this name")
    assert note.endswith("perhaps pubmed_12.pdf")


IDS = st.text(st.sampled_from("ab:_/ .-~ÄäA"), min_size=1, max_size=6) | st.text(min_size=90, max_size=140)


@given(st.lists(IDS, unique=True, max_size=8))
def test_every_article_has_a_name_of_its_own_that_leads_back_to_it(ids):
    report_of = {one: one for one in ids}
    names = report_names(matches(report_of))
    files = {report: f"{name}.pdf" for report, name in names.items()}
    assert len({text_key(file) for file in files.values()}) == len(ids)
    assert all(len(name) <= 87 and not set('/\\:*?"<>|') & set(name) for name in names.values())
    found = find_records(files.values(), report_of)
    assert all(found[file] == [report] for report, file in files.items())


def match(*rows):
    table = pd.DataFrame(rows, columns=["file", "status"]).assign(
        pages=1, pages_with_text=1, characters=9, starts="0"
    )
    full_texts = match_full_texts(EXTRACTED.conform(table.assign(note="")), matches(REPORT_OF))
    return full_texts.set_index("file")


def test_of_several_files_of_an_article_one_is_used_and_the_others_are_told():
    table = match(("wos_WOS_1.txt", "read"), ("pubmed_12.pdf", "read"), ("x_10.1_a_b.pdf", "read"))
    assert table.index[table["used"] == "yes"].tolist() == ["wos_WOS_1.txt", "x_10.1_a_b.pdf"]
    assert table["note"].to_dict() == {
        "pubmed_12.pdf": "the text of this article comes from wos_WOS_1.txt",
        "wos_WOS_1.txt": "",
        "x_10.1_a_b.pdf": "",
    }


def test_a_file_that_can_be_read_is_used_before_one_that_cannot():
    table = match(("pubmed_12.pdf", "no text"), ("wos_WOS_1.pdf", "read"))
    assert table.loc["wos_WOS_1.pdf", "used"] == "yes"


def test_pictures_of_pages_are_at_hand_and_broken_or_locked_files_are_not():
    table = match(
        ("pubmed_12.pdf", "no text"),
        ("x_10.1_a_b.pdf", "locked"),
        ("eric_a_b.pdf", "read"),
        ("nobody.pdf", "read"),
    )
    assert list_at_hand(table.reset_index()) == ["pubmed:12"]
    assert (table["used"] == "").all()
