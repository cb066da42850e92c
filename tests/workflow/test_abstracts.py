"""Abstracts in the workflow: features kept, criteria answered one by one, texts of every kind."""

import re
import shutil

import numpy as np
import pytest

from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet

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
    status, said = rerunnable.run(f"{SCREEN}/ranking.csv")
    assert status == 0, said
    assert "rank_abstracts" in jobs_in(said)
    log = (rerunnable.path / "results/logs/4_practical_screen/rank_abstracts.log").read_text()
    assert "features.npz is from version 0.0.1" in log
    assert rerunnable.bytes_of(SCREEN) == before


def ask_for_criteria(path):
    file = path / "config/protocol.yaml"
    file.write_text(
        file.read_text().replace("  adjudicator: adj", "  label_criteria: true\n  adjudicator: adj")
    )


def test_answers_for_criteria_teach_a_model_and_come_back_with_the_sheet(rerunnable):
    ask_for_criteria(rerunnable.path)
    decided = rerunnable.path / "data/labels/screening/reviewer_1.csv"
    sheet = read_sheet(decided).drop(columns="_row")
    sheet["meets_children"] = ["yes" if decision == "include" else "no" for decision in sheet["decision"]]
    shutil.rmtree(rerunnable.path / "data/labels")
    decided.parent.mkdir(parents=True)
    sheet.assign(decision="", reason="").to_csv(decided, index=False)
    status, said = rerunnable.run(f"{SCREEN}/sheets/digests.csv")
    assert status == 0, said
    models = read_table(rerunnable.path / SCREEN / "criteria_models.csv").set_index("criterion")
    assert models.loc["children", ["met", "not_met"]].astype(int).sum() == len(sheet) == 93
    assert (models["basis"] == "labels").tolist() == [one == "children" for one in models.index]
    back = read_sheet(rerunnable.path / SCREEN / "sheets/screening_reviewer_1.xlsx")
    assert set(back["criteria_so_far"]) == {"children yes", "children no"}
    assert (back["meets_children"] == "").all()
    other = read_sheet(rerunnable.path / SCREEN / "sheets/screening_reviewer_2.xlsx")
    assert set(other["criteria_so_far"]) == {""}
    assert set(read_table(rerunnable.path / SCREEN / "criteria_notes.csv")["kind"]) == {"no decision"}


TEXTS = {
    "no abstract": ("Collective impact for children", ""),
    "no title": ("", "Children and families take part in a collective impact initiative."),
    "long": ("Collective impact at length", "children learn " * 14_000),
    "html": ("<i>Collective</i> impact &amp; <b>children</b>", "<p>p &lt; 0.05</p><script>alert(1)</script>"),
    "formula": ("=SUM(A1:A9)+collective impact", "∑ x² ≥ ∫ f(x) dx, $\\alpha_1$"),
    "finnish": (
        "Lasten hyvinvointi",
        "lapset ja perheet saivat tukea kunnissa joissa toimintaa seurattiin " * 3,
    ),
    "chinese": ("儿童与家庭的集体影响", "本研究考察了伙伴关系如何改善儿童的福祉"),
    "arabic": ("الأثر الجماعي للأطفال", "درسنا أثر الشراكة في رفاه الأطفال"),
    **{f"same {n}": (f"Report {n} of town {n * 7919}", "A common agenda.") for n in range(100)},
}
NOTES = {
    "no abstract": "no abstract",
    "no title": "no title",
    "long": "only the first 20000 are used",
    "finnish": "not English",
    "chinese": "not English",
    "arabic": "not English",
}
SHEETS = f"{SCREEN}/sheets/digests.csv", f"{SCREEN}/performance.csv", f"{SCREEN}/stopping.csv"


def write_texts(path):
    shutil.rmtree(path / "data/labels")
    for file in (path / "data/exports").iterdir():
        file.unlink()
    entries = [
        f"TY  - JOUR\nAN  - {name.replace(' ', '')}\nTI  - {title}\nAB  - {abstract}\nPY  - 2015\nER  - \n"
        for name, (title, abstract) in TEXTS.items()
    ]
    (path / "data/exports/proquest.ris").write_text("\n".join(entries), encoding="utf-8")


def test_texts_of_every_kind_are_ranked_and_noted_with_no_label_and_with_one_class(review):
    write_texts(review.path)
    status, said = review.run(*SHEETS)
    assert status == 0, said
    ids = {name: f"proquest:{name.replace(' ', '')}" for name in TEXTS}
    notes = read_table(review.path / SCREEN / "text_notes.csv").groupby("record_id")["note"].agg("; ".join)
    assert {name for name in TEXTS if ids[name] in notes} == set(NOTES)
    assert all(words in notes[ids[name]] for name, words in NOTES.items())
    assert set(read_table(review.path / SCREEN / "ranking.csv")["record_id"]) == set(ids.values())
    sheet = read_sheet(review.path / SCREEN / "sheets/screening_reviewer_1.csv").set_index("record_id")
    assert "not English" in sheet.loc[ids["chinese"], "text_note"]

    folder = review.path / "data/labels/screening"
    folder.mkdir(parents=True)
    labelled = [ids["html"], ids["formula"], "nowhere:1"]
    (folder / "reviewer_1.csv").write_text(
        "record_id,decision\n" + "".join(f"{one},include\n" for one in labelled)
    )
    status, said = review.run(*SHEETS)
    assert status == 0, said
    ranking = read_table(review.path / SCREEN / "ranking.csv")
    assert set(ranking["record_id"]) == set(ids.values()) - set(labelled)
    assert ranking["probability"].astype(float).between(0, 1).all()
    conflicts = read_table(review.path / SCREEN / "conflicts.csv")
    assert conflicts[["record_id", "kind"]].to_numpy().tolist() == [["nowhere:1", "unknown id"]]
