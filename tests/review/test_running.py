"""A run notes that it is at work; the next one says what became of it, and gives the exact command."""

import json
import os
import subprocess
import sys
from datetime import datetime
from types import SimpleNamespace

import pytest
from snakemake.cli import get_argument_parser

from cireview.errors import ReviewError
from cireview.places import place
from cireview.review.running import (
    LOOKING,
    Run,
    begin_run,
    describe_run,
    end_run,
    free_folder,
    is_main_run,
    read_start,
)

OURS = Run("desk.example.org", 7, "boot 70", "2026-11-30 at 09:00")
OTHER = Run("desk", 5, "boot 50", "2026-11-29 at 10:02")
TYPED = ["snakemake", "--cores", "2"]
KILLED = (
    "A run that began on 2026-11-29 at 10:02 on this machine was killed and left its lock. "
    "Nothing is lost. Run: "
)
LASTS = (
    "Another run of this review began on 2026-11-29 at 10:02 and is still working "
    "(process 5). Wait until it ends, and run the same command again"
)
ELSEWHERE = (
    "A run on the machine lap{top}, which began on 2026-11-29 at 10:02, has locked this review. If it no "
    "longer runs there (process 5), nothing is lost. Run: snakemake --unlock && snakemake --cores 2"
)


def leave(folder, record, *, locked):
    (folder / ".snakemake/locks").mkdir(parents=True)
    if locked:
        (folder / ".snakemake/locks/0.output.lock").write_text("results/a.csv\n")
    file = folder / place("running")
    file.parent.mkdir()
    file.write_text(record if isinstance(record, str) else json.dumps(vars(record)))
    return file


@pytest.mark.parametrize(
    ("record", "processes", "locked", "message"),
    [
        (OTHER, {}, True, f"{KILLED}snakemake --unlock && snakemake --cores 2"),
        # The number is that of a later process.
        (OTHER, {5: "boot 61"}, True, f"{KILLED}snakemake --unlock && snakemake --cores 2"),
        # The machine was started anew.
        (OTHER, {5: "reboot 50"}, True, f"{KILLED}snakemake --unlock && snakemake --cores 2"),
        (OTHER, {5: "boot 50"}, True, LASTS),
        (OTHER, {5: "boot 50"}, False, LASTS),  # it has just begun, and locks later
        (Run("lap{top}", 5, "boot 50", OTHER.began), {5: "boot 50"}, True, ELSEWHERE),
    ],
)
def test_a_run_that_another_one_keeps_out_says_which_and_what_to_do(
    tmp_path, record, processes, locked, message
):
    file = leave(tmp_path, record, locked=locked)
    before = file.read_bytes()
    with pytest.raises(ReviewError) as stopped:
        begin_run(tmp_path, OURS, TYPED, lambda pid: processes.get(pid, ""))
    assert str(stopped.value) == message
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("record", "locked", "typed"),
    [
        (OTHER, False, TYPED),  # killed, and unlocked since
        (Run("laptop", 5, "boot 50", OTHER.began), False, TYPED),
        (OTHER, True, [*TYPED, "--nolock"]),
        ('{"host": "desk"', True, TYPED),  # cut: Snakemake's own message stands
        ('["desk"]', True, TYPED),
        ('{"host": "desk"}', True, TYPED),
    ],
)
def test_a_run_that_nothing_keeps_out_notes_itself_and_takes_it_back(tmp_path, record, locked, typed):
    file = leave(tmp_path, record, locked=locked)
    begin_run(tmp_path, OURS, typed, lambda pid: "")
    assert json.loads(file.read_text()) == vars(OURS)
    end_run(tmp_path, OTHER)
    assert file.exists()
    end_run(tmp_path, OURS)
    assert not file.exists()
    end_run(tmp_path, OURS)


def test_a_job_of_a_killed_run_keeps_the_next_one_out(tmp_path):
    leave(tmp_path, OTHER, locked=False)
    with pytest.raises(ReviewError) as stopped:
        begin_run(tmp_path, OURS, TYPED, lambda pid: "", lambda root: [8, 9])
    assert str(stopped.value) == (
        "An earlier run was killed, but a job of it still runs (process 8, 9). Wait until it ends, or "
        "kill it, "
        "and run the same command again"
    )


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        (["snakemake"], "snakemake --unlock && snakemake"),
        (
            ["/env/snakemake", "-F", "-d", "my review"],
            "snakemake -d 'my review' --unlock && snakemake -F -d 'my review'",
        ),
        (
            ["snakemake", "--directory=a", "-s", "b"],
            "snakemake --directory=a -s b --unlock && snakemake --directory=a -s b",
        ),
    ],
)
def test_the_command_frees_the_folder_that_was_meant_and_goes_on(tmp_path, typed, command):
    leave(tmp_path, OTHER, locked=True)
    with pytest.raises(ReviewError) as stopped:
        begin_run(tmp_path, OURS, typed, lambda pid: "")
    assert str(stopped.value) == KILLED + command


