"""`cireview run`: run the review as far as possible, with short messages."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from cireview.cli.exits import STATUS
from cireview.errors import Problem, ReviewError
from cireview.places import MADE, place

if TYPE_CHECKING:
    from cireview.review.account import Account

_PATIENCE = 3
"""Seconds in which Snakemake has to notice by itself that it is to stop."""


def run(
    targets: Annotated[
        list[str] | None,
        typer.Argument(help="What to make, such as report or a file in results/. Default: the whole review."),
    ] = None,
    cores: Annotated[
        int | None,
        typer.Option(
            "--cores", "-c", min=1, help="Number of jobs at once. Default: the number in profiles/default."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Print what would be done, and do nothing.")
    ] = False,
    folder: Annotated[Path, typer.Option(help="Folder of the review.")] = Path(),
) -> None:
    """Run the review as far as possible. Options after '--' go to Snakemake."""
    asked, own = split_targets(targets or [])
    looks_ahead = dry_run or bool({"-n", "--dry-run", "--dryrun"} & set(own))
    if not (folder / "Snakefile").is_file():
        remedy = "Change to the folder that holds config/, data/ and Snakefile, or give it with --folder"
        raise ReviewError(Problem("this folder holds no review", str(folder), remedy=remedy))
    typed = _say_again(asked, cores, dry_run, folder, own)
    words = [*asked, *(["--dry-run"] if dry_run else []), *choose_settings(folder, cores, own), *own]
    from cireview.review.running import describe_run, free_folder, only_looks

    if only_looks(own):
        command = [sys.executable, "-P", "-m", "snakemake", *words]
        raise typer.Exit(subprocess.call(command, cwd=folder))  # noqa: S603 - what the person typed
    if not looks_ahead:
        freed = free_folder(folder, describe_run(datetime.now()), ["cireview", "run", *typed])
        if freed:
            print(freed, flush=True)
    _leave(*_follow(folder, typed, words, dry_run=looks_ahead))


def split_targets(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the targets for Snakemake, and the arguments that are passed to Snakemake unchanged."""
    first = next((number for number, word in enumerate(words) if word.startswith("-")), len(words))
    paths = {name: path for name, path in MADE.items() if "{" not in path}
    return [paths.get(word, word.replace(os.sep, "/")) for word in words[:first]], list(words[first:])


def choose_settings(folder: Path, cores: int | None, own: Sequence[str]) -> list[str]:
    """Return the options of Snakemake for what the person and the folder's profile leave open.

    A folder without a profile takes that of a new review; a profile without cores, all but one of them.
    """
    given = [] if cores is None else ["--cores", str(cores)]
    named = {word.partition("=")[0] for word in own}
    if named & {"--profile", "--workflow-profile"}:
        return given
    profiles = folder / "profiles" / "default"
    texts = [file.read_text(encoding="utf-8") for file in sorted(profiles.glob("*.yaml"))]
    if not texts:
        template = Path(__file__).parents[1] / "templates" / "review" / "profiles" / "default"
        return ["--workflow-profile", str(template), *given]
    says = any(re.search(r"(?m)^(cores|jobs)\s*:", text) for text in texts)
    if given or says or named & {"--cores", "-c", "--jobs", "-j"}:
        return given
    return ["--cores", str(max(1, (os.cpu_count() or 2) - 1))]


def _say_again(
    asked: Sequence[str], cores: int | None, dry_run: bool, folder: Path, own: Sequence[str]
) -> list[str]:
    """Return what was typed after 'cireview run'."""
    options = [*([] if cores is None else ["--cores", str(cores)]), *(["--dry-run"] if dry_run else [])]
    where = [] if folder == Path() else ["--folder", str(folder)]
    return [*asked, *options, *where, *(["--", *own] if own else [])]


