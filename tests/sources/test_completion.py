"""Completion: what is missing is filled from works that are checked to be the same; nothing else changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sources.looking_up import LOOKING_UP, look_up, record, table
from sources.server import Server, status

from cireview.search.complete import Completion, fill_missing_values, find_missing_values
from cireview.sources.lookup import is_same_work


def complete(records: pd.DataFrame, folder: Path, server: Server | None, **more: Any) -> Completion:
    result: Completion = look_up(find_missing_values, records, folder, server, **more)
    return result


RECORDS = table(
    record("a:1", title="Partnerships for Well-Being.", doi="https://doi.org/10.5555/W1"),
    record("a:2", title="Trust in networks", pmid="1002", year="2010"),
    record("a:3", title="Backbones of Coalitions", authors="Gauß, Carl", year="2013"),
    record("a:4", title="Something else altogether", doi="10.5555/w4"),
    record("a:5", title="A title that nobody has"),
    record("a:6", title="Neighbourhoods after the storm", authors="Somebody, Else", year="2020"),
)


def test_missing_values_are_found_by_identifier_and_by_a_checked_title(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        done = complete(RECORDS, tmp_path, server)
    given = {(row.record_id, row.column): row for row in done.filled.itertuples()}
    assert given["a:1", "abstract"].value == "Abstract of W1"
    assert (given["a:1", "year"].value, given["a:1", "year"].by) == ("2015", "doi")
    assert (given["a:2", "language"].value, given["a:2", "language"].source) == ("eng", "PubMed")
    assert (given["a:2", "doi"].value, given["a:2", "doi"].by) == ("https://doi.org/10.5555/w2", "pmid")
    assert given["a:3", "doi"].value == "10.5555/W3"
    assert (given["a:3", "doi"].by, given["a:3", "abstract"].value) == ("title", "Abstract of W3")
    reasons = dict(
        zip(done.missing["record_id"] + done.missing["column"], done.missing["reason"], strict=True)
    )
    assert reasons["a:2abstract"] == "no service that knows the work has the value"
    assert reasons["a:4abstract"].startswith("Crossref has another title under doi 10.5555/w4: Schools")
    assert reasons["a:5doi"] == "no service knows the work"
    assert reasons["a:6doi"] == "no service knows the work"  # the same title of another author
    assert set(done.filled["record_id"]) == {"a:1", "a:2", "a:3"}


def test_every_missing_value_is_either_filled_or_told(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        done = complete(RECORDS, tmp_path, server)
    empty = int((RECORDS[["doi", "abstract", "year", "language", "document_type"]] == "").sum().sum())
    assert len(done.filled) + len(done.missing) == empty


def test_values_that_are_there_are_never_overwritten(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        done = complete(RECORDS, tmp_path, server)
    filled = fill_missing_values(RECORDS, done.filled)
    there = RECORDS != ""
    assert filled[there].equals(RECORDS[there])
    assert filled.loc[2, ["year", "doi"]].tolist() == ["2013", "10.5555/W3"]
    wrong = done.filled.assign(column="title")
    assert fill_missing_values(RECORDS, wrong).equals(RECORDS)


def test_what_was_looked_up_is_replayed_without_network(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP) as server:
        done = complete(RECORDS, tmp_path, server)
        asked = len(server.asked)
        complete(RECORDS, tmp_path, server)
        assert len(server.asked) == asked
    again = complete(RECORDS, tmp_path, None)
    assert again.filled.equals(done.filled)
    assert again.problems == ()


def test_a_service_that_fails_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP | {"openalex": lambda world, asked: status(401, b"{}")(None)}) as server:  # type: ignore[arg-type]
        done = complete(RECORDS, tmp_path, server)
    assert [problem.message for problem in done.problems] == ["OpenAlex refused the request (401): no words"]
    assert ("a:1", "year", "Crossref") in done.filled[["record_id", "column", "source"]].itertuples(
        index=False, name=None
    )


def reasons_of(done: Completion) -> dict[str, str]:
    keys = done.missing["record_id"] + " " + done.missing["column"]
    return dict(zip(keys, done.missing["reason"], strict=True))


def test_a_service_that_was_not_asked_knows_nothing_of_the_work(tmp_path: Path) -> None:
    reasons = reasons_of(complete(pd.concat([RECORDS, table(record("a:7"))]), tmp_path, None))
    assert reasons["a:1 year"] == "OpenAlex, Crossref: not asked, and not in the archive"
    assert reasons["a:2 doi"] == "PubMed, OpenAlex: not asked, and not in the archive"
    assert reasons["a:5 doi"] == "Crossref, OpenAlex: not asked, and not in the archive"
    assert reasons["a:7 doi"] == "it has no DOI, PubMed id or title to look it up by"


def test_a_service_that_failed_is_named_beside_what_the_others_know(tmp_path: Path) -> None:
    with Server(plays=LOOKING_UP | {"openalex": lambda world, asked: status(401, b"{}")(None)}) as server:  # type: ignore[arg-type]
        reasons = reasons_of(complete(RECORDS, tmp_path, server))
    assert reasons["a:2 abstract"] == "no service that knows the work has the value; OpenAlex: gave no answer"
    assert reasons["a:5 doi"] == "OpenAlex: gave no answer"


TITLES = [
    ("Children’s Health: A Review", "children's health - a review.", True),
    ("Éducation et santé", "Education et sante", True),
    ("<i>Trust</i> in networks", "Trust in networks", True),
    ("Trust in networks: part 1", "Trust in networks: part 2", False),
    ("Child health in Finland", "Child health in Norway", False),
]


@pytest.mark.parametrize(("one", "other", "same"), TITLES)
def test_titles_are_compared_whatever_their_spelling(one: str, other: str, same: bool) -> None:
    bare = {"year": "", "authors": ""}
    assert is_same_work({"title": one} | bare, {"title": other} | bare) is same


YEARS_AND_AUTHORS = [
    ({"year": "2010"}, {"year": "2011 Jan"}, True),
    ({"year": "2010"}, {"year": "2012"}, False),
    ({"year": ""}, {"year": "2012"}, True),
    ({"authors": "van Beethoven, L."}, {"authors": "Beethoven, Ludwig"}, True),
    ({"authors": "Bach, J. S."}, {"authors": "Beethoven, Ludwig"}, False),
    ({"authors": ""}, {"authors": "Beethoven, Ludwig"}, True),
]


@pytest.mark.parametrize(("one", "other", "same"), YEARS_AND_AUTHORS)
def test_the_same_title_is_the_same_work_if_year_and_author_agree(
    one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    bare = {"title": "Trust", "year": "", "authors": ""}
    assert is_same_work(bare | one, bare | other) is same


def test_what_one_batch_asked_for_is_not_asked_for_again_when_records_are_added(tmp_path: Path) -> None:
    more = table(record("b:1", doi="10.5555/w3"), record("b:2", pmid="1005"))
    with Server(plays=LOOKING_UP) as server:
        complete(RECORDS, tmp_path, server)
        before = len(server.asked)
        together = complete(pd.concat([RECORDS, more], ignore_index=True), tmp_path, server)
        new = [str(one.params) for one in server.asked[before:]]
    assert not [one for one in new if any(known in one for known in ("w1", "w4", "1002"))]
    assert {row.record_id for row in together.filled.itertuples()} >= {"a:1", "a:2", "b:1", "b:2"}
    again = complete(more, tmp_path, None)
    assert again.problems == ()
    assert set(again.filled["record_id"]) == {"b:1", "b:2"}
