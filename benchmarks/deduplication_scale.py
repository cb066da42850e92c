"""Measure how deduplication grows: real records multiplied to 10,000, 100,000 and 1,000,000.

    python benchmarks/deduplication_scale.py FOLDER [--sizes N …] [--plot FILE] [--peer PYTHON --peer-size N]

FOLDER is as for `deduplication.py`. Every copy of a group of records becomes a new study. The three longest
words of its title, two authors, year, volume, pages and DOI change in the same way for all records of the
group. Then every copied record is perturbed by itself, as databases do: letters dropped, given names cut to
initials, fields missing, pages shortened.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from deduplication import RECORDS, read_groups, read_truth, run, score_groups, score_questions

from cireview.tables import RECORD

CHANGED_WORDS = 3
# Holds articles that `digital_work` holds too: one study under two labels would count as lost.
REPEATED = frozenset({"mis_baseline"})
FEWEST_RECORDS = 1000  # small sets of special cases repeat records of the large ones
COLUMNS = {
    "title": ("title",),
    "authors": ("author",),
    "year": ("year",),
    "journal": ("journal", "booktitle"),
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "pages": ("pages",),
    "doi": ("doi",),
    "abstract": ("abstract",),
}
MISSING = {"abstract": 0.05, "doi": 0.1, "pages": 0.03, "volume": 0.02, "issue": 0.05, "journal": 0.01}


def read_set(folder: Path) -> pd.DataFrame:
    """Return the RECORD columns of one set, with `record_id` and `study`."""
    table = pd.read_csv(folder / RECORDS, dtype=str, keep_default_na=False)
    found = {"record_id": table["ID"], "study": table["ID"].map(read_truth(folder))}
    for column, names in COLUMNS.items():
        given = [table[name] for name in names if name in table]
        value = given[0] if given else pd.Series("", index=table.index)
        for other in given[1:]:
            value = value.where(value != "", other)
        found[column] = value
    return pd.DataFrame(found)


def read_records(folder: Path) -> pd.DataFrame:
    """Return the RECORD columns of all large sets that share no study, with `study`."""
    tables = []
    for path in sorted(folder.glob(f"*/{RECORDS}")):
        table = read_set(path.parent)
        if len(table) >= FEWEST_RECORDS and path.parent.name not in REPEATED:
            tables.append(table.assign(study=f"{path.parent.name}:" + table["study"]))
    return pd.concat(tables, ignore_index=True).drop(columns="record_id")


def multiply(records: pd.DataFrame, size: int, seed: int = 1) -> pd.DataFrame:
    """Return `size` records; the first ones are the real ones as they are."""
    random = np.random.default_rng(seed)
    words = sorted({word for title in records["title"] for word in title.split() if len(word) > 4})
    people = sorted({person for line in records["authors"] for person in line.split(" and ") if person})
    rows = [records]
    total = len(records)
    for copy in itertools.count(1):
        if total >= size:
            break
        rows.append(perturb(give_new_identity(records, copy, words, people, random), random))
        total += len(records)
    return pd.concat(rows, ignore_index=True)[:size]


def give_new_identity(
    records: pd.DataFrame, copy: int, words: list[str], people: list[str], random: np.random.Generator
) -> pd.DataFrame:
    """Make another study of every group of records, the same changes for all of its records."""
    studies = {study: number for number, study in enumerate(records["study"].unique())}
    new_words = random.integers(len(words), size=(len(studies), CHANGED_WORDS)).tolist()
    new_people = random.integers(len(people), size=(len(studies), 2)).tolist()
    years, volumes, pages = random.integers(1, 400, size=(3, len(studies))).tolist()
    changed: dict[int, dict[str, str]] = {}
    table = records.to_dict("records")
    for row in table:
        study = studies[row["study"]]
        if study not in changed:
            long = sorted(
                {word.lower() for word in row["title"].split()}, key=lambda word: (-len(word), word)
            )
            changed[study] = {old: words[new] for old, new in zip(long, new_words[study], strict=False)}
        words_of_title = row["title"].split()
        row["title"] = " ".join(changed[study].get(word.lower(), word) for word in words_of_title)
        names = [people[person] for person in new_people[study]] + row["authors"].split(" and ")[2:]
        row["authors"] = " and ".join(names)
        row["year"] = (
            str(1980 + (int(row["year"]) + years[study]) % 45) if row["year"].isdigit() else row["year"]
        )
        row["volume"] = str(int(row["volume"]) + volumes[study]) if row["volume"].isdigit() else row["volume"]
        parts = row["pages"].replace("--", "-").split("-")
        row["pages"] = "-".join(str(int(part) + pages[study]) if part.isdigit() else part for part in parts)
        row["doi"] = f"{row['doi']}.{copy}" if row["doi"] else ""
        row["abstract"] = f"{row['title']} {row['abstract']}" if row["abstract"] else ""
        row["study"] = f"{row['study']}#{copy}"
    return pd.DataFrame(table)


def perturb(records: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Write every record as another database might."""
    for column, share in MISSING.items():
        records[column] = records[column].mask(random.random(len(records)) < share, "")
    typo, initials, short = (random.random(len(records)) < share for share in (0.1, 0.2, 0.1))
    spot = random.random(len(records))
    titles = records["title"].tolist()
    for row in np.flatnonzero(typo):
        cut = int(spot[row] * len(titles[row]))
        titles[row] = titles[row][:cut] + titles[row][cut + 1 :]
    first = r", ([^\W\d_])[^,]*?(?= and |$)"
    authors = records["authors"].mask(initials, records["authors"].str.replace(first, r", \1.", regex=True))
    pages = records["pages"].mask(short, records["pages"].str.partition("-")[0])
    return records.assign(title=titles, authors=authors, pages=pages)


