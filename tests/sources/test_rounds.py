"""Citation searches of a review: seeds written once, records named after their source, gaps told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.plays import Asked, Play, Reply, World, as_json
from sources.server import Server, status

from cireview.citations import (
    SEED,
    PlannedRound,
    Round,
    RoundOutcome,
    fetch_citations,
    read_round,
    settle_rounds,
    write_seeds,
)
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import DECISION, MATCH
from cireview.web import Access

SERVICES = ["openalex", "crossref", "semantic_scholar"]
SEEDS = table(record("a:1", doi="10.5555/w1"), record("a:9", title="Without identifiers"))


def fetch(folder: Path, server: Server | None, **more: Any) -> RoundOutcome:
    def function(_: object, access: Access) -> RoundOutcome:
        planned = PlannedRound("My citations", "my_citations", access.date, SERVICES)
        options = {"session": access.session, "addresses": access.addresses}
        return fetch_citations(planned, archive_folder=access.archive_folder, **options)

    outcome: RoundOutcome = look_up(function, SEEDS, folder, server, **more)
    return outcome


def test_a_search_without_seeds_is_told_and_asks_nobody(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        outcome = fetch(tmp_path, server)
        assert not server.asked
    row = outcome.search.iloc[0]
    assert (row["found"], row["imported"], row["complete"]) == (-1, 0, "no: not started yet")
    assert not outcome.problems
    assert list(tmp_path.iterdir()) == []


def test_records_and_hits_are_named_after_the_source_and_the_log_counts_them(tmp_path: Path) -> None:
    write_seeds(SEEDS, tmp_path, "2020-03")
    with Server(plays=LOOKING_UP) as server:
        outcome = fetch(tmp_path, server)
    assert set(outcome.records["source"]) == {"My citations"}
    assert outcome.records["record_id"].str.startswith("my_citations:").all()
    assert set(outcome.citations["record_id"]) == set(outcome.records["record_id"])
    assert set(outcome.citations["seed_id"]) == {"a:1"}
    row = outcome.search.iloc[0]
    assert row["query"] == "backward and forward citations of 2 included articles"
    assert row["platform"] == "OpenAlex, Crossref, Semantic Scholar"
    assert row["received"] == 2 + 2 + 2 + 2 + 2
    assert (
        row["found"] == row["imported"] == len(outcome.records) == 10 - 2
    )  # of Crossref, which OpenAlex has
    assert row["complete"] == "yes"
    assert row["warnings"] == (
        "1 of 2 articles are known to no service; 3 of 13 citations that the services count have no record; "
        "2 records that another service also gave count once"
    )


def test_a_search_whose_every_question_is_answered_is_frozen_and_replayed_without_network(
    tmp_path: Path,
) -> None:
    write_seeds(SEEDS, tmp_path, "2020-03")
    with Server(plays=LOOKING_UP) as server:
        outcome = fetch(tmp_path, server)
    assert read_round(tmp_path, name="", date="2020-03").is_searched
    with Server(plays=LOOKING_UP) as server:
        again = fetch(tmp_path, server)
        assert not server.asked
    for name in ("records", "citations", "log", "search"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(outcome, name))


def test_a_service_that_fails_leaves_the_search_open_and_the_next_run_asks_only_for_the_rest(
    tmp_path: Path,
) -> None:
    write_seeds(SEEDS, tmp_path, "2020-03")
    refuse = status(403, b'{"message":"Forbidden"}')
    played = LOOKING_UP["semantic_scholar"]
    plays = LOOKING_UP | {"semantic_scholar": lambda world, asked: refuse(played(world, asked))}
    with Server(plays=plays) as server:
        outcome = fetch(tmp_path, server)
    assert outcome.problems
    assert outcome.search["complete"].iloc[0].startswith("no: ")
    assert "Forbidden" in outcome.search["complete"].iloc[0]
    assert not read_round(tmp_path, name="", date="2020-03").is_searched
    with Server(plays=LOOKING_UP) as server:
        again = fetch(tmp_path, server)
        assert {asked.service for asked in server.asked} == {"semantic_scholar"}
    assert again.search["complete"].iloc[0] == "yes"
    assert len(again.records) > len(outcome.records)


def test_services_that_fail_are_all_named_and_no_article_is_called_unknown(tmp_path: Path) -> None:
    write_seeds(SEEDS, tmp_path, "2020-03")
    refuse = status(403, b'{"message":"Forbidden"}')
    played = {key: LOOKING_UP[key] for key in SERVICES}
    plays = LOOKING_UP | {
        key: lambda world, asked, play=play: refuse(play(world, asked)) for key, play in played.items()
    }
    with Server(plays=plays) as server:
        row = fetch(tmp_path, server).search.iloc[0]
    assert [name in row["complete"] for name in ("OpenAlex", "Crossref", "Semantic Scholar")] == [True] * 3
    assert row["warnings"] == "a service did not answer about 2 of 2 articles"


def test_cited_works_that_were_not_answered_are_not_called_unknown(tmp_path: Path) -> None:
    write_seeds(SEEDS, tmp_path, "2020-03")
    refuse, played = status(403, b'{"message":"Forbidden"}'), LOOKING_UP["openalex"]

    def play(world: Any, asked: Any) -> Any:
        reply = played(world, asked)
        return refuse(reply) if asked.params["filter"].startswith("ids.openalex") else reply

    with Server(plays=LOOKING_UP | {"openalex": play}) as server:
        log = fetch(tmp_path, server).log
    row = log.query("source == 'OpenAlex' and seed_id == 'a:1' and direction == 'backward'").iloc[0]
    assert (row["shortfall"], row["reason"]) == (3, "OpenAlex did not answer about 3 of 3 cited works")


def test_seeds_once_written_are_never_changed(tmp_path: Path) -> None:
    write_seeds(SEEDS, tmp_path, "2020-03")
    before = (tmp_path / "citations/2020-03/seeds.csv").read_bytes()
    write_seeds(SEEDS.head(1), tmp_path, "2020-03")
    assert {path.name: path.read_bytes() for path in (tmp_path / "citations/2020-03").iterdir()} == {
        "seeds.csv": before
    }


def seeds(*ids: str) -> pd.DataFrame:
    return SEED.conform(table(*map(record, ids)))[list(SEED.columns)]


def settle(
    *rounds: Round,
    included: str = "ab",
    awaiting: int = 0,
    matches: dict[str, str] | None = None,
    complete: str = "yes",
) -> tuple[list[list[Any]], dict[str, list[str]]]:
    reports = table(*(record(one, doi=f"10.5555/{one}; 10.5555/{one}2") for one in "abcd"))
    of = {one: one for one in "abcd"} | (matches or {})
    rows = [(one, report, "single", 1.0) for one, report in of.items()]
    decided = [(one, "eligibility", "include", "", "", "", "") for one in included]
    found, write = settle_rounds(
        rounds,
        reports=reports,
        matches=MATCH.conform(pd.DataFrame(rows, columns=list(MATCH.columns))),
        decisions=DECISION.conform(pd.DataFrame(decided, columns=list(DECISION.columns))),
        awaiting=awaiting,
        searches=pd.DataFrame(
            [{**dict.fromkeys(SEARCH_LOG.columns, ""), "source": "PubMed", "complete": complete}]
        ),
    )
    for one in write.values():
        assert one["doi"].tolist() == [f"10.5555/{article}" for article in one["record_id"]]
    told = found[["state", "seeds", "note"]].to_numpy().tolist()
    return told, {date: one["record_id"].tolist() for date, one in write.items()}


def first(*ids: str, searched: bool = True) -> Round:
    return Round("First", "2020", seeds(*ids) if ids else None, bool(ids) and searched)


SECOND = Round("Second", "2021", None, False)


def test_seeds_are_the_included_articles_once_all_is_settled() -> None:
    told, written = settle(first())
    assert told == [["due", 2, "2 included articles: run again to search their citations"]]
    assert written == {"2020": ["a", "b"]}


@pytest.mark.parametrize(
    ("given", "state", "note"),
    [
        ({"awaiting": 1}, "waiting", "waits until screening and eligibility are settled"),
        ({"complete": "missing"}, "waiting", "waits for the export file of PubMed"),
        ({"included": ""}, "nothing", "no article is included"),
    ],
)
def test_nothing_is_written_while_something_is_open(given: dict[str, Any], state: str, note: str) -> None:
    told, written = settle(first(), **given)
    assert (told, written) == ([[state, 0, note]], {})


def test_written_seeds_stay_due_until_they_are_searched_whatever_is_decided_later() -> None:
    told, written = settle(first("a", searched=False), awaiting=3)
    note = "1 included article: run again to search their citations"
    left = (
        "1 included article is not among the seeds: "
        "to search their citations too, add a source with a new date"
    )
    assert (told, written) == ([["due", 1, f"{note}; {left}"]], {})


def test_a_later_search_starts_from_what_was_no_seed_before_and_not_before_the_first_is_done() -> None:
    told, written = settle(first("a", searched=False), SECOND)
    assert told[1] == ["waiting", 0, "waits for the search of First"]
    assert written == {}
    told, written = settle(first("a"), SECOND)
    assert told == [
        ["searched", 1, ""],
        ["due", 1, "1 included article: run again to search their citations"],
    ]
    assert written == {"2021": ["b"]}
    told, written = settle(first("a", "b"), SECOND)
    assert told[1] == ["nothing", 0, "every included article is a seed of an earlier search"]
    assert written == {}


def test_a_seed_follows_its_record_into_another_report_and_one_dropped_is_told() -> None:
    told, _ = settle(first("a", "c"), included="b", matches={"a": "b"})
    assert told == [["searched", 2, "1 of its seeds is no longer included"]]


MANY = 10_400


def _cite_many(refused_from: int) -> Play:
    """Play a paper with more citations than Semantic Scholar gives of one; the last page is refused."""

    def play(world: World, asked: Asked) -> Reply:
        if asked.path.endswith("/references") or "offset" not in asked.params:
            count = {"paperId": "p", "referenceCount": 0, "citationCount": MANY}
            return as_json({"data": []} if "offset" in asked.params else count)
        start, size = int(asked.params["offset"]), int(asked.params["limit"])
        if start + size > refused_from:
            return Reply(400, b'{"error":"offset + limit must be < 10000"}')
        papers = [
            {"citingPaper": {"paperId": f"p{n}", "title": f"P {n}"}} for n in range(start, start + size)
        ]
        return as_json({"offset": start, "data": papers, "next": start + size})

    return play


@pytest.mark.parametrize(("refused_from", "given"), [(9_999, 9_999), (2_000, 2_000)])
def test_a_seed_with_more_citations_than_a_service_gives_is_a_named_shortfall_and_frozen(
    refused_from: int, given: int, tmp_path: Path
) -> None:
    write_seeds(table(record("a:1", doi="10.5555/w1")), tmp_path, "2020-03")
    with Server(plays=LOOKING_UP | {"semantic_scholar": _cite_many(refused_from)}) as server:
        outcome = fetch(tmp_path, server)
    row = outcome.log.query("source == 'Semantic Scholar' and direction == 'forward'").iloc[0]
    told = f"Semantic Scholar gives of an article only the first {given:,} citations"
    assert (row["received"], row["shortfall"], row["reason"]) == (given, MANY - given, told)
    assert f"{told}: 1 of 1 articles have more" in outcome.search["warnings"].iloc[0]
    assert (outcome.problems, outcome.search["complete"].iloc[0]) == ((), "yes")
    assert read_round(tmp_path, name="", date="2020-03").is_searched


def test_a_count_that_is_null_leaves_no_search_unfinished(tmp_path: Path) -> None:
    write_seeds(table(record("a:1", doi="10.5555/w1")), tmp_path, "2020-03")
    played = LOOKING_UP["semantic_scholar"]

    def play(world: World, asked: Asked) -> Reply:
        reply = played(world, asked)
        return as_json({"paperId": "p", "citationCount": None}) if "offset" not in asked.params else reply

    with Server(plays=LOOKING_UP | {"semantic_scholar": play}) as server:
        log = fetch(tmp_path, server).log
    row = log.query("source == 'Semantic Scholar' and direction == 'forward'").iloc[0]
    assert (row["announced"], row["received"]) == (0, 2)
    assert read_round(tmp_path, name="", date="2020-03").is_searched
