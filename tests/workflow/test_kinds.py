"""A small review that asks for every kind of answer, and an appraisal by two people with a conflict."""

import re
import shutil

import pandas as pd
import pytest
from workflow.test_certification import Gardens

from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet, write_sheet

pytestmark = pytest.mark.workflow

PROTOCOL = """
title: Gardens
question: {main: Do gardens change what children eat}
sources: [{name: Scopus, export: scopus.ris}]
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  criteria: [{id: garden, text: About gardens, terms: [garden]}]
  reviewers: [anna]
methodological_screen:
  criteria: [{id: method, text: Compares groups}]
  reviewers: [anna]
review:
  coders: [anna, ben]
  adjudicator: judge
  SHEETS
"""
CODEBOOK = """
dimensions:
  - {id: place, label: Place, question: Where, kind: multiple, values: [{id: school, label: School, terms: [school]},
     {id: home, label: Home}]}
  - {id: trial, label: Trial, question: Was it a trial, values: [{id: "yes", label: Yes}, {id: "no", label: No}]}
  - {id: size, label: Size, question: How large, kind: number, unit: m2, min: 1}
  - {id: begun, label: Begun, question: When did it begin, kind: date}
  - {id: how, label: Allocation, question: How were groups made, kind: text, only_if: {trial: "yes"}}
  - {id: results, label: Results, question: Which outcomes, kind: table, design: binary}
appraisals:
  - id: rob
    label: Risk of bias
    judgements: [{id: low, label: Low, sign: +}, {id: some, label: Some concerns, sign: "?"}, {id: high, label: High, sign: X}]
    domains: [{id: groups, label: Groups, question: Were groups alike}, {id: lost, label: Lost, question: Were people lost}]
    overall: {rule: worst}
findings: {rows: [{id: f1, label: Gardens feed children}]}
"""  # noqa: E501
RECORDS = "".join(
    f"TY  - JOUR\nID  - a-{one}\nAN  - a-{one}\nTI  - Garden number {one}\nAU  - Aho, B.\nPY  - 201{one}\n"
    f"AB  - Children planted a garden at school {one}.\nER  - \n"
    for one in (1, 2)
)
STEP = "results/6_review"
TARGETS = [f"{STEP}/sheets/digests.csv", f"{STEP}/agreement.csv", f"{STEP}/suggestion_scores.csv"]
OUTPUTS = [
    "results/7_synthesis/findings/digests.csv",
    *(f"results/7_synthesis/outcomes/{folder}results.csv" for folder in ("", "metafor/", "revman/")),
    *(f"results/7_synthesis/tables/{name}.csv" for name in ("appraisal_rob", "findings", "included")),
    "results/7_synthesis/tables/summary.csv",
    *(f"results/7_synthesis/figures/appraisal_rob{part}.{suffix}" for part in ("", "_summary")
      for suffix in ("svg", "pdf", "png")),
    "results/7_synthesis/report.html",
]  # fmt: skip
ANSWERS = {"place": "school; home", "trial": "yes", "size": "12.5", "begun": "2014-05", "rob_groups": "low",
           "rob_lost": "low"}  # fmt: skip


class Coded(Gardens):
    """A review of two articles."""

    def configure(self, sheets):
        (self.path / "config/protocol.yaml").write_text(PROTOCOL.replace("SHEETS", sheets))

    def say(self, stage, name, frame):
        write_sheet(pd.DataFrame(frame), self.path / f"data/labels/{stage}/{name}")

    def handed_out(self, name):
        return read_sheet(self.path / f"{STEP}/sheets/{name}.csv")

    def fill(self, name, answers, saved):
        """Fill a sheet as it was handed out, long or wide, and save it."""
        sheet = self.handed_out(name).drop(columns="_row")
        if "dimension" in sheet:
            sheet["value"] = sheet["dimension"].map(answers).fillna("")
        for dimension, answer in answers.items():
            if f"code_{dimension}" in sheet:
                sheet[f"code_{dimension}"] = answer
        self.say("coding", saved, sheet)

    def codes(self):
        table = read_table(self.path / STEP / "coded.csv")
        return table.groupby(["record_id", "dimension"])["value"].agg("; ".join).to_dict()


@pytest.fixture(scope="module")
def coded(make_once):
    return Coded(make_once("every kind", code) / "review")


