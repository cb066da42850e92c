"""Labelled sentences: half are traps, a seed splits them, and suggestions keep to what was measured."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest
import yaml

from cireview.coding import suggest_codes
from cireview.review import load_review

ROOT = Path(__file__).parents[2]
SEED = 2011
with (Path(__file__).parent / "sentences.csv").open(encoding="utf-8", newline="") as file:
    SENTENCES = list(csv.DictReader(file))


def test_half_of_the_sentences_are_traps():
    assert len(SENTENCES) == 300
    assert sum(row["kind"] != "plain" for row in SENTENCES) == 150


def test_each_kind_is_split_in_halves_by_the_seed():
    drawn, halves = random.Random(SEED), {}
    for kind in dict.fromkeys(row["kind"] for row in SENTENCES):
        ids = [row["id"] for row in SENTENCES if row["kind"] == kind]
        drawn.shuffle(ids)
        first = (len(ids) + (kind < "h")) // 2
        halves |= {number: "a" if place < first else "b" for place, number in enumerate(ids)}
    assert halves == {row["id"]: row["half"] for row in SENTENCES}


def test_every_code_is_in_the_codebook():
    codebook = yaml.safe_load((ROOT / "config/codebook.yaml").read_text(encoding="utf-8"))
    known = {f"{one['id']}.{value['id']}" for one in codebook["dimensions"] for value in one["values"]}
    assert {code for row in SENTENCES for code in row["codes"].split("; ") if code} <= known


@pytest.fixture(scope="module")
def unseen():
    """Return the half that no cue was written by: kind, right codes, and codes suggested and not struck."""
    half = [row for row in SENTENCES if row["half"] == "b"]
    texts = pd.DataFrame(half)[["id", "text"]].rename(columns={"id": "record_id"}).astype("str")
    codes = suggest_codes(texts, load_review(ROOT).terms)
    codes = codes[codes["struck"] == ""]
    names = codes["dimension"].str.replace("initiative_country", "country") + "." + codes["value"]
    found = names.groupby(codes["record_id"]).agg(set).to_dict()
    return [
        (row["kind"], set(filter(None, row["codes"].split("; "))), found.get(row["id"], set()))
        for row in half
    ]


def test_suggestions_are_right_and_few_are_missed(unseen):
    hits = sum(len(right & found) for _, right, found in unseen)
    assert hits / sum(len(found) for *_, found in unseen) >= 0.85
    assert hits / sum(len(right) for _, right, _ in unseen) >= 0.75


def test_nine_traps_of_ten_stay_clean(unseen):
    traps = [found <= right for kind, right, found in unseen if kind != "plain"]
    assert sum(traps) / len(traps) >= 0.9
