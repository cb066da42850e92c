"""Objections: vetoes keep two records apart even if a rule holds; doubts turn the pair into a question."""

from __future__ import annotations

from cireview.deduplication.reasons import Reason

VETOES: tuple[Reason, ...] = (
    Reason(
        "different kinds of text",
        "erratum, correction, retraction notice, reply, comment or protocol against the article itself",
        lambda e: e.kind_differs & ~e.identified,
        firm=True,
    ),
    Reason(
        "different numbers in the titles",
        "part I and part II, annual reports; the same page by the same people may be a misprint",
        lambda e: e.numbers_differ & ~e.identified & ~(e.page & e.volume & e.people),
        firm=True,
    ),
    Reason(
        "another word in the title, another place",
        "companion papers: men and women, hypo- and hypertension, urban and rural, part A and part B",
        lambda e: (
            (e.word_differs & ~e.identified)
            & (e.page_differs | e.issue_differs | e.volume_differs | e.doi_differs | e.abstract_differs)
        ),
        firm=True,
    ),
    Reason(
        "two registrations",
        "a register gives a trial one number; its entries may be alike in all that is exported beside it",
        lambda e: e.registered_differs,
        firm=True,
    ),
    Reason(
        "preprint against version of record",
        "two reports, unless the review counts them as one",
        lambda e: e.preprint & ~e.merged,
        firm=True,
    ),
    Reason(
        "different DOIs",
        "a registrant gives an article one DOI, JSTOR another one; one text in one full place is one",
        lambda e: e.doi_differs & ~e.merged & ~e.reprint & ~e.one_place,
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
        lambda e: (
            (e.year_far & ~e.identified & ~(e.page & e.volume))
            & ~(e.year_close & e.volume & e.issue & e.journal & e.people_same)
        ),
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
        firm=True,
    ),
)

DOUBTS: tuple[Reason, ...] = (
    Reason(
        "one identifier, two texts",
        "an erratum with its article's DOI, a book's DOI on two chapters",
        lambda e: e.identified & (e.kind_differs | (e.page_differs & (e.volume_differs | ~e.near))),
        firm=True,
    ),
    Reason(
        "printed twice",
        "one abstract of a journal under two DOIs",
        lambda e: e.reprint & e.doi_differs & ~e.page,
        firm=True,
    ),
    Reason(
        "different numbers on one page",
        "two parts on one page, or a misprint; in one full place a misprint, unless two whole numbers",
        lambda e: e.numbers_differ & ~e.identified & (e.opposites | ~e.range),
        firm=True,
    ),
    Reason(
        "a book and its part",
        "a chapter with its book's title, a thesis and the article made of it",
        lambda e: e.one_whole & ~e.volume & ~e.identified,
        firm=True,
    ),
    Reason(
        "two entries",
        "two numbers or addresses in one register; an article held before and after its issue",
        lambda e: e.entry_differs & ~e.identified,
        firm=True,
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
            & ~(e.year_close & e.volume & (e.page | (e.issue & e.journal)))
        ),
    ),
    Reason(
        "different volumes",
        "a misprint, or another edition",
        lambda e: e.volume_differs & ~e.identified & ~e.merged,
        firm=True,
    ),
    Reason(
        "different issues",
        "a series or column under one title, which may begin on one page of each issue",
        lambda e: e.issue_differs & ~e.identified & ~e.merged,
        firm=True,
    ),
    Reason(
        "different pages",
        "a misprint; an abstract and its article in one volume, two parts in one issue",
        lambda e: e.page_differs & ~e.identified & ~e.merged,
        firm=True,
    ),
    Reason(
        "different abstracts",
        "two texts under one title",
        lambda e: (e.trial_differs | (e.abstract_differs & ~e.page)) & ~e.identified,
        firm=True,
    ),
    Reason(
        "another word in the title",
        "companion papers without pages, or one DOI on both; in one full place a misprint, unless opposites",
        lambda e: (
            (e.word_differs & ~e.kind_differs & ~(e.numbers_differ & ~e.identified))
            & (e.opposites | e.identified | ~(e.range & e.volume & e.journal & ~e.issue_differs))
        ),
        firm=True,
    ),
    Reason(
        "another type of text",
        "conference abstract, thesis or erratum against the article, where no page is the same",
        lambda e: e.type_differs & ~e.identified & ~e.merged & ~(e.page & (e.volume | e.journal)),
        firm=True,
    ),
    Reason(
        "a supplement or part on one side",
        "an issue and its supplement, without pages",
        lambda e: e.half_issue & ~e.page & ~e.identified,
        firm=True,
    ),
    Reason(
        "sister journals",
        "BMJ and BMJ Open, Lancet and Lancet Oncology: one text printed in both",
        lambda e: e.sister & ~e.identified & ~e.merged & ~(e.page & e.volume),
        firm=True,
    ),
    Reason(
        "namesakes",
        "first authors with the same surname but different initials; "
        "with different given names in full, unless on one page",
        lambda e: (
            ~e.identified
            & (
                (e.namesake & ~e.range & ~(e.issue & e.journal & e.long))
                | (e.namesake_in_full & ~(e.page & e.volume))
            )
        ),
        firm=True,
    ),
    Reason(
        "a body by another name",
        "a short word against a name that it does not spell: UNICEF and United Nations Children's Fund",
        lambda e: e.two_bodies & ~e.identified,
        firm=True,
    ),
    Reason(
        "another label",
        "a letter, perspective or reprint under the article's title, unless on its page or in its issue",
        lambda e: (
            (e.label_differs & ~(e.page & (e.volume | e.journal)))
            & (~e.identified | e.numbers_differ | ~e.page)
            & ~(e.label_missing & e.people_same & e.volume & e.issue & e.journal)
        ),
        firm=True,
    ),
    Reason(
        "a part that one title lacks",
        "a second part or a subgroup by its subtitle, or a subtitle that a database left out",
        lambda e: e.title_added & (~e.page | e.one_page) & ~e.identified,
        firm=True,
    ),
)
