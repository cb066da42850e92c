"""Which records each number of the flow counts: a number is the size of its set, and nothing else counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from cireview.flow.cells import name_in_flow
from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS, other_sources
from cireview.prisma.studies import choose_one_a_study
from cireview.prisma.update import Update, part_fates

Ids = list[str]
Members = dict[str, Ids | dict[str, Ids]]
NO_REASON = "Reason not given"
NO_WORDS: Mapping[str, str] = MappingProxyType({})


def find_members(
    fates: pd.DataFrame,
    *,
    kinds: Mapping[str, str],
    reasons: Mapping[str, str],
    abstract_reasons: Mapping[str, str] = NO_WORDS,
    earlier: pd.DataFrame | None = None,
    searched: Collection[str] = (),
    study_of: Mapping[str, str] = NO_WORDS,
) -> Members:
    """Return the ids of the records that each number counts; parameters are those of `count_flow`.

    Returns
    -------
    dict
        Ids by key of `cireview.flow.interchange`; by name and key where a key has numbers by name. What an
        update counts of the version before (``previous_reports``, ``no_longer_counted``) are records of
        that version, which may be gone today. A number of studies counts one record of each, the first.
    """
    words = _Words(reasons, abstract_reasons)
    if earlier is None:
        members = _find_ways(fates, fates.iloc[:0], kinds, words)
        included = fates[fates["record_id"].isin(members["new_reports"])]
        return members | {"new_studies": choose_one_a_study(included, study_of)}
    update = part_fates(fates, earlier)
    brought = {*searched, *update.new["source"]}
    asked = {name: kind for name, kind in kinds.items() if name in brought}
    members = _find_ways(update.new, update.again, asked, words)
    again = fates[fates["record_id"].isin(members["new_reports"])]
    return members | _find_update(update, again, study_of)


def list_members(members: Members) -> Iterator[tuple[str, Ids]]:
    """Yield each number as ``key`` or ``key/name`` with the ids that it counts; names as `flow.csv` has them.

    Two names that are one there are one here.
    """
    for key, ids in members.items():
        if not isinstance(ids, dict):
            yield key, ids
            continue
        named: dict[str, Ids] = {}
        for name, part in ids.items():
            named.setdefault(f"{key}/{name_in_flow(name)}", []).extend(part)
        yield from named.items()


def _find_ways(new: pd.DataFrame, again: pd.DataFrame, kinds: Mapping[str, str], words: _Words) -> Members:
    """Find the members of the two ways into the review.

    What is looked at again goes with databases and registers.
    """
    # By kind, not by records: a source that found nothing is still a way that was searched.
    others = other_sources(kinds)
    is_other = new["source"].isin(others)
    databases = _Route(pd.concat([new[~is_other], again]), words)
    other = _Route(new[is_other], words)
    members: Members = {"database_results": [], "database_specific_results": {}}
    members |= _find_kinds(new, kinds)
    members |= {"looked_at_again": again["record_id"].tolist()} if len(again) else {}
    members |= _find_databases(databases) | (_find_other(other) if others else {})
    included = databases.ended("included") + other.ended("included")
    return members | {"new_studies": included, "new_reports": included}


def _find_update(update: Update, new: pd.DataFrame, study_of: Mapping[str, str]) -> Members:
    """Find the members of an updated review; a new report of a study that is known makes no new study."""
    kept, previous, gone = update.kept, update.previous, update.no_longer
    members: Members = {
        "previous_studies": choose_one_a_study(previous, study_of),
        "previous_reports": _ids(previous),
    }
    if len(gone):
        left = choose_one_a_study(gone, study_of, beside=kept)
        members |= {"no_longer_counted": _ids(gone), "no_longer_studies": left}
    added = choose_one_a_study(new, study_of, beside=kept)
    return members | {
        "new_studies": added,
        "total_studies": [*choose_one_a_study(kept, study_of), *added],
        "total_reports": [*_ids(kept), *_ids(new)],
    }


def _ids(rows: pd.DataFrame) -> Ids:
    return list(rows["record_id"])


@dataclass(frozen=True)
class _Words:
    """Words for the criteria of full texts and of abstracts, by id."""

    full_texts: Mapping[str, str]
    abstracts: Mapping[str, str]


@dataclass(frozen=True)
class _Route:
    """Records of one way into the review, by how they ended."""

    fates: pd.DataFrame
    words: _Words

    def ended(self, *fates: str) -> Ids:
        """Return the records with one of these fates."""
        return self._ids(self.fates["fate"].isin(fates))

    @property
    def automation(self) -> Ids:
        return self._ids(self._by_model)

    @property
    def human(self) -> Ids:
        return self._ids((self.fates["fate"] == "excluded_screening") & ~self._by_model)

    @property
    def assessed(self) -> Ids:
        return self.ended("excluded_eligibility", "included")

    @property
    def waiting(self) -> Ids:
        return self.ended("awaiting_retrieval", "awaiting_assessment")

    @property
    def sought(self) -> Ids:
        return self.ended("not_retrieved") + self.waiting + self.assessed

    @property
    def excluded(self) -> dict[str, Ids]:
        return self._by_reason(self.fates["fate"] == "excluded_eligibility", self.words.full_texts)

    @property
    def on_abstract(self) -> dict[str, Ids]:
        of_people = (self.fates["fate"] == "excluded_screening") & ~self._by_model
        return self._by_reason(of_people & (self.fates["reason"] != ""), self.words.abstracts)

    @property
    def _by_model(self) -> pd.Series:
        screened_out = self.fates["fate"] == "excluded_screening"
        return screened_out & self.fates["decided_by"].str.startswith("model")

    def _ids(self, chosen: pd.Series) -> Ids:
        return _ids(self.fates[chosen])

    def _by_reason(self, chosen: pd.Series, words: Mapping[str, str]) -> dict[str, Ids]:
        """Part records by the words of their reasons, in the protocol's order; what it lacks comes last."""
        found: dict[str, Ids] = {}
        rows = self.fates.loc[chosen, ["record_id", "reason"]]
        for record, reason in rows.itertuples(index=False, name=None):
            found.setdefault(words.get(reason, reason) or NO_REASON, []).append(record)
        order = [*words.values(), *sorted(set(found) - {*words.values(), NO_REASON}), NO_REASON]
        return {name: found[name] for name in dict.fromkeys(order) if name in found}


