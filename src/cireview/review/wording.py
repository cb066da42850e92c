"""What sheets, figures and rules say: words of criteria, values and questions, by id."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from cireview.coding.appraisal import Appraised
from cireview.protocol import Codebook, Dimension, Protocol, Value
from cireview.review.asking import list_appraisals, list_asked
from cireview.tables import ANSWERS, DECISIONS, MEETS
from cireview.tables.questions import Question, make_questions

_EXPLAINED = {"label", "definition", "example"}


class Wording:
    """The words of a review's protocol and codebook, by id."""

    protocol: Protocol
    codebook: Codebook

    @cached_property
    def screening_reasons(self) -> dict[str, str]:
        """Words of the abstract criteria, by id."""
        return {criterion.id: criterion.label for criterion in self.protocol.practical_screen.criteria}

    @cached_property
    def criterion_columns(self) -> dict[str, str]:
        """Text of each criterion that the sheets of abstracts ask for by itself, by column."""
        screen = self.protocol.practical_screen
        asked = screen.criteria if screen.label_criteria else []
        return {MEETS + criterion.id: criterion.text for criterion in asked}

    @cached_property
    def abstract_choices(self) -> dict[str, list[str]]:
        """What may be written in the cells of a sheet of abstracts, by column."""
        answers = {column: list(ANSWERS) for column in self.criterion_columns}
        return {"decision": list(DECISIONS), "reason": list(self.screening_reasons), **answers}

    @cached_property
    def eligibility_reasons(self) -> dict[str, str]:
        """Words of the full-text criteria, by id."""
        return {criterion.id: criterion.label for criterion in self.protocol.methodological_screen.criteria}

    @cached_property
    def eligibility_terms(self) -> dict[str, list[str]]:
        """Words for each full-text criterion, by its id; criteria without words are left out."""
        criteria = self.protocol.methodological_screen.criteria
        return {criterion.id: criterion.terms for criterion in criteria if criterion.terms}

    @property
    def numbers(self) -> dict[str, tuple[str, list[str]]]:
        """Which numbers of a text dimensions ask for, and in which fields, by dimension."""
        asking = (one for one in self.codebook.dimensions if one.suggest)
        return {one.id: (one.suggest, list(one.fields)) for one in asking}

    @cached_property
    def values(self) -> dict[str, dict[str, str]]:
        """Labels of the codebook's values, by id, by dimension."""
        codebook = self.codebook
        return {
            dimension.id: {value.id: value.label for value in codebook.answers(dimension)}
            for dimension in codebook.dimensions
        }

    @cached_property
    def empty(self) -> dict[str, dict[str, str]]:
        """Values that are no findings, by dimension: their kind (``not_stated``, ``not_reported``) by id."""
        codebook = self.codebook
        return {
            dimension.id: {value.id: value.empty for value in codebook.answers(dimension) if value.empty}
            for dimension in codebook.dimensions
        }

    @cached_property
    def legend(self) -> list[dict[str, str]]:
        """``dimension``, ``value``, ``label``, ``definition``, ``example`` of each value, if any has them."""
        rows = [
            {"dimension": dimension.id, "value": value.id, **value.model_dump(include=_EXPLAINED)}
            for dimension in self.codebook.dimensions
            for value in self.codebook.answers(dimension)
        ]
        return rows if any(row["definition"] or row["example"] for row in rows) else []

    @property
    def unreported(self) -> dict[str, str]:
        """Value that says that a published review does not report something, by dimension, if it has one."""
        return {
            dimension: value
            for dimension, kinds in self.empty.items()
            for value, kind in kinds.items()
            if kind == "not_reported"
        }

    @cached_property
    def terms(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        """What suggests the codebook's values, by id, by dimension (keys of `cireview.coding.terms.Term`)."""
        return {
            dimension.id: {value.id: _list_terms(dimension, value) for value in dimension.values}
            for dimension in self.codebook.dimensions
        }

    @cached_property
    def suggestible(self) -> dict[str, list[str]]:
        """Values that have words or a country, and so may be suggested, by dimension."""
        return {name: [value for value in terms if terms[value]] for name, terms in self.terms.items()}

    @cached_property
    def cues(self) -> list[dict[str, Any]]:
        """The codebook's own cues of scope (keys of `cireview.coding.scope.make_cue`)."""
        return [cue.model_dump(by_alias=True) for cue in self.codebook.cues]

    @cached_property
    def asked(self) -> list[dict[str, Any]]:
        """What coders are asked (keys of `cireview.tables.questions.Question`), in the codebook's order."""
        return list_asked(self.codebook)

    @cached_property
    def judged_findings(self) -> dict[str, Any]:
        """What `cireview.coding.read_findings` has to know of the codebook; nothing if it has no findings."""
        asked = self.codebook.findings
        if asked is None:
            return {}
        lists = {"findings": asked.rows, "concerns": asked.concerns, "confidence": asked.confidence}
        words = {name: {one.id: one.label for one in listed} for name, listed in lists.items()}
        return {**words, "components": [one.id for one in asked.components]}

    @cached_property
    def appraisals(self) -> list[Appraised]:
        """The appraisals of the codebook."""
        return [Appraised(**keys) for keys in list_appraisals(self.codebook)]

    @cached_property
    def questions(self) -> list[Question]:
        """What coders are asked, as the stages see it."""
        return make_questions(self.asked)

    @cached_property
    def criteria_text(self) -> str:
        """Question and criteria in one text, which the ranking of abstracts starts from."""
        question, criteria = self.protocol.question, self.protocol.practical_screen.criteria
        words = (f"{criterion.text} {' '.join(criterion.terms)}" for criterion in criteria)
        return "\n".join([question.main, *question.parts, *words])


def _list_terms(dimension: Dimension, value: Value) -> list[dict[str, Any]]:
    """Return the terms of a value with what value and dimension say of all their terms."""
    shared = {"fields": list(dimension.fields), "with": list(dimension.with_)}
    terms = [
        {
            "term": term.term,
            "not": [*term.not_, *value.not_],
            "case": term.case,
            **shared,
            **({"fields": list(term.fields)} if term.fields else {}),
        }
        for term in value.terms
    ]
    first = dimension.kind == "single"
    return [*terms, *([{"country": value.country, "first": first, **shared}] if value.country else [])]
