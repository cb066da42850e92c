"""The run reproduces the published review, number by number."""

import re

import pandas as pd
import pytest

from cireview.prisma.table import read_flow
from cireview.tables import read_table

pytestmark = pytest.mark.workflow

FLOW = {
    "database_results": 221,
    "duplicates": 128,
    "records_screened": 93,
    "records_excluded": 42,
    "dbr_sought_reports": 51,
    "dbr_assessed": 51,
    "new_studies": 32,
    "new_reports": 32,
    "excluded_automatic": 0,
    "awaiting_screening": 0,
    "awaiting_retrieval": 0,
    "awaiting_assessment": 0,
}
COUNTRIES = {"USA": 20, "Canada": 5, "Australia": 5, "New_Zealand": 1, "Finland": 1}
TABLE_1 = {
    "How stakeholders are identified and chosen": "SSSSSSMM",
    "Focus on nutrition and on health and psychosocial well-being": "SSSSMMWW",
    "Systems thinking": "SSSSMMMW",
}
GOALS = ["SDG1", "SDG2", "SDG3", "SDG4", "SDG5", "SDG10", "SDG11", "SDG16"]


def table(finished, name, **kind):
    return read_table(finished.path / "results/7_synthesis" / name, **kind)


@pytest.mark.parametrize(("key", "number"), FLOW.items())
def test_the_flow_is_the_published_one(finished, key, number):
    assert read_flow(table(finished, "prisma/flow.csv"))[key] == number


def test_nineteen_full_texts_are_excluded_each_for_a_reason(finished):
    reasons = read_flow(table(finished, "prisma/flow.csv"))["dbr_excluded"]
    assert sum(reasons.values()) == 19
    assert "Reason not given" not in reasons


def test_first_authors_come_from_the_published_countries(finished):
    summary = table(finished, "tables/summary.csv")
    rows = summary[(summary["dimension"] == "country") & (summary["n"] != "0")]
    assert dict(zip(rows["value"], rows["n"].astype(int), strict=True)) == COUNTRIES


def test_the_two_international_initiatives_are_the_published_ones(finished):
    summary = table(finished, "tables/summary.csv").set_index(["dimension", "value"])
    row = summary.loc[("partnership_level", "international")]
    assert row["articles"] == "Michaud-Létourneau et al. 2019; Ritte et al. 2016"


def test_what_the_published_review_does_not_say_is_no_finding(finished):
    summary = table(finished, "tables/summary.csv").astype({"n": int, "coded": int, "included": int})
    assert set(summary.loc[summary["n"] > 0, "empty"]) == {"", "not_reported"}
    trust = summary[summary["dimension"] == "trust"].set_index("value")
    assert trust["n"].to_dict() == {"discussed": 2, "not_discussed": 0, "not_stated": 0, "not_reported": 30}
    assert set(zip(trust["coded"], trust["included"], strict=True)) == {(2, 32)}


def test_a_figure_without_findings_is_one_sentence(finished):
    figure = (finished.path / "results/7_synthesis/figures/codes_phase_work.svg").read_text("utf-8")
    assert "0 of 32 coded" in figure
    assert "<rect" not in figure.split("<defs")[0]
    page = (finished.path / "results/7_synthesis/report.html").read_text("utf-8")
    assert "Work by phase and component (0 of 32 coded; not reported by the published review 32)" in page


def test_table_1_is_the_published_one(finished):
    printed = table(finished, "tables/matrix.csv").set_index("finding")
    assert list(printed.columns) == GOALS
    letters = {finding: "".join(row.str[0]) for finding, row in printed.iterrows()}
    assert letters == TABLE_1


def test_the_report_shows_published_beside_reproduced(finished):
    compared = table(finished, "published.csv")
    assert len(compared) == 7 + 6 + 24
    assert set(compared["same"]) == {"yes"}
    page = (finished.path / "results/7_synthesis/report.html").read_text()
    assert re.search(
        r"<td>flow: records_screened</td><td>93</td><td>93</td><td>yes</td>", re.sub(r">\s+<", "><", page)
    )


def test_every_record_has_one_fate_and_every_duplicate_is_a_true_one(finished):
    fates = table(finished, "fates.csv")
    truth = pd.read_csv(finished.path / "data/corpus/truth.csv").set_index("record_id")["article"]
    assert sorted(fates["record_id"]) == sorted(truth.index)
    groups = fates.assign(article=fates["record_id"].map(truth)).groupby("report_id")["article"].agg(set)
    assert all(len(articles) == 1 for articles in groups)
    assert len(groups) == 93


def test_the_sets_of_sources_sum_to_the_reports_that_were_screened_and_included(finished):
    sets = table(finished, "tables/overlap_intersections.csv").astype({"reports": int, "included": int})
    assert sets["reports"].sum() == FLOW["records_screened"]
    assert sets["included"].sum() == FLOW["new_reports"]
    sources = table(finished, "tables/overlap.csv").astype({"records": int})
    assert sources["records"].sum() == FLOW["database_results"]
