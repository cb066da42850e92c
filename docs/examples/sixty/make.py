"""Make the export files of the example, or fill the sheets that lie in a folder of it.

``python make.py`` writes the export files; the same articles give the same bytes.
``python make.py FOLDER ANSWERS`` writes what each reader of the example answers on the sheets that
the review in FOLDER hands out now into the folder ANSWERS. All articles and people are invented.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
ARTICLES = list(
    csv.DictReader((HERE / "articles.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
)
FIRST, LAST = ("Ala", "Ber", "Cas", "Dor", "Elm", "Fen", "Gar"), ("nova", "holt", "mira", "stad", "quist")
# Who answers otherwise than most: reader, number of the article, answer.
OTHERWISE = {("ben", 6): "attention", ("ben", 27): "include", ("dana", 15): "include"}


def in_pubmed(number: int) -> bool:
    """Return whether PubMed had an article in the first search."""
    return number % 3 != 0 or number in (3, 9)


def in_proquest(number: int) -> bool:
    """Return whether ProQuest has an article: all that PubMed lacks, and some that it has."""
    return not in_pubmed(number) or number % 7 == 1


def write_nbib(numbers: Iterable[int]) -> str:
    """Return articles as PubMed exports them."""
    return "\n".join(_write_nbib(ARTICLES[number - 1]) for number in numbers)


def _write_nbib(article: dict[str, str]) -> str:
    number = int(article["number"])
    return (
        f"PMID- {99001000 + number}\nTI  - {article['title'].rstrip('?')}.\nAB  - {article['abstract']}\n"
        f"FAU - {_name(number)}\nDP  - {_year(number)}\nLA  - eng\nPT  - Journal Article\n"
        f"JT  - Invented journal of schools\nVI  - {number}\nPG  - {number}-{number + 9}\n"
        f"LID - 10.99999/sixty.{number} [doi]\n"
    )


def write_notice(number: int) -> str:
    """Return the notice by which a journal retracts an article, as PubMed exports it."""
    title, pmid = ARTICLES[number - 1]["title"], 99001000 + number
    return (
        f"PMID- 99001099\nTI  - Retraction: {title}.\nFAU - {_name(number)}\n"
        "DP  - 2024\nLA  - eng\nPT  - Retraction Notice\nJT  - Invented journal of schools\n"
        f"RO  - Invented journal of schools. {_year(number)};{number}. PMID: {pmid}\n"
        "LID - 10.99999/sixty.99 [doi]\n"
    )


def write_ris(numbers: Iterable[int]) -> str:
    """Return articles as ProQuest exports them."""
    return "\n".join(_write_ris(ARTICLES[number - 1]) for number in numbers)


def _write_ris(article: dict[str, str]) -> str:
    number = int(article["number"])
    return (
        f"TY  - JOUR\nT1  - {article['title'].title()}\nAN  - {9990001000 + number}\n"
        f"AU  - {_name(number)}\nAB  - {article['abstract']}\nJF  - Invented Journal of Schools\n"
        f"VL  - {number}\nSP  - {number}\nEP  - {number + 9}\nPY  - {_year(number)}\nLA  - English\n"
        f"DO  - https://doi.org/10.99999/sixty.{number}\nER  -\n"
    )


def _name(number: int) -> str:
    """Return the author of an article, whom nobody is called like."""
    return f"{FIRST[number % 7]}{LAST[number % 5]}, {'ABCDEFGH'[number % 8]}"


def _year(number: int) -> int:
    return 2004 + number * 7 % 20 if number <= 60 else 2024


def fill_sheets(folder: Path, answers: Path) -> None:
    """Write what the readers answer on the sheets for abstracts that await somebody."""
    answers.mkdir(parents=True, exist_ok=True)
    for sheet in sorted((folder / "results/4_practical_screen/sheets").glob("screening_*.csv")):
        rows = list(csv.DictReader(sheet.read_text(encoding="utf-8-sig").splitlines(keepends=True)))
        lines = [_answer(row["record_id"], sheet.stem.split("_")[1]) for row in rows]
        text = "\n".join(["record_id,decision,reason", *lines, ""])
        (answers / sheet.name).write_text(text, encoding="utf-8")


def _answer(record: str, reader: str) -> str:
    number = int(record.rpartition(":")[2]) % 1000
    truth = ARTICLES[number - 1]["truth"] if number != 99 else "outdoors"
    truth = OTHERWISE.get((reader, number), truth)
    return f"{record},include," if truth == "include" else f"{record},exclude,{truth}"


def write_exports(folder: Path) -> None:
    """Write the export files of both searches into the folder of the example."""
    first = range(1, 61)
    texts = {
        "data/exports/pubmed.nbib": write_nbib(filter(in_pubmed, first)),
        "data/exports/proquest.ris": write_ris(filter(in_proquest, first)),
        "later/pubmed_2024-11.nbib": write_nbib([1, 5, 28, 34, 40, *range(61, 70)]) + "\n" + write_notice(2),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        fill_sheets(Path(sys.argv[1]), Path(sys.argv[2]))
    else:
        write_exports(HERE / "review")
