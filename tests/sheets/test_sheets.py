"""What the sheets of full texts show."""

import pandas as pd
import pytest

from cireview.full_texts import FULL_TEXT
from cireview.labels import CONFLICT
from cireview.sheets.content import Recipients, full_text_sheets
from cireview.sources.open_access import OPEN_ACCESS
from cireview.tables import CODE, RECORD

REPORTS = RECORD.conform(
    pd.DataFrame([dict.fromkeys(RECORD.columns, "") | {"record_id": one} for one in "ab"])
)


def table(schema, *rows):
    return schema.conform(pd.DataFrame([dict.fromkeys(schema.columns, "") | row for row in rows]))


FILES = table(
    FULL_TEXT,
    {"file": "a.pdf", "report_id": "a", "status": "no text"},
    {"file": "a.txt", "report_id": "a", "status": "read", "used": "yes"},
    {"file": "nobody.pdf", "status": "read"},
)
FREE = {"version": "acceptedVersion", "license": "cc-by", "host": "Oulu", "source": "OpenAlex"}
PLACES = table(
    OPEN_ACCESS,
    {"record_id": "a", "url": "https://a.test", "pdf_url": "https://a.test/pdf", **FREE},
    {"record_id": "b", "reason": "no service knows the work"},
)


EVIDENCE = table(
    CODE,
    {"record_id": "a", "value": "children", "evidence": "Two pupils."},
    {"record_id": "a", "value": "place", "evidence": "A town."},
)


@pytest.fixture
def sheet():
    def make(places):
        sheets = full_text_sheets(
            REPORTS,
            names={"a": "a", "b": "b-123456"},
            full_texts=FILES,
            criteria=EVIDENCE,
            places=places,
            retrieved=pd.DataFrame({"record_id": ["a"], "retrieved": ["yes"]}),
            recipients=Recipients(
                people=["anna"],
                adjudicator=None,
                awaiting=pd.DataFrame({"record_id": ["a", "b"], "awaits": "anna", "conflict": ""}),
                conflicts=CONFLICT.empty(),
            ),
        )
        return sheets["eligibility_anna"].set_index("record_id")

    return make


def test_a_sheet_names_the_files_that_are_there_and_those_to_save(sheet):
    shown = sheet(None)[["retrieved_so_far", "full_text", "save_as"]]
    assert shown.loc["a"].tolist() == ["yes", "a.pdf (no text); a.txt", "a.pdf"]
    assert shown.loc["b"].tolist() == ["", "", "b-123456.pdf"]


def test_a_sheet_shows_the_sentence_that_speaks_for_each_criterion(sheet):
    assert sheet(None)["criteria_evidence"].tolist() == ["children: Two pupils.\nplace: A town.", ""]


def test_a_sheet_shows_free_versions_or_why_there_is_none_if_they_were_looked_up(sheet):
    shown = sheet(PLACES)[["free_url", "free_pdf", "free_version"]]
    assert shown.loc["a"].tolist() == [
        "https://a.test",
        "https://a.test/pdf",
        "acceptedVersion; cc-by; Oulu; OpenAlex",
    ]
    assert shown.loc["b"].tolist() == ["", "", "no service knows the work"]
    assert "free_url" not in sheet(None)
    assert sheet(PLACES.iloc[:1]).loc["b", ["free_url", "free_version"]].tolist() == ["", ""]
