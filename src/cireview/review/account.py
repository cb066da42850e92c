"""Follow a run by the events of Snakemake: its progress, its messages, and how it ended."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from cireview import __version__
from cireview.logs import COST
from cireview.places import MADE, place
from cireview.review.events import ENDED, read_event

Outcome = Literal["done", "to mend", "wrong use", "crashed", "stopped"]
"""Outcome of a run; ``to mend`` is a problem that a person can correct, ``crashed`` a failure of cireview."""

NOTES = 3
"""Notes of one run that are shown; `cireview check` has all."""

_UNREAD = 2  # Snakemake cannot read its options
_STEP = re.compile(r"(\d) ([^:]+): (.+)", re.DOTALL)
_ERROR = "error: "
_UNKNOWN = ("MissingRuleException", "CliException", "ApiError")
# 137 is what a shell makes of the signal that no process can refuse.
_KILLED = re.compile(r"died with <Signals\.|non-zero exit status 137")
_NO_RULE = re.compile(r"(?:MissingRuleException: )?No rule to produce (\S+)")
_ADVICE = f"Give a file in {place('results')}/, or the name of a table or page, such as flow, fates or report"
_NO_PROFILE = "Error: profile directory given"
_STOPPING = "Terminating processes on user request"


@dataclass
class Account:
    """What a run has said so far.

    Parameters
    ----------
    read_log
        Returns the lines of a job's log by its path, relative to the review's folder.
    """

    read_log: Callable[[str], Sequence[str]] = lambda path: ()
    total: int = 0
    done: int = 0
    now: str = ""
    """What the job that began last does, as its rule says it."""
    notes: list[str] = field(default_factory=list)
    is_stopping: bool = False
    """Whether Snakemake knows that it is to stop."""
    _jobs: dict[int, str] = field(default_factory=dict)
    _failed: dict[int, str] = field(default_factory=dict)
    _crashed: list[str] = field(default_factory=list)
    _refused: list[str] = field(default_factory=list)
    _errors: list[tuple[str, str]] = field(default_factory=list)
    _mend: dict[str, None] = field(default_factory=dict)
    _told: dict[str, None] = field(default_factory=dict)
    _last: str = ""
    _killed: bool = False
    _closing: list[str] | None = None

    @property
    def step(self) -> str:
        """The latest of Fink's steps that a job has begun, such as ``3 Search``, or ""."""
        return max(map(_name_step, self._jobs.values()), default="")

    def take(self, line: str) -> str:
        """Record a line of the run, and return its text for the log."""
        text, event = read_event(line)
        if event.get("event") == ENDED:
            self._closing = []
        elif event:
            self._note(event)
        if self._closing is not None and not event and text.strip():
            self._closing.append(text.strip())
        self.is_stopping |= _STOPPING in text
        self._killed |= bool(_KILLED.search(text))
        if text.startswith(COST):
            self.now = text.strip()
            self.notes.append(self.now)
        if text.startswith(_ERROR):
            self._told[text.strip()] = None
        self._last = text.strip() or self._last
        return text

    def _note(self, event: dict[str, Any]) -> None:
        kind = event["event"]
        if kind == "planned":
            self.total = event["total"]
        elif kind == "progress":
            self.done = min(event["done"], self.total)
        elif kind == "job":
            self._jobs[event["id"]] = event["message"] or event["rule"]
            self.now = self._jobs[event["id"]]
        elif kind == "failed" and event["id"] not in self._failed:
            self._failed[event["id"]] = self._jobs.get(event["id"], event["rule"])
            told = [line for log in event["logs"] for line in self.read_log(log) if line.startswith(_ERROR)]
            self._mend |= dict.fromkeys(told)
            self._crashed += [] if told else [self._failed[event["id"]]]
        elif kind == "error" and event["kind"] == "MissingInputException":
            self._refused.append(f"{_ERROR}{event['text']}")
        elif kind == "error":
            self._errors.append((event["kind"], event["text"]))
        elif kind in ("refused", "note"):
            (self._refused if kind == "refused" else self.notes).append(event["text"])

    def judge(self, status: int, *, stopped: bool = False) -> Outcome:
        """Return the outcome of the run, given the exit `status` of Snakemake."""
        if stopped:
            return "stopped"
        if status == 0:
            return "done"
        if self._refused or (self._failed and (self._killed or not self._find_crashed())):
            return "to mend"
        unknown = self._last.startswith(_NO_PROFILE) or any(kind in _UNKNOWN for kind, _ in self._errors)
        return "wrong use" if status == _UNREAD or unknown else "crashed"

    def _find_crashed(self) -> list[str]:
        """Return what the jobs do that failed by a fault of ours, and not of what a person can mend."""
        return [] if self._list_unlogged() else self._crashed

    def _list_unlogged(self) -> list[str]:
        """Return mistakes that stand in no log of a job, for its disk is full; a run repeats all others."""
        logged = set(map(_leave_out_letters, self._mend))
        return [line for line in self._told if _leave_out_letters(line) not in logged]

    def tell_notes(self) -> list[str]:
        """Return the first notes of the run, and how many more there are."""
        more = len(self.notes) - NOTES
        shown = self.notes if more <= 1 else self.notes[:NOTES]
        return [*shown, *([f"… and {more} more: run 'cireview check'"] if more > 1 else [])]

    def tell_plan(self) -> list[str]:
        """Return what a dry run would do, one line for each step."""
        steps = Counter(filter(None, map(_name_step, self._jobs.values())))
        if not steps:
            return ["Nothing to do: everything is up to date."]
        jobs = [f"  {step}: {_count(steps[step])}" for step in sorted(steps)]
        return [f"Dry run: {_count(steps.total())} would run, and nothing was done:", *jobs]

    def tell_end(self, log: str) -> list[str]:
        """Return the end of a run that did what it was asked; `log` is the log of the run, or ""."""
        did = f"{_count(self.total)} done" if self.done else "Nothing had to be done"
        return [f"{did}. Snakemake's own log: {log}" if log else f"{did}.", *(self._closing or [])]

    def tell_failure(self, outcome: Outcome, *, log: str, again: str) -> list[str]:
        """Return why a run failed, what to correct, and how to continue.

        Parameters
        ----------
        outcome
            As `judge` gives it.
        log
            Log of the run, or "".
        again
            The command that was typed.
        """
        if outcome == "stopped":
            return [f"Stopped. Nothing is lost; finished jobs stay. To continue: {again}"]
        if self._refused:
            return [line for text in self._refused for line in text.splitlines()]
        if outcome == "wrong use":
            return self._tell_wrong_use()
        mend = [*self._mend, *self._list_unlogged()]
        crashed = self._find_crashed() if self._failed else [f"before any job ({self._cause()})"]
        tell = _tell_kill if self._killed and self._failed else _tell_crash
        lines = [line for what in crashed[:1] for line in tell(what, log, again)]
        return [
            *mend,
            *(lines or [f"Finished jobs stay. Once you have corrected this, continue with: {again}"]),
        ]

    def _tell_wrong_use(self) -> list[str]:
        texts = [text.splitlines() for kind, text in self._errors if kind in _UNKNOWN]
        said = " ".join(line.strip() for line in texts[0]) if texts else self._last
        if asked := _NO_RULE.match(said):
            names = [name for name, path in MADE.items() if "{" not in path]
            near = difflib.get_close_matches(asked[1], names, 1)
            meant = f". Did you mean {near[0]!r}?" if near else ""
            said = f"a review has nothing called {asked[1]!r}{meant}"
        said = said.removeprefix("cireview: error: ").removeprefix("Error: ")
        return [f"{_ERROR}{said}", *([_ADVICE] if texts else [])]

    def _cause(self) -> str:
        kind, text = self._errors[-1] if self._errors else ("", self._last)
        return ": ".join(filter(None, [kind, next(iter(text.splitlines()), "")])) or "it said nothing"


