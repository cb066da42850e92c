"""Put an adapted query into the syntax of a database: operators, brackets, tags and signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from cireview.query.beside import is_limit_line, write_year_limits, year_values
from cireview.query.database import Database
from cireview.query.dialect import Tag
from cireview.query.direction import mirror_behind
from cireview.query.fields import choose_tags, inline_frame, takes_values, write_value
from cireview.query.headings import write_heading
from cireview.query.tree import (
    AUTHOR,
    RESERVED,
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
    Years,
    children,
    walk,
)
from cireview.query.wildcards import WILD, write_wildcards

# Signs that mean something in one syntax or another; inside a phrase no database searches them.
SIGNS = re.compile(r'[()\[\]{}<>:;,|+~^\\"!=]+')
LIMITED_SIGNS = re.compile(r'(?<!\*)\{|(?<!\d)\}|[()\[\]<>:;,|+~^\\"!=]+')


@dataclass(frozen=True)
class Writer:
    """Writes parts of a query; texts come with whether they can stand beside an operator as they are."""

    database: Database
    losses: list[str]
    lines: dict[int, tuple[str, str]] = field(default_factory=dict)
    told: dict[int, list[str]] = field(default_factory=dict)

    def write(self, query: Query, fields: tuple[str, ...]) -> tuple[str, bool]:
        """Write with fields: as much as a tag may enclose is put into one."""
        if isinstance(query, Scoped):
            return self.write(query.part, query.fields)
        if not children(query) and not isinstance(query, Term):
            return self.leaf(query)
        if isinstance(query, Line):
            return self.line(query, fields)
        valued = takes_values(self.database, fields)
        if valued and isinstance(query, Term):
            return write_value(self.database, fields[0], query.text) or "", True
        if isinstance(query, Near) and self.database.near_needs_no_field:
            return self.bare(query)
        if not valued and all(isinstance(node, And | Or | Not | Near | Term) for node in walk(query)):
            tags = choose_tags(self.database, fields, []) or ()
            if self.may_enclose(query, tags):
                self.tell(query, fields)
                if not tags:
                    return self.bare(query)
                texts = [self.tagged(query, tag) for tag in tags]
                return (texts[0][0], texts[0][1]) if len(texts) == 1 else (self.either(texts), False)
        return self.combine(query, lambda part: self.write(part, fields))

    def tell(self, query: Query, fields: tuple[str, ...]) -> None:
        """Note the additional or missing fields of one tag for all of `query`."""
        told: list[str] = []
        choose_tags(self.database, fields, told)
        self.losses.extend(told)
        if any(isinstance(node, Not) for node in walk(query)):
            self.losses.extend(map(mirror_behind, told))

    def leaf(self, query: Query) -> tuple[str, bool]:
        """Write a part that cannot have a field."""
        match query:
            case Heading():
                return write_heading(query, self.database), True
            case Years():
                return self.years(query)
            case Native(text):
                return text, True
            case _:
                raise TypeError(f"{type(query).__name__} is no leaf")

    def years(self, years: Years) -> tuple[str, bool]:
        """Write a limit to years as a part of the query."""
        if self.database.in_lines and self.database.dialect.limit_line:
            return write_year_limits(years, self.database)[0][1].removeprefix("limit 1 to "), True
        frame = inline_frame(self.database, "years")
        # Where each end has a clause of its own, an open end has none.
        clauses = [
            clause
            for clause in frame.split(" AND ")
            if not (years.first is None and "{before}" in clause)
            and not (years.last is None and "{after}" in clause)
        ]
        return " AND ".join(clauses).format(**year_values(years)), len(clauses) == 1

    def line(self, line: Line, fields: tuple[str, ...]) -> tuple[str, bool]:
        """Write a numbered line: its content, or its number if lines are written separately."""
        if not self.database.in_lines:
            return self.write(line.part, fields)
        if line.number not in self.lines:
            if isinstance(line.part, Line):
                return self.line(line.part, fields)
            start = len(self.losses)
            text = self.limited(line.part) or self.write(line.part, fields)[0]
            number = self.database.dialect.reference.format(n=len(self.lines) + 1)
            self.lines[line.number] = (number, text)
            self.told[line.number] = self.losses[start:]
        else:  # behind NOT a line finds fewer by what elsewhere finds more
            self.losses.extend(self.told.get(line.number, []))
        return self.lines[line.number][0], True

    def limited(self, part: Query) -> str:
        """Return the line that limits another one, if a database has such lines and this is one, or ''."""
        if not (isinstance(part, And) and is_limit_line(part, self.database)):
            return ""
        limits = [self.leaf(one)[0] for one in part.parts[1:]]
        limit = f"({' and '.join(limits)})" if len(limits) > 1 else limits[0]
        number, _ = self.write(part.parts[0], ())
        return self.database.dialect.limit_line.format(set=number, limit=limit)

    def either(self, texts: list[tuple[str, bool]]) -> str:
        """Join texts of several tags."""
        return self.database.or_.join(map(grouped, texts))

    def may_enclose(self, query: Query, tags: tuple[Tag, ...]) -> bool:
        """Return whether one tag may stand for all of `query`."""
        if not tags or isinstance(query, Term | Near):
            return True
        if self.database.spans == "query" and len(tags) == 1:
            return True
        flat = all(isinstance(node, Or | Term | Near) for node in walk(query))
        return self.database.spans != "term" and flat

    def tagged(self, query: Query, tag: Tag) -> tuple[str, bool]:
        """Write with one tag."""
        if isinstance(query, Near) and "{tag}" in self.database.near:
            return self.near(query, tag.tag), True
        text, whole = self.bare(query)
        if tag.fields == (AUTHOR,) and self.database.dialect.tag_form == "brackets":
            text = text.replace('"', "")  # quotation marks would ask for just these initials
        return (self.database.scope.format(tag=tag.tag, text=text), True) if tag.tag else (text, whole)

    def bare(self, query: Query) -> tuple[str, bool]:
        """Write without fields."""
        if isinstance(query, Term):
            return self.term(query)
        if isinstance(query, Near):
            return self.near(query, ""), "{words}" in self.database.near
        return self.combine(query, self.bare)

    def combine(self, query: Query, write: Callable[[Query], tuple[str, bool]]) -> tuple[str, bool]:
        """Write the parts by `write` and join them."""
        match query:
            case And(parts):
                return self.database.and_.join(map(grouped, map(write, parts))), False
            case Or(parts):
                return self.database.or_.join(map(grouped, map(write, parts))), False
            case Not(wanted, unwanted):
                kept, start = write(wanted), len(self.losses)
                excluded = write(unwanted)
                self.losses[start:] = map(mirror_behind, self.losses[start:])
                return self.database.not_.join(map(grouped, (kept, excluded))), False
            case _:
                return write(query)

    def near(self, near: Near, tag: str) -> str:
        """Write a proximity."""
        frame = self.database.ordered_near if near.ordered else self.database.near
        left, right = grouped(self.bare(near.left)), grouped(self.bare(near.right))
        words = f"{left} {right}".replace('"', "").replace("-", " ")
        distance = near.distance + self.database.near_shift
        return frame.format(left=left, right=right, words=words, n=distance, tag=tag)

    def term(self, term: Term) -> tuple[str, bool]:
        """Write a word or a phrase."""
        text = " ".join(LIMITED_SIGNS.sub(" ", term.text).split())
        simple = re.fullmatch(r"[\w*?#]+", text) and text.upper() not in RESERVED
        if text.isdecimal() and self.database.dialect.reference == "{n}":
            simple = None  # a number alone is that of a line
        text = write_wildcards(text, self.database)
        if simple:
            return text, True
        if WILD.search(term.text) and self.database.wild_phrase:
            words = text.split()
            return self.database.wild_phrase.join(words), len(words) == 1
        return f'"{text}"', True


def grouped(written: tuple[str, bool]) -> str:
    """Return a text that can stand beside an operator."""
    text, whole = written
    return text if whole else f"({text})"
