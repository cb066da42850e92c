"""Keep a copy of what decisions rest on in the protocol, when they begin and at each amendment.

A protocol is one file that people edit, so nobody could say later what it contained before. A run that
finds decisions keeps it in ``data/protocol/``, write-once, and so does each run after an amendment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cireview.errors import Problem, VersionError
from cireview.places import place
from cireview.tables import whole_file

_FILE = re.compile(r"(\d{4,})_(\d{4}-\d{2}-\d{2})\.json")


@dataclass(frozen=True)
class KeptProtocol:
    """A protocol of some day.

    Parameters
    ----------
    on
        Day on which it was kept.
    facts
        What decisions rest on, by key (see `cireview.protocol.amendments.list_facts`).
    reasons
        Words of the criteria, by id, by key of the screen.
    amendments
        The amendments that stood in it.
    """

    on: str
    facts: Mapping[str, Any]
    reasons: Mapping[str, Mapping[str, str]]
    amendments: Sequence[Mapping[str, Any]]


def read_kept(folder: str | Path) -> list[KeptProtocol]:
    """Return the protocols that were kept, the earliest first.

    Raises
    ------
    VersionError
        With a problem for each that cannot be read.
    """
    kept, problems = [], list[Problem]()
    for path in _list_files(Path(folder)):
        try:
            kept.append(KeptProtocol(**json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError):
            message = "the stored copy of the protocol is cut off or was changed"
            remedy = (
                "Restore it from a copy. If you have none, delete it; later changes are then not reported"
            )
            problems.append(Problem(message, f"{place('kept_protocols')}/{path.name}", remedy=remedy))
    if problems:
        raise VersionError(problems)
    return kept


def keep_protocol(folder: str | Path, protocol: KeptProtocol) -> None:
    """Write a protocol behind those that were kept before."""
    number = max((int(path.name.partition("_")[0]) for path in _list_files(Path(folder))), default=0) + 1
    with whole_file(Path(folder) / f"{number:04}_{protocol.on}.json") as partial:
        text = json.dumps(asdict(protocol), ensure_ascii=False, indent=1)
        partial.write_text(text + "\n", encoding="utf-8")


def _list_files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("*.json") if _FILE.fullmatch(path.name))
