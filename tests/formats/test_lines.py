"""Where each record starts in its file: the line that an editor shows, for who wants to look it up."""

from pathlib import Path

import pandas as pd
import pytest

from cireview.formats import read_export

EXPORTS = Path(__file__).parents[2] / "data/exports"
FILES = sorted(path.name for path in EXPORTS.iterdir() if path.suffix != ".md")


@pytest.mark.parametrize("name", FILES)
def test_the_line_of_each_record_is_where_its_entry_starts(name):
    reading = read_export(EXPORTS / name, source="X")
    assert reading.lines["record_id"].tolist() == reading.records["record_id"].tolist()
    assert set(reading.lines["file"]) == {(EXPORTS / name).as_posix()}
    text = (EXPORTS / name).read_text(encoding=reading.encoding).splitlines()
    starts = reading.lines["line"].tolist()
    assert starts == sorted(set(starts))
    for start, end, title in zip(starts, [*starts[1:], len(text) + 1], reading.records["title"], strict=True):
        entry = " ".join(line.strip() for line in text[start - 1 : end - 1])
        assert title[:20] in entry


def test_rows_of_a_workbook_are_counted_as_the_spreadsheet_shows_them(tmp_path):
    table = pd.DataFrame({"Title": ["Rain", "Snow"], "Authors": ["A, B", "C, D"], "Year": ["2001", "2002"]})
    table.to_excel(tmp_path / "x.xlsx", index=False)
    assert read_export(tmp_path / "x.xlsx", source="X").lines["line"].tolist() == [2, 3]


def test_what_is_rejected_has_no_line_among_the_records(tmp_path):
    (tmp_path / "x.ris").write_text("TY  - JOUR\nER  - \nTY  - JOUR\nTI  - Rain\nER  - \n")
    assert read_export(tmp_path / "x.ris", source="X").lines["line"].tolist() == [3]
