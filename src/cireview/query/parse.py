"""Read a Boolean query into a tree, once; each mistake is reported with its place and what to do.

Grammar::

    query    = operand { (AND | OR | NOT | NEAR/n) operand }     AND and OR never mixed on one level
    operand  = ( word | "phrase" | "(" query ")" ) { [field] }

AND and OR on one level are refused because databases read them differently: Scopus takes OR first, PubMed
goes from left to right, most others take AND first.
"""

from __future__ import annotations

import difflib
import re

from cireview.errors import Problem, QueryError
from cireview.query.fields import order_fields
from cireview.query.subheadings import name_subheading
from cireview.query.tokens import FIELDS_BEHIND, Place, Token, cut
from cireview.query.tree import (
    AFFILIATION,
    ALL_FIELDS,
    AUTHOR,
    EVERYTHING,
    FIELDS,
    JOURNAL,
    LANGUAGE,
    PUBLICATION_TYPE,
    SUBHEADING,
    SUBSTANCE,
    TEXT_WORDS,
    And,
    Heading,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    names_lines,
    walk,
)

_FIELD_NAMES = {
    "title": ("title",),
    "ti": ("title",),
    "abstract": ("abstract",),
    "ab": ("abstract",),
    "keywords": ("keywords",),
    "keyword": ("keywords",),
    "kw": ("keywords",),
    "ot": ("keywords",),
    "tiab": ("title", "abstract"),
    "tak": FIELDS,
    "tw": (TEXT_WORDS,),
    "all": (ALL_FIELDS,),
    "au": (AUTHOR,),
    "ad": (AFFILIATION,),
    "ta": (JOURNAL,),
    "sh": (SUBHEADING,),
    "nm": (SUBSTANCE,),
    "pt": (PUBLICATION_TYPE,),
    "la": (LANGUAGE,),
    **{name: (name,) for name in (*EVERYTHING[len(FIELDS) :], ALL_FIELDS)},
}
_MARKS = re.compile(r"(?P<name>.+?)(?P<major>:major)?(?P<alone>:noexp)?")
VOCABULARIES = {
    "mesh": "mesh",
    "mh": "mesh",
    "mesh terms": "mesh",
    "emtree": "emtree",
    "eric": "eric",
    "psycinfo": "psycinfo",
    "cinahl": "cinahl",
    "majr": "mesh",
}


def parse_query(text: str, *, file: str = "", row: int = 0) -> Query:
    """Return the tree of a Boolean query.

    Parameters
    ----------
    text
        The query: AND, OR, NOT in capitals, parentheses, "phrases", child* and wom?n, NEAR/n (also W/n,
        N/n and ADJn; PRE/n when the order counts), fields as in child*[title] or (a OR b)[title,abstract],
        subject headings as in "Child"[mesh], which finds narrower ones too, and "Child"[mesh:noexp], which
        does not; publication types as in "review"[pt].
    file, row
        Where the query was written, for errors.

    Raises
    ------
    QueryError
        If it cannot be read; the problem names the character and shows it.

    Examples
    --------
    >>> parse_query('child* AND "well-being"')
    And(parts=(Term(text='child*'), Term(text='well-being')))
    """
    tokens, place = cut(text, file=file, row=row)
    if len(tokens) == 1:
        raise QueryError(Problem("the query is empty", file, row, remedy="Write at least one word"))
    terms = [token for token in tokens if token.kind == "term"]
    if names_lines(token.text for token in terms) and not any(text[token.at] in '"“”„«»' for token in terms):
        remedy = "Give the whole strategy with cireview query FILE, or put words in quotation marks"
        raise QueryError(
            place.problem(terms[0].at, "it contains line numbers of a strategy, and no words", remedy)
        )
    return _Parser(tokens, place).whole()


