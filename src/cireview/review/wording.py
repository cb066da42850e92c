"""What sheets, figures and rules say: words of criteria, values and questions, by id."""

from __future__ import annotations

from functools import cached_property

from cireview.protocol import Codebook, Protocol
from cireview.tables import ANSWERS, DECISIONS, MEETS


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
        """Words that speak for each full-text criterion, by its id; criteria without words are left out."""
        criteria = self.protocol.methodological_screen.criteria
        return {criterion.id: criterion.terms for criterion in criteria if criterion.terms}

    @cached_property
    def values(self) -> dict[str, dict[str, str]]:
        """Labels of the codebook's values, by id, by dimension."""
        dimensions = self.codebook.dimensions
        return {
            dimension.id: {value.id: value.label for value in dimension.values} for dimension in dimensions
        }

    @cached_property
    def terms(self) -> dict[str, dict[str, list[str]]]:
        """Words of the codebook's values, by id, by dimension."""
        dimensions = self.codebook.dimensions
        return {
            dimension.id: {value.id: value.terms for value in dimension.values} for dimension in dimensions
        }

    @cached_property
    def single(self) -> list[str]:
        """Dimensions that take one value."""
        return [dimension.id for dimension in self.codebook.dimensions if dimension.kind == "single"]

    @cached_property
    def criteria_text(self) -> str:
        """Question and criteria in one text, which the ranking of abstracts starts from."""
        question, criteria = self.protocol.question, self.protocol.practical_screen.criteria
        words = (f"{criterion.text} {' '.join(criterion.terms)}" for criterion in criteria)
        return "\n".join([question.main, *question.parts, *words])
