"""Which parts of other packages a review used, for its methods and its metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cireview.paper.checklists import BY_NAME
from cireview.screening.presets import MODELS

_FORMAT = re.compile(r"(?P<name>\S+) \((?P<origin>\S+ \S+)\)")
_API = re.compile(r"API of (?P<origin>\S+ \S+)")


def list_packages(*, model: str, checklists: Iterable[str], formats: Iterable[str]) -> list[str]:
    """Return package, version and what it did, sorted.

    Parameters
    ----------
    model, checklists
        ``screening.model`` and ``reporting`` of the review.
    formats
        ``format`` of SEARCH_LOG: what was written there when the records were read or fetched.
    """
    return sorted(set(_tell(model, checklists, formats)))


def _tell(model: str, checklists: Iterable[str], formats: Iterable[str]) -> Iterator[str]:
    if plugin := MODELS.find(model):
        yield f"{plugin.origin} (ranking model {model})"
    for name in checklists:
        if plugin := BY_NAME.find(name):
            yield f"{plugin.origin} (checklist {name})"
    for told in formats:
        if found := _FORMAT.fullmatch(told):
            yield f"{found['origin']} (format {found['name']})"
        elif found := _API.fullmatch(told):
            yield f"{found['origin']} (search)"
