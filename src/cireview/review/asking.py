"""The questions of the codebook, as plain values that rules pass to scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cireview.protocol import Appraisal, Codebook, Column, Dimension, complete_columns


def list_asked(codebook: Codebook) -> list[dict[str, Any]]:
    """Return all that coders are asked of an article, in the codebook's order.

    Returns
    -------
    list
        Keys of `cireview.tables.questions.Question`: the dimensions, then the domains of each appraisal, each
        named by the ids of both.
    """
    dimensions = [_ask_dimension(codebook, dimension) for dimension in codebook.dimensions]
    return [*dimensions, *(asked for one in codebook.appraisals for asked in _ask_domains(one))]


def list_appraisals(codebook: Codebook) -> list[dict[str, Any]]:
    """Return what `cireview.coding.appraisal.Appraised` holds of each appraisal."""
    return [
        {
            "id": one.id,
            "label": one.label,
            "domains": {f"{one.id}_{domain.id}": domain.label for domain in one.domains},
            "critical": [f"{one.id}_{domain.id}" for domain in one.domains if domain.critical],
            "judgements": {judgement.id: judgement.label for judgement in one.judgements},
            "final": {judgement.id: judgement.label for judgement in one.overall_judgements()},
            "signs": {
                judgement.id: judgement.sign for judgement in (*one.overall_judgements(), *one.judgements)
            },
            "unranked": [judgement.id for judgement in one.judgements if not judgement.ranked],
            "rule": one.overall.rule,
            "counts": [count.model_dump() for count in one.overall.counts],
            "otherwise": one.overall.otherwise,
        }
        for one in codebook.appraisals
    ]


def _ask_dimension(codebook: Codebook, dimension: Dimension) -> dict[str, Any]:
    columns = complete_columns(dimension.columns, dimension.design) if dimension.kind == "table" else []
    values = codebook.answers(dimension)
    return {
        "id": dimension.id,
        "kind": dimension.kind,
        "label": dimension.label,
        "asks": dimension.question,
        "values": {value.id: value.label for value in values},
        "empty": [value.id for value in values if value.empty],
        "columns": [_ask_column(column) for column in columns],
        "design": dimension.design,
        "only_if": dimension.only_if,
        **_measure(dimension),
    }


def _ask_column(column: Column) -> dict[str, Any]:
    return {
        "id": column.id,
        "kind": column.kind,
        "label": column.label,
        "asks": column.label,
        "values": {value.id: value.label for value in column.values},
        **_measure(column),
    }


def _measure(measured: Dimension | Column) -> dict[str, Any]:
    return {"unit": measured.unit, "least": measured.min, "most": measured.max, "whole": measured.whole}


def _ask_domains(appraisal: Appraisal) -> Iterator[dict[str, Any]]:
    shared = {"kind": "single", "appraisal": appraisal.id}
    judgements = {judgement.id: judgement.label for judgement in appraisal.judgements}
    for domain in appraisal.domains:
        yield {
            **shared,
            "id": f"{appraisal.id}_{domain.id}",
            "label": f"{appraisal.label}: {domain.label}",
            "asks": domain.question,
            "values": judgements,
            "only_if": domain.only_if,
        }
    if appraisal.overall.rule == "people":
        yield {
            **shared,
            "id": f"{appraisal.id}_overall",
            "label": f"{appraisal.label}: overall",
            "asks": "What is your overall judgement of the article?",
            "values": {one.id: one.label for one in appraisal.overall_judgements()},
        }
