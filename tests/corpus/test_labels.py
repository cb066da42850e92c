"""What reviewers of the demonstration decided: the published totals, on records that exist."""

import csv
from collections import Counter
from pathlib import Path

import pytest
import yaml

DATA = Path(__file__).parents[2] / "data"
SCREENING = ("reviewer_1", "reviewer_2", "adjudication")


def sheet(name: str) -> list[dict[str, str]]:
    text = (DATA / "labels" / name).read_text(encoding="utf-8-sig")
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    return list(csv.DictReader(text.splitlines(), delimiter=delimiter))


def truth() -> dict[str, str]:
    with (DATA / "corpus/truth.csv").open(encoding="utf-8", newline="") as file:
        return {row["record_id"]: row["article"] for row in csv.DictReader(file)}


def decisions(name: str) -> dict[str, str]:
    return {truth()[row["record_id"]]: row["decision"].lower() for row in sheet(f"screening/{name}.csv")}


def invented() -> list[dict]:
    return yaml.safe_load((DATA / "corpus/invented.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("screening/reviewer_1.csv", 93),
        ("screening/reviewer_2.csv", 93),
        ("screening/adjudication.csv", 11),
        ("eligibility/full_text.csv", 51),
        ("coding/coding.csv", None),
    ],
)
def test_every_row_is_about_a_record_that_exists_and_says_what_is_invented(name, rows):
    found = sheet(name)
    assert rows in (None, len(found))
    assert {row["record_id"] for row in found} <= set(truth())
    assert {row["note"] for row in found} <= {"invented", "published", "inferred"}
    if name.startswith("screening"):
        assert {row["note"] for row in found} == {"invented"}


def test_one_record_stands_for_an_article_in_all_sheets():
    ids = {row["record_id"] for name in SCREENING for row in sheet(f"screening/{name}.csv")}
    ids |= {
        row["record_id"]
        for name in ("eligibility/full_text", "coding/coding")
        for row in sheet(f"{name}.csv")
    }
    assert len(ids) == 93
    numbered = {article for record, article in truth().items() if ":h-" not in record}
    assert {truth()[record] for record in ids if ":h-" in record}.isdisjoint(numbered)


def test_reviewers_differ_in_eight_abstracts_and_three_times_one_is_unsure():
    one, two, settled = (decisions(name) for name in SCREENING)
    differ = {article for article in one if one[article] != two[article]}
    unsure = {article for article in differ if "unsure" in (one[article], two[article])}
    assert (len(differ), len(unsure)) == (11, 3)
    assert set(settled) == differ


def test_screening_ends_with_42_excluded_and_51_to_be_read():
    one, _, settled = (decisions(name) for name in SCREENING)
    final = one | settled
    assert Counter(final.values()) == {"exclude": 42, "include": 51}
    read = {truth()[row["record_id"]] for row in sheet("eligibility/full_text.csv")}
    assert read == {article for article, decision in final.items() if decision == "include"}


def test_eligibility_ends_with_19_excluded_for_reasons_and_the_32_included():
    rows = sheet("eligibility/full_text.csv")
    assert {row["retrieved"] for row in rows} == {"yes"}
    assert Counter(row["reason"] for row in rows) == {
        "": 32,
        "no_empirical_cases": 7,
        "no_primary_data": 5,
        "no_children": 4,
        "concepts_not_defined": 3,
    }
    kept = {truth()[row["record_id"]]: row["note"] for row in rows if row["decision"] == "include"}
    included = yaml.safe_load((DATA / "corpus/included.yaml").read_text(encoding="utf-8"))
    assert set(kept) == {article["id"] for article in included}
    assert Counter(kept.values()) == {"published": 31, "inferred": 1}
    assert kept["barata_cavalcanti2020"] == "inferred"


def test_an_exclusion_names_a_criterion_and_an_inclusion_none():
    names = [f"screening/{name}.csv" for name in SCREENING] + ["eligibility/full_text.csv"]
    for row in (row for name in names for row in sheet(name)):
        assert bool(row["reason"]) == (row["decision"].lower() == "exclude")


def test_the_final_reason_is_the_one_for_which_the_article_was_made():
    names = ("screening/reviewer_1.csv", "screening/adjudication.csv", "eligibility/full_text.csv")
    rows = [row for name in names for row in sheet(name)]
    final = {truth()[row["record_id"]]: row["reason"] for row in rows}
    assert {article["id"]: article["reason"] for article in invented()} == {
        article: reason for article, reason in final.items() if reason
    }


def test_sheets_are_saved_as_people_save_them():
    finnish = (DATA / "labels/screening/reviewer_2.csv").read_bytes()
    assert finnish.startswith(b"\xef\xbb\xbfrecord_id;title;decision;")
    assert finnish.count(b"\r\n") == finnish.count(b"\n") == 94
    assert {row["decision"] for row in sheet("screening/adjudication.csv")} == {"Include", "Exclude"}
    assert {row["decision"] for row in sheet("screening/reviewer_1.csv")} == {"include", "exclude", "unsure"}
