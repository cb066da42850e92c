"""Compare: how far the two records of each pair agree, field by field."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from rapidfuzz import fuzz

from cireview.deduplication.bodies import is_acronym, may_be_one_body
from cireview.deduplication.journals import is_sister
from cireview.deduplication.pairs import AGREE, DIFFER, MISSING, Agreement, Mask, Pairs, Positions
from cireview.deduplication.people import are_two_given_names
from cireview.deduplication.places import are_two_places
from cireview.deduplication.signs import are_charged_otherwise
from cireview.deduplication.words import CUT, OPPOSITE, REWORDED, WORD, find_difference

_LEAST_TITLE = 0.5
_CUT_LENGTH = 20
# Less alike titles are joined by other fields alone, and a word says nothing of them.
_ALIKE_TITLE, _CONTAINED_TITLE = 0.7, 0.9
_NEAR_TITLE = 0.8
_FIRST_NAME_LIKENESS = 0.8
_JOURNAL_LIKENESS = 0.85
_ARTICLE_NUMBER = 10_000


def compare(forms: pd.DataFrame, left: Positions, right: Positions, *, workers: int = 1) -> pd.DataFrame:
    """Compare the records of each pair, field by field.

    Parameters
    ----------
    forms
        What `normalise` returns.
    left, right
        Positions in `forms`, of any number of pairs; they are compared in parts to bound memory.
    workers
        Threads of rapidfuzz; -1 for all cores.

    Returns
    -------
    pandas.DataFrame
        ``left`` and ``right`` of the pairs that have a title or an identifier in common, and for each: texts'
        likeness from 0 to 1; truth values; and agreement as 1 (agree), 0 (missing on a side), -1 (differ).
    """
    pairs = Pairs(forms, left, right, workers)
    kept = pairs.likeness("text") >= _LEAST_TITLE
    for name in ("doi", "pmid", "page", "abstract"):
        kept |= pairs.agreement(name) == AGREE
    kept |= _is_cut(pairs)
    pairs = pairs.keep(kept)
    found: dict[str, Any] = {"left": pairs.left, "right": pairs.right}
    found["copy"] = pairs.agreement("content") == AGREE
    found |= _compare_titles(pairs)
    found |= _compare_people(pairs)
    found |= _compare_places(pairs)
    return pd.DataFrame(found)


def _compare_titles(pairs: Pairs) -> dict[str, Any]:
    cut = _is_cut(pairs)
    numbers = pairs.sides("numbers")
    same = (numbers[0] == numbers[1]) | (cut & pairs.is_start("numbers"))
    same = same.astype(bool) & (pairs.agreement("label_numbers") != DIFFER)
    labels = pairs.sides("label")
    broken = (pairs.agreement("skeleton") == AGREE) & (pairs.agreement("wholeness") == DIFFER)
    standing, kind = pairs.sides("standing"), pairs.sides("kind")
    return {
        "title": pairs.likeness("text"),
        "title_words": pairs.likeness("text", fuzz.token_set_ratio),
        "title_same": pairs.agreement("squeezed"),
        "title_cut": cut,
        "title_broken": broken,
        "title_length": pairs.shorter("squeezed", "squeezed"),
        # What is left of a broken word may look like a Roman numeral.
        "numbers_differ": ~same & ~broken,
        "label": pairs.agreement("label"),
        "label_differs": (labels[0] != labels[1]).astype(bool),
        **_find_other_words(pairs),
        "standing": (standing[0] | standing[1]).astype(bool),
        "kind_differs": (kind[0] != kind[1]).astype(bool),
        "abstract": pairs.likeness("abstract"),
        "abstract_known": pairs.agreement("abstract") != MISSING,
    }


def _find_other_words(pairs: Pairs) -> dict[str, Mask]:
    """Tell where a word makes two of like titles, and where one has a part that the other lacks."""
    alike = pairs.likeness("text") >= _ALIKE_TITLE
    # Short titles with a long addition: all words of one are in the other.
    alike |= pairs.likeness("text", fuzz.token_set_ratio) >= _CONTAINED_TITLE
    alike &= pairs.agreement("squeezed") == DIFFER
    kinds = np.zeros(len(pairs.left), dtype=np.int8)
    titles = (side[alike].tolist() for name in ("spelled", "text") for side in pairs.sides(name))
    # Titles repeat among the pairs, and most are written as they are spelled.
    find = functools.cache(find_difference)
    # A slip in a word that is spelt in two ways is seen only as it was written.
    kinds[alike] = [
        find(one, other) and min(find(one, other), find(*written))
        for one, other, *written in zip(*titles, strict=True)
    ]
    # A new wording is a translation, unless so much is the same that it stands for a few words of many.
    near = pairs.likeness("text") >= _NEAR_TITLE
    signs = (pairs.agreement("signs") == DIFFER) | _judge_texts(pairs, "charges", are_charged_otherwise)
    differs = (kinds == WORD) | (kinds == OPPOSITE) | ((kinds == REWORDED) & near) | signs
    return {"word_differs": differs, "opposites": (kinds == OPPOSITE) | signs, "title_added": kinds == CUT}


def _compare_people(pairs: Pairs) -> dict[str, Any]:
    acronym, doubtful = (_judge_texts(pairs, "body", judge) for judge in (is_acronym, may_be_one_body))
    doubtful &= ~acronym & np.logical_or(*pairs.sides("corporate")).astype(bool)
    first = (pairs.likeness("first") >= _FIRST_NAME_LIKENESS) | acronym
    # Names in two scripts cannot be compared, nor can an acronym with the full name of a body.
    known = (pairs.agreement("first") != MISSING) & (pairs.agreement("script") != DIFFER) & ~doubtful
    families = pairs.likeness("families", fuzz.token_set_ratio)
    return {
        "authors_known": known,
        "first_author": np.where(known, np.where(first, AGREE, DIFFER), MISSING).astype(np.int8),
        "initial": np.where(acronym | doubtful, MISSING, pairs.agreement("initial")).astype(np.int8),
        "given_differs": _judge_texts(pairs, "given", are_two_given_names),
        "corporate": np.logical_or(*pairs.sides("corporate")).astype(bool),
        "bodies": doubtful,
        "families": np.where(acronym, np.float32(1), families),
        "names": pairs.likeness("names", fuzz.token_set_ratio),
    }


def _compare_places(pairs: Pairs) -> dict[str, Any]:
    years = [pd.to_numeric(pd.Series(side), errors="coerce").to_numpy() for side in pairs.sides("year")]
    volume, issue = pairs.agreement("volume"), _compare_issues(pairs)
    return {
        "journal": _compare_journals(pairs),
        "year_gap": np.abs(years[0] - years[1]).astype(np.float32),
        "volume": volume,
        "issue": issue,
        "page": _compare_pages(pairs),
        "last_page": pairs.agreement("last_page"),
        "page_count": _count_pages(pairs),
        "doi": pairs.agreement("doi"),
        "registrant": pairs.agreement("registrant"),
        "pmid": pairs.agreement("pmid"),
        "registered": pairs.agreement("registered"),
        "trial": pairs.agreement("trial"),
        "type": pairs.agreement("kind_of_text"),
        "sister": _are_sisters(pairs),
        "half_issue": _is_half_known(pairs),
        "stage": pairs.agreement("stage"),
        "one_placed": pairs.agreement("placed") == DIFFER,
        "unplaced": np.equal(pairs.sides("placed")[0], "loose") & np.equal(pairs.sides("placed")[1], "loose"),
        "one_whole": _is_whole(pairs) | _is_whole(pairs.turn()),
        "entry": _compare_entries(pairs),
        "address": pairs.agreement("address"),
    }


def _compare_issues(pairs: Pairs) -> Agreement:
    """Return whether issues agree, and the parts of volumes; what one side alone names makes them unknown."""
    differ = np.zeros(len(pairs.left), dtype=bool)
    for name in ("volume_words", "issue_words"):
        differ |= _judge_texts(pairs, name, are_two_places)
    return np.where(differ, DIFFER, pairs.agreement("issue").clip(MISSING)).astype(np.int8)


def _is_half_known(pairs: Pairs) -> Mask:
    """Tell where one side alone names a supplement or part, of an issue or volume that both have."""
    supplements, issues = pairs.sides("supplement"), pairs.sides("issue")
    found = np.not_equal(supplements[0] == "", supplements[1] == "")
    found &= np.not_equal(issues[0], "") & np.not_equal(issues[1], "")
    for name in ("volume_words", "issue_words"):
        found |= pairs.agreement(name) == DIFFER
    return np.asarray(found)


def _are_sisters(pairs: Pairs) -> Mask:
    """Tell where one journal's name is another's and a little more: "BMJ" and "BMJ Open"."""
    return _judge_texts(pairs, "journal_in_full", is_sister)


def _judge_texts(pairs: Pairs, name: str, judge: Callable[[str, str], bool]) -> Mask:
    """Judge the two texts of each pair that has two, each two texts once."""
    differ = pairs.agreement(name) == DIFFER
    sides = (side[differ] for side in pairs.sides(name))
    found, remembered = np.zeros(len(differ), dtype=bool), functools.cache(judge)
    found[differ] = [remembered(one, other) for one, other in zip(*sides, strict=True)]
    return found


def _compare_entries(pairs: Pairs) -> Agreement:
    """Return whether one source holds the records under one number of its own."""
    same_source = pairs.agreement("source") == AGREE
    return np.where(same_source, pairs.agreement("accession"), MISSING).astype(np.int8)


def _is_whole(pairs: Pairs) -> Mask:
    """Tell where the left is a book or thesis by its number of pages and the right has a place in another."""
    extent, page = pairs.sides("extent")[0], pairs.sides("page")[1]
    return np.asarray(np.not_equal(extent, "") & np.not_equal(page, ""))


def _compare_journals(pairs: Pairs) -> Agreement:
    known = pairs.agreement("journal")
    known = np.where(pairs.agreement("journal_script") == DIFFER, MISSING, known)
    alike = pairs.likeness("journal", fuzz.token_set_ratio) >= _JOURNAL_LIKENESS
    short = pairs.is_within("journal", "journal") | pairs.turn().is_within("journal", "journal")
    alike |= (short & (pairs.agreement("initials") == AGREE)) | _is_acronym(pairs)
    return np.where(known == MISSING, MISSING, np.where(alike, AGREE, DIFFER)).astype(np.int8)


def _is_acronym(pairs: Pairs) -> Mask:
    """Tell where one journal is the acronym of the other: "AMCIS", for instance."""
    found = np.zeros(len(pairs.left), dtype=bool)
    for turned in (pairs, pairs.turn()):
        one_word = turned.sides("journal_words")[0] == 1
        initials_in_acronym = turned.turn().is_within("initials", "journal")
        found |= one_word & turned.is_within("journal", "journal") & initials_in_acronym
    return found & (pairs.shorter("initials", "initials") >= 3)


def _compare_pages(pairs: Pairs) -> Agreement:
    """Return whether pages agree; what may be the same pages written in another way counts as missing.

    Cases: a range within the other; "61" for "251-61", cut by a database; article numbers against pages.
    """
    agreement = pairs.agreement("page")
    start, end = pairs.sides("page_from"), pairs.sides("page_to")
    letters = pairs.sides("page_letters")
    # One range within the other; parts of one text may share a page.
    within = [(start[a] <= start[b]) & (start[b] <= end[b]) & (end[b] <= end[a]) for a, b in ((0, 1), (1, 0))]
    overlap = (letters[0] == letters[1]) & (within[0] | within[1])
    # "12A" and "12B" are two texts on one page.
    overlap &= ~((pairs.agreement("page_suffix") == DIFFER) & (start[0] == start[1]))
    overlap &= ~(pairs.sides("page_coded")[0] & pairs.sides("page_coded")[1]).astype(bool)
    tail = _is_tail(pairs) | _is_tail(pairs.turn())
    article = (start[0] >= _ARTICLE_NUMBER) != (start[1] >= _ARTICLE_NUMBER)
    unsure = (agreement == DIFFER) & (overlap | tail | article)
    return np.where(unsure, MISSING, agreement).astype(np.int8)


def _is_tail(pairs: Pairs) -> Mask:
    """Tell where the left's only number is the end of the right's last page: "61" for "251-61"."""
    single = pairs.sides("last_page")[0] == ""
    longer = pairs.sides("page_to")[1] >= pairs.sides("page_to")[0]
    known = np.not_equal(pairs.sides("last_page")[1], "")
    return np.asarray(single & longer & known & pairs.is_end("page", "last_page"))


def _count_pages(pairs: Pairs) -> NDArray[np.int64]:
    start, end = pairs.sides("page_from"), pairs.sides("page_to")
    counts = [end[side] - start[side] + 1 for side in (0, 1)]
    return np.where(counts[0] == counts[1], counts[0], 0)


def _is_cut(pairs: Pairs) -> Mask:
    """Tell where one title is the start of the other, long enough to mean something."""
    return pairs.is_start("text") & (pairs.shorter("text", "text") >= _CUT_LENGTH)
