"""Citation search: both directions, the seed kept for every hit, and every shortfall told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.server import Server, status

from cireview.citations import CitationOutcome, search_citations

SEEDS = table(
    record("a:1", title="Partnerships for well-being", doi="10.5555/w1"),
    record("a:3", title="Backbones of coalitions", pmid="1003"),
    record("a:8", title="Nowhere", doi="10.5555/w8"),
    record("a:9", title="Without identifiers"),
)


def search(folder: Path, server: Server | None) -> CitationOutcome:
    outcome: CitationOutcome = look_up(search_citations, SEEDS, folder, server)
    return outcome


def hits(outcome: CitationOutcome, source: str, seed: str, direction: str) -> list[str]:
    links = outcome.citations.query("source == @source and seed_id == @seed and direction == @direction")
    return sorted(links["record_id"].str.rpartition(":")[2])


def test_every_hit_keeps_its_seed_and_its_direction(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        outcome = search(tmp_path, server)
    assert hits(outcome, "OpenAlex", "a:1", "backward") == ["W2", "W3"]
    assert hits(outcome, "OpenAlex", "a:1", "forward") == ["W4", "W5"]
    assert hits(outcome, "OpenAlex", "a:3", "forward") == ["W1", "W5"]
    assert hits(outcome, "Crossref", "a:1", "backward") == ["W2", "W3"]  # works of OpenAlex
    assert hits(outcome, "Semantic Scholar", "a:1", "backward") == ["p2", "p3"]
    assert hits(outcome, "Semantic Scholar", "a:3", "forward") == ["p1", "p5"]
    assert outcome.records["record_id"].is_unique
    assert set(outcome.citations["record_id"]) == set(outcome.records["record_id"])
    assert set(outcome.records["search_id"]) == {"citations_2020-03"}


def test_shortfalls_and_unknown_articles_are_told(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        log = search(tmp_path, server).log
    rows = {(row.source, row.seed_id, row.direction): row for row in log.itertuples()}
    assert len(rows) == len(log) == 4 * (2 + 1 + 2)
    first = rows["OpenAlex", "a:1", "backward"]
    assert (first.announced, first.received, first.shortfall) == (3, 2, 1)
    assert first.reason == "the service has no record of them"
    crossref = rows["Crossref", "a:1", "backward"]
    assert (crossref.shortfall, crossref.reason) == (1, "1 of 3 references have no DOI")
    assert rows["Semantic Scholar", "a:1", "backward"].shortfall == 1
    assert rows["OpenAlex", "a:8", "forward"].reason == "OpenAlex does not know the article"
    assert rows["Semantic Scholar", "a:8", "forward"].reason == "Semantic Scholar does not know the article"
    assert pd.isna(rows["Semantic Scholar", "a:8", "forward"].announced)
    assert rows["Crossref", "a:9", "backward"].reason == (
        "the article has neither DOI nor PubMed id, and none was found by its title"
    )


def test_a_citation_search_is_replayed_without_network(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        outcome = search(tmp_path, server)
    again = search(tmp_path, None)
    assert again.records.equals(outcome.records)
    assert again.citations.equals(outcome.citations)
    assert again.log.equals(outcome.log)


def test_an_archive_that_lacks_answers_is_told_and_not_taken_for_nothing_found(tmp_path: Path) -> None:
    outcome = search(tmp_path, None)
    assert len(outcome.records) == 0
    assert outcome.unanswered == {"a:1", "a:3", "a:8", "a:9"}
    told = outcome.log.query("seed_id == 'a:1' and direction == 'backward'")["reason"].tolist()
    assert told == [f"{name} did not answer" for name in ("OpenAlex", "Crossref", "Semantic Scholar")]
    assert "the network is not allowed" in outcome.problems[0].message


def test_a_service_that_breaks_off_is_told(tmp_path: Path) -> None:
    plays = LOOKING_UP | {"semantic_scholar": _break_off_at_the_second_page}
    with Server(plays=plays) as server:
        outcome = search(tmp_path, server)
    row = outcome.log.query(
        "source == 'Semantic Scholar' and seed_id == 'a:1' and direction == 'backward'"
    ).iloc[0]
    assert (row["received"], row["shortfall"]) == (1, 2)
    assert row["reason"] == "Semantic Scholar stopped answering after 1 records"
    assert outcome.problems


def _break_off_at_the_second_page(world, asked):  # type: ignore[no-untyped-def]
    reply = LOOKING_UP["semantic_scholar"](world, asked)
    return status(403, b'{"message":"Forbidden"}')(reply) if asked.params.get("offset") == "1" else reply


NAMELESS = table(record("a:2", title="Backbones of coalitions", year="2012"))


def test_an_article_without_identifiers_is_found_by_its_title_and_the_log_says_so(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        outcome = look_up(search_citations, NAMELESS, tmp_path, server)
    assert hits(outcome, "OpenAlex", "a:2", "forward") == ["W1", "W5"]
    assert hits(outcome, "Semantic Scholar", "a:2", "backward") == ["p2"]
    assert (outcome.log["reason"] == "found by its title in OpenAlex: 10.5555/w3").all()


def test_a_title_of_another_year_names_no_article(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        outcome = look_up(search_citations, NAMELESS.assign(year="1999"), tmp_path, server)
    assert outcome.log["announced"].isna().all()
    assert len(outcome.records) == 0


def test_a_search_that_was_frozen_before_titles_were_asked_for_stays_as_it_is(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        look_up(search_citations, NAMELESS.assign(title=""), tmp_path, server, freeze=True)
    with Server(plays=LOOKING_UP) as server:
        outcome = look_up(search_citations, NAMELESS, tmp_path, server, freeze=True)
        assert not server.asked
    assert (outcome.problems, outcome.unanswered) == ((), frozenset())
