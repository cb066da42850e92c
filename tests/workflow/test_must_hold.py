"""What must hold, whatever the shape: who owns what, same bytes, no network, clear stops."""

import re
import shutil
from pathlib import Path

import pytest
from workflow.conftest import list_differences

from cireview.places import STANDING, find_made
from cireview.prisma.table import read_flow
from cireview.review.status import list_awaiting
from cireview.tables import read_table
from cireview.tables.spreadsheets import read_sheet, write_sheet

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.workflow
FLOW = "results/7_synthesis/prisma/flow.csv"
ABSTRACTS = "results/4_practical_screen/sheets/digests.csv"  # stands for all sheets of the stage
FULL_TEXTS = "results/5_methodological_screen/sheets/digests.csv"


def flow_of(folder):
    return read_flow(read_table(folder.path / FLOW))


def test_a_second_run_has_nothing_to_do(rerunnable):
    status, said = rerunnable.run()
    assert status == 0
    assert "Nothing to be done" in said


@pytest.mark.parametrize("kept", ["sealed", "register"])
def test_other_words_of_ours_seal_no_search_and_register_no_record_anew(finished, kept):
    files = {file.name for file in (ROOT / "data" / kept).glob("[!.]*")}
    assert {file.name for file in (finished.path / "data" / kept).glob("[!.]*")} == files


def test_forcing_all_makes_the_same_bytes_and_touches_nothing_that_people_own(finished, rerunnable):
    """And so do the forks of the other tests what the command itself did in the finished run."""
    status, said = rerunnable.run("--forceall")
    assert status == 0, said
    assert "steps (100%) done" in said
    assert list_differences(finished.bytes_of("results"), rerunnable.bytes_of("results")) == []
    assert rerunnable.bytes_of("config", "data") == finished.bytes_of("config", "data")


def test_deleting_all_results_touches_nothing_that_people_own(rerunnable):
    before = rerunnable.bytes_of("config", "data")
    status, said = rerunnable.run("--delete-all-output")
    assert status == 0, said
    assert rerunnable.bytes_of("config", "data") == before


def test_no_output_of_a_rule_lies_outside_results(review):
    status, said = review.run("--summary")
    assert status == 0, said
    files = [
        line.split("\t")[0]
        for line in said.splitlines()
        if "\t" in line and not line.startswith("output_file")
    ]
    assert len(files) > 50
    assert [file for file in files if not file.startswith("results/")] == []


def test_no_output_holds_a_path_of_this_machine(finished):
    folders = [str(finished.path).encode(), str(ROOT).encode()]
    content = finished.bytes_of("results")
    assert [name for name, text in content.items() if any(folder in text for folder in folders)] == []


def test_with_no_labels_the_run_succeeds_and_says_what_awaits_whom(rerunnable):
    shutil.rmtree(rerunnable.path / "data/labels")
    status, said = rerunnable.run()
    assert status == 0, said
    flow = flow_of(rerunnable)
    assert (flow["records_screened"], flow["awaiting_screening"], flow["new_reports"]) == (0, 93, 0)
    awaiting = list_awaiting(find_made(rerunnable.path, STANDING), [])
    assert awaiting[["who", "n"]].to_numpy().tolist() == [["reviewer_1", 93], ["reviewer_2", 93]]
    sheet = read_sheet(rerunnable.path / "results/4_practical_screen/sheets/screening_reviewer_1.xlsx")
    assert len(sheet) == 93
    page = (rerunnable.path / "results/7_synthesis/report.html").read_text()
    assert "This review is unfinished" in page
    assert "await" in (rerunnable.path / "results/7_synthesis/prisma/flow.svg").read_text()


