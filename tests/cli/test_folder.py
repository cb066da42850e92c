"""`cireview init`, `check`, `status` and `collect`, as a person types them."""

import re
import subprocess
import sys

import pandas as pd
import pytest
from typer.testing import CliRunner

from cireview import __version__
from cireview.cli import app, main
from cireview.errors import ReviewError
from cireview.handouts import write_handouts
from cireview.review import load_review
from cireview.tables import write_table
from cireview.tables.sheets import read_sheet, write_sheet

RIS = "TY  - JOUR\nTI  - A title\nAU  - Aho, Anna\nPY  - 2015\nER  - \n"


def run(*arguments):
    return CliRunner().invoke(app, [str(one) for one in arguments], catch_exceptions=True)


@pytest.fixture
def folder(tmp_path):
    """Return the folder of a new review."""
    assert run("init", tmp_path / "review").exit_code == 0
    return tmp_path / "review"


def files(folder):
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }


def test_init_makes_a_folder_that_passes_its_own_check(folder):
    done = run("check", folder)
    assert done.exit_code == 0
    assert "No problem found in 0 export files and 0 filled sheets;" in done.stdout


def test_what_the_template_leaves_to_be_written_is_named_row_by_row(folder):
    said = run("check", folder).stdout.splitlines()
    told = [line for line in said if line.startswith("not written yet: ")]
    protocol = (folder / "config/protocol.yaml").read_text().splitlines()
    rows = [number for number, line in enumerate(protocol, 1) if re.search(r"(: |- )<.*>$", line)]
    assert [int(re.search(r"row (\d+)", line)[1]) for line in told] == rows
    assert told[0] == (
        f"not written yet: config/protocol.yaml, row {rows[0]}, column title: <title of the review> is a "
        "placeholder of the template. Write your own words"
    )
    assert said[-1].endswith(f"; {len(rows)} placeholders await your words.")


def test_placeholders_are_no_criteria(folder):
    assert load_review(folder).criteria_text == ""
    file = folder / "config/protocol.yaml"
    file.write_text(file.read_text().replace("<the question>", "Do gardens help?"))
    assert load_review(folder).criteria_text == "Do gardens help?"


NEVER_THERE = {
    "a model that is none": (
        "config",
        "model: default",
        "model: nope",
        "column screening.model: there is no model",
    ),
    "a misspelt preset": ("config", "model: default", "model: word", "Did you mean 'words'?"),
    "an estimator that is no classifier": (
        "config",
        "model: default",
        "model: sklearn.linear_model.LinearRegression",
        "is no classifier that gives a score",
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
        "column spacy_model: the spaCy model 'xx_nope' is not installed. Run 'python -m spacy download",
    ),
    "a syntax": (
        "protocol",
        "export: web_of_science.txt",
        "export: web_of_science.txt, query_for: scopos",
        "column sources.2.query_for: unknown database 'scopos'. Did you mean 'scopus'?",
    ),
}


@pytest.mark.parametrize(("name", "old", "new", "told"), NEVER_THERE.values(), ids=NEVER_THERE)
def test_what_a_job_would_refuse_later_is_told_at_once(folder, name, old, new, told):
    file = folder / f"config/{name}.yaml"
    file.write_text(file.read_text().replace(old, new))
    said = str(run("check", folder).exception)
    assert f"config/{name}.yaml, column " in said
    assert told in said


def test_scikit_learn_is_loaded_only_for_a_model_of_its_own(folder):
    code = "import sys; from cireview.review import *; check_review(load_review(sys.argv[1])); "
    code += "assert 'sklearn' not in sys.modules and 'spacy' not in sys.modules"
    assert subprocess.run([sys.executable, "-c", code, str(folder)]).returncode == 0


def test_init_makes_what_people_own_and_no_code(folder):
    made = set(files(folder))
    assert {f"config/{name}.yaml" for name in ("protocol", "codebook", "config")} <= made
    assert not [name for name in made if name.endswith((".py", ".smk"))]
    for kind in ("duplicates", "screening", "eligibility", "coding", "synthesis"):
        assert (folder / "data/labels" / kind).is_dir()
    assert (folder / "data/exports").is_dir()
    assert (folder / "data/fulltext").is_dir()


