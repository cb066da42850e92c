"""Read one line of a strategy in the syntax of its platform into a query.

Grammar, with the operators of a platform in its own order::

    line     = part { operator part }
    part     = operand { NEAR/n operand }
    operand  = [tag] ( words | "phrase" | heading | line numbers | "(" line ")" ) { tag }
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cireview.errors import QueryError
from cireview.query.database import Database
from cireview.query.line_query import PENDING, ReadLine, has_bare_terms, join
from cireview.query.lines import NumberedLine, Source
from cireview.query.marks import TagUse, foreign_tag
from cireview.query.scan import Token, scan
from cireview.query.strange import find_strange, list_doubts
from cireview.query.tagging import apply_tag
from cireview.query.tree import (
    AUTHOR,
    JOURNAL,
    LANGUAGE,
    PUBLICATION_TYPE,
    SUBHEADING,
    And,
    Heading,
    Line,
    Native,
    Near,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    walk,
)


@dataclass(frozen=True)
class _Part:
    query: Query
    tag: TagUse | None
    at: int
    end: int


def read_line(source: Source, line: NumberedLine, database: Database) -> ReadLine:
    """Return the content of one line of a strategy.

    Raises
    ------
    QueryError
        With the place of each mistake in the text as it was given.
    """
    tokens = scan(source, line.start, line.end, database)
    if len(tokens) == 1:
        raise QueryError(
            source.problem(line.start, "the line is empty", "Write its query, or remove the line")
        )
    return _Reader(source, tokens, database, numbered=line.number > 0).whole()


class _Reader:
    def __init__(self, source: Source, tokens: list[Token], database: Database, *, numbered: bool) -> None:
        self.source, self.tokens, self.database, self.numbered = source, tokens, database, numbered
        self.dialect = database.dialect
        self.next = 0
        self.depth = 0
        self.read = ReadLine()

    def whole(self) -> ReadLine:
        query = self.level()
        if self.token.kind == "close":
            raise self.error(self.token, "a closing parenthesis without an opening one", "Take it out")
        self.read.query = self.untagged(query)
        self.read.notes = list(dict.fromkeys(self.read.notes))
        return self.read

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        self.next += 1
        return self.tokens[self.next - 1]

    def error(self, token: Token, message: str, remedy: str) -> QueryError:
        return QueryError(self.source.problem(token.at, message, remedy))

    def untagged(self, query: Query) -> Query:
        """Give words without a tag the fields that the platform searches then."""
        if has_bare_terms(query) and self.dialect.maps_untagged:
            self.read.notes.append(
                f"words without a field: {self.dialect.maps_untagged}; elsewhere finds fewer"
            )
        return Scoped(query, self.dialect.untagged)

    def level(self) -> Query:
        """Read operands and operators up to the end or a closing parenthesis."""
        used: set[str] = set()
        query = self.combined(len(self.dialect.order) - 1, used)
        if self.token.kind not in ("close", "end"):
            raise self.missing_operator()
        loose = "NOT" in self.dialect.order[-1] and len(self.dialect.order) > 1
        if len(used) > 1 and ("OR" in used or loose):
            order = ", then ".join(" and ".join(group) for group in self.dialect.order)
            self.read.notes.append(
                f"{' and '.join(sorted(used))} side by side: read as {self.dialect.name} reads them ({order})"
            )
        return query

    def combined(self, group: int, used: set[str]) -> Query:
        """Read what operators of this group and of those that bind more join, from left to right."""
        if group < 0:
            return self.proximity(used)
        parts, kind, excluded = [self.combined(group - 1, used)], "", 0
        while self.token.kind == "operator" and self.token.value in self.dialect.order[group]:
            operator = self.operator()
            used.add(operator.value)
            right = self.combined(group - 1, used)
            if operator.value == "NOT":
                excluded += 1
                if excluded > _DEEPEST:
                    raise self.error(operator, "too many NOT in a row", "Join what is excluded by OR")
                parts, kind = [Not(join(kind, parts), right)], ""
            elif kind in ("", operator.value):
                parts.append(right)
                kind = operator.value
            else:
                parts, kind = [join(kind, parts), right], operator.value
        return join(kind, parts)

    def operator(self) -> Token:
        """Take an operator; AND NOT is one."""
        operator = self.take()
        if self.token.kind == "operator" and self.token.value == "NOT" and operator.value == "AND":
            operator = self.take()
        if self.token.kind in ("operator", "near", "close", "end"):
            message = f"nothing after {operator.value}"
            raise self.error(operator, message, "Write a term after it, or remove it")
        return operator

    def proximity(self, used: set[str]) -> Query:
        groups, nears = [self.alternatives(used)], list[Token]()
        while self.token.kind == "near":
            nears.append(self.take())
            groups.append(self.alternatives(used))
            if len(nears) > _DEEPEST:
                raise self.error(nears[-1], "too many words near each other in a row", "Join a few at a time")
        if not nears:
            return join("OR", [self.apply(part) for part in groups[0]])
        if any(len(group) > 1 for group in groups):
            self.read.notes.append(f"{self.dialect.name} applies OR before proximity")
        tags = {part.tag for group in groups for part in group if part.tag}
        if len(tags) > 1:
            raise self.error(nears[0], *_TWO_FIELDS)
        joined = [join("OR", [part.query for part in group]) for group in groups]
        query = joined[0]
        for near, right in zip(nears, joined[1:], strict=True):
            ordered, words = near.value
            query = Near(query, right, words, ordered)
        if any(isinstance(node, And | Not | Heading | Scoped | Line | Native) for node in walk(query)):
            raise self.error(nears[0], _BESIDE, "Join two at a time, and combine them by AND or OR")
        return self.apply(_Part(query, next(iter(tags), None), groups[0][0].at, groups[-1][-1].end))

    def alternatives(self, used: set[str]) -> list[_Part]:
        """Read an operand of a proximity; where OR binds more, all those that it joins."""
        parts = [self.operand()]
        while self.dialect.or_before_near and self.token.kind == "operator" and self.token.value == "OR":
            used.add(self.operator().value)
            parts.append(self.operand())
        return parts

    def operand(self) -> _Part:
        token = self.take()
        if token.kind == "before":
            return self.behind(token)
        query = self.opened(token)
        tag: TagUse | None = None
        while self.token.kind == "after":
            if tag is not None:
                raise self.error(self.token, "a second field after the first", "Remove one of them")
            tag = self.take().value
        return _Part(query, tag, token.at, self.tokens[self.next - 1].end)

    def behind(self, tag: Token) -> _Part:
        """Read what a field in front of it means: a group, or words up to the next operator."""
        part = self.operand()
        parts = [part]
        while self.token.kind == "near":
            ordered, words = self.take().value
            parts.append(self.operand())
            part = _Part(Near(part.query, parts[-1].query, words, ordered), None, part.at, parts[-1].end)
        if any(one.tag for one in parts):
            raise self.error(tag, "a second field after the first", "Remove one of them")
        return _Part(part.query, tag.value, tag.at, part.end)

    def opened(self, token: Token) -> Query:
        if token.kind == "open":
            return self.group(token)
        if token.kind == "leaf":
            query: Query = token.value
            return query
        if token.kind == "lines":
            return self.lines(token)
        if token.kind in ("word", "phrase"):
            return self.words(token)
        raise self.unexpected(token)

    def group(self, opening: Token) -> Query:
        if self.token.kind == "close":
            raise self.error(opening, "empty parentheses", "Write something between them, or remove them")
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error(
                opening, "too many parentheses within parentheses", "Remove the unnecessary ones"
            )
        query = self.level()
        self.depth -= 1
        if self.token.kind == "end":
            raise self.error(opening, "a parenthesis is not closed", "Add the closing parenthesis")
        self.take()
        return query

    def lines(self, token: Token) -> Query:
        kind, numbers = token.value
        if not self.numbered:
            message = f"line {numbers[0]} does not exist: the query has no numbered lines"
            raise self.error(token, message, "Give the whole strategy with its numbered lines")
        self.read.named += [(number, token.at) for number in numbers]
        each = tuple(Line(number, PENDING) for number in numbers)
        return each[0] if len(each) == 1 else (And if kind == "AND" else Or)(each)

    def words(self, first: Token) -> Query:
        """Read words and phrases side by side."""
        run = [first]
        while self.token.kind in ("word", "phrase"):
            run.append(self.take())
        for token in run:
            strange = find_strange(self.source, token, self.database, alone=len(run) == 1)
            if strange:
                raise QueryError(strange)
        if len(run) == 1 and first.kind == "word" and self.is_line(first):
            return self.lines(Token("lines", first.at, first.end, ("", [int(first.value)])))
        tag = self.token.value if self.token.kind == "after" else None
        certain = bool(tag and (tag.heading or tag.fields in _CLOSED))
        self.read.notes += list_doubts(self.source, run, self.dialect, certain=certain)
        if len(run) > 1 and self.dialect.side_by_side == "and":
            return And(tuple(Term(token.value) for token in run))
        return Term(" ".join(token.value for token in run))

    def is_line(self, token: Token) -> bool:
        """Return whether a number alone names a line, as at Ovid."""
        digits = re.fullmatch(r"\d{1,3}", token.value)
        is_bare = self.token.kind not in ("after", "near")
        return bool(digits and self.numbered and self.dialect.reference == "{n}" and is_bare)

    def apply(self, part: _Part) -> Query:
        """Return a part in the fields that its tag names."""
        if part.tag is None:
            return part.query
        if any(isinstance(node, Line) for node in walk(part.query)):
            token = Token("after", part.at, part.end)
            raise self.error(token, "a field of a line", "Give the words of that line the field")
        if part.tag.also:
            self.read.wide.append(f"{self.dialect.name} also searches {part.tag.also}; elsewhere finds fewer")
        return apply_tag(part.query, part.tag, self.source.text[part.at : part.end], self.database)

    def unexpected(self, token: Token) -> QueryError:
        if token.kind == "after":
            return self.error(token, "a field without a term before it", "Write it after a term")
        if token.kind == "end":
            last = self.tokens[max(self.next - 2, 0)]
            return self.error(last, "nothing after it", "Write a term after it, or remove it")
        if token.kind in ("operator", "near"):
            return self.error(token, "nothing before this operator", "Write a term before it, or remove it")
        return self.error(token, "a closing parenthesis without an opening one", "Take it out")

    def missing_operator(self) -> QueryError:
        for token in (self.tokens[max(self.next - 1, 0)], self.token):
            told = foreign_tag(self.source.plain, token.at, self.database)
            if told:
                return self.error(token, *told)
        strange = find_strange(self.source, self.token, self.database, alone=False)
        if strange:
            return QueryError(strange)
        return self.error(self.token, "an operator is missing", "Write AND or OR before it")


_DEEPEST = 50
_TWO_FIELDS = "proximity between words of different fields", "Give both the same field"
_BESIDE = "proximity can join only words, phrases and OR groups of these"
_CLOSED = ((PUBLICATION_TYPE,), (LANGUAGE,), (SUBHEADING,), (AUTHOR,), (JOURNAL,))
