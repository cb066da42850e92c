"""Measure what the rules need: real reports, each with a copy of itself that lacks or changes one thing.

    python benchmarks/deduplication_changes.py FOLDER

FOLDER is as for `deduplication.py`. The script takes one record of each study from every set, 4,000 in all.
*merged* and *asked* are shares of the copies. *wrong* counts reports that hold records of two studies.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from deduplication_scale import read_records

from cireview.deduplication import deduplicate
from cireview.tables import RECORD

SAMPLE = 4000
PLACE = ("volume", "issue", "pages")
REST = ("journal", *PLACE, "doi", "abstract")

Change = Callable[[pd.DataFrame], pd.DataFrame]


def drop(*columns: str) -> Change:
    return lambda table: table.assign(**dict.fromkeys(columns, ""))


def change(column: str, edit: Callable[[str], str], *missing: str) -> Change:
    return lambda table: drop("doi", *missing)(table).assign(**{column: table[column].map(edit)})


def add_year(text: str) -> str:
    return str(int(text) + 1) if text.isdigit() else text


def drop_letter(text: str) -> str:
    return text[: len(text) // 2] + text[len(text) // 2 + 1 :]


def turn_names(text: str) -> str:
    people = [person.split(",") for person in text.split(" and ")]
    return " and ".join(" ".join(part.strip() for part in reversed(person)) for person in people)


def abbreviate(text: str) -> str:
    return " ".join(
        word[:4] for word in text.split() if word.lower() not in {"of", "the", "and", "for", "in", "on"}
    )


CHANGES: dict[str, Change] = {
    "no year": drop("year"),
    "no authors": drop("authors"),
    "no journal": drop("journal"),
    "no volume, issue, pages": drop(*PLACE),
    "no journal, volume, issue, pages": drop("journal", *PLACE),
    "title, authors and year only": drop(*REST),
    "title and year only": drop("authors", *REST),
    "title and authors only": drop("year", *REST),
    "title only": drop("year", "authors", *REST),
    "year one later": change("year", add_year),
    "first author only": change("authors", lambda text: text.split(" and ")[0]),
    "title cut to 60 characters": change("title", lambda text: text[:60]),
    "subtitle dropped": change("title", lambda text: text.split(": ")[0].split(" - ")[0]),
    "a letter of the title dropped": change("title", drop_letter),
    "the same, and no pages": change("title", drop_letter, "pages"),
    "the same, and no volume, issue, pages": change("title", drop_letter, *PLACE),
    "title replaced": change("title", lambda text: text[::-1]),
    "journal abbreviated": change("journal", abbreviate),
    "journal named otherwise": change("journal", lambda _: "Another name"),
    "“Given Family” names": change("authors", turn_names),
    "another volume": change("volume", lambda _: "999"),
    "another issue": change("issue", lambda _: "999"),
}


def main() -> None:
    real = read_records(Path(sys.argv[1]))
    real["record_id"] = [f"r{number:05}" for number in range(len(real))]
    records = RECORD.conform(real.reindex(columns=list(RECORD.columns)))
    kept = deduplicate(records).matches["report_id"].unique()
    long = records["record_id"].isin(kept) & (records["title"].str.len() > 30)
    one_each = records[long].groupby(real["study"][long]).head(1)
    sample = one_each.sample(SAMPLE, random_state=1).reset_index(drop=True)
    rows = []
    for name, edit in CHANGES.items():
        copies = edit(sample)
        copies = copies[(copies != sample).any(axis=1)]
        both = pd.concat([sample, copies.assign(record_id="z" + copies["record_id"])], ignore_index=True)
        found = deduplicate(both)
        report = found.matches.set_index("record_id")["report_id"]
        merged = [report[f"z{record}"] == report[record] for record in copies["record_id"]]
        asked = found.possible["record_id_1"] == found.possible["record_id_2"].str.lstrip("z")
        study = found.matches["record_id"].str.lstrip("z").groupby(found.matches["report_id"]).nunique()
        figures = {"merged": sum(merged) / len(copies), "asked": asked.sum() / len(copies)}
        rows.append({"change": name, "copies": len(copies), **figures, "wrong": (study > 1).sum()})
    print(pd.DataFrame(rows).to_string(index=False, float_format="%.3f"))


if __name__ == "__main__":
    main()
