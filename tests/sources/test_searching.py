"""Searches over real sockets: every record once, ceilings, frozen archives."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sources.playing import search
from sources.plays import PLAYS, World
from sources.server import Server

from cireview.errors import QueryError, SearchError
from cireview.search.run import read_archive
from cireview.sources import APIS, find_api
from cireview.web import Request, Session, open_archive

SMALL_PAGES = {
    "eric",
    "springer_nature",
    "scopus_api",
    "wos_starter",
    "doaj",
    "openalex",
    "core",
    "wos_expanded",
    "ieee",
}


def numbers(titles: object) -> list[int]:
    return sorted(int(str(title).split()[1]) for title in titles)  # type: ignore[attr-defined]


def test_every_source_has_a_play() -> None:
    assert [source.key for source in APIS] == list(PLAYS)


@pytest.mark.parametrize("key", [key for key in PLAYS if key != "crossref"])
def test_every_record_of_every_page_is_received_once(key: str, tmp_path: Path) -> None:
    size = 345 if key in SMALL_PAGES else 2345
    with Server(World(size)) as server:
        outcome = search(server, key, tmp_path)
    assert outcome.log["complete"].tolist() == ["yes"]
    assert numbers(outcome.records["title"]) == list(range(1, size + 1))
    assert outcome.records["record_id"].is_unique
    assert outcome.log[["found", "received", "imported"]].iloc[0].tolist() == [size] * 3


@pytest.mark.parametrize("key", PLAYS)
def test_a_search_that_finds_nothing_is_complete(key: str, tmp_path: Path) -> None:
    with Server(World(0)) as server:
        outcome = search(server, key, tmp_path)
    assert (len(outcome.records), outcome.log["complete"].iloc[0]) == (0, "yes")


def test_a_source_that_only_ranks_never_counts_as_complete(tmp_path: Path) -> None:
    with Server(World(2345)) as server:
        log = search(server, "crossref", tmp_path).log.iloc[0]
    assert log["complete"] == "no: a ranked query, of which the first 1000 of 2345 records were taken"
    assert "neither Boolean operators" in log["losses"]


@pytest.mark.parametrize(
    ("key", "size", "years_before"), [("pubmed", 10_050, 27), ("doaj", 2500, 6), ("scopus_api", 5100, 13)]
)
def test_a_search_above_the_ceiling_is_divided_by_dates(
    key: str, size: int, years_before: int, tmp_path: Path
) -> None:
    with Server(World(size, first_day=date(2020 - years_before, 1, 1))) as server:
        outcome = search(server, key, tmp_path)
    log = outcome.log.iloc[0]
    assert (log["complete"], log["found"], log["parts"] > 1) == ("yes", size, True)
    assert numbers(outcome.records["title"]) == list(range(1, size + 1))
    assert f"which announce {size} records; the whole {size}" in log["warnings"]


def test_what_no_date_and_no_term_can_divide_is_fetched_to_the_ceiling_and_told(tmp_path: Path) -> None:
    with Server(World(1200, days_apart=0)) as server:
        log = search(server, "doaj", tmp_path).log.iloc[0]
    assert (log["complete"], log["imported"]) == ("no: 1000 of 1200 records received", 1000)


def test_what_dates_cannot_divide_is_divided_by_terms(tmp_path: Path) -> None:
    with Server(World(1200, words=("word1", "word2"), days_apart=0)) as server:
        outcome = search(server, "doaj", tmp_path, "word1 OR word2")
    assert (outcome.log["complete"].iloc[0], len(outcome.records)) == ("yes", 1200)


def test_a_url_that_is_too_long_is_divided_by_terms(tmp_path: Path) -> None:
    words = tuple(f"word{n}" for n in range(500))
    with Server(World(700, words)) as server:
        outcome = search(server, "openalex", tmp_path, " OR ".join(words), fields=["title", "abstract"])
        assert max(len(asked.line) for asked in server.asked) <= 4094
    assert (outcome.log["complete"].iloc[0], len(outcome.records)) == ("yes", 700)
    assert outcome.log["parts"].iloc[0] == 2


@pytest.mark.parametrize("keys", [["SCOPUS_API_KEY"], ["SCOPUS_API_KEY", "SCOPUS_INSTTOKEN"]])
def test_scopus_gives_abstracts_to_those_who_are_entitled_to_them(keys: list[str], tmp_path: Path) -> None:
    with Server(World(60)) as server:
        outcome = search(server, "scopus_api", tmp_path, environment=dict.fromkeys(keys, "secret"))
    assert (outcome.is_complete, len(outcome.records)) == (True, 60)
    assert set(outcome.records["abstract"]) == ({"Abstract"} if len(keys) == 2 else {""})


def test_an_ended_search_is_frozen_and_replays_without_key_or_network(tmp_path: Path) -> None:
    with Server() as server:
        outcome = search(server, "openalex", tmp_path)
        asked = len(server.asked)
        again = search(server, "openalex", tmp_path)
        assert len(server.asked) == asked
    replayed = read_archive(tmp_path / "openalex" / "2020-03")
    for other in (again, replayed):
        assert other.records.equals(outcome.records)
        assert other.log.equals(outcome.log)


def test_another_date_starts_a_search_beside_the_old_one(tmp_path: Path) -> None:
    with Server() as server:
        search(server, "openalex", tmp_path)
        search(server, "openalex", tmp_path, date="2021-03")
    assert sorted(path.name for path in (tmp_path / "openalex").iterdir()) == ["2020-03", "2021-03"]


def test_another_query_of_the_same_date_is_refused(tmp_path: Path) -> None:
    with Server() as server:
        search(server, "openalex", tmp_path)
        with pytest.raises(SearchError, match=r"another search: query differ.*search\.date"):
            search(server, "openalex", tmp_path, "word0 AND word1")


def test_an_ended_search_stays_readable_when_a_newer_version_words_the_query_otherwise(
    tmp_path: Path,
) -> None:
    with Server() as server:
        outcome = search(server, "openalex", tmp_path)
        path = tmp_path / "openalex" / "2020-03" / "search.json"
        path.chmod(0o644)
        path.write_text(
            path.read_text().replace("title_and_abstract.search.exact", "title_and_abstract.search")
        )
        asked = len(server.asked)
        again = search(server, "openalex", tmp_path)
        assert len(server.asked) == asked
    assert again.records.equals(outcome.records)
    assert (
        again.log["query"].iloc[0] == "title_and_abstract.search:word0"
    )  # as it was run, not as it would be


def test_nothing_can_be_added_to_an_ended_archive(tmp_path: Path) -> None:
    with Server() as server:
        search(server, "openalex", tmp_path)
        archive = open_archive(tmp_path / "openalex" / "2020-03")
        service = find_api("openalex").at(server.address).service
        with Session() as session, pytest.raises(SearchError, match="lacks the answer to a request"):
            archive.get(session, service, Request("/openalex/works"), bytes)


CHANGES = {
    "pages/000002.gz": lambda old: gzip.compress(gzip.decompress(old).replace(b"Work", b"Walk"), mtime=0),
    "pages/000003.gz": lambda old: old[:-9],
    "manifest.jsonl": lambda old: b"\n".join(old.splitlines()[:-1]) + b"\n",
    "complete.json": lambda old: old[:20],
    "search.json": lambda old: b"",
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_archive_that_was_changed_is_refused(name: str, tmp_path: Path) -> None:
    with Server() as server:
        search(server, "openalex", tmp_path)
    path = tmp_path / "openalex" / "2020-03" / name
    path.chmod(0o644)
    path.write_bytes(CHANGES[name](path.read_bytes()))
    with pytest.raises(SearchError, match=f"openalex/2020-03/{name}: this file .* was changed"):
        read_archive(tmp_path / "openalex" / "2020-03")


def test_the_same_search_gives_the_same_bytes(tmp_path: Path) -> None:
    addresses = []
    for folder in ("a", "b"):
        with Server() as server:
            search(server, "openalex", tmp_path / folder)
            addresses.append(server.address.encode())
    files = [sorted(path for path in (tmp_path / f).rglob("*") if path.is_file()) for f in ("a", "b")]
    for one, other in zip(*files, strict=True):
        if "manifest" not in one.name and "complete" not in one.name:  # these two hold the port
            assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("wrong", ["", "../2020", "march"])
def test_a_date_that_is_none_is_refused(wrong: str, tmp_path: Path) -> None:
    with Server() as server, pytest.raises(SearchError, match="is not a valid date of a search"):
        search(server, "openalex", tmp_path, date=wrong)


def test_a_query_that_cannot_be_written_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    with Server() as server, pytest.raises(QueryError):
        search(server, "doaj", tmp_path, "wom?n")
    assert (server.asked, list(tmp_path.iterdir())) == ([], [])


def test_entries_that_are_no_records_are_counted_and_shown(tmp_path: Path) -> None:
    def lose_names(reply):  # type: ignore[no-untyped-def]
        body = reply.body.replace(b'"paperId": "p7", "title": "Work 7 on word0"', b'"abstract": "lost"')
        return replace(reply, body=body)

    with Server(World(10), faults={1: lose_names}) as server:
        outcome = search(server, "semantic_scholar", tmp_path)
    assert (len(outcome.records), outcome.log["complete"].iloc[0]) == (9, "yes")
    assert outcome.rejected[["line", "reason"]].values.tolist() == [
        [7, "the entry has neither an id nor a title"]
    ]
