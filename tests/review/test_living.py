"""What stops a review that lives on before anything changes, and what is told of its protocol."""

import shutil

import pandas as pd
import pytest
from typer.testing import CliRunner
from versions.test_version import versions, write_run
from workflow.conftest import ROOT

from cireview.cli import app
from cireview.errors import ReviewError
from cireview.review import load_review
from cireview.review.amendments import keep_if_due, list_amendments, tell_differences, tell_unamended
from cireview.review.changes import remember_run, see_review
from cireview.review.freezing import check_freezable
from cireview.review.living import check_living, doubt_protocol, find_replaced
from cireview.tables import DECISION, write_table
from cireview.versions import freeze_version

PROTOCOL = """
title: Gardens
question: {main: Do gardens change what children eat}
sources:
  - {name: Scopus, export: scopus.ris}
  - {name: PubMed, api: pubmed}
search: {query: garden* AND child*, date: 2020-01}
practical_screen:
  years: {first: 2000, last: 2020}
  criteria: [{id: garden, text: About gardens}, {id: child, text: About children}]
  reviewers: [anna]
methodological_screen:
  criteria: [{id: method, text: Compares groups}]
  reviewers: [anna]
review: {coders: [anna]}
"""
LABELS = "record_id,decision,reason,decided_on\na,include,,2020-02-01\nb,exclude,child,2020-02-01\n"
AMENDED = "dated: 2020-01-01\namendments:\n  - {on: %s, change: Years, reason: Older ones, reopens: {%s}}\n"


