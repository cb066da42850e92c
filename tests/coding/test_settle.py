"""What coders agree on is settled; the rest is listed, each with who has to act."""

import pandas as pd
import pytest

from cireview.coding import CODING, Codable, measure_coding, settle_codes
from cireview.labels import Team
from cireview.tables.questions import Question

OF = {"a": "a", "a2": "a", "b": "b"}


def codable(coders, reports=("a", "b"), **team):
    return Codable(
        OF, list(reports), [Question("country"), Question("theme", "multiple")], Team(list(coders), **team)
    )


def coding(*rows):
    table = pd.DataFrame(
        [
            (
                *row[:2],
                value,
                "evidence",
                -1,
                -1,
                row[3],
                *(row[4:] or [""]),
                "",
                "sheet.csv",
                number,
                "",
                "value",
            )
            for number, row in enumerate(rows, 2)
            for value in row[2].split("; ")
        ],
        columns=list(CODING.columns),
    )
    return CODING.conform(table)


def settle(*rows, coders=("anna", "ben"), **team):
    return settle_codes(coding(*rows), codable(coders, **team))


def listed(table, *columns):
    return table[list(columns)].to_numpy().tolist()


def test_one_coder_decides_alone():
    settled = settle(("a", "country", "FI", "anna"), coders=["anna"])
    assert listed(settled.codes, "record_id", "dimension", "value", "coder") == [
        ["a", "country", "FI", "anna"]
    ]
    assert listed(settled.awaiting, "record_id", "dimension") == [
        ["a", "theme"],
        ["b", "country"],
        ["b", "theme"],
    ]


def test_two_coders_have_to_say_the_same():
    settled = settle(("a", "country", "FI", "anna"), ("a", "country", "FI", "ben"))
    assert listed(settled.codes, "value", "coder") == [["FI", "anna; ben"]]
    assert settled.conflicts.empty


def test_a_difference_is_a_conflict_and_no_code():
    settled = settle(("a", "country", "FI", "anna"), ("a", "country", "SE", "ben"))
    assert settled.codes.empty
    assert listed(settled.conflicts, "record_id", "dimension", "kind", "codes") == [
        ["a", "country", "disagreement", "anna: FI; ben: SE"]
    ]
    assert listed(settled.awaiting, "awaits", "conflict")[0] == ["anna; ben", "disagreement"]


def test_two_sets_that_share_a_value_still_differ():
    settled = settle(("a", "theme", "food; health", "anna"), ("a", "theme", "food", "ben"))
    assert settled.codes.empty
    assert settled.conflicts["codes"].tolist() == ["anna: food; health; ben: food"]


@pytest.mark.parametrize(
    ("record", "codes"),
    [
        ("a", "anna: FI without a date (sheet.csv, row 2) and SE without a date (sheet.csv, row 3)"),
        (
            "a2",
            "anna: FI of a without a date (sheet.csv, row 2) and SE of a2 without a date (sheet.csv, row 3)",
        ),
    ],
)
def test_a_coder_who_says_two_things_of_a_report_decides_nothing(record, codes):
    settled = settle(("a", "country", "FI", "anna"), (record, "country", "SE", "anna"), coders=["anna"])
    assert settled.codes.empty
    assert listed(settled.conflicts, "record_id", "kind", "codes") == [["a", "contradiction", codes]]
    assert listed(settled.awaiting, "record_id", "dimension", "awaits")[0] == ["a", "country", "anna"]


def test_only_who_contradicts_is_named_with_places_and_sets_are_named_whole():
    rows = [("a", "theme", value, "anna") for value in ("food; health", "food")]
    settled = settle(*rows, ("a", "theme", "food", "ben"))
    assert settled.conflicts["codes"].tolist() == [
        "anna: food; health without a date (sheet.csv, row 2) and food without a date (sheet.csv, row 3); "
        "ben: food"
    ]
    assert settled.awaiting["awaits"].tolist()[2:3] == ["anna"]


def test_the_same_code_in_two_sheets_is_one_code():
    settled = settle(*[("a", "country", "FI", "anna")] * 2, coders=["anna"])
    assert settled.codes["value"].tolist() == ["FI"]
    assert settled.conflicts.empty


