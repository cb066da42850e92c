"""What a run says as it goes, and what is made of it: progress, mistakes to mend, faults, the end."""

import json
import logging

import pytest
from snakemake_interface_logger_plugins.common import LogEvent

from cireview import __version__
from cireview.cli.exits import STATUS
from cireview.review.account import Account
from cireview.review.events import MARK, describe, read_event

SEARCH, FATES = "3 Search: import data/exports/a.ris", "7 Synthesis: give every record its one fate"
AGAIN = "cireview run --cores 2"
LOG = "results/logs/run.log"
LOGS = {
    "a.log": ["UserWarning: odd", "error: a.ris: the file is cut. Download it again"],
    "b.log": [],
    "c.log": ["error: título.ris: cut"],
}


def event(kind, /, **what):
    return f"{MARK}{json.dumps({'event': kind, **what})}\n"


def job(number, message):
    return event("job", id=number, rule="rule", message=message)


def failed(number, *logs):
    return event("failed", id=number, rule="rule", logs=logs)


def account(*lines):
    told = Account(read_log=lambda path: LOGS.get(path, []))
    for line in lines:
        told.take(line)
    return told


CRASH = [
    f"error: cireview itself failed; your files are not the cause. Job: {FATES}",
    f"The end of {LOG} shows what went wrong. Nothing is lost. To try again: {AGAIN}",
    f"If it fails again, send that file, and the version {__version__}, to the maintainers of cireview",
]
MEND = "error: a.ris: the file is cut. Download it again"
GO_ON = f"Finished jobs stay. Once you have corrected this, continue with: {AGAIN}"
REFUSED = "Nothing was run. Please correct first:\n  1. a.csv, row 2: no decision"
ENDS = {
    "a mistake that a job found is said once": (
        [job(1, SEARCH), failed(1, "a.log"), MEND],
        "to mend",
        [MEND, GO_ON],
    ),
    "a terminal that lacks a letter": (
        [job(1, SEARCH), "error: t\\xedtulo.ris: cut\n", failed(1, "c.log"), "error: t\ufffdtulo.ris: cut\n"],
        "to mend",
        ["error: título.ris: cut", GO_ON],
    ),
    "Snakemake names a failed job twice": (
        [job(1, SEARCH), failed(1, "a.log"), failed(1, "a.log")],
        "to mend",
        [MEND, GO_ON],
    ),
    "a job that says nothing has crashed": (
        [job(1, SEARCH), job(2, FATES), "Traceback …\n", failed(2, "b.log")],
        "crashed",
        CRASH,
    ),
    "one job crashed beside one with a mistake": (
        [job(1, SEARCH), job(2, FATES), failed(1, "a.log"), MEND, failed(2, "b.log")],
        "crashed",
        [MEND, *CRASH],
    ),
    "a full disk holds no log": (
        [job(2, FATES), "error: No space left on device. Make room\n", failed(2, "b.log")],
        "to mend",
        ["error: No space left on device. Make room", GO_ON],
    ),
    "the system killed a job": (
        [job(2, FATES), "Command 'python a' returned non-zero exit status 137.\n", failed(2, "b.log")],
        "to mend",
        [
            f"error: The operating system ended a job, often because memory ran out. Job: {FATES}",
            f"Nothing is lost. To continue: {AGAIN}. With '--cores 1' a run needs less memory; "
            f"the log is {LOG}",
        ],
    ),
    "our rules refuse": ([event("refused", text=REFUSED)], "to mend", REFUSED.splitlines()),
    "a file that a job reads is gone": (
        [event("error", kind="MissingInputException", text="Missing input files:\na.ris")],
        "to mend",
        ["error: Missing input files:", "a.ris"],
    ),
    "nothing makes a target": (
        [event("error", kind="MissingRuleException", text="No rule to produce reprot (if you use input")],
        "wrong use",
        [
            "error: a review has nothing called 'reprot'. Did you mean 'report'?",
            "Give a file in results/, or the name of a table or page, such as flow, fates or report",
        ],
    ),
    "Snakemake fails by itself": (
        [event("error", kind="WorkflowError", text="It is odd.\nVery")],
        "crashed",
        [CRASH[0].replace(FATES, "before any job (WorkflowError: It is odd.)"), *CRASH[1:]],
    ),
    "the run was killed": (
        ["Building DAG of jobs...\n"],
        "crashed",
        [CRASH[0].replace(FATES, "before any job (Building DAG of jobs...)"), *CRASH[1:]],
    ),
}


@pytest.mark.parametrize(("lines", "outcome", "said"), ENDS.values(), ids=ENDS)
def test_why_a_run_did_not_do_what_it_was_asked(lines, outcome, said):
    told = account(*lines)
    assert told.judge(1) == outcome
    assert told.tell_failure(outcome, log=LOG, again=AGAIN) == said
    assert "Traceback" not in "".join(said)


def test_a_word_that_snakemake_cannot_read_is_its_last_line():
    told = account("usage: cireview [--dry-run] …\n", "cireview: error: unrecognized arguments: --foo\n")
    assert told.judge(2) == "wrong use"
    assert told.tell_failure("wrong use", log=LOG, again=AGAIN) == ["error: unrecognized arguments: --foo"]


@pytest.mark.parametrize("status", [0, 1, -2])
def test_a_run_that_was_stopped_says_that_nothing_is_lost_and_how_to_go_on(status):
    told = account(job(2, FATES), failed(2, "b.log"))
    assert told.judge(status, stopped=True) == "stopped"
    assert told.tell_failure("stopped", log=LOG, again=AGAIN) == [
        f"Stopped. Nothing is lost; finished jobs stay. To continue: {AGAIN}"
    ]


