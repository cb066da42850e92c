"""Score the suggestions of codes on labelled sentences and on a coded review, and measure time and memory.

    python benchmarks/suggestions.py [--misses] [--review FOLDER] [--abstracts N]

`tests/coding/sentences.csv` holds 300 sentences, half of them traps, their right codes by the codebook of the
demonstration, and their half (`tests/coding/test_sentences.py` says by which random seed). The writer of cues
and terms saw half *a*, so only half *b* is evidence. A trap is clean if nothing wrong is suggested. A country
that a text names counts once, whether the codebook asks for the author's or for the initiative's. `--misses`
lists mistakes in half a, and never in half b.

`--review` compares the suggestions of a finished run with its codes. Suggestions are counted separately where
a code says that nothing is stated or reported, and where there is no code. `--abstracts` makes N abstracts
from the sentences and measures CPU seconds and peak memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from pathlib import Path

import pandas as pd

from cireview.coding import suggest_codes
from cireview.review import load_review
from cireview.tables import CODE, read_table

ROOT = Path(__file__).parents[1]
SENTENCES = ROOT / "tests/coding/sentences.csv"
PLAIN = "plain"
LATER = ("population", "design", "backbone_housing", "backbone_neutrality", "backbone_funding", "limits")
"""Dimensions with terms that the codebook got after the sentences were labelled: they cannot be scored."""
LONG = 18  # sentences of a made abstract, some 170 words


def read_sentences() -> pd.DataFrame:
    """Return ``id``, ``half``, ``kind``, ``text`` and ``right``, the set of right codes."""
    table = pd.read_csv(SENTENCES, dtype="str", keep_default_na=False)
    return table.assign(right=[frozenset(filter(None, codes.split("; "))) for codes in table["codes"]])


def suggest(sentences: pd.DataFrame) -> list[frozenset[str]]:
    """Return what is suggested for each sentence; what a cue struck does not count."""
    texts = pd.DataFrame({"record_id": sentences["id"], "text": sentences["text"]}, dtype="str")
    codes = suggest_codes(texts, load_review(ROOT).terms)
    codes = codes[(codes["struck"] == "") & ~codes["dimension"].isin(LATER)]
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


def compare(folder: Path) -> pd.DataFrame:
    """Count codes, suggestions, those that agree, and suggestions where nothing is coded, by dimension."""
    codes = read_table(folder / "results/6_review/coded.csv", CODE)
    suggested = read_table(folder / "results/6_review/suggestions.csv")
    suggested = suggested[suggested["struck"] == ""]
    columns = ["record_id", "dimension", "value"]
    empty = load_review(folder).empty
    given = set(codes[columns].itertuples(index=False, name=None))
    kinds = {(report, name): empty[name][value] for report, name, value in given if value in empty[name]}
    right = {code for code in given if code[:2] not in kinds}
    found = set(suggested[columns].itertuples(index=False, name=None))
    cells = {code[:2] for code in right}
    counts = {
        "coded": right,
        "suggested where coded": {code for code in found if code[:2] in cells},
        "agree": right & found,
        "where not stated": {code for code in found if kinds.get(code[:2]) == "not_stated"},
        "where not reported": {code for code in found if kinds.get(code[:2]) == "not_reported"},
        "where not coded": {code for code in found if code[:2] not in cells and code[:2] not in kinds},
    }
    table = {name: pd.Series([code[1] for code in some]).value_counts() for name, some in counts.items()}
    whole = pd.DataFrame(table).fillna(0).astype(int)
    return pd.concat([whole, whole.sum().rename("all").to_frame().T])


def measure(number: int, sentences: pd.DataFrame) -> str:
    """Return CPU seconds and peak memory of suggestions for so many made abstracts."""
    drawn = random.Random(1)
    texts = sentences["text"].tolist()
    abstracts = [" ".join([*drawn.sample(texts, LONG), f"Word{place:x}."]) for place in range(number)]
    table = pd.DataFrame(
        {"record_id": [f"r{place}" for place in range(number)], "text": abstracts}, dtype="str"
    )
    terms = load_review(ROOT).terms
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    rows = len(suggest_codes(table, terms))
    spent, peak = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{number} abstracts: {spent:.1f} CPU s, {(peak - before) / 1024:.0f} MB more, {rows} rows"


def main() -> None:
    """Print the scores of both halves, and what else is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--misses", action="store_true", help="list what went wrong in half a")
    parser.add_argument("--review", type=Path, help="folder of a finished run")
    parser.add_argument(
        "--abstracts", type=int, default=0, help="made abstracts to measure time and memory on"
    )
    given = parser.parse_args()
    sentences = read_sentences()
    if given.abstracts:
        print(measure(given.abstracts, sentences))
        return
    if given.review:
        print(compare(given.review).to_string())
        return
    sentences["found"] = suggest(sentences)
    halves = {f"half {half}": score(rows) for half, rows in sentences.groupby("half")}
    print(pd.DataFrame(halves).round(3).to_string())
    for row in sentences[(sentences["half"] == "a") & given.misses].itertuples():
        wrong, missed = sorted(row.found - row.right), sorted(row.right - row.found)
        if wrong or missed:
            print(f"{row.id} [{row.kind}] {row.text}\n    wrong {wrong}  missed {missed}")


if __name__ == "__main__":
    main()
