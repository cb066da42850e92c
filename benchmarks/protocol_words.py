"""List the words that protocols of reviews on different subjects share, as data of the package.

    python benchmarks/protocol_words.py CRITERIA.csv

CRITERIA.csv has ``review``, ``subject`` and ``criteria``: paragraphs of eligibility criteria as papers print
them. The list comes from seventeen paragraphs of the SYNERGY collection (CC0, asreview/synergy-dataset,
`metadata.json` of Abgaz_2023, Adamo_2021, Ali_2024, Alunno_2020, Anmarkrud_2021, Aouad_2024, Attai_2022,
Bakker-Jacobs_2022, Bech_2019, Bindoli_2024a, Boersma-van_Dam_2024, Bosch_2021, Bosch_2023, Brons_2024,
Meijboom_2021, Menon_2022 and Oud_2018; in two of them, long lists of drugs and tests were shortened). Reviews
on one subject share the words of the subject. So a word counts once for each subject, and a plural counts as
its singular. When `screening.py` scores a review, the review's own paragraph is left out of the list.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pandas as pd

from cireview.screening.telling import is_telling
from cireview.screening.texts import clean_text, split_words

OUTPUT = Path(__file__).parents[1] / "src/cireview/screening/protocol_words.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("criteria", type=Path)
    table = pd.read_csv(parser.parse_args().criteria, keep_default_na=False)
    pairs = {
        (word.removesuffix("s"), subject)
        for subject, text in zip(table["subject"], table["criteria"], strict=True)
        for word in split_words(clean_text(text))
        if is_telling(word)
    }
    words = pd.DataFrame(sorted(pairs), columns=["word", "subject"])
    subjects = words.groupby("word")["subject"].agg(sorted)
    shared = {word: held for word, held in subjects.items() if len(held) >= 3}
    lines = ",\n".join(f"  {json.dumps(word)}: {json.dumps(held)}" for word, held in shared.items())
    OUTPUT.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
    print(f"{len(shared)} words of {table['subject'].nunique()} subjects")


if __name__ == "__main__":
    main()
