"""Evidence: the comparison of two records as truth values, from which the rules are built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from cireview.deduplication.pairs import AGREE, DIFFER, MISSING, Mask

Preprints = Literal["separate", "merge"]

# Likenesses from 0 to 1 at which names and texts count as one.
_NEAR_TITLE, _ALIKE_TITLE, _RELATED_TITLE = 0.93, 0.8, 0.6
_CONTAINED_TITLE = 0.95
_LONG_TITLE = 35  # letters; shorter titles are borne by several texts
_SAME_PEOPLE, _LIKE_PEOPLE, _OTHER_PEOPLE, _SHARED_PEOPLE = 0.9, 0.8, 0.72, 0.6
_SAME_ABSTRACT, _OTHER_ABSTRACT = 0.9, 0.6
_CLOSE_YEARS = 3  # between acceptance and print, or a year typed wrong; editions lie further apart
_FEWEST_PAGES, _MOST_PAGES = 3, 80  # shorter ranges hold several abstracts, longer ones are whole supplements


@dataclass(frozen=True)
class Evidence:
    """One truth value for every pair; what is missing on a side is neither same nor differs.

    Parameters
    ----------
    copy
        Alike in every field, whatever is missing missing on both sides.
    exact, near, alike, related
        Titles that tell their text and are the same; that, a misspelling or one cut short; that, or one
        within the other; anything of the kind.
    contained
        One title's words are all in the other.
    broken
        One title is the other without the letters that an encoding lost.
    standing, standing_same
        A title that many texts bear ("Editorial"); that, and the same on both sides.
    year, year_near, year_close, year_far
        The same year; at most one, at most three years apart; more than one apart.
    one_placed, unplaced
        One record has a volume or page, the other has neither; neither has.
    one_whole
        One record is a book or thesis by its number of pages, the other has a place in another one.
    one_place
        One text in one place: the same title, volume and page from two registrants of DOIs, or the full
        place.
    two_places
        Two full places: the pages differ, and so does volume, issue or journal.
    entry, entry_differs
        One source holds both under one number of its own, or, without a place, under two numbers or
        addresses.
    range
        First and last page agree, and lie neither too near nor too far for one article.
    word_differs
        Titles that are alike but for a word that is no misspelling, inflection or mark.
    label_differs, label_missing
        Another note or section beside the titles ("Perspective:", "[letter]"); at most one title has any.
    opposites
        The words in which the titles differ mean two studies: men and women, part A and part B.
    title_added
        One title has a part at its start or end that the other lacks.
    registered_differs
        Two entries of registers under two numbers.
    identified
        One DOI or PubMed id.
    type_differs
        Databases call the two by names of two kinds of text: article, conference abstract, thesis, erratum.
    trial_differs
        The abstracts name two trials.
    sister
        One journal's name is the other's and a little more: "BMJ" and "BMJ Open".
    half_issue
        One side alone names a supplement or part of an issue that both have.
    one_page
        Both stand on one page, as abstracts do.
    corporate
        A body such as an association is the only author.
    two_bodies
        One author is a body, the other a short word that starts as its name does and is not its acronym.
    namesake, namesake_in_full
        First authors of one family name with other initials; with two given names, both in full.
    reprint
        One text by title, authors, abstract and journal, at most a year apart, wherever it stands.
    preprint, merged
        A preprint and a version of record; and the review counts them as one report.
    """

    copy: Mask
    exact: Mask
    near: Mask
    alike: Mask
    related: Mask
    contained: Mask
    broken: Mask
    long: Mask
    standing: Mask
    standing_same: Mask
    title_missing: Mask
    numbers_differ: Mask
    word_differs: Mask
    opposites: Mask
    title_added: Mask
    kind_differs: Mask
    label_differs: Mask
    label_missing: Mask
    people: Mask
    people_same: Mask
    people_differ: Mask
    year: Mask
    year_near: Mask
    year_close: Mask
    year_far: Mask
    year_missing: Mask
    journal: Mask
    journal_differs: Mask
    volume: Mask
    volume_differs: Mask
    issue: Mask
    issue_differs: Mask
    page: Mask
    page_differs: Mask
    range: Mask
    one_placed: Mask
    unplaced: Mask
    one_whole: Mask
    two_places: Mask
    one_place: Mask
    entry: Mask
    entry_differs: Mask
    identified: Mask
    doi: Mask
    doi_differs: Mask
    registrant: Mask
    pmid_differs: Mask
    registered_differs: Mask
    type_differs: Mask
    trial_differs: Mask
    sister: Mask
    half_issue: Mask
    one_page: Mask
    corporate: Mask
    two_bodies: Mask
    namesake: Mask
    namesake_in_full: Mask
    abstract: Mask
    abstract_differs: Mask
    reprint: Mask
    preprint: Mask
    merged: Mask


def weigh(found: pd.DataFrame, *, preprints: Preprints = "separate") -> Evidence:
    """Return the evidence in `found`.

    Parameters
    ----------
    found
        What `compare` returns.
    preprints
        Whether a preprint and the version of record are two reports ("separate") or one ("merge").
    """
    agrees = {name: (found[name] == AGREE).to_numpy() for name in found.columns}
    differs = {name: (found[name] == DIFFER).to_numpy() for name in found.columns}
    identified = agrees["doi"] | agrees["pmid"]
    preprint = differs["stage"] & ~identified
    titles, people, years = _weigh_titles(found), _weigh_people(found), _weigh_years(found)
    several = found["page_count"].between(_FEWEST_PAGES, _MOST_PAGES).to_numpy()
    full = agrees["page"] & agrees["last_page"] & several
    text = titles["exact"] & people["people_same"] & titles["abstract"]
    return Evidence(
        copy=found["copy"].to_numpy(),
        **titles,
        **people,
        **years,
        **{name: agrees[name] for name in ("journal", "volume", "issue", "page", "doi", "registrant")},
        **{
            f"{name}_differs": differs[name]
            for name in ("journal", "volume", "issue", "page", "doi", "pmid", "registered", "type", "trial")
        },
        sister=found["sister"].to_numpy(),
        half_issue=found["half_issue"].to_numpy(),
        one_page=agrees["page"] & ~agrees["last_page"],
        range=full,
        **_weigh_entries(found, differs),
        identified=identified,
        one_place=(titles["exact"] & agrees["page"] & agrees["volume"])
        & (~agrees["registrant"] | (full & agrees["issue"] & people["people_same"] & years["year"])),
        reprint=text & agrees["journal"] & years["year_near"],
        preprint=preprint,
        merged=preprint & (preprints == "merge"),
    )


def _weigh_titles(found: pd.DataFrame) -> dict[str, Mask]:
    title = found["title"].to_numpy()
    same = (found["title_same"] == AGREE).to_numpy()
    standing = found["standing"].to_numpy()
    exact = same & ~standing
    near = (exact | (title >= _NEAR_TITLE) | found["title_cut"].to_numpy()) & ~standing
    contained = (found["title_words"] >= _CONTAINED_TITLE).to_numpy() & ~standing
    alike = near | contained | ((title >= _ALIKE_TITLE) & ~standing)
    known, abstract = found["abstract_known"].to_numpy(), found["abstract"].to_numpy()
    return {
        "exact": exact,
        "near": near,
        "alike": alike,
        "related": alike | (title >= _RELATED_TITLE),
        "contained": contained,
        "broken": found["title_broken"].to_numpy() & ~same & ~standing,
        "long": (found["title_length"] >= _LONG_TITLE).to_numpy(),
        "standing": standing,
        "standing_same": same & standing,
        "title_missing": (found["title_same"] == MISSING).to_numpy(),
        "numbers_differ": found["numbers_differ"].to_numpy(),
        "word_differs": found["word_differs"].to_numpy(),
        "opposites": found["opposites"].to_numpy(),
        "title_added": found["title_added"].to_numpy(),
        "kind_differs": found["kind_differs"].to_numpy(),
        "label_differs": found["label_differs"].to_numpy(),
        "label_missing": (found["label"] == MISSING).to_numpy(),
        "abstract": known & (abstract >= _SAME_ABSTRACT),
        "abstract_differs": known & (abstract < _OTHER_ABSTRACT),
    }


def _weigh_people(found: pd.DataFrame) -> dict[str, Mask]:
    known = found["authors_known"].to_numpy()
    first = found["first_author"].to_numpy()
    namesake = (found["initial"] == DIFFER).to_numpy() & (first == AGREE)
    likeness = liken_people(found)
    return {
        "people": known & ((likeness >= _LIKE_PEOPLE) | ((first == AGREE) & (likeness >= _SHARED_PEOPLE))),
        "people_same": known & (likeness >= _SAME_PEOPLE) & ~namesake,
        "corporate": found["corporate"].to_numpy(),
        "two_bodies": found["bodies"].to_numpy(),
        "namesake": namesake,
        "namesake_in_full": found["given_differs"].to_numpy() & (first == AGREE),
        "people_differ": known & (likeness < _OTHER_PEOPLE) & (first == DIFFER),
    }


def liken_people(found: pd.DataFrame) -> NDArray[np.float32]:
    """Return how alike the authors of each pair are, 0 to 1, by family names or by all names."""
    return found["families"].clip(lower=found["names"]).to_numpy()


def _weigh_entries(found: pd.DataFrame, differs: dict[str, Mask]) -> dict[str, Mask]:
    unplaced = found["unplaced"].to_numpy()
    return {
        "one_placed": found["one_placed"].to_numpy(),
        "unplaced": unplaced,
        "one_whole": found["one_whole"].to_numpy(),
        "two_places": differs["page"] & (differs["volume"] | differs["issue"] | differs["journal"]),
        "entry": (found["entry"] == AGREE).to_numpy(),
        "entry_differs": (differs["entry"] | differs["address"]) & unplaced,
    }


def _weigh_years(found: pd.DataFrame) -> dict[str, Mask]:
    gap = found["year_gap"].to_numpy()
    return {
        "year": gap == 0,
        "year_near": gap <= 1,
        "year_close": gap <= _CLOSE_YEARS,
        "year_far": gap > 1,
        "year_missing": np.isnan(gap),
    }
