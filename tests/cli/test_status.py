"""Status says what awaits whom and where; collect brings filled sheets home."""

import subprocess
import sys

import pandas as pd
import pytest
from cli.conftest import run

from cireview.identity import FORMER
from cireview.places import STANDING, find_made
from cireview.review.status import doubt_stop
from cireview.sheets.handouts import write_handouts
from cireview.tables import write_table
from cireview.tables.spreadsheets import read_sheet, write_sheet


def test_status_counts_answers_on_ids_that_no_record_has(folder):
    finish(folder, possible=2)
    empty = dict.fromkeys(FORMER.columns, "") | dict.fromkeys(FORMER.numbers, 0)
    former = [
        ("gone", "asked", "a"),
        ("gone", "asked", "b"),
        ("lost", "unknown", ""),
        ("old", "confirmed", "a"),
    ]
    rows = [
        empty
        | {"record_id": name, "state": state, "now": now, "answers": 2, "file": "data/labels/screening/s.csv"}
        for name, state, now in former
    ]
    write_table(pd.DataFrame(rows), folder / "results/3_search/former_ids.csv", FORMER)
    assert run("status", folder).stdout.splitlines() == [
        "Search: possible duplicates to judge by anyone: 4",
        "    fill in results/3_search/sheets/possible_duplicates.xlsx, save it in data/labels/duplicates/",
        "note: not used: answers with an id that no record has: 4 (data/labels/screening/s.csv 4); "
        "results/3_search/sheets/possible_duplicates.xlsx asks about 1 of 2 ids",
    ]


def test_status_before_the_first_run_says_what_to_do(folder):
    done = run("status", folder)
    assert "the review has not been run yet. Run: cireview run" in str(done.exception)


def finish(folder, *, awaiting=(), possible=0):
    """Write what a run leaves behind, as far as the status reads it."""
    results = folder / "results"
    write_table(pd.DataFrame({"record_id": []}), results / "7_synthesis/fates.csv")
    pairs = pd.DataFrame({"record_id_1": ["a"] * possible, "record_id_2": ["b"] * possible})
    write_table(pairs, results / "3_search/possible_duplicates.csv")
    table = pd.DataFrame(awaiting, columns=["record_id", "awaits"])
    write_table(table, results / "4_practical_screen/awaiting.csv")


def test_status_of_a_finished_review(folder):
    finish(folder)
    assert run("status", folder).stdout == "No task is open.\n"


def test_a_missing_key_is_named_with_its_place_and_never_shown(folder, monkeypatch):
    file = folder / "config/protocol.yaml"
    file.write_text(file.read_text().replace("name: Scopus, export: scopus.csv", "name: CORE, api: core"))
    monkeypatch.delenv("CORE_API_KEY", raising=False)
    assert (
        "missing: the key of the API of CORE. The search cannot run without it. "
        "Get a key at https://core.ac.uk/services/api and set CORE_API_KEY"
    ) in run("check", folder).stdout.splitlines()
    monkeypatch.setenv("CORE_API_KEY", "s3cret")
    said = run("check", folder).stdout
    assert "key" not in said
    assert "s3cret" not in said


def test_status_tells_searches_that_are_not_complete(folder):
    finish(folder)
    log = {"source": ["PubMed", "Scopus", "CORE"], "complete": ["yes", "missing", "no: CORE needs a key"]}
    write_table(pd.DataFrame(log), folder / "results/3_search/searches.csv")
    assert run("status", folder).stdout.splitlines() == [
        "The search of Scopus is incomplete: its export file is missing",
        "The search of CORE is incomplete: CORE needs a key",
    ]


def test_status_tells_lookups_that_a_service_did_not_answer(folder):
    finish(folder)
    missing = ["no service knows the work", "OpenAlex, Crossref: gave no answer"]
    missing += ["PubMed has another title under pmid 1: A; B: C; OpenAlex: gave no answer"]
    places = ["", "OpenAlex knows no free version", "some services did not answer: OpenAlex is down"]
    for name, reasons in (
        ("3_search/not_completed", missing),
        ("5_methodological_screen/open_access", places),
    ):
        write_table(pd.DataFrame({"reason": reasons}), folder / f"results/{name}.csv")
    assert run("status", folder).stdout == "No task is open.\n"  # tables of an earlier run
    file = folder / "config/protocol.yaml"
    text = file.read_text().replace("search:\n", "search:\n  complete: true\n")
    file.write_text(
        text.replace("methodological_screen:\n", "methodological_screen:\n  open_access: 2020-03\n")
    )
    assert run("status", folder).stdout.splitlines() == [
        "Gaps in records are not filled: OpenAlex, Crossref gave no answer about 2 of the 3 missing "
        "values; the next run asks again (results/3_search/not_completed.csv)",
        "Free versions of 1 of 3 texts: some services did not answer: OpenAlex is down "
        "(results/5_methodological_screen/open_access.csv)",
    ]


