"""Cut the text of a query into tokens; all that is no token is reported with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cireview.errors import Problem, QueryError
from cireview.query.tree import RESERVED

ALIKE = str.maketrans("“”„‟«»″’‘‐‑–—\u00a0\t\r\n", '"' * 7 + "''" + "----" + "    ")
_TOKEN = re.compile(
    r"""(?P<blank>\ +)
      | (?P<open>\() | (?P<close>\))
      | "(?P<phrase>[^"]*)"
      | \[(?P<field>[^\[\]]*)\]
      | (?P<near>(?:NEAR|WITHIN|W|N|PRE|P|ONEAR|NEXT)/(?P<words>\d{1,3})|ADJ/?(?P<apart>\d{1,2}))(?![\w/])
      | (?P<operator>(?:AND|OR|NOT)(?![\w*?'-]))
      | (?P<word>[\w*?][\w*?#'&./-]*)""",
    re.VERBOSE,
)
_ORDERED = ("PRE", "P/", "ONEAR", "NEXT")
_BLANKS = str.maketrans("\t\r\n", "   ")
_WIDTH = 70
FIELDS_BEHIND = "Write fields after their terms, as in child*[title] or (a OR b)[title,abstract]"


@dataclass(frozen=True)
class Token:
    """One piece of a query: `kind` is open, close, term, field, near, operator or end."""

    kind: str
    text: str
    at: int
    words: int = 0
    ordered: bool = False


@dataclass(frozen=True)
class Place:
    """The query's text and where it was written, to show the place of an error."""

    text: str
    file: str
    row: int
    whole: str = "the query"

    def problem(self, at: int, message: str, remedy: str) -> Problem:
        """Return a problem that names the character and shows it with a caret below the text."""
        start = max(0, at - _WIDTH // 2)
        shown = self.text[start : start + _WIDTH].translate(_BLANKS)
        caret = " " * (at - start) + "^"
        return Problem(
            f"character {at + 1} of {self.whole}: {message}",
            self.file,
            self.row,
            remedy=f"{remedy}\n    {shown}\n    {caret}",
        )


def cut(text: str, *, file: str, row: int) -> tuple[list[Token], Place]:
    """Return the tokens of `text`, the last one of kind 'end', and the place for later errors.

    Raises
    ------
    QueryError
        With every character that cannot be read, unclosed quotes and bad wildcards.
    """
    place = Place(text, file, row)
    plain = text.translate(ALIKE)
    tokens: list[Token] = []
    problems: list[Problem] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None:
            problems.append(_unreadable(place, plain[at], at))
            if plain[at] in '"[':
                break
            at += 1
            continue
        tokens += _tokens(match, place, problems)
        at = match.end()
    if problems:
        raise QueryError(problems)
    return [*tokens, Token("end", "", len(plain))], place


def _tokens(match: re.Match[str], place: Place, problems: list[Problem]) -> Iterator[Token]:
    kind, at, text = match.lastgroup or "", match.start(), match.group()
    if kind in ("words", "apart") or match["near"]:
        # ADJn of Ovid counts the second word too: ADJ1 is next to each other, as NEAR/0 is elsewhere.
        between = int(match["words"]) if match["words"] else max(int(match["apart"]) - 1, 0)
        yield Token("near", text, at, between, text.startswith(_ORDERED))
    elif kind in ("phrase", "word"):
        term = " ".join(text.strip('"').split())
        problems += _problems_of_term(term, at, place, quoted=kind == "phrase")
        yield Token("term", term, at)
    elif kind != "blank":
        yield Token(kind, text, at)


def _unreadable(place: Place, sign: str, at: int) -> Problem:
    if sign == '"':
        return place.problem(at, "a quotation mark is not closed", "Add the closing quotation mark")
    if sign == "[":
        return place.problem(at, "a field bracket is not closed", "Write a field as in child*[title]")
    remedy = "Put the phrase that contains it in quotation marks, or remove it"
    if sign in "=:":
        remedy = FIELDS_BEHIND
    return place.problem(at, f"the sign {place.text[at]!r} has no meaning here", remedy)


def _problems_of_term(term: str, at: int, place: Place, *, quoted: bool) -> Iterator[Problem]:
    if not re.search(r"[^\W_]", term):
        what = "an empty phrase" if quoted and not term else f"{term!r} contains no letter or digit"
        yield place.problem(at, what, "Write a word or a phrase, or remove it")
    elif any(word[0] in "*?#" for word in re.split(r"[\s-]", term) if word):
        remedy = "Databases need the start of a word: write the beginnings joined by OR"
        yield place.problem(at, f"{term!r} contains a word that begins with a wildcard", remedy)
    elif not quoted and term in RESERVED:
        remedy = (
            f"Write NEAR/3 for at most three words in between, or put {term.lower()!r} in quotation marks"
        )
        yield place.problem(at, f"{term} needs a number", remedy)
