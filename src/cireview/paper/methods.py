"""The methods of a review in sentences; every number in them is counted from tables of the run."""

from __future__ import annotations

import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cireview import __version__
from cireview.citations.seeds import NOT_STARTED
from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS
from cireview.labels import Team

_APART = ("kept", "single")
_KINDS = {
    "database": "database",
    "register": "register",
    "website": "website",
    "organisation": "organisation",
    "contact": "contact",
    "citations": "citation search",
}


@dataclass(frozen=True)
class Work:
    """What was done, as the tables of a run say it.

    Parameters
    ----------
    flow
        Counts of `cireview.prisma.count_flow`.
    searches, matches, fates
        SEARCH_LOG, MATCH and FATE.
    agreements
        Agreement on abstracts, full texts and codes, by stage: ``reviewer_1`` (all), ``n``, ``agreement``,
        ``kappa``, ``kappa_low``, ``kappa_high``.
    conflicts
        Conflicts (`list_conflicts`), of all stages.
    amendments
        Amendments, as a run lists them.
    """

    flow: Mapping[str, Any]
    searches: pd.DataFrame
    matches: pd.DataFrame
    fates: pd.DataFrame
    agreements: Mapping[str, pd.DataFrame]
    conflicts: pd.DataFrame
    amendments: pd.DataFrame


@dataclass(frozen=True)
class Plan:
    """What the protocol says that methods have to say: people, kinds of sources, a stop, the random seed.

    Parameters
    ----------
    kinds
        Kind of each source, by its name.
    teams
        Who read abstracts and full texts, and who coded: ``screening``, ``eligibility``, ``coding``.
    stop
        ``on`` and ``rule`` of the decision to stop reading, if a person took it.
    target
        Recall and confidence that a stop was to reach.
    seed
        Random seed.
    caution
        How sure a merge of duplicates had to be.
    dimensions
        Number of dimensions of the codebook.
    ranking
        What ranked the abstracts (`cireview.screening.describe_model`).
    notes
        Sentences of the protocol that stand with every number.
    packages
        Other packages whose parts were used, each with its version and what it did.
    """

    kinds: Mapping[str, str]
    teams: Mapping[str, Team]
    stop: Mapping[str, str] | None
    target: tuple[float, float]
    seed: int
    caution: str
    dimensions: int
    ranking: str
    notes: Sequence[str] = ()
    packages: Sequence[str] = ()


def write_methods(work: Work, plan: Plan) -> list[str]:
    """Return the methods as paragraphs: search, selection, data, and how it was computed."""
    parts = (_tell_search(work, plan), _tell_screening(work, plan), _tell_texts(work, plan))
    computed = [
        f"Records were kept, ranked and counted with cireview {__version__} "
        f"(Python {platform.python_version()}, random seed {plan.seed}).",
        f"Parts of other packages were used: {'; '.join(plan.packages)}." if plan.packages else "",
        _tell_amendments(work.amendments),
        *plan.notes,
    ]
    return [" ".join(sentence for sentence in part if sentence) for part in (*parts, computed)]


