"""Sources that are APIs: archived searches are replayed with no network, and gaps are told."""

import pytest
from sources.playing import search
from sources.plays import PLAYS, Reply, World
from sources.server import Server
from workflow.conftest import NO_NETWORK

from cireview.tables import read_table
from cireview.tables.ids import source_key

pytestmark = pytest.mark.workflow

QUERY = 'child* AND ("well-being" OR wellbeing) AND "collective impact"'
ASKED = {
    "fields": ["title", "abstract", "keywords"],
    "years": (2000, 2020),
    "languages": ["English"],
    "document_types": ["journal article"],
}


def name_source(folder, line):
    file = folder.path / "config/protocol.yaml"
    text = file.read_text()
    file.write_text(text.replace("sources:\n", f"sources:\n  - {line}\n", 1))


COUNTED = "results/7_synthesis/fates.csv"


def test_an_archived_search_is_replayed_with_no_network_and_never_touched(rerunnable):
    with Server(World(30)) as server:
        outcome = search(server, "openalex", rerunnable.path / "data/search", QUERY, **ASKED)
    assert outcome.is_complete
    name_source(rerunnable, "{name: OpenAlex, api: openalex}")
    before = rerunnable.bytes_of("data/search")
    status, said = rerunnable.run(COUNTED, customize=NO_NETWORK)
    assert status == 0, said
    assert rerunnable.bytes_of("data/search") == before
    log = read_table(rerunnable.path / "results/3_search/searches.csv").set_index("source")
    assert log.loc["OpenAlex", ["found", "imported", "complete"]].tolist() == ["30", "30", "yes"]
    fates = read_table(rerunnable.path / COUNTED)
    assert (fates["source"] == "OpenAlex").sum() == 30
    assert len(fates) == 251
    assert "Nothing to be done" in rerunnable.run(COUNTED, customize=NO_NETWORK)[1]


PLAYED = """
from dataclasses import replace
import cireview.sources

def play(source):
    service = replace(source.service, base_url=f"{address}/{{source.key}}", interval=0.0)
    return replace(source, service=service)

cireview.sources.APIS = tuple(map(play, cireview.sources.APIS))
"""
SPENT = Reply(429, b'{"error":"budget","dailyRemainingUsd":0}')
BLOCKED = Reply(403, b'{"message":"Your address is blocked"}')
TOLD = {
    "OpenAlex": "the allowance at OpenAlex is used up",
    "Europe PMC": "(403): Your address is blocked",
    "CORE": "the environment variable CORE_API_KEY is not set",
}


def test_sources_that_refuse_leave_gaps_that_are_told_and_the_others_go_on(rerunnable, monkeypatch):
    monkeypatch.delenv("CORE_API_KEY", raising=False)
    for name in (*TOLD, "ERIC"):
        name_source(rerunnable, f"{{name: {name}, api: {source_key(name)}}}")
    plays = {**PLAYS, "openalex": lambda *_: SPENT, "europe_pmc": lambda *_: BLOCKED}
    with Server(World(20), plays=plays) as server:
        status, said = rerunnable.run(customize=PLAYED.format(address=server.address))
    assert status == 0, said
    results = rerunnable.path / "results"
    log = read_table(results / "3_search/searches.csv").set_index("source")
    assert log.loc["ERIC", ["found", "imported", "complete"]].tolist() == ["20", "20", "yes"]
    assert [name for name, words in TOLD.items() if words not in log.loc[name, "complete"]] == []
    assert log.loc["CORE", "complete"].startswith("no: ")
    flow = read_table(results / "7_synthesis/prisma/flow.csv").set_index("data")["n"]
    assert flow["database_results"] == "241"
    sources = read_table(results / "2_sources/sources.csv").set_index("source")
    assert sources.loc["CORE", "state"] == "key missing"
    by_source = read_table(results / "4_practical_screen/rules_by_source.csv").set_index("source")
    assert by_source.loc["ERIC", "imported"] == "20"
    page = (results / "7_synthesis/report.html").read_text()
    figure = (results / "7_synthesis/prisma/flow.svg").read_text()
    for name in TOLD:
        assert f"The search of {name} is incomplete" in page
        assert name in figure
