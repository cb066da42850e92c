"""Rules remove only what they know to be outside the protocol."""

import pandas as pd
import pytest

from cireview.practical_screen import apply_rules, count_rules_by_source, year_of
from cireview.tables import MATCH, RECORD
from cireview.tables.vocabulary import DOCUMENT_TYPES, LANGUAGES

KEYS = ["year", "language", "document_type"]
GOOD = {"year": "2015", "language": "English", "document_type": "Journal Article"}


def decide(*records, groups=None, **protocol):
    frame = pd.DataFrame(
        [{"record_id": f"r{place}", **GOOD, **record} for place, record in enumerate(records)]
    )
    table = RECORD.conform(frame.reindex(columns=list(RECORD.columns), fill_value=""))
    pairs = [(one, (groups or {}).get(one, one), "x", 1.0) for one in table["record_id"]]
    matches = MATCH.conform(pd.DataFrame(pairs, columns=list(MATCH.columns)))
    limits = {"years": (2000, 2020), "languages": ["English"], "document_types": ["journal article"]}
    return apply_rules(table, matches, **limits | protocol)


CASES = [
    ({}, "include", ""),
    ({"year": "1999"}, "exclude", "year"),
    ({"year": "2000"}, "include", ""),
    ({"year": "2020///"}, "include", ""),
    ({"year": "2021 Jan"}, "exclude", "year"),
    ({"year": ""}, "include", ""),
    ({"year": "20O6"}, "include", ""),
    ({"language": "fin"}, "exclude", "language"),
    ({"language": "ger; eng"}, "include", ""),
    ({"language": "ger; fre"}, "exclude", "language"),
    ({"language": "Klingon"}, "include", ""),
    ({"language": ""}, "include", ""),
    ({"document_type": "Conference Paper"}, "exclude", "document_type"),
    ({"document_type": "CHAP"}, "exclude", "document_type"),
    ({"document_type": "mystery"}, "include", ""),
    ({"year": "1990", "language": "de"}, "exclude", "year"),
]


@pytest.mark.parametrize(("record", "decision", "reason"), CASES)
def test_a_rule_decides(record, decision, reason):
    row = decide(record).iloc[0]
    assert (row["decision"], row["reason"]) == (decision, reason)


def test_one_record_of_a_report_within_the_protocol_is_enough():
    table = decide({"year": "2021"}, {"year": "2020"}, groups={"r1": "r0"})
    assert table[["record_id", "decision"]].to_numpy().tolist() == [["r0", "include"]]


def test_a_value_that_is_not_understood_is_noted_and_the_values_that_exclude_are_told():
    notes = decide({"language": "Klingon"}, {"year": "1990"})["note"].tolist()
    assert notes == ["not understood: language Klingon", "year 1990"]


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_protocol_may_name_a_language_by_any_of_its_words(language):
    others = [other.iso_639_1 for other in LANGUAGES if other != language]
    for word in filter(None, (*language[:4], *language.others)):
        table = decide({"language": language.iso_639_2t}, {"language": others[0]}, languages=[word.title()])
        assert table["decision"].tolist() == ["include", "exclude"], word


NAMED = [(word, kind.name) for kind in DOCUMENT_TYPES if kind.pattern for word in (kind.name, *kind.aliases)]


@pytest.mark.parametrize(("word", "name"), NAMED)
def test_a_protocol_may_name_a_document_type_by_any_of_its_words(word, name):
    other = "book" if name != "book" else "thesis"
    table = decide({"document_type": name}, {"document_type": other}, document_types=[word.capitalize()])
    assert table["decision"].tolist() == ["include", "exclude"]


@pytest.mark.parametrize("asked", ["review", "editorial"])
def test_what_databases_do_not_tell_apart_from_articles_is_let_through(asked):
    table = decide({"document_type": "Article"}, {"document_type": "THES"}, document_types=[asked])
    assert table["decision"].tolist() == ["include", "exclude"]


@pytest.mark.parametrize(
    ("value", "year"), [("2015", "2015"), ("Mar 2015", "2015"), ("12015", ""), ("n.d.", "")]
)
def test_a_year_is_four_digits_of_a_likely_century(value, year):
    assert year_of(value) == year


def test_the_records_of_each_source_are_counted_before_and_after_the_rules():
    given = [("A", "1999"), ("A", "2015"), ("B", "1999"), ("B", "1998"), ("B", "2016")]
    rows = [{"record_id": f"r{n}", "search_id": s.lower(), "year": y} for n, (s, y) in enumerate(given)]
    records = RECORD.conform(pd.DataFrame(rows).reindex(columns=list(RECORD.columns), fill_value=""))
    pairs = [("r0", "r0"), ("r1", "r1"), ("r2", "r0"), ("r3", "r3"), ("r4", "r4")]
    matches = pd.DataFrame(pairs, columns=["record_id", "report_id"])
    decisions = apply_rules(records, matches, years=(2000, 2020), languages=[], document_types=[])
    log = {
        "search_id": ["b", "a", "c"],
        "source": ["B", "A", "C"],
        "found": [4, 2, 0],
        "imported": [3, 2, 0],
        "rejected": [1, 0, 0],
    }
    searches = pd.DataFrame(log).assign(limited_by="", left_to_screen="years")
    table = count_rules_by_source(records, matches, decisions, searches)
    assert table["source"].tolist() == ["B", "A", "C"]
    assert table["year"].tolist() == [2, 1, 0]
    assert table["after_rules"].tolist() == [1, 1, 0]
    assert table["imported"].tolist() == table[[*KEYS, "after_rules"]].sum(axis=1).tolist()
