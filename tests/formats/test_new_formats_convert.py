"""Records of registers and of reference managers go through `convert` and `dedupe` as any others."""

# ruff: noqa: E501 a line of a file is one line here
from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from formats import register_files as files
from typer.testing import CliRunner

from cireview.cli import app
from cireview.formats import read_export

INPUTS = {
    "ctgov.csv": files.CTGOV_CSV,
    "ctgov.json": files.CTGOV_JSON,
    "ctgov.xml": files.CTGOV_XML,
    "ictrp.xml": files.ICTRP_XML,
    "isrctn.xml": files.ISRCTN_XML,
    "euctr.txt": files.EUCTR_TEXT,
    "zotero.json": '[{"id": 1, "type": "book", "title": "Soils", "author": [{"family": "Roe", "given": "Ann"}]}]',
}

LONGER = {
    "Univ X": "University of Leeds",
    "A trial of walking": "Effect of supervised walking on gait speed after stroke: a randomised controlled trial",
}


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    for name, content in INPUTS.items():
        for short, long in LONGER.items():
            content = content.replace(short, long)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return [str(tmp_path / name) for name in INPUTS]


@pytest.mark.parametrize("ending", [".ris", ".bib", ".nbib", ".csv", ".xml"])
def test_they_go_out_and_come_back_the_same(ending: str, inputs: list[str], tmp_path: Path) -> None:
    output = tmp_path / f"out{ending}"
    result = CliRunner().invoke(app, ["convert", *inputs, "-o", str(output)])
    assert result.exit_code == 0, result.output
    before = pd.concat([read_export(file, source="x").records for file in inputs])
    after = read_export(output, source="x").records
    for column in ("accession", "title", "authors", "abstract"):
        assert after[column].tolist() == before[column].tolist(), column


def test_one_trial_from_two_files_of_its_register_is_asked_about(inputs: list[str], tmp_path: Path) -> None:
    output, asked = tmp_path / "unique.csv", tmp_path / "asked.csv"
    result = CliRunner().invoke(app, ["dedupe", *inputs[1:3], "-o", str(output), "--possible", str(asked)])
    assert result.exit_code == 0, result.output
    assert pd.read_csv(asked)["title_1"].tolist() == [LONGER["A trial of walking"]]
