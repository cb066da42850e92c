"""A query evaluated on records, against cases told by hand and a naive evaluation."""

import re
import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.errors import TableError
from cireview.query import And, Heading, Near, Not, Or, Scoped, Term, matches, parse_query


def records(*rows):
    return pd.DataFrame(rows, columns=["title", "abstract", "keywords"]).astype("str")


@pytest.mark.parametrize(
    ("query", "title", "found"),
    [
        ("child", "A Child.", True),
        ("child", "children", False),
        ("child*", "CHILDREN'S", True),
        ("child*", "grandchild", False),
        ("wom?n", "women", True),
        ("wom?n", "womn", False),
        ("behavio#r", "behaviour", True),
        ("behavio#r", "behavior", True),
        ("behavio#r", "behaviouur", False),
        ('"cell*{2}"', "cells", True),
        ('"cell*{2}"', "cellular", False),
        ("behavio*r", "behaviour behavior", True),
        ("well-being", "wellbeing", False),
        ("well-being", "well being", True),
        ('"well being"', "Well‑being", True),
        ('"well being"', "being well", False),
        ('"collective impact*"', "collective impacts", True),
        ("cafe", "Café", True),
        ("a NOT b", "a c", True),
        ("a NOT b", "a b", False),
        ("a NEAR/1 b", "b x a", True),
        ("a NEAR/1 b", "a x y b", False),
        ("a PRE/1 b", "b x a", False),
        ("a PRE/1 b", "a x b", True),
        ("(a OR x) NEAR/0 b", "x, b", True),
        ("a NEAR/5 a", "a", False),
        ("a[abstract]", "a", False),
        ("a_b", "a b", True),
        ('"a.b"', "a b", True),
    ],
)
def test_words_are_compared(query, title, found):
    assert matches(parse_query(query), records((title, "", ""))).tolist() == [found]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("a AND b", True),
        ('"a b"', False),
        ('"c d"', True),
        ('"d e"', False),
        ("d NEAR/9 e", False),
        ('"c d"[mesh]', True),
        ("a[title,keywords]", True),
        ("a[text words]", True),
        ("a[all]", True),
        ("(a OR c)[abstract]", False),
        ("(a[title] AND b)[abstract]", True),
    ],
)
def test_each_field_and_each_keyword_is_searched_by_itself(query, found):
    assert matches(parse_query(query), records(("a", "b", "c d; e"))).tolist() == [found]


def test_the_index_is_kept_and_missing_text_finds_nothing():
    table = records(("child", "", ""), ("", "", "")).set_axis([7, 3])
    table.loc[3, "abstract"] = None
    found = matches(Term("child"), table)
    assert found.to_dict() == {7: True, 3: False}
    assert found.dtype == bool


def test_an_empty_table_finds_nothing():
    assert matches(parse_query("a AND b"), records()).tolist() == []


def test_a_missing_column_is_told():
    with pytest.raises(TableError, match="keywords"):
        matches(Term("a"), records(("a", "b", "c")).drop(columns="keywords"))


# --- a naive evaluation: positions of words, no regular expression over the text ------------------------


def spans(query, words):
    """Every (start, end) at which a term or an OR group lies in a list of words."""
    if isinstance(query, Or):
        return [span for part in query.parts for span in spans(part, words)]
    wanted = query.text.lower().replace("-", " ").split()
    starts = range(len(words) - len(wanted) + 1)
    return [(at, at + len(wanted)) for at in starts if all(map(alike, wanted, words[at : at + len(wanted)]))]


def alike(pattern, word):
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(alike(pattern[1:], word[at:]) for at in range(len(word) + 1))
    return bool(word) and pattern[0] in ("?", word[0]) and alike(pattern[1:], word[1:])


def naive(query, texts, fields=("title", "abstract", "keywords")):
    match query:
        case And(parts):
            return all(naive(part, texts, fields) for part in parts)
        case Or(parts):
            return any(naive(part, texts, fields) for part in parts)
        case Not(wanted, unwanted):
            return naive(wanted, texts, fields) and not naive(unwanted, texts, fields)
        case Scoped(part, own):
            return naive(part, texts, own)
        case Heading(text, _):
            return naive(Term(text), texts, ("keywords",))
    lists = [words for field in fields for words in texts[field]]
    if isinstance(query, Term):
        return any(spans(query, words) for words in lists)
    return any(
        0 <= right[0] - left[1] <= query.distance
        or (not query.ordered and 0 <= left[0] - right[1] <= query.distance)
        for words in lists
        for left in spans(query.left, words)
        for right in spans(query.right, words)
    )


def cut(text, field):
    plain = unicodedata.normalize("NFKD", text.lower())
    pieces = plain.split(";") if field == "keywords" else [plain]
    return [re.sub("[^a-z0-9]", " ", piece).split() for piece in pieces]


few = st.sampled_from(["a", "b", "ab", "a*", "a?", "b*a", "a b", "b-a", "a* b"])
terms = few.map(Term)
groups = terms | st.lists(terms, min_size=2, max_size=2).map(tuple).map(Or)
leaves = (
    terms
    | st.builds(Near, groups, groups, st.integers(0, 3), st.booleans())
    | few.map(lambda text: Heading(text, "mesh"))
)
scopes = st.sampled_from([("title",), ("abstract", "keywords")])


def larger(parts):
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return (
        several.map(And) | several.map(Or) | st.builds(Not, parts, parts) | st.builds(Scoped, parts, scopes)
    )


queries = st.recursive(leaves, larger, max_leaves=6)
texts = st.text(alphabet="ab AB;-.|", max_size=14)


@given(queries, st.lists(st.tuples(texts, texts, texts), min_size=1, max_size=4))
def test_it_agrees_with_a_naive_evaluation(query, rows):
    table = records(*rows)
    wanted = [
        naive(query, {field: cut(row[field], field) for field in row}) for row in table.to_dict("records")
    ]
    assert matches(query, table).tolist() == wanted
