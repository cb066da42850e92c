"""What cireview has to know of a database to write a query for it: one `Database` for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cireview.query.dialect import NO_DIALECT, Dialect, Tag, Thesaurus
from cireview.query.tree import ABSTRACT, FIELDS, KEYWORDS, TITLE

__all__ = ["Database", "Dialect", "Limit", "Tag", "Thesaurus"]

TITLE_ABSTRACT = (TITLE, ABSTRACT)
TITLE_ONLY, ABSTRACT_ONLY, KEYWORDS_ONLY = (TITLE,), (ABSTRACT,), (KEYWORDS,)
ALL = FIELDS


@dataclass(frozen=True)
class Limit:
    """How a database limits by years, languages or document types.

    Parameters
    ----------
    each
        One value as it is written: `{value}`; for years `{first}`, `{last}`, `{before}` and `{after}`.
    values
        Native value by our name in lower case; empty for years.
    where
        Name of the request parameter or of the form's element; empty when it is part of the query.
    join
        What stands between several values.
    whole
        Frame round the joined values.
    """

    each: str
    values: Mapping[str, str] = field(default_factory=dict)
    where: str = ""
    join: str = " OR "
    whole: str = "{values}"


@dataclass(frozen=True)
class Database:
    """One database, register or bibliographic API: its syntax, its limits, and how to export from it.

    Parameters
    ----------
    key, name, platform, address
        Key used here, name as printed, platform where it differs, address of the search page or API.
    kind
        'command' takes the whole query in one box; 'form' has rows and menus; 'api' takes a request.
    tags
        Field tags; none means that fields cannot be told in the query.
    scope
        How text and tag are put together.
    spans
        What one tag may enclose with the meaning kept: 'query' anything, 'alternatives' words and OR,
        'term' one word or phrase.
    mixes_fields
        Whether parts of one query can be searched in different fields.
    also_as
        Other names by which it is known.
    and_, or_, not_
        Operators with their blanks; `boolean` False means that there are none.
    near, ordered_near, near_shift
        Frame of proximity with `{left}`, `{right}` and `{n}`, or with `{words}` for databases that take a
        quoted phrase with a distance; empty for none; `near_shift` is added to our number, which counts the
        words between.
    near_tags
        Tags that proximity works with; empty for all.
    near_needs_no_field
        Whether proximity is written without a field and searches all of a record.
    truncation, one_letter, inside, min_stem, phrase_wildcards
        Signs for any number of letters and for exactly one, whether they work inside a word, how many
        letters they need before them, and whether they work in phrases ('any', 'last' word or 'none').
    nests_near
        Whether an operand of proximity may hold another proximity.
    wild_phrase
        What stands between the words of a phrase with wildcards, where quotation marks take none.
    vocabularies
        How a subject heading is written, by vocabulary.
    in_lines
        Whether a strategy is to be written as numbered lines there.
    dialect
        What is to be known besides for strategies in the syntax of its platform.
    years, languages, document_types
        Limits; empty or None where the database has none; `only_type` names the type all its records have.
    always
        What is added to every query, since the database is a part of a larger one; empty for nothing.
    max_operators, max_length, max_records
        Ceilings of a search; 0 for none known.
    cautions
        What a person has to know of every search there, as sentences without a final full stop.
    export_format, how
        Export format to choose, and the steps to it.
    """

    key: str
    name: str
    address: str
    kind: Literal["command", "form", "api"]
    tags: tuple[Tag, ...]
    platform: str = ""
    also_as: tuple[str, ...] = ()
    scope: str = "{tag}({text})"
    spans: Literal["query", "alternatives", "term"] = "query"
    mixes_fields: bool = True
    boolean: bool = True
    and_: str = " AND "
    or_: str = " OR "
    not_: str = " NOT "
    near: str = ""
    ordered_near: str = ""
    near_shift: int = 0
    near_tags: tuple[str, ...] = ()
    near_needs_no_field: bool = False
    nests_near: bool = True
    wild_phrase: str = ""
    truncation: str = "*"
    one_letter: str = ""
    inside: bool = False
    min_stem: int = 1
    phrase_wildcards: Literal["any", "last", "none"] = "none"
    vocabularies: Mapping[str, Thesaurus] = field(default_factory=dict)
    dialect: Dialect = NO_DIALECT
    in_lines: bool = False
    years: tuple[Limit, ...] = ()
    languages: Limit | None = None
    document_types: Limit | None = None
    only_type: str = ""
    limit_join: str = " AND "
    always: str = ""
    max_operators: int = 0
    max_length: int = 0
    max_records: int = 0
    cautions: tuple[str, ...] = ()
    export_format: str = ""
    how: str = ""

    @property
    def all_tags(self) -> tuple[Tag, ...]:
        """Its tags of title, abstract and keywords, then those of other fields."""
        return self.tags + self.dialect.tags
