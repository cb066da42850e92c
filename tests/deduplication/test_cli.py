"""`cireview dedupe` on files as people have them."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest
from deduplication.records_at_hand import ARTICLE
from typer.testing import CliRunner

from cireview.cli import app
from cireview.errors import ReviewError
from cireview.tables.spreadsheets import read_sheet, write_sheet

RIS = """TY  - JOUR
TI  - Effects of caffeine on sleep quality in shift workers: a randomised trial
AU  - Müller, J.
AU  - Okafor, C.
AU  - Lindqvist, P.
PY  - 2015
JO  - J Occup Sleep
VL  - 12
IS  - 3
SP  - 201
EP  - 210
ER  -
"""


def dedupe(folder: Path, *arguments: str) -> pd.DataFrame:
    """Return groups.csv."""
    outputs = ["-o", "unique.csv", "--groups", "groups.csv", "--possible", "possible.csv"]
    files = [str(folder / part) if "." in part else part for part in (*arguments, *outputs)]
    result = CliRunner().invoke(app, ["dedupe", *files])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return pd.read_csv(folder / "groups.csv", dtype=str)


def write_csv(path: Path, *rows: dict[str, str], **names: str) -> None:
    table = pd.DataFrame(rows).rename(columns=names)
    content = table.to_csv(index=False).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("bib.csv.gz", {"id": "ID", "authors": "author", "issue": "number", "kind": "ENTRYTYPE"}),
        ("asreview.csv", {"id": "record_id"}),
        ("zotero.csv", {"id": "Key", "title": "Title", "authors": "Author", "year": "Publication Year"}),
        ("scopus.csv", {"id": "EID", "title": "Title", "journal": "Source title", "authors": "Authors"}),
    ],
    ids=["bib-dedupe", "asreview", "zotero", "scopus"],
)
def test_tables_of_other_programs_keep_their_ids(tmp_path: Path, name: str, names: dict[str, str]) -> None:
    rows = [ARTICLE | {"id": "k7", "kind": "article"}, ARTICLE | {"id": "k9", "kind": "article"}]
    write_csv(tmp_path / name, *rows, **names)
    groups = dedupe(tmp_path, name)
    assert list(groups.columns) == ["record_id", "report_id", "rule", "score"]
    assert groups["record_id"].tolist() == ["k7", "k9"]
    assert groups["report_id"].tolist() == ["k7", "k7"]


def test_files_of_several_formats_meet(tmp_path: Path) -> None:
    (tmp_path / "medline.ris").write_text(RIS, encoding="utf-8")
    write_csv(tmp_path / "other.csv", ARTICLE)
    assert dedupe(tmp_path, "medline.ris", "other.csv")["report_id"].nunique() == 1
    assert len(pd.read_csv(tmp_path / "unique.csv")) == 1


def test_an_input_is_not_written_over(tmp_path: Path) -> None:
    write_csv(tmp_path / "unique.csv", ARTICLE)
    before = (tmp_path / "unique.csv").read_bytes()
    with pytest.raises(ReviewError, match="is read and would be overwritten"):
        dedupe(tmp_path, "unique.csv")
    assert (tmp_path / "unique.csv").read_bytes() == before


def test_capitals_in_an_ending_or_a_caution_do_not_matter(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE, ARTICLE)
    dedupe(tmp_path, "a.csv", "--merges", "m.XLSX", "--caution", "Bold")
    assert len(read_sheet(tmp_path / "m.XLSX")) == 1


def test_an_id_twice_is_no_id(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"}, ARTICLE | {"ID": "k7", "title": "Another text"})
    assert dedupe(tmp_path, "a.csv")["record_id"].is_unique


def test_a_filled_sheet_is_read_back(tmp_path: Path) -> None:
    unsure = ARTICLE | {"year": "", "journal": "", "volume": "", "issue": "", "pages": ""}
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"}, unsure | {"ID": "k9"})
    assert dedupe(tmp_path, "a.csv")["report_id"].nunique() == 2
    sheet = pd.read_csv(tmp_path / "possible.csv", dtype=str, keep_default_na=False)
    sheet.assign(decision="same").to_csv(tmp_path / "filled.csv", index=False)
    assert dedupe(tmp_path, "a.csv", "--answers", "filled.csv")["report_id"].nunique() == 1


def test_earlier_groups_keep_their_ids(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"})
    dedupe(tmp_path, "a.csv")
    (tmp_path / "groups.csv").rename(tmp_path / "earlier.csv")
    write_csv(tmp_path / "b.csv", ARTICLE | {"ID": "k7"}, ARTICLE | {"ID": "k1"})
    assert set(dedupe(tmp_path, "b.csv", "--earlier", "earlier.csv")["report_id"]) == {"k7"}


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n"], ids=["empty", "no title"])
def test_what_holds_no_records_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.csv").write_text(content, encoding="utf-8")
    with pytest.raises(ReviewError, match=r"a\.csv"):
        dedupe(tmp_path, "a.csv")


def test_another_treatment_of_preprints_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE)
    with pytest.raises(ReviewError, match="separate"):
        dedupe(tmp_path, "a.csv", "--preprints", "drop")


@pytest.mark.parametrize("caution", ["daring", "0", "-3", "1000000", "nan", "inf", "²", ""])
def test_a_caution_that_is_none_is_refused(caution: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE)
    with pytest.raises(ReviewError, match="--caution is 'bold', 'balanced', 'cautious' or a number"):
        dedupe(tmp_path, "a.csv", "--caution", caution)


def test_a_cut_file_of_weights_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE)
    (tmp_path / "own.json").write_text('{"weights": {"intercept": 1', encoding="utf-8")
    with pytest.raises(ReviewError, match="cut off, or is not"):
        dedupe(tmp_path, "a.csv", "--weights", "own.json")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--answers", "m.csv", "--merges", "m.csv"], "the file is read", id="a filled sheet"),
        pytest.param(["--merges", "possible.csv"], "another output", id="two outputs"),
    ],
)
def test_nothing_is_written_over(arguments: list[str], message: str, tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE)
    (tmp_path / "m.csv").write_text("record_id_1,record_id_2,decision\n", encoding="utf-8")
    with pytest.raises(ReviewError, match=message):
        dedupe(tmp_path, "a.csv", *arguments)
    assert (tmp_path / "m.csv").read_text(encoding="utf-8").startswith("record_id_1")


def test_no_progress_bar_in_a_log(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"})
    result = CliRunner().invoke(app, ["dedupe", str(tmp_path / "a.csv"), "-o", str(tmp_path / "u.csv")])
    assert result.output == "1 records, 0 duplicates, 1 reports; 0 pairs to judge\n"


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_merge_is_taken_back_by_its_sheet(tmp_path: Path, suffix: str) -> None:
    rows = [ARTICLE | {"ID": "k7"}, ARTICLE | {"ID": "k8", "pages": "201"}, ARTICLE | {"ID": "k9"}]
    write_csv(tmp_path / "a.csv", *rows)
    groups = dedupe(tmp_path, "a.csv", "--merges", f"merges.{suffix}")
    assert groups["report_id"].tolist() == ["k7", "k7", "k7"]
    sheet = read_sheet(tmp_path / f"merges.{suffix}").drop(columns="_row")
    assert sheet[["file_2", "line_2"]].to_numpy().tolist() == [
        [str(tmp_path / "a.csv"), line] for line in sheet["record_id_2"].map({"k8": "3", "k9": "4"})
    ]
    sheet.loc[sheet["record_id_2"] == "k8", "different?"] = "x"
    write_sheet(sheet, tmp_path / f"filled.{suffix}")
    groups = dedupe(tmp_path, "a.csv", "--answers", f"filled.{suffix}")
    assert groups["report_id"].tolist() == ["k7", "k8", "k7"]


def test_text_of_records_runs_as_no_formula_on_the_sheet_of_merges(tmp_path: Path) -> None:
    hostile = ARTICLE | {"title": '=HYPERLINK("http://x")', "journal": "+1", "ID": "@k7"}
    write_csv(tmp_path / "a.csv", hostile, hostile | {"ID": "-k9"})
    dedupe(tmp_path, "a.csv", "--merges", "m.csv")
    cells = (tmp_path / "m.csv").read_text(encoding="utf-8-sig").splitlines()[1]
    assert "'=HYPERLINK" in cells
    assert cells.startswith("'-k9,'@k7,")
    sheet = read_sheet(tmp_path / "m.csv").drop(columns="_row").assign(**{"different?": "yes"})
    write_sheet(sheet, tmp_path / "f.csv")
    assert dedupe(tmp_path, "a.csv", "--answers", "f.csv")["report_id"].nunique() == 2


def test_a_workbook_of_many_merges_is_cut_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cireview.sheets.duplicates.MERGE_ROWS", 2)
    write_csv(tmp_path / "a.csv", *[ARTICLE | {"ID": f"k{number}"} for number in range(5)])
    files = [str(tmp_path / name) for name in ("a.csv", "u.csv", "m.xlsx", "m.csv")]
    result = CliRunner().invoke(app, ["dedupe", files[0], "-o", files[1], "--merges", files[2]])
    assert f"{files[2]}: holds the 2 least certain of 4 merges" in result.output
    assert len(read_sheet(tmp_path / "m.xlsx")) == 2
    result = CliRunner().invoke(app, ["dedupe", files[0], "-o", files[1], "--merges", files[3]])
    assert "least sure" not in result.output
    assert len(read_sheet(tmp_path / "m.csv")) == 4


def test_a_sheet_of_merges_of_another_format_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"merges\.ods.*CSV or XLSX"):
        dedupe(tmp_path, "not_there.csv", "--merges", "merges.ods")


def answer_sheet(path: Path, *rows: tuple[str, ...], columns: str = "") -> None:
    names = f"record_id_1 record_id_2 decision {columns}".split()
    pd.DataFrame(list(rows), columns=names).to_csv(path, index=False)


def test_answers_on_ids_that_are_not_there_are_counted_and_the_others_used(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"}, ARTICLE | {"ID": "k9"})
    answer_sheet(
        tmp_path / "s.csv",
        ("k7", "k9", "no"),
        ("k7", "gone", "no"),
        ("k9", "lost", "yes"),
        ("k9", "gone", "no"),
    )
    files = [str(tmp_path / name) for name in ("a.csv", "u.csv", "s.csv")]
    result = CliRunner().invoke(app, ["dedupe", files[0], "-o", files[1], "--answers", files[2]])
    assert "s.csv, row 3: warning: 3 of 4 answers have ids that no record has" in result.output
    assert "first 'gone'; these answers are not used" in result.output
    assert "0 duplicates" in result.output


def test_a_sheet_of_which_no_answer_can_be_used_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"}, ARTICLE | {"ID": "k9"})
    answer_sheet(tmp_path / "s.csv", ("1", "2", "no"), ("k7", "3", "no"))
    with pytest.raises(ReviewError, match=r"s\.csv, row 2.*no answer matches two records.*'1'") as caught:
        dedupe(tmp_path, "a.csv", "--answers", "s.csv")
    assert len(caught.value.problems) == 1


def test_answers_that_stand_by_other_records_than_their_ids_say_are_refused(tmp_path: Path) -> None:
    """Ids that count rows name other records once a file has changed."""
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "1"}, ARTICLE | {"ID": "2"})
    other = "Platform labour and the welfare state"
    answer_sheet(tmp_path / "s.csv", ("1", "2", "no", ARTICLE["title"], other), columns="title_1 title_2")
    with pytest.raises(ReviewError, match="a title or first author that does not match the record"):
        dedupe(tmp_path, "a.csv", "--answers", "s.csv")


@pytest.mark.parametrize(
    ("prefer", "year"), [("", "2015"), ("b", "2015/06"), (" B , a", "2015/06"), ("A,b", "2015")]
)
def test_the_fields_of_preferred_files_come_first(tmp_path: Path, prefer: str, year: str) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"})
    write_csv(tmp_path / "b.csv", ARTICLE | {"ID": "k9", "year": "2015/06"})
    dedupe(tmp_path, "a.csv", "b.csv", "--prefer", prefer)
    assert pd.read_csv(tmp_path / "unique.csv", dtype=str)["year"].tolist() == [year]


def test_a_preferred_file_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"})
    write_csv(tmp_path / "b.csv", ARTICLE | {"ID": "k9"})
    with pytest.raises(ReviewError, match=r"'scopus' is not a source of these records\. Write some of: a, b"):
        dedupe(tmp_path, "a.csv", "b.csv", "--prefer", "a,scopus")
