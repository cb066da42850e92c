"""`cireview dedupe` reads the answers of people as they save them."""

import pandas as pd
import pytest
from typer.testing import CliRunner

from cireview.cli import app
from cireview.tables.spreadsheets import write_sheet

RIS = "".join(
    f"TY  - JOUR\nTI  - {title}\nAN  - {one}\nER  - \n" for one, title in [("a", "Rain"), ("b", "Snow")]
)
ANSWER = pd.DataFrame({"record_id_1": ["a"], "record_id_2": ["b"], "decision": ["Same"]})


def save_with_semicolons(path):
    path.write_bytes(ANSWER.to_csv(index=False, sep=";", lineterminator="\r\n").encode("utf-16"))


SAVED = {"answers.xlsx": lambda path: write_sheet(ANSWER, path), "answers.csv": save_with_semicolons}


@pytest.mark.parametrize(("name", "save"), SAVED.items(), ids=SAVED)
def test_answers_are_read_as_spreadsheets_save_them(tmp_path, name, save):
    (tmp_path / "x.ris").write_text(RIS)
    save(tmp_path / name)
    groups = tmp_path / "groups.csv"
    given = ["dedupe", tmp_path / "x.ris", "-o", tmp_path / "out.csv", "--groups", groups]
    done = CliRunner().invoke(app, [str(one) for one in [*given, "--answers", tmp_path / name]])
    assert done.exit_code == 0, done.exception
    assert pd.read_csv(groups)["report_id"].tolist() == ["a", "a"]


def write_ris(path, *titles):
    path.parent.mkdir(exist_ok=True)
    fields = "TY  - JOUR\nTI  - {0} in the north\nAU  - Aho, A\nPY  - 2019\nDO  - 10.1234/{0}\nER  - \n"
    path.write_text("".join(fields.format(title) for title in titles))
    return path


def find_overlap(tmp_path, *inputs, to):
    given = ["dedupe", *inputs, "-o", tmp_path / "out.csv", "--overlap", tmp_path / to]
    return CliRunner().invoke(app, [str(one) for one in given])


def test_the_overlap_of_files_is_written_as_a_table(tmp_path):
    files = [write_ris(tmp_path / "x.ris", "Rain", "Snow"), write_ris(tmp_path / "y.ris", "Rain")]
    assert find_overlap(tmp_path, *files, to="overlap.csv").exit_code == 0
    table = pd.read_csv(tmp_path / "overlap.csv")
    assert [list(table.columns), *table.to_numpy().tolist()] == [
        ["sources", "n_sources", "reports", "shared"],
        ["x", 1, 1, 2],
        ["x; y", 2, 1, 1],
        ["y", 1, 0, 1],
    ]


def test_files_of_one_name_in_two_folders_are_two(tmp_path):
    files = [write_ris(tmp_path / folder / "savedrecs.ris", "Rain") for folder in "ab"]
    assert find_overlap(tmp_path, *files, to="overlap.csv").exit_code == 0
    assert pd.read_csv(tmp_path / "overlap.csv")["sources"][0] == f"{files[0]}; {files[1]}"


@pytest.mark.parametrize(("name", "head"), [("a.svg", b"<?xml"), ("a.PDF", b"%PDF"), ("a.png", b"\x89PNG")])
def test_the_overlap_of_files_is_drawn(tmp_path, name, head):
    files = [write_ris(tmp_path / "x.ris", "Rain", "Snow"), write_ris(tmp_path / "y.ris", "Rain")]
    assert find_overlap(tmp_path, *files, to=name).exit_code == 0
    assert (tmp_path / name).read_bytes().startswith(head)


def test_an_overlap_that_cannot_be_written_is_refused_before_any_work(tmp_path):
    done = find_overlap(tmp_path, write_ris(tmp_path / "x.ris", "Rain"), to="overlap.docx")
    assert "--overlap writes .csv, .svg, .pdf or .png, not 'overlap.docx'" in str(done.exception)
    assert not (tmp_path / "out.csv").exists()
