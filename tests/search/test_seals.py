"""A search stays what it was when its file was first read, whatever the protocol says later."""

import pytest
from search.test_log import protocol_of

from cireview.errors import SearchError
from cireview.search.ceilings import is_gap, judge_complete
from cireview.search.log import complete_log, list_sources, native_queries, seal_log
from cireview.search.seals import WRITTEN, read_seals, state_facts
from cireview.sources.outcome import SEARCH_LOG

SOURCE = {"name": "Scopus", "export": "scopus.csv"}
FIRST, SECOND = "a" * 64, "b" * 64


@pytest.fixture
def log(tmp_path):
    """Return what makes the log of one export file of 40 records, with what the protocol says of it."""

    def log(*, sha256=FIRST, search=None, **stated):
        protocol = protocol_of(SOURCE | stated)
        if search:
            protocol = protocol.model_copy(update={"search": protocol.search.model_copy(update=search)})
        row = dict.fromkeys(SEARCH_LOG.columns, "") | {"search_id": "scopus", "source": "Scopus"}
        row |= {"file": "data/exports/scopus.csv", "sha256": sha256, "format": "csv"}
        row |= {"found": -1, "received": 40, "imported": 40, "rejected": 0, "parts": 1}
        searches = SEARCH_LOG.conform(SEARCH_LOG.empty().from_records([row]))
        there = {"scopus": "data/exports/scopus.csv"}
        sources = list_sources(protocol, exports=there, missing_keys={})
        facts = {source.key: state_facts(protocol, source) for source in protocol.sources}
        made = seal_log(searches, sources, native_queries(protocol), facts=facts, folder=tmp_path)
        return made.iloc[0]

    return log


def test_what_nobody_stated_is_said_not_to_be(log):
    row = log()
    assert row["query_from"] == row["found_from"] == row["limits"] == "not stated"
    assert row["limited_by"].startswith("not known")
    assert row["complete"].startswith(
        "not known: the number of records that the database showed is not stated"
    )


def test_what_a_person_stated_is_said_to_be(log):
    row = log(query="TI(one)", hits=40, limits="English", coverage="1996 to 2020", platform="Elsevier")
    assert row["query_from"] == row["found_from"] == "stated by a person"
    assert row[["query", "limits", "coverage", "platform"]].tolist() == [
        "TI(one)", "English", "1996 to 2020", "Elsevier",
    ]  # fmt: skip
    assert (row["found"], row["complete"]) == (40, "yes")


STATED = {
    "query": "TI(one)",
    "hits": 40,
    "limits": "English",
    "coverage": "1996 to 2020",
    "platform": "Elsevier",
}
CHANGES = {
    "the query": {"query": "TI(two)"},
    "the number of hits": {"hits": 41},
    "the limits": {"limits": "none"},
    "the coverage": {"coverage": "1990 to 2020"},
    "the platform": {"platform": "Other"},
    "the date": {"searched_on": "2021-05"},
}


@pytest.mark.parametrize(("what", "change"), CHANGES.items())
def test_a_later_change_of_the_protocol_relabels_nothing(log, what, change):
    first = log(**STATED).drop(["changed_since", "sealed"])
    later = log(**STATED | change)
    assert later["changed_since"] == what
    assert later.drop(["changed_since", "sealed"]).astype(str).tolist() == first.astype(str).tolist()


def test_a_new_query_or_date_of_the_protocol_relabels_nothing(log):
    first = log()
    later = log(search={"query": "three", "date": "2026-01"})
    assert later["changed_since"] == "the date, the query"
    assert later[["query", "searched_on"]].tolist() == first[["query", "searched_on"]].tolist()


def test_the_protocol_s_query_is_no_matter_where_a_person_stated_what_was_run(log):
    log(**STATED)
    assert log(**STATED, search={"query": "three"})["changed_since"] == ""


def test_what_was_not_stated_may_be_stated_later_and_is_sealed_then(log, tmp_path):
    log()
    row = log(**STATED)
    assert (row["query"], row["found"], row["complete"]) == ("TI(one)", 40, "yes")
    assert row["changed_since"] == "the platform"  # by default the name: that was known
    assert log(**STATED | {"query": "TI(two)"})["query"] == "TI(one)"
    assert len(list(tmp_path.iterdir())) == 2


def test_the_log_is_made_once_and_names_the_seal_that_it_wrote(log, tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(
        "cireview.search.log.complete_log", lambda *a, **k: calls.append(1) or complete_log(*a, **k)
    )
    assert log()["sealed"] == sorted(tmp_path.iterdir())[0].name
    assert log(**STATED)["sealed"] == sorted(tmp_path.iterdir())[1].name
    assert len(calls) == 2


@pytest.mark.parametrize("stated", [{}, {"query": "TI(one)"}, STATED])
def test_other_words_of_ours_seal_nothing_anew(log, tmp_path, monkeypatch, stated):
    before = log(**stated)
    for words in ("_NOT_KNOWN", "_NOT_TOLD", "_UNKNOWN"):
        monkeypatch.setattr(f"cireview.search.log.{words}", f"said otherwise: {words}")
    after = log(**stated)
    assert after["sealed"] == before["sealed"]
    assert after[list(WRITTEN)].equals(before[list(WRITTEN)])
    assert len(list(tmp_path.iterdir())) == 1


def test_another_file_is_another_search(log):
    log(**STATED)
    row = log(sha256=SECOND, **STATED | {"query": "TI(two)"})
    assert (row["query"], row["changed_since"]) == ("TI(two)", "")


def test_a_seal_is_written_once_and_a_deleted_one_is_made_anew(log, tmp_path):
    log(**STATED)
    (seal,) = tmp_path.iterdir()
    content = seal.read_bytes()
    log(**STATED | {"query": "TI(two)"})
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(seal.name, content)]
    seal.unlink()
    assert log(**STATED | {"query": "TI(two)"})["query"] == "TI(two)"


@pytest.mark.parametrize("spoil", [lambda text: text[:-9], lambda text: text.replace("TI(one)", "TI(two)")])
def test_a_seal_that_was_changed_is_refused(log, tmp_path, spoil):
    log(**STATED)
    (seal,) = tmp_path.iterdir()
    seal.write_text(spoil(seal.read_text()))
    with pytest.raises(
        SearchError, match=rf"data/sealed/{seal.name}: the sealed description of a search is cut"
    ):
        read_seals(tmp_path)


COMPLETE = {
    (40, 40, "Scopus"): "yes",
    (0, 0, "Scopus"): "yes",
    (11, 40, "Scopus"): "no: the file has 11 of the 40 records found",
    (41, 40, "Scopus"): "no: the file has 41 records, more than the 40 stated hits",
    (1000, -1, "Web of Science Core Collection"): "no: the file has exactly 1,000 records, the limit",
    (1000, 1000, "Web of Science"): "yes",
    (3000, -1, "MEDLINE Ovid"): "no: the file has exactly 3,000 records",
    (1500, -1, "Some database"): "not known: the file has exactly 1,500 records",
    (1501, -1, "Some database"): "not known: the number",
    (0, -1, "Some database"): "not known: the number",
}


@pytest.mark.parametrize(("given", "told"), COMPLETE.items())
def test_a_search_is_complete_only_if_the_hits_say_so(given, told):
    complete = judge_complete(*given)
    assert complete.startswith(told)
    assert is_gap(complete) == told.startswith("no:")
