"""Run one review of N records on this machine and through Slurm, and compare what the two runs made.

    python benchmarks/cluster.py FOLDER [--records N] [--shards K] [--batch B] [--keep DIR] [--local]

FOLDER is as for `deduplication.py`. The script multiplies its records as `deduplication_scale.py` does, and
saves them as export files of 20,000 records. `--batch` hands out so many abstracts at a time. Slurm must be
running (`tests/slurm/start`), unless `--local` leaves its run out. The script prints wall seconds and the
command's CPU seconds of both runs, the memory of the largest local process, and the files of `results/` and
`data/` that differ.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
from deduplication_scale import multiply, read_records
from everyday import PROTOCOL, run_timed

from cireview.formats import write_export
from cireview.tables import RECORD

PART = 20_000  # records of an export file
SLURM = ("--profile", "profiles/slurm", "--slurm-status-command", "squeue")
SOURCE = Path(__file__).parents[1] / "src"


def make_review(folder: Path, records: pd.DataFrame, shards: int, batch: int = 0) -> None:
    """Make a review whose export files hold these records."""
    subprocess.run(
        [sys.executable, "-m", "cireview", "init", str(folder)], check=True, stdout=subprocess.DEVNULL
    )
    table = RECORD.conform(
        records.assign(record_id=[f"r{number}" for number in range(len(records))]).reindex(
            columns=list(RECORD.columns)
        )
    )
    table["authors"] = table["authors"].str.replace(" and ", "; ")
    names = []
    for start in range(0, len(table), PART):
        names.append(f"part{start // PART + 1}")
        export = folder / f"data/exports/{names[-1]}.ris"
        write_export(table.iloc[start : start + PART], export, format="ris")
    listed = ", ".join(f"{{name: {name}, export: {name}.ris}}" for name in names)
    (folder / "config/protocol.yaml").write_text(PROTOCOL.replace("SOURCES", f"[{listed}]"))
    config = folder / "config/config.yaml"
    settings = config.read_text()
    changes = {"  shards: 1 ": f"  shards: {shards} "}
    changes |= {"  batch: null ": f"  batch: {{size: {batch}}} "} if batch else {}
    for line, changed in changes.items():
        assert line in settings, f"the template no longer has {line!r}"
        settings = settings.replace(line, changed)
    config.write_text(settings)


def run(folder: Path, *options: str) -> tuple[float, float]:
    """Run the review and keep what was said; return wall and CPU seconds, without those of Slurm's jobs."""
    wall, cpu, said = run_timed(["snakemake", *options], folder, SOURCE)
    folder.with_suffix(".log").write_text(said)
    return wall, cpu


def digest(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every result; logs hold times."""
    files = (path for part in ("results", "data") for path in (folder / part).rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in sorted(names.items())
        if not name.startswith("results/logs/")
    }


def main() -> None:
    """Run, compare and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--shards", type=int, default=4)
    parser.add_argument("--batch", type=int, default=0, help="abstracts in a batch; 0: no batches")
    parser.add_argument("--local", action="store_true", help="leave the run through Slurm out")
    parser.add_argument("--keep", type=Path, help="folder in which both reviews and their logs stay")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = given.keep or Path(name)
        local, cluster = work / "local", work / "cluster"
        make_review(local, multiply(read_records(given.folder), given.records), given.shards, given.batch)
        shutil.copytree(local, cluster)
        print("| run | wall s | CPU s of the command |\n| --- | --- | --- |")
        print("| local | {:.0f} | {:.0f} |".format(*run(local, "--cores", "2")), flush=True)
        print(f"largest process: {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024} MB")
        if given.local:
            return
        print("| Slurm | {:.0f} | {:.0f} |".format(*run(cluster, *SLURM)))
        here, there = digest(local), digest(cluster)
        differ = [file for file in sorted({*here, *there}) if here.get(file) != there.get(file)]
        print(json.dumps({"files": len(here), "differ": differ, "records": given.records}))


if __name__ == "__main__":
    main()
