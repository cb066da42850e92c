"""Read what Snakemake knows of a run: the only module that uses its objects (Snakemake 9)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

from cireview.review.ending import close_run
from cireview.review.folder import Review
from cireview.review.outputs import Made, settle_results

_BROKEN_OFF = (
    "The run did not finish; the reason is above. Finished files stay. Once you have corrected it, run the "
    "same command again to continue"
)


def finish_run(
    workflow: Any, results: Iterable[str], review: Review, contents: Mapping[str, str], *, today: str
) -> list[str]:
    """Remove from `results/` what this run does not make, and return its last lines.

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
        return [f"The summary of this run cannot be shown: {error.strerror}: {error.filename}"]


def look_at_run(workflow: Any, results: Iterable[str]) -> Made | None:
    """Return the files that a finished run makes and made; None if no job could run.

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
    # Jobs that needed a run and did not get one: the run failed, or was interrupted.
    is_complete = not any(True for _ in dag.needrun_jobs())
    return Made(
        files=made,
        written=frozenset().union(*(files[job] for job in dag.finished_jobs)),
        complete=is_complete,
        whole=is_complete and set(results) <= made,
    )


def _paths(job: Any) -> Iterable[str]:
    return (os.path.normpath(str(file)).replace(os.sep, "/") for file in (*job.output, *job.log))
