"""Check names what is wrong with a folder, all at once and before any work."""

import re
import subprocess
import sys

import pandas as pd
import pytest
from cli.conftest import RIS, run

from cireview.review import load_review
from cireview.tables import write_table

NEVER_THERE = {
    "a model that is none": (
        "config",
        "model: default",
        "model: nope",
        "key screening.model: there is no model",
    ),
    "a misspelt preset": ("config", "model: default", "model: word", "Did you mean 'words'?"),
    "an estimator that is no classifier": (
        "config",
        "model: default",
        "model: sklearn.linear_model.LinearRegression",
        "is not a classifier with a score",
    ),
    "a folder that is not there": (
        "config",
        "model: default",
        "model: embeddings:nope",
        "there is no folder 'nope'",
    ),
    "a spaCy model": (
        "config",
        "spacy_model: null",
        "spacy_model: xx_nope",
        "key spacy_model: the spaCy model 'xx_nope' is not installed. Run 'python -m spacy download",
    ),
    "a syntax": (
        "protocol",
        "export: web_of_science.txt",
        "export: web_of_science.txt, query_for: scopos",
        "key sources.2.query_for: unknown database 'scopos'. Did you mean 'scopus'?",
    ),
    "a query of its own for an API": (
        "protocol",
        "export: web_of_science.txt",
        "api: wos_starter, query: 'TS=(child'",
        "key sources.2.query: character 4 of the query of Web of Science Starter API: a parenthesis is not",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "told"), NEVER_THERE.values(), ids=NEVER_THERE)
def test_what_a_job_would_refuse_later_is_told_at_once(folder, name, old, new, told):
    file = folder / f"config/{name}.yaml"
    file.write_text(file.read_text().replace(old, new))
    said = str(run("check", folder).exception)
    assert f"config/{name}.yaml, key " in said
    assert told in said


def test_scikit_learn_is_loaded_only_for_a_model_of_its_own(folder):
    code = "import sys; from cireview.review import *; review = load_review(sys.argv[1]); "
    code += "check_review(review, today='2030-01-01'); "
    code += "assert 'sklearn' not in sys.modules and 'spacy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code, str(folder)]).returncode == 0


TEXTS = {
    "another format": (["a.docx"], "a.docx: no run reads this file. Save it as PDF or plain text"),
    "a folder in it": (
        ["old/a.txt"],
        "old/a.txt: no run reads this file. Move it to data/fulltext/",
    ),
    "two names that are one": (["a b.txt", "A_b.txt"], "it has the same name as data/fulltext/"),
}


@pytest.mark.parametrize(("names", "message"), TEXTS.values(), ids=TEXTS)
def test_check_names_full_texts_that_nobody_could_read(folder, names, message):
    for name in names:
        file = folder / "data/fulltext" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("A text.")
    assert message in str(run("check", folder).exception)


def test_check_says_how_pdfs_can_be_read_where_the_reader_is_not_installed(folder, monkeypatch):
    (folder / "data/fulltext/a.pdf").write_bytes(b"%PDF-1.4")
    assert run("check", folder).exit_code == 0
    monkeypatch.setattr("cireview.review.check.can_read_pdf", lambda: False)
    assert "pip install 'cireview[pdf]'" in str(run("check", folder).exception)


def test_check_tells_files_that_no_record_of_the_last_run_has_the_name_of(folder):
    for name in ("pubmed_1.txt", "pubmed_2.txt", "README.md"):
        (folder / "data/fulltext" / name).write_text("A text.")
    assert "not used" not in run("check", folder).stdout
    matches = pd.DataFrame(
        {"record_id": ["pubmed:1"], "report_id": "pubmed:1", "rule": "single", "score": 1.0}
    )
    write_table(matches, folder / "results/3_search/duplicates.csv")
    told = [line for line in run("check", folder).stdout.splitlines() if line.startswith("not used")]
    assert len(told) == 1
    assert "data/fulltext/pubmed_2.txt: no record has this name" in told[0]


