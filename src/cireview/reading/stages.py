"""What each stage asks on a page: the columns of its journal, and what an answer must contain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cireview.coding.answers import read_answer
from cireview.reading.said import split_pair
from cireview.tables import ANSWERS, DECISIONS, EXCLUDE, MEETS, NO, YES
from cireview.tables.questions import TABLE, Question

SCREENING, ELIGIBILITY, CODING, DUPLICATES = STAGES = ("screening", "eligibility", "coding", "duplicates")
LONGEST_NOTE = 4_000
_WHEN = ("decided_on", "at", "place", "ranking")
Row = dict[str, str]


class Unclear(ValueError):  # noqa: N818 - no error: a person answers
    """An answer that lacks something, or holds what was not asked; its words are for the person."""


@dataclass(frozen=True)
class Asked:
    """What is asked at a stage.

    Parameters
    ----------
    stage
        One of `STAGES`.
    criteria
        Text of each criterion, by id.
    reasons
        Words of each reason to exclude, by id of its criterion, in the order of their numbers.
    terms
        Words that speak for each criterion, by id.
    questions
        Of the codebook.
    """

    stage: str
    criteria: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    questions: Sequence[Question] = ()

    @property
    def columns(self) -> list[str]:
        """Columns of the journal, as on the sheet of the stage."""
        record, decide = ["record_id", "title"], ["decision", "reason", "note"]
        return {
            SCREENING: [
                *record,
                *(MEETS + one for one in self.criteria),
                *decide,
                "reviewer",
                *_WHEN,
                "chosen",
            ],
            ELIGIBILITY: [*record, "retrieved", *decide, "reviewer", *_WHEN],
            CODING: [*record, "dimension", "value", "evidence", "page", "note", "coder", *_WHEN],
            DUPLICATES: [
                "record_id_1",
                "record_id_2",
                "title_1",
                "title_2",
                "decision",
                "note",
                "reviewer",
                *_WHEN,
            ],
        }[self.stage]

    def read_form(self, shown: Mapping[str, str], form: Mapping[str, str]) -> list[Row]:
        """Return the rows that an answer is.

        Parameters
        ----------
        shown
            The row of the sheet.
        form
            What the page sent.

        Raises
        ------
        Unclear
            If it cannot be taken as it is.
        """
        read = {CODING: self._read_codes, DUPLICATES: self._read_pair}.get(self.stage, self._read_decision)
        return read(shown, {name: text.strip()[:LONGEST_NOTE] for name, text in form.items()})

    def _read_decision(self, shown: Mapping[str, str], form: Mapping[str, str]) -> list[Row]:
        row = {"record_id": shown["record_id"], "title": shown.get("title", ""), "note": form.get("note", "")}
        decision, reason = form.get("decision", ""), form.get("reason", "")
        if self.stage == ELIGIBILITY and form.get("retrieved") == NO:
            return [{**row, "retrieved": NO, "decision": "", "reason": ""}]
        if decision not in DECISIONS:
            raise Unclear("no_decision")
        if decision == EXCLUDE and reason and reason not in self.reasons:
            raise Unclear("no_reason")
        row |= {"decision": decision, "reason": reason if decision == EXCLUDE else ""}
        if self.stage == ELIGIBILITY:
            if decision == EXCLUDE and not reason:
                raise Unclear("reason_needed")
            return [{**row, "retrieved": YES}]
        met = {MEETS + one: form.get(MEETS + one, "") for one in self.criteria}
        if any(answer not in ("", *ANSWERS) for answer in met.values()):
            raise Unclear("no_criterion")
        return [row | met]

    def _read_pair(self, shown: Mapping[str, str], form: Mapping[str, str]) -> list[Row]:
        if form.get("decision") not in ("same", "different"):
            raise Unclear("no_pair")
        named = {name: shown.get(name, "") for name in ("record_id_1", "record_id_2", "title_1", "title_2")}
        return [{**named, "decision": form["decision"], "note": form.get("note", "")}]

    def _read_codes(self, shown: Mapping[str, str], form: Mapping[str, str]) -> list[Row]:
        rows, problems = [], []
        for question in self.list_questions(shown):
            text = form.get(f"{question.id}.value", "")
            if not text:
                continue
            answer = read_answer(text, question)
            problems += [
                f"{question.label or question.id}: {wrong}. {remedy}" for wrong, remedy in answer.problems
            ]
            cells = {name: form.get(f"{question.id}.{name}", "") for name in ("evidence", "page", "note")}
            named = {"record_id": shown["record_id"], "title": shown.get("title", "")}
            rows.append({**named, "dimension": question.id, "value": "; ".join(answer.values), **cells})
        if problems:
            raise Unclear("; ".join(problems))
        if not rows:
            raise Unclear("no_codes")
        return rows

    def list_questions(self, shown: Mapping[str, str]) -> list[Question]:
        """Return the questions that await the coder of an article; tables are filled on their sheets."""
        awaited = shown.get("dimensions", "").split()
        return [one for one in self.questions if one.id in awaited and one.kind != TABLE]

    def is_whole(self, shown: Mapping[str, str], values: Mapping[str, str]) -> bool:
        """Say whether an answer holds all that is asked without a condition."""
        if self.stage != CODING:
            return True
        asked = [one.id for one in self.list_questions(shown) if not one.only_if]
        return all(values.get(f"{one}.value") for one in asked)


def name_records(stage: str, key: str) -> tuple[str, ...]:
    """Return the ids of the records that a key stands for."""
    return split_pair(key) if stage == DUPLICATES else (key,)
