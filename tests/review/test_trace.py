"""The life of one record: found by id, DOI or title, told from tables and sheets, and no label too early."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import ReviewError
from cireview.labels import CONFLICT
from cireview.places import place
from cireview.prisma.lives import LIFE
from cireview.prisma.table import flow_table
from cireview.review import load_review
from cireview.review.trace import find_records, read_lives, trace_record
from cireview.tables import CODE, DECISION, MATCH, write_table

PROTOCOL = """
title: Gardens
question: {main: Do gardens change what children eat}
sources: [{name: Scopus, export: scopus.ris}]
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  criteria: [{id: garden, text: About gardens, reason: No garden}]
  reviewers: [anna, ben]
  adjudicator: judge
methodological_screen:
  criteria: [{id: method, text: Compares groups}]
  reviewers: [anna, ben]
review: {coders: [anna]}
"""
CODEBOOK = """
dimensions:
  - {id: country, label: Country, question: Where, kind: single, values: [{id: fi, label: Finland}]}
"""
LABELS = """record_id,decision,reason,decided_on
a,exclude,garden,2020-02-01
b2,include,,2020-02-02
c,include,,2020-02-01
"""
LIVES = [
    ("a", "a", "Gardens of schools", "10.1000/A", ""),
    ("b", "b", "Meals at noon", "10.1000/b", ""),
    ("b2", "b", "Meals at Noon.", "https://doi.org/10.1000/B", "b"),
    ("c", "c", "Gardens in towns", "", ""),
]  # fmt: skip


def put(root, name, schema, *rows):
    table = pd.DataFrame(list(rows), columns=list(schema.columns)[: len(rows[0])] if rows else None)
    write_table(
        schema.conform(table.reindex(columns=list(schema.columns), fill_value="")), root / place(name)
    )


@pytest.fixture
def root(tmp_path):
    """Return a review in which a and b are settled, c has a conflict, and full texts were not judged."""
    (tmp_path / "config").mkdir()
    (tmp_path / "config/protocol.yaml").write_text(PROTOCOL)
    (tmp_path / "config/codebook.yaml").write_text(CODEBOOK)
    (tmp_path / "config/config.yaml").write_text("seed: 1\n")
    sheets = tmp_path / "data/labels/screening"
    sheets.mkdir(parents=True)
    (sheets / "anna.csv").write_text(LABELS)
    (sheets / "ben.csv").write_text(LABELS.replace("c,include", "c,exclude"))
    by = "anna; ben"
    put(tmp_path, "screening_decisions", DECISION, ("a", "screening", "exclude", "garden", by, "2020-02-01"),
        ("b", "screening", "include", "", by, "2020-02-02"))  # fmt: skip
    said = "anna: include; ben: exclude (garden)"
    put(tmp_path, "screening_conflicts", CONFLICT, ("c", "screening", "disagreement", said, "judge"))
    put(tmp_path, "duplicates", MATCH, *((one, report, "single", 1.0) for one, report, *_ in LIVES))
    put(tmp_path, "codes", CODE, ("b", "country", "fi", "In Espoo", 3, 11, "anna"))
    columns = ["record_id", "report_id", "title", "doi", "duplicate_of"]
    lives = pd.DataFrame(LIVES, columns=columns).assign(counted_in="records_screened", source="Scopus")
    write_table(
        LIFE.conform(lives.reindex(columns=list(LIFE.columns), fill_value="")), tmp_path / place("lives")
    )
    write_table(flow_table({"records_screened": 3}), tmp_path / place("flow"))
    return tmp_path


FOUND = {
    "an id": ("b2", ["b2"]),
    "a DOI, whatever its capitals": ("10.1000/a", ["a"]),
    "the address of a DOI; of one report the record that stands for it": ("https://doi.org/10.1000/b", ["b"]),
    "a part of one title": ("of SCHOOLS", ["a"]),
    "a part of two titles": ("gardens", ["a", "c"]),
    "a title as another record has it": ("meals at noon", ["b"]),
}


@pytest.mark.parametrize("case", FOUND)
def test_a_record_is_found_by(root, case):
    wanted, ids = FOUND[case]
    assert find_records(read_lives(root), wanted) == ids


@pytest.mark.parametrize(("wanted", "near"), [("b3", "b2"), ("Meels at noon", "b"), ("10.1000/zz", "")])
def test_of_an_unknown_record_the_nearest_are_named(root, wanted, near):
    with pytest.raises(ReviewError, match=f"no record matches '{wanted}'.*{near}"):
        find_records(read_lives(root), wanted)


def life_of(root, record):
    return trace_record(load_review(root), read_lives(root), record)


def test_labels_of_a_settled_report_stand_with_sheet_and_row(root):
    stage = life_of(root, "a")["screening"]
    assert stage["decision"]["reason_in_words"] == "No garden"
    assert [(one["decided_by"], one["file"], one["row"]) for one in stage["labels"]] == [
        ("anna", "data/labels/screening/anna.csv", 2),
        ("ben", "data/labels/screening/ben.csv", 2),
    ]


def test_labels_follow_their_report_when_a_duplicate_was_judged(root):
    life = life_of(root, "b")
    assert [one["decision"] for one in life["screening"]["labels"]] == ["include", "include"]
    assert [one["record_id"] for one in life["also_found"]] == ["b2"]


def test_what_was_said_of_a_report_that_is_not_settled_is_withheld(root):
    stage = life_of(root, "c")["screening"]
    assert (stage["decision"], stage["labels"], stage["withheld"]) == (None, [], ["anna", "ben"])
    assert stage["conflicts"] == [{"kind": "disagreement", "decisions": "", "awaits": "judge"}]
    said = CliRunner().invoke(app, ["trace", "c", "--folder", str(root)]).stdout
    assert "include" not in said
    assert "exclude" not in said
    assert "judged by anna, ben; the answers are shown once the report is settled" in said


LINES = {
    "a": ["Title and abstract: exclude: No garden, by anna; ben on 2020-02-01", "  Records screened: 3"],
    "b": ["Code: Country: Finland (anna) “In Espoo”", "Also found as b2 in Scopus"],
    "b2": ["Duplicate of b (rule '', similarity )"],
    "gardens": ["2 records match. Run this again with one of their ids:", "  a  Gardens of schools ()"],
}


@pytest.mark.parametrize("wanted", LINES)
def test_the_command_prints(root, wanted):
    said = CliRunner().invoke(app, ["trace", wanted, "--folder", str(root)], catch_exceptions=False).stdout
    for line in LINES[wanted]:
        assert line in said


def test_a_title_cannot_steer_the_terminal(root):
    lives = read_lives(root)
    lives.loc[0, "title"] = "a\x1b[2J\u202eb"
    write_table(lives, root / place("lives"))
    said = CliRunner().invoke(app, ["trace", "a", "--folder", str(root)]).stdout
    assert "a [2J b" in said


def test_before_the_first_run_it_says_what_to_do(root):
    (root / place("lives")).unlink()
    with pytest.raises(ReviewError, match=r"no run of this review has finished yet\. Run: cireview run"):
        read_lives(root)
