"""Appraisals: what coders judged of each domain, and the overall judgement that follows by a stated rule."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import pandas as pd

OVERALL = "overall"
NOT_ASKED, NOT_SETTLED = "not_asked", "not_settled"
"""Text of the table where a condition rules a domain out, and where appraisers differ."""


@dataclass(frozen=True)
class Appraised:
    """An appraisal of the codebook.

    Parameters
    ----------
    id, label
        Short name, and title.
    domains
        Label of each domain by its question's id.
    critical
        Domains that are critical.
    judgements, final
        Labels of what may be judged of a domain, and overall, by id: the best first.
    signs
        Letter or sign of each judgement.
    unranked
        Judgements that do not count for the overall one.
    rule
        ``worst``, ``counts``, ``people`` or ``none``.
    counts
        Of the rule ``counts``, tried from the first: ``then``, ``of``, ``at_least``, ``critical``.
    otherwise
        The overall judgement where none of `counts` fits.
    """

    id: str
    label: str
    domains: Mapping[str, str]
    critical: Collection[str]
    judgements: Mapping[str, str]
    final: Mapping[str, str]
    signs: Mapping[str, str]
    unranked: Collection[str]
    rule: str
    counts: Sequence[Mapping[str, Any]] = ()
    otherwise: str = ""


def judge_overall(given: Mapping[str, str], appraisal: Appraised) -> str:
    """Return the overall judgement of an article, or "" as long as a domain is open or there is none.

    Parameters
    ----------
    given
        Judgement of each domain, `NOT_ASKED` where a condition rules it out; with the rule ``people`` also
        what they judged under ``<appraisal>_overall``.
    appraisal
        The appraisal.
    """
    if appraisal.rule == "people":
        return given.get(f"{appraisal.id}_{OVERALL}", "")
    asked = {name: given.get(name, "") for name in appraisal.domains if given.get(name) != NOT_ASKED}
    if appraisal.rule == "none" or not asked or set(asked.values()) & {"", NOT_SETTLED}:
        return ""
    ranked = {name: judgement for name, judgement in asked.items() if judgement not in appraisal.unranked}
    if appraisal.rule == "worst":
        order = list(appraisal.judgements)
        return max(ranked.values(), key=order.index, default="")
    return next(
        (count["then"] for count in appraisal.counts if _fits(ranked, count, appraisal)), appraisal.otherwise
    )


def tabulate_appraisal(
    codes: pd.DataFrame,
    reports: Sequence[str],
    appraisal: Appraised,
    lacking: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return the judgements of each article.

    Parameters
    ----------
    codes
        Settled codes (CODE).
    reports
        Included reports, in their order.
    appraisal
        The appraisal.
    lacking
        `NOT_ASKED` or `NOT_SETTLED` by report and domain.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, a column for each domain, and ``overall`` unless there is none; ids of judgements, ""
        where nothing is settled yet.
    """
    mine = codes[codes["dimension"].str.startswith(f"{appraisal.id}_")]
    given = {(row.record_id, row.dimension): str(row.value) for row in mine.itertuples()}
    rows = []
    for report in reports:
        judged = {
            name: lacking.get((report, name)) or given.get((report, name), "")
            for name in (*appraisal.domains, f"{appraisal.id}_{OVERALL}")
        }
        domains = {name: judged[name] for name in appraisal.domains}
        rows.append({"record_id": report, **domains, OVERALL: judge_overall(judged, appraisal)})
    columns = ["record_id", *appraisal.domains, *([OVERALL] if appraisal.rule != "none" else [])]
    return pd.DataFrame(rows, columns=columns, dtype="str")


def count_judgements(table: pd.DataFrame, appraisal: Appraised) -> pd.DataFrame:
    """Count articles by domain and judgement.

    Parameters
    ----------
    table
        Result of `tabulate_appraisal`.
    appraisal
        The appraisal.

    Returns
    -------
    pandas.DataFrame
        ``domain``, ``label``, ``judgement``, ``n``: for each domain, then overall, each judgement in its
        order and, where there are any, articles not asked, not settled, and not judged yet ("").
    """
    labels = {**appraisal.domains, OVERALL: "Overall"}
    rows = []
    for domain in (column for column in table if column != "record_id"):
        allowed = appraisal.final if domain == OVERALL else appraisal.judgements
        counted = table[domain].value_counts()
        for judgement in (*allowed, *(extra for extra in (NOT_ASKED, NOT_SETTLED, "") if extra in counted)):
            rows.append((domain, labels[str(domain)], judgement, int(counted.get(judgement, 0))))
    return pd.DataFrame(rows, columns=["domain", "label", "judgement", "n"])


def _fits(judged: Mapping[str, str], count: Mapping[str, Any], appraisal: Appraised) -> bool:
    """Say whether as many domains have one of the judgements that a count asks for."""
    wanted = count.get("critical")
    counted = [
        name
        for name, judgement in judged.items()
        if judgement in count["of"] and (wanted is None or (name in appraisal.critical) == wanted)
    ]
    return len(counted) >= int(count["at_least"])
