"""Wildcards of a term: kept, loosened and reported, or refused."""

from __future__ import annotations

import re

from cireview.errors import Problem, QueryError
from cireview.query.database import Database
from cireview.query.tree import And, Query, Term

WILD = re.compile(r"[*?#]")
LIMITED = re.compile(r"\*\{(\d+)\}")
_BETWEEN = re.compile(r"[\s-]+")


def adapt_term(term: Term, database: Database, losses: list[str]) -> Query:
    """Return a term with only the wildcards that a database takes.

    Raises
    ------
    QueryError
        If one can be neither expressed nor loosened.
    """
    words = _BETWEEN.split(term.text)
    if not WILD.search(term.text):
        return term
    if len(words) > 1 and not _phrase_is_allowed(words, database):
        losses.append(
            f'{database.name} takes no such wildcard in a phrase: "{term.text}" is searched as its words '
            "joined by AND; finds more"
        )
        return And(tuple(adapt_term(Term(word), database, losses) for word in words if word))
    parts = re.split(r"([\s-]+)", term.text)
    # Where only the end of a phrase can be truncated, the letters of all its words count.
    before = len("".join(words[:-1])) if database.phrase_wildcards == "last" else 0
    adapted = (_adapt_word(part, database, losses, before) if WILD.search(part) else part for part in parts)
    return Term("".join(adapted))


def _phrase_is_allowed(words: list[str], database: Database) -> bool:
    if database.wild_phrase or database.phrase_wildcards == "any":
        return True
    if database.phrase_wildcards == "last":
        last = LIMITED.sub("*", words[-1])
        return not any(WILD.search(word) for word in words[:-1]) and not WILD.search(last[:-1])
    # Where there is no truncation at all, the word loses its wildcard and the phrase can stay.
    return not database.truncation


def optional_letter(database: Database) -> str:
    """Return the sign of a database for at most one letter, or ''."""
    return next((sign for sign, ours in database.dialect.wildcards.items() if ours == "#"), "")


def _adapt_word(word: str, database: Database, losses: list[str], before: int) -> str:
    plain = LIMITED.sub("*", word)
    if plain != word and not database.dialect.limited and database.truncation:
        losses.append(f"{database.name} cannot limit the letters: {word} is searched as {plain}; finds more")
    kept = word if database.dialect.limited else plain
    stem = WILD.split(plain)[0]
    at_end = plain == stem + "*"
    enough = before + len(stem) >= database.min_stem
    letters = (database.one_letter or "?" not in plain) and (optional_letter(database) or "#" not in plain)
    if database.truncation and enough and letters and (at_end or database.inside):
        return kept
    if database.truncation and enough and database.inside:
        looser = re.sub(r"\*+", "*", WILD.sub("*", plain))
        losses.append(f"{database.name} has no such wildcard: {word} is searched as {looser}; finds more")
        return looser
    if database.truncation and enough:
        losses.append(f"{database.name} has no such wildcard: {word} is searched as {stem}*; finds more")
        return stem + "*"
    if at_end and not database.truncation:
        losses.append(
            f"{database.name} has no truncation: {word} is searched as {stem}; finds fewer, unless the other "
            "forms are written out with OR"
        )
        return stem
    short = (
        f"needs {database.min_stem} letters before a wildcard" if database.truncation else "has no wildcards"
    )
    raise QueryError(
        Problem(f"{database.name} {short}: {word}", remedy="Write its forms out, as in (woman OR women)")
    )


def write_wildcards(text: str, database: Database) -> str:
    """Return a term's text with the signs of a database."""
    frame = database.dialect.limited
    signs = {
        "?": database.one_letter or "?",
        "*": database.truncation or "*",
        "#": optional_letter(database) or "#",
    }
    pieces = re.split(r"(\*\{\d+\}|[*?#])", text)
    return "".join(
        frame.format(n=piece[2:-1]) if piece.startswith("*{") else signs.get(piece, piece) for piece in pieces
    )
