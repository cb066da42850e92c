"""Whether a review can be frozen: its last run saw all that lies there now, and nothing awaits anybody."""

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
    """Return the files of people that the last run read, and what awaits somebody.

    Parameters
    ----------
    review
        The review.
    today
        Date of today.
    unfinished
        Whether it may be frozen although something awaits somebody.

    Raises
    ------
    ReviewError
        If the last run did not see what lies there now, or something awaits somebody.
    """
    check_review(review, today=today)
    seen = recall_run(review.root)
    if seen is None or "inputs" not in seen or not find_made(review.root, ["fates"]):
        message = "there is no run: none has ended in this folder"
        raise ReviewError(Problem(message, remedy="Run 'cireview run' first"))
    contents = digest_contents(review.root, review.files, memory=place("contents"))
    if digest_inputs(review, contents) != seen["inputs"]:
        message = "files of config/ or data/ changed since the last run"
        raise ReviewError(
            Problem(message, remedy="Run 'cireview run', look at the report, then type this again")
        )
    awaited = tell_awaited(review)
    if awaited and not unfinished:
        more = f" … and {len(awaited) - _SHOWN} more" if len(awaited) > _SHOWN else ""
        message = f"the review is not finished. {'. '.join(awaited[:_SHOWN])}{more}"
        remedy = (
            "Finish it, or add --unfinished to keep it as it is: no update is counted from such a version"
        )
        raise ReviewError(Problem(message, remedy=remedy))
    return list(contents), awaited
