"""Articles for reference managers and LaTeX: keys that are stable and different, and nothing copyrighted."""

import json

import pandas as pd
import pytest

from cireview.formats import read_export
from cireview.paper.bibliography import name_keys, write_bibliography
from cireview.tables import RECORD


def reports_of(*rows):
    full = [
        {"record_id": f"a:{place}", "year": "2015", "title": "T", **row} for place, row in enumerate(rows)
    ]
    return RECORD.conform(
        RECORD.empty().from_records(full).reindex(columns=list(RECORD.columns), fill_value="")
    )


@pytest.mark.parametrize(
    ("authors", "keys"),
    [
        (["Amed, A; Naylor, B; Pinkney, C"], ["Amed2015"]),
        (["Amed, A; B, B"], ["Amed2015"]),
        (["Amed, A", "Amed, B"], ["Amed2015a", "Amed2015b"]),
        (["Amed, A; B, B", "Amed, C"], ["Amed2015", "Amed2015x2"]),
        (["Müller-Lüdenscheidt, K"], ["MullerLudenscheidt2015"]),
        (["Łoś, A"], ["Los2015"]),
        (["李, 明"], ["Report2015"]),
        ([""], ["Anonymous2015"]),
        (["O'Brien, C"], ["OBrien2015"]),
        ([r"\input{x}, A"], ["inputx2015"]),
    ],
)
def test_keys_are_ascii_and_different(authors, keys):
    assert list(name_keys(reports_of(*({"authors": one} for one in authors))).values()) == keys


def write(tmp_path, reports, **options):
    write_bibliography(reports, tmp_path / "included", keys=name_keys(reports), **options)
    return tmp_path / "included.bib", tmp_path / "included.ris", tmp_path / "included.json"


ROW = {"authors": "Amed, Ann; WHO", "title": "One & two", "journal": "J", "doi": "10.1/x", "pages": "1-2",
       "abstract": "Not ours.", "document_type": "journal article", "volume": "3"}  # fmt: skip


def test_csl_json_has_names_date_and_key(tmp_path):
    *_, path = write(tmp_path, reports_of(ROW))
    (item,) = json.loads(path.read_text())
    assert item == {
        "id": "Amed2015", "type": "article-journal", "title": "One & two",
        "author": [{"family": "Amed", "given": "Ann"}, {"literal": "WHO"}],
        "issued": {"date-parts": [[2015]]}, "container-title": "J", "volume": "3", "page": "1-2",
        "DOI": "10.1/x",
    }  # fmt: skip


def test_bibtex_has_the_key(tmp_path):
    path, *_ = write(tmp_path, reports_of(ROW))
    assert path.read_text().startswith("@article{Amed2015,\n")


@pytest.mark.parametrize("ending", [0, 1, 2])
@pytest.mark.parametrize("asked", [True, False])
def test_abstracts_are_there_only_where_they_are_asked_for(tmp_path, ending, asked):
    path = write(tmp_path, reports_of(ROW), with_abstracts=asked)[ending]
    assert ("Not ours." in path.read_text()) == asked


@pytest.mark.parametrize("ending", [0, 1, 2])
def test_what_is_written_is_read_back(tmp_path, ending):
    path = write(tmp_path, reports_of(ROW, ROW | {"authors": "Beta, B", "year": "2019"}))[ending]
    read = read_export(path, source="x").records
    told = ["title", "authors", "year", "journal", "doi", "volume", "pages"]
    assert read[told].to_numpy().tolist()[0] == [
        "One & two",
        "Amed, Ann; WHO",
        "2015",
        "J",
        "10.1/x",
        "3",
        "1-2",
    ]
    assert isinstance(read, pd.DataFrame)
