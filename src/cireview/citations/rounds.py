"""A citation search in the workflow: its records, its hits, and its row in the log of all searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from cireview import web
from cireview.citations.search import CITATION_LOG, FALL_BACK, SERVICES, CitationOutcome, search_citations
from cireview.citations.seeds import NOT_STARTED, read_round
from cireview.citations.services import CEILING
from cireview.citations.works import CITATION
from cireview.errors import Problem
from cireview.sources.api import Api
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import RECORD
from cireview.tables.ids import identify_records
from cireview.web import Access, Session

QUERY = "backward and forward citations of"


@dataclass(frozen=True)
class RoundOutcome:
    """What a citation search of the protocol gave.

    Parameters
    ----------
    records
        RECORD, named after the source of the protocol.
    citations, log
        CITATION and CITATION_LOG.
    search
        Its row of SEARCH_LOG.
    problems
        Services that could not be asked, so that the next run has to try again, and what to do.
    """

    records: pd.DataFrame
    citations: pd.DataFrame
    log: pd.DataFrame
    search: pd.DataFrame
    problems: tuple[Problem, ...]


def list_service_keys(services: Sequence[str]) -> list[str]:
    """Return the names of the environment variables that hold keys; never what they hold."""
    return [name for source in _find(services) for name in web.given_keys(source.service)]


@dataclass(frozen=True)
class PlannedRound:
    """A citation search of the protocol.

    Parameters
    ----------
    name, key
        Name and key of the source in the protocol.
    date
        Its ``searched_on``, which names the archive.
    services
        Keys of the services to ask, of `cireview.citations.SERVICES`.
    """

    name: str
    key: str
    date: str
    services: Sequence[str]


def fetch_citations(
    planned: PlannedRound,
    *,
    archive_folder: str | Path,
    session: Session | None,
    addresses: Mapping[str, str] | None = None,
) -> RoundOutcome:
    """Search, go on with or replay the citations of the seeds of one search, if these are known.

    Parameters
    ----------
    planned
        What is searched, and under which name.
    archive_folder, session, addresses
        As in `cireview.web.Access`.
    """
    name, key, date = planned.name, planned.key, planned.date
    sources = _find(planned.services)
    about = {"search_id": key, "source": name, "searched_on": date, "format": "API"}
    about |= {"platform": ", ".join(source.name for source in sources)}
    seeds = read_round(archive_folder, name=name, date=date).seeds
    if seeds is None:
        state = {"query": f"{QUERY} the included articles", "found": -1, "complete": NOT_STARTED}
        empty = RECORD.empty(), CITATION.empty(), CITATION_LOG.empty()
        return RoundOutcome(*empty, _row(about | state), problems=())
    access = Access(archive_folder, date, session, addresses or {})
    outcome = search_citations(seeds, access, sources=sources, freeze=True)
    records, citations = _rename(outcome, name, key)
    search = _row(about | _tell(outcome, len(seeds), date))
    return RoundOutcome(records, citations, outcome.log, search, problems=outcome.problems)


def _find(services: Sequence[str]) -> list[Api]:
    return [source for source in (*SERVICES, FALL_BACK) if source.key in services]


def _rename(outcome: CitationOutcome, name: str, key: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return records and hits whose ids follow the source of the protocol, as those of all its sources do."""
    records = outcome.records.assign(source=name, search_id=key)
    records = records.assign(record_id=identify_records(records, source=key))
    ids = dict(zip(outcome.records["record_id"], records["record_id"], strict=True))
    renamed = [ids[record_id] for record_id in outcome.citations["record_id"]]
    return records, outcome.citations.assign(record_id=pd.Series(renamed, dtype="str"))


def _tell(outcome: CitationOutcome, seeds: int, date: str) -> dict[str, Any]:
    log = outcome.log
    announced = int(log["announced"].sum())
    received, short = int(log["received"].sum()), int(log["shortfall"].sum())
    counted = set(log.loc[log["announced"].notna(), "seed_id"])
    unknown = seeds - len(counted | outcome.unanswered)
    failed = "; ".join(dict.fromkeys(problem.message for problem in outcome.problems))
    # Another service may have what one lacks, so a shortfall does not make the search incomplete.
    deep = log.loc[log["reason"].str.contains(CEILING, regex=False), "reason"]
    warnings = {
        f"a service did not answer about {len(outcome.unanswered)} of {seeds} articles": len(
            outcome.unanswered
        ),
        f"{unknown} of {seeds} articles are known to no service": unknown,
        f"{short} of {announced} citations that the services count have no record": short,
        f"{outcome.repeated} records that another service also gave count once": outcome.repeated,
        **{
            f"{reason}: {number} of {seeds} articles have more": number
            for reason, number in deep.value_counts().items()
        },
    }
    return {
        "retrieved": outcome.retrieved,
        "query": f"{QUERY} {seeds} included article{'' if seeds == 1 else 's'}",
        "file": f"citations/{date}",
        "found": len(outcome.records),
        "received": received,
        "imported": len(outcome.records),
        "parts": 1,
        "complete": f"no: {failed}" if failed else "yes",
        "warnings": "; ".join(text for text, number in warnings.items() if number),
    }


def _row(values: Mapping[str, Any]) -> pd.DataFrame:
    row = dict.fromkeys(SEARCH_LOG.columns, "") | dict.fromkeys(SEARCH_LOG.numbers, 0) | dict(values)
    return SEARCH_LOG.conform(pd.DataFrame([row]))