@pytest.fixture
def root(tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config/protocol.yaml").write_text(PROTOCOL)
    shutil.copy(ROOT / "config/codebook.yaml", tmp_path / "config")
    (tmp_path / "config/config.yaml").write_text("seed: 1\n")
    for folder in ("exports", "labels/screening"):
        (tmp_path / "data" / folder).mkdir(parents=True)
    (tmp_path / "data/exports/scopus.ris").write_text("TY  - JOUR\nTI  - a\nER  - \n")
    (tmp_path / "data/labels/screening/anna.csv").write_text(LABELS)
    return tmp_path


def write(root, *changes, more=""):
    text = PROTOCOL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (root / "config/protocol.yaml").write_text(text + more)


def complaints(root, today="2021-01-01"):
    with pytest.raises(ReviewError) as caught:
        check_living(load_review(root), today=today)
    return [str(problem) for problem in caught.value.problems]


WRONG = {
    "a search of tomorrow": (
        [("name: PubMed, api", "name: PubMed, searched_on: 2021-01-02, api")], "",
        "sources.2.searched_on: the date of the search of PubMed, 2021-01-02, is in the future. "
        "Write the date of the search; today is 2021-01-01",
    ),
    "an amendment before the protocol": (
        [], AMENDED % ("2019-12-31", ""),
        "the amendment of 2019-12-31 is earlier than the date of the protocol, 2020-01-01. Correct one",
    ),
    "an amendment to come": (
        [], AMENDED % ("2021-02", ""), "the date of the amendment, 2021-02, is in the future",
    ),
    "an amendment that opens nothing there is": (
        [], AMENDED % ("2020-06", "abstracts: [includes]"),
        "amendments.1.reopens.abstracts: 'includes' is neither a decision nor a criterion. "
        "Write some of: include, exclude, garden, child",
    ),
    "an update of no version": ([], "update_of: '2019'\n", "there is no version '2019'"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_told_before_anything_changes(root, case):
    changes, more, message = WRONG[case]
    write(root, *changes, more=more)
    (told,) = complaints(root)
    assert message in told


def test_all_that_is_wrong_is_told_at_once(root):
    write(root, more=AMENDED % ("2021-02", "") + "update_of: '2019'\n")
    (root / "data/notices").mkdir()
    (root / "data/notices/watch.csv").write_text("a\n1\n")
    assert len(complaints(root)) == 3


def test_an_update_whose_old_export_is_gone(root):
    write_run(root)
    files = load_review(root).files
    freeze_version(root, "2020", frozen_on="2020-05-01", finished=True, software="", files=files)
    check_living(load_review(root), today="2021-01-01")
    (root / "data/exports/scopus.ris").rename(root / "data/exports/later.ris")
    (told,) = complaints(root)
    assert "data/exports/scopus.ris: the version 2020 was made from this export file, which is gone" in told
    assert "cireview new-search" in told
    (root / "data/exports/later.ris").rename(root / "data/exports/scopus.ris")
    write(root, ("name: Scopus, export: scopus.ris", "name: Scopus, export: later.ris"))
    assert "which no source in the protocol uses any more" in complaints(root)[0]
    assert len(versions(root)) == 1


def decide(root):
    """Write the decisions of the last run."""
    path = root / "results/4_practical_screen/decisions.csv"
    path.parent.mkdir(parents=True)
    rows = [("a", "include", ""), ("b", "exclude", "child"), ("c", "exclude", "garden")]
    table = pd.DataFrame(rows, columns=["record_id", "decision", "reason"])
    write_table(DECISION.conform(table.reindex(columns=list(DECISION.columns))), path, DECISION)


CHANGES = {
    "a criterion more": (
        ("{id: child, text", "{id: city, text: In a city}, {id: child, text"),
        "practical_screen.criteria.city is new: of abstracts, 1 that were included were not judged by it",
    ),
    "a criterion less": (
        (", {id: child, text: About children}", ""),
        "practical_screen.criteria.child is gone: of abstracts, 1 were excluded for it",
    ),
    "other words": (
        ("About gardens", "About school gardens"),
        "practical_screen.criteria.garden is no longer 'About gardens' but 'About school gardens': of "
        "abstracts, 1 were excluded for it and 1 included by its former words",
    ),
    "another question": (
        ("Do gardens change", "Do school gardens change"),
        "question.main is no longer 'Do gardens change what children eat' but 'Do school gardens change what "
        "children eat'",
    ),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_tells_the_decisions_that_it_touches_and_asks_for_an_amendment(root, case):
    change, told = CHANGES[case]
    keep_if_due(load_review(root), today="2020-03-01")
    decide(root)
    assert doubt_protocol(load_review(root)) == []
    write(root, change)
    review = load_review(root)
    assert tell_differences(review) == [told]
    assert "no amendment records it" in tell_unamended(review)[0]
    assert list_amendments(review)[-1]["change"] == "not amended"
    # It is asked for at each run until there is one.
    keep_if_due(review, today="2020-04-01")
    assert tell_unamended(load_review(root)) != []

    write(root, change, more=AMENDED % ("2020-05-01", ""))
    review = load_review(root)
    assert (len(tell_differences(review)), tell_unamended(review)) == (1, [])
    listed = list_amendments(review)
    assert [one["on"] for one in listed] == ["2020-05-01"]
    assert listed[0]["keys"]
    keep_if_due(review, today="2020-05-02")
    review = load_review(root)
    assert (tell_differences(review), tell_unamended(review)) == ([], [])
    assert list_amendments(review) == listed


def test_before_anybody_decided_the_protocol_may_change(root):
    (root / "data/labels/screening/anna.csv").unlink()
    keep_if_due(load_review(root), today="2020-03-01")
    write(root, ("About gardens", "About parks"))
    assert doubt_protocol(load_review(root)) == []


def test_a_reason_that_was_a_criterion_stays_one(root):
    keep_if_due(load_review(root), today="2020-03-01")
    write(root, (", {id: child, text: About children}", ""))
    review = load_review(root)
    assert review.screening_labels["reason"].tolist() == ["", "child"]
    assert list(review.screening_reasons) == ["garden"]
    shutil.rmtree(root / "data/protocol")
    with pytest.raises(ReviewError, match="'child' is not a criterion in the protocol"):
        assert load_review(root).screening_labels is None


def test_what_was_kept_of_a_protocol_and_was_cut(root):
    keep_if_due(load_review(root), today="2020-03-01")
    file = root / "data/protocol/0001_2020-03-01.json"
    file.write_text(file.read_text()[:50])
    with pytest.raises(ReviewError, match=r"0001_2020-03-01.json: the stored copy of the protocol is cut"):
        tell_differences(load_review(root))


def test_only_what_a_run_saw_is_frozen(root):
    review = load_review(root)
    with pytest.raises(ReviewError, match="no run has finished"):
        check_freezable(review, unfinished=False, today="2021-01-01")


def amend(root, *words):
    done = CliRunner().invoke(app, ["amend", "Why", *words, str(root)])
    if done.exception:
        raise done.exception
    return done.stdout


BAD = {
    "no criterion": (("--reopen", "abstracts:foo"), "'foo' is neither a decision nor a criterion"),
    "no stage": (("--reopen", "include"), "'include' names no decisions"),
    "to come": (("--on", "2099-01-01"), "the date of the amendment, 2099-01-01, is in the future"),
    "no date": (("--on", "1.2.2020"), "on"),
}


@pytest.mark.parametrize("case", BAD)
def test_an_amendment_that_a_run_would_refuse_is_not_written(root, case):
    words, message = BAD[case]
    keep_if_due(load_review(root), today="2020-03-01")
    write(root, ("About gardens", "About parks"))
    before = (root / "config/protocol.yaml").read_bytes()
    with pytest.raises(ReviewError, match=message):
        amend(root, *words)
    assert (root / "config/protocol.yaml").read_bytes() == before


def test_a_change_is_noted_once(root):
    keep_if_due(load_review(root), today="2020-03-01")
    write(root, ("About gardens", "About parks"))
    amend(root, "--on", "2020-04-01")
    with pytest.raises(ReviewError, match="the amendment of 2020-04-01 already records this change"):
        amend(root)


NOTED = AMENDED % ("2020-05-01", "abstracts: [include]")
UNDONE = {
    "deleted": ("", True),
    "opening nothing any more": (AMENDED % ("2020-05-01", ""), True),
    "of another day": (AMENDED % ("2020-05-02", "abstracts: [include]"), True),
    "in other words": (NOTED.replace("Older ones", "Older articles"), False),
}


@pytest.mark.parametrize("case", UNDONE)
def test_a_noted_amendment_that_is_undone_is_told(root, case):
    more, is_told = UNDONE[case]
    keep_if_due(load_review(root), today="2020-03-01")
    write(root, ("About gardens", "About parks"), more=NOTED)
    keep_if_due(load_review(root), today="2020-05-01")
    assert tell_unamended(load_review(root)) == []
    write(root, ("About gardens", "About parks"), more=more)
    told = " ".join(tell_unamended(load_review(root)))
    assert ("The protocol lacks the amendment of 2020-05-01 as it was recorded" in told) is is_told


def test_an_export_that_was_replaced_after_a_version_is_told(root):
    write_run(root)
    files = load_review(root).files
    freeze_version(root, "2020", frozen_on="2020-05-01", finished=True, software="", files=files)
    assert find_replaced(load_review(root)) == []
    (root / "data/exports/scopus.ris").write_text("TY  - JOUR\nTI  - b\nER  - \n")
    (told,) = find_replaced(load_review(root))
    assert "data/exports/scopus.ris: the content of this file changed after the version 2020" in str(told)


def test_a_version_that_a_run_saw_and_that_is_gone_stops_the_next(root):
    write_run(root)
    freeze_version(root, "2020", frozen_on="2020-05-01", finished=True, software="", files=[])
    review = load_review(root)
    (root / ".cireview").mkdir()
    remember_run(root, see_review(review))
    shutil.rmtree(root / "data/versions")
    (told,) = complaints(root)
    assert "data/versions/2020: this frozen version has disappeared since the last run" in told


def test_a_file_in_the_folder_of_notices_that_is_no_table(root):
    (root / "data/notices").mkdir()
    (root / "data/notices/watch.xlsx").write_text("x")
    (told,) = complaints(root)
    assert "data/notices/watch.xlsx: no run reads this file" in told
