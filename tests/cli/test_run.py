"""`cireview run` in small folders: what Snakemake is asked, what is shown, and how it ends."""

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from cli.conftest import run

from cireview.cli.run import choose_settings, split_targets
from cireview.review.running import free_and_go_on, type_again

RULE = """
rule all:
    input: "results/b"
rule first:
    output: "results/a"
    message: "3 Search: import [bold]a[/bold]"
    shell: "echo words of a job; touch {output}"
rule last:
    input: "results/a"
    output: "results/b"
    log: "results/logs/b.log"
    message: "7 Synthesis: write the report, whose name is far too long for a terminal that is narrow"
    shell: "SHELL"
"""
ENDING = 'import atexit, sys\natexit.register(lambda: print("Next: rest", file=sys.stderr))\n'
LOG = "Snakemake's own log: results/logs/run.log"


@pytest.fixture
def make(tmp_path):
    """Return the function that makes a folder whose last job does this."""

    def fill(shell="touch {output}"):
        (tmp_path / "Snakefile").write_text(ENDING + RULE.replace("SHELL", shell))
        return tmp_path

    return fill


def start(folder, *words, **how):
    command = [sys.executable, "-m", "cireview", "run", *words]
    how = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True} | how
    return subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, **how)


def said(folder, *words):
    process = start(folder, *words)
    text, _ = process.communicate()
    assert "Traceback" not in text
    return process.returncode, text.splitlines()


def test_a_run_in_a_pipe_is_a_line_for_each_step_and_the_last_words(make):
    folder = make()
    assert said(folder, "--dry-run") == (
        0,
        ["Dry run: 2 jobs would run, and nothing was done:", "  3 Search: 1 job", "  7 Synthesis: 1 job"],
    )
    assert sorted(path.name for path in folder.iterdir()) == [".snakemake", "Snakefile"]
    assert said(folder) == (
        0,
        [
            "0 of 2 jobs done; now 3 Search",
            "1 of 2 jobs done; now 7 Synthesis",
            f"2 jobs done. {LOG}",
            "Next: rest",
        ],
    )
    log = (folder / "results/logs/run.log").read_text()
    assert "words of a job" in log
    assert "\x1e" not in log


FAULTS = {
    "a mistake to mend": (
        "echo 'error: a.ris: cut. Fetch it again' | tee {log}; exit 1",
        1,
        [
            "error: a.ris: cut. Fetch it again",
            "Finished jobs stay. Once you have corrected this, continue with: cireview run --cores 1",
        ],
    ),
    "a fault of ours": (
        "echo 'ValueError' >&2; exit 1",
        3,
        [
            "error: cireview itself failed; your files are not the cause. Job: "
            "7 Synthesis: write the report, whose name "
            "is far too long for a terminal that is narrow",
            "The end of results/logs/run.log shows what went wrong. Nothing is lost. To try again: "
            "cireview run --cores 1",
        ],
    ),
}


def test_a_home_that_takes_no_files_and_a_locale_without_utf_8_stop_nothing(make):
    environment = {**os.environ, "HOME": "/proc/nowhere", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}
    environment |= {"PYTHONUTF8": "0"}
    environment.pop("XDG_CACHE_HOME", None)
    folder = make("touch {output}")
    command = [sys.executable, "-m", "cireview", "run"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "results/b").exists()


@pytest.mark.parametrize(("shell", "status", "lines"), FAULTS.values(), ids=FAULTS)
def test_a_job_that_fails_is_said_in_its_own_words_or_in_three_lines(make, shell, status, lines):
    code, told = said(make(shell), "--cores", "1")
    assert (code, told[2:4]) == (status, lines)
    assert len(told) == {1: 4, 3: 5}[status]


