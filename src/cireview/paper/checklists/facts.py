"""Facts of a run for reporting checklists, in sentences that readers of the paper understand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from cireview import __version__
from cireview.citations.seeds import NOT_STARTED
from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS
from cireview.labels import Team
from cireview.sources.outcome import NOT_STATED

_DEDUPLICATION = (
    "{duplicates} duplicates, removed by cireview {version}: named rules and a learnt probability decided, "
    "and people judged doubtful pairs; the supplement lists rule and score of each"
)


@dataclass(frozen=True)
class Stated:
    """What the protocol states that checklists ask for.

    Parameters
    ----------
    title, question
        Title and main question of the review.
    kinds
        Kind of each source, by its name.
    team
        Who screens abstracts.
    coders
        Who codes the included articles.
    amendments
        Day, change and reason of each amendment.
    criteria
        What abstracts and full texts have to fulfil, each by itself.
    rules
        Years, languages and document types that the practical screen lets through, in words.
    variables
        Names of what is coded of each included article.
    """

    title: str
    question: str
    kinds: Mapping[str, str]
    team: Team
    coders: Sequence[str]
    amendments: Sequence[tuple[str, str, str]] = ()
    criteria: Sequence[str] = ()
    rules: Sequence[str] = ()
    variables: Sequence[str] = ()


def gather_facts(stated: Stated, *, searches: pd.DataFrame, flow: Mapping[str, Any]) -> dict[str, str]:
    """Return the facts of the run for the checklists.

    Parameters
    ----------
    stated
        What the protocol states.
    searches
        Log of all searches (``source``, ``platform``, ``searched_on``, ``imported``, ``query``,
        ``query_from``, ``limits``, ``limited_by``, ``left_to_screen``, ``found_from``, ``sha256``,
        ``complete``).
    flow
        Counts of `cireview.prisma.count_flow`.

    Returns
    -------
    dict
        Sentence by name of the fact; empty where nothing is known.
    """
    return {
        **_gather_search(stated.kinds, searches, flow),
        "title": stated.title,
        "question": stated.question,
        "criteria": "; ".join([*stated.rules, *stated.criteria]),
        "variables": "; ".join(stated.variables),
        "selection": tell_selection(stated.team, flow),
        "coding": _tell_coding(stated.coders),
        "amendments": "; ".join(f"{day}: {change} ({reason})" for day, change, reason in stated.amendments),
        "available": f"The supplement holds strategies, decisions with people and dates, codes and metadata "
        f"(RO-Crate); software: cireview {__version__}",
        **_gather_results(flow, coded=bool(stated.variables)),
    }


def tell_selection(team: Team, flow: Mapping[str, Any]) -> str:
    """Describe who read abstracts, who settled differences, and what automation excluded."""
    several = len(team.everyone)
    readers = f"{_count(several, 'reviewer')} read abstracts"
    if team.readers < several:
        readers = f"{team.readers} of {several} reviewers read each abstract"
    judged = f"; {team.adjudicator} settled their differences" if team.adjudicator else ""
    machine = flow.get("records_excluded_automation", 0) + flow.get("other_screened_out_automation", 0)
    automated = f"; automation excluded {_count(machine, 'record')} on title and abstract"
    return f"{readers}{judged}{automated}"


def _gather_search(
    kinds: Mapping[str, str], searches: pd.DataFrame, flow: Mapping[str, Any]
) -> dict[str, str]:
    begun = searches[searches["complete"] != NOT_STARTED]
    names = searches["source"].drop_duplicates()
    dates = [f"{name}: {day}" for name, day in zip(begun["source"], begun["searched_on"], strict=True)]
    each = [f"{name} {n}" for name, n in zip(begun["source"], begun["imported"], strict=True)]
    found = sum(flow.get(f"{kind}_results", 0) for kind in (*DATABASE_KINDS, *OTHER_KINDS))
    duplicates = flow["duplicates"] + flow.get("other_already_found", 0)
    later = [f"{name}: still to be searched" for name in names if name not in set(begun["source"])]
    return {
        "sources": "; ".join([*dates, *later]),
        "databases": _name_databases(searches, kinds),
        "platforms": _tell_platforms(searches, kinds),
        "registers": _list(searches, kinds, "register"),
        "websites": _list(searches, kinds, "website", "organisation"),
        "citations": _list(searches, kinds, "citations"),
        "contacts": _list(searches, kinds, "contact"),
        "dates": "; ".join(dates),
        "strategies": f"The supplement has the full strategy of each of {_count(len(searches), 'search')}",
        "queries": _tell_known(searches, "query_from", "as run", "the query as run is not stated"),
        "hits": _tell_known(searches, "found_from", "hits as shown", "the number of hits is not stated"),
        "limits": _tell_limits(searches),
        "records": str(found),
        "by_source": ", ".join(each),
        "deduplication": _DEDUPLICATION.format(duplicates=duplicates, version=__version__),
    }


def _gather_results(flow: Mapping[str, Any], *, coded: bool) -> dict[str, str]:
    excluded = sum(flow.get("dbr_excluded", {}).values()) + sum(flow.get("other_excluded", {}).values())
    reports = f"{_count(flow['new_reports'], 'included report')}"
    waiting = sum(number for key, number in flow.items() if "awaiting" in key and isinstance(number, int))
    unfinished = f"; unfinished: {waiting} still need a decision or a text" if waiting else ""
    return {
        "flow": f"{_tell_flow(flow)}{unfinished}",
        "excluded": f"{_count(excluded, 'full text')} excluded, each with reason, people and date",
        "included": f"{reports}, each cited{', with its codes' if coded else ''}",
        "included_only": f"{reports}{unfinished}",
        "codes": "Numbers of reports by each value that was coded: summary table" if coded else "",
        "display": "Tables of included reports and of numbers by value; bars of the numbers" if coded else "",
    }


def _count(number: int, noun: str) -> str:
    plural = {"search": "searches"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else plural}"


def _tell_coding(coders: Sequence[str]) -> str:
    way = "their agreement is in the supplement" if len(coders) > 1 else "no second person coded"
    return f"{_count(len(coders), 'coder')} coded with the codebook; {way}" if coders else ""


def _name_databases(searches: pd.DataFrame, kinds: Mapping[str, str]) -> str:
    """Name each database, with its platform where that has another name."""
    rows = searches.drop_duplicates("source")
    pairs = zip(rows["source"], rows["platform"], strict=True)
    return ", ".join(
        name if platform in ("", name) else f"{name} ({platform})"
        for name, platform in pairs
        if kinds[name] == "database"
    )


def _tell_platforms(searches: pd.DataFrame, kinds: Mapping[str, str]) -> str:
    """Name the platforms on which several databases were searched."""
    databases = searches[searches["source"].map(kinds) == "database"].drop_duplicates("source")
    shared = databases[databases["platform"].duplicated(keep=False) & (databases["platform"] != "")]
    each = [f"{platform}: {', '.join(rows['source'])}" for platform, rows in shared.groupby("platform")]
    return "; ".join(each) or "Each database was searched by itself"


def _tell_known(searches: pd.DataFrame, column: str, known: str, unknown: str) -> str:
    """Tell of which searches something is known, and of which exports nobody stated it."""
    made = searches[searches[column] != ""]
    is_known = made[column] != NOT_STATED
    parts = [(known, made[is_known]), (unknown, made[~is_known])]
    return "".join(f"; {what}: {', '.join(rows['source'])}" for what, rows in parts if len(rows))


def _tell_limits(searches: pd.DataFrame) -> str:
    """Tell the limits that a person stated or the run set, by source, and what rules did afterwards."""
    stated = (searches["sha256"] != "") & (searches["limits"] != NOT_STATED) & (searches["limits"] != "")
    told = searches[stated]
    each = [f"{source}: {limits}" for source, limits in zip(told["source"], told["limits"], strict=True)]
    sent = searches[(searches["sha256"] == "") & (searches["limited_by"] != "")]
    each += [f"{source}: {what}" for source, what in zip(sent["source"], sent["limited_by"], strict=True)]
    unknown = searches.loc[searches["limits"] == NOT_STATED, "source"]
    parts = [f"Set in the database: {'; '.join(each)}"] if each else []
    parts += [f"limits not stated: {', '.join(unknown)}"] if len(unknown) else []
    return "; ".join([*parts, "rules of the practical screen applied the limits that a search could not"])


def _tell_flow(flow: Mapping[str, Any]) -> str:
    """Tell how many records were screened and reports included, by each way into the review."""
    sentence = f"{flow['records_screened']} records screened, {flow['new_reports']} reports included"
    if "other_sought_reports" not in flow:
        return sentence
    screened = flow["other_screened_out"] + flow["other_sought_reports"]
    included = flow["other_assessed"] - sum(flow.get("other_excluded", {}).values())
    columns = {
        "by databases and registers": (flow["records_screened"], flow["new_reports"] - included),
        "by other methods": (screened, included),
    }
    each = (
        f"{way} {read} records screened, {kept} reports included" for way, (read, kept) in columns.items()
    )
    return f"{flow['new_reports']} reports included: {'; '.join(each)}"


def _list(searches: pd.DataFrame, kinds: Mapping[str, str], *wanted: str) -> str:
    """Name the sources of these kinds, each with its records and what was or is to be done there."""
    rows = [row for row in searches.to_dict("records") if kinds[row["source"]] in wanted]
    how = [
        f", {row['query']}" if kinds[row["source"]] not in DATABASE_KINDS and row["query"] else ""
        for row in rows
    ]
    pairs = zip(rows, how, strict=True)
    return "; ".join(f"{row['source']}: {_tell_state(row)}{detail}" for row, detail in pairs)


def _tell_state(row: Mapping[Hashable, str]) -> str:
    return "still to be made" if row["complete"] == NOT_STARTED else f"{row['imported']} records"
