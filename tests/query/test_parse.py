"""What a person may type, the tree it gives, and how every mistake is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cireview.errors import QueryError
from cireview.query import (
    And,
    Heading,
    Near,
    Not,
    Or,
    Scoped,
    Term,
    parse_query,
    write_canonical,
)

A, B, C = Term("a"), Term("b"), Term("c")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("child*", Term("child*")),
        ("wom?n", Term("wom?n")),
        ('"collective  impact"', Term("collective impact")),
        ("“collective impact”", Term("collective impact")),
        ("«a b»", Term("a b")),
        ("well-being", Term("well-being")),
        ("well–being", Term("well-being")),
        ("children’s", Term("children's")),
        ("a AND b AND c", And((A, B, C))),
        ("a OR b", Or((A, B))),
        ("a\n  AND\tb", And((A, B))),
        ("((a))", A),
        ("(a AND b) OR c", Or((And((A, B)), C))),
        ("a NOT b", Not(A, B)),
        ("a AND NOT b", Not(A, B)),
        ("a AND b NOT c", Not(And((A, B)), C)),
        ("a NOT b AND c", And((Not(A, B), C))),
        ("a NEAR/3 b", Near(A, B, 3)),
        ("a W/3 b", Near(A, B, 3)),
        ("a N/3 b", Near(A, B, 3)),
        ("a WITHIN/3 b", Near(A, B, 3)),
        ("a ADJ3 b", Near(A, B, 2)),
        ("a PRE/3 b", Near(A, B, 3, ordered=True)),
        ("a NEXT/3 b", Near(A, B, 3, ordered=True)),
        ("(a OR b) NEAR/0 c", Near(Or((A, B)), C, 0)),
        ("N95 OR W5", Or((Term("N95"), Term("W5")))),
        ("a[title]", Scoped(A, ("title",))),
        ("a [TI]", Scoped(A, ("title",))),
        ("a[tiab]", Scoped(A, ("title", "abstract"))),
        ("a[Title/Abstract]", Scoped(A, ("title", "abstract"))),
        ("(a OR b)[keywords, title]", Scoped(Or((A, B)), ("title", "keywords"))),
        ("(a[title] OR b)[abstract]", Scoped(Or((Scoped(A, ("title",)), B)), ("abstract",))),
        ('"Child"[mesh]', Heading("Child", "mesh")),
        ("Child[MeSH Terms]", Heading("Child", "mesh")),
        ('"child"[emtree]', Heading("child", "emtree")),
        ('"AND"', Term("AND")),
    ],
)
def test_a_query_is_read(text, tree):
    assert parse_query(text) == tree


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a AND (b OR c", 7, "a parenthesis is not closed"),
        ("a) AND b", 2, "a closing parenthesis without an opening one"),
        ("a AND )", 3, "nothing after AND"),
        (") a", 1, "a closing parenthesis without an opening one"),
        ("a AND ()", 7, "empty parentheses"),
        ("collective impact", 12, "an operator is missing"),
        ("(a OR b) (c OR d)", 10, "an operator is missing"),
        ("child* and health", 8, "'and' is read as a word"),
        ("TITLE-ABS-KEY(child)", 1, "'TITLE-ABS-KEY' is read as a word"),
        ("TS=(child)", 3, "the sign '=' has no meaning here"),
        ("a AND b or c", 9, "'or' is read as a word"),
        ("a AND OR b", 7, "AND and OR: two operators in a row"),
        ("a OR NOT b", 6, "OR and NOT: two operators in a row"),
        ("a NEAR/3 AND b", 10, "NEAR/3 and AND: two operators in a row"),
        ("a AND b OR c", 9, "AND and OR are mixed without parentheses"),
        ("a OR b NOT c", 8, "AND and OR are mixed without parentheses"),
        ("OR a", 1, "nothing before OR"),
        ("NOT a", 1, "there is nothing before NOT"),
        ("a AND", 3, "nothing after AND"),
        ('a AND ""', 7, "an empty phrase"),
        ('a AND "?!"', 7, "contains no letter or digit"),
        ('a AND "b c', 7, "a quotation mark is not closed"),
        ("a AND *ren", 7, "begins with a wildcard"),
        ('"well *being"', 1, "begins with a wildcard"),
        ("a NEAR b", 3, "NEAR needs a number"),
        ("a NEAR/2 b NEAR/2 c", 12, "two proximity operators in a row"),
        ("a NEAR/2 (b AND c)", 10, "NEAR/2 can join only words"),
        ("a[title", 2, "a field bracket is not closed"),
        ("a[titel]", 2, "unknown field 'titel'"),
        ("[title] a", 1, "a field without a term before it"),
        ("a[title][abstract]", 9, "a second field after the first"),
        ("(a OR b)[mesh]", 9, "can follow only one heading"),
        ("a AND b # c", 9, "the sign '#' has no meaning here"),
    ],
)
def test_a_mistake_is_shown_at_its_place(text, at, message):
    with pytest.raises(QueryError) as caught:
        parse_query(text, file="config/protocol.yaml", row=7)
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("config/protocol.yaml", 7)
    assert problem.message.startswith(f"character {at} of the query: ")
    assert message in problem.message
    remedy, shown, caret = problem.remedy.split("\n")
    assert remedy
    assert shown == f"    {text}"
    assert caret == " " * (4 + at - 1) + "^"


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("child* w/5 health", "Write W/5, or"),
        ("child* adj3 health", "Write ADJ3, or"),
        ("child* N3 health", "Write N/3, or"),
        ("child* NEAR/x health", "Write NEAR/3, or"),
        ("TITLE-ABS-KEY(child)", "Write fields after"),
        ("TS=(child)", "Write fields after"),
        ("ti:child", "Write fields after"),
        ("omega n3 AND child", "Write N/3, or put the phrase in quotation marks"),
    ],
)
def test_what_was_probably_meant_is_told(text, remedy):
    with pytest.raises(QueryError) as caught:
        parse_query(text)
    assert caught.value.problems[0].remedy.startswith(remedy)


def test_parentheses_may_be_deep_but_not_endless():
    assert parse_query("(" * 50 + "a" + ")" * 50) == Term("a")
    with pytest.raises(QueryError, match="parentheses within parentheses, 51 deep"):
        parse_query("(a OR " * 900 + "a" + ")" * 900)


def test_all_unreadable_signs_are_told_at_once():
    with pytest.raises(QueryError) as caught:
        parse_query("a # b $ *c")
    assert len(caught.value.problems) == 3


def test_a_long_query_is_shown_around_the_mistake():
    with pytest.raises(QueryError) as caught:
        parse_query("word AND " * 100 + "# AND " + "word AND " * 100 + "word")
    _, shown, caret = caught.value.problems[0].remedy.split("\n")
    assert len(shown) < 80
    assert shown[caret.index("^")] == "#"


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_query_is_refused(text):
    with pytest.raises(QueryError, match="the query is empty"):
        parse_query(text)


def test_a_misspelt_field_is_guessed():
    with pytest.raises(QueryError, match=r"Did you mean \[title\]"):
        parse_query("a[titel]")


words = st.from_regex(r"[a-zA-Z0-9äß][a-z0-9]{0,5}[*?]?", fullmatch=True)
terms = st.lists(words, min_size=1, max_size=3).map(" ".join).map(Term) | st.sampled_from(
    [Term("AND"), Term("near"), Term("ADJ3"), Term("well-being"), Term("NEAR/3"), Term("a[b] (c)")]
)
headings = st.builds(Heading, words, st.sampled_from(["mesh", "emtree", "eric"]))
alternatives = terms | st.lists(terms, min_size=2, max_size=3).map(tuple).map(Or)
proximities = st.builds(Near, alternatives, alternatives, st.integers(0, 999), st.booleans())
scopes = st.sampled_from(
    [("title",), ("title", "abstract"), ("title", "abstract", "keywords"), ("keywords",)]
)


def larger(parts):
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    unscoped = parts.filter(lambda part: not isinstance(part, Heading | Scoped))
    return (
        several.map(And)
        | several.map(Or)
        | st.builds(Not, parts, parts)
        | st.builds(Scoped, unscoped, scopes)
    )


queries = st.recursive(terms | headings | proximities, larger, max_leaves=10)


@given(queries)
def test_the_canonical_text_gives_the_same_tree(tree):
    assert parse_query(write_canonical(tree)) == tree


@given(st.text(alphabet='ab*?"()[] ANDORNEAR/3NOT“-,', max_size=40))
def test_any_text_gives_a_tree_or_a_told_mistake(text):
    problems = []
    try:
        tree = parse_query(text)
    except QueryError as error:
        problems = error.problems
    else:
        assert parse_query(write_canonical(tree)) == tree
    assert all(problem.remedy for problem in problems)
