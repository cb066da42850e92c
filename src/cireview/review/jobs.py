"""What Snakemake knows of a run: the one place that asks its objects, as they are in Snakemake 9."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cireview.review.outputs import Made, settle_results


def end_run(workflow: Any, results: Iterable[str], *, root: str | Path) -> list[str]:
    """Keep `results/` to what the run that ends now makes; return files that no run made.

    Parameters
    ----------
    workflow, results
        As in `look_at_run`.
    root
        The review's folder.
    """
    made = look_at_run(workflow, results)
    # Snakemake has given its lock back: another run may have begun, of a workflow that was changed since.
    return settle_results(root, made) if made and not workflow.persistence.locked else []


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
        whole=is_complete and set(results) <= made,
    )


def _paths(job: Any) -> Iterable[str]:
    return (os.path.normpath(str(file)).replace(os.sep, "/") for file in (*job.output, *job.log))
