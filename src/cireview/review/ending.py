"""The last words of a run: what is new and gone, what was not used, what awaits whom, and what to do next.

A run of two years' reviews often has nothing to do, and yet something to say: a sheet that was deleted,
answers that do not count. What a run saw is kept in the review's folder, enters no output, and may be
deleted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.full_texts import read_full_texts
from cireview.identity import follow_ids, list_parts
from cireview.labels.settle import NOT_ASSIGNED
from cireview.places import OPTIONAL, SHEET_KINDS, STANDING, find_made, place
from cireview.provenance import digest_file
from cireview.review.contents import ALWAYS_HASHED
from cireview.review.folder import Review, find_label_files
from cireview.review.status import (
    doubt_stop,
    list_awaiting,
    list_gaps,
    list_rounds,
    list_unanswered,
    list_unused_answers,
)
from cireview.tables import DECISION, INCLUDE, MATCH, read_table, whole_file

LINES = 10
"""Lines at the end of a run, at most: nobody reads more."""

# Answers of one sheet that changed rows while their words stayed as many: fewer may be changes of mind.
_MOVED = 4

Answers = Mapping[str, Mapping[str, Mapping[str, str]]]

Seen = dict[str, Any]
"""``records``: number by source; ``answers``: by sheet, by person, by what was answered, the answer;
``register``: names of the parts of the register of ids."""


def see_review(review: Review) -> Seen:
    """Return what lies in a review's folder now, for this run's last words and the next one's."""
    searches = find_made(review.root, ["searches"])
    records = {}
    if searches:
        log = read_table(searches["searches"])
        records = {row["source"]: int(row["imported"] or 0) for row in log.to_dict("records")}
    parts = list_parts(review.root / place("register"))
    return {"records": records, "answers": _list_answers(review), "register": parts}


def _list_answers(review: Review) -> dict[str, dict[str, dict[str, str]]]:
    """Return the answers of today by sheet, by person, by what was answered."""
    pairs = review.duplicate_answers
    rows = [
        ("duplicates", "", f"{row['record_id_1']} {row['record_id_2']}", row["decision"])
        for row in pairs.to_dict("records")
    ]
    for labels in (review.screening_labels, review.eligibility_labels):
        said = labels["decision"].where(labels["decision"] != "", labels["retrieved"])
        rows += zip(labels["file"], labels["decided_by"], labels["record_id"], said, strict=True)
    codes = review.coding
    coded = codes["record_id"] + " " + codes["dimension"]
    rows += zip(codes["file"], codes["coder"], coded, codes["value"], strict=True)
    answers: dict[str, dict[str, dict[str, str]]] = {}
    for file, person, record, answer in rows:
        answers.setdefault(file, {}).setdefault(person, {})[record] = answer
    return answers


def recall_run(root: str | Path) -> Seen | None:
    """Return what the last run saw; None if there was none, or its memory cannot be read."""
    try:
        seen = json.loads((Path(root) / place("last_run")).read_text(encoding="utf-8"))
        _by_key(seen["answers"]), Counter(seen["records"])
        return seen if isinstance(seen["records"], dict) else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def remember_run(root: str | Path, seen: Seen) -> None:
    """Keep what this run saw for the next one."""
    with whole_file(Path(root) / place("last_run")) as partial:
        partial.write_text(json.dumps(seen, ensure_ascii=False), encoding="utf-8")


def tell_changes(before: Seen | None, now: Seen) -> list[str]:
    """Return what changed since the last run, one line a kind; nothing if there was none."""
    if before is None:
        return []
    then, today = _by_key(before["answers"]), _by_key(now["answers"])
    records = _tell_difference(Counter(before["records"]), Counter(now["records"]))
    lines = [f"{word} records than at the last run: {which}" for word, which in records]
    if not set(before.get("register", [])) <= set(now.get("register", [])):
        lines.append("The register of ids was begun anew: labels whose record was not found are asked about")
    # One by one, over all sheets: three new answers must not hide two that are gone.
    lost, new = _count_people(set(then) - set(today)), _count_people(set(today) - set(then))
    sheets = [file for file in before["answers"] if file not in now["answers"]]
    where = f" (gone: {', '.join(sheets[:3])})" if sheets else ""
    lines += [f"Fewer answers than at the last run: {lost}{where}"] if lost else []
    lines += [f"More answers than at the last run: {new}"] if new else []
    changed = _find_changed(then, today)
    numbers = {file: number for file, (number, _) in changed.items()}
    if changed:
        moved = [file for file in numbers if changed[file][1] and numbers[file] >= _MOVED]
        doubt = f". In {_some(moved)} the words stayed as many: was one column sorted alone?" if moved else ""
        lines.append(f"Changed answers since the last run: {_some(numbers)}{doubt}")
    return lines


