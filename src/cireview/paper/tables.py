"""Fink step 7: the tables of the paper, each counted from fates and codes. No drawing here."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from cireview.practical_screen import year_of


def cite_reports(reports: pd.DataFrame) -> pd.Series:
    """Return a citation such as "Amed et al. 2015" for each report, by its id; letters tell equals apart.

    Parameters
    ----------
    reports
        RECORD, one row a report, ``record_id`` being the report's id.
    """
    names = [name_authors(authors) for authors in reports["authors"]]
    years = [year_of(year) or "n.d." for year in reports["year"]]
    same: dict[str, list[str]] = {}
    for name, year, report in zip(names, years, reports["record_id"], strict=True):
        same.setdefault(f"{name} {year}", []).append(report)
    cited = {
        report: plain + (_letters(place) if len(alike) > 1 else "")
        for plain, alike in same.items()
        for place, report in enumerate(sorted(alike))
    }
    return pd.Series(cited, index=reports["record_id"].tolist(), dtype="str")


def spell_journals(journals: Iterable[str], *, seen: Iterable[str]) -> list[str]:
    """Return the names of journals; one all in capitals as most other records spell it, if any does.

    Some databases export names in capitals. Nothing else is changed: no rule tells JAMA from a word.

    Parameters
    ----------
    journals
        Names to print.
    seen
        Names of the journals of all records.

    Examples
    --------
    >>> spell_journals(["INJURY PREVENTION", "JAMA"], seen=["Injury Prevention", "JAMA"])
    ['Injury Prevention', 'JAMA']
    """
    spellings: dict[str, Counter[str]] = {}
    for name, number in sorted(Counter(seen).items()):
        if not html.unescape(name).isupper():
            spellings.setdefault(_letters_of(name), Counter())[name] = number
    return [
        spellings[_letters_of(name)].most_common(1)[0][0]
        if html.unescape(name).isupper() and _letters_of(name) in spellings
        else name
        for name in journals
    ]


def _letters_of(name: str) -> str:
    return re.sub(r"\W+", "", html.unescape(name).replace("&", "and").casefold())


def list_excluded(
    reports: pd.DataFrame,
    lives: pd.DataFrame,
    *,
    notes: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the articles excluded on full text: why, by whom and when (PRISMA 2020 item 16b).

    Parameters
    ----------
    reports, lives
        RECORD and `cireview.prisma.LIFE`.
    notes
        What reviewers noted of a report, by its id, if it is for print.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``article``, ``title``, ``journal``, ``doi``, ``reason``, ``decided_by``,
        ``decided_on``, ``note``; ordered by article.
    """
    excluded = lives[lives["fate"] == "excluded_eligibility"].set_index("report_id")
    table = reports[reports["record_id"].isin(excluded.index)]
    table = describe_articles(table).assign(article=cite_reports(table).tolist())
    decided = ["reason", "decided_by", "decided_on"]
    table = table.join(excluded[decided], on="record_id")
    table["note"] = [(notes or {}).get(report, "") for report in table["record_id"]]
    columns = ["record_id", "article", "title", "journal", "doi", *decided, "note"]
    return table[columns].sort_values(["article", "record_id"], ignore_index=True)


def count_years(reports: pd.DataFrame) -> pd.DataFrame:
    """Return ``year`` and ``n`` of reports for every year from first to last; no year, no count."""
    years = pd.Series([int(year) for year in map(year_of, reports["year"]) if year], dtype="int64")
    if years.empty:
        return pd.DataFrame({"year": years, "n": years})
    every = range(int(years.min()), int(years.max()) + 1)
    return pd.DataFrame({"year": list(every), "n": [int((years == year).sum()) for year in every]})


def spread_matrix(
    matrix: pd.DataFrame, *, rows: Mapping[str, str], columns: Mapping[str, str]
) -> pd.DataFrame:
    """Return the authors' judgements as a table: ``finding``, then a column for each column of the matrix."""
    cells = {(row, column): value for row, column, value in matrix.itertuples(index=False, name=None)}
    body = [[label, *(cells.get((row, column), "") for column in columns)] for row, label in rows.items()]
    return pd.DataFrame(body, columns=["finding", *columns.values()], dtype="str")


def compare_published(
    flow: Mapping[str, Any],
    summary: pd.DataFrame,
    matrix: pd.DataFrame,
    *,
    published: Mapping[str, Mapping[str, Any]],
) -> pd.DataFrame:
    """Set the numbers of a published review beside those of this run.

    Parameters
    ----------
    flow
        Counts of `cireview.prisma.count_flow`; of a count by reasons the sum is compared.
    summary
        Result of `cireview.paper.codes.summarise_codes`.
    matrix
        ``row``, ``column``, ``value``.
    published
        ``flow``, ``codes`` and ``matrix`` of the protocol.

    Returns
    -------
    pandas.DataFrame
        ``what``, ``published``, ``reproduced`` (text; "" if the run has none) and ``same`` (yes or no).
    """
    counted = {
        key: sum(value.values()) if isinstance(value, Mapping) else value for key, value in flow.items()
    }
    numbers = {(row.dimension, row.value): row.n for row in summary.itertuples()}
    cells = {(row, column): value for row, column, value in matrix.itertuples(index=False, name=None)}
    pairs = [(f"flow: {key}", number, counted.get(key, "")) for key, number in published["flow"].items()]
    for dimension, values in published["codes"].items():
        pairs += [
            (f"{dimension}: {value}", number, numbers.get((dimension, value), ""))
            for value, number in values.items()
        ]
    for row, columns in published["matrix"].items():
        pairs += [
            (f"{row}: {column}", number, cells.get((row, column), "")) for column, number in columns.items()
        ]
    rows = [
        (what, str(number), str(made), "yes" if str(number) == str(made) else "no")
        for what, number, made in pairs
    ]
    return pd.DataFrame(rows, columns=["what", "published", "reproduced", "same"], dtype="str")


def describe_articles(reports: pd.DataFrame) -> pd.DataFrame:
    """Return article data for tables, without the ``&amp;`` and the full stops of some databases."""
    printed = {column: reports[column].map(_plain) for column in ("title", "journal")}
    return reports[["record_id", "title", "journal", "doi"]].assign(**printed)


def _plain(text: str) -> str:
    plain = html.unescape(text)
    return plain if plain.endswith("..") else plain.removesuffix(".")


def name_authors(authors: str) -> str:
    """Return the family names by which text cites authors, such as "Amed et al."."""
    families = [one.split(",")[0].strip() for one in authors.split(";") if one.strip()]
    if not families:
        return "Anonymous"
    if len(families) == 2:
        return " & ".join(families)
    return families[0] if len(families) == 1 else f"{families[0]} et al."


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
