"""A job, a run or the whole machine dies at any moment, and the same command goes on to the same bytes."""

import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from faults.reviews import FLOW

from cireview.review.running import find_jobs

pytestmark = [pytest.mark.workflow, pytest.mark.programs]

# Kills at the n-th job of a run: when it starts, when its file is to take its place, when all is written.
KILL = """
import atexit, itertools, json, os, signal, sys

def kill(*_):
    with open(".cireview/running.json") as file:
        run = json.load(file)["pid"]
    if who == "machine":
        os.killpg(run, signal.SIGKILL)
    elif who == "run" and os.getppid() != 1:
        os.kill(run, signal.SIGKILL)
    elif who == "job":
        os.kill(os.getpid(), signal.SIGKILL)

if "/.snakemake/scripts/" in sys.argv[0]:
    who, number, moment = os.environ["KILL"].split()
    for job in itertools.count(1):
        try:
            os.close(os.open(os.path.join(os.environ["COUNT"], str(job)), os.O_CREAT | os.O_EXCL))
            break
        except FileExistsError:
            pass
    if job == int(number):
        if moment == "start":
            kill()
        elif moment == "end":
            atexit.register(kill)
        else:
            kills = []
            def listen(event, arguments):
                if event == "os.rename" and not kills:
                    kills.append(event)
                    kill()
            sys.addaudithook(listen)
"""
_RANDOM = random.Random(2026)
MOMENTS = [
    (who, _RANDOM.choice([1, 1, 2]), _RANDOM.choice(["start", "rename", "end"]))
    for who in ["run", "job", "machine", "job", "run", "machine", "job", "run", "job", "run"]
]


def free(folder, stops):
    """Do what the next run says, up to the run itself."""
    said = stops(folder, "on this machine was killed and left its lock. Nothing is lost.", targets=[FLOW])
    assert f"Run: snakemake --unlock && snakemake --cores 2 {FLOW}\n" in said
    assert folder.run("--unlock")[0] == 0


def test_ten_kills_lose_nothing_and_the_same_command_goes_on(
    unrun, undisturbed, tmp_path, ends_as_undisturbed, stops
):
    made, data = undisturbed.bytes_of("results"), unrun.peoples()
    for number, (who, job, moment) in enumerate(MOMENTS):
        count = tmp_path / f"count_{number}"
        count.mkdir()
        status, words = unrun.run(FLOW, customize=KILL, KILL=f"{who} {job} {moment}", COUNT=str(count))
        assert status == (1 if who == "job" else -signal.SIGKILL), (who, job, moment, words)
        assert "Traceback" not in words
        assert unrun.peoples() == data
        # Nothing lies there half-written: what stands under its own name is what it will be.
        assert [name for name, text in unrun.bytes_of("results").items() if made[name] != text] == []
        if number == 0:
            free(unrun, stops)
        elif who != "job":  # as above, at no cost of two processes
            shutil.rmtree(unrun.path / ".snakemake/locks")
    ends_as_undisturbed(unrun, FLOW)


def test_a_job_that_outlives_its_run_is_found(tmp_path):
    script = tmp_path / ".snakemake/scripts/tmp1.assign_fates.py"
    script.parent.mkdir(parents=True)
    script.write_text("print(flush=True); input()")
    job = subprocess.Popen([sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    job.stdout.readline()
    assert find_jobs(tmp_path) == [job.pid]
    assert find_jobs(tmp_path / "other") == []
    job.communicate(b"\n")
    assert find_jobs(tmp_path) == []
    assert Path(script).exists()
