"""Where a review stands: what awaits whom, and in which sheet."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pandas as pd

from cireview.citations.seeds import ROUND
from cireview.sheets.batches import find_batches
from cireview.sources.lookup import NO_ANSWER
from cireview.sources.open_access import UNASKED
from cireview.stopping import PAUSED
from cireview.tables import read_table
from cireview.tables.spreadsheets import find_sheets

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
        sheet, with a name where a sheet of its own name lies there already; nothing awaits if it has no rows.
    """
    results = Path(results)
    rows = []
    for step, what, folder, sheet, labels in _STAGES:
        for (who, sample), number in _waiting(results / folder).items():
            name = f"{sheet.format(who)}_{sample}" if sample else sheet.format(who)
            told = f"{what}, all of {sample}" if sample else what
            rows.append((step, who, number, told, *_find_sheet(results, f"{folder}/sheets", labels, name)))
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


def list_unanswered(results: str | Path, *, completes: bool, locates: bool) -> list[str]:
    """Return a sentence for each look-up that a service did not answer.

    Parameters
    ----------
    results
        The review's results.
    completes, locates
        Whether the protocol asks to complete records, and to locate free versions; a table left by an
        earlier run is not told of otherwise.
    """
    looked_up = {
        "3_search/not_completed.csv": (completes, _tell_uncompleted),
        "5_methodological_screen/open_access.csv": (locates, _tell_unlocated),
    }
    told = [
        (file, tell(read_table(Path(results, file))["reason"]))
        for file, (asked, tell) in looked_up.items()
        if asked and Path(results, file).is_file()
    ]
    return [f"{sentence} (results/{file})" for file, sentence in told if sentence]


def _tell_uncompleted(reasons: pd.Series) -> str:
    silent = [one.rpartition("; ")[2] for one in reasons if one.endswith(NO_ANSWER)]
    names = dict.fromkeys(name for one in silent for name in one.rpartition(": ")[0].split(", "))
    return (
        f"Records are not completed: {', '.join(names)} gave no answer about {len(silent)} of the "
        f"{len(reasons)} values that stay missing; the next run asks again"
        if silent
        else ""
    )


def _tell_unlocated(reasons: pd.Series) -> str:
    unasked = [one for one in reasons if one.startswith(UNASKED)]
    return f"Free versions of {len(unasked)} of {len(reasons)} texts: {unasked[0]}" if unasked else ""


def list_unknown_ids(results: str | Path) -> list[str]:
    """Return a sentence for each step with answers on ids that no record has, as of the last run."""
    told = []
    for step, _, folder, _, _ in _STAGES:
        file = Path(results, folder, "conflicts.csv")
        conflicts = read_table(file) if file.is_file() else pd.DataFrame({"kind": []})
        unknown = conflicts[conflicts["kind"] == "unknown id"]
        if len(unknown):
            first = unknown.iloc[0]
            said = first["codes"] if "codes" in unknown else first["decisions"]
            told.append(
                f"{step}: {len(unknown)} answers on ids that no record has, such as {first['record_id']!r} "
                f"of {said}. Run 'cireview check'"
            )
    return told


def doubt_stop(results: str | Path) -> str:
    """Return why the protocol's stop does not rest on the rule that it names, or ""."""
    folder = Path(results, "4_practical_screen")
    stopping = folder / "stopping.csv"
    for row in read_table(stopping).to_dict("records") if stopping.is_file() else ():
        day = row["stopped_on"]
        if day and row["met"] != "yes":
            told = f"Reading was stopped on {day} by the rule {row['rule']}, which does not hold"
            return f"{told} ({row['value']}). {row['advice']}".strip()
        drawn = _certified_on(folder) if day and row["rule"] == "certified" else ""
        if day < drawn[: len(day)]:  # a stop may be dated by its month or its year alone
            told = f"Reading was stopped on {day}, before the sample that certifies it was drawn ({drawn})"
            return f"{told}. Mend the date in the protocol"
    return ""


def _certified_on(folder: Path) -> str:
    """Return the date of the first sample that certifies, or ""."""
    samples = read_table(folder / "samples.csv")
    return min(samples.loc[samples["certifies"] == "yes", "drawn_on"], default="")


def _find_sheet(results: Path, folder: str, labels: str, name: str) -> tuple[str, str]:
    """Return the sheet of this name, or its latest batch, and where to save it so that it overwrites none.

    A batch that was saved already is filled on where it was saved: it is not handed out again.
    """
    home = results.parent / "data/labels" / labels
    batches = find_batches([results / folder, home], name)
    last = [path for path, number in batches.items() if number == max(batches.values())]
    saved = [path for path in last if path.is_relative_to(home)]
    if saved:
        return saved[0].relative_to(results.parent).as_posix(), f"data/labels/{labels}/"
    stem = last[0].stem if last else name
    taken = {path.stem.lower() for path in find_sheets(home)}
    free = next(number for number in count(2) if f"{stem}_{number}".lower() not in taken)
    named = f" as {stem}_{free}.xlsx" if stem.lower() in taken else ""
    return f"{results.name}/{folder}/{stem}.xlsx", f"data/labels/{labels}/{named}"


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