def test_status_tells_what_awaits_whom_and_where(folder):
    finish(folder, awaiting=[("a", "ben"), ("b", "ben"), ("a", "anna")], possible=3)
    assert run("status", folder).stdout.splitlines() == [
        "Search: possible duplicates to judge by anyone: 3",
        "    fill in results/3_search/sheets/possible_duplicates.xlsx, save it in data/labels/duplicates/",
        "Practical screen: abstracts to decide by anna: 1",
        "    fill in results/4_practical_screen/sheets/screening_anna.xlsx, save it in "
        "data/labels/screening/",
        "Practical screen: abstracts to decide by ben: 2",
        "    fill in results/4_practical_screen/sheets/screening_ben.xlsx, save it in data/labels/screening/",
    ]


def test_status_names_the_latest_batch(folder):
    finish(folder, awaiting=[("a", "anna")])
    names = ("screening_anna_001", "screening_anna_002", "screening_anna_b_003")
    batches = {name: pd.DataFrame({"record_id": ["a"]}) for name in names}
    write_handouts(batches, folder / "results/4_practical_screen/sheets", choices={})
    assert "sheets/screening_anna_002.xlsx," in run("status", folder).stdout


@pytest.mark.parametrize(
    ("saved", "told"),
    [
        (["screening_ben.xlsx"], "save it in data/labels/screening/"),
        (["screening_anna.csv"], "save it in data/labels/screening/ as screening_anna_2.xlsx"),
        (
            ["screening_anna.csv", "Screening_Anna_2.xlsx"],
            "save it in data/labels/screening/ as screening_anna_3.xlsx",
        ),
        (["screening_anna_004.csv"], "fill in data/labels/screening/screening_anna_004.csv, save it in"),
    ],
)
def test_status_sends_nobody_to_a_name_under_which_a_filled_sheet_lies(folder, saved, told):
    finish(folder, awaiting=[("a", "anna")])
    for name in saved:
        sheet = pd.DataFrame({"record_id": ["a"], "decision": [""]})
        write_sheet(sheet, folder / "data/labels/screening" / name)
    assert run("status", folder).stdout.splitlines()[1].split(told)[1:] in ([""], [" data/labels/screening/"])


def test_collect_moves_a_filled_sheet_and_says_so(folder):
    sheets = folder / "results/4_practical_screen/sheets"
    write_handouts(
        {"screening_anna": pd.DataFrame({"record_id": ["a"], "decision": [""]})}, sheets, choices={}
    )
    assert "Nothing to move: data/labels/ already has the answers" in run("collect", folder).stdout
    write_sheet(pd.DataFrame({"record_id": ["a"], "decision": ["include"]}), sheets / "screening_anna.csv")
    said = run("collect", folder).stdout
    home = folder / "data/labels/screening/screening_anna.csv"
    assert said == f"moved {sheets / 'screening_anna.csv'} to {home}\n"
    assert read_sheet(home)["decision"].tolist() == ["include"]
    assert not (sheets / "screening_anna.csv").exists()


def test_a_mistake_is_one_line_on_standard_error_and_status_1(tmp_path):
    command = [sys.executable, "-c", "from cireview.cli import main; main()", "check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"error: {tmp_path}: this folder holds no review: it has no config/protocol.yaml. "
        "Change to the folder of the review, or give its name; 'cireview init' creates a new one\n"
    )


@pytest.mark.parametrize(
    ("day", "told"),
    [("2020-04-01", "the sample that certifies"), ("2020-04-02", ""), ("2020-04", ""), ("2020", "")],
)
def test_a_stop_before_its_sample_is_doubted(tmp_path, day, told):
    screen = tmp_path / "results/4_practical_screen"
    stop = {"rule": "certified", "met": "yes", "value": "", "advice": "", "stopped_on": day}
    write_table(pd.DataFrame([stop]), screen / "stopping.csv")
    drawn = {"sample": "certification_1", "drawn_on": "2020-04-02", "certifies": "yes"}
    write_table(pd.DataFrame([drawn]), screen / "samples.csv")
    doubt = doubt_stop(find_made(tmp_path, STANDING))
    assert bool(doubt) == bool(told)
    assert told in doubt


def test_status_tells_conflicts_from_new_work_and_that_nobody_is_left(folder):
    finish(folder)
    rows = [("a", "anna", ""), ("b", "anna; ben", "disagreement"), ("c", "judge", "unsure")]
    rows += [("d", "anna", "contradiction"), ("e", "a further reviewer", "")]
    table = pd.DataFrame(rows, columns=["record_id", "awaits", "conflict"])
    write_table(table, folder / "results/4_practical_screen/awaiting.csv")
    sheets = "    fill in results/4_practical_screen/sheets/screening_"
    home = ".xlsx, save it in data/labels/screening/"
    assert run("status", folder).stdout.splitlines() == [
        "Practical screen: abstracts to decide (too few people are left: run "
        "'cireview add-reviewer') by a further reviewer: 1",
        "Practical screen: abstracts to decide by anna: 1",
        f"{sheets}anna{home}",
        "Practical screen: own contradictory answers to correct on abstracts by anna: 1",
        f"{sheets}anna{home}",
        "Practical screen: conflicts to settle on abstracts by anna; ben: 1",
        f"{sheets}conflicts{home}",
        "Practical screen: conflicts to settle on abstracts by judge: 1",
        f"{sheets}judge{home}",
    ]