def test_with_half_the_labels_the_flow_shows_what_awaits(rerunnable):
    labels = rerunnable.path / "data/labels"
    shutil.rmtree(labels / "eligibility")
    for name in ("reviewer_1.csv", "reviewer_2.csv"):
        lines = (labels / "screening" / name).read_bytes().splitlines(keepends=True)
        (labels / "screening" / name).write_bytes(b"".join(lines[:47]))
    status, said = rerunnable.run()
    assert status == 0, said
    flow = flow_of(rerunnable)
    assert flow["records_screened"] + flow["awaiting_screening"] == 93
    assert 0 < flow["awaiting_screening"] < 93
    assert flow["awaiting_retrieval"] == flow["dbr_sought_reports"] > 0
    ranking = read_table(rerunnable.path / "results/4_practical_screen/ranking.csv")
    assert len(ranking) > 0


def test_with_no_export_file_the_run_succeeds_and_the_search_is_said_to_be_incomplete(review):
    shutil.rmtree(review.path / "data/labels")
    for file in (review.path / "data/exports").iterdir():
        file.unlink()
    status, said = review.run()
    assert status == 0, said
    assert (
        "The search of ProQuest is incomplete"
        in (review.path / "results/7_synthesis/report.html").read_text()
    )
    assert "Incomplete search" in (review.path / "results/7_synthesis/prisma/flow.svg").read_text()


def test_a_sheet_filled_where_it_lies_stops_the_run_and_collect_brings_it_home(rerunnable):
    (rerunnable.path / "data/labels/eligibility/full_text.csv").unlink()
    assert rerunnable.run(FULL_TEXTS)[0] == 0
    sheet = rerunnable.path / "results/5_methodological_screen/sheets/eligibility_consensus.csv"
    table = read_sheet(sheet).drop(columns="_row")
    table.loc[0, ["retrieved", "decision"]] = ["yes", "include"]
    write_sheet(table, sheet)
    filled = sheet.read_bytes()
    for arguments in ([], ["--forceall"], ["--delete-all-output"]):
        status, said = rerunnable.run(*arguments)
        assert status != 0
        assert "eligibility_consensus.csv" in said
        assert "cireview collect" in said
        assert sheet.read_bytes() == filled
    from cireview.sheets.handouts import collect_handouts

    collect_handouts(rerunnable.path / "results", rerunnable.path / "data/labels")
    status, said = rerunnable.run(FLOW)
    assert status == 0, said
    assert flow_of(rerunnable)["new_reports"] == 1


def test_a_sheet_filled_while_a_run_lasts_is_not_overwritten(rerunnable):
    labels = rerunnable.path / "data/labels"
    (labels / "eligibility/full_text.csv").unlink()
    assert rerunnable.run(FULL_TEXTS)[0] == 0
    sheet = rerunnable.path / "results/5_methodological_screen/sheets/eligibility_consensus.csv"
    table = read_sheet(sheet).drop(columns="_row")
    table.loc[0, ["retrieved", "decision"]] = ["yes", "include"]
    filled = rerunnable.path.parent / "filled.csv"
    write_sheet(table, filled)
    snakefile = rerunnable.path / "Snakefile"
    plain = snakefile.read_text()
    place = sheet.relative_to(rerunnable.path)
    snakefile.write_text(f"{plain}\n\nonstart:\n    shell('cp {filled} {place}')\n")
    status, said = rerunnable.run(FULL_TEXTS, "--forcerun", "hand_out_full_texts")
    assert status != 0
    log = (rerunnable.path / "results/logs/5_methodological_screen/hand_out_full_texts.log").read_text()
    assert "cireview collect" in log
    snakefile.write_text(plain)
    from cireview.sheets.handouts import collect_handouts

    assert collect_handouts(rerunnable.path / "results", labels)
    status, said = rerunnable.run(FLOW)
    assert status == 0, said
    assert flow_of(rerunnable)["new_reports"] == 1


def spoil_protocol(path):
    file = path / "config/protocol.yaml"
    file.write_text(file.read_text().replace("languages:", "langauges:"))


def spoil_model(path):
    file = path / "config/config.yaml"
    file.write_text(file.read_text().replace("model: default", "model: sklearn.svm.LinearSCV"))


def spoil_label(path):
    file = path / "data/labels/screening/reviewer_1.csv"
    file.write_text(file.read_text().replace(",include,", ",inclde,", 1))


