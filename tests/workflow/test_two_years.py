"""Two years of a review: a team that changes, a certified stop, a version, a second search, an amendment.

At the end every count of the updated flow follows from what was put in, and nothing was lost on the way.
"""

import random
import re

import pytest
from workflow.test_certification import Gardens

from cireview.prisma.table import read_flow
from cireview.tables import read_table
from cireview.tables.spreadsheets import find_sheets, read_sheet

pytestmark = pytest.mark.workflow

PROTOCOL = """# Written by hand.
title: Gardens
dated: 2024-01-01
question: {main: Do gardens change what children eat}
sources:
  - {name: Scopus, export: scopus.ris}  # the first search
search: {query: garden* AND child*, date: 2024-01-10}
practical_screen:
  criteria: [{id: garden, text: About gardens, terms: [garden]}]
  reviewers: [anna, ben, carla]
  readers_per_abstract: 2
methodological_screen:
  criteria:
    - {id: method, text: Compares groups}
  reviewers: [anna]
review: {coders: [anna]}
"""
CODEBOOK = """
dimensions:
  - id: country
    label: Country
    question: Where
    kind: single
    values: [{id: FI, label: Finland}, {id: SE, label: Sweden}]
"""
FIRST, LATER, OVERLAP = 80, 20, 6
RELEVANT = {0, 1, 2, 3, 4, 5, 6, 7, FIRST, FIRST + 1}
STEP = "results/4_practical_screen"


def article(number, accession, title=""):
    chance = random.Random(number)
    words = ["".join(chance.choices("abcdefghiklmnoprstuvy", k=8)) for _ in range(12)]
    topic = "garden children" if number in RELEVANT else "harbour traffic"
    fields = {
        "TI": title or f"{topic} {' '.join(words[:6])}",
        "AU": f"{words[0].title()}, {words[1][0].upper()}.",
        "PY": "2020",
        "DO": f"10.1000/g.{number}",
        "AB": f"{topic} {' '.join(words)}",
        "AN": accession,
    }
    return "TY  - JOUR\n" + "".join(f"{tag}  - {text}\n" for tag, text in fields.items()) + "ER  - \n"


class Garden(Gardens):
    """The review, in which a report is known by the number of its article."""

    def write(self, file, text):
        (self.path / file).parent.mkdir(parents=True, exist_ok=True)
        (self.path / file).write_text(text)

    def numbers(self):
        """Return the number of the article of each record."""
        records = read_table(self.path / "results/3_search/records.parquet")
        dois = records["doi"].str.extract(r"g\.(\d+)")[0].fillna("-1").astype(int)
        return dict(zip(records["record_id"], dois, strict=True))

    def answer(self, kind, day, judge):
        """Fill every sheet of a kind that lies there, as the person of its name would, and save it."""
        numbers = self.numbers()
        for sheet in find_sheets(self.path / f"results/{STAGES[kind]}/sheets"):
            person = re.match(rf"{kind}_(anna|ben|carla|dora)", sheet.stem)
            table = read_sheet(sheet)
            if sheet.suffix != ".csv" or not person or table.empty:
                continue
            rows = [f"{one},{person[1]},{judge(numbers[one])},{day}" for one in table["record_id"]]
            head = HEADS[kind]
            home = f"data/labels/{kind}"
            name = sheet.name if not (self.path / home / sheet.name).exists() else f"{sheet.stem} {day}.csv"
            self.write(f"{home}/{name}", "\n".join([head, *rows]))

    def outcome(self):
        fates = read_table(self.path / "results/7_synthesis/fates.csv")
        fates = fates[fates["fate"] != "duplicate"]
        numbers = self.numbers()
        return {numbers[one]: fate for one, fate in zip(fates["record_id"], fates["fate"], strict=True)}

    def flow(self):
        return read_flow(read_table(self.path / "results/7_synthesis/prisma/flow.csv"))


STAGES = {"screening": "4_practical_screen", "eligibility": "5_methodological_screen", "coding": "6_review"}
NEXT = {
    5: ["results/5_methodological_screen/sheets/digests.csv"],
    6: ["results/6_review/sheets/digests.csv"],
    7: ["all"],
}
HEADS = {
    "screening": "record_id,reviewer,decision,decided_on",
    "eligibility": "record_id,reviewer,decision,reason,decided_on",
    "coding": "record_id,coder,dimension,value,decided_on",
}


def by_abstract(number):
    return "include" if number in RELEVANT else "exclude"


def by_text(number):
    return "exclude,method" if number == 7 else "include,"


def by_both_criteria(number):
    return "exclude,outcome" if number == 3 else "include,"


def code(_number):
    return "country,FI"


def read_all(garden, day, by_text=by_text):
    """Let people fill whatever awaits them until nothing does."""
    steps = (("screening", by_abstract, 5), ("eligibility", by_text, 6), ("coding", code, 7))
    for kind, judge, following in steps:
        garden.answer(kind, day, judge)
        garden.screen(*NEXT[following])


@pytest.fixture(scope="module")
def first_year(make_once):
    """Return a folder after one year: a pilot, a hand-over, batches, a certificate, a version."""
    return Garden(make_once("two years", live_one_year) / "review")


