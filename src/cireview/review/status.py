"""The status of a review: what each person has to do, and in which sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path, PurePath

import pandas as pd

from cireview.citations.seeds import ROUND
from cireview.identity import FORMER
from cireview.identity.former import ASKED, CONFIRMED, REFUSED
from cireview.labels.team import VACANT
from cireview.places import CONFLICTS, SHEET_KINDS, place
from cireview.review.folder import Review
from cireview.search.ceilings import is_gap
from cireview.sheets.batches import number_batches
from cireview.sources.lookup import NO_ANSWER
from cireview.sources.open_access import UNASKED
from cireview.stopping import PAUSED
from cireview.tables import read_table
from cireview.tables.dates import is_before

_STAGES = (
    ("Search", "possible duplicates to judge", "duplicates", "possible"),
    ("Practical screen", "abstracts to decide", "screening", "screening_awaiting"),
    ("Methodological screen", "full texts to decide", "eligibility", "eligibility_awaiting"),
    ("Review", "codes to give", "coding", "coding_awaiting"),
)
"""Each step at which people are awaited: what they do, the kind of its sheets, the table of who is."""

_MATTER = {"screening": "on abstracts", "eligibility": "on full texts", "coding": "on codes"}
_CONFLICTING = {
    "disagreement": "conflicts to settle",
    "contradiction": "own contradictory answers to correct",
}

_NOBODY = "too few people are left: run 'cireview add-reviewer'"

Paths = Mapping[str, str | Path]
"""Tables by their name in `cireview.places`; what is not there was not made, or is not asked for."""


def list_awaiting(paths: Paths, label_files: Iterable[str | Path]) -> pd.DataFrame:
    """List the open tasks of each person.

    Parameters
    ----------
    paths
        Tables of `cireview.places.STANDING`.
    label_files
        Sheets that people saved in ``data/labels/``, relative to the review's folder.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``who``, ``n``, ``what``, ``sheet`` to fill and ``save_in``, the folder for the filled
        sheet, with a new name if a sheet with the same name exists there, both blank if nobody is left
        to fill one; nothing awaits if it has no rows.
    """
    rows = []
    saved = [PurePath(file) for file in label_files]
    for step, what, kind, table in _STAGES:
        homed = [file for file in saved if file.is_relative_to(place("label_sheets", kind=kind))]
        handed_out = _handed_out(paths, kind)
        for (who, sample, conflict), number in _count_awaited(paths, table).items():
            sheet = PurePath(place(f"{kind}_sheet", person=CONFLICTS if ";" in who else who, suffix="xlsx"))
            sheet = sheet.with_stem(f"{sheet.stem}_{sample}") if sample else sheet
            task = f"{_CONFLICTING[conflict]} {_MATTER[kind]}" if conflict else what
            task = f"{task}, all of {sample}" if sample else task
            if who == VACANT:
                rows.append((step, who, number, f"{task} ({_NOBODY})", "", ""))
                continue
            rows.append((step, who, number, task, *_find_sheet(sheet, kind, handed_out, homed)))
    columns = ["step", "who", "n", "what", "sheet", "save_in"]
    return pd.DataFrame(rows, columns=columns).astype({"n": "int64"})


def list_rounds(paths: Paths) -> pd.DataFrame:
    """Return the state of each citation search of the protocol (ROUND), as of the last run."""
    if "seeds" not in paths:
        return ROUND.empty()
    rounds, searches = read_table(paths["seeds"], ROUND), read_table(paths["searches"])
    # A search that the protocol no longer names is in no new log, but its table may remain.
    return rounds[rounds["source"].isin(searches["source"])].reset_index(drop=True)


def find_missing_keys(review: Review) -> dict[str, str]:
    """Return what to do about each key that an API needs and that is not in the environment, by source."""
    if not review.apis:
        return {}
    from cireview.search.retry import PlannedSearch, missing_key  # only with an API

    archive = review.root / place("archive")
    remedies = {
        review.source(key).name: missing_key(PlannedSearch(**review.fetch(key)), archive_folder=archive)
        for key in review.apis
    }
    return {name: remedy for name, remedy in remedies.items() if remedy}


def tell_notices(paths: Paths) -> list[str]:
    """Return the line on included reports that were retracted, or about which concern was expressed."""
    if not {"notices", "fates"} <= set(paths):
        return []
    notices, fates = read_table(paths["notices"]), read_table(paths["fates"])
    included = set(fates.loc[fates["fate"] == "included", "report_id"])
    grave = notices[notices["change"].isin(["retracted", "doubted"]) & notices["record_id"].isin(included)]
    lines = []
    for change, rows in grave.groupby("change", sort=False):
        reports = list(dict.fromkeys(rows["record_id"]))
        verb = "retracted" if change == "retracted" else "with an expression of concern"
        lines.append(
            f"Included articles {verb}: {len(reports)}, {', '.join(reports[:3])}"
            f"{' …' if len(reports) > 3 else ''}. Decide whether to keep them ({place('notices')})"
        )
    return lines


def list_gaps(paths: Paths) -> list[str]:
    """Return a sentence for each search that is missing or not complete, as of the last run."""
    searches = read_table(paths["searches"]).to_dict("records") if "searches" in paths else []
    return [
        f"The search of {row['source']} is incomplete: "
        + (
            "its export file is missing"
            if row["complete"] == "missing"
            else row["complete"].removeprefix("no: ")
        )
        for row in searches
        if is_gap(row["complete"])
    ]


def list_relabelled(paths: Paths) -> list[str]:
    """Return a sentence for the searches of which the protocol no longer says what was sealed."""
    searches = read_table(paths["searches"]).to_dict("records") if "searches" in paths else []
    changed: dict[str, list[str]] = {}
    for row in searches:
        if row.get("changed_since"):
            changed.setdefault(row["changed_since"], []).append(f"{row['source']} ({row['sealed']})")
    return [
        f"The protocol changed {what} after these searches: {', '.join(named)}. The log keeps what was "
        f"sealed; if that was a mistake, delete the seal in {place('sealed')}/ and run again"
        for what, named in changed.items()
    ]


def list_unanswered(paths: Paths) -> list[str]:
    """Return a sentence for each look-up that a service did not answer, of those in `paths`."""
    look_ups = {"not_completed": _tell_uncompleted, "open_access": _tell_unlocated}
    sentences = [
        (name, tell(read_table(paths[name])["reason"])) for name, tell in look_ups.items() if name in paths
    ]
    return [f"{sentence} ({place(name)})" for name, sentence in sentences if sentence]


def _tell_uncompleted(reasons: pd.Series) -> str:
    silent = [reason.rpartition("; ")[2] for reason in reasons if reason.endswith(NO_ANSWER)]
    names = dict.fromkeys(name for reason in silent for name in reason.rpartition(": ")[0].split(", "))
    return (
        f"Gaps in records are not filled: {', '.join(names)} gave no answer about {len(silent)} of the "
        f"{len(reasons)} missing values; the next run asks again"
        if silent
        else ""
    )


def _tell_unlocated(reasons: pd.Series) -> str:
    unasked = [reason for reason in reasons if reason.startswith(UNASKED)]
    return f"Free versions of {len(unasked)} of {len(reasons)} texts: {unasked[0]}" if unasked else ""


def list_unused_answers(paths: Paths) -> list[str]:
    """Return the sentence on answers on ids that no record has, as of the last run, if there are any."""
    former = read_table(paths["former_ids"], FORMER) if "former_ids" in paths else FORMER.empty()
    # Once a person has said that an id is no current record, nothing is left to do.
    lost = former[~former["state"].isin([CONFIRMED, REFUSED])].drop_duplicates("record_id")
    if lost.empty:
        return []
    files = lost.groupby("file", sort=True)["answers"].sum()
    where = ", ".join(f"{file} {int(number)}" for file, number in list(files.items())[:3])
    asked = int((lost["state"] == ASKED).sum())
    sheet = place("duplicates_sheet", suffix="xlsx")
    advice = f"{sheet} asks about {asked} of {len(lost)} ids" if asked else "run 'cireview check'"
    return [f"answers with an id that no record has: {int(files.sum())} ({where}); {advice}"]


def list_reopened(paths: Paths) -> list[str]:
    """Return the sentences on answers that an amendment set aside and that were not given again yet."""
    lines = []
    for stage, what in (("screening", "abstracts"), ("eligibility", "full texts")):
        if not {f"{stage}_reopened", f"{stage}_awaiting"} <= set(paths):
            continue
        aside, awaiting = read_table(paths[f"{stage}_reopened"]), read_table(paths[f"{stage}_awaiting"])
        still = aside[aside["record_id"].isin(awaiting["record_id"])]
        for day, rows in still.groupby("amended_on", sort=True):
            undated = int((rows["decided_on"] == "").sum())
            why = f" ({undated} of them have no date: write decided_on beside new answers)" if undated else ""
            lines.append(f"answers on {what} that the amendment of {day} reopened: {len(rows)}{why}")
    return lines


def doubt_stop(paths: Paths) -> str:
    """Return why the protocol's stop does not rest on the rule that it names, or ""."""
    for row in read_table(paths["stopping"]).to_dict("records") if "stopping" in paths else ():
        day = row["stopped_on"]
        if day and row["met"] != "yes":
            doubt = f"Reading was stopped on {day} by the rule {row['rule']}, which does not hold"
            return f"{doubt} ({row['value']}). {row['advice']}".strip()
        drawn = _certified_on(paths) if day and row["rule"] == "certified" else ""
        if drawn and is_before(day, drawn):
            doubt = (
                f"Reading was stopped on {day}, but the sample that certifies the stop was drawn on {drawn}"
            )
            return f"{doubt}. Correct the date in the protocol"
    return ""


