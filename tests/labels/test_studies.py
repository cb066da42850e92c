"""Which reports are one study: what people write is read, and contradictions are named."""

import pandas as pd
import pytest

from cireview.errors import LabelError
from cireview.labels.studies import name_studies, read_studies

RECORDS = pd.DataFrame({"record_id": ["a", "a2", "b", "c"], "report_id": ["a", "a", "b", "c"]})


def save(folder, text, name="studies.csv"):
    path = folder / name
    path.write_text(text)
    return path


def test_reports_with_one_name_are_one_study_whatever_its_capitals(tmp_path):
    said = read_studies([save(tmp_path, "record_id,study\na2,Trial  One\nb,trial one\nc,\n")])
    assert name_studies(said, RECORDS) == {"a": "trial one", "b": "trial one"}


def test_an_id_that_no_record_has_is_passed_over(tmp_path):
    said = read_studies([save(tmp_path, "record_id,study\nx,One\n")])
    assert name_studies(said, RECORDS) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("record_id,study\na,One\na,Two\n", "row 3, column study: a belongs to the study 'One'"),
        ("record_id,decision\na,include\n", "the sheet|study|abstracts"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_named(tmp_path, text, message):
    with pytest.raises(LabelError, match=message):
        read_studies([save(tmp_path, text)], root=tmp_path)


def test_a_report_with_two_studies_in_two_sheets_is_named(tmp_path):
    sheets = [save(tmp_path, f"record_id,study\na,{one}\n", f"{one}.csv") for one in ("One", "Two")]
    with pytest.raises(LabelError, match=r"Two\.csv, row 2"):
        read_studies(sheets, root=tmp_path)
