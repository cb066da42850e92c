"""The last lines of a run: what is new or gone, what was not used, who has to do what, and what is next.

Even a run without work can have something to report: a sheet that was deleted,
answers that do not count. What a run saw is kept in the review's folder, enters no output, and may be
deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from cireview.full_texts import read_full_texts
from cireview.identity import FORMER, follow_ids
from cireview.labels.settle import NOT_ASSIGNED
from cireview.places import ALL_SHEETS, OPTIONAL, STANDING, find_made, place
from cireview.provenance import digest_file
from cireview.review.amendments import keep_if_due, tell_unamended
from cireview.review.changes import (
    digest_inputs,
    name_some,
    recall_run,
    remember_run,
    see_review,
    tell_changes,
)
from cireview.review.contents import ALWAYS_HASHED
from cireview.review.folder import Review, find_label_files
from cireview.review.identities import count_unused_pairs
from cireview.review.living import find_replaced
from cireview.review.status import (
    announce_stop,
    doubt_stop,
    list_awaiting,
    list_gaps,
    list_relabelled,
    list_reopened,
    list_rounds,
    list_unanswered,
    list_unused_answers,
    tell_notices,
)
from cireview.tables import DECISION, INCLUDE, MATCH, read_table

LINES = 10
"""Lines at the end of a run, at most: nobody reads more."""


def tell_ignored(review: Review, strangers: Sequence[str] = ()) -> list[str]:
    """Return what this run did not use, and why: one line for each kind, with files and numbers.

    Parameters
    ----------
    review
        The review, with the tables of this run.
    strangers
        Files under ``results/`` that no run made.
    """
    paths = find_made(review.root, ["rejected", *STANDING])
    lines = []
    rejected = read_table(paths["rejected"]) if "rejected" in paths else pd.DataFrame()
    if len(rejected):
        parts = f"{_tally(rejected['file'])} ({place('rejected')})"
        lines.append(f"Not used: parts of export files that are not records: {parts}")
    lines += [f"Not used: {line}" for line in [*list_unused_answers(paths), *list_reopened(paths)]]
    lines += _tell_unused_pairs(review)
    for kind, table in (("abstracts", "screening_conflicts"), ("full texts", "eligibility_conflicts")):
        conflicts = read_table(paths[table]) if table in paths else pd.DataFrame({"kind": []})
        number = int((conflicts["kind"] == NOT_ASSIGNED).sum())
        if number:
            where = f"{number} ({place(table)})"
            lines.append(f"Not used: decisions on {kind} by people who were not asked: {where}")
    lines += _tell_early_answers(review)
    lines += _tell_nameless_texts(review)
    if strangers:
        lines.append(
            f"Files in results/ that no run made, left alone: {len(strangers)}, such as {strangers[0]}"
        )
    return lines


def _tell_unused_pairs(review: Review) -> list[str]:
    """Return the line on answers about duplicates that speak of an id that no record has."""
    paths = find_made(review.root, ["duplicates", "former_ids"])
    if len(paths) < 2 or review.duplicate_answers.empty:
        return []
    record_ids = read_table(paths["duplicates"], MATCH)["record_id"]
    unused = count_unused_pairs(review, record_ids, read_table(paths["former_ids"], FORMER))
    where = f"{name_some(unused)}; run 'cireview check'"
    return [f"Not used: answers on duplicates with an id that no record has: {where}"] if unused else []


def _tell_early_answers(review: Review) -> list[str]:
    """Return the lines on answers about articles that the step before has not included."""
    paths = find_made(review.root, ["duplicates", "screening_decisions", "eligibility_decisions"])
    if len(paths) < 3:
        return []
    matches = follow_ids(read_table(paths["duplicates"], MATCH), review.duplicate_answers)
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    steps = (
        ("decisions on full texts", "on their abstract", review.eligibility_labels, "screening_decisions"),
        ("codes", "on their full text", review.coding, "eligibility_decisions"),
    )
    lines = []
    for what, how, answers, before in steps:
        decisions = read_table(paths[before], DECISION)
        included = set(decisions.loc[decisions["decision"] == INCLUDE, "record_id"])
        reports = answers["record_id"].map(report_of)
        early = answers[reports.notna() & ~reports.isin(included)]
        if len(early):
            lines.append(f"Not used: {what} of articles not included {how}: {_tally(early['file'])}")
    return lines


def _tell_nameless_texts(review: Review) -> list[str]:
    found = find_made(review.root, ["full_texts"]) if review.full_texts else {}
    texts = read_full_texts(list(found.values()))
    noted = texts[texts["note"] != ""]
    first = noted.iloc[0] if len(noted) else {"file": "", "note": ""}
    about = f"{len(noted)} in {place('full_text_files')}/, such as {first['file']}: {first['note']}"
    return [f"Full texts with a problem: {about}"] if len(noted) else []


def tell_saved_meanwhile(review: Review, contents: Mapping[str, str]) -> list[str]:
    """Return the line on files that were saved while the run lasted, and are not in it.

    Parameters
    ----------
    review
        The review as it was read when the run began.
    contents
        SHA-256 of each file of people then.
    """
    kinds = list(ALL_SHEETS)
    sheets = find_label_files(review.root, kinds)
    # Large files are left to the next run, which hashes them if they changed.
    small = [file for file in contents if _is_small(review.root / file)]
    changed = [file for file in small if digest_file(review.root / file) != contents[file]]
    gone = [file for file in contents if not (review.root / file).is_file()]
    saved = sorted({*changed, *gone, *(file for file in sheets if file not in contents)})
    return [f"Saved during the run and not read yet: {name_some(saved)}. Run again"] if saved else []


def _is_small(file: Path) -> bool:
    return file.is_file() and file.stat().st_size <= ALWAYS_HASHED


def tell_awaited(review: Review) -> list[str]:
    """Return the open tasks, one line for each step, and what else a person has to do."""
    paths = find_made(review.root, [*STANDING, *OPTIONAL])
    asked = {
        name: path for name, path in paths.items() if name not in OPTIONAL or name in review.optional_tables
    }
    lines = [
        *tell_unamended(review),
        *list_gaps(asked),
        *list_relabelled(asked),
        *list_unanswered(asked),
        *filter(None, [announce_stop(asked), doubt_stop(asked)]),
    ]
    awaiting = list_awaiting(asked, review.label_files("duplicates", "screening", "eligibility", "coding"))
    for (step, what), rows in awaiting.groupby(["step", "what"], sort=False):
        whom = ", ".join(f"{row['who']} {row['n']}" for row in rows.to_dict("records"))
        first = rows.iloc[0]
        others = " and others" if len(rows) > 1 else ""
        fill = f". Fill in {first['sheet']}{others}, save in {first['save_in']}" if first["sheet"] else ""
        lines.append(f"{step}: {what}: {whom}{fill}")
    rounds = list_rounds(asked)
    lines += [f"{row['source']}: {row['note']}" for row in rounds[rounds["note"] != ""].to_dict("records")]
    return lines


def close_run(
    review: Review, contents: Mapping[str, str], strangers: Sequence[str] = (), *, today: str
) -> list[str]:
    """Return the last words of a run that succeeded, and remember what it saw for the next one.

    Parameters
    ----------
    review
        The review as it was read when the run began.
    contents
        SHA-256 of each file of people then.
    strangers
        Files under ``results/`` that no run made.
    today
        Date of today, under which the protocol is kept if it is new.
    """
    before, now = recall_run(review.root), see_review(review)
    now |= {"inputs": digest_inputs(review, contents)}
    keep_if_due(review, today=today)
    if before != now:
        remember_run(review.root, now)
    doubts = [f"{problem}" for problem in find_replaced(review, contents)]
    changes = [*tell_notices(find_made(review.root, STANDING)), *doubts, *tell_changes(before, now)]
    awaited = [*tell_saved_meanwhile(review, contents), *tell_awaited(review)]
    return tell_ending(changes, tell_ignored(review, strangers), awaited)


def tell_ending(changes: Sequence[str], ignored: Sequence[str], awaited: Sequence[str]) -> list[str]:
    """Return the last words of a run, at most `LINES`: the last one is always what to do next."""
    # Open tasks come first, so that the limit never cuts them.
    lines = [*awaited, *changes, *ignored]
    report = place("report")
    if awaited:
        last = (
            f"Next: do the open tasks above, then run the same command again. The current report is {report}"
        )
    elif ignored:
        last = f"Next: check what was not used; 'cireview check' says more. The current report is {report}"
    else:
        last = f"No task is open. The report is {report}"
    if len(lines) > LINES - 1:
        left = len(lines) - (LINES - 2)
        lines = [*lines[: LINES - 2], f"… and {left} more lines: run 'cireview status'"]
    return [*lines, last]


def _tally(files: pd.Series) -> str:
    return name_some({str(file): number for file, number in files.value_counts().sort_index().items()})