def live_one_year(home):
    garden = Garden(home / "review")
    garden.do("init")
    garden.write("config/protocol.yaml", PROTOCOL)
    garden.write("config/codebook.yaml", CODEBOOK)
    config = (
        (garden.path / "config/config.yaml").read_text().replace("target_recall: 0.95", "target_recall: 0.75")
    )
    garden.write("config/config.yaml", config.replace("batch: null", "batch: {size: 12}"))
    garden.write("data/exports/scopus.ris", "".join(article(one, f"s{one}") for one in range(FIRST)))
    garden.screen()
    garden.do("draw", "pilot", "--size", "6", "--on", "2024-01-11")
    garden.screen()
    garden.answer("screening", "2024-01-12", by_abstract)
    garden.screen()
    garden.do("hand-over", "carla", "dora")
    garden.screen()
    garden.answer("screening", "2024-01-20", by_abstract)
    garden.screen()
    garden.do("draw", "certification", "--yes", "--on", "2024-01-21")
    garden.screen()
    garden.answer("screening", "2024-01-22", by_abstract)
    garden.screen()
    assert garden.stopping()["met"] == "yes"
    protocol = (garden.path / "config/protocol.yaml").read_text()
    stop = "  stop: {on: 2024-01-23, rule: certified}\nmethodological_screen:"
    garden.write("config/protocol.yaml", protocol.replace("methodological_screen:", stop))
    garden.screen("all")
    read_all(garden, "2024-02-01")
    assert "No task is open" in garden.do("status")
    garden.do("freeze", "2024")


WATCH = """OriginalPaperDOI,OriginalPaperPubMedID,RetractionDate,RetractionDOI,RetractionNature,Reason
10.1000/G.1,0,3/14/2025 0:00,10.1000/n.1,Retraction,+Error in Data;+Error in Analyses;
10.9999/x,0,3/15/2025 0:00,10.9999/n,Retraction,+Plagiarism;
"""


def search_again(garden):
    """Save a second export: articles of which some were found before, and the notice of a retraction."""
    again = [*range(FIRST - OVERLAP, FIRST), *range(FIRST, FIRST + LATER - OVERLAP - 1)]
    texts = [article(one, f"later{one}") for one in again]
    title = re.search("TI  - (.*)", article(2, ""))[1]
    texts.append(article(999, "notice", title=f"Retraction: {title}"))
    garden.write("data/exports/scopus_2026.ris", "".join(texts))
    garden.write("data/notices/retraction_watch.csv", WATCH)
    garden.do("new-search", "Scopus", "scopus_2026.ris", "--on", "2026-01-10", "--folder")


def test_two_years(first_year):
    garden = first_year
    before, flow = garden.outcome(), garden.flow()
    assert flow["database_results"] == FIRST
    assert flow["new_reports"] == 7
    assert "previous_reports" not in flow

    search_again(garden)
    garden.screen("all")
    assert "10.1000/n.1" in (garden.path / "results/7_synthesis/notices.csv").read_text()
    told = garden.do("status")
    assert "by anna; ben: 0" not in told
    counts = garden.flow()
    new = LATER - OVERLAP
    assert (counts["previous_reports"], counts["database_results"]) == (7, LATER)
    assert (counts["duplicates"], counts["awaiting_screening"]) == (OVERLAP, new)
    assert garden.outcome() | before == garden.outcome()

    read_all(garden, "2026-02-01")
    counts = garden.flow()
    assert (counts["new_reports"], counts["total_reports"], counts["records_screened"]) == (2, 9, new)
    amend(garden)
    garden.screen("all")
    told = garden.do("status")
    assert "full texts to decide by anna: 9" in told
    assert garden.flow()["looked_at_again"] == 7
    garden.answer("eligibility", "2026-03-02", by_both_criteria)
    garden.screen("all")
    check_end(garden, before)


def amend(garden):
    """Ask more of full texts, and read those again that were included."""
    protocol = (garden.path / "config/protocol.yaml").read_text()
    more = "    - {id: method, text: Compares groups}\n    - {id: outcome, text: Tells what children ate}"
    garden.write("config/protocol.yaml", protocol.replace("    - {id: method, text: Compares groups}", more))
    assert "no amendment records it: methodological_screen.criteria.outcome is new" in " ".join(
        garden.do("check").split()
    )
    said = garden.do(
        "amend", "Some told of gardens alone", "--reopen", "full_texts:include", "--on", "2026-03-01"
    )
    assert "outcome is new: of full texts, 9 that were included were not judged by it" in said


def check_end(garden, before):
    """Check that the update counts what happened, and that a second version changes nothing."""
    counts, outcome = garden.flow(), garden.outcome()
    assert {number: outcome[number] for number in before if number != 3} == {
        number: fate for number, fate in before.items() if number != 3
    }
    assert outcome[3] == "excluded_eligibility"
    again = {"looked_at_again": 1, "no_longer_counted": 1, "previous_reports": 7, "new_reports": 2}
    assert {key: counts[key] for key in again} == again
    assert counts["total_reports"] == 8
    assert counts["dbr_excluded"] == {"Tells what children ate": 1}
    svg = (garden.path / "results/7_synthesis/prisma/flow.svg").read_text()
    assert "looked at again" in svg
    changes = read_table(garden.path / "results/7_synthesis/changes.csv")
    numbers = garden.numbers()
    by_kind = {
        kind: sorted({numbers[one] for one in rows["record_id"]}) for kind, rows in changes.groupby("change")
    }
    found = [*range(FIRST, FIRST + LATER - OVERLAP - 1), 999]
    assert by_kind == {"decided otherwise": [3], "new": found, "retracted": [1, 2]}
    report = (garden.path / "results/7_synthesis/report.html").read_text()
    assert "Changes since the version 2024" in report
    assert "Some told of gardens alone" in report
    results = garden.bytes_of("results")
    garden.do("freeze", "2026")
    garden.screen("all")
    kept = {name: content for name, content in garden.bytes_of("results").items() if "/logs/" not in name}
    assert {name for name in kept if kept[name] != results[name]} == set()