def _find_kinds(new: pd.DataFrame, kinds: Mapping[str, str]) -> Members:
    found = {str(name): rows.tolist() for name, rows in new.groupby("source")["record_id"]}
    members: Members = {}
    for kind in (*DATABASE_KINDS, *OTHER_KINDS):
        by_name = {name: found.get(name, []) for name, source_kind in kinds.items() if source_kind == kind}
        if by_name:
            members[f"{kind}_results"] = [record for ids in by_name.values() for record in ids]
            members[f"{kind}_specific_results"] = by_name
    return members


def _find_databases(route: _Route) -> Members:
    return {
        "duplicates": route.ended("duplicate"),
        "excluded_automatic": route.ended("ineligible"),
        "excluded_other": [],
        "records_screened": route.ended("excluded_screening") + route.sought,
        "records_excluded": route.ended("excluded_screening"),
        "records_excluded_human": route.human,
        "records_excluded_automation": route.automation,
        "dbr_sought_reports": route.sought,
        "dbr_notretrieved_reports": route.ended("not_retrieved"),
        "dbr_assessed": route.assessed,
        "dbr_excluded": route.excluded,
        **({"abstract_reasons": route.on_abstract} if route.on_abstract else {}),
        **{name: route.ended(name) for name in _WAITS},
    }


_WAITS = ("awaiting_screening", "awaiting_retrieval", "awaiting_assessment")


def _find_other(route: _Route) -> Members:
    """Find *other methods*; PRISMA has no boxes for its first four, and yet no record may vanish."""
    return {
        "other_already_found": route.ended("duplicate"),
        "other_ineligible": route.ended("ineligible"),
        "other_screened_out": route.ended("excluded_screening"),
        "other_awaiting_screen": route.ended("awaiting_screening"),
        "other_screened_out_automation": route.automation,
        "other_sought_reports": route.sought,
        "other_notretrieved_reports": route.ended("not_retrieved"),
        "other_assessed": route.assessed,
        "other_excluded": route.excluded,
        "other_awaiting": route.waiting,
    }
