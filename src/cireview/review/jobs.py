"""What Snakemake knows of a run: the one place that asks its objects, as they are in Snakemake 9."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from cireview.review.ending import close_run
from cireview.review.folder import Review
from cireview.review.outputs import Made, settle_results

_BROKEN_OFF = (
    "The run did not finish; what went wrong stands above. What was made stays. Once it is mended, the same "
    "command goes on from there"
)


def finish_run(
    workflow: Any, results: Iterable[str], review: Review, contents: Mapping[str, str], *, today: str
) -> list[str]:
    """Keep `results/` to what the run that ends now makes, and return its last words.

    Parameters
    ----------
    workflow, results
        As in `look_at_run`.
    review, contents, today
        As in `cireview.review.ending.close_run`.
    """
    made = look_at_run(workflow, results)
    # Snakemake has given its lock back: another run may have begun, of a workflow that was changed since.
    if made is None or workflow.persistence.locked:
        return []
    try:
        strangers = settle_results(review.root, made)
        return close_run(review, contents, strangers, today=today) if made.complete else [_BROKEN_OFF]
    except OSError as error:
        return [f"The last words of this run cannot be told: {error.strerror}: {error.filename}"]


def look_at_run(workflow: Any, results: Iterable[str]) -> Made | None:
    """Return what a run makes and made, once it has ended; None if no job could run.

    Parameters
    ----------
    workflow
        The ``workflow`` of a Snakefile.
    results
        Targets that stand for the whole review. Whoever asks for all of them has asked for the review, by
        whatever target; ``--until``, ``--omit-from`` and ``--batch`` leave some of them out.
    """
    # A job's own process has another mode; '--summary' and the like plan a run and never schedule it.
    if not workflow.is_main_process or workflow.scheduler is None or workflow.dryrun or workflow.touch:
        return None
    dag = workflow.dag
    files = {job: frozenset(_paths(job)) for job in dag.jobs}
    made = frozenset().union(*files.values())
    # What needed a run and has none behind it: the run failed, or was broken off.
    is_complete = not any(True for _ in dag.needrun_jobs())
    return Made(
        files=made,
        written=frozenset().union(*(files[job] for job in dag.finished_jobs)),
        complete=is_complete,
        whole=is_complete and set(results) <= made,
    )


def _paths(job: Any) -> Iterable[str]:
    return (os.path.normpath(str(file)).replace(os.sep, "/") for file in (*job.output, *job.log))