def test_check_tells_ids_of_no_record_and_days_to_come(folder):
    source = load_review(folder).protocol.sources[0]
    (folder / "data/exports" / source.export).write_text(RIS.replace("ER ", "AN  - 1\nER "))
    record = f"{source.key}:1"
    sheet = folder / "data/labels/screening/s.csv"
    row = "{},include,reviewer_1,{}\n"
    sheet.write_text("record_id,decision,reviewer,decided_on\n" + row.format(record, "2020-01-02"))
    said = run("check", folder).stdout
    assert "note:" not in said
    assert "No problem found" in said
    with sheet.open("a") as file:
        file.write(row.format(record.upper(), "") + row.format("gone", "2998-01-02"))
    notes = [
        line for line in run("check", folder).stdout.splitlines() if not line.startswith(("not w", "miss"))
    ]
    assert notes[0].startswith(
        "note: data/labels/screening/s.csv, row 4, column decided_on: 1 decisions have dates"
    )
    assert notes[1].startswith(
        "note: data/labels/screening/s.csv, row 3, column record_id: 2 answers do not count: "
        "no record has the ids "
    )
    assert f"which current record had the id {record.upper()!r}. Correct the id 'gone'" in notes[1]
    assert notes[2].startswith(
        "No problem except the notes above found in 1 export files and 1 filled sheets"
    )


NOTED = {
    "an answer about duplicates": (
        "duplicates",
        "record_id_1,record_id_2,decision\npubmed:1,gone,same\n",
        "row 2, column record_id: 1 ids belong to no record"),
    "a contradiction of two reports that became one": (
        "screening",
        "record_id,decision,reviewer,decided_on\n"
        "pubmed:1,include,reviewer_1,2020-01-01\nscopus:1,exclude,reviewer_1,2020-02-01\n",
        "row 3, column decision: reviewer_1 gives 1 record two answers, and no date says which "
        "counts: pubmed:1"),
    "a contradiction on a full text": (
        "eligibility",
        "record_id,decision,reviewer,decided_on\n"
        "pubmed:1,include,reviewer_1,2020-01-01\npubmed:1,exclude,reviewer_1,\n",
        "row 3, column decision: reviewer_1 gives 1 record"),
    "a column sorted alone": (
        "screening",
        "record_id,decision,reason,reviewer\n" + "pubmed:1,include,anything,reviewer_1\n" * 3,
        "row 2, column reason: 3 of 3 rows with include also give a reason"),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "note"), NOTED.values(), ids=NOTED)
def test_check_notes_what_is_likely_a_mistake(folder, kind, text, note):
    matches = {"record_id": ["pubmed:1", "scopus:1"], "report_id": "pubmed:1", "rule": "doi", "score": 1.0}
    write_table(pd.DataFrame(matches), folder / "results/3_search/duplicates.csv")
    for source in load_review(folder).protocol.sources:
        (folder / "data/exports" / source.export).write_text(RIS.replace("ER ", "AN  - 1\nER "))
    (folder / f"data/labels/{kind}/s.csv").write_text(text)
    notes = [line for line in run("check", folder).stdout.splitlines() if line.startswith("note: ")]
    assert len(notes) == 1
    assert notes[0].startswith(f"note: data/labels/{kind}/s.csv, {note}")


def test_a_judgement_of_the_matrix_on_what_is_not_in_the_codebook_stops_the_run(folder):
    (folder / "data/labels/synthesis").mkdir(parents=True, exist_ok=True)
    (folder / "data/labels/synthesis/s.csv").write_text("row,column,value\ngone,SDG1,strong\n")
    problems = run("check", folder).exception.problems
    assert {(problem.file, problem.row) for problem in problems} == {("data/labels/synthesis/s.csv", 2)}


