"""A large table is read at any moment, also when Python ends: a run's last words need it then."""

import subprocess
import sys

import pandas as pd

READ_AT_THE_END = """
import atexit, sys
from cireview.tables import read_table

atexit.register(lambda: print(len(read_table(sys.argv[1]))))
"""


def test_a_large_table_is_read_when_python_ends(tmp_path):
    rows = 400_000
    path = tmp_path / "fates.csv"
    frame = pd.DataFrame({"record_id": [f"pubmed:{number}" for number in range(rows)], "fate": "included"})
    frame.to_csv(path, index=False, encoding="utf-8-sig")
    command = [sys.executable, "-c", READ_AT_THE_END, path]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == (str(rows), "")