def announce_stop(paths: Paths) -> str:
    """Return the sentence that reading may stop by an unused certificate, and how to stop; or ""."""
    rules = read_table(paths["stopping"]) if "stopping" in paths else pd.DataFrame({"stopped_on": []})
    if (rules["stopped_on"] != "").any():
        return ""
    for row in rules.to_dict("records"):
        if row["rule"] == "certified" and row["met"] == "yes":
            how = f"To stop, write practical_screen.stop into {place('protocol')}"
            return f"{row['advice']}: certified ({row['value']}). {how}"
    return ""


def _certified_on(paths: Paths) -> str:
    """Return the date of the first sample that certifies, or ""."""
    if "samples" not in paths:
        return ""
    samples = read_table(paths["samples"])
    # Tables of an earlier version do not say which samples are current.
    current = samples["current"] == "yes" if "current" in samples else True
    return min(samples.loc[(samples["certifies"] == "yes") & current, "drawn_on"], default="")


def _handed_out(paths: Paths, kind: str) -> list[PurePath]:
    """Return the sheets of a kind that were handed out, relative to the review's folder."""
    table = SHEET_KINDS[kind]
    files: list[str] = read_table(paths[table])["file"].tolist() if table in paths else []
    return [PurePath(place(table)).with_name(file) for file in files]


