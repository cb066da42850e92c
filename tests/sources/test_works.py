"""Hits of a citation search: one a work whatever services know it, those that most seeds lead to first."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.server import Server
from typer.testing import CliRunner

from cireview.citations import CITATION, HIT, rank_hits, search_citations
from cireview.citations.works import join_services
from cireview.cli import app
from cireview.formats import read_export, write_export
from cireview.places import place
from cireview.tables import RECORD, read_table, write_table

LOVELACE = {"title": "Trust in networks of schools", "year": "2015", "authors": "Lovelace, Ada"}


def cites(*links: tuple[str, str]) -> pd.DataFrame:
    rows = [(seed, "forward", found, found.partition(":")[0]) for seed, found in links]
    return CITATION.conform(pd.DataFrame(rows, columns=list(CITATION.columns)))


ONE = {
    "by DOI, however it is written": ({"doi": "10.5555/W1"}, {"doi": "https://doi.org/10.5555/w1"}),
    "by PubMed id": ({"pmid": "1"}, {"pmid": "1", "doi": "10.5555/1"}),
    "by title, year and author": (LOVELACE, LOVELACE | {"title": "Trust in Networks of Schools."}),
    "by title where one lacks a DOI": (LOVELACE | {"doi": "10.5555/1"}, LOVELACE),
}
TWO = {
    "two DOIs": (LOVELACE | {"doi": "10.5555/1"}, LOVELACE | {"doi": "10.5555/2"}),
    "another year": (LOVELACE, LOVELACE | {"year": "2019"}),
    "another author": (LOVELACE, LOVELACE | {"authors": "Pascal, Blaise"}),
    "a title alone, as of any editorial": ({"title": "Editorial"}, {"title": "Editorial"}),
    "nothing at all": ({}, {}),
}


@pytest.mark.parametrize(
    ("pair", "works"), [*((pair, 1) for pair in ONE.values()), *((pair, 2) for pair in TWO.values())],
    ids=[*ONE, *TWO],
)  # fmt: skip
def test_records_of_one_work_count_once(pair: tuple[dict[str, str], dict[str, str]], works: int) -> None:
    records = table(record("openalex:1", **pair[0]), record("crossref:1", **pair[1]))
    joined, citations = join_services(records, cites(("a:1", "openalex:1"), ("a:1", "crossref:1")))
    assert joined["record_id"].tolist() == ["openalex:1", "crossref:1"][:works]
    assert set(citations["record_id"]) == set(joined["record_id"])
    assert len(citations) == 2  # who knows the citation is not lost


def test_a_work_that_links_two_unites_all_three_and_takes_their_values_where_the_first_has_none() -> None:
    records = table(
        record("openalex:1", source="OpenAlex", doi="10.5555/1", title="Trust"),
        record("crossref:1", source="Crossref", pmid="7", abstract="Of Crossref", title="Trust!"),
        record("s2:1", source="Semantic Scholar", doi="10.5555/1", pmid="7", abstract="Of another"),
    )
    joined, _ = join_services(records, cites(("a:1", "s2:1")))
    values = joined[["record_id", "source", "title", "pmid", "abstract"]].iloc[0].tolist()
    assert (len(joined), values) == (1, ["openalex:1", "OpenAlex", "Trust", "7", "Of Crossref"])


def test_hits_stand_in_the_order_of_the_seeds_that_lead_to_them() -> None:
    records = table(*(record(f"x:{n}", title=f"T{n}", doi=f"10.5555/{n}") for n in (1, 2, 3)))
    links = cites(
        ("a:1", "x:1"), ("a:1", "x:2"), ("a:2", "x:2"), ("a:1", "x:3"), ("a:2", "x:3"), ("a:3", "x:3")
    )
    joined, citations = join_services(records, links)
    assert joined["record_id"].tolist() == ["x:3", "x:2", "x:1"]
    assert citations["record_id"].tolist() == ["x:3"] * 3 + ["x:2"] * 2 + ["x:1"]
    hits = rank_hits(joined, citations, [[], ["b:1", "b:2"], []])
    assert hits[["seeds", "known_as"]].to_numpy().tolist() == [[3, ""], [2, "b:1 b:2"], [1, ""]]


def test_a_seed_counts_once_however_many_services_know_its_citation() -> None:
    records = table(record("openalex:1", doi="10.5555/1"), record("crossref:1", doi="10.5555/1"))
    joined, citations = join_services(records, cites(("a:1", "openalex:1"), ("a:1", "crossref:1")))
    hits = rank_hits(joined, citations, [[]])
    assert hits[["seeds", "services"]].iloc[0].tolist() == [1, "openalex, crossref"]


def cite(folder: Path, *options: str) -> tuple[str, pd.DataFrame]:
    base = [
        "--date",
        "2020-03",
        "--archive",
        str(folder / "search"),
        "-o",
        str(folder / "out.ris"),
        "--offline",
    ]
    result = CliRunner().invoke(app, ["cite", str(folder / "seeds.csv"), *base, *options])
    assert result.exit_code == 0, result.output
    return result.stdout, read_table(folder / "out.hits.csv", HIT)


@pytest.fixture
def searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the citations of works 1 and 3 in its archive."""
    rows = [
        record("a:1", doi="10.5555/w1", title="Partnerships for well-being"),
        record("a:3", doi="10.5555/w3"),
    ]
    write_export(table(*rows), tmp_path / "seeds.csv", format="csv")
    seeds = read_export(tmp_path / "seeds.csv", source="seeds", search_id="seeds").records
    with Server(plays=LOOKING_UP) as server:
        look_up(search_citations, seeds, tmp_path / "search", server)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_cite_says_what_is_new_against_the_articles_it_starts_from(searched: Path) -> None:
    said, hits = cite(searched)
    assert hits["seeds"].is_monotonic_decreasing
    assert hits.set_index("title")["known_as"].ne("").to_dict() == {
        "Trust in networks": False,
        "Neighbourhoods after the storm": False,
        "Backbones of coalitions": True,  # work 3, which work 1 cites
        "Schools and neighbourhoods": False,
        "Partnerships for well-being": True,
    } | {f"Paper {n}": False for n in (1, 2, 3, 4, 5)}  # which Semantic Scholar here knows by title alone
    assert (
        f"are new compared with the articles themselves; {2 + 2} of them come from several articles" in said
    )


def test_cite_says_what_is_new_against_files_and_against_the_review_of_the_folder(searched: Path) -> None:
    new = int((cite(searched)[1]["known_as"] == "").sum())
    write_export(
        table(record("p:1", title="Trust in networks", doi="10.5555/w2")), searched / "p.ris", format="ris"
    )
    said, hits = cite(searched, "--found", str(searched / "p.ris"))
    assert int((hits["known_as"] == "").sum()) == new - 1
    assert f"{new - 1} of {len(hits)} are new compared with the 3 records already found" in said
    for name in ("protocol", "records"):
        Path(place(name)).parent.mkdir(parents=True, exist_ok=True)
    Path(place("protocol")).touch()
    own = record("eric:1", title="Neighbourhoods after the storm", doi="10.5555/w5")
    write_table(table(own), Path(place("records")), RECORD)
    _, hits = cite(searched, "--found", str(searched / "p.ris"))
    assert hits.set_index("title")["known_as"]["Neighbourhoods after the storm"] == "eric:1"
