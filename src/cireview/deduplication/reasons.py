"""Why two records are the same report, why not, and what a person should look at: one list each.

The first rule that holds gives a pair its name. A veto makes the pair two reports whatever the rules say; a
doubt makes it a question. Records that only a hint joins are a question, too. Each reason stands with the
case that it handles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cireview.deduplication.evidence import Evidence, Mask


@dataclass(frozen=True)
class Reason:
    """A named condition on pairs, with the case that it handles."""

    name: str
    case: str
    holds: Callable[[Evidence], Mask]


RULES: tuple[Reason, ...] = (
    Reason(
        "same in every field",
        "a record exported twice, however little it says beside its title",
        lambda e: e.copy & e.exact & (e.long | e.people),
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
        lambda e: e.exact & e.page & (e.volume | e.journal | e.year) & ~e.people_differ,
    ),
    Reason(
        "like title and same place",
        "a misspelling, a subtitle missing, the original title added to the translation",
        lambda e: (
            (e.alike & e.people & e.page & (e.near | e.range))
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
        lambda e: e.exact & e.long & e.range & e.volume & e.journal,
    ),
    Reason(
        "same title, people and volume",
        "pages missing, cut short by a database, or misprinted",
        lambda e: (
            e.exact
            & e.people
            & e.volume
            & (e.issue | (~e.page_differs & ~e.issue_differs & ~e.journal_differs))
        ),
    ),
    Reason(
        "like title, same people and volume",
        "a misspelling, and pages missing on a side",
        lambda e: e.near & e.people_same & e.volume & e.journal & e.year & ~e.page_differs,
    ),
    Reason(
        "same title, people, journal and year",
        "volume and pages missing on a side: in press, conference papers",
        lambda e: e.exact & e.people & e.journal & e.year,
    ),
    Reason(
        "same title, people and journal, in press",
        "online and in print, a conference in December: a year apart, and only one has its place",
        lambda e: e.exact & e.long & e.people_same & e.journal & e.year_near & e.one_placed,
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
        lambda e: e.merged & e.exact & e.people_same & ~e.year_far,
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

# Rules without a place or an identifier: where records that must differ compete for one, they are questions.
WEAK = frozenset(
    {
        "same title, people, journal and year",
        "same title, people and journal, in press",
        "same title, people and abstract",
        "same long title and year",
        "preprint and version of record",
    }
)

HINTS: tuple[Reason, ...] = (
    Reason(
        "same short title and nothing else",
        "entries typed by hand, of a website or a list of references",
        lambda e: e.copy & e.exact,
    ),
    Reason(
        "same identifier, other title",
        "a translated title; or the DOI of a supplement on each of its abstracts",
        lambda e: e.identified & e.people & ~e.page_differs,
    ),
    Reason(
        "same title and people",
        "year or container missing, or a year apart: a thesis and its abstract",
        lambda e: (
            (e.exact & e.long & e.people_same & (e.year_near | e.year_missing))
            & (~e.journal_differs | (e.volume & ~e.issue_differs))
        ),
    ),
    Reason(
        "like title, same people, journal and year",
        "another wording, and no place to tell",
        lambda e: (
            ((e.near | e.contained) & e.long & e.people_same & e.year & e.journal)
            & ~(e.volume_differs | e.issue_differs | e.page_differs)
        ),
    ),
    Reason(
        "same long title",
        "a record that says little beside its title",
        lambda e: e.exact & e.long & e.year_missing & ~e.people_differ & ~e.journal_differs,
    ),
    Reason(
        "same pages by the same people, issue unknown",
        "a translated title; or a journal that numbers the pages of each issue from one",
        lambda e: e.range & e.volume & ~e.issue_differs & e.journal & e.people_same & e.year,
    ),
)

VETOES: tuple[Reason, ...] = (
    Reason(
        "different kinds of text",
        "erratum, correction, retraction notice, reply, comment or protocol against the article itself",
        lambda e: e.kind_differs & ~e.identified,
    ),
    Reason(
        "different numbers in the titles",
        "part I and part II, annual reports; the same page by the same people may be a misprint",
        lambda e: e.numbers_differ & ~e.identified & ~(e.page & e.volume & e.people),
    ),
    Reason(
        "another word in the title, another place",
        "companion papers: men and women, hypo- and hypertension, urban and rural, part A and part B",
        lambda e: (
            (e.word_differs & ~e.identified)
            & (e.page_differs | e.issue_differs | e.volume_differs | e.doi_differs | e.abstract_differs)
        ),
    ),
    Reason(
        "two registrations",
        "a register gives a trial one number; its entries may be alike in all that is exported beside it",
        lambda e: e.registered_differs,
    ),
    Reason(
        "preprint against version of record",
        "two reports, unless the review counts them as one",
        lambda e: e.preprint & ~e.merged,
    ),
    Reason(
        "different DOIs",
        "a registrant gives an article one DOI; two registrants may each give one (JSTOR) for the same place",
        lambda e: e.doi_differs & ~e.merged & ~e.reprint & ~(e.exact & e.page & e.volume & ~e.registrant),
    ),
    Reason(
        "different PubMed ids",
        "PubMed holds an article once",
        lambda e: e.pmid_differs & ~e.doi & ~e.merged,
    ),
    Reason(
        "different places",
        "conference abstract against article, a text printed in two journals, editorials",
        lambda e: (
            ~(e.doi | e.merged | e.reprint)
            & (
                (e.page_differs & (e.volume_differs | e.journal_differs | e.issue_differs))
                | (e.volume_differs & ~e.page & (e.issue_differs | e.journal_differs | ~e.year))
                | (e.volume_differs & ~e.year & ~e.range)
            )
        ),
    ),
    Reason(
        "years too far apart",
        "annual reports and recurring conferences; editions",
        lambda e: e.year_far & ~e.identified & ~(e.page & e.volume),
    ),
    Reason(
        "different people",
        "several commentaries on one article, short titles",
        lambda e: e.people_differ & ~e.identified & ~(e.exact & e.range & e.volume & e.journal),
    ),
    Reason(
        "standing title in another place",
        "editorials: another issue or page is another text",
        lambda e: e.standing & (e.volume_differs | e.issue_differs | e.page_differs) & ~e.identified,
    ),
)

DOUBTS: tuple[Reason, ...] = (
    Reason(
        "one identifier, two texts",
        "an erratum with its article's DOI, a book's DOI on two chapters",
        lambda e: e.identified & (e.kind_differs | (e.page_differs & (e.volume_differs | ~e.near))),
    ),
    Reason(
        "printed twice",
        "one abstract of a journal under two DOIs",
        lambda e: e.reprint & e.doi_differs & ~e.page,
    ),
    Reason(
        "different numbers on one page",
        "a misprint in the title, or two parts on one page; a full range of pages is a misprint",
        lambda e: e.numbers_differ & ~e.identified & ~e.range,
    ),
    Reason(
        "different journals",
        "conference abstract, report or book against article",
        lambda e: (
            (e.journal_differs & ~e.identified & ~e.merged)
            & ~(e.page & (e.volume | e.year))
            & ~(e.volume & e.issue)
        ),
    ),
    Reason(
        "different years",
        "an annual report, another edition",
        lambda e: (
            (~e.year & ~e.year_missing & ~e.identified & ~e.merged)
            & ~(~e.year_far & (e.page | e.volume | (e.journal & e.one_placed)))
            & ~(e.range & e.volume)
        ),
    ),
    Reason(
        "different volumes",
        "a misprint, or another edition",
        lambda e: e.volume_differs & ~(e.range & e.year) & ~e.identified & ~e.merged,
    ),
    Reason(
        "different issues",
        "a series under one title",
        lambda e: e.issue_differs & ~e.page & ~e.identified & ~e.merged,
    ),
    Reason(
        "different pages",
        "a misprint, or an abstract and its article in one volume",
        lambda e: e.page_differs & ~(e.issue & e.page_close) & ~e.identified & ~e.merged,
    ),
    Reason(
        "different abstracts",
        "two texts under one title",
        lambda e: e.abstract_differs & ~e.identified & ~e.page,
    ),
    Reason(
        "another word in the title",
        "companion papers without pages, or one DOI on both; where the full place agrees it is a misprint",
        lambda e: (
            (e.word_differs & ~e.kind_differs & ~(e.numbers_differ & ~e.identified))
            & ~(e.range & e.volume & e.journal & ~e.issue_differs)
        ),
    ),
    Reason(
        "a part that one title lacks",
        "a second part or a subgroup by its subtitle, or a subtitle that a database left out",
        lambda e: e.title_added & ~e.page & ~e.identified,
    ),
)