def _follow(
    folder: Path, typed: Sequence[str], words: Sequence[str], *, dry_run: bool
) -> tuple[list[str], list[str], int]:
    """Run Snakemake and show how far it is; return what is left to say, to whom, and the status."""
    from cireview.review.account import Account
    from cireview.review.running import type_again

    account = Account(read_log=lambda path: _read_lines(folder / path))
    log = "" if dry_run else place("run_log")
    command = [sys.executable, "-P", "-m", "cireview.review.events", json.dumps(typed), *words]
    with _open_log(folder / log if log else None) as written, _show(account, quiet=dry_run) as show:
        process = subprocess.Popen(  # noqa: S603 - our own module
            command,
            cwd=folder,
            env={**os.environ, **_place_caches(folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        with _passing_on(process, account) as signals:
            for line in _lines(process):
                written.write(account.take(line))
                written.flush()
                show()
        status = process.wait()
    log = log if written.name != os.devnull else ""
    outcome = account.judge(status, stopped=bool(signals))
    code = STATUS[outcome]
    if outcome == "done":
        return [*account.tell_notes(), *(account.tell_plan() if dry_run else account.tell_end(log))], [], code
    again = type_again(["cireview", "run", *typed])
    return account.tell_notes(), account.tell_failure(outcome, log=log, again=again), code


def _leave(said: Iterable[str], failed: Iterable[str], code: int) -> NoReturn:
    for lines, stream in ((said, sys.stdout), (failed, sys.stderr)):
        for line in lines:
            # Names come from other people's files: nothing in them may control a terminal.
            print("".join(sign if sign.isprintable() else " " for sign in line), file=stream, flush=True)
    raise typer.Exit(code)


def _open_log(path: Path | None) -> IO[str]:
    """Open the log of the run, or nothing if it is not needed or cannot be written."""
    if path:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return path.open("w", encoding="utf-8")
        except OSError:  # the run itself says what is wrong with the folder
            pass
    return Path(os.devnull).open("w", encoding="utf-8")


def _read_lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []


def _place_caches(folder: Path) -> dict[str, str]:
    """Return what keeps the caches of Snakemake and matplotlib in the review if the home takes no files."""
    if os.name != "posix":
        return {}
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    with suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
    if os.access(cache, os.W_OK):
        return {}
    own = (folder / ".cireview/cache").absolute()
    return {"XDG_CACHE_HOME": str(own), "MPLCONFIGDIR": str(own / "matplotlib")}


def _lines(process: subprocess.Popen[str]) -> Iterator[str]:
    assert process.stdout
    with process.stdout as stream:
        yield from stream


@contextmanager
def _passing_on(process: subprocess.Popen[str], account: Account) -> Iterator[list[int]]:
    """Let the run end by itself when it is to stop, and see that it knows; yield the signals that came.

    A terminal sends Ctrl-C to all processes of a run, while a program that ends us reaches us alone.
    """
    came: list[int] = []

    def note(number: int, _: Any) -> None:
        came.append(number)
        if number == signal.SIGTERM:
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        elif len(came) == 1:
            timer.start()

    def remind() -> None:
        if process.poll() is None and not account.is_stopping:
            process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)

    timer = threading.Timer(_PATIENCE, remind)
    timer.daemon = True
    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        timer.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _show(account: Account, *, quiet: bool) -> Iterator[Any]:
    """Show how far the run is: one line that moves on a terminal, elsewhere a line for each step."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
    from rich.table import Column

    console = Console(stderr=True)
    if quiet or not sys.stderr.isatty() or console.is_dumb_terminal:
        yield nullcontext if quiet else _StepLines(account)
        return
    doing = TextColumn(
        "{task.description}", markup=False, table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")
    )
    columns = (SpinnerColumn(), MofNCompleteColumn(), BarColumn(bar_width=12), doing)
    with Progress(*columns, console=console, transient=True, expand=True) as progress:
        task = progress.add_task("reading the review …", total=None)

        def move() -> None:
            if account.now:
                progress.update(
                    task, description=account.now, completed=account.done, total=account.total or None
                )

        yield move


class _StepLines:
    """Prints a line when a run has come to a later step."""

    def __init__(self, account: Account) -> None:
        self._account, self._step = account, ""

    def __call__(self) -> None:
        if self._account.step > self._step:
            self._step = self._account.step
            done = f"{self._account.done} of {self._account.total} jobs done"
            print(f"{done}; now {self._step}", file=sys.stderr, flush=True)
