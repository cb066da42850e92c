"""Open a review for reading: read its protocol, and make a desk for each person and stage."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.full_texts import plain_name, text_key
from cireview.labels.people import nearest
from cireview.labels.team import split_names
from cireview.places import place
from cireview.reading.articles import list_articles
from cireview.reading.desk import Desk
from cireview.reading.handed_out import (
    Shown,
    find_abstracts,
    list_samples,
    map_reports,
    name_recipient,
    pile_up,
    read_awaited,
    read_handed_out_sheet,
    refuse_unrun,
)
from cireview.reading.journal import Journal
from cireview.reading.past import Past
from cireview.reading.piles import Pile, Said
from cireview.reading.said import name_pair, read_said_of_articles, read_said_of_pairs, read_said_of_records
from cireview.reading.stages import CODING, DUPLICATES, ELIGIBILITY, SCREENING, Asked
from cireview.review import Review, find_label_files, load_review

_AWAITING = {SCREENING: "screening_awaiting", ELIGIBILITY: "eligibility_awaiting", CODING: "coding_awaiting"}


@dataclass
class Opened:
    """A stage as one person sees it: questions, content, and the desk."""

    asked: Asked
    shown: Shown
    desk: Desk


class Opening:
    """A review's folder, opened for reading.

    Parameters
    ----------
    root
        The folder.
    clock
        Tells the time.

    Raises
    ------
    ReviewError
        If ``config/`` cannot be read.
    """

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self.root, self.clock = root, clock
        self.review: Review = load_review(root)
        self._began = clock()

    @property
    def title(self) -> str:
        """Title of the review."""
        return self.review.protocol.title

    @property
    def shows_score(self) -> bool:
        """Whether reviewers may see the classifier's score."""
        return self.review.config.screening.show_score

    @property
    def shows_agreement(self) -> bool:
        """Whether reviewers may see how far they agree so far."""
        return self.review.config.screening.show_agreement

    @property
    def after(self) -> int:
        """After how many answers the ranking is learnt again."""
        batch = self.review.config.screening.batch
        return batch.size if batch else 10

    @property
    def settings(self) -> dict[str, Any]:
        """What `cireview.reading.relearn.learn` has to know."""
        review, screen = self.review, self.review.protocol.practical_screen
        return {
            "root": str(self.root),
            "team": screen.team,
            "reasons": review.known_reasons("abstracts"),
            "reopenings": review.reopenings("abstracts"),
            "planned": review.planned_certification,
            "stop": screen.stopped,
            "criteria": review.criteria_text,
            "model": review.config.screening.model,
            "seed": review.config.seed,
        }

    def people(self, stage: str) -> list[str]:
        """Return the people whose answers count at a stage."""
        if stage == CODING:
            return self.review.protocol.review.people
        return self.review.eligibility_people if stage == ELIGIBILITY else self.review.screening_people

    def check_people(self, stage: str, people: Iterable[str]) -> list[str]:
        """Return the people, several who decide together as one name.

        Raises
        ------
        LabelError
            With everybody whom the protocol does not name.
        """
        known = self.people(stage)
        named = [("; ".join(sorted(split_names(one, known))) if ";" in one else one) for one in people]
        problems = [
            Problem(
                f"{one or 'nobody'} is not a reviewer of this stage",
                place("protocol"),
                remedy=nearest(one, known),
            )
            for one in named
            if not one or (one not in known and ";" not in one)
        ]
        if problems and stage != DUPLICATES:
            raise LabelError(problems)
        return named

    def open(self, stage: str, person: str, *, sample: str = "") -> Opened:
        """Return a stage as a person sees it.

        Parameters
        ----------
        stage
            One of `cireview.reading.stages.STAGES`.
        person
            Of the protocol.
        sample
            Name of a sample, for it alone.

        Raises
        ------
        ReviewError
            If there is nothing to read yet, or a sheet in ``data/labels/`` cannot be read.
        """
        asked = self._asked[stage]
        refuse_unrun(self.root, stage)
        shown, piles, again, since = self._load(stage, person, sample)
        session = secrets.token_hex(4)
        folder = self.root / place("label_sheets", kind=stage)
        stem = f"{stage}_{name_recipient(person)}" if stage != DUPLICATES else "possible_duplicates"
        journal = Journal(folder, stem, asked.columns, session=session, began=self._began)
        said = self.find_reader(stage, person)()
        desk = Desk(person, piles, journal, said, clock=self.clock, again=again, since=since,
                    is_whole=_judge(asked, shown))  # fmt: skip
        shown.past = Past(self.root, stage, desk.recall, {})
        return Opened(asked, shown, desk)

    def open_again(self, opened: Opened, *, sample: str = "") -> None:
        """Load what a run has handed out since."""
        stage, desk = opened.asked.stage, opened.desk
        asked = self._asked[stage]
        shown, piles, again, since = self._load(stage, desk.person, sample)
        with desk.lock:  # whoever looks meanwhile finds a row for each key of the piles
            kept = {key: opened.shown[key] for key in set(desk.history) if key in opened.shown}
            shown.past = Past(self.root, stage, desk.recall, kept)
            desk.journal.take_columns(asked.columns)
            desk.take_up(piles, again=again, since=since, is_whole=_judge(asked, shown))
            opened.asked, opened.shown = asked, shown
        desk.look_again(self.find_reader(stage, desk.person))

    def find_text(self, record: str, shown: Mapping[str, str]) -> str:
        """Return the name of the file in ``data/fulltext/`` that is the text of a record, or ""."""
        named = shown.get("full_text", "").split("; ")[0].split(" (")[0]
        file = self.review.full_texts.get(text_key(f"{plain_name(record)}.pdf"), "")
        return Path(named or file).name

    def refresh(self) -> None:
        """Read ``config/`` and the names of full texts again, after a run.

        Raises
        ------
        ReviewError
            If ``config/`` cannot be read; then what was read before stays.
        """
        self.review = load_review(self.root)
        self.__dict__.pop("_asked", None)

    def find_files(self, stage: str) -> list[Path]:
        """Return the sheets and journals of a stage."""
        return [self.root / file for file in find_label_files(self.root, [stage])]

    def find_reader(self, stage: str, person: str) -> Callable[[], dict[str, Said]]:
        """Return the function that reads all answers of a person at a stage."""
        root, people = self.root, self.people(stage)
        if stage == DUPLICATES:
            return lambda: read_said_of_pairs(self.find_files(stage), root=root)
        if stage == CODING:
            questions = self.review.questions
            return lambda: read_said_of_articles(
                self.find_files(stage), questions=questions, person=person, people=people, root=root
            )
        reasons = self.review.known_reasons("abstracts" if stage == SCREENING else "full_texts")
        given = {"stage": stage, "person": person, "people": people, "reasons": reasons}
        return lambda: read_said_of_records(
            self.find_files(stage),
            report_of=map_reports(root),
            root=root,
            **given,  # type: ignore[arg-type]
        )

    @cached_property
    def _asked(self) -> Mapping[str, Asked]:
        review = self.review
        abstracts = review.protocol.practical_screen.criteria
        texts = review.protocol.methodological_screen.criteria
        return {
            SCREENING: Asked(
                SCREENING,
                {one.id: one.text for one in abstracts},
                review.screening_reasons,
                {one.id: one.terms for one in abstracts},
            ),
            ELIGIBILITY: Asked(
                ELIGIBILITY,
                {one.id: one.text for one in texts},
                review.eligibility_reasons,
                {one.id: one.terms for one in texts},
            ),
            CODING: Asked(CODING, questions=review.questions),
            DUPLICATES: Asked(DUPLICATES),
        }

    def _load(self, stage: str, person: str, sample: str) -> tuple[Shown, list[Pile], set[str], str]:
        if stage == DUPLICATES:
            return self._load_pairs()
        if stage == CODING:
            return self._load_articles(person)
        reopened = self.root / place(f"{stage}_reopened")
        awaited, again, since = read_awaited(self.root, _AWAITING[stage], person, reopened)
        if stage == SCREENING:
            is_by_batch = self.review.config.screening.batch is not None
            samples = list_samples(self.root, person, self.review.sample_purposes)
            if sample and sample not in samples:
                message = f"{person} has nothing to read in {sample!r}"
                raise LabelError(Problem(message, place("samples"), remedy="Draw it, then run the review"))
            files = find_abstracts(self.root, person, samples=samples, is_by_batch=is_by_batch)
            files = [one for one in files if not sample or one[1] == sample]
            piles, shown = pile_up(files, person=person, awaited=awaited, is_by_batch=is_by_batch)
        else:
            sheet = place("eligibility_sheet", person=name_recipient(person), suffix="csv")
            file = self.root / sheet
            files = [(file, "")] if file.is_file() else []
            piles, shown = pile_up(files, person=person, awaited=awaited, is_by_batch=True)
            piles = [replace(pile, kind="") for pile in piles]
        return shown, piles, again, since

    def _load_pairs(self) -> tuple[Shown, list[Pile], set[str], str]:
        rows = read_handed_out_sheet(self.root / place("duplicates_sheet", suffix="csv"))
        keys = [name_pair(*pair) for pair in zip(rows["record_id_1"], rows["record_id_2"], strict=True)]
        return Shown(rows, keys), [Pile("possible_duplicates", tuple(keys))], set(), ""

    def _load_articles(self, person: str) -> tuple[Shown, list[Pile], set[str], str]:
        step = self.review.protocol.review
        _, again, since = read_awaited(self.root, _AWAITING[CODING], person, None)
        articles = list_articles(
            self.root,
            person,
            adjudicator=step.adjudicator,
            questions=self.review.questions,
            suggests=step.show_suggestions,
        )
        keys = [one["record_id"] for one in articles]
        table = pd.DataFrame(articles).fillna("") if articles else pd.DataFrame({"record_id": []})
        return Shown(table, keys), [Pile(f"coding_{person}", tuple(keys))], again, since


def _judge(asked: Asked, shown: Shown) -> Callable[[str, Said], bool]:
    """Return what says whether an answer holds all that is asked; only codes can be answered in part."""
    if asked.stage != CODING:
        return lambda _key, _said: True
    return lambda key, said: asked.is_whole(shown[key], said.values)