def _by_key(answers: Answers) -> dict[tuple[str, str], dict[str, str]]:
    """Return by person and what was answered: the answers, by sheet."""
    keys: dict[tuple[str, str], dict[str, str]] = {}
    for file in sorted(answers):
        for person, given in answers[file].items():
            for key, answer in given.items():
                keys.setdefault((person, key), {})[file] = answer
    return keys


def _count_people(keys: Iterable[tuple[str, str]]) -> str:
    counts = Counter(person or "on duplicates" for person, _ in keys)
    return ", ".join(f"{person} {counts[person]}" for person in sorted(counts))


def _tell_difference(before: Counter[str], now: Counter[str]) -> list[tuple[str, str]]:
    """Return Fewer and More, each with whose and how many, as far as there are such."""
    differences = {name: now[name] - before[name] for name in sorted({*before, *now})}
    fewer = [f"{name} {-number}" for name, number in differences.items() if number < 0]
    more = [f"{name} {number}" for name, number in differences.items() if number > 0]
    return [(word, ", ".join(which)) for word, which in (("Fewer", fewer), ("More", more)) if which]


def _find_changed(
    then: Mapping[tuple[str, str], Mapping[str, str]], today: Mapping[tuple[str, str], Mapping[str, str]]
) -> dict[str, tuple[int, bool]]:
    """Return by sheet how many answers changed, and whether each word still stands as often as it did."""
    words: dict[str, tuple[list[str], list[str]]] = {}
    for key in sorted(then.keys() & today.keys()):
        old, new = sorted(then[key].values()), sorted(today[key].values())
        if old != new:
            before, after = words.setdefault(list(today[key])[-1], ([], []))
            before += old
            after += new
    return {file: (len(after), sorted(before) == sorted(after)) for file, (before, after) in words.items()}


