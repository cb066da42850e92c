"""Which sheets become which piles: samples first, batches in their order, nobody else's."""

import pandas as pd
import pytest

from cireview.reading.handed_out import find_abstracts, list_samples, pile_up
from cireview.tables import write_table
from cireview.tables.spreadsheets import write_sheet

SHEETS = "results/4_practical_screen/sheets"
LABELS = "data/labels/screening"


def hand_out(root, name, ids, folder=SHEETS, **columns):
    table = pd.DataFrame(
        {"record_id": ids, "title": "T", "decision": "", "reviewer": "anna", **columns}, dtype="str"
    )
    write_sheet(table, root / folder / f"{name}.csv")


def list_handed_out(root):
    files = sorted(file.name for file in (root / SHEETS).glob("*.csv"))
    write_table(
        pd.DataFrame({"file": files, "sha256": "", "cells": ""}, dtype="str"), root / SHEETS / "digests.csv"
    )


@pytest.fixture
def root(tmp_path):
    (tmp_path / SHEETS).mkdir(parents=True)
    (tmp_path / LABELS).mkdir(parents=True)
    return tmp_path


def keys(root, person, samples=(), *, is_by_batch=False, awaited="abcdefgh"):
    files = find_abstracts(root, person, samples=samples, is_by_batch=is_by_batch)
    piles, _ = pile_up(files, person=person, awaited=set(awaited), is_by_batch=is_by_batch)
    return [(pile.name, "".join(pile.keys), pile.kind, pile.moves) for pile in piles]


def test_all_at_once_follows_the_ranking(root):
    hand_out(root, "screening_anna", list("cab"))
    hand_out(root, "screening_anna_b", list("d"))  # of a person of that name
    list_handed_out(root)
    assert keys(root, "anna") == [("screening_anna", "cab", "ranking", True)]
    assert list_samples(root, "anna", ["pilot_1"]) == []


def test_a_sample_comes_first_and_never_moves(root):
    hand_out(root, "screening_anna", list("cab"))
    hand_out(root, "screening_anna_pilot_1", list("ed"), purpose="a pilot", chosen="pilot_1")
    hand_out(root, "screening_anna_sample_1_002", list("f"), purpose="a sample", chosen="sample_1")
    list_handed_out(root)
    names = list_samples(root, "anna", ["pilot_1", "sample_1", "certification_1"])
    assert names == ["pilot_1", "sample_1"]
    assert keys(root, "anna", names) == [
        ("screening_anna_pilot_1", "ed", "pilot_1", False),
        ("screening_anna_sample_1_002", "f", "sample_1", False),
        ("screening_anna", "cab", "ranking", True),
    ]


def test_batches_come_by_number_and_what_was_answered_is_not_asked(root):
    hand_out(root, "screening_anna_002", list("ed"), chosen=["random", "ranking"])
    hand_out(root, "screening_anna_001", list("cab"), chosen="ranking")
    hand_out(root, "screening_anna_001", list("bca"), LABELS, chosen="ranking")  # saved, and sorted
    list_handed_out(root)
    assert keys(root, "anna", is_by_batch=True, awaited="bced") == [
        ("screening_anna_001", "bc", "ranking", False),
        ("screening_anna_002", "ed", "ranking", False),
    ]
    files = find_abstracts(root, "anna", samples=(), is_by_batch=True)
    piles, shown = pile_up(files, person="anna", awaited=set("bced"), is_by_batch=True)
    assert piles[1].chosen == {"e": "random"}
    assert shown["e"]["title"] == "T"


def test_people_who_decide_together_get_the_rows_that_name_them(root):
    hand_out(root, "screening_conflicts", list("ab"), reviewer=["anna; ben", "anna; eve"])
    list_handed_out(root)
    assert keys(root, "anna; ben") == [("screening_conflicts", "a", "ranking", True)]
