"""`cireview fetch` over the local server: records written, gaps told, status for scripts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sources.server import Server
from typer.testing import CliRunner

import cireview.sources
from cireview.cli import app
from cireview.formats import read_export
from cireview.sources import SOURCES, Source


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:  # type: ignore[misc]
    with Server() as server:
        played = tuple(_hurry(source.at(f"{server.address}/{source.key}")) for source in SOURCES)
        monkeypatch.setattr(cireview.sources, "SOURCES", played)
        for source in SOURCES:
            for key in source.service.keys:
                monkeypatch.delenv(key.variable, raising=False)
        yield server


def _hurry(source: Source) -> Source:
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
