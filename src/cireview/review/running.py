"""Find out which run is working in a review's folder, and what to do about one that was killed.

Snakemake locks the folder while it works. After a kill, a crash or a flat battery its lock stays, and it
cannot know whether the run that made it still lasts. So each run notes which process it is.
"""

from __future__ import annotations

import json
import os
import platform
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cireview.errors import Problem, ReviewError
from cireview.places import place
from cireview.tables import whole_file

LOOKING = frozenset(
    {
        *("--lint", "--list-rules", "--list", "-l", "--list-target-rules", "--lt", "--print-compilation"),
        *("--containerize", "--report", "--reporter", "--generate-unit-tests", "--deploy-sources"),
        *("--dag", "--rulegraph", "--filegraph", "--d3dag", "--unlock", "--cleanup-metadata", "--cm"),
        *("--conda-cleanup-envs", "--conda-create-envs-only", "--list-conda-envs", "--cleanup-shadow"),
        *("--container-cleanup-images", "--list-changes", "--lc", "--list-input-changes", "--li"),
        *("--list-params-changes", "--lp", "--list-untracked", "--lu", "--summary", "-S"),
        *("--detailed-summary", "-D", "--archive", "--delete-all-output", "--delete-temp-output"),
    }
)
"""Options with which Snakemake runs no job; it keeps them nowhere that a file of rules could see."""

_LOCKS = ".snakemake/locks"
_SCRIPTS = (".snakemake", "scripts", "")
_WHERE = ("--directory", "-d", "--snakefile", "-s", "--folder")


@dataclass(frozen=True)
class Run:
    """One run of the workflow.

    Parameters
    ----------
    host
        Name of the machine.
    pid
        Number of its process.
    process
        When that process started, as `read_start` gives it: numbers are given again to later processes.
    began
        Date and time of the start, for people.
    """

    host: str
    pid: int
    process: str
    began: str


def is_main_run(workflow: Any, arguments: Sequence[str]) -> bool:
    """Return whether this process runs the workflow: it is no job's own, no dry run, and does not only look.

    Parameters
    ----------
    workflow
        Snakemake's workflow, as a file of rules sees it.
    arguments
        ``sys.argv``. A program that reads the rules through Snakemake's API is no run.
    """
    program = Path(arguments[0])
    is_snakemake = program.stem == "snakemake" or program.parts[-2:] == ("snakemake", "__main__.py")
    by_name = is_snakemake or _is_ours(arguments)
    words = [word.partition("=")[0] for word in arguments[1:]]
    if "--report-after-run" in words:
        words = [word for word in words if word != "--report"]
    looks = only_looks(words)
    return by_name and workflow.is_main_process and not workflow.output_settings.dryrun and not looks


def only_looks(words: Iterable[str]) -> bool:
    """Return whether Snakemake runs no job with these words."""
    return any(map(_only_looks, words))


def _is_ours(arguments: Sequence[str]) -> bool:
    """Return whether the command is ``cireview run``."""
    program = Path(arguments[0])
    by_name = program.stem == "cireview" or program.parts[-2:] == ("cireview", "__main__.py")
    return by_name and list(arguments[1:2]) == ["run"]


def _only_looks(word: str) -> bool:
    """Return whether a word is an option of LOOKING, or begins one, which Snakemake takes for it."""
    shortened = word.startswith("--") and len(word) > len("--")
    return word in LOOKING or (shortened and any(option.startswith(word) for option in LOOKING))


def describe_run(now: datetime) -> Run:
    """Return the run that this process is, which began `now`."""
    pid = os.getpid()
    return Run(platform.node(), pid, read_start(pid), f"{now:%Y-%m-%d at %H:%M}")


def read_start(pid: int) -> str:
    """Return the start of the process with this number, which no other process shares, or ""."""
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():  # ticks since the machine's start: no clock that is set moves them
        try:
            # The second field, the name of the program, may itself hold blanks and brackets.
            ticks = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        except (OSError, IndexError):
            return ""
        boot = Path("/proc/sys/kernel/random/boot_id")
        return f"{boot.read_text(encoding='ascii').strip() if boot.exists() else ''} {ticks}"
    import psutil  # slow to load, and needed only where there is no /proc

    try:
        return str(psutil.Process(pid).create_time())
    except psutil.Error:
        return ""


def find_jobs(root: str | Path) -> list[int]:
    """Return the numbers of the processes of jobs that work in the review's folder `root`."""
    import psutil

    scripts = os.path.join(Path(root).resolve(), *_SCRIPTS)  # noqa: PTH118 - a text to look for, with its end
    processes = psutil.process_iter(["pid", "cmdline"])
    return sorted(
        process.info["pid"]
        for process in processes
        # A shell that started a script names it too, after its own options.
        if any(word.startswith(scripts) for word in (process.info["cmdline"] or [])[1:2])
    )


