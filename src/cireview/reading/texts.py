"""The words of the page, from a language file, and the templates that they stand in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from cireview.errors import Problem, ReviewError

_HERE = Path(__file__).parent
STATIC = _HERE / "static"
ENGLISH = "en"


@cache
def read_texts(language: str = ENGLISH, beside: Path | None = None) -> Mapping[str, Any]:
    """Return the words of the page in a language; what its file lacks is English.

    Parameters
    ----------
    language
        Name of a file in ``pages/``, such as ``en``.
    beside
        A file of the person's own, which stands above it.

    Raises
    ------
    ReviewError
        If the file is no TOML, or has words that the page does not have.
    """
    texts = _read(_HERE / "pages" / f"{ENGLISH}.toml")
    for file in (
        [] if language == ENGLISH else [_HERE / "pages" / f"{language}.toml"],
        [beside] if beside else [],
    ):
        for path in file:
            own = _read(path)
            unknown = sorted(set(own) - set(texts))
            if unknown:
                remedy = f"Take the keys of {_HERE / 'pages' / ENGLISH}.toml"
                raise ReviewError(
                    [
                        Problem("the page has no such words", str(path), column=key, remedy=remedy)
                        for key in unknown
                    ]
                )
            texts |= own
    return texts


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
        raise ReviewError(Problem(f"this is no file of words: {error}", str(path), remedy=remedy)) from error
