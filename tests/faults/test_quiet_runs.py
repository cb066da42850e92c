"""`cireview run` does what `snakemake` does, in few words; what it refuses is said once, by both."""

import pytest
from faults.reviews import LABELS

pytestmark = pytest.mark.workflow

LINES = 25
REFUSED = [
    "Nothing was run. Please correct first:",
    f"{LABELS}, row 2, column decision: 'perhaps' is not a decision. Write include, exclude or unsure",
]


def test_a_first_run_says_little(undisturbed):
    said, progress = (undisturbed.path.parent / "said").read_text(encoding="utf-8").split("\n\n")
    assert len([*said.splitlines(), *progress.splitlines()]) <= LINES
    steps = [line.partition("now ")[2][:1] for line in progress.splitlines()]
    assert steps == sorted(set(steps))
    assert steps[-1] == "7"
    assert "jobs done. Snakemake's own log: results/logs/run.log" in said.splitlines()[0]


def test_with_nothing_to_do_both_end_with_the_same_lines(again):
    status, words, progress = again.run_quietly()
    assert (status, progress) == (0, [])
    assert words[0] == "Nothing had to be done. Snakemake's own log: results/logs/run.log"
    assert words[-1].startswith("Next: do the open tasks above")
    status, said = again.run()
    assert status == 0
    assert said.splitlines()[1 - len(words) :] == words[1:]


def test_what_people_have_to_mend_stands_alone(again):
    sheet = again.path / LABELS
    sheet.write_text(sheet.read_text().replace("a1,anna,include", "a1,anna,perhaps"))
    assert again.run_quietly() == (1, [], REFUSED)
    status, said = again.run()
    assert status == 1
    assert said.splitlines()[-2:] == REFUSED
    assert "WorkflowError" not in said
