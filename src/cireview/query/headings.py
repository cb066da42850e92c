"""Subject headings: whether a database has them, how it writes them, and what replaces them."""

from __future__ import annotations

import re
from dataclasses import replace

from cireview.query.database import Database
from cireview.query.subheadings import DRUG_LINK, code_subheading
from cireview.query.tree import (
    FIELDS,
    INDEX_TERMS,
    TEXT_WORDS,
    Heading,
    Line,
    Or,
    Query,
    Scoped,
    Term,
)


def is_foreign(query: Query, database: Database) -> bool:
    """Return whether `query` is a heading of a vocabulary that the database does not have."""
    if isinstance(query, Line):
        return is_foreign(query.part, database)
    return isinstance(query, Heading) and query.vocabulary not in database.vocabularies


def name_heading(heading: Heading) -> str:
    """Return a heading as it is named in a sentence."""
    return f"{heading.text!r} of {heading.vocabulary}"


def adapt_heading(heading: Heading, database: Database, losses: list[str]) -> Query:
    """Return a heading as far as a database can express it, or its words where it does not know it."""
    if is_foreign(heading, database):
        narrower = ", without narrower headings; finds others" if heading.explode else "; may find more"
        losses.append(
            f"{database.name} does not know the heading {name_heading(heading)}: searched as words in all of "
            f"its fields{narrower}"
        )
        return _as_words(heading, database)
    thesaurus, name = database.vocabularies[heading.vocabulary], name_heading(heading)
    frame = thesaurus.exploded or thesaurus.alone
    if heading.subheading and not ("{sub}" in frame and _has_subheading(heading.subheading, database)):
        losses.append(f"{database.name} cannot search the subheading of {name}: finds more")
        heading = replace(heading, subheading="")
    if heading.focus and not (thesaurus.focused or thesaurus.focused_alone):
        losses.append(f"{database.name} cannot ask for {name} as a main topic: finds more")
        heading = replace(heading, focus=False)
    if thesaurus.frame(explode=heading.explode, focus=heading.focus):
        return heading
    if heading.explode:
        losses.append(f"{database.name} cannot explode {name}: add its narrower headings; finds fewer")
    else:
        losses.append(f"{database.name} explodes {name}: finds more")
    return replace(heading, explode=not heading.explode)


def _has_subheading(name: str, database: Database) -> bool:
    frame = database.dialect.subheading
    return bool(code_subheading(name)) if "code" in frame.lower() else bool(frame)


def _as_words(heading: Heading, database: Database) -> Query:
    """Search the words of a heading in all fields, and in the field of index terms where there is one."""
    plain = re.sub(r"[()]", "", heading.text)
    head, comma, rest = plain.partition(", ")
    forms = [Term(f"{rest} {head}"), Term(f"{head} {rest}")] if comma and "," not in rest else [Term(plain)]
    words: Query = Or(tuple(forms)) if len(forms) > 1 else forms[0]
    tags = {tag.fields for tag in database.all_tags}
    searched: list[Query] = [Scoped(words, FIELDS)]
    if (INDEX_TERMS,) in tags:
        searched.append(Scoped(words, (INDEX_TERMS,)))
    elif (TEXT_WORDS,) in tags:
        searched = [Scoped(words, (TEXT_WORDS,))]
    return searched[0] if len(searched) == 1 else Or(tuple(searched))


def write_heading(heading: Heading, database: Database) -> str:
    """Return a heading that was adapted, in the syntax of a database."""
    frame = database.vocabularies[heading.vocabulary].frame(explode=heading.explode, focus=heading.focus)
    text = " ".join(heading.text.replace('"', "").split())
    if database.dialect.heading_form == "slash" and re.search(
        r"\b(?:and|or|not)\b|[()]", text, re.IGNORECASE
    ):
        text = f'"{text}"'
    if "'" in text and frame.startswith("'"):
        frame = frame.replace("'", '"')
    return frame.format(text=text, sub=_write_subheading(heading.subheading, database))


def _write_subheading(name: str, database: Database) -> str:
    frame = database.dialect.subheading
    if not name:
        return ""
    if name.startswith(DRUG_LINK) and "dm_" in frame:
        return f"/{name}"
    code = code_subheading(name)
    return frame.format(name=name, code=code, CODE=code.upper())
