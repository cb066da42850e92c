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