def test_a_terminal_shows_one_line_that_fits(make):
    ours, theirs = pty.openpty()
    process = start(make("sleep 0.5; touch {output}"), stdout=theirs, stderr=theirs, text=False, env=NARROW)
    os.close(theirs)
    shown = b""
    try:
        while part := os.read(ours, 4096):
            shown += part
    except OSError:  # the terminal is closed
        pass
    os.close(ours)
    assert process.wait() == 0
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())
    frames = [frame for frame in re.split(r"[\r\n]+", plain) if frame.strip()]
    moving = [frame for frame in frames if "━" in frame]
    assert any("1/2" in frame and "7 Synthesis: write" in frame for frame in moving)
    assert {len(frame) for frame in moving} == {50}
    assert [frame for frame in frames if "━" not in frame] == [f"2 jobs done. {LOG}", "Next: rest"]


NARROW = {**os.environ, "TERM": "xterm", "COLUMNS": "50"}


@pytest.mark.programs
def test_ctrl_c_ends_the_run_and_says_how_to_go_on(make):
    folder = make("touch begun; sleep 60")
    process = start(folder, "--cores", "1", start_new_session=True)
    while not (folder / "begun").exists():
        assert process.poll() is None
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    text, _ = process.communicate()
    assert process.returncode == 130
    told = "Stopped. Nothing is lost; finished jobs stay. To continue: cireview run --cores 1"
    assert text.splitlines()[2:] == [told]
    assert not list(folder.glob(".snakemake/locks/*"))


def test_a_run_that_a_script_began_in_the_background_can_be_ended(make):
    folder = make("touch begun; sleep 4")
    process = start(folder, "--cores", "1", preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
    while not (folder / "begun").exists():
        assert process.poll() is None
    process.terminate()
    process.communicate()
    assert process.returncode == 130
    assert "Terminating processes on user request" in (folder / "results/logs/run.log").read_text()


@pytest.mark.parametrize(
    ("words", "targets", "own"),
    [
        ([], [], []),
        (["report"], ["results/7_synthesis/report.html"], []),
        (["results/7_synthesis/report.html"], ["results/7_synthesis/report.html"], []),
        (["table", "tabulate"], ["table", "tabulate"], []),  # a place with a wildcard is none; a rule
        (["flow", "--until", "x"], ["results/7_synthesis/prisma/flow.csv"], ["--until", "x"]),
    ],
)
def test_a_target_is_the_name_of_a_place_a_file_or_a_rule(words, targets, own):
    assert split_targets(words) == (targets, own)


PROFILE = "cores: 2\nrerun-incomplete: true\n"
CORES = ["--cores", str(max(1, (os.cpu_count() or 2) - 1))]


@pytest.mark.parametrize(
    ("profile", "cores", "own", "words"),
    [
        (PROFILE, None, [], []),
        (PROFILE, 3, [], ["--cores", "3"]),
        ("rerun-incomplete: true\n", None, [], CORES),
        ("rerun-incomplete: true\n", None, ["--cores=all"], []),
        ("rerun-incomplete: true\n", None, ["--profile", "profiles/slurm"], []),
        ("executor: slurm\njobs: 50\n", None, [], []),
    ],
)
def test_cores_are_those_of_the_command_else_of_the_profile_else_all_but_one(
    tmp_path, profile, cores, own, words
):
    file = tmp_path / "profiles/default/profile.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(profile)
    assert choose_settings(tmp_path, cores, own) == words


def test_a_folder_without_a_profile_takes_that_of_a_new_review(tmp_path):
    option, folder = choose_settings(tmp_path, None, [])
    assert option == "--workflow-profile"
    assert "rerun-incomplete: true" in Path(folder, "profile.yaml").read_text()


def test_a_folder_that_is_no_review_is_named(tmp_path):
    done = run("run", "--folder", tmp_path)
    assert "this folder holds no review. Change to the folder" in str(done.exception)


@pytest.mark.parametrize(
    ("typed", "again", "free"),
    [
        ("", "cireview run -- --forceall", "cireview run -- --unlock && cireview run"),
        (
            "report --folder r -- --until x",
            "cireview run report --folder r -- --until x --forceall",
            "cireview run --folder r -- --unlock && cireview run report --folder r -- --until x",
        ),
    ],
)
def test_the_command_that_goes_on_is_ours(typed, again, free):
    arguments = ["/env/bin/cireview", "run", *typed.split()]
    assert type_again(arguments, "--forceall") == again
    assert free_and_go_on(arguments) == free
