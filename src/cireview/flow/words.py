"""The words of the flow in a language, from a file of `languages/` or one of a person's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cireview.errors import Problem, TableError

_FOLDER = Path(__file__).parent / "languages"


@dataclass(frozen=True)
class Words:
    """What boxes and notes say.

    Parameters
    ----------
    direction
        ltr or rtl; a flow in a language that is read from the right is mirrored.
    thousands
        What parts the thousands of a number.
    words
        Words by key of the flow's table; `key.update` is what an updated review says.
    notes, waits
        Sentences below the diagram, and those about what waits: of one, and of several.
    """

    code: str
    direction: str
    thousands: str
    words: Mapping[str, str]
    notes: Mapping[str, str]
    waits: Mapping[str, tuple[str, str]]

    def say(self, key: str, *, update: bool = False, **values: object) -> str:
        """Return the words of a key; *other methods* has those of databases unless it has its own."""
        usual = key.replace("other_", "dbr_", 1)
        names = [f"{key}.update"] * update + [key, usual]
        found = next((self.words[name] for name in names if name in self.words), key)
        for name, value in values.items():
            found = found.replace(f"{{{name}}}", str(value))
        return found

    def note(self, key: str, **values: object) -> str:
        """Return a sentence for below the diagram."""
        return self.notes[key].format(**values)

    def number(self, n: int) -> str:
        """Return a number with its thousands parted."""
        return f"{n:,}".replace(",", self.thousands)

    def wait(self, key: str, n: int) -> str:
        """Return what waits, as a part of a sentence."""
        return self.waits[key][n != 1].format(n=self.number(n))

    def with_own(self, own: Mapping[str, str]) -> Words:
        """Return the words with some that a file gives in place of these."""
        said = {key: words for key, words in self.words.items() if key.removesuffix(".update") not in own}
        return replace(self, words=said | dict(own))


def list_languages() -> list[str]:
    """Return the codes of the languages that ship with cireview, English first."""
    return sorted((path.stem for path in _FOLDER.glob("*.yaml")), key=lambda code: (code != "en", code))


@lru_cache
def load_words(language: str = "en") -> Words:
    """Return the words of a language.

    Parameters
    ----------
    language
        A code such as `de`, or the path of a file made after one of `languages/`; what it lacks is English.

    Raises
    ------
    TableError
        If there is no such language, or its file has keys that no flow has.
    """
    path = _FOLDER / f"{language}.yaml" if language in list_languages() else Path(language)
    if not path.is_file():
        remedy = f"Use one of {', '.join(list_languages())}, or the path of a file of your own"
        raise TableError(Problem(f"there are no words for the language '{language}'", remedy=remedy))
    english = _read(_FOLDER / "en.yaml")
    given = english if language == "en" else _read(path)
    unknown = [
        f"{part}.{key}"
        for part in ("words", "notes", "waits")
        for key in given.get(part) or {}
        if key not in english[part]
    ]
    if unknown:
        remedy = "Keep the keys of src/cireview/flow/languages/en.yaml"
        raise TableError(
            [Problem(f"the words have no key {key}", str(path), remedy=remedy) for key in unknown]
        )
    parts = {part: english[part] | (given.get(part) or {}) for part in ("words", "notes", "waits")}
    if own := given.get("words"):  # a language that has one word for both must not fall back to English
        parts["words"] = {
            key: words
            for key, words in parts["words"].items()
            if not (key.endswith(".update") and key not in own and key.removesuffix(".update") in own)
        }
    waits = {key: (str(pair[0]), str(pair[-1])) for key, pair in parts["waits"].items()}
    direction, thousands = given.get("direction", "ltr"), given.get("thousands", ",")
    return Words(path.stem, direction, thousands, parts["words"], parts["notes"], waits)


def _read(path: Path) -> dict[str, Any]:
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where it is built
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        remedy = "Write it like src/cireview/flow/languages/en.yaml, in UTF-8"
        raise TableError(Problem("the words cannot be read", str(path), remedy=remedy)) from error
    return found if isinstance(found, dict) else {}
