"""The PRISMA 2020 and PRISMA-S checklists, filled with what the run and the protocol know.

Page MJ et al., BMJ 2021;372:n71 (doi 10.1136/bmj.n71); Rethlefsen ML et al., Syst Rev 2021;10:39 (doi
10.1186/s13643-020-01542-z). Items that only authors can fill are left to them.
"""

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

AUTHORS = "for the authors"

_DEDUPLICATION = (
    "{duplicates} duplicates, removed by cireview {version} by named rules and a learnt probability, "
    "doubtful pairs by people; each with rule and score in 3_search/duplicates.csv"
)
# Item, topic, and what is told: a sentence about the run, then ":" and a statement of the protocol.
PRISMA_S = (
    ("1", "Database name", "{databases}"),
    ("2", "Multi-database searching", "Platforms are named in 3_search/searches.csv"),
    ("3", "Study registries", "{registers}:study_registries"),
    ("4", "Online resources and browsing", "{websites}:online_resources"),
    ("5", "Citation searching", "{citations}:citation_searching"),
    ("6", "Contacts", "{contacts}:contacts"),
    ("7", "Other methods", ":other_methods"),
    ("8", "Full search strategies", "3_search/searches.csv has the query of each search{queries}"),
    ("9", "Limits and restrictions", "{limits}By source in 4_practical_screen/rules_by_source.csv:limits"),
    ("10", "Search filters", ":search_filters"),
    ("11", "Prior work", ":prior_work"),
    ("12", "Updates", ":updates"),
    ("13", "Dates of searches", "{dates}"),
    ("14", "Peer review", ":peer_review"),
    ("15", "Total records", "{records} records; by source in 3_search/searches.csv{hits}"),
    ("16", "Deduplication", _DEDUPLICATION),
)
PRISMA_2020 = (
    ("1", "Title", "{title}"),
    ("2", "Abstract", ""),
    ("3", "Rationale", ""),
    ("4", "Objectives", "{question}"),
    ("5", "Eligibility criteria", "1_question/protocol.md"),
    ("6", "Information sources", "{sources}"),
    ("7", "Search strategy", "3_search/queries.md"),
    ("8", "Selection process", "{selection}"),
    ("9", "Data collection process", "{coding}"),
    ("10a", "Data items: outcomes", ":outcomes"),
    ("10b", "Data items: other variables", "config/codebook.yaml"),
    ("11", "Study risk of bias assessment", ":risk_of_bias"),
    ("12", "Effect measures", ""),
    ("13", "Synthesis methods", ":synthesis"),
    ("14", "Reporting bias assessment", ""),
    ("15", "Certainty assessment", ""),
    ("16a", "Study selection", "{flow}; 7_synthesis/prisma/"),
    ("16b", "Studies excluded on full text", "7_synthesis/tables/excluded_full_texts.csv"),
    ("17", "Study characteristics", "7_synthesis/tables/included.csv"),
    ("18", "Risk of bias in studies", ""),
    ("19", "Results of individual studies", ""),
    ("20", "Results of syntheses", "7_synthesis/tables/summary.csv, where coded"),
    ("21", "Reporting biases", ""),
    ("22", "Certainty of evidence", ""),
    ("23", "Discussion", ""),
    ("24a", "Registration", ":registration"),
    ("24b", "Protocol", ":protocol_access"),
    ("24c", "Amendments", "{amendments}:amendments"),
    ("25", "Support", ":support"),
    ("26", "Competing interests", ":competing_interests"),
    ("27", "Availability of data and code", ":availability"),
)


