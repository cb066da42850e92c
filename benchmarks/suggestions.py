"""Score the suggestions of codes on 300 labelled sentences, half of them traps.

    python benchmarks/suggestions.py [--misses]

`tests/coding/sentences.csv` holds the sentences, their right codes by the codebook of the demonstration, and
their half (`tests/coding/test_sentences.py` says by which random seed). Cues and terms were written with half
*a* before the eyes of their writer, so only half *b* is evidence. A trap is clean if nothing wrong is
suggested. A country that a text names counts once, whether the codebook asks for the author's or for the
initiative's. `--misses` lists what went wrong in half a, and never in half b.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from cireview.coding import suggest_codes
from cireview.review import load_review

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "tests/coding/sentences.csv"
PLAIN = "plain"


def read_sentences() -> pd.DataFrame:
    """Return ``id``, ``half``, ``kind``, ``text`` and ``right``, the set of right codes."""
    table = pd.read_csv(SENTENCES, dtype="str", keep_default_na=False)
    return table.assign(right=[frozenset(filter(None, codes.split("; "))) for codes in table["codes"]])


def suggest(sentences: pd.DataFrame) -> list[frozenset[str]]:
    """Return what is suggested for each sentence; what a cue struck does not count."""
    texts = pd.DataFrame({"record_id": sentences["id"], "text": sentences["text"]}, dtype="str")
    codes = suggest_codes(texts, load_review(ROOT).terms)
    if "struck" in codes:
        codes = codes[codes["struck"] == ""]
    names = codes["dimension"].str.replace("initiative_country", "country") + "." + codes["value"]
    found = names.groupby(codes["record_id"]).agg(frozenset)
    return [found.get(number, frozenset()) for number in sentences["id"]]


def score(sentences: pd.DataFrame) -> dict[str, float]:
    """Return precision and recall over all sentences, and the share of clean traps per kind."""
    hits = sum(len(row.right & row.found) for row in sentences.itertuples())
    suggested, right = sentences["found"].map(len).sum(), sentences["right"].map(len).sum()
    traps = sentences[sentences["kind"] != PLAIN]
    clean = pd.Series([row.found <= row.right for row in traps.itertuples()], index=traps.index)
    shares = clean.groupby(traps["kind"], sort=False).mean().to_dict()
    return {"precision": hits / suggested, "recall": hits / right, "clean": clean.mean(), **shares}


def main() -> None:
    """Print the scores of both halves."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="list what went wrong in half a")
    misses = parser.parse_args().misses
    sentences = read_sentences()
    sentences["found"] = suggest(sentences)
    halves = {f"half {half}": score(rows) for half, rows in sentences.groupby("half")}
    print(pd.DataFrame(halves).round(3).to_string())
    for row in sentences[(sentences["half"] == "a") & misses].itertuples():
        wrong, missed = sorted(row.found - row.right), sorted(row.right - row.found)
        if wrong or missed:
            print(f"{row.id} [{row.kind}] {row.text}\n    wrong {wrong}  missed {missed}")


if __name__ == "__main__":
    main()
