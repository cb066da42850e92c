"""Which run is one of the whole review, and what it made, by every way in which Snakemake is asked."""

import json
import shutil

import pytest
from warm import starter

pytestmark = pytest.mark.workflow

SNAKEFILE = """
import atexit, json
from pathlib import Path
from cireview.review.jobs import look_at_run

RESULTS = ["results/a.txt", "results/b.txt"]

def end():
    made = look_at_run(workflow, RESULTS)
    seen = made and [made.whole, sorted(made.written), sorted(made.files)]
    with open("seen.jsonl", "a") as file:
        file.write(json.dumps(seen) + "\\n")

atexit.register(end)

rule all:
    input: RESULTS

rule first:
    output: "results/a.txt"
    log: "results/logs/a.log"
    run:
        for file in (*output, *log):
            Path(file).write_text("a")

rule second:
    input: "results/a.txt"
    output: "results/b.txt"
    shell: "test ! -e broken && touch {output}"

rule apart:
    output: "results/c.txt"
    shell: "touch {output}"
"""
A, B, C = ["results/a.txt", "results/logs/a.log"], ["results/b.txt"], ["results/c.txt"]
ALL = [A[0], B[0], A[1]]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "Snakefile").write_text(SNAKEFILE)
    return tmp_path


def finish(folder):
    (folder / "Snakefile").write_text(SNAKEFILE)
    run(folder)


def run(folder, *arguments):
    """Run Snakemake and return what each of its processes that read the Snakefile saw at its end."""
    (folder / "seen.jsonl").unlink(missing_ok=True)
    _, said = starter().run("--cores", "1", *arguments, folder=folder)
    lines = (folder / "seen.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines if line != "null"], said


# Arguments; then whether it is the whole review, what is written, what the workflow makes.
FROM_NOTHING = {
    "the whole": ([], [True, ALL, ALL]),
    "the whole by name": (["all"], [True, ALL, ALL]),
    "the last file of a chain": (["results/b.txt"], [True, ALL, ALL]),
    "the whole and more": (["all", "results/c.txt"], [True, [*ALL[:2], *C, A[1]], [*ALL[:2], *C, A[1]]]),
    "the whole, with a rule forced": (["--forcerun", "first"], [True, ALL, ALL]),
    "one file": (["results/a.txt"], [False, A, A]),
    "as far as a rule": (["--until", "first"], [False, A, A]),
    "without a rule": (["--omit-from", "second"], [False, A, A]),
    "a part of the targets": (["--batch", "all=1/2"], [False, A, A]),
    "a dry run": (["--dry-run"], None),
    "a summary": (["--summary"], None),
    "outputs deleted": (["--delete-all-output"], None),
    "a graph": (["--dag"], None),
}


@pytest.mark.parametrize(("arguments", "expected"), FROM_NOTHING.values(), ids=FROM_NOTHING)
def test_a_run_from_nothing(folder, arguments, expected):
    seen, said = run(folder, *arguments)
    assert seen == ([expected] if expected else []), said


AGAIN = {
    "nothing to do": ([], [True, [], ALL]),
    "one file": (["results/a.txt"], [False, [], A]),
    "a dry run": (["--dry-run"], None),
    "touched": (["--touch"], None),
    "outputs deleted": (["--delete-all-output"], None),
}


@pytest.mark.parametrize(("arguments", "expected"), AGAIN.values(), ids=AGAIN)
def test_a_run_after_a_finished_one(make_once, folder, arguments, expected):
    shutil.copytree(make_once("three_rules", finish), folder, dirs_exist_ok=True)
    seen, said = run(folder, *arguments)
    assert seen == ([expected] if expected else []), said


def test_a_run_that_failed_made_what_was_finished_and_is_not_of_the_whole_review(folder):
    (folder / "broken").touch()
    assert run(folder, "--keep-going")[0] == [[False, A, ALL]]