def measure(records: pd.DataFrame, work: Path) -> dict[str, float]:
    """Deduplicate in a process of its own; return its figures."""
    ids = [f"r{number:07d}" for number in range(len(records))]
    truth = dict(zip(ids, records["study"], strict=True))
    table = RECORD.conform(records.assign(record_id=ids).reindex(columns=list(RECORD.columns)))
    table.to_parquet(work / "records.parquet")
    del table
    seconds, megabytes = run([sys.executable, __file__, "--child", str(work)])
    scores = score_groups(truth, read_groups(work / "groups.csv"))
    questions = score_questions(truth, read_groups(work / "groups.csv"), work / "possible.csv")
    inner = json.loads((work / "seconds.json").read_text())
    return scores | questions | {"CPU s": seconds, "deduplicate s": inner, "MB": megabytes}


def run_child(work: Path) -> None:
    import time

    from cireview.deduplication import deduplicate

    records = pd.read_parquet(work / "records.parquet")
    start = time.process_time()
    found = deduplicate(records)
    (work / "seconds.json").write_text(json.dumps(time.process_time() - start))
    found.matches.to_csv(work / "groups.csv", index=False)
    found.possible.to_csv(work / "possible.csv", index=False)


def measure_peer(records: pd.DataFrame, peer: str, work: Path) -> dict[str, float]:
    ids = [f"r{number:07d}" for number in range(len(records))]
    truth = dict(zip(ids, records["study"], strict=True))
    table = records.drop(columns="study").rename(columns={"authors": "author", "issue": "number"})
    table.assign(ID=ids, ENTRYTYPE="article").to_csv(work / "peer.csv", index=False)
    script = str(Path(__file__).with_name("deduplication_peer.py"))
    seconds, megabytes = run([peer, script, str(work / "peer.csv"), str(work)])
    scores = score_groups(truth, read_groups(work / "groups.csv"))
    return scores | score_questions(truth, work / "possible.csv") | {"CPU s": seconds, "MB": megabytes}


def draw(table: pd.DataFrame, path: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(8, 3.2), layout="constrained")
    for axis, column in zip(axes, ("CPU s", "MB"), strict=True):
        axis.loglog(table["records"], table[column], "o-", color="#1b6ca8")
        axis.set(xlabel="records", ylabel={"CPU s": "CPU seconds", "MB": "peak memory (MB)"}[column])
        axis.grid(alpha=0.3)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)


def main() -> None:
    if sys.argv[1] == "--child":
        run_child(Path(sys.argv[2]))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--peer")
    parser.add_argument("--peer-size", type=int, default=50_000)
    given = parser.parse_args()
    real = read_records(given.folder)
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as work:
        for size in given.sizes:
            rows.append({"tool": "cireview"} | measure(multiply(real, size), Path(work)))
            print(pd.DataFrame(rows[-1:]).to_string(index=False, float_format="%.4g"), flush=True)
        if given.peer:
            many = multiply(real, given.peer_size)
            rows.append({"tool": "cireview"} | measure(many, Path(work)))
            rows.append({"tool": "bib-dedupe"} | measure_peer(many, given.peer, Path(work)))
    table = pd.DataFrame(rows)
    print(table.to_string(index=False, float_format="%.4g"))
    ours = table[(table["tool"] == "cireview")][: len(given.sizes)]
    if len(ours) > 1:
        for column in ("CPU s", "deduplicate s", "MB"):
            slope = np.polyfit(np.log(ours["records"].astype(float)), np.log(ours[column].astype(float)), 1)[
                0
            ]
            print(f"growth exponent of {column}: {slope:.3f}")
    if given.plot:
        draw(ours, given.plot)


if __name__ == "__main__":
    main()
