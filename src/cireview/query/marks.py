"""What the field tags of a platform say: fields, a heading, or what no other platform has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from cireview.query.catalogue import databases, find_database
from cireview.query.database import Database
from cireview.query.fields import choose_tags, order_fields
from cireview.query.tree import Years


@dataclass(frozen=True)
class TagUse:
    """The meaning of one tag for the part that it belongs to.

    Parameters
    ----------
    fields
        Fields to be searched.
    heading
        Vocabulary of a heading, whether narrower headings count, and whether it is a main topic.
    words
        Words between, for a proximity that is part of the tag; -1 for none.
    subheadings
        Subheadings that are attached by the tag.
    also
        What is searched besides, in words.
    """

    fields: tuple[str, ...] = ()
    heading: tuple[str, bool, bool] | None = None
    words: int = -1
    subheadings: tuple[str, ...] = ()
    also: str = ""

    @property
    def is_native(self) -> bool:
        """Whether no other platform has it."""
        return not self.fields and self.heading is None

    @staticmethod
    def of(text: str, names: dict[str, TagUse], database: Database) -> TagUse | None:
        """Return the meaning of the name or names of a tag together; None for an unknown one."""
        plain = _plain(text, database)
        near = re.fullmatch(r"(.+):~(\d+)", plain)
        if near and near[1] in names:
            return TagUse(names[near[1]].fields, words=int(near[2]))
        linked = re.fullmatch(r"(.+?)/(d[dm]_\w\w(?:,d[dm]_\w\w)*)", plain)
        if linked and linked[1] in names:
            return TagUse(heading=names[linked[1]].heading, subheadings=tuple(linked[2].split(",")))
        if plain in names:
            return names[plain]
        uses = [names.get(_plain(part, database)) for part in plain.split(",")]
        known = [use for use in uses if use is not None]
        if len(known) < len(uses):
            return None
        if any(use.is_native or use.heading for use in known):
            return TagUse()
        return TagUse(order_fields({field for use in known for field in use.fields}))


def _plain(text: str, database: Database) -> str:
    plain = " ".join(re.sub(r"\s*([/,:])\s*", r"\1", text).split()).strip(" =.")
    return plain.lower() if database.dialect.ignore_case else plain


@cache
def _names_of(key: str) -> dict[str, TagUse]:
    database = find_database(key)
    dialect = database.dialect
    names: dict[str, TagUse] = {_plain(name, database): TagUse() for name in dialect.own_tags}
    names |= {_plain(name, database): TagUse(fields) for name, fields in dialect.also_tags.items()}
    names |= {f"/{name}": use for name, use in names.items() if name == "it"}
    # The first meaning of a tag counts, and exact meanings come before others.
    for tag in sorted(database.all_tags, key=lambda tag: bool(tag.also))[::-1]:
        if tag.tag:
            names[_plain(tag.tag, database)] = TagUse(tag.fields, also=tag.also)
    marks = _heading_marks(database)
    names |= {_plain(mark, database): TagUse(heading=heading) for mark, heading in marks.items()}
    for name, mark in dialect.also_headings.items():
        if mark in marks:
            names[_plain(name, database)] = TagUse(heading=marks[mark])
    return names


def name_tags(database: Database) -> dict[str, TagUse]:
    """Return the meaning of each name of a tag, for reading."""
    return _names_of(database.key)


def _heading_marks(database: Database) -> dict[str, tuple[str, bool, bool]]:
    """Return the mark in each frame of a heading, where headings are written with marks."""
    if database.dialect.heading_form == "slash":
        return {"sh": (next(iter(database.vocabularies)), False, False)}
    if database.dialect.heading_form != "mark":
        return {}
    marks: dict[str, tuple[str, bool, bool]] = {}
    for vocabulary, thesaurus in database.vocabularies.items():
        for focus in (False, True):
            for explode in (True, False):
                frame = thesaurus.frame(explode=explode, focus=focus)
                mark = re.sub(r"\{\w+\}|[\"'()\[\] +]", "", frame)
                marks |= {mark: (vocabulary, explode, focus)} if mark else {}
    return marks


@cache
def _pattern_of(key: str) -> re.Pattern[str]:
    database = find_database(key)
    dialect, names = database.dialect, _names_of(key)
    flags = re.IGNORECASE if dialect.ignore_case else 0
    listed = sorted((name for name in names if "," not in name and "/" not in name), key=len, reverse=True)
    name = f"(?:{'|'.join(map(re.escape, listed))})"
    several = rf"{name}(?:\s?,\s?{name})*"
    if dialect.tag_form == "brackets":
        return re.compile(r"\[([^\[\]]+)\]")
    if dialect.tag_form == "dots":
        unknown = r"[a-z]{2}(?:,[a-z]{2})*(?=\.(?:\s|\)|$))"
        return re.compile(rf"\.(?:({several})(?:\.|(?=[\s)\]]|$))|({unknown})\.)(?:\s?/freq=\d+)?", flags)
    if dialect.tag_form == "colon":
        marks = (
            r"|(/(?:exp/mj|de/mj|exp|de|mj|it)(?:/d[dm]_\w\w(?:,d[dm]_\w\w)*)?)\b"
            if dialect.name.startswith("Embase")
            else ""
        )
        return re.compile(rf":\s?({several})\b{marks}", flags)
    if dialect.tag_form == "equals":
        return re.compile(rf"\b({name}|[A-Z]{{2,3}}(?=\s?=))\s?=\s?", flags)
    if dialect.tag_form == "word":
        return re.compile(rf"\b({name})(?:\s+(?=[\"(\w])|(?=[(\"]))", flags)
    return re.compile(rf"\b({several})\s*(?=\()", flags)


def tag_pattern(database: Database) -> re.Pattern[str]:
    """Return the pattern of a field tag, with its name or names in a group."""
    return _pattern_of(database.key)


def read_years(match: re.Match[str]) -> Years:
    """Return the limit that a match of a dialect's pattern of years states."""
    found = {name.rstrip("2"): value for name, value in match.groupdict().items() if value}
    if "first" in found:
        return Years(*_open_ends(int(found["first"]), int(found["last"])))
    year = int(found["year"])
    match found.get("operator", "=").upper():
        case ">" | "AFT":
            return Years(year + 1, None)
        case "<" | "BEF":
            return Years(None, year - 1)
        case _:
            return Years(year, year)