def _find_sheet(
    sheet: PurePath, kind: str, handed_out: Sequence[PurePath], saved: Sequence[PurePath]
) -> tuple[str, str]:
    """Return the sheet of this name, or its latest batch, and where to save it so that it overwrites none.

    A batch that was saved already is filled on where it was saved: it is not handed out again.
    """
    home = place("label_sheets", kind=kind)
    batches = number_batches([*handed_out, *saved], sheet.stem)
    last = [path for path, number in batches.items() if number == max(batches.values())]
    at_home = [path for path in last if path.is_relative_to(home)]
    if at_home:
        return at_home[0].as_posix(), f"{home}/"
    stem = last[0].stem if last else sheet.stem
    taken = {path.stem.lower() for path in saved}
    free = next(number for number in count(2) if f"{stem}_{number}".lower() not in taken)
    named = f" as {stem}_{free}.xlsx" if stem.lower() in taken else ""
    return sheet.with_stem(stem).as_posix(), f"{home}/{named}"


def _count_awaited(paths: Paths, table: str) -> dict[tuple[str, str, str], int]:
    """Return how many rows await whom, by person, sample and whether it is a conflict; no paused ones."""
    if table not in paths:
        return {}
    awaiting = read_table(paths[table])
    if "awaits" not in awaiting:  # possible duplicates: whoever has time
        former = read_table(paths["former_ids"], FORMER) if "former_ids" in paths else FORMER.empty()
        questions = len(awaiting) + int((former["state"] == ASKED).sum())
        return {("anyone", "", ""): questions} if questions else {}
    blank = pd.Series("", index=awaiting.index)
    # Tables of an earlier version do not distinguish conflicts from new work.
    kinds = awaiting.get("conflict", blank).replace({"unsure": "disagreement"})
    groups = Counter(zip(awaiting["awaits"], awaiting.get("round", blank), kinds, strict=True))
    return {group: groups[group] for group in sorted(groups) if group[1] != PAUSED}
