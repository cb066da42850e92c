"""The tables of a run as a submission needs them, each read once."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.paper.bibliography import name_keys
from cireview.paper.supplement import list_conflicts, tell_answers
from cireview.places import find_made, place
from cireview.prisma import FATE
from cireview.prisma.table import read_flow
from cireview.review import Review
from cireview.tables import CODE, DECISION, RECORD, read_table

_NEEDED = (
    *("searches", "lives", "reports", "duplicates", "fates", "flow", "codes", "amendments"),
    *("screening_decisions", "eligibility_decisions", "screening_conflicts", "eligibility_conflicts"),
    *("coding_conflicts", "screening_agreement", "eligibility_agreement", "coding_agreement"),
    *("predictions", "reliability", "stopping", "stopping_curve", "samples", "protocol_page"),
)
STAGES = ("screening", "eligibility", "coding")


class RunTables:
    """The tables of a run, each read once.

    Parameters
    ----------
    review
        The people's side of a review that has run.
    """

    def __init__(self, review: Review) -> None:
        self.review = review
        self.paths = find_made(review.root, _NEEDED)

    def read(self, name: str) -> pd.DataFrame:
        """Return a table of a run by its name."""
        return read_table(self.paths[name])

    @cached_property
    def reports(self) -> pd.DataFrame:
        """All reports (RECORD)."""
        return read_table(self.paths["reports"], RECORD)

    @cached_property
    def fates(self) -> pd.DataFrame:
        """FATE of every record."""
        return read_table(self.paths["fates"], FATE)

    @cached_property
    def flow(self) -> dict[str, Any]:
        """Counts of the flow."""
        return read_flow(self.read("flow"))

    @property
    def files(self) -> list[Path]:
        """Files of the tables of the paper."""
        files = sorted((self.review.root / place("table", table="x")).parent.glob("*.csv"))
        return [path for path in files if path.with_suffix(".tex").is_file()]

    @cached_property
    def paper(self) -> dict[str, pd.DataFrame]:
        """Tables of the paper, by name."""
        return {path.stem: read_table(path) for path in self.files}

    @cached_property
    def summary(self) -> pd.DataFrame:
        """Numbers of articles by dimension and value, as numbers."""
        return self.paper["summary"].astype(dict.fromkeys(["n", "coded", "included"], "int64"))

    @cached_property
    def conflicts(self) -> pd.DataFrame:
        """Conflicts of all stages; what people noted for themselves stands in no file that is sent."""
        decisions = {stage: read_table(self.paths[f"{stage}_decisions"], DECISION) for stage in STAGES[:2]}
        decisions["coding"] = read_table(self.paths["codes"], CODE)
        conflicts = {stage: self.read(f"{stage}_conflicts") for stage in STAGES}
        matches = self.read("duplicates")
        report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
        labels = (self.review.screening_labels, self.review.eligibility_labels)
        for stage, given in zip(STAGES, labels, strict=False):
            conflicts[stage] = conflicts[stage].assign(
                decisions=tell_answers(conflicts[stage], given, report_of=report_of)
            )
        return list_conflicts(conflicts, decisions)

    @cached_property
    def agreements(self) -> dict[str, pd.DataFrame]:
        """Agreement by stage."""
        return {stage: self.read(f"{stage}_agreement") for stage in STAGES}

    def of_fate(self, fate: str) -> pd.DataFrame:
        """Return the reports that ended so."""
        return self.reports[
            self.reports["record_id"].isin(self.fates.loc[self.fates["fate"] == fate, "report_id"])
        ]

    @cached_property
    def keys(self) -> dict[str, str]:
        """Key to cite each included or excluded report by."""
        return name_keys(pd.concat([self.of_fate("included"), self.of_fate("excluded_eligibility")]))
