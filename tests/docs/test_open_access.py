"""The example of openly licensed records: what is fetched has its licence, and nothing else is kept."""

import importlib.util
import json
import shutil

import pandas as pd
import pytest
from docs.pages import ROOT
from sources.plays import Reply
from sources.server import Server
from typer.testing import CliRunner

from cireview.cli import app

EXAMPLE = ROOT / "docs/examples/open_access"


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("fetch_open_access", EXAMPLE / "fetch.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def result(number, licence="cc by", **fields):
    made = {"source": "MED", "id": str(number), "title": f"Impact {number}", "pubYear": str(2000 + number)}
    made |= {"abstractText": f"Abstract {number}.", "license": licence, "doi": f"10.1/{number}", **fields}
    return {name: value for name, value in made.items() if value is not None}


RESULTS = [
    *(result(number) for number in range(1, 4)),
    result(4, licence="CC BY"),
    result(5, licence="cc by-nc"),
    result(6, licence="cc by-nd"),
    result(7, licence="cc0"),
    result(8, licence=None),
    result(9, abstractText=None),
]


def serve(results):
    answer = {"hitCount": len(results), "resultList": {"result": results}}
    return Server(plays={"search": lambda *_: Reply(200, json.dumps(answer).encode())})


def test_only_records_under_cc_by_with_an_abstract_are_kept_each_with_its_licence(example, tmp_path):
    with serve(RESULTS) as server:
        told = example.fetch(tmp_path, server.address)
        assert 'LICENSE:"cc by"' in server.asked[0].params["query"]
    licences = pd.read_csv(tmp_path / "data/licences.csv", dtype=str)
    assert licences["accession"].tolist() == ["MED:4", "MED:3", "MED:2", "MED:1"]
    assert licences["licence"].str.lower().unique().tolist() == ["cc by"]
    exported = pd.read_csv(tmp_path / "data/exports/europe_pmc.csv", dtype=str)
    assert exported["abstract"].tolist() == [f"Abstract {number}." for number in (4, 3, 2, 1)]
    assert told == (
        "4 records kept; left out: 4 under another licence or none, 1 without title or abstract, "
        "0 beyond 40. Fewer than 20: too few to measure suggestions by"
    )


def test_no_more_are_kept_than_two_people_can_code(example, tmp_path):
    with serve([result(number) for number in range(1, 61)]) as server:
        told = example.fetch(tmp_path, server.address)
    assert told.startswith("40 records kept")
    assert "20 beyond 40" in told


def test_a_second_run_asks_nobody(example, tmp_path):
    with serve(RESULTS) as server:
        first = example.fetch(tmp_path, server.address)
        asked = len(server.asked)
        assert example.fetch(tmp_path, server.address) == first
        assert len(server.asked) == asked


def test_the_folder_that_is_laid_out_is_a_review_once_the_records_are_there(example, tmp_path):
    folder = tmp_path / "mine"
    assert CliRunner().invoke(app, ["init", str(folder)]).exit_code == 0
    shutil.copy(EXAMPLE / "protocol.yaml", folder / "config/protocol.yaml")
    shutil.copy(ROOT / "config/codebook.yaml", folder / "config")
    with serve(RESULTS) as server:
        example.fetch(folder, server.address)
    done = CliRunner().invoke(app, ["check", str(folder)])
    assert done.exit_code == 0, done.exception or done.output
