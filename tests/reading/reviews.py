"""A small review: sixty abstracts for two people, pairs to judge, full texts, articles to code."""

import random

from workflow.conftest import Folder

from cireview.cli.init import init
from cireview.tables import read_table

SCREEN = ["results/4_practical_screen/stopping.csv", "results/4_practical_screen/sheets/digests.csv"]
PAIRS = "results/3_search/sheets/digests.csv"
TEXTS = "results/5_methodological_screen/sheets/digests.csv"
CODES = "results/6_review/sheets/digests.csv"
PEOPLE = ("anna", "ben")
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)> {{ 7*7 }} =cmd()'
PROTOCOL = """
title: School gardens and what children eat
question: {main: Do school gardens change what children eat}
sources: [{name: Scopus, export: scopus.ris}]
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  criteria:
    - id: garden
      text: A garden at a school is studied
      reason: Not about school gardens
      terms: [garden, school]
    - {id: children, text: Children take part, reason: No children, terms: [child, pupil]}
  reviewers: [anna, ben]
  adjudicator: eve
methodological_screen:
  criteria:
    - {id: groups, text: Two groups are compared, reason: No comparison}
    - {id: intake, text: What children eat is measured, reason: Intake not measured}
  reviewers: [anna]
review: {coders: [anna], show_suggestions: true}
"""
CODEBOOK = """
dimensions:
  - id: country
    label: Country
    question: Where was the study made?
    kind: single
    values:
      - {id: FI, label: Finland, terms: [Finland]}
      - {id: SE, label: Sweden, terms: [Sweden]}
  - id: outcomes
    label: Outcomes
    question: What was measured?
    kind: multiple
    values:
      - {id: fruit, label: Fruit, terms: [fruit]}
      - {id: vegetables, label: Vegetables, terms: [vegetables]}
  - id: pupils
    label: Number of pupils
    question: How many pupils took part?
    kind: number
    whole: true
"""
_WORDS = """
soil season teacher lesson harvest kitchen taste lunch parents village city policy budget weather water
plants seeds insects compost fence tools summer winter records survey interview method sample theory
"""


def article(number, relevant):
    """Return a record in RIS; one is hostile, one is in Hebrew, one has no abstract."""
    chance = random.Random(number)
    words = " ".join(chance.choices(_WORDS.split(), k=40))
    topic = (
        "School garden and vegetables that children eat" if relevant else "Municipal budgets and road repair"
    )
    country = "Finland" if number % 2 else "Sweden"
    title = f"{topic}: study {number} of {chance.choice(_WORDS.split())} and {chance.choice(_WORDS.split())}"
    abstract = f"{topic} in {country}. We asked {100 + number} pupils about fruit. {words}. Study {number}."
    if number == 7:
        title, abstract = f"Gardens {HOSTILE}", f"{abstract} {HOSTILE}"
    if number == 11:
        title, abstract = (
            "גינות בית ספר ומה שילדים אוכלים",
            "גינות בית ספר משנות את מה שילדים אוכלים. נשאלו תלמידים.",
        )
    lines = [f"TY  - JOUR\nID  - a-{number}\nAN  - a-{number}\nTI  - {title}"]
    lines += [f"AU  - Author{number}, A.\nPY  - {2000 + number % 20}\nJO  - Journal of Gardens"]
    lines += [f"DO  - 10.1000/g{number}"]
    lines += [] if number == 13 else [f"AB  - {abstract}"]
    return "\n".join([*lines, f"KW  - garden\nKW  - {country}", "ER  - \n"])


def write_review(path, *, records=60, config="", protocol=""):
    """Write the folder of a review that was not run yet; every fourth record is relevant."""
    init(path)
    (path / "config/protocol.yaml").write_text(protocol or PROTOCOL)
    (path / "config/codebook.yaml").write_text(CODEBOOK)
    if config:
        text = (path / "config/config.yaml").read_text()
        (path / "config/config.yaml").write_text(text + config)
    (path / "data/exports/scopus.ris").write_text(
        "".join(article(one, one % 4 == 0) for one in range(records))
    )
    return Reviewed(path)


class Reviewed(Folder):
    """The folder of that review."""

    def make(self, *files):
        """Run the review as far as these files."""
        status, said = self.run(*files)
        assert status == 0, said

    def table(self, name):
        """Return a table of the screen."""
        return read_table(self.path / f"results/4_practical_screen/{name}.csv")

    def label(self, stage, name, head, rows):
        """Save a sheet of answers."""
        file = self.path / f"data/labels/{stage}/{name}.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([head, *rows]) + "\n")
