"""`cireview validate` tells what it does not count of known records and headings, and why."""

import pytest
from cli.conftest import run

KNOWN = "title,abstract,year,doi\n"


def validate_known(tmp_path, rows, query="garden*"):
    (tmp_path / "known.csv").write_text(KNOWN + rows)
    return run("validate", tmp_path / "known.csv", tmp_path, "--query", query)


def test_rows_that_cannot_be_read_are_told(tmp_path):
    done = validate_known(tmp_path, "Gardens,Dug.,2001,\n,,2002,\nRoofs,Built.,2003,\n")
    assert done.stdout.startswith("The query finds 1 of 2 known records")
    assert "known.csv, line 3: rejected" in done.stderr


COPIES = {
    "the same row": ("Gardens,Dug.,2001,\n" * 2, 1),
    "other capitals": ("Gardens,Dug.,2001,\nGARDENS ,Dug.,2001,\n", 1),
    "one DOI": ("Gardens,Dug.,2001,10.1/a\nIn gardens,Dug.,2001,10.1/A\n", 1),
    "two DOIs": ("Gardens,Dug.,2001,10.1/a\nGardens,Dug.,2001,10.1/b\n", 2),
    "two years": ("Gardens,Dug.,2001,\nGardens,Dug.,2002,\n", 2),
}


@pytest.mark.parametrize(("rows", "number"), COPIES.values(), ids=COPIES)
def test_a_known_record_counts_once(tmp_path, rows, number):
    done = validate_known(tmp_path, rows)
    assert done.stdout.startswith(f"The query finds {number} of {number} known records")
    assert ("known.csv: 1 row repeats another and does not count" in done.stderr) == (number == 1)


def test_without_keywords_no_heading_is_judged(tmp_path):
    (tmp_path / "q.txt").write_text("1. exp Gardening/\n2. garden*.ti.\n3. 1 or 2\n")
    lines = validate_known(tmp_path, "Gardens,Dug.,2001,\n", tmp_path / "q.txt").stdout.splitlines()
    assert "No known record has keywords, so headings are not judged" in lines
    assert "Line 1 finds ? of 1: exp Gardening/" in lines
    assert not any("needs" in line and "mesh" in line for line in lines)


def test_without_keywords_a_block_of_headings_loses_nothing(tmp_path):
    (tmp_path / "q.txt").write_text("1. exp Gardening/\n2. garden*.ti.\n3. 1 and 2\n")
    lines = validate_known(tmp_path, "Gardens,Dug.,2001,\n", tmp_path / "q.txt").stdout.splitlines()
    assert lines[0].startswith("The query finds 1 of 1 known records")
    assert 'Not judged, because records do not hold what it asks: "Gardening"[mesh]' in lines


def test_what_is_to_know_of_a_strategy_is_told(tmp_path):
    (tmp_path / "q.txt").write_text("1. garden*.ti.\n2. roof*.ti.\n3. 1 and 1\n")
    told = validate_known(tmp_path, "Gardens,Dug.,2001,\n", tmp_path / "q.txt").stderr
    assert "q.txt: the search is line 3, which does not use line(s) 2" in told
