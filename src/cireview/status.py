"""Where a review stands: what awaits whom, and in which sheet."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from cireview.citations.seeds import ROUND
from cireview.labels import PAUSED
from cireview.tables import read_table

_STAGES = (
    ("Search", "possible duplicates to judge", "3_search", "possible_duplicates", "duplicates"),
    ("Practical screen", "abstracts to decide", "4_practical_screen", "screening_{}", "screening"),
    (
        "Methodological screen",
        "full texts to decide",
        "5_methodological_screen",
        "eligibility_{}",
        "eligibility",
    ),
    ("Review", "codes to give", "6_review", "coding_{}", "coding"),
)


def list_awaiting(results: str | Path) -> pd.DataFrame:
    """List what awaits whom, counted from the tables under `results`.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``who``, ``n``, ``what``, ``sheet`` to fill and ``save_in``, the folder for the filled
        sheet; nothing awaits if it has no rows.
    """
    results = Path(results)
    rows = []
    for step, what, folder, sheet, labels in _STAGES:
        for (who, sample), number in _waiting(results / folder).items():
            name = f"{sheet.format(who)}_{sample}" if sample else sheet.format(who)
            place = f"{results.name}/{folder}/sheets/{_sheet(results / folder / 'sheets', name)}"
            told = f"{what}, all of {sample}" if sample else what
            rows.append((step, who, number, told, place, f"data/labels/{labels}/"))
    columns = ["step", "who", "n", "what", "sheet", "save_in"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "int64"})


def list_rounds(results: str | Path) -> pd.DataFrame:
    """Return where each citation search of the protocol stands (ROUND), as of the last run."""
    results = Path(results)
    file = results / "5_methodological_screen/seeds.csv"
    if not file.is_file():
        return ROUND.empty()
    rounds, searches = read_table(file, ROUND), read_table(results / "3_search/searches.csv")
    # A search that the protocol no longer names is in no new log, but its table may lie there still.
    return rounds[rounds["source"].isin(searches["source"])].reset_index(drop=True)


def list_gaps(results: str | Path) -> list[str]:
    """Return a sentence for each search that is missing or not complete, as of the last run."""
    log = Path(results) / "3_search/searches.csv"
    searches = read_table(log).to_dict("records") if log.is_file() else []
    return [
        f"The search of {row['source']} is not complete: "
        + (
            "its export file is missing"
            if row["complete"] == "missing"
            else row["complete"].removeprefix("no: ")
        )
        for row in searches
        if row["complete"] != "yes"
    ]


def doubt_stop(results: str | Path) -> str:
    """Return why the protocol's stop does not rest on the rule that it names, or ""."""
    stopping = Path(results, "4_practical_screen/stopping.csv")
    for row in read_table(stopping).to_dict("records") if stopping.is_file() else ():
        if row["stopped_on"] and row["met"] != "yes":
            told = (
                f"Reading was stopped on {row['stopped_on']} by the rule {row['rule']}, which does not hold"
            )
            return f"{told} ({row['value']}). {row['advice']}".strip()
    return ""


def _sheet(folder: Path, name: str) -> str:
    """Return the file of the sheet of this name, or of its latest batch."""
    batches = sorted(
        file.name for file in folder.glob(f"{name}_*.xlsx") if re.fullmatch(r"_\d+", file.stem[len(name) :])
    )
    return batches[-1] if batches else f"{name}.xlsx"


def _waiting(folder: Path) -> dict[tuple[str, str], int]:
    """Return how many rows await whom, by person and sample; what is paused awaits nobody."""
    if (folder / "possible_duplicates.csv").is_file():
        number = len(read_table(folder / "possible_duplicates.csv"))
        return {("anyone", ""): number} if number else {}
    if not (folder / "awaiting.csv").is_file():
        return {}
    awaiting = read_table(folder / "awaiting.csv")
    rounds = awaiting["round"] if "round" in awaiting else pd.Series("", index=awaiting.index)
    pairs = list(zip(awaiting["awaits"], rounds, strict=True))
    return {pair: pairs.count(pair) for pair in sorted(set(pairs)) if pair[1] != PAUSED}
