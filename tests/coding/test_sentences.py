"""Labelled sentences of the benchmark: half are traps, a stated seed splits them, their codes exist."""

import csv
import random
from pathlib import Path

import yaml

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
