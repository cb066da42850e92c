"""Recognise by its signs in whose syntax a strategy is written."""

from __future__ import annotations

import re

from cireview.errors import Problem, QueryError
from cireview.query.catalogue import find_database
from cireview.query.database import Database

# The database that a platform's strategy is read for, where its headings do not say another.
_USUAL = ("pubmed", "ovid_medline", "embase", "ebsco", "web_of_science", "scopus", "proquest", "cochrane")
_SAID = (
    ("ovid_embase", re.compile(r"(?i)\bembase\b[^\n]{0,20}(?:<|ovid)|ovid[^\n]{0,20}embase")),
    ("ovid_psycinfo", re.compile(r"(?i)\bpsycinfo\b[^\n]{0,20}(?:<|ovid)|ovid[^\n]{0,20}psycinfo|\.id\.")),
)


def recognise(text: str, file: str) -> tuple[Database, str]:
    """Return the database of a strategy, and notes on what was guessed.

    Raises
    ------
    QueryError
        If no syntax is clearly the likeliest.
    """
    databases = [find_database(key) for key in _USUAL]
    scores = {database.key: _score(text, database) for database in databases}
    best = max(scores.values())
    likely = [database for database in databases if scores[database.key] == best]
    if not best or len(likely) > 1:
        names = " or ".join(database.dialect.name for database in likely) if best else "no database's"
        message = (
            f"the syntax may be that of {names}"
            if best
            else "cireview does not recognise the syntax of a database"
        )
        raise QueryError(
            Problem(message, file, remedy="Give the syntax with --from, as in --from ovid_medline")
        )
    return _which(likely[0], text)


def is_native(text: str) -> bool:
    """Return whether a text has signs of the syntax of some database."""
    return any(_score(text, find_database(key)) for key in _USUAL)


def _score(text: str, database: Database) -> int:
    return sum(len(re.findall(sign, text)) for sign in database.dialect.signs)


def _which(database: Database, text: str) -> tuple[Database, str]:
    if database.dialect.name == "Ovid":
        key = next((key for key, said in _SAID if said.search(text)), database.key)
        if re.search(r"[\w\")]/(?!\w{3})", text):
            other = "if they are not, use --from ovid_embase or ovid_psycinfo"
            vocabulary = next(iter(find_database(key).vocabularies))
            return find_database(key), f"headings are read as those of {vocabulary}: {other}"
        return find_database(key), ""
    if database.key == "ebsco" and re.search(r'\bM[HM]\s*\(?\s*"', text):
        return find_database(
            "cinahl"
        ), "headings are read as those of cinahl; if they are not, use --from ebsco_medline"
    return database, ""