def spoil_reason(path):
    file = path / "data/labels/eligibility/full_text.csv"
    file.write_text(file.read_text().replace("no_primary_data", "no_primry_data", 1))


def spoil_code(path):
    file = path / "data/labels/coding/coding.csv"
    file.write_text(file.read_text().replace(",Canada,", ",Cnada,", 1))


def spoil_published(path):
    file = path / "config/protocol.yaml"
    file.write_text(file.read_text().replace("{USA: 20", "{USSA: 20"))


def empty_export(path):
    (path / "data/exports/wiley.ris").write_bytes(b"")


def truncate_export(path):
    file = path / "data/exports/proquest.ris"
    file.write_bytes(file.read_bytes()[:-400])


def put_a_page_in_place_of_an_export(path):
    (path / "data/exports/jstor.ris").write_text("<!DOCTYPE html><html><body>Please log in</body></html>")


def leave_an_export_that_nobody_named(path):
    (path / "data/exports/more.ris").write_text("TY  - JOUR\nER  - \n")


def spoil_query(path):
    file = path / "config/protocol.yaml"
    file.write_text(file.read_text().replace('AND "collective impact"', 'AND ("collective impact"'))


SPOILED = {
    spoil_protocol: ["config/protocol.yaml, row", "langauges", "languages"],
    spoil_model: ["config/config.yaml, key screening.model", "LinearSCV"],
    spoil_label: ["data/labels/screening/reviewer_1.csv, row", "column decision", "inclde"],
    spoil_reason: ["data/labels/eligibility/full_text.csv, row", "no_primry_data", "no_primary_data"],
    spoil_code: ["data/labels/coding/coding.csv, row", "column value", "Cnada", "Canada"],
    spoil_published: ["config/protocol.yaml", "country.USSA"],
    spoil_query: ["config/protocol.yaml", "parenthes"],
    empty_export: ["data/exports/wiley.ris", "empty"],
    truncate_export: ["data/exports/proquest.ris"],
    put_a_page_in_place_of_an_export: ["data/exports/jstor.ris"],
    leave_an_export_that_nobody_named: ["data/exports/more.ris", "config/protocol.yaml"],
}


@pytest.mark.parametrize(("spoil", "told"), SPOILED.items(), ids=[one.__name__ for one in SPOILED])
def test_bad_input_stops_the_run_before_any_job_and_is_named(review, spoil, told):
    spoil(review.path)
    status, said = review.run()
    assert status != 0
    for words in told:
        assert words in said
    # Around an exception Snakemake puts its own name, its file and its lines.
    assert not [words for words in ("Traceback", "Error", ".smk") if words in said]
    assert not (review.path / "results").exists()


def test_an_answered_batch_goes_and_one_that_is_out_is_never_changed(review):
    shutil.rmtree(review.path / "data/labels")
    file = review.path / "config/config.yaml"
    file.write_text(re.sub(r"batch: null\s.*", "batch: {size: 10, random_share: 0.2}", file.read_text()))
    status, said = review.run(ABSTRACTS)
    assert status == 0, said
    sheets = review.path / "results/4_practical_screen/sheets"
    batch = read_sheet(sheets / "screening_reviewer_1_001.csv").drop(columns="_row")
    assert batch["chosen"].value_counts().to_dict() == {"ranking": 8, "random": 2}
    home = review.path / "data/labels/screening"
    home.mkdir(parents=True)
    outstanding = {path.name: path.read_bytes() for path in sheets.glob("screening_reviewer_2_001.*")}
    write_sheet(batch.assign(decision="exclude"), home / "mine.csv")
    status, said = review.run(ABSTRACTS, "--forceall")
    assert status == 0, said
    second = read_sheet(sheets / "screening_reviewer_1_002.csv")
    assert not set(second["record_id"]) & set(batch["record_id"])
    left = {path.name: path.read_bytes() for path in sheets.glob("screening_reviewer_*_00*")}
    assert {name: left[name] for name in outstanding} == outstanding
    assert set(left) - set(outstanding) == {"screening_reviewer_1_002.csv", "screening_reviewer_1_002.xlsx"}
