"""The life of one record, gathered from the tables of the last run and from the sheets that people filled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from rapidfuzz import fuzz, process

from cireview.deduplication.places import read_doi
from cireview.errors import Problem, ReviewError
from cireview.flow.numbers import list_numbers
from cireview.identity import follow_ids
from cireview.places import place
from cireview.prisma.lives import BETWEEN, LIFE
from cireview.prisma.table import read_flow
from cireview.review.folder import Review
from cireview.tables import MATCH, read_table

VERSION = 1
"""Of the tree. A new key leaves it; a key that goes, or means something else, raises it."""

NEAREST = 3  # ids or titles that are named where none fits
_FOUND = ("record_id", "source", "searched_on", "file", "line", "rule", "score")
_NAMES = ("record_id", "report_id", "title", "authors", "year", "doi", "study")
_FATE = ("fate", "fate_in_words", "decided_by", "decided_on", "reason")
_LABEL = ("decided_by", "decided_on", "decision", "reason", "note", "retrieved", "chosen", "file", "row")
_DECISION = ("decision", "reason", "decided_by", "decided_on", "note")
_ANSWER = ("record_id_1", "record_id_2", "decision", "file", "row")

Row = dict[str, Any]


def read_lives(root: Path) -> pd.DataFrame:
    """Return `cireview.prisma.lives.LIFE` of the last run.

    Raises
    ------
    ReviewError
        If no run has ended here.
    """
    if not (root / place("lives")).is_file():
        remedy = "Run: cireview run"
        raise ReviewError(Problem("no run of this review has finished yet", place("lives"), remedy=remedy))
    return read_table(root / place("lives"), LIFE)


def find_records(lives: pd.DataFrame, wanted: str) -> list[str]:
    """Return the ids of the records that a person means: by id, by DOI, else by a part of the title.

    Of several records of one report it is the one that stands for it.

    Raises
    ------
    ReviewError
        If there is none, with the nearest ones.
    """
    wanted = wanted.strip()
    ids = lives["record_id"]
    if (ids == wanted).any():
        return [wanted]
    if doi := read_doi(wanted):
        having = ids[lives["doi"].map(read_doi) == doi]
    else:
        said = _plain(wanted)
        having = ids[[bool(said) and said in _plain(title) for title in lives["title"]]]
    if len(having):
        meant = lives[ids.isin(having)]
        standing = meant.loc[meant["duplicate_of"] == "", "record_id"]
        alone = meant["report_id"].nunique() == 1 and len(standing) == 1
        return list(standing if alone else having)
    near = [*_find_near(wanted, ids, ids, fuzz.ratio), *_find_near(wanted, lives["title"], ids, fuzz.WRatio)]
    named = ", ".join(dict.fromkeys(near))
    raise ReviewError(
        Problem(f"no record matches {wanted!r}", remedy=f"The nearest are {named}" if near else "")
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _find_near(wanted: str, texts: Iterable[str], ids: pd.Series, scorer: Any) -> list[str]:
    found = process.extract(wanted, list(texts), scorer=scorer, limit=NEAREST, score_cutoff=50)
    return [str(ids.iloc[at]) for _, _, at in found]


def trace_record(review: Review, lives: pd.DataFrame, record: str) -> Row:
    """Return the life of a record as one tree of plain values, which docs/running.md describes.

    Parameters
    ----------
    review
        The people's side of the review.
    lives
        Result of `read_lives`.
    record
        Its id.

    Notes
    -----
    Readers judge without knowing what others said. So labels of a report are shown once the stage is settled;
    before, only who has judged it.
    """
    tables = _Tables(review)
    row = lives[lives["record_id"] == record].iloc[0]
    report = str(row["report_id"])
    together = lives[(lives["report_id"] == report) & (lives["record_id"] != record)]
    answers = review.duplicate_answers
    of_report = {record, *together["record_id"]}
    about = answers[answers["record_id_1"].isin(of_report) | answers["record_id_2"].isin(of_report)]
    ranking = tables.of("ranking", report)
    retrieved = tables.of("retrieved", report)
    return {
        "version": VERSION,
        "record": _pick(row, _NAMES),
        "found": _pick(row, _FOUND[1:5]),
        "merged": _pick(row, ("duplicate_of", "rule", "score")) if row["duplicate_of"] else None,
        "also_found": [_pick(other, _FOUND) for other in together.to_dict("records")],
        "answers": [_pick(answer, _ANSWER) for answer in about.to_dict("records")],
        "rules": next((_pick(one, ("decision", "reason")) for one in tables.of("rules", report)), None),
        "ranking": next((_pick(one, ("rank", "probability")) for one in ranking), None),
        "screening": tables.stage("screening", report, review.screening_labels),
        "retrieved": next((one["retrieved"] for one in retrieved), ""),
        "full_texts": [one["file"] for one in tables.of("full_texts", report) if one.get("file")],
        "eligibility": tables.stage("eligibility", report, review.eligibility_labels),
        "codes": tables.codes(report),
        "fate": _pick(row, _FATE),
        "counted_in": tables.numbers(row["counted_in"]),
    }


def _pick(row: Any, keys: Iterable[str]) -> Row:
    """Return cells of a row as plain values, those of numbers as numbers."""
    return {key: row[key].item() if hasattr(row[key], "item") else row[key] for key in keys if key in row}


@dataclass(frozen=True)
class _Tables:
    """What the last run made of the records of a review."""

    review: Review

    def of(self, name: str, report: str) -> list[Row]:
        """Return the rows of a table that are of a report; none where the review has no such table."""
        path = self.review.root / place(name)
        if not path.is_file():
            return []
        table = read_table(path)
        column = "report_id" if "report_id" in table else "record_id"
        if column not in table:
            return []  # written empty, without a head
        rows = table[table[column] == report].to_dict("records")
        return [{str(key): cell for key, cell in row.items()} for row in rows]

    def stage(self, stage: str, report: str, labels: pd.DataFrame) -> Row:
        """Return people's answers on a report in a stage, and the decision."""
        decided = self.of(f"{stage}_decisions", report)
        given_up = stage == "eligibility" and any(
            one["retrieved"] == "no" for one in self.of("retrieved", report)
        )
        reasons = self.review.known_reasons("abstracts" if stage == "screening" else "full_texts")
        said = labels[labels["record_id"].isin(self._ids_of(report))]
        settled = bool(decided) or given_up
        conflicts = self.of(f"{stage}_conflicts", report)
        open_or_told = [one if not one["awaits"] else {**one, "decisions": ""} for one in conflicts]
        return {
            "decision": next((_word(_pick(one, _DECISION), reasons) for one in decided), None),
            "labels": [_word(_pick(one, _LABEL), reasons) for one in said.to_dict("records") if settled],
            "withheld": [] if settled else sorted(set(said["decided_by"])),
            "conflicts": [_pick(one, ("kind", "decisions", "awaits")) for one in open_or_told],
        }

    def _ids_of(self, report: str) -> list[str]:
        """Return all ids by which people know the records of a report, former ones too."""
        matches = read_table(self.review.root / place("duplicates"), MATCH)
        known = follow_ids(matches, self.review.duplicate_answers)
        return known.loc[known["report_id"] == report, "record_id"].tolist()

    def codes(self, report: str) -> list[Row]:
        """Return the codes that coders agree on, each with its evidence."""
        labels = {dimension.id: dimension.label for dimension in self.review.codebook.dimensions}
        values = self.review.values
        return [
            {
                **_pick(one, ("dimension", "value", "evidence", "coder")),
                "dimension_in_words": labels.get(one["dimension"], one["dimension"]),
                "value_in_words": values.get(one["dimension"], {}).get(one["value"], one["value"]),
            }
            for one in self.of("codes", report)
        ]

    def numbers(self, counted_in: str) -> list[Row]:
        """Return the numbers of the flow that count a record, in words."""
        counts = read_flow(read_table(self.review.root / place("flow")))
        words = {key: (said, n) for key, said, n in list_numbers(counts)}
        keys = [key for key in counted_in.split(BETWEEN) if key in words]
        return [{"key": key, "words": words[key][0], "n": words[key][1]} for key in keys]


def _word(row: Row, reasons: Mapping[str, str]) -> Row:
    """Return a row with its reason in words beside the id."""
    return {**row, "reason_in_words": reasons.get(row["reason"], row["reason"])}