def begin_run(
    root: str | Path,
    run: Run,
    arguments: Sequence[str],
    started: Callable[[int], str] = read_start,
    jobs: Callable[[str | Path], Sequence[int]] = find_jobs,
) -> None:
    """Note in the review's folder `root` that `run` is at work, unless another one is or left its lock.

    Parameters
    ----------
    root
        The review's folder.
    run
        This run; see `describe_run`.
    arguments
        ``sys.argv``, from which the command is made that goes on.
    started
        Gives the start of the process with a number, and "" if there is none.
    jobs
        Gives the numbers of processes that work in a review's folder; see `find_jobs`.

    Raises
    ------
    ReviewError
        With one sentence about the other run and what to do.
    """
    file = Path(root, place("running"))
    other = read_run(file)
    if other and "--nolock" not in arguments:
        locked = any(Path(root, _LOCKS).glob("*.lock"))
        problem = _find_obstacle(other, run, locked, started) or _find_orphans(jobs(root))
        if problem:
            raise ReviewError(problem.replace("{command}", free_and_go_on(arguments)))
    try:
        with whole_file(file) as partial:
            partial.write_text(json.dumps(asdict(run)), encoding="utf-8")
    except OSError as error:
        remedy = "Free space on the disk, or get permission to write in the review's folder"
        raise ReviewError(Problem(error.strerror or str(error), place("running"), remedy=remedy)) from None


def free_folder(
    root: str | Path,
    run: Run,
    arguments: Sequence[str],
    started: Callable[[int], str] = read_start,
    jobs: Callable[[str | Path], Sequence[int]] = find_jobs,
) -> str:
    """Remove the lock of a run that is gone from this machine; return a sentence about it, or "".

    Parameters
    ----------
    root, run, arguments, started, jobs
        As in `begin_run`.

    Raises
    ------
    ReviewError
        With one sentence, if that run or a job of it may be at work, here or on another machine.
    """
    file = Path(root, place("running"))
    other, locks = read_run(file), list(Path(root, _LOCKS).glob("*.lock"))
    if "--nolock" in arguments or (other is None and not locks):
        return ""
    if other is None:
        problem = (
            "The folder is locked, and nothing says by which run. If none is at work in it, nothing is lost. "
            "Run: {command}"
        )
    elif is_gone := _is_here(other, run) and _is_gone(other, started(other.pid)):
        problem = _find_orphans(jobs(root))
    else:
        problem = _find_obstacle(other, run, bool(locks), started) or _find_orphans(jobs(root))
    if problem:
        raise ReviewError(problem.replace("{command}", free_and_go_on(arguments)))
    # Who reads the same note a moment later finds that of the run that has begun since.
    if other is None or not is_gone or not locks or read_run(file) != other:
        return ""
    for lock in locks:
        lock.unlink(missing_ok=True)
    file.unlink(missing_ok=True)
    return f"The run that began on {other.began} was killed. cireview removed its lock; nothing is lost"


def end_run(root: str | Path, run: Run) -> None:
    """Remove the note of `begin_run`, if it still belongs to this run."""
    file = Path(root, place("running"))
    if read_run(file) == run:
        file.unlink(missing_ok=True)


def _find_obstacle(other: Run, run: Run, locked: bool, started: Callable[[int], str]) -> str:
    """Return why this run must not begin, with ``{command}`` for what frees the folder, or ""."""
    if not _is_here(other, run):
        return (
            f"A run on the machine {other.host}, which began on {other.began}, has locked this review. "
            f"If it no longer runs there (process {other.pid}), nothing is lost. Run: {{command}}"
            if locked
            else ""
        )
    if other.process and started(other.pid) == other.process:
        return (
            f"Another run of this review began on {other.began} and is still working (process "
            f"{other.pid}). Wait until it ends, and run the same command again"
        )
    return (
        f"A run that began on {other.began} on this machine was killed and left its lock. Nothing is lost. "
        "Run: {command}"
        if locked
        else ""
    )


def _is_here(other: Run, run: Run) -> bool:
    """Return whether two runs are of one machine; a laptop has another domain in each network."""
    return other.host.partition(".")[0] == run.host.partition(".")[0]


def _is_gone(other: Run, start: str) -> bool:
    """Return whether a run's process is gone, by the `start` of the one that has its number now, or ""."""
    return not start or bool(other.process and start != other.process)


def _find_orphans(pids: Sequence[int]) -> str:
    """Return that jobs of a killed run go on: they would write the files of this run, or ""."""
    numbers = ", ".join(map(str, pids))
    return (
        f"An earlier run was killed, but a job of it still runs (process {numbers}). Wait until it ends, or "
        "kill it, and run the same command again"
        if pids
        else ""
    )


def type_again(arguments: Sequence[str], *more: str) -> str:
    """Return the command that was typed, as `arguments` hold it, with `more` options of Snakemake."""
    if _is_ours(arguments):
        typed = list(arguments[2:])
        return shlex.join(["cireview", "run", *typed, *(["--"] if more and "--" not in typed else []), *more])
    return shlex.join(["snakemake", *more, *arguments[1:]])


def free_and_go_on(arguments: Sequence[str]) -> str:
    """Return the command that frees the folder and then does what was asked for."""
    where: list[str] = []
    for number, word in enumerate(arguments):
        if word in _WHERE:
            where += arguments[number : number + 2]
        elif word.partition("=")[0] in _WHERE:
            where.append(word)
    command = ["cireview", "run", *where, "--"] if _is_ours(arguments) else ["snakemake", *where]
    return f"{shlex.join([*command, '--unlock'])} && {type_again(arguments)}"


def read_run(file: Path) -> Run | None:
    """Return the run from its note; None if it cannot be read (Snakemake's lock still protects)."""
    try:
        return Run(**json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
