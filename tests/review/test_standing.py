"""Where a review stands, for programs: the keys of the tree, what fills them, and the lines made of it."""

import json
import platform
import re
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from cireview.cli import app
from cireview.places import place
from cireview.review.changes import remember_run, see_review
from cireview.review.load import load_review
from cireview.review.standing import look_at_review, tell_standing
from cireview.tables import write_table

TODAY = "2026-11-29"
DOCS = Path(__file__).parents[2] / "docs/running.md"


@pytest.fixture
def folder(tmp_path):
    assert CliRunner().invoke(app, ["init", str(tmp_path / "review")]).exit_code == 0
    for name in ("protocol", "codebook"):
        file = tmp_path / "review" / place(name)
        # In place of the placeholders of the template.
        file.write_text(re.sub(r"<[^>\n]+>", "words", file.read_text()))
    return tmp_path / "review"


def write(folder, name, rows):
    write_table(pd.DataFrame(rows), folder / place(name))


def run_once(folder):
    write(folder, "fates", {"record_id": ["a"]})
    write(
        folder, "flow", {"data": ["NA", "database_results", "dbr_excluded"], "n": ["0", "3", "No reason, 1"]}
    )
    write(
        folder,
        "searches",
        {"source": ["PubMed", "Scopus"], "imported": ["3", ""], "complete": ["yes", "missing"]},
    )
    write(
        folder,
        "screening_awaiting",
        {"record_id": ["a", "b"], "awaits": ["anna", "anna"], "conflict": ["", ""]},
    )
    rule = {
        "rule": "certified",
        "met": "yes",
        "value": "0.97",
        "advice": "Reading may stop",
        "stopped_on": "",
    }
    write(folder, "stopping", [rule])
    sample = dict.fromkeys(("population", "size", "labelled", "relevant"), "5")
    sample |= {"sample": "certification_1", "drawn_on": "2020-04-02", "certifies": "yes", "current": "yes"}
    old = sample | {"sample": "sample_1", "current": ""}
    write(
        folder,
        "samples",
        [sample | {"recall_95": "0.97", "recall_80": ""}, old | {"recall_95": "", "recall_80": ""}],
    )


def test_the_tree_of_a_review_that_was_run(folder):
    run_once(folder)
    tree = look_at_review(folder, today=TODAY)
    sheet = "results/4_practical_screen/sheets/screening_anna.xlsx"
    assert (tree["version"], tree["was_run"], tree["at_work"], tree["refused"]) == (1, True, None, [])
    assert tree["searches"] == [
        {"source": "PubMed", "records": 3, "complete": True},
        {"source": "Scopus", "records": None, "complete": False},
    ]
    task = {"step": 4, "name": "Practical screen", "who": "anna", "what": "abstracts to decide", "n": 2}
    assert tree["awaiting"] == [task | {"sheet": sheet, "save_in": "data/labels/screening/"}]
    assert tree["counts"] == {"database_results": 3}
    stopping = tree["stopping"]
    assert stopping["rules"] == [
        {"rule": "certified", "holds": True, "value": "0.97", "advice": "Reading may stop"}
    ]
    assert stopping["samples"] == [
        {"sample": "certification_1", "drawn_on": "2020-04-02", "certifies": True, "population": 5, "size": 5}
        | {"labelled": 5, "relevant": 5, "recall_95": 0.97, "recall_80": None}
    ]
    assert stopping["may_stop"].startswith("Reading may stop: certified (0.97)")
    assert (stopping["doubt"], stopping["stopped_on"]) == ("", "")


def test_a_sheet_that_was_saved_since_the_last_run_is_told_first(folder):
    run_once(folder)
    remember_run(folder, see_review(load_review(folder)))
    assert look_at_review(folder, today=TODAY)["since"] == []
    sheet = folder / "data/labels/screening/screening_reviewer_1.csv"
    sheet.write_text("record_id,decision,reviewer\na,include,reviewer_1\n")
    tree = look_at_review(folder, today=TODAY)
    assert tell_standing(tree)[:2] == [
        "More answers than at the last run: reviewer_1 1",
        "The lines below describe the last run. To update them: cireview run",
    ]


def test_what_stops_the_next_run_is_in_the_tree_and_one_line(folder):
    run_once(folder)
    file = folder / "config/protocol.yaml"
    file.write_text(file.read_text().replace("criteria:", "criterias:"))
    tree = look_at_review(folder, today=TODAY)
    assert {problem["file"] for problem in tree["refused"]} == {"config/protocol.yaml"}
    assert set(tree["refused"][0]) == {"message", "file", "row", "column", "remedy"}
    number = len(tree["refused"])
    assert tell_standing(tree)[0] == (
        f"The next run would stop at once because of {number} problems. Run 'cireview check'"
    )


@pytest.mark.parametrize(
    ("host", "start", "lasts"),
    [(platform.node(), "s", True), (platform.node(), "other", False), ("elsewhere", "", True)],
)
def test_a_run_at_work_is_named(folder, host, start, lasts):
    run_once(folder)
    note = folder / place("running")
    note.parent.mkdir()
    note.write_text(json.dumps({"host": host, "pid": 5, "process": "s", "began": "2026-11-29 at 10:02"}))
    tree = look_at_review(folder, today=TODAY, started=lambda pid: start)
    line = f"A run has been working since 2026-11-29 at 10:02 (process 5 on {host})"
    assert (tell_standing(tree)[0] == line) is lasts
    assert bool(tree["at_work"]) is lasts


def test_status_gives_the_tree_as_json_also_before_the_first_run(tmp_path):
    folder = tmp_path / "template"
    CliRunner().invoke(app, ["init", str(folder)])
    done = CliRunner().invoke(app, ["status", "--json", str(folder)])
    assert done.exit_code == 0
    tree = json.loads(done.stdout)
    assert (tree["was_run"], tree["placeholders"] > 0, tree["awaiting"], tree["counts"]) == (
        False,
        True,
        [],
        {},
    )


def keys_of(tree, before=""):
    """Yield the keys of a tree, each as the page names it."""
    for key, value in tree.items():
        yield before + key
        inner = value[0] if isinstance(value, list) and value else value
        if isinstance(inner, dict) and key != "counts":
            yield from keys_of(inner, f"{before}{key}.")


def test_the_page_explains_every_key_and_no_other(folder):
    run_once(folder)
    tree = look_at_review(folder, today=TODAY) | {
        "at_work": {"host": "", "pid": 1, "began": ""},
        "refused": [dict.fromkeys(("message", "file", "row", "column", "remedy"), "")],
        "citation_searches": [{"source": "", "state": "", "note": ""}],
    }
    table = DOCS.read_text(encoding="utf-8").split("| key | what it is |")[1].split("\n\n")[0]
    rows = [re.findall(r"`([^`]+)`", line) for line in table.splitlines() if line.startswith("| `")]
    named = [key for row in rows for key in row if key == row[0] or key.startswith(f"{row[0]}.")]
    assert named == list(keys_of(tree))