def test_init_says_what_comes_next(tmp_path):
    said = run("init", tmp_path / "review").stdout
    assert "protocol.yaml" in said
    assert "data/exports/" in said
    assert "snakemake --cores 2" in said


def test_init_writes_nothing_where_a_file_is_in_the_way(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/protocol.yaml").write_text("title: mine\n")
    done = run("init", tmp_path)
    assert isinstance(done.exception, ReviewError)
    assert "config/protocol.yaml: the file exists already. Nothing was written" in str(done.exception)
    assert files(tmp_path) == {"config/protocol.yaml": b"title: mine\n"}


def test_init_leaves_other_files_of_the_folder_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    assert run("init", tmp_path).exit_code == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"


TEXTS = {
    "another format": (["a.docx"], "a.docx: nobody reads this file. Save it as PDF or plain text"),
    "a folder in it": (["old/a.txt"], "old/a.txt: nobody reads this file. Move it to data/fulltext/"),
    "two names that are one": (["a b.txt", "A_b.txt"], "is the same as that of data/fulltext/"),
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
    assert "pip install cireview[pdf]" in str(run("check", folder).exception)


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
    matches = {"record_id": ["pubmed:1"], "report_id": "pubmed:1", "rule": "single", "score": 1.0}
    write_table(pd.DataFrame(matches), folder / "results/3_search/duplicates.csv")
    sheet = folder / "data/labels/screening/s.csv"
    row = "{},include,reviewer_1,{}\n"
    sheet.write_text("record_id,decision,reviewer,decided_on\n" + row.format("pubmed:1", "2020-01-02"))
    said = run("check", folder).stdout
    assert "note:" not in said
    assert "No problem found" in said
    with sheet.open("a") as file:
        file.write(row.format("Pubmed:1", "") + row.format("gone", "2998-01-02"))
    notes = [
        line for line in run("check", folder).stdout.splitlines() if not line.startswith(("not w", "miss"))
    ]
    assert notes[0].startswith(
        "note: data/labels/screening/s.csv, row 4, column decided_on: 1 decisions are dated"
    )
    assert notes[1].startswith(
        "note: data/labels/screening/s.csv, row 3, column record_id: 2 ids are those of no"
    )
    assert "did you mean 'pubmed:1'?" in notes[1]
    assert notes[2].startswith("Nothing but the notes above found in 0 export files and 1 filled sheets")


def test_status_counts_answers_on_ids_that_no_record_has(folder):
    finish(folder)
    conflicts = [("gone", "screening", "unknown id", "anna: include (s.csv, row 2)", "anna")]
    conflicts += [("a", "screening", "disagreement", "", "")]
    columns = ["record_id", "stage", "kind", "decisions", "awaits"]
    write_table(pd.DataFrame(conflicts, columns=columns), folder / "results/4_practical_screen/conflicts.csv")
    assert run("status", folder).stdout.splitlines()[0] == (
        "note: Practical screen: 1 answers on ids that no record has, such as 'gone' "
        "of anna: include (s.csv, row 2). Run 'cireview check'"
    )


def test_check_counts_what_is_there_and_names_what_is_missing(folder):
    text = (folder / "config/protocol.yaml").read_text().replace("export: scopus.csv", "export: scopus.ris")
    (folder / "config/protocol.yaml").write_text(text)
    (folder / "data/exports/scopus.ris").write_text(RIS)
    (folder / "data/labels/screening/s.csv").write_text("record_id,decision,reviewer\nx,include,reviewer_1\n")
    said = run("check", folder).stdout.splitlines()
    assert [line for line in said if not line.startswith("not written yet")] == [
        "missing: the export file of Web of Science; the search is not complete without it",
        "missing: the export file of PubMed; the search is not complete without it",
        "No problem found in 1 export files and 1 filled sheets; 7 placeholders await your words.",
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
    assert (problem.file, problem.message) == (file, "nobody reads this file")
    assert remedy in problem.remedy


@pytest.mark.parametrize(
    "file", ["README.md", "screening/.hidden.ods", "screening/~$anna.xlsx", "coding/Thumbs.db"]
)
def test_notes_and_lock_files_beside_the_sheets_stop_nothing(folder, file):
    (folder / "data/labels" / file).write_text("x")
    assert run("check", folder).exit_code == 0


def test_check_tells_the_problems_of_all_of_config_at_once(folder):
    for name in ("protocol", "codebook", "config"):
        with (folder / f"config/{name}.yaml").open("a") as file:
            file.write("\nunheard_of: 1\n")
    problems = run("check", folder).exception.problems
    assert [problem.file for problem in problems] == [
        f"config/{name}.yaml" for name in ("protocol", "codebook", "config")
    ]


def test_status_before_the_first_run_says_what_to_do(folder):
    done = run("status", folder)
    assert "the review was not run yet. Run snakemake --cores 2" in str(done.exception)


def finish(folder, *, awaiting=(), possible=0):
    """Write what a run leaves behind, as far as the status reads it."""
    results = folder / "results"
    write_table(pd.DataFrame({"record_id": []}), results / "7_synthesis/fates.csv")
    pairs = pd.DataFrame({"record_id_1": ["a"] * possible, "record_id_2": ["b"] * possible})
    write_table(pairs, results / "3_search/possible_duplicates.csv")
    table = pd.DataFrame(awaiting, columns=["record_id", "awaits"])
    write_table(table, results / "4_practical_screen/awaiting.csv")


def test_status_of_a_finished_review(folder):
    finish(folder)
    assert run("status", folder).stdout == "Nothing awaits anybody.\n"


def test_a_missing_key_is_named_with_its_place_and_never_shown(folder, monkeypatch):
    file = folder / "config/protocol.yaml"
    file.write_text(file.read_text().replace("name: Scopus, export: scopus.csv", "name: CORE, api: core"))
    monkeypatch.delenv("CORE_API_KEY", raising=False)
    assert (
        "missing: the key of the API of CORE; the search cannot be made without it. "
        "Get a key at https://core.ac.uk/services/api and set CORE_API_KEY"
    ) in run("check", folder).stdout.splitlines()
    monkeypatch.setenv("CORE_API_KEY", "s3cret")
    said = run("check", folder).stdout
    assert "key" not in said
    assert "s3cret" not in said


def test_status_tells_searches_that_are_not_complete(folder):
    finish(folder)
    log = {"source": ["PubMed", "Scopus", "CORE"], "complete": ["yes", "missing", "no: CORE needs a key"]}
    write_table(pd.DataFrame(log), folder / "results/3_search/searches.csv")
    assert run("status", folder).stdout.splitlines() == [
        "The search of Scopus is not complete: its export file is missing",
        "The search of CORE is not complete: CORE needs a key",
        "Nothing awaits anybody.",
    ]


def test_status_tells_what_awaits_whom_and_where(folder):
    finish(folder, awaiting=[("a", "ben"), ("b", "ben"), ("a", "anna")], possible=3)
    assert run("status", folder).stdout.splitlines() == [
        "Search: possible duplicates to judge by anyone: 3",
        "    fill results/3_search/sheets/possible_duplicates.xlsx, save it in data/labels/duplicates/",
        "Practical screen: abstracts to decide by anna: 1",
        "    fill results/4_practical_screen/sheets/screening_anna.xlsx, save it in data/labels/screening/",
        "Practical screen: abstracts to decide by ben: 2",
        "    fill results/4_practical_screen/sheets/screening_ben.xlsx, save it in data/labels/screening/",
    ]


def test_status_names_the_latest_batch(folder):
    finish(folder, awaiting=[("a", "anna")])
    sheets = folder / "results/4_practical_screen/sheets"
    for name in ("screening_anna_001", "screening_anna_002", "screening_anna_b_003"):
        write_sheet(pd.DataFrame({"record_id": ["a"]}), sheets / f"{name}.xlsx")
    assert "sheets/screening_anna_002.xlsx," in run("status", folder).stdout


@pytest.mark.parametrize(
    ("saved", "told"),
    [
        (["screening_ben.xlsx"], "save it in data/labels/screening/"),
        (["screening_anna.csv"], "save it in data/labels/screening/ as screening_anna_2.xlsx"),
        (
            ["screening_anna.csv", "Screening_Anna_2.xlsx"],
            "save it in data/labels/screening/ as screening_anna_3.xlsx",
        ),
        (["screening_anna_004.csv"], "fill data/labels/screening/screening_anna_004.csv, save it in"),
    ],
)
def test_status_sends_nobody_to_a_name_under_which_a_filled_sheet_lies(folder, saved, told):
    finish(folder, awaiting=[("a", "anna")])
    for name in saved:
        sheet = pd.DataFrame({"record_id": ["a"], "decision": [""]})
        write_sheet(sheet, folder / "data/labels/screening" / name)
    assert run("status", folder).stdout.splitlines()[1].split(told)[1:] in ([""], [" data/labels/screening/"])


def test_collect_moves_a_filled_sheet_and_says_so(folder):
    sheets = folder / "results/4_practical_screen/sheets"
    write_handouts(
        {"screening_anna": pd.DataFrame({"record_id": ["a"], "decision": [""]})}, sheets, choices={}
    )
    assert "No sheet under results/ holds anything" in run("collect", folder).stdout
    write_sheet(pd.DataFrame({"record_id": ["a"], "decision": ["include"]}), sheets / "screening_anna.csv")
    said = run("collect", folder).stdout
    home = folder / "data/labels/screening/screening_anna.csv"
    assert said == f"moved {sheets / 'screening_anna.csv'} to {home}\n"
    assert read_sheet(home)["decision"].tolist() == ["include"]
    assert not (sheets / "screening_anna.csv").exists()


def test_the_version(capsys):
    assert run("--version").stdout == f"{__version__}\n"


def test_a_mistake_is_one_line_on_standard_error_and_status_2(tmp_path):
    command = [sys.executable, "-c", "from cireview.cli import main; main()", "check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert lines[0] == (
        "error: config/protocol.yaml: the file does not exist. 'cireview init' makes a first one"
    )
    assert len(lines) == 3
    assert "Traceback" not in done.stderr


IN_THE_WAY = {
    "init on a file": (["init", "{file}"], "file: a file is where a folder is wanted. Name another folder"),
    "init where none can be made": (["init", "/proc/none"], "/proc/none: there is no such file"),
    "convert to where none can be made": (
        ["convert", "{export}", "-o", "/proc/x.ris"],
        "error: /proc/x.ris: there is no such file, and none can be made there. Check the path",
    ),
}


@pytest.mark.parametrize(("words", "told"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_the_system_refuses_is_told_as_a_problem(tmp_path, monkeypatch, capsys, words, told):
    (tmp_path / "file").write_text("mine")
    (tmp_path / "e.ris").write_text(RIS)
    paths = {"file": tmp_path / "file", "export": tmp_path / "e.ris"}
    monkeypatch.setattr("sys.argv", ["cireview", *(word.format(**paths) for word in words)])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert told in capsys.readouterr().err


VERBS = [command.callback for command in app.registered_commands]


@pytest.mark.parametrize("verb", VERBS, ids=[verb.__name__ for verb in VERBS])
def test_every_verb_explains_itself_and_its_options(verb):
    assert verb.__name__ in run("--help").stdout
    said = " ".join(run(verb.__name__, "--help").stdout.split())
    assert " ".join(verb.__doc__.split("\n\n")[0].split()) in said


def test_main_is_what_the_package_installs():
    from importlib.metadata import entry_points

    (script,) = entry_points(group="console_scripts", name="cireview")
    assert script.load() is main
