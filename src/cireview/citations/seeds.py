"""The included articles that a citation search starts from: written once beside its archive, never changed.

Included articles come out of the screening of what a search found, and their citations go into it again. The
file of seeds cuts this circle: one run writes it, the next one asks for the citations of what stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.tables import INCLUDE, Schema, read_table, write_table

SEED = Schema(
    "seed of a citation search",
    {
        "record_id": "included article",
        "title": "its title",
        "year": "its year",
        "doi": "DOI used to look it up",
        "pmid": "PubMed id used to look it up",
    },
)
ROUND = Schema(
    "citation search",
    {
        "source": "name in the protocol",
        "searched_on": "date that names its archive",
        "seeds": "articles from which it starts",
        "state": "waiting, nothing, due or searched",
        "note": "what it waits for, and which included articles are not among its seeds",
    },
    frozenset({"seeds"}),
)
DUE = "due"
NOT_STARTED = "no: not started yet"
"""What the log of all searches says of a citation search that has no seeds yet."""


@dataclass(frozen=True)
class Round:
    """A citation search of the protocol: its seeds, once written, and whether its archive is frozen."""

    name: str
    date: str
    seeds: pd.DataFrame | None
    is_searched: bool


def seeds_file(archive_folder: str | Path, date: str) -> Path:
    """Return the path of the seeds of the citation search of this date."""
    return Path(archive_folder) / "citations" / date / "seeds.csv"


def read_round(archive_folder: str | Path, *, name: str, date: str) -> Round:
    """Read a citation search from its archive."""
    file = seeds_file(archive_folder, date)
    seeds = read_table(file, SEED) if file.exists() else None
    return Round(name, date, seeds, (file.parent / "complete.json").exists())


def write_seeds(seeds: pd.DataFrame, archive_folder: str | Path, date: str) -> None:
    """Write the seeds of a citation search, whole or not at all; a file that is there is never changed."""
    file = seeds_file(archive_folder, date)
    if not file.exists():
        partial = file.with_name("seeds.partial.csv")
        write_table(seeds, partial, SEED)
        partial.chmod(0o444)
        partial.replace(file)


def settle_rounds(
    rounds: Sequence[Round],
    *,
    reports: pd.DataFrame,
    matches: pd.DataFrame,
    decisions: pd.DataFrame,
    awaiting: int,
    searches: pd.DataFrame,
) -> tuple[pd.DataFrame, dict[str, pd.DataFrame]]:
    """Return the state of every citation search, and the seeds to write.

    Parameters
    ----------
    rounds
        The citation searches in the order of the protocol. One starts from the included articles that are
        no seeds of those before it, once these were searched.
    reports, matches, decisions
        RECORD, one row a report; MATCH, since seeds follow their record when groups of duplicates change;
        DECISION on full texts.
    awaiting
        Decisions that are still awaited, on abstracts and full texts.
    searches
        SEARCH_LOG; no search starts while a source has no export file yet.

    Returns
    -------
    table, seeds
        ROUND, one row for each; SEED by the date of the search, for those that can start now.
    """
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    included = sorted(decisions.loc[decisions["decision"] == INCLUDE, "record_id"])
    waits_for = _tell_unsettled(awaiting, searches)
    rows, write = list[list[Any]](), dict[str, pd.DataFrame]()
    used: set[str] = set()
    for search in rounds:
        seeds, new = search.seeds, [report for report in included if report not in used]
        if seeds is None and new and not waits_for:
            seeds = write[search.date] = _make_seeds(reports, new)
        if seeds is None:
            state = ("waiting", waits_for) if waits_for else ("nothing", _tell_nothing(used))
        else:
            now = {report_of.get(seed, seed) for seed in seeds["record_id"]}
            used |= now
            state = _tell_frozen(search, len(seeds), len(now - set(included)))
        if not search.is_searched:
            waits_for = waits_for or f"waits for the search of {search.name}"
        rows.append([search.name, search.date, 0 if seeds is None else len(seeds), *state])
    _add_left(rows, len(set(included) - used))
    return ROUND.conform(pd.DataFrame(rows, columns=list(ROUND.columns))), write


def _make_seeds(reports: pd.DataFrame, chosen: Sequence[str]) -> pd.DataFrame:
    rows = reports[reports["record_id"].isin(chosen)].sort_values("record_id", ignore_index=True)
    # A report unites the identifiers of its records; the first is that of the most trusted one.
    first = {name: rows[name].str.partition("; ")[0] for name in ("doi", "pmid")}
    return SEED.conform(rows.assign(**first)[list(SEED.columns)])


def _tell_unsettled(awaiting: int, searches: pd.DataFrame) -> str:
    missing = ", ".join(searches.loc[searches["complete"] == "missing", "source"])
    if missing:
        return f"waits for the export file of {missing}"
    return "waits until screening and eligibility are settled" if awaiting else ""


def _tell_nothing(used: set[str]) -> str:
    return "every included article is a seed of an earlier search" if used else "no article is included"


def _tell_frozen(search: Round, seeds: int, dropped: int) -> tuple[str, str]:
    due = "" if search.is_searched else f"{_count(seeds)}: run again to search their citations"
    gone = f"{dropped} of its seeds {'is' if dropped == 1 else 'are'} no longer included" if dropped else ""
    return "searched" if search.is_searched else DUE, "; ".join(filter(None, [due, gone]))


def _add_left(rows: Sequence[list[Any]], left: int) -> None:
    """Tell in the last row how many included articles are no seeds, once every search has its own."""
    if rows and left and all(state in (DUE, "searched") for *_, state, _ in rows):
        sentence = f"{_count(left)} {'is' if left == 1 else 'are'} not among the seeds"
        remedy = "to search their citations too, add a source with a new date"
        rows[-1][-1] = "; ".join(filter(None, [rows[-1][-1], f"{sentence}: {remedy}"]))


def _count(number: int) -> str:
    return f"{number} included article{'' if number == 1 else 's'}"
