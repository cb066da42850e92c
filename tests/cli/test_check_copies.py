"""Check stops for copies that differ and for files that are not here yet, and passes over lock files."""

import pytest
from cli.conftest import RIS, run

HEAD = "record_id,title,decision,reason,reviewer\n"
ROWS = HEAD + "a,One,include,,reviewer_1\nb,Two,exclude,,reviewer_1\n"
CHANGED = ROWS.replace("exclude", "include")
SCREENING = "data/labels/screening"
COPIES = (
    *("s (conflicted copy 2026-03-01).csv", "s (Anna's conflicted copy).csv", "s (1).csv", "s - Copy.csv"),
    *("Copy of s.csv", "s.sync-conflict-20260301-101010-ABCDEFG.csv", "s_conflict-20260301-101010.csv"),
    *("s (In Konflikt stehende Kopie von Anna).csv", "s - Kopie.csv", "s (Copie en conflit de Anna).csv"),
    *("s - kopio.csv", "S COPY.csv"),
)


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_with_other_answers_stops_the_run_and_names_both(folder, name):
    write(folder, {f"{SCREENING}/s.csv": ROWS, f"{SCREENING}/{name}": CHANGED})
    (problem,) = run("check", folder).exception.problems
    assert (problem.file, problem.row) == (f"{SCREENING}/{name}", 3)
    assert problem.message.startswith("the name says that this is a copy of s.csv beside it, and 1 row")
    assert problem.message.endswith("(the first: 'include' here, 'exclude' there)")
    assert problem.remedy.startswith("Keep one file")


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_with_the_same_answers_is_a_note(folder, name):
    write(folder, {f"{SCREENING}/s.csv": ROWS, f"{SCREENING}/{name}": ROWS + "c,Three,,,reviewer_1\n"})
    notes = [line for line in run("check", folder).stdout.splitlines() if line.startswith("note: ")]
    assert len(notes) == 1
    assert notes[0].startswith(
        f"note: {SCREENING}/{name}: this is a copy of s.csv with the same answers. Delete one"
    )


NO_COPIES = {
    "its original is not there": {f"{SCREENING}/s (1).csv": CHANGED},
    "it holds other records": {
        f"{SCREENING}/s.csv": ROWS, f"{SCREENING}/s (1).csv": f"{HEAD}z,,include,,reviewer_1\n"},
    "its original is in another folder": {
        f"{SCREENING}/may/s.csv": ROWS, f"{SCREENING}/s (1).csv": ROWS.replace("record_id", "id")},
    "a name of a computer is no sign": {f"{SCREENING}/s.csv": ROWS, f"{SCREENING}/s-DESKTOP-1A2B.csv": ROWS},
    "the second of two batches": {f"{SCREENING}/s_1.csv": ROWS, f"{SCREENING}/s_2.csv": ROWS},
}  # fmt: skip


@pytest.mark.parametrize("files", NO_COPIES.values(), ids=NO_COPIES)
def test_what_is_no_copy_is_neither_stopped_nor_noted(folder, files):
    write(folder, files)
    outcome = run("check", folder)
    assert outcome.exit_code == 0
    assert "copy" not in outcome.stdout


OTHER_PLACES = {
    "codes": ("data/labels/coding", "record_id,dimension,value\n", "a,country,{}\n", "FI", "SE"),
    "duplicates": ("data/labels/duplicates", "record_id_1,record_id_2,decision\n", "a,b,{}\n", "same", "no"),
    "exports": ("data/exports", "", "PMID- {}\nTI  - One\n", "1", "2"),
    "samples": ("data/samples", "record_id,seed\n", "a,{}\n", "1", "2"),
}


@pytest.mark.parametrize(("place", "head", "row", "here", "there"), OTHER_PLACES.values(), ids=OTHER_PLACES)
def test_copies_are_found_wherever_people_save(folder, place, head, row, here, there):
    write(folder, {f"{place}/s.csv": head + row.format(there), f"{place}/s (1).csv": head + row.format(here)})
    problems = [one for one in run("check", folder).exception.problems if one.file == f"{place}/s (1).csv"]
    named = [one for one in problems if "copy of s.csv" in one.message and "1 row differs" in one.message]
    assert len(named) == 1
    assert not any("no source in the protocol" in problem.message for problem in problems)


def test_export_files_that_the_protocol_names_are_no_copies(folder):
    text = (folder / "config/protocol.yaml").read_text()
    text = text.replace("export: scopus.csv", "export: s.ris").replace("web_of_science.txt", "s (1).ris")
    (folder / "config/protocol.yaml").write_text(text)
    write(folder, {"data/exports/s.ris": RIS, "data/exports/s (1).ris": RIS.replace("2015", "2016")})
    assert run("check", folder).exit_code == 0


AWAITED = (
    *(f"{SCREENING}/.s.xlsx.icloud", f"{SCREENING}/s.xlsx.part", f"{SCREENING}/s.csv.crdownload"),
    *(f"{SCREENING}/s.csv.download", "data/labels/.s.csv.icloud", "data/labels/coding/s.csv.filepart"),
    *("data/exports/.pubmed.nbib.icloud", "data/exports/pubmed.nbib.part"),
    *("data/exports/scopus.ris.crdownload", "data/exports/scopus.ris.download"),
    f"{SCREENING}/s.csv.download/s.csv",
)  # fmt: skip


@pytest.mark.parametrize("file", AWAITED)
def test_a_file_that_is_not_here_yet_stops_the_run(folder, file):
    write(folder, {file: ROWS})
    (problem,) = run("check", folder).exception.problems
    assert problem.file == file.replace(".download/s.csv", ".download")
    assert problem.message == "this is a placeholder; the file itself is not on this computer yet"
    assert problem.remedy.startswith("Wait until it is synchronised")


PASSED_OVER = (
    *(f"{SCREENING}/~$s.xlsx", f"{SCREENING}/.~lock.s.xlsx#", f"{SCREENING}/~WRD0001.tmp"),
    *(f"{SCREENING}/A1B2C3D4.tmp", "data/exports/~$scopus.csv", "data/exports/.~lock.scopus.csv#"),
    *("data/exports/1A2B.tmp", "data/labels/coding/~$s.ods", "data/samples/~$random_1.xlsx"),
    f"{SCREENING}/.s.csv.swp",
)  # fmt: skip


@pytest.mark.parametrize("file", PASSED_OVER)
def test_files_that_office_programs_keep_beside_an_open_one_stop_nothing(folder, file):
    write(folder, {file: "\0\1\2"})
    outcome = run("check", folder)
    assert outcome.exit_code == 0
    assert "note:" not in outcome.stdout


@pytest.mark.parametrize("place", [SCREENING, "data/labels/coding", "data/labels/duplicates"])
def test_an_empty_file_that_waits_for_its_content_is_named(folder, place):
    write(folder, {f"{place}/s.csv": ""})
    (problem,) = run("check", folder).exception.problems
    assert (problem.file, problem.message) == (f"{place}/s.csv", "the file is empty")