def _tell_crash(what: str, log: str, again: str) -> list[str]:
    where = f"The end of {log} shows what went wrong" if log else "No log could be written"
    if "--profile" in again or "--executor" in again:
        return [
            f"{_ERROR}the cluster did not run a job, or cireview itself failed. Job: {what}",
            f"{where}; look for messages of the cluster there. Nothing is lost. To try again: {again}",
            "If it fails again although the cluster answers, try a run without the profile",
        ]
    return [
        f"{_ERROR}cireview itself failed; your files are not the cause. Job: {what}",
        f"{where}. Nothing is lost. To try again: {again}",
        f"If it fails again, send that file, and the version {__version__}, to the maintainers of cireview",
    ]


def _tell_kill(what: str, log: str, again: str) -> list[str]:
    return [
        f"{_ERROR}The operating system ended a job, often because memory ran out. Job: {what}",
        f"Nothing is lost. To continue: {again}. With '--cores 1' a run needs less memory"
        + (f"; the log is {log}" if log else ""),
    ]


def _leave_out_letters(line: str) -> str:
    """Return a line without the letters that some terminals do not have, which stand there in another way."""
    return re.sub(r"\\x..|\\u....|[^ -~]", "", line)


def _name_step(message: str) -> str:
    step = _STEP.match(message)
    return f"{step[1]} {step[2]}" if step else ""


def _count(jobs: int) -> str:
    return f"{jobs} job{'' if jobs == 1 else 's'}"
