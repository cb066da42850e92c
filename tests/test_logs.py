"""What a job says when it cannot go on: a sentence where a person can help, else a traceback for us."""

import errno
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from cireview.errors import Problem, ReviewError
from cireview.logs import keep_log

AGAIN = "and run the same command again\n"


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            f"error: No space left on device. Free space on the disk, {AGAIN}",
        ),
        (
            OSError(errno.EACCES, "Permission denied", "results/a.csv"),
            f"error: results/a.csv: Permission denied. Get permission to write there, {AGAIN}",
        ),
        (
            ReviewError(Problem("it is empty", "a.ris", remedy="Save it")),
            "error: a.ris: it is empty. Save it\n",
        ),
    ],
)
def test_what_a_person_can_mend_is_one_sentence(tmp_path, capsys, error, sentence):
    with pytest.raises(SystemExit) as left, keep_log(tmp_path / "logs/a.log"):
        raise error
    assert left.value.code == 1
    assert capsys.readouterr().err == sentence


@pytest.mark.parametrize("error", [OSError(errno.ENOENT, "No such file", "a.csv"), ValueError("ours")])
def test_a_fault_of_ours_keeps_its_traceback(tmp_path, error):
    with pytest.raises(type(error)), keep_log(tmp_path / "a.log"):
        raise error


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here is always full")
def test_a_log_that_cannot_be_written_is_one_sentence(capsys):
    with pytest.raises(SystemExit), keep_log("/dev/full"):
        warnings.showwarning("words for the log", UserWarning, "a.py", 1)
    assert capsys.readouterr().err == f"error: No space left on device. Free space on the disk, {AGAIN}"


def test_python_ends_without_a_last_look_for_cycles(tmp_path):
    code = "import gc, sys; from cireview.logs import keep_log; sys.stdout = open(sys.argv[1], 'w')\n"
    code += "class Cycle:\n    def __init__(self): self.own = self\n    def __del__(self): open(FILE, 'w')\n"
    code += "FILE = sys.argv[2]\nwith keep_log(sys.argv[3]): Cycle()\nprint('written')"
    files = [tmp_path / name for name in ("said.txt", "cycle.txt", "job.log")]
    assert subprocess.run([sys.executable, "-c", code, *map(str, files)]).returncode == 0
    assert files[0].read_text() == "written\n"
    assert not files[1].exists()
