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


def test_no_progress_bar_in_a_log(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ARTICLE | {"ID": "k7"})
    result = CliRunner().invoke(app, ["dedupe", str(tmp_path / "a.csv"), "-o", str(tmp_path / "u.csv")])
    assert result.output == "1 records, 0 duplicates, 1 reports; 0 pairs to judge\n"
