"""Keys of a codebook by kind of question, conditions and appraisals: each mistake is named."""

import pytest
from protocol.test_mistakes import read_model

from cireview.errors import ProtocolError
from cireview.protocol import Codebook, complete_columns

VALUES = "values: [{id: FI, label: F}, {id: SE, label: S}]"
HEAD = f"dimensions:\n  - {{id: place, label: Place, question: Where, {VALUES}}}\n"
ONE = "  - {{id: x, label: X, question: What, {}}}\n"
TOOL = """appraisals:
  - id: tool
    label: Tool
    judgements: [{id: low, label: Low, sign: +}, {id: high, label: High, sign: X}]
    domains: [{id: a, label: A, question: Was it}]
"""
GOOD = {
    "a number": "kind: number, unit: km, min: 0, max: 9.5, whole: false",
    "a text": "kind: text",
    "a date": "kind: date",
    "a number or a word": "kind: number, values: [{id: not_stated, label: Not stated}]",
    "a table": "kind: table, columns: [{id: c, label: C, kind: single, values: [{id: v, label: V}]}]",
    "a table for a meta-analysis": "kind: table, design: binary",
    "a condition": "kind: text, only_if: {place: FI}",
    "a condition of several": "kind: text, only_if: {place: [FI, SE]}",
}
BAD = {
    "a unit of a text": ("kind: text, unit: km", "unit, min, max and whole need kind: number"),
    "bounds that let nothing through": (
        "kind: number, min: 3, max: 2",
        "min is 3 and max is 2, so no number is allowed",
    ),
    "a table without columns": ("kind: table", "a table needs columns, or design: continuous or binary"),
    "columns of a text": (
        "kind: text, columns: [{id: c, label: C}]",
        "columns and design need kind: table",
    ),
    "a column twice": (
        "kind: table, design: binary, columns: [{id: N_1, label: N}]",
        "two columns have the same name: n_1",
    ),
    "a column without values": (
        "kind: table, columns: [{id: c, label: C, kind: single}]",
        "kind single and multiple need values",
    ),
    "a kind that is none": ("kind: numbr", "Did you mean 'number'?"),
    "no values": ("kind: single, values: []", "at least one answer is needed here"),
    "a condition on nothing": (
        "kind: text, only_if: {plac: FI}",
        "plac, which is not asked (did you mean place?)",
    ),
    "a condition on no value": (
        "kind: text, only_if: {place: FII}",
        "FII, which is not a value of place (did you mean FI?)",
    ),
    "a condition on itself": (
        "only_if: {x: a}, values: [{id: a, label: A}]",
        "only_if goes in a circle: x asks for x",
    ),
    "an id twice": (
        "values: [{id: a, label: A}, {id: a, label: B}]",
        "the id 'a' is given twice, first in row",
    ),
    "a term without a letter": ("values: [{id: a, label: A, terms: ['!?']}]", "this one cannot be found"),
    "a term that is everywhere": (
        "values: [{id: a, label: A, terms: [the]}]",
        "is in almost every sentence",
    ),
}
BAD_TOOLS = {
    "the id of a dimension": ("id: tool", "id: T", "{id: t_A, ", "ids given twice: T_a, t_A"),
    "a sign twice": ("sign: X", "sign: +", "", "two judgements have the same sign: +"),
    "counts without counts": (
        "label: Tool",
        "label: Tool\n    overall: {rule: counts}",
        "",
        "needs counts and otherwise",
    ),
    "an unknown judgement": (
        "label: Tool",
        "label: Tool\n    overall: {rule: counts, otherwise: low, counts: [{then: hihg, of: high}]}",
        "",
        "there is no judgement hihg",
    ),
    "a condition on a domain that is none": (
        "question: Was it",
        "question: Was it, only_if: {tool_b: low}",
        "",
        "tool_b, which is not asked (did you mean",
    ),
    "one judgement": (", {id: high, label: High, sign: X}", "", "", "at least two judgements are needed"),
}


def refuse(text):
    with pytest.raises(ProtocolError) as caught:
        read_model(text, Codebook, name="c.yaml")
    return str(caught.value)


@pytest.mark.parametrize("keys", GOOD.values(), ids=GOOD)
def test_a_dimension_of_a_kind_is_read(keys):
    assert read_model(HEAD + ONE.format(keys), Codebook, name="c.yaml").dimensions[1].id == "x"


@pytest.mark.parametrize(("keys", "said"), BAD.values(), ids=BAD)
def test_a_mistake_is_named(keys, said):
    assert said in refuse(HEAD + ONE.format(keys))


def test_a_circle_of_three_is_named_whole():
    text = "".join(
        f"  - {{id: {one}, label: L, question: Q, values: [{{id: a, label: A}}], only_if: {{{other}: a}}}}\n"
        for one, other in ("pq", "qr", "rp")
    )
    assert "only_if goes in a circle: p asks for q asks for r asks for p" in refuse(HEAD + text)


@pytest.mark.parametrize(("old", "new", "dimension", "said"), BAD_TOOLS.values(), ids=BAD_TOOLS)
def test_a_mistake_in_an_appraisal_is_named(old, new, dimension, said):
    extra = f"  - {dimension}label: X, question: What, kind: text}}\n" if dimension else ""
    assert said in refuse(HEAD + extra + TOOL.replace(old, new))


def test_a_design_adds_the_columns_that_a_meta_analysis_takes():
    assert [column.id for column in complete_columns([], "continuous")] == [
        "outcome", "n_1", "mean_1", "sd_1", "n_2", "mean_2", "sd_2",
    ]  # fmt: skip
    assert [column.id for column in complete_columns([], "binary")] == [
        "outcome", "events_1", "n_1", "events_2", "n_2",
    ]  # fmt: skip
