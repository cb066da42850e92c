"""Find what changed since the last run: records, answers and their owners, as far as a run remembers."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath
from typing import Any

from cireview.identity import list_parts
from cireview.places import find_made, place
from cireview.review.folder import Review
from cireview.stopping.stops import digest_stops
from cireview.tables import read_table, whole_file

# Answers of one sheet that changed rows while their words stayed as many: fewer may be changes of mind.
_MOVED = 4

Answers = Mapping[str, Mapping[str, Mapping[str, str]]]

Seen = dict[str, Any]
"""``records``: number by source; ``answers``: by sheet, by person, by what was answered, the answer;
``register``: names of the parts of the register of ids; ``stops``: digest of each table of a stop;
``inputs``: digest of all that people own; ``versions``: names of the frozen versions."""


def see_review(review: Review) -> Seen:
    """Return the state of a review's folder, for the last lines of this run and the next one."""
    searches = find_made(review.root, ["searches"])
    records = Counter[str]()
    for row in read_table(searches["searches"]).to_dict("records") if searches else ():
        records[row["source"]] += int(row.get("imported") or 0)
    parts = list_parts(review.root / place("register"))
    stops = digest_stops(review.root / place("stops"))
    return {"records": dict(records), "answers": _list_answers(review), "register": parts, "stops": stops,
            "versions": [version.name for version in review.versions]}  # fmt: skip


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


def digest_inputs(review: Review, contents: Mapping[str, str]) -> str:
    """Return one digest of all that a run reads of people: ``contents`` has the SHA-256 of each file."""
    # A version records the past, and is not an input of the next one.
    own = f"{place('versions')}/"
    files = sorted(pair for pair in contents.items() if not pair[0].startswith(own))
    text = json.dumps([review.digest, files])
    return hashlib.sha256(text.encode()).hexdigest()


def recall_run(root: str | Path) -> Seen | None:
    """Return what the last run saw; None if there was none, or its record cannot be read."""
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
    """Return what changed since the last run, one line for each kind; nothing if there was no run."""
    if before is None:
        return []
    then, today = _by_key(before["answers"]), _by_key(now["answers"])
    records = _tell_difference(Counter(before["records"]), Counter(now["records"]))
    lines = [f"{word} records than at the last run: {which}" for word, which in records]
    if not set(before.get("register", [])) <= set(now.get("register", [])):
        lines.append("A new register of ids was begun; you are asked about labels whose record was not found")
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
        doubt = (
            f". In {name_some(moved)} each answer occurs as often as before: was one column sorted alone?"
            if moved
            else ""
        )
        lines.append(f"Changed answers since the last run: {name_some(numbers)}{doubt}")
    return lines


def _by_key(answers: Answers) -> dict[tuple[str, str], dict[str, str]]:
    """Return by person and what was answered: the answers, by sheet."""
    keys: dict[tuple[str, str], dict[str, str]] = {}
    for file in sorted(answers):
        # An abstract and a full text of one article are answered apart.
        kind = PurePath(file).parent.name
        for person, given in answers[file].items():
            for key, answer in given.items():
                keys.setdefault((person, f"{kind} {key}"), {})[file] = answer
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
        old, new = then[key], today[key]
        if sorted(old.values()) == sorted(new.values()):
            continue
        for file in [one for one in new if old.get(one) != new[one]] or list(new)[-1:]:
            before, after = words.setdefault(file, ([], []))
            before.append(old.get(file, ""))
            after.append(new[file])
    return {file: (len(after), sorted(before) == sorted(after)) for file, (before, after) in words.items()}


def name_some(named: Iterable[str] | Mapping[str, int]) -> str:
    """Return the first three names, with their numbers if they have some."""
    names = [f"{name} {named[name]}" if isinstance(named, Mapping) and isinstance(named[name], int) else name
             for name in named]  # fmt: skip
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