def test_a_run_that_did_what_it_was_asked_ends_with_its_last_words():
    lines = [event("planned", total=2), job(1, SEARCH), event("progress", done=1), job(2, FATES)]
    told = account(*lines)
    assert (told.done, told.total, told.now, told.step) == (1, 2, FATES, "7 Synthesis")
    told = account(*lines, event("progress", done=3), event("ended"), "\n", "Next: rest\n")
    assert told.judge(0) == "done"
    assert told.tell_end(LOG) == [f"2 jobs done. Snakemake's own log: {LOG}", "Next: rest"]
    assert account(event("ended"), "Next: rest\n").tell_end("") == ["Nothing had to be done.", "Next: rest"]


def test_a_plan_counts_the_jobs_of_each_step():
    jobs = [job(3, FATES), job(1, SEARCH), job(2, SEARCH), job(0, "The review is up to date")]
    assert account(*jobs).tell_plan() == [
        "Dry run: 3 jobs would run, and nothing was done:",
        "  3 Search: 2 jobs",
        "  7 Synthesis: 1 job",
    ]
    assert account().tell_plan() == ["Nothing to do: everything is up to date."]


@pytest.mark.parametrize(
    ("notes", "told"), [(0, []), (4, [*"abcd"]), (5, [*"abc", "… and 2 more: run 'cireview check'"])]
)
def test_few_notes_are_shown(notes, told):
    assert account(*(event("note", text=text) for text in "abcde"[:notes])).tell_notes() == told


def test_what_is_no_event_is_text_for_the_log():
    assert read_event("3 of 4 steps\n") == ("3 of 4 steps\n", {})
    assert read_event(f'half a line{MARK}{{"event": "ended"}}\n') == ("half a line", {"event": "ended"})
    assert read_event(f'{MARK}{{"event": "enoh\n') == ('{"event": "enoh\n', {})  # a job wrote into it
    assert account().take(f'text{MARK}{{"event": "ended"}}\n') == "text"


def record(path, level, event=None, **extra):
    made = logging.LogRecord("snakemake.logging", level, path, 1, "words", None, None)
    vars(made).update(event=event, **extra)
    return made


COMMON = "/review/workflow/rules/common.smk"
ERROR = {"jobid": 3, "rule_name": "a", "log": ["a.log"]}
RECORDS = {
    "planned": (
        LogEvent.RUN_INFO,
        {"stats": {"a": 2, "all": 1, "total": 3}},
        {"event": "planned", "total": 2},
    ),
    "job": (
        LogEvent.JOB_INFO,
        {"jobid": 3, "rule_name": "a", "rule_msg": None},
        {"event": "job", "id": 3, "rule": "a", "message": ""},
    ),
    "progress": (LogEvent.PROGRESS, {"done": 1, "total": 3}, {"event": "progress", "done": 1}),
    "failed": (LogEvent.JOB_ERROR, ERROR, {"event": "failed", "id": 3, "rule": "a", "logs": ["a.log"]}),
    "error": (LogEvent.ERROR, {"exception": "E"}, {"event": "error", "kind": "E", "text": "words"}),
    "nothing of ours": (LogEvent.SHELLCMD, {}, {}),
}


@pytest.mark.parametrize(("kind", "extra", "said"), RECORDS.values(), ids=RECORDS)
def test_records_of_snakemake_become_events(kind, extra, said):
    assert describe(record("/lib/snakemake/jobs.py", logging.INFO, kind, **extra)) == said


@pytest.mark.parametrize(
    ("path", "level", "said"),
    [
        (COMMON, logging.ERROR, {"event": "refused", "text": "words"}),
        (COMMON, logging.WARNING, {"event": "note", "text": "words"}),
        (COMMON, logging.INFO, {}),
        ("/lib/snakemake/jobs.py", logging.WARNING, {}),
    ],
)
def test_our_own_rules_are_known_by_their_file(path, level, said):
    assert describe(record(path, level)) == said


def test_every_outcome_has_a_status():
    assert STATUS == {"done": 0, "to mend": 1, "wrong use": 2, "crashed": 3, "stopped": 130}


def test_what_a_service_will_charge_is_shown_while_the_job_runs_and_at_the_end():
    account = Account()
    account.take("cost: OpenAlex: 345 hits; $0.0040 for pages of 100 works: 4\n")
    assert account.now.startswith("cost: OpenAlex: 345 hits")
    assert account.tell_notes() == [account.now]


def test_a_profile_that_does_not_exist_is_a_wrong_use():
    told = account("Error: profile directory given (profiles/nosuch), but no profile.yaml found.\n")
    assert told.judge(1) == "wrong use"
    (line,) = told.tell_failure("wrong use", log=LOG, again=AGAIN)
    assert line == "error: profile directory given (profiles/nosuch), but no profile.yaml found."


@pytest.mark.parametrize("option", ["--profile profiles/slurm", "--executor slurm"])
def test_a_job_that_fails_on_a_cluster_may_be_a_fault_of_the_cluster(option):
    told = account(job(2, FATES), failed(2, "b.log"))
    said = told.tell_failure("crashed", log=LOG, again=f"{AGAIN} -- {option}")
    assert said[0] == f"error: the cluster did not run a job, or cireview itself failed. Job: {FATES}"
    assert "messages of the cluster" in said[1]
