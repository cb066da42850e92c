"""Where coders differ and nobody has decided, tables say so; it is neither a finding nor *not coded*."""

import pandas as pd
import pytest
from paper.coded import EMPTY, VALUES, codes, reports

from cireview.coding import CODE_CONFLICT
from cireview.paper.codes import find_lacking, list_included, summarise_codes, tell_coded
from cireview.synthesis.axes import Axis, hold_codes
from cireview.synthesis.cross import cross_axes
from cireview.synthesis.page import mark_cell, tell_axis
from cireview.tables.questions import Question

QUESTIONS = [Question("country"), Question("theme", "multiple", only_if={"country": frozenset({"FI"})})]
WHY = {
    "coders differ": ([("r0", "country", "disagreement", "judge")], "not_settled"),
    "one coder contradicts herself": ([("r0", "country", "contradiction", "ann")], "not_settled"),
    "the judge decided, and the sheet lacks it": ([("r0", "country", "disagreement", "")], None),
    "the id is unknown": ([("r0", "country", "unknown id", "ann")], None),
    "it is another question": ([("r0", "theme", "disagreement", "judge")], None),
    "it is another article": ([("r1", "country", "disagreement", "judge")], None),
    "nobody coded": ([], None),
}


def conflicts(rows):
    columns = ["record_id", "dimension", "kind", "awaits"]
    return CODE_CONFLICT.conform(pd.DataFrame(rows, columns=columns, dtype="str").assign(codes=""))


@pytest.mark.parametrize(("rows", "kind"), WHY.values(), ids=WHY)
def test_a_conflict_that_awaits_somebody_is_not_settled(rows, kind):
    assert find_lacking(codes(), conflicts(rows), ["r0"], QUESTIONS).get(("r0", "country")) == kind


def test_what_a_condition_rules_out_is_not_asked_whatever_was_said_of_it():
    given = codes(("r0", "country", "SE"))
    rows = [("r0", "theme", "disagreement", "judge")]
    assert find_lacking(given, conflicts(rows), ["r0"], QUESTIONS) == {("r0", "theme"): "not_asked"}


LACKING = {("r1", "country"): "not_settled"}


def test_tables_keep_it_apart_from_what_nobody_coded():
    table = reports(authors=["Aho, X", "Berg, X", "Costa, X"], year=["2001"] * 3)
    given = codes(("r0", "country", "FI"))
    shown = list_included(table, given, dimensions={"country": "Country"}, values=VALUES, lacking=LACKING)
    assert shown["country"].tolist() == ["Finland", "Not settled", "Not coded"]
    counted = summarise_codes(table, given, values=VALUES, empty=EMPTY, lacking=LACKING)
    counted = counted[counted["dimension"] == "country"]
    assert tell_coded(counted) == "1 of 3 coded; not settled 1; not coded 1"


def test_figures_and_crossed_tables_mark_it():
    held = hold_codes(["r1"], codes(), dimension="country", empty=EMPTY["country"], lacking=LACKING)
    axis = Axis("country", "Country", {"FI": "Finland"}, held)
    assert tell_axis(axis) == "Country: 0 of 1 coded; not settled 1."
    crossed = cross_axes([axis, Axis("b", "B", {"y": "Y"}, {"r1": ("y",)})], {"r1": "Berg 2001"})
    row = crossed.set_index(["country", "b"]).loc[("FI", "y")]
    assert mark_cell(row["n"], row["kinds"]) == "diff."
