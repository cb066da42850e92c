"""No service is asked faster than it allows: shown by the clock of a search at the local server."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sources.looking_up import LOOKING_UP
from sources.playing import KEYS, Clock, search
from sources.plays import World
from sources.server import Server

from cireview import web
from cireview.sources import APIS, find_api
from cireview.sources.open_access import UNPAYWALL
from cireview.web import Request, Session

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
SECONDS = {
    "openalex": (0.25, 0.25),
    "pubmed": (0.34, 0.11),
    "europe_pmc": (0.2, 0.2),
    "crossref": (1.0, 0.34),
    "semantic_scholar": (1.1, 1.1),
    "doaj": (0.5, 0.5),
    "eric": (1.0, 1.0),
    "arxiv": (3.0, 3.0),
    "core": (2.0, 2.0),
    "scopus_api": (0.5, 0.5),
    "wos_starter": (1.0, 1.0),
    "wos_expanded": (0.5, 0.5),
    "springer_nature": (0.7, 0.7),
    "ieee": (0.5, 0.5),
    "clinicaltrials": (1.2, 1.2),
    "europe_pmc_preprints": (0.2, 0.2),
    "datacite": (0.6, 0.3),
    "lens": (6.0, 6.0),
}
"""Between two requests: without any key, and with all of them. The rule of each stands in docs/sources.md."""
LARGE = {"europe_pmc": 1001, "europe_pmc_preprints": 1001, "semantic_scholar": 1001, "datacite": 501}
LARGE |= {"crossref": 501, "clinicaltrials": 501, "ieee": 201}
"""Records of a search of two pages, where a page has more than 100."""
CASES = [(key, has_keys) for key in SECONDS for has_keys in (False, True)]


def test_every_service_has_its_rate() -> None:
    assert list(SECONDS) == [source.key for source in APIS]


@pytest.mark.parametrize(("key", "has_keys"), CASES)
def test_requests_are_as_far_apart_as_the_service_wants(key: str, has_keys: bool, tmp_path: Path) -> None:
    if not has_keys and any(one.required for one in find_api(key).service.keys):
        return  # which asks nothing at all without its key: tests/sources/test_keys.py
    clock = Clock()
    with Server(World(LARGE.get(key, 101))) as server:
        search(server, key, tmp_path, clock=clock, environment=KEYS if has_keys else {})
    assert len(clock.waits) == len(server.asked) - 1 > 0
    assert min(clock.waits) == pytest.approx(SECONDS[key][has_keys])


def test_unpaywall_is_asked_ten_times_a_second_at_most() -> None:
    clock = Clock()
    with (
        Server(plays=LOOKING_UP) as server,
        Session(environment=KEYS, clock=web.Clock(clock, clock.sleep)) as session,
    ):
        service = UNPAYWALL.at(f"{server.address}/unpaywall").service
        for _ in range(3):
            session.fetch(service, Request("/10.5555/w7"), bytes)
    assert clock.waits == pytest.approx([0.1, 0.1])


@pytest.mark.parametrize("key", [*SECONDS, "unpaywall"])
def test_the_documentation_tells_the_rates(key: str) -> None:
    section = PAGE.partition("## How fast each is asked")[2].partition("\n## ")[0]
    row = next(line for line in section.splitlines() if line.startswith(f"| `{key}` |"))
    told = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", row.split("|")[2])]
    assert told == sorted(set(SECONDS.get(key, (0.1, 0.1))), reverse=True)
