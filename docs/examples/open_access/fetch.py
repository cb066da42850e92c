"""Fetch records under CC BY from Europe PMC into the folder of this example: `python fetch.py FOLDER`.

Every record is kept with its licence, as Europe PMC states it; all others are left out and counted.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd

from cireview.formats import write_export
from cireview.query import read_verbatim
from cireview.search.run import run_search
from cireview.sources import find_api
from cireview.tables import write_table
from cireview.web import Access, Session

QUERY = (
    '(TITLE:"collective impact" OR ABSTRACT:"collective impact") AND child* '
    'AND OPEN_ACCESS:y AND LICENSE:"cc by"'
)
DATE, LICENCE, FEWEST, MOST = "2026-11", "cc by", 20, 40


def fetch(folder: Path, address: str = "") -> str:
    """Write export file and licences into a review's folder, and return what was done."""
    api = find_api("europe_pmc")
    # The licence stands in a field of the answer that reviews do without.
    api = replace(api, fields={**api.fields, "notes": "license"})
    api = api.at(address) if address else api
    with Session(seed=1) as session:
        access = Access(folder / "data/search", DATE, session)
        found = run_search(api, read_verbatim(QUERY, database=api.key), access)
    if not found.is_complete:
        raise SystemExit("\n".join(map(str, found.problems)) or "the search is not complete: run it again")
    kept, told = choose(found.records)
    (folder / "data/exports").mkdir(parents=True, exist_ok=True)
    write_export(kept.assign(notes=""), folder / "data/exports/europe_pmc.csv", format="csv")
    licences = kept[["accession", "title", "doi", "url", "notes"]].rename(columns={"notes": "licence"})
    write_table(licences, folder / "data/licences.csv")
    return told


def choose(records: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return at most `MOST` records under CC BY with an abstract, the latest first, and what was left out."""
    free = records["notes"].str.strip().str.casefold() == LICENCE
    whole = free & (records["abstract"] != "") & (records["title"] != "")
    ordered = records[whole].sort_values(["year", "accession"], ascending=[False, True])
    kept = ordered.head(MOST).reset_index(drop=True)
    told = f"{len(kept)} records kept; left out: {(~free).sum()} under another licence or none, "
    told += f"{(free & ~whole).sum()} without title or abstract, {len(ordered) - len(kept)} beyond {MOST}"
    if len(kept) < FEWEST:
        told += f". Fewer than {FEWEST}: too few to measure suggestions by"
    return kept, told


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", default="", help="another address of the service, for tests")
    given = parser.parse_args()
    sys.stdout.write(f"{fetch(given.folder, given.address)}\n")