class _Parser:
    def __init__(self, tokens: list[Token], place: Place) -> None:
        self.tokens = tokens
        self.place = place
        self.next = 0
        self.depth = 0

    def whole(self) -> Query:
        query = self.level()
        if self.token.kind == "close":
            raise self.error(self.token, "a closing parenthesis without an opening one", "Take it out")
        return query

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        self.next += 1
        return self.tokens[self.next - 1]

    def error(self, token: Token, message: str, remedy: str) -> QueryError:
        return QueryError(self.place.problem(token.at, message, remedy))

    def level(self) -> Query:
        """Read operands and operators up to the end or a closing parenthesis."""
        parts = [self.proximity()]
        kind: type[And] | type[Or] | None = None
        while self.token.kind == "operator":
            operator = self.take()
            negated = operator.text == "NOT" or (operator.text == "AND" and self.token.text == "NOT")
            if operator.text != "NOT" and negated and self.token.kind == "operator":
                self.take()
            wanted = Or if operator.text == "OR" else And
            if kind is not None and kind is not wanted:
                raise self.error(operator, *_MIXED)
            kind = wanted
            operand = self.proximity()
            parts = [Not(_join(And, parts), operand)] if negated else [*parts, operand]
        if self.token.kind not in ("close", "end"):
            raise self.missing_operator()
        return _join(kind or And, parts)

    def proximity(self) -> Query:
        left_token, left = self.token, self.operand()
        if self.token.kind != "near":
            return left
        near = self.take()
        right_token, right = self.token, self.operand()
        for token, side in ((left_token, left), (right_token, right)):
            if any(isinstance(node, And | Not | Near | Heading | Scoped) for node in walk(side)):
                raise self.error(
                    token, f"{near.text} can join only words, phrases and OR groups of these", _ONE
                )
        if self.token.kind == "near":
            raise self.error(self.token, "two proximity operators in a row", _ONE)
        return Near(left, right, near.words, near.ordered)

    def operand(self) -> Query:
        token = self.take()
        query: Query
        if token.kind == "term":
            query = Term(token.text)
        elif token.kind == "open":
            query = self.group(token)
        else:
            raise self.unexpected(token)
        while self.token.kind == "field":
            query = self.scoped(query, self.take())
        return query

    def group(self, opening: Token) -> Query:
        if self.token.kind == "close":
            raise self.error(opening, "empty parentheses", "Write something between them, or remove them")
        self.depth += 1
        if self.depth > _DEEPEST:
            message = f"parentheses within parentheses, {self.depth} deep"
            raise self.error(opening, message, "Remove those that enclose only other parentheses")
        query = self.level()
        self.depth -= 1
        if self.token.kind == "end":
            raise self.error(opening, "a parenthesis is not closed", "Add the closing parenthesis")
        self.take()
        return query

    def scoped(self, query: Query, token: Token) -> Query:
        names = [" ".join(name.split()).lower() for name in token.text[1:-1].replace("/", ",").split(",")]
        mark = _MARKS.fullmatch(names[0])
        if len(names) == 1 and mark and mark["name"] in VOCABULARIES:
            if not isinstance(query, Term):
                raise self.error(
                    token, f"{token.text} can follow only one heading", 'Write it as "Child"[mesh]'
                )
            return _heading(query.text, mark)
        if isinstance(query, Heading | Scoped):
            raise self.error(
                token, "a second field after the first", "Write one bracket as in [title,abstract]"
            )
        fields: set[str] = set()
        for name in names:
            if name not in _FIELD_NAMES:
                raise self.error(token, f"unknown field {name!r}", _known_fields(name))
            fields.update(_FIELD_NAMES[name])
        return Scoped(query, order_fields(fields))

    def unexpected(self, token: Token) -> QueryError:
        before = self.tokens[self.next - 2] if self.next > 1 else None
        if token.kind == "field":
            return self.error(
                token, "a field without a term before it", "Write it after a term, as in child*[title]"
            )
        if token.kind in ("operator", "near") and before and before.kind in ("operator", "near"):
            return self.error(
                token, f"{before.text} and {token.text}: two operators in a row", "Take one out"
            )
        if token.text == "NOT":
            return self.error(
                token, "there is nothing before NOT", "Write first what you look for, as in a NOT b"
            )
        if token.kind in ("operator", "near"):
            return self.error(token, f"nothing before {token.text}", "Write a term before it, or remove it")
        if before and before.kind in ("operator", "near"):
            return self.error(before, f"nothing after {before.text}", "Write a term after it, or remove it")
        return self.error(token, "a closing parenthesis without an opening one", "Take it out")

    def missing_operator(self) -> QueryError:
        before, token = self.tokens[self.next - 1], self.token
        for word in (before, token):
            if word.kind == "term" and (meant := _meant_operator(word.text)):
                remedy = f"Write {meant}, or put the phrase in quotation marks"
                return self.error(word, f"{word.text!r} is read as a word", remedy)
        if token.kind == "open" and before.kind == "term" and before.at + len(before.text) == token.at:
            return self.error(before, f"{before.text!r} is read as a word", FIELDS_BEHIND)
        remedy = "Put a phrase in quotation marks; otherwise write AND or OR between the words"
        return self.error(token, "an operator is missing", remedy)


def _heading(text: str, mark: re.Match[str]) -> Heading:
    """Return a heading, with the subheading that stands behind a stroke."""
    name, _, subheading = text.partition("/")
    focus = bool(mark["major"]) or mark["name"] == "majr"
    found = name_subheading(subheading) if subheading else ""
    return Heading(name, VOCABULARIES[mark["name"]], not mark["alone"], focus, found)


def _meant_operator(word: str) -> str:
    """Return the operator that a word was probably meant to be, as it is written here, else ''."""
    if word.upper() in ("AND", "OR", "NOT"):
        return f"{word.upper()} in capitals"
    operator = re.fullmatch(r"(near|within|w|n|pre|p|onear|next|adj)/?(\d{1,3}|\w)", word, re.IGNORECASE)
    if not operator:
        return ""
    name, words = operator[1].upper(), operator[2]
    return f"{name if name == 'ADJ' else f'{name}/'}{words if words.isdecimal() else 3}"


_DEEPEST = 50
_MIXED = (
    "AND and OR are mixed without parentheses, and databases read that differently",
    "Write (a AND b) OR c, or a AND (b OR c)",
)
_ONE = "Join two at a time and combine them by AND or OR, as in (a NEAR/3 b) AND (b NEAR/3 c)"


def _join(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _known_fields(name: str) -> str:
    names = sorted({*_FIELD_NAMES, *VOCABULARIES})
    near = difflib.get_close_matches(name, names, 1, 0.6)
    return f"Did you mean [{near[0]}]?" if near else f"Known are {', '.join(names)}"