def count(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural where it is not one."""
    endings = {"y": f"{noun[:-1]}ies", "h": f"{noun}es"}
    many = endings.get(noun[-1], f"{noun}s")
    return f"{number:,} {noun if number == 1 else many}"


def _tell_search(work: Work, plan: Plan) -> Iterator[str]:
    begun = work.searches[work.searches["complete"] != NOT_STARTED]
    named = begun.drop_duplicates("source")
    for kind, noun in _KINDS.items():
        rows = named[named["source"].map(plan.kinds) == kind]
        if len(rows):
            each = ", ".join(f"{name} ({day})" for name, day in rows[["source", "searched_on"]].to_numpy())
            verb = "was" if len(rows) == 1 else "were"
            yield f"{count(len(rows), noun)} {verb} searched: {each}."
    found = sum(work.flow.get(f"{kind}_results", 0) for kind in (*DATABASE_KINDS, *OTHER_KINDS))
    rules = work.matches.loc[~work.matches["rule"].isin(_APART), "rule"].value_counts()
    each = ", ".join(f"{rule} {n}" for rule, n in sorted(rules.items(), key=lambda pair: (-pair[1], pair[0])))
    duplicates = work.flow["duplicates"] + work.flow.get("other_already_found", 0)
    # In an update, some records of the earlier version represent their reports, whatever rule joined them.
    by_rule = f" ({each})" if rules.sum() == duplicates and each else ""
    yield f"They gave {count(found, 'record')}. Of these {duplicates:,} were duplicates{by_rule}."
    yield (
        f"Duplicates were found by cireview {__version__}: named rules decide, a learnt probability "
        f"(caution: {plan.caution}) weighs the rest, and doubtful pairs are left to people."
    )


def _tell_screening(work: Work, plan: Plan) -> Iterator[str]:
    flow, team = work.flow, plan.teams["screening"]
    ruled = flow.get("excluded_automatic", 0) + flow.get("other_ineligible", 0)
    yield f"Rules on year, language and document type excluded {count(ruled, 'record')}."
    people = sum(n for key, n in flow.items() if key in ("records_excluded_human", "other_screened_out"))
    machine = flow.get("records_excluded_automation", 0) + flow.get("other_screened_out_automation", 0)
    people -= flow.get("other_screened_out_automation", 0)
    yield f"{count(len(team.everyone), 'reviewer')} screened titles and abstracts, {_share(team)}."
    yield f"Unread abstracts were ranked by {plan.ranking}."
    yield _tell_agreement(work.agreements["screening"], "record")
    yield _tell_conflicts(work.conflicts, "screening")
    yield f"People excluded {count(people, 'record')}; automation excluded {machine:,}."
    if plan.stop:
        recall, confidence = plan.target
        yield (
            f"Reading was stopped on {plan.stop['on']} by the rule {plan.stop['rule']} (target: a recall of "
            f"{recall:g} with confidence {confidence:g}); unread abstracts count as excluded by automation."
        )
    waiting = flow.get("awaiting_screening", 0) + flow.get("other_awaiting_screen", 0)
    yield f"{count(waiting, 'record')} still to be screened." if waiting else ""


def _tell_texts(work: Work, plan: Plan) -> Iterator[str]:
    flow, team, coders = work.flow, plan.teams["eligibility"], plan.teams["coding"]
    sought = flow["dbr_sought_reports"] + flow.get("other_sought_reports", 0)
    missing = flow["dbr_notretrieved_reports"] + flow.get("other_notretrieved_reports", 0)
    assessed = flow["dbr_assessed"] + flow.get("other_assessed", 0)
    excluded = sum(flow.get("dbr_excluded", {}).values()) + sum(flow.get("other_excluded", {}).values())
    readers = f"{count(len(team.everyone), 'reviewer')}, {_share(team)}"
    yield f"Of {count(sought, 'report')} sought, {missing:,} could not be retrieved."
    yield f"In full text {assessed:,} were assessed by {readers}; {excluded:,} were excluded."
    yield _tell_agreement(work.agreements["eligibility"], "report")
    yield _tell_conflicts(work.conflicts, "eligibility")
    included = int((work.fates["fate"] == "included").sum())
    verb = "was" if included == 1 else "were"
    yield f"{count(included, 'report')} of {count(flow['new_studies'], 'study')} {verb} included."
    yield f"{count(len(coders.everyone), 'coder')} coded {count(plan.dimensions, 'dimension')} of each."
    yield _tell_agreement(work.agreements["coding"], "code")
    yield _tell_conflicts(work.conflicts, "coding")


def _share(team: Team) -> str:
    if len(team.everyone) == 1:
        return "alone"
    share = f", for {team.overlap:.0%} of them" if team.overlap < 1 else ""
    return f"{team.readers} reading each{share}"


def _tell_agreement(table: pd.DataFrame, noun: str) -> str:
    """Return the agreement of all on what each decided first; of codes that of each dimension."""
    if table.empty or "kappa" not in table:
        return ""
    every = table[(table["reviewer_1"] == "all") & (table["kappa"] != "")]
    if every.empty:
        return ""
    if "dimension" in table:
        kappas = sorted(every["kappa"], key=float)
        return f"Their kappa is {kappas[0]} to {kappas[-1]}, by dimension."
    row = every.iloc[-1]
    between = f" (95 % interval {row['kappa_low']} to {row['kappa_high']})" if row["kappa_low"] else ""
    share, number = float(row["agreement"]), count(int(row["n"]), noun)
    return f"They agreed on {share:.1%} of {number}, kappa {row['kappa']}{between}."


def _tell_conflicts(conflicts: pd.DataFrame, stage: str) -> str:
    """Return how many conflicts there were, who settled them, and how many are open."""
    rows = conflicts[conflicts["stage"] == stage]
    if rows.empty:
        return ""
    by = rows.loc[rows["settled_by"] != "", "settled_by"].value_counts()
    each = ", ".join(f"{n} by {who}" for who, n in sorted(by.items()))
    open_ = int((rows["settled_by"] == "").sum())
    rest = [f"settled {each}"] if each else []
    rest += [f"{open_} open"] if open_ else []
    return f"{count(len(rows), 'answer')} that differed or were unsure: {', '.join(rest)}."


def _tell_amendments(amendments: pd.DataFrame) -> str:
    if amendments.empty:
        return "No amendment of the protocol is recorded."
    each = "; ".join(f"{row['on']}: {row['change']}" for row in amendments.to_dict("records"))
    return f"{count(len(amendments), 'amendment')} of the protocol: {each}."