OURS_TYPED = ["cireview", "run"]
UNLOCK = "Run: cireview run -- --unlock && cireview run"
REFUSALS = {
    "the run lasts": (OTHER, {5: "boot 50"}, [], LASTS),
    "it is of another machine": (
        Run("laptop", 5, "boot 50", OTHER.began),
        {},
        [],
        f"{ELSEWHERE.partition(' Run:')[0]} {UNLOCK}".replace("lap{top}", "laptop"),
    ),
    "nothing says which it is": (
        "cut",
        {},
        [],
        "The folder is locked, and nothing says by which run. If none is at work in it, nothing is lost. "
        + UNLOCK,
    ),
    "a job of it goes on": (
        OTHER,
        {},
        [8],
        "An earlier run was killed, but a job of it still runs (process 8). Wait until it ends, or "
        "kill it, and "
        "run the same command again",
    ),
    "nothing says when its process began, and there is one": (
        Run("desk", 5, "", OTHER.began),
        {5: "boot 50"},
        [],
        KILLED + UNLOCK.removeprefix("Run: "),
    ),
}


@pytest.mark.parametrize(("record", "processes", "jobs", "message"), REFUSALS.values(), ids=REFUSALS)
def test_a_lock_whose_owner_may_be_at_work_stays(tmp_path, record, processes, jobs, message):
    leave(tmp_path, record, locked=True)
    with pytest.raises(ReviewError) as stopped:
        free_folder(tmp_path, OURS, OURS_TYPED, lambda pid: processes.get(pid, ""), lambda root: jobs)
    assert str(stopped.value) == message
    assert list(tmp_path.glob(".snakemake/locks/*"))


@pytest.mark.parametrize("processes", [{}, {5: "boot 61"}, {5: "reboot 50"}])
def test_the_lock_of_a_run_that_is_gone_is_removed_in_one_line(tmp_path, processes):
    leave(tmp_path, OTHER, locked=True)
    told = free_folder(tmp_path, OURS, OURS_TYPED, lambda pid: processes.get(pid, ""), lambda root: [])
    assert (
        told
        == "The run that began on 2026-11-29 at 10:02 was killed. cireview removed its lock; nothing is lost"
    )
    assert not list(tmp_path.glob(".snakemake/locks/*"))
    begin_run(tmp_path, OURS, TYPED, lambda pid: "", lambda root: [])


@pytest.mark.parametrize(("locked", "typed"), [(False, OURS_TYPED), (True, [*OURS_TYPED, "--", "--nolock"])])
def test_a_folder_that_need_not_be_freed_is_left_as_it_is(tmp_path, locked, typed):
    file = leave(tmp_path, OTHER, locked=locked)
    assert free_folder(tmp_path, OURS, typed, lambda pid: "", lambda root: []) == ""
    assert file.exists()


def test_a_folder_that_nobody_may_write_in_is_named_with_what_to_do(tmp_path):
    (tmp_path / ".cireview").write_text("a file where a folder belongs")
    with pytest.raises(ReviewError, match=r"^\.cireview/running\.json: .+\. Free space on the disk"):
        begin_run(tmp_path, OURS, TYPED)


def test_a_process_is_known_by_its_start():
    this = describe_run(datetime(2026, 11, 29, 10, 2))
    assert (this.pid, this.began) == (os.getpid(), "2026-11-29 at 10:02")
    assert this.process == read_start(os.getpid()) != ""
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert read_start(child.pid) not in ("", this.process)
    child.communicate(b"\n")
    assert read_start(child.pid) == ""


SCRIPT = "/env/lib/snakemake/__main__.py"


@pytest.mark.parametrize(
    ("typed", "main", "dry", "runs"),
    [
        ("/env/bin/snakemake --cores 2", True, False, True),
        (f"{SCRIPT} --cores 2", True, False, True),
        ("snakemake.exe --forceall results/a.csv", True, False, True),
        ("snakemake --report report.html --report-after-run", True, False, True),
        ("snakemake --touch", True, False, True),  # takes the lock
        ("/env/bin/cireview run report", True, False, True),
        ("cireview run -- --summary", True, False, False),
        ("cireview status", True, False, False),
        ("snakemake --cores 2", False, False, False),  # a job's own process
        ("snakemake -n", True, True, False),
        ("snakemake --report report.html", True, False, False),
        ("snakemake --report=report.html", True, False, False),
        ("snakemake --unlock", True, False, False),
        ("snakemake --unl", True, False, False),
        ("snakemake -d review --lint", True, False, False),
        ("snakemake -S", True, False, False),
        ("-c", True, False, False),  # reads the rules through the API
        ("/tests/__main__.py --cores 2", True, False, False),
    ],
)
def test_only_what_runs_the_workflow_is_a_run(typed, main, dry, runs):
    workflow = SimpleNamespace(is_main_process=main, output_settings=SimpleNamespace(dryrun=dry))
    assert is_main_run(workflow, typed.split()) is runs


def test_options_that_only_look_are_those_of_snakemake():
    """Options of later versions are noticed here: what is new is looked at once and put in one of the two."""
    actions = get_argument_parser()._actions
    options = {option for action in actions for option in action.option_strings}
    assert LOOKING - options == set()
    # An option that runs jobs must not begin one that does not.
    others = {option for option in options - LOOKING if option.startswith("--")}
    assert {other for other in others for option in LOOKING if option.startswith(other)} == set()
