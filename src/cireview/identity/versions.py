"""Decide whether two similar versions from one source are the same record.

A label that moves to another article is worse than one that is asked about. So what speaks against it counts
more here than in deduplication: one record has left an export and another has come, and the two are often
companions.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from cireview.deduplication.places import read_doi
from cireview.deduplication.text import fold
from cireview.deduplication.words import OPPOSITE, SPELLING, WORD, find_difference
from cireview.tables.vocabulary import document_type_of

NUMBERS = ("accession", "doi", "pmid")
"""Columns that name a record by a number."""

Row = Mapping[Hashable, str]

_NOTICE = re.compile(r"(author )?(correction|corrigend|errat|retract|withdraw|reply|response to|comment)")
# Likeness of titles, 0 to 100, below which an equal number is taken for a mistake.
_SAME_NUMBER = 60
# Likeness of abstracts, 0 to 100, from which one is a correction of the other.
_SAME_ABSTRACT = 85
# Likeness of words, 0 to 100, from which one is a spelling of the other.
_SPELLING = 75
# Exchanged words of an abstract, at most: one that has more is a new wording.
_FEW = 6
_PLACE = ("year", "journal", "volume", "issue", "pages")


def read_number(row: Row, column: str) -> str:
    """Return a number of NUMBERS in one form, "" if there is none."""
    return read_doi(row[column], "") if column == "doi" else row[column].strip().casefold()


def go_together(record: Row, entry: Row) -> bool:
    """Say whether two versions with one number may be of one record."""
    titles = fold(record["title"]), fold(entry["title"])
    if differ_in_numbers(*titles):
        return False
    if bool(_NOTICE.match(titles[0])) != bool(_NOTICE.match(titles[1])):
        return False  # an erratum may bear the DOI of its article
    if not all(titles) or find_difference(*titles) == SPELLING:
        return True
    shared = read_names(record["authors"]) & read_names(entry["authors"])
    if fuzz.token_set_ratio(*titles) >= _SAME_NUMBER and (
        shared or not (read_names(record["authors"]) and read_names(entry["authors"]))
    ):
        return True
    # A title that was translated or replaced: the authors, the year and the place have stayed.
    same = ("authors", "year", "volume", "pages")
    return all(record[column] and fold(record[column]) == fold(entry[column]) for column in same)


def say_the_same(record: Row, entry: Row) -> bool:
    """Say whether two versions of one title by the same authors are of one record."""
    if contradict(record, entry):
        return False
    abstracts = fold(record["abstract"]), fold(entry["abstract"])
    if all(abstracts):
        return fuzz.ratio(*abstracts) >= _SAME_ABSTRACT
    return all(fold(record[column]) == fold(entry[column]) for column in _PLACE)


def contradict(record: Row, entry: Row) -> bool:
    """Return whether anything contradicts that two versions are the same record of a source."""
    numbers = [(read_number(record, column), read_number(entry, column)) for column in NUMBERS]
    if any(all(pair) and pair[0] != pair[1] for pair in numbers):
        return True
    types = document_type_of(record["document_type"]), document_type_of(entry["document_type"])
    if all(types) and types[0] != types[1]:
        return True
    if _differ_in_place(record, entry):
        return True
    # In one place a word that differs is a correction; elsewhere it makes two texts: boys and girls, 2019 and
    # 2020.
    titles, abstracts = ((fold(record[column]), fold(entry[column])) for column in ("title", "abstract"))
    differ = (
        find_difference(*titles) in (WORD, OPPOSITE)
        or differ_in_numbers(*titles)
        or _exchange_words(*abstracts)
    )
    return differ and not _same_pages(record, entry)


def _differ_in_place(record: Row, entry: Row) -> bool:
    """Say whether two versions lie in two places: more than a correction or the print of an early view."""
    differ = [
        column
        for column in ("volume", "issue", "pages")
        if record[column] and entry[column] and fold(record[column]) != fold(entry[column])
    ]
    if not _same_journal(fold(record["journal"]), fold(entry["journal"])) or len(differ) > 1:
        return True
    # Without abstracts, corrected pages look the same as the next paper of the issue.
    if differ and not (record["abstract"] and entry["abstract"]):
        return True
    years = [int(row["year"][:4]) for row in (record, entry) if row["year"][:4].isdecimal()]
    if len(years) == 2 and years[0] != years[1]:
        # The year of print follows that of an early view, which has no place yet.
        early = any(not row["volume"] and not row["pages"] for row in (record, entry))
        return abs(years[0] - years[1]) > 1 or not (early or _same_pages(record, entry))
    return False


def _same_pages(record: Row, entry: Row) -> bool:
    return all(
        record[column] and fold(record[column]) == fold(entry[column]) for column in ("volume", "pages")
    )


def _exchange_words(left: str, right: str) -> bool:
    """Say whether one text has other words where the other has others, and is else the same."""
    ours, theirs = left.split(), right.split()
    exchanged = [
        (" ".join(ours[step.src_start : step.src_end]), " ".join(theirs[step.dest_start : step.dest_end]))
        for step in Levenshtein.opcodes(ours, theirs)
        if step.tag == "replace"
    ]
    words = [pair for pair in exchanged if fuzz.ratio(*pair) < _SPELLING]
    return 0 < len(words) <= _FEW


def _same_journal(left: str, right: str) -> bool:
    """Say whether two folded names may be of one journal: equal, abbreviated, or one of them missing."""
    short, long = sorted((left.split(), right.split()), key=lambda words: (len(words), len(" ".join(words))))
    rest = iter(long)
    return all(any(word.startswith(start) for word in rest) for start in short)


def differ_in_numbers(left: str, right: str) -> bool:
    """Say whether both texts have numbers and these are others, as those of annual reports and parts."""
    numbers = [sorted(re.findall(r"\d+", text)) for text in (left, right)]
    return all(numbers) and numbers[0] != numbers[1]


def read_names(authors: str) -> set[str]:
    """Return all names of people, folded, whatever their order; initials are none."""
    return set(re.findall(r"[^\W\d_]{2,}", fold(authors)))
