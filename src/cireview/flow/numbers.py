"""The numbers of a flow one by one, each with a full description, for lists without boxes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cireview.flow.interchange import Counts
from cireview.flow.words import load_words

_OUR_WORDS = {
    "records_excluded_human": "Records excluded by a human",
    "records_excluded_automation": "Records excluded by automation tools",
    "other_screened_out_automation": "Excluded on title and abstract by automation tools",
    "no_longer_studies": "Studies of the previous version no longer counted",
    "abstract_reasons": "Reasons on title and abstract",
}


def list_numbers(counts: Counts) -> Iterator[tuple[str, str, int]]:
    """Yield key, words and number of all that a flow counts: a sum, then its parts, with ``key/name``."""
    for key, value in counts.items():
        if not isinstance(value, Mapping):
            yield key, _say(key, counts), value
            continue
        # The number of a kind is the sum of its sources.
        if (general := sum_of(key)) == key or general not in counts:
            yield key, _say(key, counts), sum(value.values())
        yield from ((f"{key}/{name}", f"{_say(key, counts)}: {name}", n) for name, n in value.items())


def sum_of(key: str) -> str:
    """Return the key of the sum of what a key counts by name: for sources, that of their kind."""
    return key.replace("_specific_", "_")


def _say(key: str, counts: Counts) -> str:
    general = sum_of(key)
    said = _OUR_WORDS.get(key) or load_words().say(general, update="previous_studies" in counts)
    return f"{said} (other methods)" if key.startswith("other_") else said
