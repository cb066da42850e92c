"""Check a query that goes to its database unchanged for mistakes that no database could read."""

from __future__ import annotations

from cireview.errors import Problem, QueryError
from cireview.query.catalogue import find_database
from cireview.query.marks import foreign_tag
from cireview.query.tokens import ALIKE, Place
from cireview.query.tree import Native


def read_verbatim(text: str, *, database: str, file: str = "", row: int = 0) -> Native:
    """Return a query in the syntax of a database, to be sent there and nowhere else.

    Parameters
    ----------
    text
        The query, as a person would paste it.
    database
        Key or name of the database.
    file, row
        Where it was written, for errors.

    Raises
    ------
    QueryError
        For brackets and quotation marks without the other one, and tags of another database, with their
        places.
    """
    entry = find_database(database)
    place = Place(text, file, row, f"the query of {entry.name}")
    plain = text.translate(ALIKE)
    problems: list[Problem] = []
    opened: list[int] = []
    quoted = -1
    for at, sign in enumerate(plain):
        if sign == '"':
            quoted = at if quoted < 0 else -1
        elif quoted >= 0:
            continue
        elif sign == "(":
            opened.append(at)
        elif sign == ")" and not opened:
            problems.append(place.problem(at, "a closing parenthesis without an opening one", "Take it out"))
        elif sign == ")":
            opened.pop()
        elif entry.dialect.name and (told := foreign_tag(plain, at, entry)):
            problems.append(place.problem(at, *told))
    problems += [place.problem(at, "a parenthesis is not closed", "Add the closing one") for at in opened]
    if quoted >= 0:
        problems.append(place.problem(quoted, "a quotation mark is not closed", "Add the closing one"))
    if problems:
        raise QueryError(problems)
    return Native(text.strip(), entry.key)