def _open_ends(first: int, last: int) -> tuple[int | None, int | None]:
    return (first if first > 1800 else None), (last if last < 2100 else None)


def foreign_tag(text: str, at: int, database: Database) -> tuple[str, str] | None:
    """Return message and remedy if there is a tag of another platform at this place, otherwise None."""
    for other in databases():
        dialect = other.dialect
        if not dialect.name or dialect.name == database.dialect.name or dialect.tag_form == "word":
            continue
        match = _pattern_of(other.key).match(text, at)
        use = TagUse.of(next(filter(None, match.groups())), _names_of(other.key), other) if match else None
        if match and use and (use.fields or use.heading):
            message = f"{match[0].strip()} is a field of {dialect.name}, not of {database.dialect.name}"
            return message, _right_tag(use, database)
    return None


def _right_tag(use: TagUse, database: Database) -> str:
    if use.heading:
        frames = [thesaurus.exploded or thesaurus.alone for thesaurus in database.vocabularies.values()]
        shown = frames[0].format(text="Child", sub="") if frames else ""
        return f"Write a heading as {shown} there" if shown else "It has no headings: write words instead"
    tags = choose_tags(database, use.fields, [])
    if not tags:
        return "It has no such field: remove it"
    shown = database.or_.join(database.scope.format(tag=tag.tag, text="child") for tag in tags if tag.tag)
    return f"Write {shown or 'the words alone'} there, or give another syntax with --from"