def tell_ignored(review: Review, strangers: Sequence[str] = ()) -> list[str]:
    """Return what this run did not use, and why, one line a kind with files and numbers.

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
        lines.append(f"Not used: parts of exports, no records: {parts}")
    lines += [f"Not used: {sentence}" for sentence in list_unused_answers(paths)]
    for kind, table in (("abstracts", "screening_conflicts"), ("full texts", "eligibility_conflicts")):
        conflicts = read_table(paths[table]) if table in paths else pd.DataFrame({"kind": []})
        number = int((conflicts["kind"] == NOT_ASSIGNED).sum())
        if number:
            where = f"{number} ({place(table)})"
            lines.append(f"Not used: decisions on {kind} by people who were not asked: {where}")
    lines += _tell_early_answers(review)
    lines += _tell_nameless_texts(review)
    if strangers:
        lines.append(f"Made by no run, and left alone: {len(strangers)} in results/, such as {strangers[0]}")
    return lines


def _tell_early_answers(review: Review) -> list[str]:
    """Return the lines on answers about articles that the step before has not included."""
    paths = find_made(review.root, ["duplicates", "screening_decisions", "eligibility_decisions"])
    if len(paths) < 3:
        return []
    matches = follow_ids(read_table(paths["duplicates"], MATCH), review.duplicate_answers)
    report_of = dict(zip(matches["record_id"], matches["report_id"], strict=True))
    steps = (
        ("decisions on full texts", "by its abstract", review.eligibility_labels, "screening_decisions"),
        ("codes", "by its full text", review.coding, "eligibility_decisions"),
    )
    lines = []
    for what, how, answers, before in steps:
        decisions = read_table(paths[before], DECISION)
        included = set(decisions.loc[decisions["decision"] == INCLUDE, "record_id"])
        reports = answers["record_id"].map(report_of)
        early = answers[reports.notna() & ~reports.isin(included)]
        if len(early):
            lines.append(f"Not used: {what} of articles that nobody included {how}: {_tally(early['file'])}")
    return lines


def _tell_nameless_texts(review: Review) -> list[str]:
    found = find_made(review.root, ["full_texts"]) if review.full_texts else {}
    texts = read_full_texts(list(found.values()))
    noted = texts[texts["note"] != ""]
    first = noted.iloc[0] if len(noted) else {"file": "", "note": ""}
    about = f"{len(noted)} in {place('full_text_files')}/, such as {first['file']}: {first['note']}"
    return [f"Not used as they are: {about}"] if len(noted) else []


def tell_saved_meanwhile(review: Review, contents: Mapping[str, str]) -> list[str]:
    """Return the line on files that were saved while the run lasted, and are not in it.

    Parameters
    ----------
    review
        The review as it was read when the run began.
    contents
        SHA-256 of each file of people then.
    """
    kinds = [*SHEET_KINDS, "synthesis"]
    sheets = find_label_files(review.root, kinds)
    # Large files are left to the next run, which hashes them if they changed.
    small = [file for file in contents if _is_small(review.root / file)]
    changed = [file for file in small if digest_file(review.root / file) != contents[file]]
    gone = [file for file in contents if not (review.root / file).is_file()]
    saved = sorted({*changed, *gone, *(file for file in sheets if file not in contents)})
    return [f"Saved while the run lasted, and not in it yet: {_some(saved)}. Run again"] if saved else []


def _is_small(file: Path) -> bool:
    return file.is_file() and file.stat().st_size <= ALWAYS_HASHED


def tell_awaited(review: Review) -> list[str]:
    """Return what awaits whom, one line a step, and what else a person has to do."""
    paths = find_made(review.root, [*STANDING, *OPTIONAL])
    asked = {
        name: path for name, path in paths.items() if name not in OPTIONAL or name in review.optional_tables
    }
    lines = [*list_gaps(asked), *list_unanswered(asked), *filter(None, [doubt_stop(asked)])]
    awaiting = list_awaiting(asked, review.label_files("duplicates", "screening", "eligibility", "coding"))
    for (step, what), rows in awaiting.groupby(["step", "what"], sort=False):
        whom = ", ".join(f"{row['who']} {row['n']}" for row in rows.to_dict("records"))
        first = rows.iloc[0]
        others = " and others" if len(rows) > 1 else ""
        lines.append(f"{step}: {what}: {whom}. Fill {first['sheet']}{others}, save in {first['save_in']}")
    rounds = list_rounds(asked)
    lines += [f"{row['source']}: {row['note']}" for row in rounds[rounds["note"] != ""].to_dict("records")]
    return lines


def close_run(review: Review, contents: Mapping[str, str], strangers: Sequence[str] = ()) -> list[str]:
    """Return the last words of a run that succeeded, and remember what it saw for the next one.

    Parameters
    ----------
    review
        The review as it was read when the run began.
    contents
        SHA-256 of each file of people then.
    strangers
        Files under ``results/`` that no run made.
    """
    before, now = recall_run(review.root), see_review(review)
    if before != now:
        remember_run(review.root, now)
    changes = tell_changes(before, now)
    awaited = [*tell_saved_meanwhile(review, contents), *tell_awaited(review)]
    return tell_ending(changes, tell_ignored(review, strangers), awaited)


def tell_ending(changes: Sequence[str], ignored: Sequence[str], awaited: Sequence[str]) -> list[str]:
    """Return the last words of a run, at most `LINES`: the last one is always what to do next."""
    # What is asked for first: it must not fall to the limit.
    lines = [*awaited, *changes, *ignored]
    report = place("report")
    if awaited:
        last = f"Next: do what awaits you, then run the same command again. The report of today is {report}"
    elif ignored:
        last = f"Next: look at what was not used; 'cireview check' says more. The report of today is {report}"
    else:
        last = f"Nothing awaits anybody. The report is {report}"
    if len(lines) > LINES - 1:
        left = len(lines) - (LINES - 2)
        lines = [*lines[: LINES - 2], f"… and {left} lines more: run 'cireview status'"]
    return [*lines, last]


def _tally(files: pd.Series) -> str:
    return _some({str(file): number for file, number in files.value_counts().sort_index().items()})


def _some(named: Iterable[str] | Mapping[str, int]) -> str:
    """Return the first three names, with their numbers if they have some."""
    names = [f"{name} {named[name]}" if isinstance(named, Mapping) and isinstance(named[name], int) else name
             for name in named]  # fmt: skip
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
