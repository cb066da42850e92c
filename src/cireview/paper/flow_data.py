"""The records behind a flow in a small form for a page: repeated values are stored once and referred to."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import pandas as pd

from cireview.flow.interchange import Counts
from cireview.flow.numbers import list_numbers, sum_of
from cireview.paper.tables import name_authors
from cireview.practical_screen import year_of
from cireview.prisma.lives import BETWEEN
from cireview.tables import EXCLUDE, INCLUDE

_ALONE = ("single", "kept")  # rules of records that no other was joined to
_STAGES = {"screening": "Title and abstract", "eligibility": "Full text"}


def link_numbers(counts: Counts, page: str = "") -> dict[str, str]:
    """Return the link of each number in the page of the flow, for `cireview.flow.svg.write_svg`."""
    listed = {key: f"{page}#{quote(name_place(key))}" for key, _, _ in list_numbers(counts)}
    return {key: listed[sum_of(key)] for key in counts if key not in listed} | listed


def name_place(key: str) -> str:
    """Return the id of the row of a number in that page; no blank may stand in it."""
    return "n-" + re.sub(r"\s", "_", key)


@dataclass(frozen=True)
class Known:
    """What else is known of the reports that the abstracts let through.

    Parameters
    ----------
    decisions
        DECISION on abstracts and full texts, with the notes that are for print.
    retrieved
        ``record_id``, ``retrieved``.
    codes
        Agreed codes (CODE).
    labels, values
        Words for the dimensions of the codebook, and for their values by dimension.
    """

    decisions: pd.DataFrame
    retrieved: pd.DataFrame
    codes: pd.DataFrame
    labels: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]

    def list_steps(self, reasons: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
        """Return by report what happened to it after the abstracts, as pairs of words.

        Parameters
        ----------
        reasons
            Why reports were excluded, in words, by report.
        """
        steps: dict[str, list[tuple[str, str]]] = {}
        for row in self.decisions.to_dict("records"):
            if row["stage"] == "eligibility" or row["decision"] == INCLUDE:
                steps.setdefault(str(row["record_id"]), []).append(
                    (_STAGES[row["stage"]], _tell(row, reasons))
                )
        for report, answer in self.retrieved[["record_id", "retrieved"]].itertuples(index=False):
            steps.setdefault(report, []).insert(1, ("Full text retrieved", answer))
        for (report, dimension), rows in self.codes.groupby(["record_id", "dimension"], sort=False):
            words = self.values.get(str(dimension), {})
            said = "; ".join(words.get(value, value) for value in rows["value"])
            steps.setdefault(str(report), []).append((self.labels.get(str(dimension), str(dimension)), said))
        return steps


def _tell(row: Mapping[Hashable, Any], reasons: Mapping[str, str]) -> str:
    why = reasons.get(row["record_id"], "") if row["decision"] == EXCLUDE else ""
    said = row["decision"] + (f": {why}" if why else "")
    who = " on ".join(filter(None, [row["decided_by"], row["decided_on"]]))
    return ". ".join(filter(None, [f"{said}, {who}" if who else said, row["note"]]))


def pack_records(lives: pd.DataFrame, counts: Counts, known: Known) -> dict[str, Any]:
    """Return the data of the page of the flow, as plain values for ``templates/flow.js``.

    Parameters
    ----------
    lives
        `cireview.prisma.lives.LIFE`, all cells text.
    counts
        Counts of the flow.
    known
        What else is known.

    Returns
    -------
    dict
        ``numbers``: place in the page, words and number of each. ``classes``: the places in ``numbers`` of
        each set of numbers that count the same records. ``origins``: source, date, file. ``ends``: fate, who,
        when, why. ``rules``: of duplicates. ``steps``: `Known.list_steps` by place of the record.
        ``records``: id, title, citation, DOI, place in ``origins``, line, place in ``ends``, place of the
        record that it is a duplicate of (-1: none), place in ``rules``, score, rank, place in ``classes``.
    """
    place = {record: at for at, record in enumerate(lives["record_id"])}
    numbers = list(list_numbers(counts))
    number_at = {key: at for at, (key, _, _) in enumerate(numbers)}
    counted, classes = pd.factorize(lives["counted_in"])
    rule, rules = pd.factorize(lives["rule"])
    is_alone = lives["rule"].isin(_ALONE)
    origin, origins = _point_to(lives, ["source", "searched_on", "file"])
    end, ends = _point_to(lives, ["fate_in_words", "decided_by", "decided_on", "reason"])
    names = [
        " ".join(filter(None, [name_authors(authors), year_of(year)]))
        for authors, year in zip(lives["authors"], lives["year"], strict=True)
    ]
    columns: list[Sequence[Any]] = [
        lives["record_id"].tolist(), lives["title"].tolist(), names, lives["doi"].tolist(), origin,
        lives["line"].tolist(), end, [place.get(one, -1) for one in lives["duplicate_of"]], rule.tolist(),
        lives["score"].mask(is_alone, "").tolist(), lives["rank"].tolist(), counted.tolist(),
    ]  # fmt: skip
    stands = lives[lives["duplicate_of"] == ""]
    steps = known.list_steps(dict(zip(stands["report_id"], stands["reason"], strict=True)))
    for report, study in stands.loc[stands["study"] != "", ["report_id", "study"]].itertuples(index=False):
        steps.setdefault(report, []).insert(0, ("Study", study))
    return {
        "numbers": [(name_place(key), words, n) for key, words, n in numbers],
        "classes": [_find_numbers(text, number_at) for text in classes],
        "origins": origins,
        "ends": ends,
        "rules": list(rules),
        "records": list(zip(*columns, strict=True)),
        "steps": {
            place[record]: steps[report]
            for record, report in zip(stands["record_id"], stands["report_id"], strict=True)
            if report in steps
        },
    }


def _find_numbers(text: str, number_at: Mapping[str, int]) -> list[int]:
    """Return the places of the numbers that a cell names, and of the sums that they are parts of."""
    keys = [key for one in text.split(BETWEEN) for key in (one, sum_of(one.split("/")[0]))]
    return sorted({number_at[key] for key in keys if key in number_at})


def _point_to(table: pd.DataFrame, columns: list[str]) -> tuple[list[int], list[list[str]]]:
    """Return for each row the place of what its cells say, and each such thing once."""
    said = pd.MultiIndex.from_frame(table[columns])
    places, once = pd.factorize(said)
    return places.tolist(), [list(one) for one in once]
