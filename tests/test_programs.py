"""Tests that need a program are marked, and skip with the reason where the program cannot do its work."""

import re
from pathlib import Path
from types import SimpleNamespace

import programs
import pytest
from docs.pages import ROOT

TESTS = Path(__file__).parent
NEEDS_A_PROGRAM = re.compile(r"\"(?:soffice|pdflatex|sbatch|chromium|firefox)\"|SIGKILL|\.kill\(")
WRITER = 'echo "Error: no export filter for trial.xlsx found, aborting." >&2'
LATEX = 'echo "! LaTeX Error: File \\`pdflscape.sty\' not found."; exit 1'


def install(folder, monkeypatch, name, script):
    """Put a program of this name, and no other, where programs are looked for."""
    folder.mkdir()
    if script is not None:
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (None, "LibreOffice is not installed"),
        (WRITER, "LibreOffice did not convert a sheet: Error: no export filter for trial.xlsx"),
        (f"{WRITER}; exit 1", "LibreOffice did not convert a sheet: Error: no export filter"),
        ("exit 0", "LibreOffice did not convert a sheet: it made no file"),
        ('/bin/mkdir "$6"; echo > "$6/trial.xlsx"', ""),
    ],
    ids=["absent", "Writer without Calc", "Writer that fails", "says nothing", "Calc"],
)  # fmt: skip
def test_libreoffice_is_tried_before_it_is_used(tmp_path, monkeypatch, script, reason):
    install(tmp_path / "programs", monkeypatch, "soffice", script)
    told = programs.why_not_libreoffice(tmp_path)
    assert told.startswith(reason)
    assert bool(told) is bool(reason)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (None, "pdflatex is not installed"),
        (LATEX, "pdflatex did not compile a document: ! LaTeX Error: File `pdflscape.sty' not found."),
        ("exit 1", "pdflatex did not compile a document: it says no reason"),
        ("exit 0", ""),
    ],
    ids=["absent", "package absent", "says nothing", "compiles"],
)
def test_pdflatex_is_tried_before_it_is_used(tmp_path, monkeypatch, script, reason):
    install(tmp_path / "programs", monkeypatch, "pdflatex", script)
    assert programs.why_not_pdflatex(tmp_path) == reason


def test_the_trial_document_loads_all_that_the_page_for_authors_loads():
    page = (ROOT / "docs/authors.md").read_text(encoding="utf-8")
    (document,) = re.findall(r"(?s)```latex\n(.*?)```", page)
    loaded = re.findall(r"\\usepackage(?:\[[^\]]*\])?\{([^}]*)\}", document)
    assert {name.strip() for names in loaded for name in names.split(",")} <= set(programs.PACKAGES)


def test_a_file_that_names_a_program_or_kills_has_the_marker():
    files = set(TESTS.rglob("test_*.py")) - {Path(__file__)}
    texts = {path.relative_to(TESTS).as_posix(): path.read_text(encoding="utf-8") for path in files}
    naming = {name for name, text in texts.items() if NEEDS_A_PROGRAM.search(text)}
    assert naming
    assert [name for name in sorted(naming) if "pytest.mark.programs" not in texts[name]] == []


def test_a_test_that_takes_a_program_without_the_marker_stops_the_collection(request):
    item = SimpleNamespace(
        nodeid="test_x", fixturenames=["save", "libreoffice"], get_closest_marker=lambda _: None
    )
    order = request.config.pluginmanager.getplugin(str(TESTS / "conftest.py")).pytest_collection_modifyitems
    with pytest.raises(pytest.UsageError, match="test_x"):
        order([item])
