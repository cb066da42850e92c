"""The desks of all reviewers on one server, and what changes behind them: files, rankings, runs."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from cireview.errors import Problem, ReviewError
from cireview.places import find_made, place
from cireview.reading.desk import Desk
from cireview.reading.opening import Opened, Opening
from cireview.reading.relearn import Relearner
from cireview.reading.runs import Runner
from cireview.reading.stages import CODING, DUPLICATES, SCREENING
from cireview.review.standing import Standing, look_at_review, tell_standing
from cireview.tables import read_table

_EVERY = 2.0
"""Seconds between two looks at what others wrote into ``data/labels/``."""


class Office:
    """All desks of a server.

    Parameters
    ----------
    opening
        The review.
    relearner
        What learns the ranking anew; None for a fixed order.
    sample
        Name of a sample, to read it alone.
    """

    def __init__(self, opening: Opening, *, relearner: Relearner | None = None, sample: str = "") -> None:
        self.opening, self.sample = opening, sample
        self.runner = Runner(opening.root, self.take_up)
        self.problems: list[Problem] = []
        stopping: dict[str, Any] = {"rules": [], "samples": []}
        self._told: dict[str, Any] = {"standing": [], "stopping": stopping, "made": [], "agreement": None}
        self._relearner = relearner
        self._desks: dict[tuple[str, str], Opened] = {}
        self._lock = threading.RLock()
        self._seen: dict[str, tuple[tuple[str, int, int], ...]] = {}
        self._words: Mapping[str, Mapping[str, Sequence[str]]] | None = None
        self._closed = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def begin(self) -> None:
        """Begin to watch the files."""
        self._watcher.start()

    def close(self) -> None:
        """Stop background work, and wait for a run to end."""
        self._closed.set()
        if self._relearner:
            self._relearner.stop()
        self.runner.wait()

    def find(self, stage: str, person: str) -> Opened:
        """Return a person's stage, opened at first use.

        Raises
        ------
        ReviewError
            As of `Opening.open`.
        """
        with self._lock:
            known = self._desks.get((stage, person))
            if known is None:
                self.opening.check_people(stage, [person])
                known = self.opening.open(stage, person, sample=self.sample if stage == SCREENING else "")
                self._desks[stage, person] = known
                self._seen[stage] = self._look(stage)
            return known

    def find_stages(self, person: str) -> list[str]:
        """Return the stages at which a person has something to do, by their place in the review."""
        stages = []
        for stage in (DUPLICATES, SCREENING, "eligibility", CODING):
            if stage == DUPLICATES or person in self.opening.people(stage) or ";" in person:
                stages.append(stage)
        return stages

    def answered(self, stage: str, desk: Desk) -> None:
        """Learn the ranking again after as many answers as a batch has."""
        if stage != SCREENING or not self._relearner or not any(pile.moves for pile in desk.piles):
            return
        if desk.answered_now % self.opening.after == 0:
            self._relearner.start(self._take_ranking)

    def take_up(self) -> None:
        """Load what a new run handed out."""
        with self._lock:
            desks = list(self._desks.items())
        self._words = None
        try:
            self.opening.refresh()
        except ReviewError as error:
            self.problems = list(error.problems)
            return
        problems: list[Problem] = []
        for (stage, _), opened in desks:
            try:
                self.opening.open_again(opened, sample=self.sample if stage == SCREENING else "")
            except ReviewError as error:
                problems += error.problems
        self.problems = problems

    def words_of(self, record: str) -> Mapping[str, Sequence[str]]:
        """Return the words for and against a record, if reviewers may see the classifier's score."""
        if not self.opening.shows_score:
            return {}
        if self._words is None:
            self._words = _read_words(self.opening.root)
        return self._words.get(record, {})

    def tell(self) -> dict[str, Any]:
        """Return the status of the review for the page; the earlier one while a run is writing it."""
        with suppress(ReviewError, OSError):  # Snakemake removes a table before its job writes it
            self._told = self._look_around()
        return self._told

    def _look_around(self) -> dict[str, Any]:
        root = self.opening.root
        standing = look_at_review(root, today=f"{self.opening.clock():%Y-%m-%d}")
        made = [name for name in ("report", "flow_page") if name in find_made(root, ["report", "flow_page"])]
        lines = tell_standing(standing) if standing["was_run"] else []
        return {
            "standing": lines,
            "stopping": standing["stopping"],
            "made": made,
            "agreement": self._agree(standing),
        }

    def _agree(self, standing: Standing) -> list[dict[str, str]] | None:
        if not self.opening.shows_agreement:
            return None
        path = self.opening.root / place("screening_agreement")
        return read_table(path).to_dict("records") if standing["was_run"] and path.is_file() else []  # type: ignore[return-value]

    def _take_ranking(self, keys: Sequence[str]) -> None:
        with self._lock:
            desks = [opened.desk for (stage, _), opened in self._desks.items() if stage == SCREENING]
        for desk in desks:
            desk.reorder(keys)

    def _watch(self) -> None:
        while not self._closed.wait(_EVERY):
            for stage in {stage for stage, _ in list(self._desks)}:
                self.look_again(stage)

    def look_again(self, stage: str) -> None:
        """Read a stage's answers again if somebody else wrote some."""
        with self._lock:
            mine = [opened.desk for (name, _), opened in self._desks.items() if name == stage]
        problems: list[Problem] = []
        for desk in mine:
            try:
                desk.mend()
            except ReviewError as error:
                problems += error.problems
        seen = self._look(stage)
        if seen == self._seen.get(stage) and not problems:
            return
        for desk in mine:
            try:
                desk.look_again(self.opening.find_reader(stage, desk.person))
            except ReviewError as error:
                problems = list(error.problems)
        # What a run found wrong in config/ stays until a run reads it again.
        config = [problem for problem in self.problems if is_of_config(problem)]
        self.problems, self._seen[stage] = [*config, *problems], seen

    def _look(self, stage: str) -> tuple[tuple[str, int, int], ...]:
        """Return the state of all files of a stage but those that this server appends to."""
        own = {opened.desk.journal.path for (name, _), opened in self._desks.items() if name == stage}
        states = []
        for file in self.opening.find_files(stage):
            try:
                state = file.stat()
            except OSError:
                continue
            if file not in own:
                states.append((str(file), state.st_size, state.st_mtime_ns))
        return tuple(states)


def is_of_config(problem: Problem) -> bool:
    """Return whether a file in ``config/``, and not a sheet, needs correction."""
    return problem.file.startswith("config/")


def _read_words(root: Path) -> Mapping[str, Mapping[str, Sequence[str]]]:
    path = root / place("ranking")
    if not path.is_file():
        return {}
    table = read_table(path)
    rows = zip(table["record_id"], table["words_for"], table["words_against"], strict=True)
    return {
        str(record): {"for": pro.split("; "), "against": contra.split("; ")} for record, pro, contra in rows
    }
