"""Which known items a query finds, which block loses the others, and what each term is good for."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.query import matches, parse_query, read_strategy
from cireview.query.spelling import find_variants
from cireview.query.validation import count_lines, validate_query

TEXTS = {
    "a": ("Children in gardens", "Their well-being grew."),
    "b": ("Wellbeing of a child", ""),
    "c": ("Adults in gardens", "Their well-being fell."),
    "d": ("Children in towns", "They were behaviour trained."),
}
ITEMS = pd.DataFrame(
    [
        {"record_id": key, "title": title, "abstract": abstract, "keywords": ""}
        for key, (title, abstract) in TEXTS.items()
    ]
)


def validate(text, **more):
    return validate_query(parse_query(text), ITEMS, **more)


def test_each_item_is_found_or_names_the_blocks_that_lose_it():
    done = validate('child* AND ("well-being" OR wellbeing)')
    assert done.items[["record_id", "found", "lost_by"]].to_numpy().tolist() == [
        ["a", "yes", ""],
        ["b", "yes", ""],
        ["c", "no", "child*"],
        ["d", "no", '"well-being" OR wellbeing'],
    ]
    assert done.found == 2
    assert done.items["judged_on"].tolist() == ["", "its title alone", "", ""]


def test_a_block_that_excludes_loses_what_it_finds():
    done = validate("gardens NOT adult*")
    assert done.blocks.to_numpy().tolist() == [["gardens", 2, 2, 2], ["NOT adult*", 3, 1, 1]]


def test_a_term_is_needed_if_no_other_of_its_block_finds_the_item():
    done = validate("child* AND (well-being OR wellbeing OR grew)", records=pd.concat([ITEMS, ITEMS]))
    assert done.terms[["term", "finds", "finds_alone", "all_records"]].to_numpy().tolist() == [
        ["child*", 3, 3, 6],
        ['"well-being"', 2, 1, 4],
        ["wellbeing", 1, 1, 2],
        ["grew", 1, 0, 2],
    ]


STRATEGY = """1. exp Child/ (1200)
2. (child* or adult*).ti,ab. (900)
3. or/1-2 (1500)
4. garden*.ti,ab. (80)
5. 3 and 4 (70)
6. 5 and finland.in. (60)
7. limit 6 to yr="2000 -Current" (50)
"""


def test_a_strategy_is_validated_line_by_line_and_what_records_do_not_tell_is_not_judged():
    strategy = read_strategy(STRATEGY)
    done = validate_query(strategy.query, ITEMS)
    assert done.items["found"].tolist() == ["yes", "no", "yes", "no"]
    assert len(done.not_judged) == 2
    lines = count_lines(strategy.lines, ITEMS)
    assert lines["finds"].tolist() == ["", "4", "4", "2", "2", "", ""]
    assert lines["hits"].tolist() == ["1200", "900", "1500", "80", "70", "60", "50"]


@pytest.mark.parametrize(
    ("query", "variant"),
    [("wellbeing", "well being"), ("behavior", "behaviour"), ('"child"', "children"), ('"adult"', "adults")],
)
def test_a_spelling_of_a_lost_item_is_named(query, variant):
    assert variant in validate(f"{query} AND (gardens OR trained)").variants["variant"].tolist()


ALIKE = [
    ("wellbeing", "well being"), ("well-being", "wellbeing"), ("organization", "organisations"),
    ("behaviour", "behavior"), ("paediatric", "pediatric"), ("programme", "program"), ("center", "centre"),
    ("labeled", "labelled"), ("partner", "partnership"), ("health care", "healthcare"),
    ("randomised", "randomized"), ("anaemia", "anemia"),
]  # fmt: skip
APART = [("party", "part"), ("rat", "rate"), ("parent", "patent"), ("organ", "organisation"), ("cat", "cats")]


@pytest.mark.parametrize(("term", "text"), ALIKE)
def test_blanks_endings_and_british_spellings_are_variants(term, text):
    assert find_variants([term], [f" {text} "]) == [(text, 1)]


@pytest.mark.parametrize(("term", "text"), APART)
def test_other_words_are_none(term, text):
    assert find_variants([term], [f" {text} "]) == []


WORDS = st.sampled_from(["child", "children", "garden", "gardens", "well", "being"])
TEXT = st.lists(WORDS, max_size=5).map(" ".join)
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.tuples(inner, st.sampled_from(["AND", "OR", "NOT"]), inner).map(
        lambda parts: f"({parts[0]}) {parts[1]} ({parts[2]})"
    ),
    max_leaves=5,
)


@given(QUERIES, st.lists(TEXT, min_size=1, max_size=4))
def test_an_item_is_found_exactly_if_the_query_finds_it(text, titles):
    query = parse_query(text)
    items = pd.DataFrame({"record_id": titles, "title": titles, "abstract": "", "keywords": ""})
    done = validate_query(query, items)
    assert (done.items["found"] == "yes").tolist() == matches(query, items).tolist()
    assert ((done.items["lost_by"] == "") == (done.items["found"] == "yes")).all()
