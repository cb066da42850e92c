"""Abstracts in the workflow: features kept, criteria answered one by one, texts of every kind."""

import re
import shutil

import numpy as np
import pytest

from cireview.tables import read_table
from cireview.tables.sheets import read_sheet

pytestmark = pytest.mark.workflow
SCREEN = "results/4_practical_screen"


def jobs_in(said):
    return set(re.findall(r"^(\w+) +\d+$", said, re.MULTILINE))


def test_a_new_label_ranks_again_without_computing_the_features_anew(rerunnable):
    file = rerunnable.path / "data/labels/screening/reviewer_1.csv"
    file.write_bytes(file.read_bytes().replace(b",include,", b",unsure,", 1))
    status, said = rerunnable.run("--dry-run")
    assert status == 0, said
    assert {"settle_screening", "rank_abstracts", "evaluate_ranking"} <= jobs_in(said)
    assert "place_abstracts" not in jobs_in(said)


def test_features_of_another_version_are_refused_with_the_reason_and_rebuilt(rerunnable):
    file = rerunnable.path / SCREEN / "features.npz"
    before = rerunnable.bytes_of(SCREEN)
    with np.load(file) as kept:
        np.savez(file, **{**kept, "version": np.frombuffer(b"0.0.1", dtype=np.uint8)})
    status, said = rerunnable.run()
    assert status == 0, said
    assert "rank_abstracts" in jobs_in(said)
    log = (rerunnable.path / "results/logs/4_practical_screen/rank_abstracts.log").read_text()
    assert "features.npz is of version 0.0.1" in log
    assert rerunnable.bytes_of(SCREEN) == before


def ask_for_criteria(path):
    file = path / "config/protocol.yaml"
    file.write_text(
        file.read_text().replace("  adjudicator: adj", "  label_criteria: true\n  adjudicator: adj")
    )


def test_answers_for_criteria_teach_a_model_and_come_back_with_the_sheet(review):
    ask_for_criteria(review.path)
    decided = review.path / "data/labels/screening/reviewer_1.csv"
    sheet = read_sheet(decided).drop(columns="_row")
    sheet["meets_children"] = ["yes" if decision == "include" else "no" for decision in sheet["decision"]]
    shutil.rmtree(review.path / "data/labels")
    decided.parent.mkdir(parents=True)
    sheet.assign(decision="", reason="").to_csv(decided, index=False)
    status, said = review.run(f"{SCREEN}/sheets/digests.csv")
    assert status == 0, said
    models = read_table(review.path / SCREEN / "criteria_models.csv").set_index("criterion")
    assert models.loc["children", ["met", "not_met"]].astype(int).sum() == len(sheet) == 93
    assert (models["basis"] == "labels").tolist() == [one == "children" for one in models.index]
    back = read_sheet(review.path / SCREEN / "sheets/screening_reviewer_1.xlsx")
    assert set(back["criteria_so_far"]) == {"children yes", "children no"}
    assert (back["meets_children"] == "").all()
    other = read_sheet(review.path / SCREEN / "sheets/screening_reviewer_2.xlsx")
    assert set(other["criteria_so_far"]) == {""}
    assert set(read_table(review.path / SCREEN / "criteria_notes.csv")["kind"]) == {"no decision"}