def test_check_counts_what_is_there_and_names_what_is_missing(folder):
    text = (folder / "config/protocol.yaml").read_text().replace("export: scopus.csv", "export: scopus.ris")
    (folder / "config/protocol.yaml").write_text(text)
    (folder / "data/exports/scopus.ris").write_text(RIS.replace("ER ", "AN  - x\nER "))
    (folder / "data/labels/screening/s.csv").write_text(
        "record_id,decision,reviewer\nscopus:x,include,reviewer_1\n"
    )
    said = run("check", folder).stdout.splitlines()
    assert said == [
        "missing: the export file of Web of Science. The search is incomplete without it.",
        "missing: the export file of PubMed. The search is incomplete without it.",
        "No problem found in 1 export files and 1 filled sheets.",
    ]


def test_check_tells_the_problems_of_every_file_at_once(folder):
    (folder / "data/exports/scopus.csv").write_text("")
    (folder / "data/exports/other.ris").write_text(RIS)
    (folder / "data/exports/second").mkdir()
    (folder / "data/exports/second/scopus.csv").write_text(RIS)
    (folder / "data/labels/screening/s.csv").write_text("record_id,decision,reviewer\nx,maybee,reviewer_1\n")
    (folder / "data/labels/coding/c.csv").write_text("record_id\nx\n")
    told = [(problem.file, problem.column) for problem in run("check", folder).exception.problems]
    assert ("data/exports/scopus.csv", "") in told
    assert ("data/exports/other.ris", "") in told
    assert ("data/exports/second/scopus.csv", "") in told
    assert ("data/labels/screening/s.csv", "decision") in told
    assert ("data/labels/coding/c.csv", "value") in told


MISSPELT = {
    "languages: [Englsh]": "'Englsh' is not known. Did you mean 'english'",
    "document_types: [jurnal artcle]": "'jurnal artcle' is not known. Write one of: book, book chapter",
}


@pytest.mark.parametrize(("line", "told"), MISSPELT.items(), ids=MISSPELT)
def test_a_rule_that_would_remove_every_record_is_told(folder, line, told):
    file = folder / "config/protocol.yaml"
    file.write_text(re.sub(rf"{line.split(':')[0]}:.*", line, file.read_text(), count=1))
    assert told in str(run("check", folder).exception)


def test_a_language_that_the_rule_does_not_know_may_be_asked_for(folder):
    file = folder / "config/protocol.yaml"
    file.write_text(file.read_text().replace("languages: [English]", "languages: [English, Welsh, en]"))
    assert run("check", folder).exit_code == 0


STRAYS = {
    "data/labels/anna.csv": "Move it to one of the folders duplicates, screening",
    "data/labels/screenings/anna.csv": "Move it to one of the folders duplicates, screening",
    "data/labels/screening/anna.numbers": "Save it as XLSX or CSV",
    "data/labels/coding/anna.xls": "Save it as XLSX or CSV",
    "results/4_practical_screen/sheets/screening_anna.numbers": "Save it as XLSX or CSV",
}


@pytest.mark.parametrize(("file", "remedy"), STRAYS.items(), ids=STRAYS)
def test_a_sheet_that_nobody_would_read_is_told(folder, file, remedy):
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text("record_id,decision\nx,include\n")
    (problem,) = run("check", folder).exception.problems
    assert (problem.file, problem.message) == (file, "no run reads this file")
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "file", ["README.md", "screening/.hidden.ods", "screening/~$anna.xlsx", "coding/Thumbs.db"]
)
def test_notes_and_lock_files_beside_the_sheets_stop_nothing(folder, file):
    (folder / "data/labels" / file).write_text("x")
    assert run("check", folder).exit_code == 0


@pytest.mark.parametrize("name", ["README.md", "readme.md"])
def test_notes_beside_the_exports_stop_nothing(folder, name):
    (folder / "data/exports/README.md").unlink(missing_ok=True)
    (folder / "data/exports" / name).write_text("x")
    assert run("check", folder).exit_code == 0


