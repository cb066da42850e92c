"""A disk that is full, or on which nothing may be written."""

import contextlib
import shutil
import subprocess

import pytest
from faults.reviews import FLOW, LABELS, Folder

from cireview.places import place

pytestmark = pytest.mark.workflow

RECORDS = place("records")
# Takes the right of root to write where no one may: the modes of files then bind it as they bind all others.
AS_OTHERS = ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")
# The first job fills the disk when it starts.
FILL = """
import os, sys

if "/.snakemake/scripts/" in sys.argv[0] and not os.path.exists("ballast"):
    with open("ballast", "wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            pass
"""


@pytest.fixture
def small_disk(undisturbed, tmp_path):
    """Return a copy of the undisturbed run on a disk of its own, or skip where none can be mounted."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=40m", "tmpfs", disk]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no small disk can be mounted here: {getattr(error, 'stderr', '') or error}")
    try:
        yield Folder(shutil.copytree(undisturbed.path, disk / "review"))
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def test_a_disk_that_fills_while_a_run_lasts(small_disk, ends_as_undisturbed, stops):
    (small_disk.path / FLOW).unlink()
    stops(small_disk, "No space left on device", targets=[FLOW], customize=FILL)
    ballast = small_disk.path / "ballast"
    with ballast.open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    # Not even a note can be written, nor Snakemake's log.
    note = "Nothing was run. .cireview/running.json: No space left on device. Free space on the disk"
    stops(small_disk, note, customize=FILL)  # the same words: to write fewer would leave room
    with ballast.open("r+b") as file:
        file.truncate(ballast.stat().st_size - 1_000_000)
    stops(small_disk, "MB free, and a run needs 20 MB", "Free space on it")
    ballast.unlink()
    ends_as_undisturbed(small_disk, FLOW)


@pytest.fixture
def closed():
    """Return the function that takes the right to write in a folder, and what runs with others' rights."""
    if shutil.which("setpriv") is None:
        pytest.skip("setpriv is not installed: root may write everywhere")
    folders = []

    def close(folder):
        folders.append(folder)
        subprocess.run(["chmod", "-R", "a-w", folder], check=True)

    yield close
    for folder in folders:
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)


def test_results_in_which_nothing_may_be_written(again, closed, ends_as_undisturbed, stops):
    (again.path / FLOW).unlink()
    closed(again.path / "results")
    stops(again, "results/: you have no permission to write in this folder (nor in ", before=AS_OTHERS)
    subprocess.run(["chmod", "-R", "u+w", again.path / "results"], check=True)
    tables = again.path / FLOW
    closed(tables.parent)
    stops(again, f"{FLOW}: Permission denied. Get permission to write there",
          targets=[FLOW], before=AS_OTHERS)  # fmt: skip
    subprocess.run(["chmod", "-R", "u+w", tables.parent], check=True)
    ends_as_undisturbed(again, FLOW, before=AS_OTHERS)


def test_data_in_which_nothing_may_be_written(again, closed, ends_as_undisturbed):
    (again.path / FLOW).unlink()
    closed(again.path / "data")
    assert not (again.path / LABELS).stat().st_mode & 0o222
    ends_as_undisturbed(again, FLOW, before=AS_OTHERS)


def test_data_in_which_a_new_record_cannot_be_registered(unrun, closed, is_as_undisturbed, stops):
    closed(unrun.path / "data")
    stops(unrun, "data/register", "Get permission to write there", targets=[RECORDS], before=AS_OTHERS)
    subprocess.run(["chmod", "u+w", unrun.path / "data"], check=True)
    status, words = unrun.run(RECORDS, before=AS_OTHERS)
    assert status == 0, words
    is_as_undisturbed(unrun, RECORDS)