def fill_checklist(
    items: Sequence[tuple[str, str, str]], *, statements: Mapping[str, str], facts: Mapping[str, str]
) -> pd.DataFrame:
    """Fill a checklist.

    Parameters
    ----------
    items
        PRISMA_S or PRISMA_2020.
    statements
        ``statements`` of the protocol.
    facts
        What the run knows, by the names in braces.

    Returns
    -------
    pandas.DataFrame
        ``item``, ``topic``, ``told`` and ``from``: run, protocol, both or authors.
    """
    rows = []
    for number, topic, source in items:
        fact, _, statement = source.partition(":")
        parts = {"run": fact.format(**facts), "protocol": statements[statement] if statement else ""}
        answers = {origin: text for origin, text in parts.items() if text}
        answer, origins = ". ".join(answers.values()), " and ".join(answers)
        rows.append((number, topic, answer or AUTHORS, origins or "authors"))
    return pd.DataFrame(rows, columns=["item", "topic", "told", "from"], dtype="str")


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
    """

    title: str
    question: str
    kinds: Mapping[str, str]
    team: Team
    coders: Sequence[str]
    amendments: Sequence[tuple[str, str, str]] = ()


def gather_facts(stated: Stated, *, searches: pd.DataFrame, flow: Mapping[str, Any]) -> dict[str, str]:
    """Return what the run knows for the checklists.

    Parameters
    ----------
    stated
        What the protocol states.
    searches
        Log of all searches (``source``, ``searched_on``, ``imported``, ``query``, ``query_from``, ``limits``,
        ``found_from``, ``sha256``, ``complete``).
    flow
        Counts of `cireview.prisma.count_flow`.
    """
    team, kinds = stated.team, stated.kinds
    several = len(team.everyone)
    readers = f"{several} reviewers read abstracts"
    if team.readers < several:
        readers = f"{team.readers} of {several} reviewers read each abstract"
    judged = f"; {team.adjudicator} decided where they differed" if team.adjudicator else ""
    begun = searches[searches["complete"] != NOT_STARTED]
    names = searches["source"].drop_duplicates()
    dates = [f"{name}: {day}" for name, day in zip(begun["source"], begun["searched_on"], strict=True)]
    return {
        "title": stated.title,
        "question": stated.question,
        "sources": ", ".join(names),
        "databases": ", ".join(name for name in names if kinds[name] == "database"),
        "registers": _list(searches, kinds, "register"),
        "websites": _list(searches, kinds, "website", "organisation"),
        "citations": _list(searches, kinds, "citations"),
        "contacts": _list(searches, kinds, "contact"),
        "dates": "; ".join(dates),
        "queries": _tell_known(searches, "query_from", "as run", "nobody stated what was run"),
        "hits": _tell_known(searches, "found_from", "hits as shown", "nobody stated the hits"),
        "limits": _tell_limits(searches),
        "records": str(sum(flow.get(f"{kind}_results", 0) for kind in (*DATABASE_KINDS, *OTHER_KINDS))),
        "version": __version__,
        "duplicates": str(flow["duplicates"] + flow.get("other_already_found", 0)),
        "selection": f"{readers}{judged}; 4_practical_screen/agreement.csv",
        "coding": f"{len(stated.coders)} coders filled the codebook; 6_review/agreement.csv",
        "flow": _tell_flow(flow),
        "amendments": "; ".join(f"{day}: {change} ({reason})" for day, change, reason in stated.amendments),
    }


def _tell_known(searches: pd.DataFrame, column: str, known: str, unknown: str) -> str:
    """Tell of which searches something is known, and of which exports nobody stated it."""
    made = searches[searches[column] != ""]
    is_known = made[column] != NOT_STATED
    parts = [(known, made[is_known]), (unknown, made[~is_known])]
    return "".join(f"; {what}: {', '.join(rows['source'])}" for what, rows in parts if len(rows))


def _tell_limits(searches: pd.DataFrame) -> str:
    """Tell the limits that a person stated, by source; of the others the log has what the run sent."""
    told = searches[(searches["sha256"] != "") & (searches["limits"] != NOT_STATED)]
    each = [f"{source}: {limits}" for source, limits in zip(told["source"], told["limits"], strict=True)]
    return f"Set in the database: {'; '.join(each)}. " if each else ""


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
