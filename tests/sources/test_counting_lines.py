"""`fetch --count` of a strategy: each line as a query of its own at PubMed, elsewhere the whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from sources.plays import World
from sources.server import Server, change, status
from typer.testing import CliRunner

import cireview.sources
from cireview.cli import app
from cireview.sources import APIS

STRATEGY = """1. "Child"[mh:noexp] (1,200)
2. garden*[tiab] (80)
3. #1 AND #2 (70)
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Server:  # type: ignore[misc]
    with Server(World(45)) as server:
        played = tuple(source.at(f"{server.address}/{source.key}") for source in APIS)
        monkeypatch.setattr(cireview.sources, "APIS", played)
        monkeypatch.setattr("cireview.web.session.time.sleep", lambda _: None)
        monkeypatch.chdir(tmp_path)
        yield server


def run(strategy: str, *arguments: str) -> tuple[int, list[str], str]:
    Path("strategy.txt").write_text(strategy)
    result = CliRunner().invoke(app, ["fetch", "strategy.txt", *arguments])
    return result.exit_code, result.stdout.splitlines(), f"{result.stderr}{result.exception or ''}"


def test_pubmed_counts_each_line_in_full_and_says_what_the_strategy_says(server: Server) -> None:
    code, said, _ = run(STRATEGY, "--from", "pubmed", "--count")
    assert (code, said) == (
        0,
        [
            "PubMed, line 1: 45 hits; the strategy says 1,200",
            "PubMed, line 2: 45 hits; the strategy says 80",
            "PubMed, line 3: 45 hits; the strategy says 70",
            "PubMed: 45 hits; the strategy says 70",
        ],
    )
    terms = [asked.params["term"] for asked in server.asked]
    whole = '"Child"[mh:noexp] AND garden*[tiab]'
    assert terms == ['"Child"[mh:noexp]', "garden*[tiab]", whole]


def test_a_line_has_the_number_of_hits_of_its_own_answer(server: Server) -> None:
    server.faults = {2: change(esearchresult__count="7")}
    assert run(STRATEGY, "--from", "pubmed", "--count")[1][1].startswith("PubMed, line 2: 7 hits")


def test_other_sources_count_the_whole_and_openalex_says_what_it_costs(server: Server) -> None:
    server.faults = {2: change(meta__cost_usd=0.001)}
    code, said, _ = run(STRATEGY, "--from", "europe_pmc", "--from", "openalex", "--count")
    assert (code, said[0]) == (0, "Europe PMC: 45 hits")
    assert said[1:] == ["OpenAlex: 45 hits; $0.0010 for pages of 100 works: 1"]
    assert len(server.asked) == 2


def test_the_hits_of_another_database_do_not_stand_beside_those_of_pubmed(server: Server) -> None:
    lines = run("1. exp Child/ (9)\n2. garden*.ti,ab. (8)\n3. 1 and 2 (5)", "--from", "pubmed", "--count")[1]
    assert lines[0] == "PubMed, line 1: 45 hits"


def test_a_line_that_pubmed_cannot_express_has_no_count_and_the_others_have(server: Server) -> None:
    code, said, errors = run(
        "1. ab*.ti,ab. (9)\n2. garden*.ti,ab. (8)\n3. 1 and 2", "--from", "pubmed", "--count"
    )
    assert (code, said[:2]) == (1, ["PubMed, line 1: no count", "PubMed, line 2: 45 hits"])
    assert "error: PubMed, line 1: " in errors
    assert len(server.asked) == 1


def test_a_line_that_is_refused_has_no_count_and_the_others_have(server: Server) -> None:
    server.faults = {1: status(400, b'{"error":"too many clauses"}')}
    code, said, errors = run(STRATEGY, "--from", "pubmed", "--count")
    assert (code, said[0], len(said)) == (1, "PubMed, line 1: no count", 4)
    assert "too many clauses" in errors


def test_limits_beside_a_strategy_are_refused_before_any_request(server: Server) -> None:
    code, _, errors = run(STRATEGY, "--from", "pubmed", "--count", "--years", "2000-2020")
    assert "a strategy contains its own limits" in errors
    assert (code != 0, server.asked) == (True, [])


def test_a_strategy_is_searched_without_count(server: Server) -> None:
    code, said, _ = run(STRATEGY, "--from", "pubmed", "--date", "2020-03", "-o", "found.ris")
    assert (code, said[-1]) == (0, "found.ris: 45 records written")
    assert server.asked[0].params["term"] == '"Child"[mh:noexp] AND garden*[tiab]'


def test_openalex_states_the_cost_before_it_is_searched_and_never_for_an_archive(server: Server) -> None:
    server.faults = {1: change(meta__cost_usd=0.001)}
    asked = ["--from", "openalex", "--date", "2020-03", "-o", "found.ris"]
    assert run(STRATEGY, *asked)[1][0] == "OpenAlex: 45 hits; $0.0010 for pages of 100 works: 1"
    assert server.asked[0].params["per_page"] == "1"
    requests = len(server.asked)
    assert run(STRATEGY, *asked)[1][0] == "OpenAlex: 45 of 45 records; complete: yes"
    assert len(server.asked) == requests
