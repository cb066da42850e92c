"""A review whose jobs run on a cluster: a Slurm of one node, started on this machine."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from warm import starter

START = Path(__file__).with_name("start")
# This Slurm keeps no accounts; and no job of ours takes the forty seconds after which it is first asked.
ASKED = ("--slurm-status-command", "squeue", "--slurm-init-seconds-before-status-checks", "1")
TWO_SECONDS = """
rule all:
    input: "a.txt"

rule wait:
    output: "a.txt"
    shell: "sleep 2; echo done > {output}"
"""

TYPED = ("cireview", "run", "--", "--profile", "profiles/slurm")

pytestmark = pytest.mark.programs


@pytest.fixture
def alone(tmp_path_factory):
    """Let one test at a time start a Slurm."""
    with (tmp_path_factory.getbasetemp().parent / "slurm.lock").open("w") as lock:
        pytest.importorskip("fcntl").flock(lock, 2)
        yield


@pytest.fixture
def slurm(alone):
    """Start a Slurm for one test; skip, with its reason, if the machine cannot start one."""
    pytest.importorskip("snakemake_executor_plugin_slurm")
    with contextlib.ExitStack() as at_end:
        started = subprocess.run([START], capture_output=True, text=True)
        if started.returncode == 3:
            pytest.skip(started.stderr.strip())
        at_end.callback(subprocess.run, [START, "stop"], check=True)
        # As other programs, it is tried first: not every container lets it run a job.
        tried = subprocess.run(["timeout", "30", "srun", "true"], capture_output=True, text=True)
        if started.returncode or tried.returncode:
            pytest.skip(f"Slurm runs no job here: {(started.stderr + tried.stderr).strip()}")
        yield


@pytest.fixture
def twins(tmp_path):
    """Return two folders of the same small review."""
    folders = tmp_path / "local", tmp_path / "cluster"
    for folder in folders:
        status, said = starter().run(
            "init", str(folder), "--example", "sixty", folder=tmp_path, program="cireview"
        )
        assert status == 0, said
    return folders


def begin(folder, *words):
    command = [sys.executable, "-m", *words, *ASKED]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def end(run):
    """Return what a run said once it has ended; one that does not end is killed."""
    try:
        return run.communicate(timeout=300)[0]
    except subprocess.TimeoutExpired:
        run.kill()
        run.communicate()
        raise


def ask(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def wait_for(tell, what):
    for _ in range(600):
        if found := tell():
            return found
        time.sleep(0.2)
    raise AssertionError(f"waited in vain: {what}")


def list_files(folder):
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in files.items()
        if name.startswith(("data/", "results/")) and not name.startswith("results/logs/")
    }


@pytest.mark.skipif(Path("/etc/slurm/slurm.conf").exists(), reason="this machine has a Slurm already")
def test_the_daemons_of_a_real_cluster_are_left_alone(alone, tmp_path):
    killed = tmp_path / "killed"
    for name, line in (("pgrep", "exit 0"), ("pkill", f"echo $* >>{killed}")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    started = subprocess.run([START], env=environment, capture_output=True, text=True)
    assert (started.returncode, started.stderr) == (3, "this machine has a Slurm already\n")
    assert subprocess.run([START, "stop"], env=environment).returncode == 0
    assert not killed.exists()


def test_a_job_of_two_seconds_is_seen_to_end(slurm, tmp_path):
    (tmp_path / "Snakefile").write_text(TWO_SECONDS)
    run = begin(tmp_path, "snakemake", "--executor", "slurm", "--jobs", "1")
    said = end(run)
    assert run.returncode == 0, said
    assert "has been submitted with SLURM jobid" in said
    assert (tmp_path / "a.txt").read_text() == "done\n"


def test_a_review_survives_a_node_that_fails_and_makes_the_bytes_of_a_local_run(slurm, twins):
    local, cluster = twins
    status, said = starter().run("--cores", "2", folder=local)
    assert status == 0, said
    run = begin(cluster, *TYPED)
    wait_for(lambda: ask("squeue", "-h", "-t", "RUNNING"), "no job runs")
    node = ask("sinfo", "-h", "-o", "%n").strip()
    subprocess.run(["pkill", "-9", "-x", "slurmd"], check=True)
    ask("scontrol", "update", f"nodename={node}", "state=down", "reason=test")
    wait_for(lambda: not ask("squeue", "-h", "-t", "RUNNING"), "its jobs run on")
    run.send_signal(signal.SIGINT)
    said = end(run)
    assert run.returncode != 0, said
    assert "results/7_synthesis/report.html" not in list_files(cluster)

    subprocess.run(["slurmd", "-c"], check=True)
    wait_for(lambda: ask("sinfo", "-h", "-o", "%T").strip() in ("idle", "mixed"), "the node is not back")
    run = begin(cluster, *TYPED)
    said = end(run)
    assert run.returncode == 0, said
    assert "has been submitted with SLURM jobid" in (cluster / "results/logs/run.log").read_text()
    here, there = list_files(local), list_files(cluster)
    assert there == here, [name for name in {*here, *there} if here.get(name) != there.get(name)]


def test_a_new_review_has_the_profile_of_the_repository():
    root = Path(__file__).parents[2]
    own, given = (
        folder / "profiles/slurm/profile.yaml" for folder in (root, root / "src/cireview/templates/review")
    )
    assert own.read_bytes() == given.read_bytes()
    assert os.access(START, os.X_OK)