def code(home):
    folder = Coded(home / "review")
    folder.do("init")
    folder.configure("sheets: long")
    (folder.path / "config/codebook.yaml").write_text(CODEBOOK)
    (folder.path / "data/exports/scopus.ris").write_text(RECORDS)
    folder.screen("results/4_practical_screen/rules.csv")
    ids = read_table(folder.path / "results/4_practical_screen/rules.csv")["record_id"].tolist()
    for stage in ("screening", "eligibility"):
        folder.say(stage, "anna.csv", {"record_id": ids, "decision": "include", "reviewer": "anna"})
    folder.screen(*TARGETS)
    folder.fill("coding_anna", ANSWERS | {"how": "By a coin"}, "anna.xlsx")
    rows = {
        "record_id": [ids[0], ids[0], ids[1]],
        "dimension": "results",
        "cell_outcome": ["Weight", "Fruit", "Fruit"],
        "cell_n_1": "20",
        "cell_n_2": "21",
        "cell_events_1": ["3", "4", "5"],
        "cell_events_2": ["6", "7", ""],
    }
    for person in ("anna", "ben"):
        folder.say("coding", f"{person}_results.csv", rows | {"coder": person})
    folder.configure("sheets: wide\n  show_suggestions: false")
    folder.screen(*TARGETS)
    folder.fill("coding_ben", ANSWERS | {"how": "By lot", "rob_lost": "high"}, "ben.csv")
    folder.screen(*TARGETS)


def test_a_wide_sheet_of_blind_coders_shows_no_suggestion(coded):
    assert "suggestion" in read_sheet(coded.path / "data/labels/coding/anna.xlsx")
    assert not [one for one in read_sheet(coded.path / "data/labels/coding/ben.csv") if "suggestion" in one]


def test_two_appraisers_who_differ_are_a_conflict_for_the_adjudicator(coded):
    conflicts = read_table(coded.path / STEP / "conflicts.csv")
    assert conflicts["dimension"].tolist() == ["rob_lost"] * 2
    assert conflicts["codes"].tolist() == ["anna: low; ben: high"] * 2
    assert coded.handed_out("coding_judge")["said"].tolist() == ["rob_lost: anna: low; ben: high"] * 2


def test_agreement_is_measured_and_suggestions_are_scored_where_all_is_settled(coded):
    agreement = read_table(coded.path / STEP / "agreement.csv")
    whole = agreement[agreement["value"] == ""].set_index("dimension")["agreement"]
    assert whole.to_dict() == {"place": "1.000", "trial": "1.000", "size": "1.000", "begun": "1.000",
                               "results": "1.000", "rob_groups": "1.000", "rob_lost": "0.000"}  # fmt: skip
    scores = read_table(coded.path / STEP / "suggestion_scores.csv")
    assert scores.loc[scores["value"] == "school", ["suggested", "coded", "both"]].to_numpy().tolist() == [
        ["2"] * 3
    ]


def test_what_was_settled_reaches_tables_figures_and_files_for_a_meta_analysis(coded, tmp_path):
    shutil.copytree(coded.path, tmp_path / "review")
    folder = Coded(tmp_path / "review")
    folder.fill("coding_judge", {"rob_lost": "some"}, "judge.csv")
    judged = {"finding": "f1", "studies": "Aho 2011", "methods": "Minor", "confidence": "moderate"}
    folder.say("synthesis", "findings.xlsx", [judged])
    folder.screen(*TARGETS, *OUTPUTS)
    one, two = sorted({record for record, _ in folder.codes()})
    settled = {name: value for (record, name), value in folder.codes().items() if record == two}
    assert settled.pop("results").startswith("{")
    assert settled == ANSWERS | {"how": "By a coin; By lot", "rob_lost": "some"}
    home = folder.path / "results/7_synthesis"
    table = read_table(home / "tables/appraisal_rob.csv")
    assert table[["record_id", "rob_groups", "rob_lost", "overall"]].to_numpy().tolist() == [
        [record, "low", "some", "some"] for record in (one, two)
    ]
    metafor = read_table(home / "outcomes/metafor/results.csv")
    assert metafor[["study", "outcome", "ai", "bi", "ci", "di"]].to_numpy().tolist() == [
        ["Aho 2011", "Weight", "3", "17", "6", "15"], ["Aho 2011", "Fruit", "4", "16", "7", "14"],
        ["Aho 2012", "Fruit", "5", "15", "", ""],
    ]  # fmt: skip
    included = read_table(home / "tables/included.csv")
    assert included[["size", "begun", "results"]].to_numpy().tolist()[0] == [
        "12.5 m2",
        "2014-05",
        "Weight; Fruit",
    ]
    summary = read_table(home / "tables/summary.csv").set_index("dimension")
    assert summary.loc["size", "label"] == "Median 12.5 m2, from 12.5 to 12.5"
    printed = (home / "tables/findings.tex").read_text()
    assert re.search(r"Gardens feed children & Aho 2011 & Minor & Not judged yet", printed)
    svg = (home / "figures/appraisal_rob.svg").read_text()
    assert "Lost: some concerns 2. Overall: some concerns 2." in svg
    assert "Risk of bias: the judgements of each article" in (home / "report.html").read_text()


def test_an_appraisal_by_one_person_is_doubted(coded, tmp_path):
    shutil.copytree(coded.path / "config", tmp_path / "review/config")
    shutil.copytree(coded.path / "data", tmp_path / "review/data")
    folder = Coded(tmp_path / "review")
    folder.configure("coders_per_article: 1")
    assert "Risk of bias: one person appraises each article" in folder.do("check")
    folder.configure("sheets: long")
    assert "one person appraises" not in folder.do("check")
