"""What cireview has to know of a platform's syntax to read and write strategies in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Tag:
    """A field tag of a database.

    Parameters
    ----------
    fields
        Which of title, abstract, keywords and the other fields it searches.
    tag
        The tag.
    also
        What it searches besides, in words; empty for nothing.
    """

    fields: tuple[str, ...]
    tag: str
    also: str = ""


@dataclass(frozen=True)
class Thesaurus:
    """How a platform writes the headings of one vocabulary.

    Each frame has `{text}` for the heading and `{sub}` for its subheading. An empty frame is what the
    platform cannot express.

    Parameters
    ----------
    exploded, alone
        A heading with all narrower ones, and without them.
    focused, focused_alone
        The same as a main topic.
    """

    exploded: str = ""
    alone: str = ""
    focused: str = ""
    focused_alone: str = ""

    def frame(self, *, explode: bool, focus: bool) -> str:
        """Return the frame for a heading, or '' where there is none."""
        if focus:
            return self.focused if explode else self.focused_alone
        return self.exploded if explode else self.alone


@dataclass(frozen=True)
class Dialect:
    """The syntax of a platform, as far as its databases share it.

    Parameters
    ----------
    name, sources
        Name of the platform, and the vendor's pages that its rules were taken from.
    tag_form
        Where a field tag stands: child[ti], child.ti., child:ti, TI=(child), TI(child) or TI child.
    tags, also_tags, own_tags
        Tags beyond title, abstract and keywords; other names of all tags, for reading; names of tags
        that are left as they are, since no other platform has them.
    ignore_case
        Whether tags are read in small letters too.
    untagged
        Fields that are searched for a term without a tag; `maps_untagged` says what else is done with it.
    joins_tags
        Whether tags can be listed with commas.
    capital_operators
        Whether and, or and not in small letters are no operators.
    order
        Groups of operators, from those that bind most; inside a group they are taken from left to right.
    or_before_near
        Whether OR binds more than proximity, which elsewhere binds most.
    side_by_side
        What two words without an operator are: a phrase or joined by AND; `in_doubt` says what else.
    proximity
        Names of proximity operators: whether they keep the order, and what is added to the words between.
    bare_proximity
        The same without a number: whether they keep the order, and the words between.
    wildcards
        Our sign of a wildcard, '*', '?' or '#', by the native one.
    limited
        Frame of a truncation with at most `{n}` letters.
    heading_form
        How headings are written: with a mark like a tag, as `exp Child/`, or as `[mh Child]`.
    also_headings
        Other names of the marks of headings, for reading.
    subheading
        Frame of an attached subheading with `{name}`, `{code}` or `{CODE}`.
    years
        Regular expression of a limit to years with the groups first and last, or operator and year.
    inline
        Frames of limits inside a query: years, publication type, language.
    types
        Its publication types beyond those that a protocol limits to, by our name.
    open_limits
        Which of publication type and language take any value.
    reference
        Frame of a line's number, `{n}`.
    limit_line
        Frame of a line that limits another, `{set}` and `{limit}`.
    signs
        Regular expressions by which a strategy is recognised.
    """

    name: str = ""
    sources: tuple[str, ...] = ()
    tag_form: Literal["brackets", "dots", "colon", "equals", "call", "word"] = "call"
    tags: tuple[Tag, ...] = ()
    also_tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    own_tags: frozenset[str] = frozenset()
    ignore_case: bool = True
    untagged: tuple[str, ...] = ("all fields",)
    maps_untagged: str = ""
    joins_tags: bool = False
    capital_operators: bool = False
    order: tuple[tuple[str, ...], ...] = (("NOT",), ("AND",), ("OR",))
    or_before_near: bool = False
    side_by_side: Literal["phrase", "and"] = "and"
    in_doubt: str = ""
    proximity: Mapping[str, tuple[bool, int]] = field(default_factory=dict)
    bare_proximity: Mapping[str, tuple[bool, int]] = field(default_factory=dict)
    wildcards: Mapping[str, str] = field(default_factory=lambda: {"*": "*", "?": "?"})
    limited: str = ""
    heading_form: Literal["mark", "slash", "brackets"] = "mark"
    also_headings: Mapping[str, str] = field(default_factory=dict)
    subheading: str = ""
    years: str = ""
    inline: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    open_limits: frozenset[str] = frozenset()
    reference: str = "#{n}"
    limit_line: str = ""
    signs: tuple[str, ...] = ()


NO_DIALECT = Dialect()
