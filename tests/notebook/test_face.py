"""What Python sees: any DataFrame is taken, and what cannot be is named."""

import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import cireview as cr
from cireview.errors import LabelError, TableError

TITLES = ["Rain in the north", "Snow in the north", "Heat in the south", "Rain in the south"]


def frame(**columns):
    return pd.DataFrame({"Title": TITLES, **columns})


@pytest.mark.parametrize(
    ("given", "column", "cells"),
    [
        ({"Publication Year": [2015.0, np.nan, 2016, 2017]}, "year", ["2015", "", "2016", "2017"]),
        (
            {"AU": [["Aho, A", "Berg, B"], None, "Cruz, C", []]},
            "authors",
            ["Aho, A; Berg, B", "", "Cruz, C", ""],
        ),
        ({"DOI": ["10.1/a", None, pd.NA, ""]}, "doi", ["10.1/a", "", "", ""]),
        ({"id": [7, 8, 9, 10]}, "record_id", ["7", "8", "9", "10"]),
        ({"Record_ID": list("abcd")}, "record_id", list("abcd")),
        ({"source": ["S", "", None, "S"]}, "source", ["S", "table", "table", "S"]),
    ],
)
def test_usual_columns_are_read_whatever_they_hold(given, column, cells):
    assert cr.as_records(frame(**given))[column].tolist() == cells


def test_any_index_will_do_and_ids_are_made_where_there_are_none():
    records = cr.as_records(frame().set_index(pd.Index(["x", "x", "y", "z"])))
    assert records["title"].tolist() == TITLES
    assert records["record_id"].is_unique
    assert cr.as_records(frame(id=[1, 1, 2, 3]))["record_id"].str.startswith("table:").all()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (pd.DataFrame({"name": ["a"]}), "no column holds titles; the columns are: name"),
        (pd.DataFrame(), "no column holds titles"),
        (pd.DataFrame({"title": []}), "the table has no rows"),
        (pd.DataFrame([["a", "b"]], columns=["title", "title"]), "column title: the column appears twice"),
        ([1, 2], "a DataFrame is needed, but this is of type list"),
    ],
)
def test_a_table_that_is_none_of_records_is_refused(given, message):
    with pytest.raises(TableError, match=message):
        cr.as_records(given)


def test_a_frame_is_deduplicated():
    found = cr.deduplicate(
        pd.DataFrame({"title": ["Rain in the north of Europe"] * 2, "doi": ["10.1234/a"] * 2})
    )
    assert len(found.reports) == 1


@pytest.mark.parametrize(
    "labels",
    [
        {"a": True, "c": False},
        {"a": 1, "c": 0, "b": None},
        pd.Series({"a": "include", "c": "exclude"}),
        pd.DataFrame({"record_id": ["a", "c"], "label": ["Relevant", "Irrelevant"]}),
    ],
)
def test_labels_come_in_any_form(labels):
    ranked = cr.rank(frame(record_id=list("abcd")), labels)
    assert sorted(ranked["record_id"]) == ["b", "d"]
    assert ranked["rank"].tolist() == [1, 2]
    assert ranked["title"].isin(TITLES).all()


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ({"x": 1, "y": 0}, "2 labels belong to no record of the table: x, y"),
        ({"a": "maybe"}, "the label of a is 'maybe'"),
        (pd.DataFrame({"record": ["a"]}), "lack record_id or include"),
    ],
)
def test_a_label_that_is_none_is_named(labels, message):
    with pytest.raises(LabelError, match=message):
        cr.rank(frame(record_id=list("abcd")), labels)


def test_agreement_takes_long_and_wide_tables():
    wide = pd.DataFrame({"anna": [1, 0, 1], "ben": [1, 0, 0]}, index=["a", "b", "c"])
    long = (
        wide.rename_axis("record_id")
        .reset_index()
        .melt("record_id", var_name="reviewer", value_name="decision")
    )
    pd.testing.assert_frame_equal(cr.agreement(wide), cr.agreement(long))
    with pytest.raises(LabelError, match="two reviewers or more"):
        cr.agreement(wide[["anna"]])


def test_a_query_is_written_for_a_database():
    written = cr.query("child* AND youth").to("pubmed")
    assert written.text == "child*[tiab] AND youth[tiab]"
    assert "scopus" in cr.query("youth").to_all()


FLOW = {"database_results": 10, "records_screened": 10, "records_excluded": 8, "dbr_sought_reports": 2}
FLOW |= {"dbr_notretrieved_reports": 0, "dbr_assessed": 2, "new_studies": 2}


@pytest.mark.parametrize("ending", ["svg", "html", "pdf", "png"])
def test_a_flow_is_shown_and_saved(tmp_path, ending):
    flow = cr.Flow(FLOW)
    assert "<svg" in flow._repr_svg_()
    assert flow.save(tmp_path / f"flow.{ending}", dpi=72).stat().st_size > 1000


def test_a_flow_that_does_not_add_up_is_refused_or_marked():
    with pytest.raises(TableError, match="10 is not 9"):
        cr.Flow(FLOW, records_screened=9)
    assert "These numbers do not add up" in cr.Flow(FLOW, records_screened=9, force=True).to_svg()
    with pytest.raises(TableError, match="Did you mean records_screened"):
        cr.Flow(FLOW, records_screend=9)


def test_importing_cireview_loads_nothing_heavy():
    code = "import sys, cireview; dir(cireview); heavy = ('pandas', 'sklearn', 'spacy')\n"
    code += "print([name for name in heavy if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_classifier_follows_scikit_learn():
    from sklearn.base import clone
    from sklearn.utils.estimator_checks import check_estimator

    assert clone(cr.RelevanceClassifier(C=2.0)).get_params() == {"C": 2.0, "balanced": True}
    checked = check_estimator(cr.RelevanceClassifier(), on_skip=None, on_fail=None)
    assert [one["check_name"] for one in checked if one["status"] == "failed"] == []