def test_check_tells_the_problems_of_all_of_config_at_once(folder):
    for name in ("protocol", "codebook", "config"):
        with (folder / f"config/{name}.yaml").open("a") as file:
            file.write("\nunheard_of: 1\n")
    problems = run("check", folder).exception.problems
    assert [problem.file for problem in problems] == [
        f"config/{name}.yaml" for name in ("protocol", "codebook", "config")
    ]


def test_check_wants_a_value_for_what_secondhand_coders_leave_open(folder):
    codebook = folder / "config/codebook.yaml"
    codebook.write_text(codebook.read_text().replace("not_reported", "not_stated_there"))
    protocol = folder / "config/protocol.yaml"
    key = "  coders:"
    assert key in protocol.read_text()
    coder = load_review(folder).protocol.review.coders[0]
    lines = [line for line in protocol.read_text().splitlines() if "secondhand" not in line]
    protocol.write_text("\n".join(lines).replace(key, f"  secondhand: [{coder}]\n{key}"))
    said = str(run("check", folder).exception)
    assert "config/codebook.yaml, key empty: review.secondhand names coders" in said
    with codebook.open("a") as file:
        file.write("\nempty: [{id: not_reported, label: Not reported by the review}]\n")
    assert run("check", folder).exit_code == 0


def test_check_misses_a_sample_that_labels_are_of(folder):
    person = load_review(folder).protocol.practical_screen.reviewers[0]
    sheet = folder / "data/labels/screening/labels.csv"
    sheet.parent.mkdir(parents=True, exist_ok=True)
    sheet.write_text(f"record_id,decision,reviewer,chosen\na,include,{person},certification_1\n")
    for verb in (["check"], ["draw", "certification", "--on", "2030-01-01"]):
        said = str(run(*verb, folder).exception)
        assert (
            "row 2, column chosen: these labels belong to the sample certification_1, whose file is gone"
            in said
        )


@pytest.mark.parametrize(
    ("name", "named"),
    [("reviewer_2_009.csv", "reviewer_2"), ("reviewer_1_009.csv", ""), ("s.csv", "")],
)
def test_check_tells_a_sheet_named_after_somebody_else_than_its_column_says(folder, name, named):
    row = "record_id,decision,reviewer\nx,include,reviewer_1\n"
    (folder / "data/labels/screening" / name).write_text(row)
    said = run("check", folder).stdout
    assert (
        f"the file name says {named}, but 1 rows say reviewer_1, and count for reviewer_1" in said
    ) == bool(named)
    assert ("note:" in said) == bool(named)


def test_what_windows_leaves_among_exports_is_passed_over(folder):
    for name in ("Thumbs.db", "desktop.ini"):
        (folder / "data/exports" / name).write_text("x")
    assert run("check", folder).exit_code == 0


def test_an_id_of_a_source_in_capitals_is_told_in_words(folder):
    file = folder / "config/protocol.yaml"
    file.write_text(file.read_text().replace("name: Scopus,", "name: Scopus, id: ACM,"))
    assert "the id of a source has only small letters, digits and _ (given: 'ACM')" in str(
        run("check", folder).exception
    )


def test_the_export_of_a_register_counts_as_a_databases_only_where_a_person_says_so(folder):
    file, protocol = folder / "data/exports/scopus.csv", folder / "config/protocol.yaml"
    file.write_text("NCT Number,Study Title\nNCT00000001,A trial\n")
    problems = run("check", folder).exception.problems
    [problem] = [one for one in problems if one.file == "data/exports/scopus.csv"]
    assert (
        problem.message == "the file comes from ClinicalTrials.gov, which is a register, "
        "but 'Scopus' would count as a database"
    )
    assert "Write kind: register beside 'Scopus'" in problem.remedy
    text = protocol.read_text()
    for kind in ("register", "database"):
        protocol.write_text(text.replace("export: scopus.csv", f"export: scopus.csv, kind: {kind}", 1))
        assert "a register" not in str(run("check", folder).exception or "")
