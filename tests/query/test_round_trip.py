"""What is written in a platform's syntax without a loss is read there as the same query."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cireview.errors import QueryError
from cireview.query import (
    And,
    Heading,
    Near,
    Not,
    Or,
    Scoped,
    Strategy,
    Term,
    find_database,
    read_strategy,
    write_strategy,
)
from cireview.query.normal import normalise, without_lines
from cireview.query.tree import Line, Years

READABLE = (
    *("pubmed", "ovid_medline", "ovid_embase", "ovid_psycinfo", "embase", "ebsco", "cinahl", "psycinfo"),
    *("ebsco_medline", "web_of_science", "scopus", "proquest", "cochrane"),
)
WORDS = (
    "child*",
    "behavio#r",
    "wom?n",
    "garden",
    "well-being",
    "collective impact",
    "early child*",
    "cell*{3}",
)
FIELDS = (
    *(("title",), ("abstract",), ("keywords",), ("title", "abstract"), ("title", "abstract", "keywords")),
    *(("author",), ("affiliation",), ("journal",), ("text words",), ("all fields",), ("index terms",)),
)
HEADINGS = ("Child", "Wounds and Injuries", "Receptor, ErbB-2", "Crohn's disease", "Trial (topic)")

terms = st.sampled_from(WORDS).map(Term)
words = terms | st.builds(Near, terms, terms, st.integers(1, 9), st.booleans())
words |= st.lists(words, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts)))
values = st.sampled_from(("journal article", "review")).map(Term)
leaves = (
    st.builds(Scoped, words, st.sampled_from(FIELDS))
    | st.builds(Scoped, values, st.just(("publication type",)))
    | st.just(Scoped(Term("english"), ("language",)))
    | st.just(Scoped(Term("drug therapy"), ("subheading",)))
    | st.sampled_from((Years(2000, 2020), Years(2000, None)))
    | st.builds(
        Heading,
        st.sampled_from(HEADINGS),
        st.sampled_from(("mesh", "emtree", "cinahl", "psycinfo", "ebsco", "proquest")),
        st.booleans(),
        st.booleans(),
        st.sampled_from(("", "", "drug therapy")),
    )
)


def joined(parts):
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return several.map(And) | several.map(Or) | st.builds(Not, parts, parts)


queries = st.recursive(leaves, joined, max_leaves=8)


@pytest.mark.parametrize("database", READABLE)
@settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much])
@given(query=queries)
def test_written_and_read_again(database, query):
    entry = find_database(database)
    query = normalise(query)
    strategy = Strategy(database, (), query, ())
    try:
        native = write_strategy(strategy, database=database)
    except QueryError:
        assume(False)
    assume(not native.losses and not native.limits)
    again = read_strategy(native.text, database=database)
    assert without_lines(again.query) == query, (native.text, entry.key)


@pytest.mark.parametrize("database", READABLE)
@settings(max_examples=8, suppress_health_check=[HealthCheck.filter_too_much])
@given(parts=st.lists(leaves, min_size=2, max_size=4))
def test_written_and_read_again_in_lines(database, parts):
    lines = tuple(Line(number, normalise(part)) for number, part in enumerate(parts, 1))
    strategy = Strategy(database, (), Line(len(lines) + 1, Or(lines)), ())
    try:
        native = write_strategy(strategy, database=database, in_lines=True)
    except QueryError:
        assume(False)
    assume(not native.losses and not native.limits)
    again = read_strategy(native.text, database=database)
    assert without_lines(again.query) == without_lines(strategy.query), native.text
