"""Texts avoid the turns that CONTRIBUTING.md lists."""

import re

import pytest
from docs.pages import ROOT

LIST = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TEXTS = (
    "*.md",
    "docs/*.md",
    "docs/evidence/*.md",
    "src/**/*.py",
    "src/**/*.j2",
    "src/**/*.js",
    "src/**/*.toml",
    "src/**/*.yaml",
    "benchmarks/*.py",
    "docs/examples/**/*.md",
    "docs/examples/**/*.yaml",
    "workflow/**/*.smk",
    "workflow/**/*.py",
)


def read_turns():
    """Return the turns in the first column of the table that begins with *avoid*."""
    table = LIST.split("| avoid | write |\n| --- | --- |\n")[1].split("\n\n")[0]
    first = [line.split("|")[1] for line in table.splitlines()]
    return [turn for cell in first for turn in re.findall(r"\*([^*]+)\*", cell)]


TURNS = read_turns()


def turns_in(text):
    """Return the turns of the list that stand in a text, also across lines of comments and paragraphs."""
    words = re.sub(r"[\s#*>]+", " ", text)
    return [turn for turn in TURNS if re.search(rf"\b{re.escape(turn)}\b", words, re.IGNORECASE)]


def governed():
    files = {path for pattern in TEXTS for path in ROOT.glob(pattern)}
    return sorted(path.relative_to(ROOT).as_posix() for path in files)


def test_the_list_is_read():
    assert len(TURNS) > 10
    assert {"what is told", "a machine that knows"} < set(TURNS)


@pytest.mark.parametrize(
    ("text", "turns"),
    [
        ("Each mistake is reported with its line.", []),
        ("Each mistake is\n    # told with its line.", ["is told"]),
        ("A machine that *knows* the labels", ["a machine that knows"]),
        ("a basis told", []),
    ],
)
def test_a_turn_is_found_across_lines_and_marks(text, turns):
    assert turns_in(text) == turns


@pytest.mark.parametrize("name", governed())
def test_no_text_has_a_turn_of_the_list(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    if name == "CONTRIBUTING.md":
        text = text.split("| avoid | write |")[0]  # the list itself
    assert turns_in(text) == []
