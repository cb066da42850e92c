"""Build the corpus: ten export files, the truth about them, and the sheets of people.

Run ``python data/corpus/build.py``; the same articles give the same bytes.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from articles import HERE, Entry, read_articles, read_entries
from bibtex import write_sage, write_sciencedirect
from labels import write_labels
from ris import write_ebsco, write_emerald, write_jstor, write_proquest, write_wiley
from scopus import write_scopus
from tagged import write_pubmed, write_web_of_science

from cireview.formats import read_export
from cireview.tables.ids import identify_records, source_key

EXPORTS: dict[str, tuple[str, Callable[[list[Entry]], bytes]]] = {
    "ProQuest": ("proquest.ris", write_proquest),
    "Scopus": ("scopus.csv", write_scopus),
    "Wiley": ("wiley.ris", write_wiley),
    "EBSCO": ("ebsco.ris", write_ebsco),
    "Web of Science": ("web_of_science.txt", write_web_of_science),
    "SAGE Journals": ("sage.bib", write_sage),
    "Emerald": ("emerald.ris", write_emerald),
    "ScienceDirect": ("sciencedirect.bib", write_sciencedirect),
    "JSTOR": ("jstor.ris", write_jstor),
    "PubMed": ("pubmed.nbib", write_pubmed),
}
# Whose record stands for an article in people's sheets: the databases that number their records first.
PREFERRED = ["PubMed", "Scopus", "Web of Science", "ProQuest", "EBSCO", *EXPORTS]


def build(folder: Path) -> None:
    """Write everything into the review's data folder `folder`."""
    articles = read_articles()
    entries = read_entries(articles)
    truth = pd.concat(
        [_export(folder, name, entries[source_key(name)]) for name in EXPORTS], ignore_index=True
    )
    truth = truth.sort_values("record_id", ignore_index=True)
    _save(folder / "corpus/truth.csv", truth[["record_id", "article"]].to_csv(index=False).encode())
    record_of = _choose_records(truth)
    for name, content in write_labels(articles, record_of).items():
        _save(folder / "labels" / name, content)
    coding = folder / "labels/coding/coding.csv"
    if coding.exists():
        coding.write_bytes(fill_record_ids(coding.read_bytes(), record_of))


def _export(folder: Path, name: str, entries: list[Entry]) -> pd.DataFrame:
    """Write one export file, read it back as the review does, and return which record is which article."""
    path = folder / "exports" / EXPORTS[name][0]
    _save(path, EXPORTS[name][1](entries))
    records = read_export(path, source=name).records
    if len(records) != len(entries):
        raise SystemExit(f"{path.name}: {len(entries)} records written, {len(records)} read")
    return pd.DataFrame(
        {
            "record_id": identify_records(records).to_numpy(),
            "article": [entry.article.id for entry in entries],
            "source": name,
        }
    )


def _choose_records(truth: pd.DataFrame) -> dict[str, str]:
    """Return for each article the id of one record, one with an accession number where there is one."""
    hashed = truth["record_id"].str.contains(":h-", regex=False)
    order = truth.assign(hashed=hashed, rank=truth["source"].map(PREFERRED.index))
    order = order.sort_values(["hashed", "rank", "record_id"])
    return dict(order.drop_duplicates("article")[["article", "record_id"]].itertuples(index=False, name=None))


def fill_record_ids(sheet: bytes, record_of: dict[str, str]) -> bytes:
    """Return a sheet with columns ``article,record_id,…`` with its ids filled in, the rest byte for byte."""
    ids = "|".join(map(re.escape, sorted(record_of)))
    return re.sub(
        rb"(?m)^(" + ids.encode() + rb"),[^,\r\n]*,",
        lambda row: b"%s,%s," % (row[1], record_of[row[1].decode()].encode()),
        sheet,
    )


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HERE.parent, help="data folder to write into")
    build(parser.parse_args().into)
