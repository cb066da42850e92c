"""A search against the local server, with a clock that moves only when somebody sleeps."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sources.server import Server

from cireview import web
from cireview.query import SearchLimits, parse_query
from cireview.search.run import SearchOutcome, run_search
from cireview.sources import APIS, find_api
from cireview.web import Access, Session

KEYS = {key.variable: f"secret-of-{key.variable}" for source in APIS for key in source.service.keys}


class Clock:
    def __init__(self) -> None:
        self.now, self.waits = 1_600_000_000.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


def search(server: Server, key: str, folder: Path, query: str = "word0", **options: Any) -> SearchOutcome:
    """Run a search of the played service `key`, by default with all keys and with three tries."""
    clock = options.pop("clock", None) or Clock()
    environment, date = options.pop("environment", KEYS), options.pop("date", "2020-03")
    source = find_api(key).at(f"{server.address}/{key}")
    with Session(environment=environment, clock=web.Clock(clock, clock.sleep), tries=3) as session:
        return run_search(source, parse_query(query), Access(folder, date, session), SearchLimits(**options))
