"""Four real exports without numbers of their own: labelled, changed as databases change them, and read again.

The records lie in ``../shared/data`` beside the project, and are not part of it.
"""

import random
from pathlib import Path

import pandas as pd
import pytest

from cireview.formats import read_export
from cireview.formats.writing import write_export
from cireview.identity import REGISTERED, find_former, keep_ids

EXPORTS = Path(__file__).parents[3] / "shared/data/exports"
FILES = {
    "ACM": "acm/llm_acm_1.bib",
    "IEEE": "ieee/ortegon_ieee.bib",
    "Springer": "springer/ortegon_springer.bib",
    "Zotero, RIS": "pubmed/citesource_pubmed_zotero.ris",
    "Zotero, BibTeX": "zotero/asysd_zotero.bib",
    "Zotero, CSV": "zotero/asysd_zotero.csv",
}
SHARE = 0.2  # of the records change
NO_ANSWERS = pd.DataFrame(columns=["record_id_1", "record_id_2", "decision"], dtype="str")

pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason="the shared exports are not here")


def toggle(column, text):
    return lambda row, lots: {column: "" if row[column] else text(lots)}


def misspell(row, lots):
    title = row["title"]
    place = lots.randrange(1, max(2, len(title) - 2))
    return {
        "title": title[:place] + title[place + 1 : place + 2] + title[place : place + 1] + title[place + 2 :]
    }


def shorten_names(row, _lots):
    names = [name.partition(", ") for name in row["authors"].split("; ")]
    return {"authors": "; ".join(f"{family}, {given[:1]}" if given else family for family, _, given in names)}


CHANGES = (
    lambda row, lots: {"pages": f"{lots.randrange(900)}-{lots.randrange(900, 999)}"},
    toggle("issue", lambda lots: str(lots.randrange(1, 12))),
    toggle("volume", lambda lots: str(lots.randrange(1, 99))),
    toggle("doi", lambda lots: f"10.5555/{lots.randrange(10**6)}"),
    lambda row, _lots: {"abstract": f"{row['abstract'][: len(row['abstract']) // 2]} (c) 2024"},
    shorten_names,
    lambda row, _lots: {"title": row["title"].upper()},
    misspell,
)


def change_some(records, lots):
    """Return the records of another day, in another order, and the place of each in the first export."""
    rows = records.to_dict("records")
    rows = [row | lots.choice(CHANGES)(row, lots) if lots.random() < SHARE else row for row in rows]
    order = lots.sample(range(len(rows)), len(rows))
    return pd.DataFrame([rows[place] for place in order]), order


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("file", FILES.values(), ids=FILES)
def test_no_label_is_lost_or_on_another_article(file, seed):
    records = read_export(EXPORTS / file, source="A", search_id="a").records
    first = keep_ids(records, REGISTERED.empty())
    labelled = first.records["record_id"].tolist()
    later, order = change_some(records, random.Random(seed))
    second = keep_ids(later, first.versions).records["record_id"].tolist()
    now = dict(zip((labelled[place] for place in order), second, strict=True))
    content = dict(
        zip(labelled, zip(records["title"], records["authors"], records["year"], strict=True), strict=True)
    )
    # Copies of one record within an export may change places: they say the same.
    assert [(old, new) for old, new in now.items() if new in content and content[new] != content[old]] == []

    used = pd.DataFrame({"record_id": labelled, "file": "s.csv", "row": 2} | dict.fromkeys(CELLS, ""))
    today = later.assign(record_id=second)
    former = find_former(used, today, entries=first.versions, answers=NO_ANSWERS)
    asked = former.groupby("record_id")["now"].agg(set).to_dict()
    lost = set(labelled) - set(second)
    assert set(asked) == lost
    assert [old for old in lost if now[old] not in asked[old]] == []
    # The doubtful ones, of which a person is asked, are few: most have neither DOI nor abstract.
    assert len(lost) <= 0.1 * len(labelled)


CELLS = ("title", "authors", "year", "journal", "doi")


@pytest.mark.parametrize(
    ("file", "other"),
    [("acm/llm_acm_1.bib", "ris"), ("springer/ortegon_springer.bib", "ris"), ("ieee/llm_ieee.ris", "bibtex")],
)
def test_another_format_brings_the_same_ids(tmp_path, file, other):
    records = read_export(EXPORTS / file, source="A", search_id="a").records
    first = keep_ids(records, REGISTERED.empty())
    write_export(records.iloc[::-1], tmp_path / "again", format=other)
    again = read_export(tmp_path / "again", source="A", search_id="a").records
    assert sorted(keep_ids(again, first.versions).records["record_id"]) == sorted(first.records["record_id"])
