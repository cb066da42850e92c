"""`cireview fetch`, `complete`, `cite` and `locate`: records written, gaps told, status for scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.server import Server
from typer.testing import CliRunner

import cireview.sources
from cireview.citations import search_citations
from cireview.cli import app
from cireview.formats import read_export, write_export
from cireview.search.complete import find_missing_values
from cireview.sources import APIS, Api
from cireview.sources.open_access import find_open_access


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:  # type: ignore[misc]
    with Server() as server:
        played = tuple(_hurry(source.at(f"{server.address}/{source.key}")) for source in APIS)
        monkeypatch.setattr(cireview.sources, "APIS", played)
        for source in APIS:
            for key in source.service.keys:
                monkeypatch.delenv(key.variable, raising=False)
        yield server


def _hurry(source: Api) -> Api:
    return replace(source, service=replace(source.service, interval=0.0))


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    base = ["fetch", "word0", "--date", "2020-03", "--archive", str(folder / "search")]
    result = CliRunner().invoke(app, [*base, "-o", str(folder / "found.ris"), *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_records_of_several_sources_are_written_to_one_file(server: Server, tmp_path: Path) -> None:
    code, said, _ = run(tmp_path, "--from", "europe_pmc", "--from", "Europe PMC", "--from", "arxiv")
    assert code == 0
    reading = read_export(tmp_path / "found.ris", source="x", search_id="x")
    assert len(reading.records) == 500
    assert "Europe PMC: 250 of 250 records; complete: yes" in said


def test_a_source_without_its_key_is_told_and_the_others_go_on(server: Server, tmp_path: Path) -> None:
    code, said, errors = run(tmp_path, "--from", "core", "--from", "eric")
    assert code == 1
    assert "ERIC: 250 of 250 records; complete: yes" in said
    assert "Get a key at https://core.ac.uk/services/api and set CORE_API_KEY" in errors


def test_an_archive_is_read_offline_and_what_it_lacks_is_told(server: Server, tmp_path: Path) -> None:
    code, said, errors = run(tmp_path, "--from", "eric", "--offline")
    assert (code, server.asked) == (1, [])
    assert "ERIC: 0 of an unknown number of records" in said
    assert "the network is not allowed" in errors
    assert "found.ris: not written, because no records were received" in said
    assert not (tmp_path / "found.ris").exists()
    assert run(tmp_path, "--from", "eric")[0] == 0
    written, asked = (tmp_path / "found.ris").read_bytes(), len(server.asked)
    assert run(tmp_path, "--from", "eric", "--offline")[0] == 0
    assert (tmp_path / "found.ris").read_bytes() == written
    assert len(server.asked) == asked


@pytest.mark.parametrize(
    ("verb", "function", "said", "beside"),
    [
        (
            "complete",
            find_missing_values,
            "3 values filled, 1 still missing",
            {"out.filled.csv", "out.missing.csv"},
        ),
        ("cite", search_citations, "records from 1 articles", {"out.citations.csv", "out.log.csv"}),
        ("locate", find_open_access, "0 of 1 articles have a free version", {"out.csv"}),
    ],
)
def test_look_ups_are_replayed_from_their_archive(
    verb: str, function: object, said: str, beside: set[str], tmp_path: Path
) -> None:
    file, output = tmp_path / "seeds.csv", tmp_path / ("out.csv" if verb == "locate" else "out.ris")
    write_export(table(record("a:1", title="Trust in networks", doi="10.5555/w2")), file, format="csv")
    seeds = read_export(file, source="seeds", search_id="seeds").records
    options = ["--date", "2020-03", "--archive", str(tmp_path / "search"), "-o", str(output), "--offline"]
    before = CliRunner().invoke(app, [verb, str(file), *options])
    assert (before.exit_code, "the network is not allowed" in before.stderr) == (1, True)
    with Server(plays=LOOKING_UP) as server:
        look_up(function, seeds, tmp_path / "search", server)
    result = CliRunner().invoke(app, [verb, str(file), *options])
    assert (result.exit_code, result.stderr) == (0, "")
    assert said in result.stdout
    assert beside <= {path.name for path in tmp_path.iterdir()}


def test_what_could_not_be_asked_is_no_list_without_gaps(tmp_path: Path) -> None:
    file, output = tmp_path / "seeds.csv", tmp_path / "out.ris"
    write_export(table(record("a:1", title="Trust in networks", doi="10.5555/w2")), file, format="csv")
    options = ["--date", "2020-03", "--archive", str(tmp_path / "search"), "-o", str(output), "--offline"]
    completed = CliRunner().invoke(app, ["complete", str(file), *options])
    assert "still missing; some services did not answer: run again" in completed.stdout


def test_an_article_that_no_service_knows_has_no_number_of_citations(tmp_path: Path) -> None:
    file, output = tmp_path / "seeds.csv", tmp_path / "out.ris"
    write_export(table(record("a:1", title="Nowhere", doi="10.5555/w8")), file, format="csv")
    with Server(plays=LOOKING_UP) as server:
        seeds = read_export(file, source="seeds", search_id="seeds").records
        look_up(search_citations, seeds, tmp_path / "search", server)
    options = ["--date", "2020-03", "--archive", str(tmp_path / "search"), "-o", str(output), "--offline"]
    cited = CliRunner().invoke(app, ["cite", str(file), *options])
    assert "; 5 of 5 lists of citations are missing" in cited.stdout
    assert "-1" not in (tmp_path / "out.log.csv").read_text()


def test_citations_that_could_not_be_had_do_not_replace_those_of_an_earlier_search(tmp_path: Path) -> None:
    file, kept = tmp_path / "seeds.csv", [tmp_path / f"out{ending}" for ending in (".ris", ".citations.csv")]
    write_export(table(record("a:1", title="Trust in networks", doi="10.5555/w2")), file, format="csv")
    for path in kept:
        path.write_text("of an earlier search")
    options = ["--date", "2020-03", "--archive", str(tmp_path / "search"), "-o", str(kept[0]), "--offline"]
    result = CliRunner().invoke(app, ["cite", str(file), *options])
    assert (result.exit_code, "out.ris: not written" in result.stdout) == (1, True)
    assert [path.read_text() for path in kept] == ["of an earlier search"] * 2


@pytest.mark.parametrize(("verb", "ending"), [("complete", "ris"), ("cite", "ris"), ("locate", "csv")])
def test_what_was_rejected_of_the_input_of_a_look_up_is_named_and_kept(
    verb: str, ending: str, tmp_path: Path
) -> None:
    file = tmp_path / "seeds.bib"
    file.write_text("@article{one, title={Trust in networks}}\n@article{two, title={Never closed\n")
    options = [
        "--date",
        "2020-03",
        "--archive",
        str(tmp_path / "search"),
        "-o",
        str(tmp_path / f"out.{ending}"),
    ]
    result = CliRunner().invoke(app, [verb, str(file), *options, "--offline"])
    reason = "a brace or a quotation mark is not closed"
    assert f"seeds.bib, line 2: rejected: {reason}" in result.stderr
    assert reason in (tmp_path / "out.rejected.csv").read_text(encoding="utf-8-sig")