def test_all_values_of_an_agreed_set_are_codes():
    rows = [("a", "theme", "food; health", coder) for coder in ("anna", "ben")]
    assert settle(*rows).codes["value"].tolist() == ["food", "health"]


def test_what_one_of_two_has_not_coded_awaits_that_one():
    awaiting = settle(("a", "country", "FI", "anna")).awaiting
    assert listed(awaiting[awaiting["record_id"] == "a"], "dimension", "awaits") == [
        ["country", "ben"],
        ["theme", "anna"],
        ["theme", "ben"],
    ]


def test_codes_follow_their_record_to_its_report():
    settled = settle(("a2", "country", "FI", "anna"), coders=["anna"])
    assert listed(settled.codes, "record_id", "value") == [["a", "FI"]]


def test_an_unknown_id_is_listed_with_its_place():
    settled = settle(("zzz", "country", "FI", "anna"), coders=["anna"])
    assert listed(settled.conflicts, "record_id", "kind", "codes") == [
        ["zzz", "unknown id", "anna: FI (sheet.csv, row 2)"]
    ]


def test_codes_of_an_article_that_is_not_included_wait_in_silence():
    settled = settle_codes(coding(("b", "country", "FI", "anna")), codable(["anna"], reports=["a"]))
    assert settled.codes.empty
    assert settled.conflicts.empty


def test_agreement_is_measured_by_dimension_and_on_whole_sets():
    rows = [
        ("a", "country", "FI", "anna"),
        ("a", "country", "FI", "ben"),
        ("b", "country", "SE", "anna"),
        ("b", "country", "FI", "ben"),
        ("a", "theme", "food; health", "anna"),
        ("a", "theme", "health; food", "ben"),
        ("a", "theme", "health; food", "ben"),
    ]
    table = measure_coding(coding(*rows), codable(["anna", "ben"]))
    whole = table[table["value"] == ""]
    assert listed(whole, "dimension", "n", "agreement") == [["country", 2, "0.500"], ["theme", 1, "1.000"]]


def test_one_coder_has_nobody_to_agree_with():
    table = measure_coding(coding(("a", "country", "FI", "anna")), codable(["anna"]))
    assert table.empty


MAY, JUNE = "2026-05-01", "2026-06-01"
DIFFER = [("a", "country", "FI", "anna", MAY), ("a", "country", "SE", "ben", MAY)]


def test_a_later_date_is_a_changed_mind_and_agreement_is_of_first_answers():
    rows = [*DIFFER, ("a", "country", "SE", "anna", JUNE)]
    settled = settle(*rows)
    assert listed(settled.codes, "value", "coder") == [["SE", "anna; ben"]]
    assert settled.conflicts.empty
    measured = measure_coding(coding(*rows), codable(["anna", "ben"]))
    assert measured["agreement"].tolist()[0] == "0.000"


@pytest.mark.parametrize(
    ("judge", "team"),
    [("carla", {"adjudicator": "carla"}), ("anna; ben", {}), ("anna; ben", {"adjudicator": "carla"})],
    ids=["an adjudicator", "both together", "both together before the adjudicator"],
)
def test_a_conflict_is_closed_by(judge, team):
    settled = settle(*DIFFER, ("a", "country", "SE", judge, JUNE), **team)
    assert listed(settled.codes, "value", "coder", "evidence") == [["SE", judge, "evidence"]]
    assert listed(settled.conflicts, "kind", "awaits") == [["disagreement", ""]]
    assert "country" not in settled.awaiting.loc[settled.awaiting["record_id"] == "a", "dimension"].tolist()


def test_what_a_former_coder_gave_counts_and_a_third_is_not_asked():
    settled = settle(
        *DIFFER[:1], ("a", "country", "FI", "ben", MAY), coders=["anna", "carla"], former=["ben"]
    )
    assert listed(settled.codes, "value", "coder") == [["FI", "anna; ben"]]
    assert "carla" not in settled.awaiting.loc[settled.awaiting["record_id"] == "a", "awaits"].tolist()
