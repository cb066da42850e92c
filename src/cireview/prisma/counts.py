"""Count the boxes of the PRISMA 2020 flow from the fates, each way into the review by itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.flow.identities import find_contradictions
from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS, other_sources
from cireview.prisma.fates import FATES
from cireview.prisma.studies import count_studies
from cireview.prisma.update import Update, part_fates

Counts = dict[str, Any]
NO_REASON = "Reason not given"


def count_flow(
    fates: pd.DataFrame,
    *,
    kinds: Mapping[str, str],
    reasons: Mapping[str, str],
    earlier: pd.DataFrame | None = None,
    searched: Collection[str] = (),
    study_of: Mapping[str, str] | None = None,
) -> Counts:
    """Count the boxes of the figure from the fates, under the keys of `cireview.flow.interchange`.

    Parameters
    ----------
    fates
        FATE.
    kinds
        Kind of source by its name, of `DATABASE_KINDS` and `OTHER_KINDS`; sources without records are
        counted as 0. The counts of *other methods* are there if such a source is.
    reasons
        Words for the eligibility criteria, by id, in the order of the figure.
    earlier
        FATE of the version that this review updates; None for a first review.
    searched
        Of an updated review: names of the sources that were searched again.
    study_of
        Study of each report that people gave one; every other report is a study of its own.

    Returns
    -------
    dict
        Counts, and for ``<kind>_specific_results``, ``dbr_excluded`` and ``other_excluded`` counts by name.

    Raises
    ------
    TableError
        If an identity of the flow does not hold.
    """
    if earlier is None:
        counts = _count_ways(fates, fates.iloc[:0], kinds, reasons)
        included = fates.loc[fates["fate"] == "included", "report_id"]
        counts["new_studies"] = count_studies(included, study_of or {})
        check_flow(counts, records=len(fates))
        return counts
    update = part_fates(fates, earlier)
    brought = {*searched, *update.new["source"]}
    asked = {name: kind for name, kind in kinds.items() if name in brought}
    counts = _count_ways(update.new, update.again, asked, reasons)
    counts |= _count_update(update, study_of or {})
    check_flow(counts, records=len(update.new))
    return counts


def _count_ways(
    new: pd.DataFrame, again: pd.DataFrame, kinds: Mapping[str, str], reasons: Mapping[str, str]
) -> Counts:
    """Count the two ways into the review; what is looked at again goes with databases and registers."""
    # By kind, not by records: a source that found nothing is still a way that was searched.
    others = other_sources(kinds)
    is_other = new["source"].isin(others)
    databases = _count_route(pd.concat([new[~is_other], again]), reasons)
    other = _count_route(new[is_other], reasons)
    by_kind = _count_kinds(new["source"], kinds)
    counts: Counts = {"database_results": 0, "database_specific_results": {}} | by_kind
    counts |= {"looked_at_again": len(again)} if len(again) else {}
    counts |= _count_databases(databases) | (_count_other(other) if others else {})
    included = databases.n["included"] + other.n["included"]
    return counts | {"new_studies": included, "new_reports": included}


def _count_update(update: Update, study_of: Mapping[str, str]) -> Counts:
    """Count the boxes of an updated review; a new report of a study that is known makes no new study."""
    new = pd.concat([update.new, update.again])
    total = [*update.kept, *new.loc[new["fate"] == "included", "report_id"]]
    previous, kept, all_of_them = (
        count_studies(one, study_of) for one in (update.previous, update.kept, total)
    )
    gone = {
        "no_longer_counted": len(update.previous) - len(update.kept),
        "no_longer_studies": previous - kept,
    }
    return {
        "previous_studies": previous,
        "previous_reports": len(update.previous),
        **({key: n for key, n in gone.items() if gone["no_longer_counted"]}),
        "new_studies": all_of_them - kept,
        "total_studies": all_of_them,
        "total_reports": len(total),
    }


@dataclass(frozen=True)
class _Route:
    """Records of one way into the review: how many met each fate, and why full texts were excluded."""

    n: Mapping[str, int]
    automation: int
    excluded: Mapping[str, int]
    on_abstract: Mapping[str, int]

    @property
    def assessed(self) -> int:
        return self.n["excluded_eligibility"] + self.n["included"]

    @property
    def waiting(self) -> int:
        return self.n["awaiting_retrieval"] + self.n["awaiting_assessment"]

    @property
    def sought(self) -> int:
        return self.n["not_retrieved"] + self.waiting + self.assessed


def _count_route(fates: pd.DataFrame, reasons: Mapping[str, str]) -> _Route:
    number = fates["fate"].value_counts()
    by_model = (fates["fate"] == "excluded_screening") & fates["decided_by"].str.startswith("model")
    full_texts = fates.loc[fates["fate"] == "excluded_eligibility", "reason"]
    abstracts = fates.loc[(fates["fate"] == "excluded_screening") & ~by_model, "reason"]
    return _Route(
        {fate: int(number.get(fate, 0)) for fate in FATES},
        int(by_model.sum()),
        _count_reasons(full_texts, reasons),
        _count_reasons(abstracts[abstracts != ""], reasons),
    )


def _count_reasons(given: pd.Series, reasons: Mapping[str, str]) -> dict[str, int]:
    """Count reasons by their words, in the order of the protocol; what it does not name comes last."""
    why = pd.Series([reasons.get(reason, reason) or NO_REASON for reason in given], dtype="str")
    counted = why.value_counts()
    order = [*reasons.values(), *sorted(set(counted.index) - {*reasons.values(), NO_REASON}), NO_REASON]
    return {name: int(counted[name]) for name in dict.fromkeys(order) if name in counted}


def _count_kinds(sources: pd.Series, kinds: Mapping[str, str]) -> Counts:
    numbers = sources.value_counts()
    counts: Counts = {}
    for kind in (*DATABASE_KINDS, *OTHER_KINDS):
        by_name = {
            name: int(numbers.get(name, 0)) for name, source_kind in kinds.items() if source_kind == kind
        }
        if by_name:
            counts |= {f"{kind}_results": sum(by_name.values()), f"{kind}_specific_results": by_name}
    return counts


def _count_databases(route: _Route) -> Counts:
    n = route.n
    return {
        "duplicates": n["duplicate"],
        "excluded_automatic": n["ineligible"],
        "excluded_other": 0,
        "records_screened": n["excluded_screening"] + route.sought,
        "records_excluded": n["excluded_screening"],
        "records_excluded_human": n["excluded_screening"] - route.automation,
        "records_excluded_automation": route.automation,
        "dbr_sought_reports": route.sought,
        "dbr_notretrieved_reports": n["not_retrieved"],
        "dbr_assessed": route.assessed,
        "dbr_excluded": dict(route.excluded),
        **({"abstract_reasons": dict(route.on_abstract)} if route.on_abstract else {}),
        "awaiting_screening": n["awaiting_screening"],
        "awaiting_retrieval": n["awaiting_retrieval"],
        "awaiting_assessment": n["awaiting_assessment"],
    }


def _count_other(route: _Route) -> Counts:
    """Count *other methods*; PRISMA has no boxes for its first four, and yet no record may vanish."""
    n = route.n
    return {
        "other_already_found": n["duplicate"],
        "other_ineligible": n["ineligible"],
        "other_screened_out": n["excluded_screening"],
        "other_awaiting_screen": n["awaiting_screening"],
        "other_screened_out_automation": route.automation,
        "other_sought_reports": route.sought,
        "other_notretrieved_reports": n["not_retrieved"],
        "other_assessed": route.assessed,
        "other_excluded": dict(route.excluded),
        "other_awaiting": route.waiting,
    }


def check_flow(counts: Mapping[str, Any], *, records: int) -> None:
    """Raise a TableError unless the identities of the flow hold and no record is lost."""
    kinds = (*DATABASE_KINDS, *OTHER_KINDS)
    identified = sum(counts.get(f"{kind}_results", 0) for kind in kinds)
    wrong = find_contradictions(counts)
    if identified != records:
        message = f"the flow does not add up: identified = records, but {identified:,} is not {records:,}"
        wrong = [Problem(message), *wrong]
    if wrong:
        raise TableError(wrong)
