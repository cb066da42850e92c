"""Size of the page of a large flow, and how long Chromium takes to open it: `python benchmarks/flow_page.py`.

Records are invented: titles of 40 to 160 letters, two to six authors, a DOI, an id. A third are duplicates.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.paper.flow_data import Known
from cireview.paper.flow_page import write_flow_page
from cireview.prisma import FATE, count_flow, find_members, list_lives
from cireview.tables import CODE, DECISION, LINE, MATCH, RECORD

SOURCES = dict.fromkeys(("PubMed", "Scopus", "Embase", "Web of Science", "CENTRAL"), "database")
REASONS = {f"reason_{n}": f"Wrong thing number {n}" for n in range(8)}
ENDS = {
    "ineligible": 5,
    "excluded_screening": 85,
    "not_retrieved": 1,
    "excluded_eligibility": 7,
    "included": 2,
}


def word(chance: random.Random) -> str:
    """Return an invented word."""
    return "".join(chance.choices("abcdefghijklmnoprstuvwy", k=chance.randint(3, 11)))


def title(chance: random.Random) -> str:
    """Return an invented title."""
    text, length = "", chance.randint(40, 160)
    while len(text) < length:
        text += f" {word(chance)}"
    return text.strip().capitalize()


def invent(size: int, chance: random.Random) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return records and their fates."""
    records: list[tuple[str, ...]] = []
    fates: list[tuple[str, ...]] = []
    for n in range(size):
        source = chance.choice(list(SOURCES))
        name = f"{source.lower().replace(' ', '_')}:{10**7 + n}"
        people = "; ".join(f"{word(chance).title()}, A" for _ in range(chance.randint(2, 6)))
        doi, year = f"10.{chance.randint(1000, 9999)}/{word(chance)}.{n}", str(chance.randint(1990, 2026))
        records.append((name, source, source, title(chance), people, year, doi))
        fate = chance.choices(list(ENDS), list(ENDS.values()))[0]
        copy = n and chance.random() < 1 / 3
        report = fates[chance.randrange(n)][1] if copy else name
        why = chance.choice(list(REASONS)) if fate.startswith("excluded") else ""
        fates.append((name, report, source, "duplicate" if copy else fate, "" if copy else why, "anna; ben"))
    columns = ["record_id", "source", "search_id", "title", "authors", "year", "doi"]
    table = pd.DataFrame(records, columns=columns).reindex(columns=list(RECORD.columns), fill_value="")
    return RECORD.conform(table), FATE.conform(pd.DataFrame(fates, columns=list(FATE.columns)))


def write(size: int) -> str:
    """Return the page of an invented flow."""
    chance = random.Random(1)
    records, fates = invent(size, chance)
    about: dict[str, Any] = {"reasons": REASONS, "abstract_reasons": REASONS}
    members = find_members(fates, kinds=SOURCES, **about)
    stands = fates[fates["fate"] != "duplicate"]
    stage = stands["fate"].map({"excluded_screening": "screening"}).fillna("eligibility")
    decided = stands[["record_id", "reason", "decided_by"]].assign(stage=stage, decision="exclude", note="")
    decided["decided_on"] = [f"2026-{chance.randint(1, 9):02}-{chance.randint(1, 28):02}" for _ in stage]
    ids = records["record_id"]
    lives = list_lives(
        records, fates, members, **about,
        decisions=DECISION.conform(decided), former=RECORD.empty(), study_of={},
        lines=LINE.conform(pd.DataFrame({"record_id": ids, "file": "data/exports/a.ris", "line": ids.index})),
        matches=MATCH.conform(fates.assign(rule="same title and place", score=0.987654)),
        searches=pd.DataFrame({"search_id": list(SOURCES), "searched_on": "2026-01-02"}),
        ranking=pd.DataFrame({"record_id": [], "rank": []}, dtype="str"),
    )  # fmt: skip
    to_texts = decided[decided["stage"] == "eligibility"]
    retrieved = to_texts[["record_id"]].assign(retrieved="yes")
    known = Known(DECISION.conform(to_texts), retrieved, CODE.empty(), {}, {})
    return write_flow_page(lives, count_flow(fates, kinds=SOURCES, **about), known, title="Invented")


def run_chromium(address: str, *options: str) -> str:
    """Open a page in Chromium without a window, and return what it prints."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=1000"]
    return subprocess.run([*command, *options, address], capture_output=True, text=True, check=True).stdout


def time_opening(address: str, picture: Path) -> float:
    """Return the wall seconds that Chromium takes to start, open a page, take a picture of it and end."""
    begun = time.perf_counter()
    run_chromium(address, f"--screenshot={picture}")
    return time.perf_counter() - begun


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--records", type=int, default=100_000)
parser.add_argument("--runs", type=int, default=5)
options = parser.parse_args()
begun = time.process_time()
page = write(options.records)
print(
    f"{options.records:,} records: {len(page.encode()) / 1e6:.1f} MB, {time.process_time() - begun:.1f} CPU s"
)
with tempfile.TemporaryDirectory() as folder:
    file, empty = Path(folder) / "flow.html", Path(folder) / "empty.html"
    file.write_text(page, encoding="utf-8")
    empty.write_text("<!DOCTYPE html><title>Empty</title>")
    lists = f"{file.as_uri()}#n-records_screened"
    assert run_chromium(lists, "--dump-dom").count("<li>") == 100, "no list was drawn"
    for name, address in {"empty page": empty.as_uri(), "figure": file.as_uri(), "and list": lists}.items():
        times = [time_opening(address, file.with_suffix(".png")) for _ in range(options.runs)]
        print(
            f"{name}: {statistics.median(times):.2f} s (median of {options.runs}, Chromium's start included)"
        )
