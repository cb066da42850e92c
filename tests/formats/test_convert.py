"""`cireview convert`, as a person types it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import ExportError
from cireview.formats import read_export

GOOD = "TY  - JOUR\nTI  - A\nAN  - 1\nER  - \n"
BAD = "@article{a, title = {B}}\n@article{b,\n title = {C\n\n@article{c, title = {D}}\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(GOOD)
    bad.write_text(BAD)
    return good, bad


@pytest.mark.parametrize("ending", [".ris", ".bib", ".nbib", ".csv", ".xml"])
def test_files_of_any_format_become_one(ending: str, files: tuple[Path, Path], tmp_path: Path) -> None:
    output = tmp_path / f"out{ending}"
    result = CliRunner().invoke(app, ["convert", *map(str, files), "-o", str(output)])
    assert result.exit_code == 0, result.output
    assert sorted(read_export(output, source="x").records["title"]) == ["A", "B", "D"]
    assert "good.txt: ris, 1 records read, 0 rejected" in result.stderr
    assert "bad.txt: bibtex, 2 records read, 1 rejected" in result.stderr
    rejected = tmp_path / "out.rejected.csv"
    assert str(rejected) in result.stderr
    assert "a brace or a quotation mark is not closed" in rejected.read_text(encoding="utf-8-sig")


def test_the_format_can_be_named(files: tuple[Path, Path], tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    assert (
        CliRunner().invoke(app, ["convert", str(files[0]), "-o", str(output), "--to", "nbib"]).exit_code == 0
    )
    assert read_export(output, source="x").format == "nbib"
    assert not (tmp_path / "out.rejected.csv").exists()


@pytest.mark.parametrize(
    ("name", "told"), [("out.txt", "stands for no format"), ("good.txt", "one of the inputs")]
)
def test_an_output_that_cannot_be_is_refused(
    name: str, told: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    to = ["--to", "ris"] if name == "good.txt" else []
    result = CliRunner().invoke(app, ["convert", str(files[0]), "-o", str(tmp_path / name), *to])
    assert isinstance(result.exception, ExportError)
    assert told in str(result.exception)
    assert files[0].read_text() == GOOD


def test_all_inputs_that_cannot_be_read_are_told_at_once_and_nothing_is_written(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "empty.ris").touch()
    given = [files[0], tmp_path, tmp_path / "none.ris", tmp_path / "empty.ris"]
    result = CliRunner().invoke(app, ["convert", *map(str, given), "-o", str(tmp_path / "out.ris")])
    assert isinstance(result.exception, ExportError)
    told = [problem.message for problem in result.exception.problems]
    assert told == ["this is a folder", "the file does not exist", "the file is empty"]
    assert not (tmp_path / "out.ris").exists()


def test_standard_output_is_named_as_a_file(files: tuple[Path, Path]) -> None:
    result = CliRunner().invoke(app, ["convert", str(files[0]), "-o", "-", "--to", "ris"])
    assert "/dev/stdout" in str(result.exception)


def test_a_folder_that_may_not_be_written_to_is_told_in_one_line(files: tuple[Path, Path]) -> None:
    command = [sys.executable, "-m", "cireview", "convert", str(files[0]), "-o", f"{files[1]}/out.ris"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("error: ")
