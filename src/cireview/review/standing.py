"""The status of a review as one tree of plain values, which `cireview status` prints or gives as JSON."""

from __future__ import annotations

import platform
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from cireview import __version__
from cireview.errors import Problem, ReviewError
from cireview.full_texts import read_full_texts, warn_of_files
from cireview.places import OPTIONAL, STANDING, find_made, place
from cireview.review.amendments import tell_unamended
from cireview.review.changes import recall_run, see_review, tell_changes
from cireview.review.check import check_review
from cireview.review.folder import find_label_files
from cireview.review.load import load_review
from cireview.review.running import read_run, read_start
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
from cireview.search.ceilings import is_gap
from cireview.tables import read_table

VERSION = 1
"""Of the tree. A new key leaves it; a key that goes, or means something else, raises it."""

_STEPS = {"Search": 3, "Practical screen": 4, "Methodological screen": 5, "Review": 6}
_SAMPLE = ("population", "size", "labelled", "relevant", "recall_95", "recall_80")

Standing = Mapping[str, Any]
"""The tree that docs/running.md describes."""


def look_at_review(root: str | Path, *, today: str, started: Callable[[int], str] = read_start) -> Standing:
    """Return the status of the review in a folder, as of its last run.

    Parameters
    ----------
    root
        The review's folder.
    today
        Date of today.
    started
        As in `cireview.review.running.begin_run`.
    """
    root = Path(root)
    review, refused = None, list[Problem]()
    try:
        review = load_review(root)
        check_review(review, today=today)
    except ReviewError as error:
        refused = list(error.problems)
    made = find_made(root, [*STANDING, *OPTIONAL, "fates", "flow"])
    # A table of an earlier run may remain for a key that the protocol no longer has.
    asked = made if review is None else {name: made[name] for name in made if _is_asked(name, review)}
    was_run = "fates" in made
    return {
        "version": VERSION,
        "software": __version__,
        "was_run": was_run,
        "at_work": _find_run_at_work(root, started),
        "refused": [asdict(problem) for problem in refused],
        "placeholders": len(review.placeholders) if review else 0,
        "since": tell_changes(recall_run(root), see_review(review)) if review and was_run else [],
        "searches": _list_searches(made),
        "unamended": tell_unamended(review) if review else [],
        "notices": tell_notices(made),
        "incomplete": list_gaps(made),
        "relabelled": list_relabelled(made),
        "unanswered": list_unanswered(asked) if review else [],
        "awaiting": _list_awaited(root, made) if was_run else [],
        "not_used": [*list_unused_answers(made), *list_reopened(made)],
        "stopping": _describe_stopping(made),
        "full_texts": [str(problem) for problem in warn_of_files(_read_texts(made))],
        "citation_searches": list_rounds(made)[["source", "state", "note"]].to_dict("records"),
        "counts": _count(made),
    }


def tell_standing(standing: Standing) -> list[str]:
    """Return the lines of a tree for people: open tasks and problems."""
    run, refused = standing["at_work"], len(standing["refused"])
    lines = (
        [f"A run has been working since {run['began']} (process {run['pid']} on {run['host']})"]
        if run
        else []
    )
    problems = f"{refused} problem{'s' if refused > 1 else ''}"
    lines += (
        [f"The next run would stop at once because of {problems}. Run 'cireview check'"] if refused else []
    )
    # A person who has just saved a sheet must not read these lines as the response to it.
    since = standing["since"]
    lines += [*since, "The lines below describe the last run. To update them: cireview run"] if since else []
    for sentences in ("unamended", "notices", "incomplete", "relabelled", "unanswered"):
        lines += standing[sentences]
    for row in standing["awaiting"]:
        lines.append(f"{row['name']}: {row['what']} by {row['who']}: {row['n']}")
        lines += [f"    fill in {row['sheet']}, save it in {row['save_in']}"] if row["sheet"] else []
    lines += [f"note: not used: {sentence}" for sentence in standing["not_used"]]
    stopping = standing["stopping"]
    lines += [f"Practical screen: {said}" for said in (stopping["may_stop"], stopping["doubt"]) if said]
    lines += [f"note: {problem}" for problem in standing["full_texts"]]
    lines += [f"{row['source']}: {row['note']}" for row in standing["citation_searches"] if row["note"]]
    return lines or ["No task is open."]


def _is_asked(name: str, review: Any) -> bool:
    return name not in OPTIONAL or name in review.optional_tables


def _find_run_at_work(root: Path, started: Callable[[int], str]) -> dict[str, Any] | None:
    """Return the run that lasts, or that another machine noted; None if there is none."""
    run = read_run(root / place("running"))
    if run is None:
        return None
    is_gone = run.host == platform.node() and started(run.pid) != run.process
    return None if is_gone else {"host": run.host, "pid": run.pid, "began": run.began}


def _list_searches(made: Mapping[str, Path]) -> list[dict[str, Any]]:
    searches = read_table(made["searches"]).to_dict("records") if "searches" in made else []
    return [
        {
            "source": row["source"],
            "records": _number(row.get("imported", "")),
            "complete": row["complete"] == "yes"
            if row["complete"] == "yes" or is_gap(row["complete"])
            else None,
        }
        for row in searches
    ]


def _list_awaited(root: Path, made: Mapping[str, Path]) -> list[dict[str, Any]]:
    rows = list_awaiting(made, find_label_files(root)).to_dict("records")
    columns = ("who", "what", "n", "sheet", "save_in")
    return [
        {"step": _STEPS[row["step"]], "name": row["step"], **{name: row[name] for name in columns}}
        for row in rows
    ]


def _describe_stopping(made: Mapping[str, Path]) -> dict[str, Any]:
    """Return where the rules to stop reading and the samples stand."""
    rules = _rows(made, "stopping")
    samples = [row for row in _rows(made, "samples") if row.get("current", "yes") == "yes"]
    return {
        "may_stop": announce_stop(made),
        "doubt": doubt_stop(made),
        "stopped_on": next((row["stopped_on"] for row in rules if row["stopped_on"]), ""),
        "rules": [
            {
                "rule": row["rule"],
                "holds": row["met"] == "yes",
                "value": row["value"],
                "advice": row["advice"],
            }
            for row in rules
        ],
        "samples": [
            {
                "sample": row["sample"],
                "drawn_on": row["drawn_on"],
                "certifies": row["certifies"] == "yes",
                **{name: _number(row.get(name, "")) for name in _SAMPLE},
            }
            for row in samples
        ],
    }


def _count(made: Mapping[str, Path]) -> dict[str, int | float]:
    """Return the counts of the flow by the keys of its table; what does not apply is left out."""
    numbers = {row["data"]: _number(row["n"]) for row in _rows(made, "flow")}
    return {key: number for key, number in numbers.items() if key != "NA" and number is not None}


def _read_texts(made: Mapping[str, Path]) -> pd.DataFrame:
    return read_full_texts([made["full_texts"]] if "full_texts" in made else [])


def _rows(made: Mapping[str, Path], name: str) -> list[dict[Any, Any]]:
    return read_table(made[name]).to_dict("records") if name in made else []


def _number(text: str) -> int | float | None:
    for kind in (int, float):
        with suppress(ValueError):
            return kind(text)
    return None
