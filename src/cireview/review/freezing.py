"""Check whether a review can be frozen: its last run saw all current files, and no task is open."""

from __future__ import annotations

from cireview.errors import Problem, ReviewError
from cireview.places import find_made, place
from cireview.review.changes import digest_inputs, recall_run
from cireview.review.check import check_review
from cireview.review.contents import digest_contents
from cireview.review.ending import tell_awaited
from cireview.review.folder import Review

_SHOWN = 5


def check_freezable(review: Review, *, unfinished: bool, today: str) -> tuple[list[str], list[str]]:
    """Return the people's files that the last run read, and the open tasks.

    Parameters
    ----------
    review
        The review.
    today
        Date of today.
    unfinished
        Whether it may be frozen although tasks are open.

    Raises
    ------
    ReviewError
        If the last run did not see all current files, or tasks are open.
    """
    check_review(review, today=today)
    seen = recall_run(review.root)
    if seen is None or "inputs" not in seen or not find_made(review.root, ["fates"]):
        message = "no run has finished in this folder yet"
        raise ReviewError(Problem(message, remedy="Run 'cireview run' first"))
    contents = digest_contents(review.root, review.files, memory=place("contents"))
    if digest_inputs(review, contents) != seen["inputs"]:
        message = "files in config/ or data/ have changed since the last run"
        raise ReviewError(
            Problem(message, remedy="Run 'cireview run', look at the report, then run this command again")
        )
    awaited = tell_awaited(review)
    if awaited and not unfinished:
        more = f" … and {len(awaited) - _SHOWN} more" if len(awaited) > _SHOWN else ""
        message = f"the review is not finished. {'. '.join(awaited[:_SHOWN])}{more}"
        remedy = (
            "Finish it, or add --unfinished to freeze it as it is; no update can count from such a version"
        )
        raise ReviewError(Problem(message, remedy=remedy))
    return list(contents), awaited
