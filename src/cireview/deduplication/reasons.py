"""Reasons why two records are the same report: rules decide, hints only raise a question.

The first rule that holds gives a pair its name; `objections` may still speak against it. Records that only a
hint joins are a question. Each reason stands with the case that it handles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cireview.deduplication.evidence import Evidence
from cireview.deduplication.pairs import Mask


@dataclass(frozen=True)
class Reason:
    """A named condition on pairs, with the case that it handles.

    A firm doubt makes a question of a pair and a firm veto makes none, however probable the pair is.
    """

    name: str
    case: str
    holds: Callable[[Evidence], Mask]
    firm: bool = False


RULES: tuple[Reason, ...] = (
    Reason(
        "same in every field",
        "a record exported twice, however little it says beside its title",
        lambda e: e.copy & e.exact & (e.long | e.people) & (e.year | e.identified | e.entry),
    ),
    Reason(
        "same identifier",
        "one DOI or PubMed id, and neither title nor place speaks against it (a book's DOI on its chapters)",
        lambda e: (
            (e.identified & (e.alike | e.title_missing | e.standing_same))
            | (e.identified & e.people & (e.related | e.range) & ~e.page_differs)
        ),
    ),
    Reason(
        "same title and place",
        "the usual duplicate: two databases spell one article's journal and names in two ways",
        lambda e: (
            (e.exact & e.page & ~e.people_differ)
            & (e.year | ((e.volume | e.journal) & e.year_near) | (e.volume & e.journal & e.year_close))
        ),
    ),
    Reason(
        "like title and same place",
        "a misspelling, a subtitle missing, the original title added to the translation",
        lambda e: (
            (e.alike & e.people & e.page & (e.near | e.range))
            & (e.year_near | (e.journal & e.year_close))
            & (e.volume | (e.journal & e.year & ~e.volume_differs))
        ),
    ),
    Reason(
        "same pages by the same people",
        "a translated title: journal, year, volume, issue, first and last page and authors agree",
        lambda e: e.range & e.volume & e.issue & e.journal & e.people_same & e.year,
    ),
    Reason(
        "same title and pages, other people",
        "a group's name instead of authors, given names taken for family names",
        lambda e: e.exact & e.long & e.range & e.volume & e.journal & e.year_close,
    ),
    Reason(
        "same title, people and volume",
        "pages missing, cut short by a database, or misprinted",
        lambda e: (
            (e.exact & e.people & e.volume & (e.year_near | (e.issue & e.journal & e.year_close)))
            & (e.issue | (~e.page_differs & ~e.issue_differs & ~e.journal_differs))
        ),
    ),
    Reason(
        "like title, same people and volume",
        "a misspelling, and pages missing on a side",
        lambda e: (
            (e.near & e.people_same & e.volume & e.journal & ~e.page_differs)
            & (e.year | (e.issue & e.year_close))
        ),
    ),
    Reason(
        "same title, people, journal and year",
        "volume and pages missing on a side: in press, conference papers",
        lambda e: e.exact & e.people & e.journal & e.year,
    ),
    Reason(
        "same title, people and journal, in press",
        "online and in print, a conference in December: a year apart, and only one has its place",
        lambda e: e.exact & e.long & e.people_same & e.journal & e.year_near & e.one_placed & ~e.corporate,
    ),
    Reason(
        "same title, people and abstract",
        "container missing or written in another way",
        lambda e: e.exact & e.people & e.abstract & e.year_near,
    ),
    Reason(
        "same long title and year",
        "a record without authors or container",
        lambda e: e.exact & e.long & e.year & ~e.people_differ & ~e.journal_differs,
    ),
    Reason(
        "preprint and version of record",
        "only where the review counts them as one report",
        lambda e: e.merged & e.exact & e.people_same & e.year_near,
    ),
    Reason(
        "same standing title and place",
        "editorials and the like: every part of the place has to agree",
        lambda e: (
            (e.standing_same & e.volume & e.journal)
            & (
                (e.page & e.year_near & ~e.people_differ)
                | (e.issue & e.year & e.people_same & ~e.page_differs)
            )
        ),
    ),
)

PROBABLE = "probable by all fields"
"""Why two records are the same where no rule holds."""

# Reasons without a place or an identifier: where records that must differ compete for one, it is asked about.
WEAK = frozenset(
    {
        PROBABLE,
        "same title, people, journal and year",
        "same title, people and journal, in press",
        "same title, people and abstract",
        "same long title and year",
        "preprint and version of record",
    }
)

HINTS: tuple[Reason, ...] = (
    Reason(
        "same identifier, other title",
        "a translated title; or the DOI of a supplement on each of its abstracts",
        lambda e: e.identified & e.people & ~e.page_differs,
    ),
    Reason(
        "same pages by the same people, other journal",
        "a translated title in a journal that has a name in each language",
        lambda e: e.range & e.volume & e.issue & e.people_same & e.year,
    ),
    Reason(
        "same title but for lost letters",
        "an encoding lost what is not plain English in one title; a Greek letter may tell two texts apart",
        lambda e: e.broken & e.people & e.year_near,
    ),
)
