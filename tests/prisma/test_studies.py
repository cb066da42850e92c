"""Studies and their reports: counted apart, suggested from registrations and authors, never decided."""

import pandas as pd
import pytest

from cireview.prisma import FATE, count_flow
from cireview.prisma.studies import choose_one_a_study, suggest_studies
from cireview.tables import RECORD

AUTHORS = "Aho, Anna; Berg, Bo; Cruz, Carla; Diaz, D"


def reports(*rows):
    table = pd.DataFrame([{"record_id": f"r{number}", **row} for number, row in enumerate(rows)])
    return RECORD.conform(
        table.reindex(columns=list(RECORD.columns), fill_value="").astype("str").replace("nan", "")
    )


@pytest.mark.parametrize(
    ("one", "other", "study"),
    [
        ({"abstract": "Registered as NCT00000011."}, {"abstract": "(nct00000011)"}, "NCT00000011"),
        ({"abstract": "ISRCTN12345678"}, {"title": "Follow-up of ISRCTN12345678"}, "ISRCTN12345678"),
        ({"abstract": "NCT00000011"}, {"abstract": "NCT00000012"}, ""),
        ({"abstract": "ACTRN12605000000001"}, {"notes": "ACTRN12605000000001"}, "ACTRN12605000000001"),
        ({"abstract": "DRKS00000001"}, {"abstract": "drks00000001"}, "DRKS00000001"),
        (
            {"abstract": "EudraCT number 2004-000001-25"},
            {"abstract": "EUCTR2004-000001-25"},
            "EUCTR200400000125",
        ),
        ({"abstract": "ChiCTR-TRC-10000001"}, {"abstract": "ChiCTR-TRC-10000001"}, "CHICTRTRC10000001"),
        ({"abstract": "UMIN000000001."}, {"abstract": "(UMIN000000001)"}, "UMIN000000001"),
        ({"abstract": "CTRI/2010/091/000001"}, {"abstract": "CTRI/2010/091/000001"}, "CTRI2010091000001"),
        ({"abstract": "PACTR201000000000001"}, {"abstract": "PACTR201000000000001"}, "PACTR201000000000001"),
        ({"abstract": "IRCT201000001N1"}, {"abstract": "IRCT201000001N1"}, "IRCT201000001N1"),
        ({"abstract": "jRCTs000000001"}, {"abstract": "JRCTS000000001"}, "JRCTS000000001"),
        ({"abstract": "CRD42015000001"}, {"abstract": "PROSPERO CRD42015000001"}, "CRD42015000001"),
        (
            {"authors": "Aho A; Berg B; Cruz C", "year": "2015"},
            {"authors": AUTHORS, "year": "2016"},
            "Aho A 2015",
        ),
        (
            {"authors": "Anna Aho; Bo Berg; Carla Cruz", "year": "2015"},
            {"authors": AUTHORS, "year": "2016"},
            "Anna Aho 2015",
        ),
        ({"authors": AUTHORS, "year": "2015"}, {"authors": AUTHORS, "year": "2017"}, "Aho 2015"),
        (
            {"authors": AUTHORS, "year": "2015"},
            {"authors": "Berg, B; Cruz, C; Aho, A", "year": "2016"},
            "Aho 2015",
        ),
        ({"authors": AUTHORS, "year": "2001"}, {"authors": AUTHORS, "year": "2017"}, ""),
        ({"authors": "Aho, Anna", "year": "2015"}, {"authors": "Aho, Anna", "year": "2016"}, ""),
        (
            {"authors": "Aho, Anna; Berg, Bo", "year": "2015"},
            {"authors": "Aho, Ulla; Berg, Bo", "year": "2015"},
            "",
        ),
        ({"authors": AUTHORS, "year": ""}, {"authors": AUTHORS, "year": "2017"}, ""),
        ({"authors": "", "year": "2015"}, {"authors": "", "year": "2015"}, ""),
    ],
)
def test_reports_of_one_study_are_suggested(one, other, study):
    suggested = suggest_studies(reports(one, other))
    assert suggested["suggested_study"].tolist() == ([study] * 2 if study else [])


def fates(*rows):
    table = pd.DataFrame(rows, columns=["record_id", "fate"])
    return FATE.conform(table.assign(report_id=table["record_id"], source="S", reason="", decided_by="anna"))


def test_a_report_that_nobody_gave_a_study_is_one_of_its_own():
    table = fates(("a", "included"), ("b", "included"), ("c", "included"))
    assert choose_one_a_study(table, {"a": "one", "b": "one"}) == ["a", "c"]
    assert choose_one_a_study(table, {}) == ["a", "b", "c"]


def test_a_flow_counts_studies_and_their_reports_apart():
    now = fates(("a", "included"), ("b", "included"), ("c", "included"))
    counts = count_flow(now, kinds={"S": "database"}, reasons={}, study_of={"a": "one", "b": "one"})
    assert (counts["new_studies"], counts["new_reports"]) == (2, 3)


def test_a_new_report_of_a_known_study_makes_no_new_study():
    before = fates(("a", "included"), ("b", "included"))
    now = fates(("a", "included"), ("b", "excluded_eligibility"), ("c", "included"), ("d", "included"))
    counts = count_flow(
        now, kinds={"S": "database"}, reasons={}, earlier=before, study_of={"a": "one", "c": "one"}
    )
    assert [counts[f"{when}_studies"] for when in ("previous", "new", "total", "no_longer")] == [2, 1, 2, 1]
    assert [counts[f"{when}_reports"] for when in ("previous", "new", "total")] == [2, 2, 3]
