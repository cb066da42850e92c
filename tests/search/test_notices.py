"""Retractions and corrections: from the records, from Retraction Watch, and from Crossref if it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from sources.looking_up import look_up, record
from sources.plays import Asked, Reply, World, as_json
from sources.server import Server, status

from cireview.errors import ExportError
from cireview.search.notices import find_notices
from cireview.sources.lookup import Library
from cireview.tables import RECORD
from cireview.web import Access

GARDENS = "School gardens and what children eat in spring"


def reports(**fields: str) -> pd.DataFrame:
    rows = [record("a", source="PubMed", title=GARDENS), record("b", source="Scopus", **fields)]
    return RECORD.conform(pd.DataFrame(rows).reindex(columns=list(RECORD.columns), fill_value=""))


IN_REVIEW = "its notice b is in this review"
BY_TYPE, BY_TITLE = "b retracted type of the record", "b retracted title of the record"
OWN: dict[str, tuple[dict[str, str], list[str]]] = {
    "PubMed's type": ({"document_type": "Journal Article; Retracted Publication"}, [BY_TYPE]),
    "that of Web of Science": ({"document_type": "Article; Retracted Publication"}, [BY_TYPE]),
    "the type of the notice itself": ({"document_type": "Retraction of Publication"}, []),
    "an erratum": ({"document_type": "Published Erratum"}, []),
    "a title": ({"title": "RETRACTED: A trial of gardens"}, [BY_TITLE]),
    "a title with the article": ({"title": "Retracted article: a trial"}, [BY_TITLE]),
    "a title in brackets": ({"title": "[Retracted] A trial of gardens"}, [BY_TITLE]),
    "withdrawn": ({"title": "WITHDRAWN: A trial of gardens"}, [BY_TITLE]),
    "an article on retracted articles": ({"title": "Retracted papers in nutrition"}, []),
    "an article on withdrawal": ({"title": "Withdrawal from caffeine in children who drink cola"}, []),
    "OpenAlex": ({"notes": "retracted"}, ["b retracted notes of the record"]),
    "notes that speak of no retraction": ({"notes": "Retraction of the tongue"}, []),
    "a notice in the review": ({"title": f"Retraction: {GARDENS}"}, [f"a retracted {IN_REVIEW}"]),
    "a notice with the title in quotes": (
        {"title": f'Retraction notice to "{GARDENS}" [Appetite 12 (2020) 3-4]'},
        [f"a retracted {IN_REVIEW}"],
    ),
    "a correction": ({"title": f"Correction to: {GARDENS}."}, [f"a corrected {IN_REVIEW}"]),
    "a corrigendum": ({"title": f"Corrigendum: {GARDENS}"}, [f"a corrected {IN_REVIEW}"]),
    "a publisher's": ({"title": f"Publisher Correction: {GARDENS}"}, [f"a corrected {IN_REVIEW}"]),
    "a concern": ({"title": f"Expression of Concern: {GARDENS}"}, [f"a doubted {IN_REVIEW}"]),
    "removed": ({"title": "REMOVED: A trial of gardens"}, [BY_TITLE]),
    "retracted, at the end": ({"title": "A trial of gardens (Retracted article. See vol. 5)"}, [BY_TITLE]),
    "retracted, at the end in brackets": ({"title": "A trial of gardens [Retracted]"}, [BY_TITLE]),
    "an article on notices": ({"title": "Notices of retraction: how journals word them today"}, []),
    "an article that removed lead": ({"title": "Removed lead and what children eat in spring"}, []),
    "a notice of": ({"title": f"Notice of Retraction: {GARDENS}"}, [f"a retracted {IN_REVIEW}"]),
    "a statement of": ({"title": f"Statement of Retraction: {GARDENS}"}, [f"a retracted {IN_REVIEW}"]),
    "a withdrawal notice": ({"title": f"Withdrawal notice to “{GARDENS}”"}, [f"a retracted {IN_REVIEW}"]),
    "a notice of concern": ({"title": f"Notice of concern: {GARDENS}"}, [f"a doubted {IN_REVIEW}"]),
    "corrections": ({"title": f"Corrections to {GARDENS}"}, [f"a corrected {IN_REVIEW}"]),
    "errata": ({"title": f"Errata: {GARDENS}"}, [f"a corrected {IN_REVIEW}"]),
    "a notice on another article": ({"title": "Retraction: School gardens and what children drink"}, []),
}  # fmt: skip


def told(table: pd.DataFrame) -> list[str]:
    return [" ".join(row) for row in table[["record_id", "change", "what"]].to_numpy().tolist()]


@pytest.mark.parametrize("case", OWN)
def test_what_records_say(case: str) -> None:
    fields, expected = OWN[case]
    assert told(find_notices(reports(**fields))) == expected


HEAD = (
    "Record ID,OriginalPaperDOI,OriginalPaperPubMedID,RetractionDate,RetractionDOI,RetractionNature,Reason\n"
)
WATCH = {
    "by DOI": ("1,10.1000/B,0,3/14/2025 0:00,10.1000/n,Retraction,+Error;+Fraud;", "retracted", "2025-03-14"),
    "by PubMed id": ("1,unavailable,77,12/1/2024 0:00,unavailable,Retraction,", "retracted", "2024-12-01"),
    "a concern": ("1,10.1000/b,0,3/14/2025 0:00,,Expression of concern,", "doubted", "2025-03-14"),
    "a correction": ("1,10.1000/b,0,3/14/2025 0:00,,Correction,", "corrected", "2025-03-14"),
    "reinstated": ("1,10.1000/b,0,3/14/2025 0:00,,Reinstatement,", "reinstated", "2025-03-14"),
}  # fmt: skip


@pytest.mark.parametrize("case", WATCH)
def test_what_retraction_watch_says(case: str, tmp_path: Path) -> None:
    row, change, day = WATCH[case]
    file = tmp_path / "retraction_watch.csv"
    file.write_bytes(
        f"\ufeff{HEAD}9,10.9/z,0,1/1/2020 0:00,,Retraction,\n{row}\n".encode() + b"8,\xff,0,,,,\n"
    )
    found = find_notices(reports(doi="https://doi.org/10.1000/b", pmid="77"), files=[file])
    assert found[["record_id", "change", "on"]].to_numpy().tolist() == [["b", change, day]]
    assert "unavailable" not in found["notice_doi"].tolist()


def test_a_pubmed_id_of_zero_is_none(tmp_path: Path) -> None:
    file = tmp_path / "w.csv"
    file.write_text(f"{HEAD}1,,0,1/1/2020,,Retraction,\n")
    assert find_notices(reports(pmid=""), files=[file]).empty


@pytest.mark.parametrize(
    ("text", "message"),
    [("a,b\n1,2\n", r"lacks the column\(s\) OriginalPaperDOI"), ("", "cannot be read as a table")],
)
def test_another_file_is_refused(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "w.csv").write_text(text)
    with pytest.raises(ExportError, match=f"data/notices/w.csv: .*{message}"):
        find_notices(reports(), files=[tmp_path / "w.csv"])


def play_crossref(_: World, asked: Asked) -> Reply:
    """Answer as Crossref does of notices that update a DOI."""
    doi = asked.params["filter"].removeprefix("updates:")
    update = {"DOI": doi.upper(), "type": "retraction", "label": "Retraction", "source": "retraction-watch",
              "updated": {"date-time": "2025-03-14T00:00:00Z"}}  # fmt: skip
    other = {"DOI": "10.1000/other", "type": "retraction"}
    items = [{"DOI": "10.1000/n", "update-to": [other, update]}] if doi == "10.1000/b" else []
    return as_json({"status": "ok", "message": {"total-results": len(items), "items": items}})


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(plays={"crossref": play_crossref}) as server:
        yield server


def ask(
    folder: Path, server: Server | None, asked: list[str], doi: str = "10.1000/b"
) -> tuple[list[str], list[str]]:
    """Return what was found, and what went wrong."""

    def look(records: pd.DataFrame, access: Access) -> tuple[list[str], list[str]]:
        library = Library(access, purpose="notices")
        found = find_notices(records, library=library, asked=asked)
        return told(found), [problem.message for problem in library.problems]

    result: tuple[list[str], list[str]] = look_up(look, reports(doi=doi), folder, server)
    return result


def test_crossref_is_asked_once_and_about_those_reports_alone(server: Server, tmp_path: Path) -> None:
    assert ask(tmp_path, server, ["a"]) == ([], [])
    assert server.asked == []
    found = ask(tmp_path, server, ["a", "b"])
    assert found == (["b retracted from Retraction Watch"], [])
    assert len(server.asked) == 1
    assert ask(tmp_path, None, ["b"]) == found


def test_a_doi_that_is_none_is_not_asked_about(server: Server, tmp_path: Path) -> None:
    assert ask(tmp_path, server, ["b"], doi="10.1000/b,type:x") == ([], [])
    assert server.asked == []


def test_an_answer_that_cannot_be_had_is_told(server: Server, tmp_path: Path) -> None:
    server.faults = dict.fromkeys(range(1, 9), lambda reply: status(500)(reply))
    found, problems = ask(tmp_path, server, ["b"])
    assert found == []
    assert "Crossref" in problems[0]
