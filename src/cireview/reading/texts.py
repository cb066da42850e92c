"""The texts of the page, from a language file, and the templates that use them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cireview.errors import Problem, ReviewError

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
ENGLISH = "en"


@cache
def read_texts(language: str = ENGLISH, beside: Path | None = None) -> Mapping[str, Any]:
    """Return the texts of the page in a language; missing texts are in English.

    Parameters
    ----------
    language
        Name of a file in ``pages/``, such as ``en``.
    beside
        A file of the person with other texts, which replace these.

    Raises
    ------
    ReviewError
        If the file is no TOML, has words that the page does not have, or fields that it does not fill in.
    """
    texts = _read(_HERE / "pages" / f"{ENGLISH}.toml")
    for file in (
        [] if language == ENGLISH else [_HERE / "pages" / f"{language}.toml"],
        [beside] if beside else [],
    ):
        for path in file:
            own = _read(path)
            problems = [
                Problem(message, str(path), column=key, remedy=remedy)
                for key in sorted(own)
                for message, remedy in [_judge(own[key], texts.get(key))]
                if message
            ]
            if problems:
                raise ReviewError(problems)
            texts |= own
    return texts


def _judge(text: object, english: str | None) -> tuple[str, str]:
    """Return message and remedy where a page could not be made with a text; else ""."""
    if english is None:
        return "the page has no text with this key", f"Use the keys in {_HERE / 'pages' / ENGLISH}.toml"
    if not isinstance(text, str):
        return "the value is not text", "Write it in quotation marks"
    known = _list_fields(english)
    try:
        fields = _list_fields(text)
    except ValueError as error:
        # In a text without fields, a brace is just a brace.
        remedy = "Write {{ and }} to show braces on the page"
        return (f"a brace is not part of a field ({error})", remedy) if known else ("", "")
    unknown = ", ".join(dict.fromkeys(field for field in fields if field not in known))
    remedy = f"Write {', '.join(known)}" if known else "Leave it out"
    return (f"the page has no value for {unknown} here", remedy) if unknown else ("", "")


def _list_fields(text: str) -> list[str]:
    """Return the fields of a text as they stand in it, such as ``{person}``."""
    fields = [part for part in Formatter().parse(text) if part[1] is not None]
    return [
        f"{{{name}{f'!{conversion}' if conversion else ''}{f':{form}' if form else ''}}}"
        for _, name, form, conversion in fields
    ]


def make_environment() -> Environment:
    """Return the templates; whatever is filled in is escaped, and a word that is missing is an error."""
    loader = FileSystemLoader(_HERE / "pages")
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        remedy = 'Write lines such as: include = "Include"'
        raise ReviewError(Problem(f"the file cannot be read: {error}", str(path), remedy=remedy)) from error
