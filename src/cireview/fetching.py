"""Ask an API in the workflow: a search that broke off is tried again by the next run, a whole one never."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cireview import web
from cireview.query import parse_query
from cireview.searching import run_search
from cireview.sources import find_source
from cireview.sources.outcome import SearchOutcome
from cireview.web import Session


def given_keys(api: str) -> list[str]:
    """Return the names of the environment variables that hold keys for `api`; never what they hold."""
    return web.given_keys(find_source(api).service)


def failed_attempts(folder: str | Path, key: str) -> int:
    """Return how often the search of a source was tried and broke off."""
    file = Path(folder) / key
    return int(file.read_text()) if file.is_file() else 0


def note_attempt(folder: str | Path, key: str, outcome: SearchOutcome) -> None:
    """Count a search that broke off, so that the next run tries again."""
    if not outcome.has_ended:
        file = Path(folder) / key
        number = failed_attempts(folder, key) + 1
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{number}\n")


def fetch_records(
    api: str,
    *,
    query: str,
    name: str,
    key: str,
    date: str,
    fields: Sequence[str],
    years: Sequence[int] | None,
    languages: Sequence[str],
    document_types: Sequence[str],
    archive_folder: str | Path,
    session: Session,
) -> SearchOutcome:
    """Run, resume or replay the search of one source; its tables are named after the source.

    Parameters
    ----------
    api
        Key or name of the API.
    name, key
        Name and key of the source in the protocol.
    query, date, fields, years, languages, document_types, archive_folder, session
        As in `cireview.searching.run_search`.
    """
    outcome = run_search(
        find_source(api),
        parse_query(query, file="config/protocol.yaml"),
        archive_folder=archive_folder,
        date=date,
        session=session,
        fields=fields,
        years=(years[0], years[1]) if years else None,
        languages=languages,
        document_types=document_types,
    )
    return replace(
        outcome,
        records=outcome.records.assign(source=name, search_id=key),
        rejected=outcome.rejected.assign(search_id=key),
        log=outcome.log.assign(source=name, search_id=key),
    )
