"""`cireview validate` with the network: what databases hold, and what the review's searches find today."""

from functools import partial

import pytest
from cli.conftest import run
from sources.holding import HOLDING, ITEMS
from sources.looking_up import record, table
from sources.server import Server

import cireview.sources
from cireview import web
from cireview.places import place
from cireview.sources import APIS
from cireview.sources.outcome import SEARCH_LOG
from cireview.tables import RECORD, write_table


@pytest.fixture
def server(monkeypatch, tmp_path):
    ITEMS[["title", "doi", "pmid"]].to_csv(tmp_path / "gold.csv", index=False)
    with Server(plays=HOLDING) as server:
        addresses = {source.key: f"{server.address}/{source.key}" for source in APIS}
        played = tuple(source.at(addresses[source.key]) for source in APIS)
        monkeypatch.setattr(cireview.sources, "APIS", played)
        monkeypatch.setattr(web, "Access", partial(web.Access, addresses=addresses))
        monkeypatch.setattr("cireview.web.session.time.sleep", lambda _: None)
        yield server


def validate(tmp_path, *arguments):
    query = ["--query", "gardens OR identifier*", "--date", "2026-11-29", "-o", tmp_path / "out"]
    return run("validate", tmp_path / "gold.csv", tmp_path, *query, *arguments)


def test_each_known_record_is_found_missed_not_indexed_or_not_known(server, tmp_path):
    done = validate(tmp_path, "--look-up", "pubmed,crossref")
    assert done.exit_code == 0
    said = done.stdout.splitlines()
    assert any(line.startswith("PubMed finds 0 of 2 indexed: relative recall 0.000") for line in said)
    assert any(line.endswith("; 1 not indexed and 1 not known do not count") for line in said)
    table = (tmp_path / "out/holdings.csv").read_text(encoding="utf-8-sig").splitlines()
    assert table[1].split(",")[1:5] == ["Held by both", "PubMed", "indexed but missed", "the query offline"]
    assert (tmp_path / "data/search/known_items/2026-11-29/manifest.jsonl").is_file()


def test_the_query_is_asked_today_and_its_answer_counts(server, tmp_path):
    done = validate(tmp_path, "--look-up", "pubmed", "--count")
    said = done.stdout.splitlines()
    assert "pubmed, searched again: ? hits then, 1 now; 1 known records now" in said
    assert any(line.startswith("PubMed finds 1 of 2 indexed") for line in said)


def test_archived_answers_serve_without_network(server, tmp_path):
    first = validate(tmp_path, "--look-up", "all").stdout
    asked = len(server.asked)
    assert validate(tmp_path, "--look-up", "all", "--offline").stdout == first
    assert len(server.asked) == asked


MISTAKES = [
    (["--look-up", "cinahl"], "no API says which records cinahl holds"),
    (["--look-up", "pubmd"], "pubmd"),
    (["--count"], "--count needs a source with an API"),
]


@pytest.mark.parametrize(("arguments", "told"), MISTAKES)
def test_mistakes_are_told_before_any_request(server, tmp_path, arguments, told):
    assert told in str(validate(tmp_path, *arguments).exception)
    assert server.asked == []


def test_without_asking_for_it_nothing_is_asked(server, tmp_path):
    assert validate(tmp_path).exit_code == 0
    assert server.asked == []


LOG = {"search_id": "pubmed", "source": "PubMed", "searched_on": "2026-01", "complete": "yes"}


@pytest.fixture
def searched(folder):
    """Return the folder of a review whose PubMed search found two of the known records."""
    protocol = folder / "config/protocol.yaml"
    own = '{name: PubMed, export: pubmed.nbib, query: "gardens[tiab]", hits: 1200}'
    protocol.write_text(protocol.read_text().replace("{name: PubMed, export: pubmed.nbib}", own))
    found = ITEMS[ITEMS["record_id"] != "known:absent"].head(2)
    rows = [
        record(f"pubmed:{number}", **{key: row[key] for key in ("title", "doi", "pmid")}, search_id="pubmed")
        for number, row in enumerate(found.to_dict("records"))
    ]
    (folder / place("records")).parent.mkdir(parents=True, exist_ok=True)
    write_table(table(*rows).assign(source="PubMed"), folder / place("records"), RECORD)
    log = dict.fromkeys(SEARCH_LOG.columns, "") | LOG | {"found": 1200, "imported": 2}
    write_table(SEARCH_LOG.conform(SEARCH_LOG.empty().from_records([log])), folder / place("searches"))
    return folder


def test_a_review_s_own_search_is_asked_again_and_says_what_it_lost(server, searched, tmp_path):
    gold = tmp_path / "gold.csv"
    said = run("validate", gold, searched, "--count", "--date", "2026-11-29").stdout.splitlines()
    assert "pubmed, searched again: 1,200 hits then, 1 now; 1 known records now" in said
    (lost,) = [line for line in said if line.startswith("No longer found")]
    assert lost.endswith(": Held by its DOI")
    assert server.asked[-1].params["term"] == "gardens[tiab]"


def test_what_the_review_s_search_found_counts_as_found_without_asking(server, searched, tmp_path):
    gold, out = tmp_path / "gold.csv", tmp_path / "out"
    done = run("validate", gold, searched, "--look-up", "pubmed", "--date", "2026-11-29", "-o", out)
    assert "PubMed finds 2 of 2 indexed" in done.stdout
    assert "its search" in (out / "holdings.csv").read_text(encoding="utf-8-sig")
