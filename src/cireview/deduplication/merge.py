"""Merge: one row per report, each value from its most trusted record; no value is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cireview.deduplication.places import read_doi
from cireview.tables import RECORD
from cireview.tables.ids import source_key

# Sources in the order of trust: curated indexes first, then aggregators, then what harvests the web.
# Sources not named here stand before the last five.
TRUST = (
    "pubmed",
    "medline",
    "embase",
    "cochrane",
    "psycinfo",
    "cinahl",
    "web_of_science",
    "scopus",
    "ieee",
    "acm",
)
TRUST_LAST = ("crossref", "openalex", "semantic_scholar", "citation", "google_scholar")

# Identifiers and lists are united; the longest text is the fullest; all else comes from the most trusted.
UNITED = ("source", "accession", "search_id", "doi", "pmid", "issn", "keywords", "url", "notes")
LONGEST = ("abstract", "authors", "affiliations", "journal")
ABSTRACT_LIMIT = 10_000
# What databases write where they have no abstract: no reason to pass over the abstract of another one.
_NO_ABSTRACT = r"\W*no abstract( is)?( available)?\W*"


def merge(
    records: pd.DataFrame, matches: pd.DataFrame, *, prefer: Sequence[str] = ()
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return one row per report and where each of its values came from.

    Parameters
    ----------
    records
        A RECORD table.
    matches
        A MATCH table of the same records.
    prefer
        Sources whose values are taken before all others where they have one, first things first.

    Returns
    -------
    reports
        A RECORD table whose ``record_id`` is the report's id, sorted by it. Identifiers and lists are united
        with "; "; of abstracts (up to 10,000 characters), authors, affiliations and journals the longest is
        taken, unless a preferred source has one; every other value is that of the first source that has
        one, in the order of `prefer` and then of `TRUST`.
    origins
        ``report_id``, ``field``, ``record_id``: who gave the value; several rows for a united one. Reports
        of a single record, whose values are all its own, are not listed.
    """
    report = records["record_id"].map(matches.set_index("record_id")["report_id"])
    rows = records.assign(report_id=report, trust=records["source"].map(_trust_of(records["source"], prefer)))
    rows = rows.sort_values(["report_id", "trust", "record_id"], kind="stable", ignore_index=True)
    several = rows["report_id"].duplicated(keep=False)
    given = _list_values(rows[several])
    values = _join(given).unstack(fill_value="")
    merged = values.rename_axis(index="record_id", columns=None).reset_index()
    single = rows[~several].assign(record_id=rows.loc[~several, "report_id"])
    reports = pd.concat([single, merged.reindex(columns=list(RECORD.columns))], ignore_index=True)
    reports = RECORD.conform(reports[list(RECORD.columns)]).sort_values("record_id", ignore_index=True)
    origins = given[["report_id", "field", "record_id"]].drop_duplicates()
    return reports, origins.sort_values(["report_id", "field", "record_id"], ignore_index=True)


def _trust_of(sources: pd.Series, prefer: Sequence[str]) -> dict[str, int]:
    """Return the place of each source in the order of trust, below 0 for those that are preferred."""
    order = {name: place for place, name in enumerate(TRUST)}
    order |= {name: len(TRUST) + 1 + place for place, name in enumerate(TRUST_LAST)}
    keys = {source: source_key(source) for source in sources.unique()}
    preferred = list(dict.fromkeys(name.casefold() for name in prefer))
    first = {name: place - len(preferred) for place, name in enumerate(preferred)}
    return {source: first.get(source.casefold(), _place_in(order, key)) for source, key in keys.items()}


def _place_in(order: Mapping[str, int], key: str) -> int:
    return next((place for name, place in order.items() if key.startswith(name)), len(TRUST))


def _list_values(rows: pd.DataFrame) -> pd.DataFrame:
    """Return ``report_id``, ``field``, ``record_id`` and ``value`` of all that reports take over."""
    fields = [column for column in RECORD.columns if column != "record_id"]
    rows = rows.assign(preferred=rows["trust"].clip(upper=0))
    listed = rows.melt(["report_id", "record_id", "preferred"], fields, "field", "value")
    listed = listed[listed["value"] != ""]
    united = listed["field"].isin(UNITED)
    length = listed["value"].str.len()
    by_length = listed["field"].isin(LONGEST) & (length <= ABSTRACT_LIMIT)
    says_none = (listed["field"] == "abstract") & listed["value"].str.fullmatch(_NO_ABSTRACT, case=False)
    # All other values are in the order of trust already, in which what is preferred comes first.
    rank = listed["preferred"].where(by_length & ~says_none, 0)
    listed = listed.drop(columns="preferred").assign(rank=rank, length=-length.where(by_length, 0))
    chosen = listed[~united].sort_values(["report_id", "field", "rank", "length"], kind="stable")
    chosen = chosen.drop_duplicates(["report_id", "field"])
    parts = listed[united].assign(value=_split(listed[united])).explode("value")
    parts = parts[parts["value"] != ""].drop_duplicates(["report_id", "field", "value"])
    given = pd.concat([chosen, parts], ignore_index=True)
    return given.drop(columns=["rank", "length"]).astype("str")


def _join(given: pd.DataFrame) -> pd.Series:
    """Return the value of every report and field."""
    keys = ["report_id", "field"]
    several = given.duplicated(keys, keep=False)
    joined = given[several].groupby(keys)["value"].agg("; ".join).reset_index()
    values = pd.concat([given.loc[~several, [*keys, "value"]], joined], ignore_index=True)
    return pd.Series(values["value"].to_numpy(), pd.MultiIndex.from_frame(values[keys]), dtype="str")


def _split(united: pd.DataFrame) -> pd.Series:
    """Return the parts of united values; DOIs bare, so that a URL does not repeat one."""
    doi = united["field"] == "doi"
    bare = united["value"].where(~doi, united["value"].map(read_doi))
    return bare.where(bare != "", united["value"]).str.split("; ")
