"""A review of three records, small enough to be run through many faults."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from warm import customize_all, starter

from cireview.places import place

TEMPLATES = Path(__file__).parents[2] / "src/cireview/templates/review"
# What a mail, a cloud drive or a person puts in names; a new review may lie in such a folder.
ODD = """-Gärten & 'Kinder' {1 #2 100% "x" $HOME `id`"""
PROTOCOL = f"""\
title: School gardens
question: {{main: "Do school gardens change what children eat?"}}
sources:
  - name: PubMed
    export: |-
      {ODD}.ris
search: {{query: garden* AND child*, date: 2024-05-02}}
practical_screen:
  years: {{first: 2000, last: 2024}}
  criteria:
    - {{id: garden, text: Children work in a garden, reason: No garden, terms: [garden]}}
  reviewers: [anna]
methodological_screen:
  criteria:
    - {{id: no_comparison, text: Children are compared, reason: No comparison}}
  reviewers: [anna]
review: {{coders: [anna]}}
"""
CODEBOOK = """\
dimensions:
  - id: place
    label: Place
    question: Where is the garden?
    kind: single
    values:
      - {id: school, label: School, terms: [school]}
      - {id: not_stated, label: Not stated}
"""
RECORDS = {"a1": "School gardens and vegetables", "a2": "Gardening in kindergartens", "a3": "Sold plants"}
EXPORT = "\n".join(
    f"TY  - JOUR\nAN  - {number}\nTI  - {title}\nAU  - Aho, A\nPY  - 2015\nJF  - Garden\n"
    f"AB  - Children of a school work in a garden. {title}.\nER  - \n"
    for number, title in RECORDS.items()
)
LABELS = f"data/labels/screening/{ODD}.csv"
FILES = {
    "config/protocol.yaml": PROTOCOL,
    "config/codebook.yaml": CODEBOOK,
    f"data/exports/{ODD}.ris": EXPORT,
    LABELS: "record_id,reviewer,decision,reason\npubmed:a1,anna,include,\npubmed:a3,anna,exclude,garden\n",
    f"data/labels/eligibility/{ODD}.csv": (
        "record_id,reviewer,retrieved,decision,reason\npubmed:a1,anna,yes,include,\n"
    ),
    f"data/labels/coding/{ODD}.csv": (
        "record_id,dimension,coder,value,evidence\npubmed:a1,place,anna,school,Children of a school\n"
    ),
    "data/fulltext/pubmed_a1.txt": "Children of a school work in a garden and are compared.",
}
FLOW = "results/7_synthesis/prisma/flow.csv"
DECISIONS = "results/4_practical_screen/decisions.csv"


class Folder:
    """A review's folder in which the workflow can be run."""

    def __init__(self, path):
        self.path = path

    def start(self, *arguments, before=(), customize="", **environment):
        """Start snakemake in a session of its own, every Python of it beginning with `customize`."""
        home = self.path.parent / "customize"
        customize_all(home, customize)
        path = os.pathsep.join(filter(None, [str(home), os.environ.get("PYTHONPATH")]))
        return subprocess.Popen(
            [*before, sys.executable, "-m", "snakemake", "--cores", "2", *arguments],
            cwd=self.path,
            env={**os.environ, "PYTHONPATH": path, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments, anew=False, **how):
        """Run snakemake, and wait for all processes that write to its terminal; return status and words.

        What disturbs a run happens to processes of the command itself; others are forks that need not import.
        """
        if not (anew or how):
            return starter().run("--cores", "2", *arguments, folder=self.path)
        process = self.start(*arguments, **how)
        words, _ = process.communicate()
        return process.returncode, words

    def run_quietly(self, *words):
        """Run `cireview run`; return its status and the lines of its output and of its errors."""
        command = [sys.executable, "-m", "cireview", "run", *words]
        done = subprocess.run(command, cwd=self.path, capture_output=True, text=True)
        return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()

    def bytes_of(self, part):
        """Return the content of every file in a folder, by path, without logs and without parts of files."""
        files = sorted(file for file in (self.path / part).rglob("*") if file.is_file())
        content = {file.relative_to(self.path).as_posix(): file.read_bytes() for file in files}
        return {
            name: text
            for name, text in content.items()
            if not name.startswith("results/logs/")
            and "/." not in name  # what is not whole has a dot in front
        }

    def peoples(self):
        """Return what people keep in ``data/``: all but the register and the seals, which a run adds to."""
        files, added = self.bytes_of("data"), (place("register"), place("sealed"))
        return {name: text for name, text in files.items() if not name.startswith(added)}


def make_review(path):
    shutil.copytree(TEMPLATES, path)
    for name, text in FILES.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return Folder(path)
