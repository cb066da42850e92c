"""`cireview run` does what `snakemake` does, in few words; what it refuses is said once, by both."""

import subprocess
import sys

import pytest
from faults.reviews import LABELS

pytestmark = pytest.mark.workflow

LINES = 25
REFUSED = [
    "Nothing was run. Please mend first:",
    f"  1. {LABELS}, row 2, column decision: 'perhaps' is not a decision. Write include, exclude or unsure",
]


def run(folder):
    command = [sys.executable, "-m", "cireview", "run"]
    done = subprocess.run(command, cwd=folder.path, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def test_a_first_run_says_little_and_makes_the_same_bytes(unrun, is_as_undisturbed):
    status, said, progress = run(unrun)
    assert status == 0
    assert len(said) + len(progress) <= LINES
    steps = [line.partition("now ")[2][:1] for line in progress]
    assert steps == sorted(set(steps))
    assert steps[-1] == "7"
    is_as_undisturbed(unrun)
    last_words = said[1:]
    assert last_words[-1].startswith("Next: do what awaits you")
    # Where nothing is to be done, both end with the same lines.
    assert run(unrun) == (0, ["Nothing had to be done. " + said[0].partition(". ")[2], *last_words], [])
    status, words = unrun.run()
    assert status == 0
    assert words.splitlines()[-len(last_words) :] == last_words


def test_what_people_have_to_mend_stands_alone(again):
    sheet = again.path / LABELS
    sheet.write_text(sheet.read_text().replace("a1,anna,include", "a1,anna,perhaps"))
    assert run(again) == (1, [], REFUSED)
    status, words = again.run()
    assert status == 1
    assert words.splitlines()[-2:] == REFUSED
    assert "WorkflowError" not in words
