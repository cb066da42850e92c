"""A job reads what its rule declares: whatever else of the review it opened would not make it run again.

Jobs are watched in a run from nothing, which makes the same bytes as the run before.
"""

import json

import pytest
from workflow.conftest import list_differences

from cireview.places import PEOPLES

pytestmark = pytest.mark.workflow

# Each job notes which files of the review it opens, and what its rule says that it reads, writes and logs.
# Arrow opens files in C++, past the audit events of Python, so that pandas' reader is watched by name.
AUDIT = """
import importlib.util, json, os, sys

REVIEW, NOTES = os.getcwd(), {notes!r}
script = os.path.basename(sys.argv[0])
if "/.snakemake/scripts/" in sys.argv[0]:
    opened = set()

    def note(path):
        if isinstance(path, (str, bytes, os.PathLike)):
            full = os.path.abspath(os.fsdecode(path))
            if full.startswith(REVIEW + os.sep):
                opened.add(os.path.relpath(full, REVIEW))

    def listen(event, arguments):
        if event == "open" and not str(arguments[1] or "r").startswith(("w", "x", "a")):
            note(arguments[0])

    sys.addaudithook(listen)

    def watch(module):
        read = module.read_parquet

        def read_parquet(path, *given, **named):
            note(path)
            return read(path, *given, **named)

        module.read_parquet = read_parquet

    class Finder:
        # Waits until the job imports pandas: to import it here would load it into every process.
        def find_spec(self, name, path=None, target=None):
            if name != "pandas.io.parquet":
                return None
            sys.meta_path.remove(self)
            spec = importlib.util.find_spec(name)
            execute = spec.loader.exec_module
            spec.loader.exec_module = lambda module: (execute(module), watch(module))
            return spec

    if "pandas" in sys.modules:  # imported before the job was forked
        watch(sys.modules["pandas"])
    else:
        sys.meta_path.insert(0, Finder())

    import atexit

    def report():
        job = sys.modules["__main__"].__dict__.get("snakemake")
        if job is not None:
            declared = [*map(str, job.input), *map(str, job.output), *map(str, job.log)]
            row = dict(rule=job.rule, opened=sorted(opened), declared=declared)
            with open(os.path.join(NOTES, script + ".json"), "w") as file:
                json.dump(row, file)

    atexit.register(report)
"""

# What Snakemake and the runs keep for themselves, and what only grows.
UNDECLARED = (
    ".snakemake/",
    ".cireview/",
    f"{PEOPLES['archive']}/",
    f"{PEOPLES['register']}/",
    f"{PEOPLES['sealed']}/",
    f"{PEOPLES['stops']}/",
)


def find_undeclared(rows):
    """Return rule and file of everything that a job opened and its rule does not declare."""
    return sorted(
        f"{row['rule']} opens {file}"
        for row in rows
        for file in row["opened"]
        if file not in row["declared"] and not f"{file}/".startswith(UNDECLARED)
    )


def test_a_run_from_nothing_makes_the_same_and_no_job_opens_a_file_that_is_no_input(
    finished, review, tmp_path
):
    notes = tmp_path / "notes"
    notes.mkdir()
    status, printed = review.run(customize=AUDIT.format(notes=str(notes)), anew=True)
    assert status == 0, printed
    assert list_differences(finished.bytes_of("results"), review.bytes_of("results")) == []
    rows = [json.loads(file.read_text()) for file in notes.iterdir()]
    opened = {row["rule"]: row["opened"] for row in rows}
    # The hook sees both kinds of files, else an empty list would mean nothing.
    assert "results/3_search/unique.parquet" in opened["tabulate"]
    assert "results/7_synthesis/fates.csv" in opened["tabulate"]
    assert find_undeclared(rows) == []


def test_an_undeclared_file_is_named_with_its_rule():
    row = {"rule": "tabulate", "opened": ["results/a.csv", "results/b.csv"], "declared": ["results/a.csv"]}
    assert find_undeclared([row]) == ["tabulate opens results/b.csv"]
