"""Seal the description of a search when its export file is first read, so that no later edit relabels it.

A protocol is one file that people edit. Without seals a new query or date would be printed beside files that
were searched with another (PRISMA-S items 1, 2, 8, 9, 13 and 15, doi 10.1186/s13643-020-01542-z). A seal lies
in ``data/sealed/``, is written once, and is named by its number, its source and the digest of what it holds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cireview.errors import Problem, SearchError
from cireview.places import place
from cireview.protocol import Protocol
from cireview.protocol.source import Source
from cireview.tables import whole_file

FACTS: Mapping[str, str] = {
    "searched_on": "the date",
    "platform": "the platform",
    "query": "the query",
    "asked": "the query",
    "limits": "the limits",
    "hits": "the number of hits",
    "coverage": "the coverage",
}
"""What a protocol says of a search, and its name in words. ``query`` is what a person says was run; ``asked``
is what our own translation is made of, and counts only where nobody says what was run."""

WRITTEN = ("query", "limited_by", "left_to_screen", "losses")
"""Columns of SEARCH_LOG that are sealed as they were written, with the query."""

_DIGITS = 12
_FILE = re.compile(rf"(\d{{4,}})_[a-z0-9_]+_([0-9a-f]{{{_DIGITS}}})\.json")

Facts = Mapping[str, str]


@dataclass(frozen=True)
class Seal:
    """What was known of a search when its file was first read, or was said of it since.

    Parameters
    ----------
    search_id
        Key of the source.
    file, sha256
        The export file and the digest of its bytes.
    records
        Records that were read from it.
    facts
        By the keys of `FACTS`; "" where it was not stated.
    written
        By the columns `WRITTEN`: the query as the log gives it.
    """

    search_id: str
    file: str
    sha256: str
    records: int
    facts: Facts
    written: Mapping[str, str]


def state_facts(protocol: Protocol, source: Source) -> dict[str, str]:
    """Return the current facts of the protocol on the search of a source, by the keys of `FACTS`."""
    search, screen = protocol.search, protocol.practical_screen
    years = [screen.years.first, screen.years.last] if screen.years else []
    rules = [search.fields, years, screen.languages, screen.document_types]
    asked = [search.query, *rules, source.query_for or source.name] if source.is_queried else [source.how]
    return {
        "searched_on": source.searched_on or search.date,
        "platform": source.platform or source.name,
        "query": source.query,
        "asked": json.dumps(asked, ensure_ascii=False),
        "limits": source.limits,
        "hits": "" if source.hits is None else str(source.hits),
        "coverage": source.coverage,
    }


def merge_facts(sealed: Facts, today: Facts) -> dict[str, str]:
    """Return the valid facts: sealed ones, and later ones that were not known at the time of sealing."""
    return {fact: sealed.get(fact, "") or today[fact] for fact in FACTS}


def find_changed(sealed: Facts, today: Facts) -> list[str]:
    """Describe the differences between the protocol and the seal."""
    holds = merge_facts(sealed, today)
    changed = [fact for fact in FACTS if holds[fact] != today[fact]]
    # A person's own query does not depend on the query of the protocol.
    return list(dict.fromkeys(FACTS[fact] for fact in changed if fact != "asked" or not holds["query"]))


def read_seals(folder: str | Path) -> dict[tuple[str, str], tuple[str, Seal]]:
    """Return the last seal of each file of a source, with its name, by key of the source and SHA-256.

    Raises
    ------
    SearchError
        With a problem for each seal that is not as it was written.
    """
    seals, problems = dict[tuple[str, str], tuple[str, Seal]](), list[Problem]()
    for path, digest in _list_files(Path(folder)):
        try:
            content = path.read_bytes()
            if hashlib.sha256(content).hexdigest()[:_DIGITS] != digest:
                raise ValueError
            seal = Seal(**json.loads(content))
            seals[seal.search_id, seal.sha256] = path.name, seal
        except (ValueError, TypeError):
            remedy = (
                "Restore it from a copy. If you have none, delete it: then the protocol counts as it is now"
            )
            message = "the sealed description of a search is cut off or was changed"
            problems.append(Problem(message, f"{place('sealed')}/{path.name}", remedy=remedy))
    if problems:
        raise SearchError(problems)
    return seals


def keep_seals(folder: str | Path, seals: Iterable[Seal]) -> dict[tuple[str, str], str]:
    """Write each seal that says more of a file than the last one of it; return the name of the last of each.

    Names are given by key of the source and SHA-256.
    """
    folder = Path(folder)
    last = read_seals(folder)
    names = {key: name for key, (name, _) in last.items()}
    number = max((int(path.name.partition("_")[0]) for path, _ in _list_files(folder)), default=0)
    for seal in seals:
        key = seal.search_id, seal.sha256
        if key in last and last[key][1] == seal:
            continue
        number += 1
        content = (json.dumps(asdict(seal), ensure_ascii=False, indent=1) + "\n").encode()
        digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
        names[key] = f"{number:04}_{seal.search_id}_{digest}.json"
        with whole_file(folder / names[key]) as partial:
            partial.write_bytes(content)
    return names


def seal_row(row: Mapping[Any, Any], facts: Facts, *, before: Seal | None = None) -> Seal:
    """Return the seal of an export file from its row of SEARCH_LOG, what holds of it, and the seal before."""
    written = {column: str(row[column]) for column in WRITTEN}
    key, file, digest = str(row["search_id"]), str(row["file"]), str(row["sha256"])
    # As the file was first called and read: a rename or a better reader is no other search.
    file, records = (before.file, before.records) if before else (file, int(row["imported"]))
    return Seal(key, file, digest, records, dict(facts), written)


def _list_files(folder: Path) -> list[tuple[Path, str]]:
    found = ((path, _FILE.fullmatch(path.name)) for path in sorted(folder.glob("*.json")))
    return [(path, match[2]) for path, match in found if match]
