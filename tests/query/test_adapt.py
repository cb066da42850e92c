"""What each database makes of proximity, wildcards, fields, headings and operators."""

import pytest

from cireview.errors import QueryError
from cireview.query import find_database, parse_query, write_query
from cireview.query.direction import mirror_behind

HEADING_WORDS = "(TITLE-ABS-KEY(Child) OR INDEXTERMS(Child)) AND TITLE-ABS-KEY(a)"
EUROPE_PMC_WORDS = (
    "(TITLE:(collective) OR ABSTRACT:(collective) OR KW:(collective)) AND "
    "(TITLE:(impact*) OR ABSTRACT:(impact*) OR KW:(impact*))"
)
WORDS_OF_BOTH_ORDERS = 'TS=("Old Wounds" OR "Wounds Old") AND TS=(a)'
PROXIMITY = "cannot search this proximity: turned to AND; finds more"


@pytest.mark.parametrize(
    ("query", "database", "text", "loss"),
    [
        # proximity: words between them, which some count differently
        ("a NEAR/3 b", "web_of_science", "TS=(a NEAR/3 b)", ""),
        ("a NEAR/3 b", "scopus", "TITLE-ABS-KEY(a W/3 b)", ""),
        ("a NEAR/3 b", "proquest", "TI,AB,IF(a NEAR/3 b)", ""),
        ("a NEAR/3 b", "ebsco", "TI (a N3 b) OR AB (a N3 b) OR SU (a N3 b)", ""),
        ("a NEAR/3 b", "embase", "(a NEAR/4 b):ti,ab,kw", ""),
        ("a NEAR/3 b", "ovid_medline", "(a adj4 b).ti,ab,kf.", ""),
        ("a NEAR/3 b", "pubmed", '"a b"[tiab:~3]', "may find more"),
        ("a NEAR/3 b", "jstor", 'ti:("a b"~5) OR ab:("a b"~5)', "may find more"),
        (
            "a NEAR/3 b",
            "doaj",
            "(bibjson.title:(a) OR bibjson.abstract:(a) OR bibjson.keywords:(a)) AND "
            "(bibjson.title:(b) OR bibjson.abstract:(b) OR bibjson.keywords:(b))",
            PROXIMITY,
        ),
        ("child* NEAR/3 a", "pubmed", "child*[tiab] AND a[tiab]", PROXIMITY),
        ("(a NEAR/3 b)[keywords]", "pubmed", "a[ot] AND b[ot]", PROXIMITY),
        ('(a OR "b c") NEAR/2 d', "pubmed", '"a d"[tiab:~2] OR "b c d"[tiab:~2]', "may find more"),
        ('(a OR "b c") NEAR/2 d', "scopus", 'TITLE-ABS-KEY((a OR "b c") W/2 d)', ""),
        ("a PRE/2 b", "scopus", "TITLE-ABS-KEY(a PRE/2 b)", ""),
        (
            "a PRE/2 b",
            "web_of_science",
            "TS=(a NEAR/2 b)",
            "cannot search in order: either order; finds more",
        ),
        # wildcards
        ("wom?n", "ovid_medline", "(wom#n).ti,ab,kf.", ""),
        ("behavio*r", "pubmed", "behavio*[tiab]", "behavio*r is searched as behavio*; finds more"),
        ("wom?n", "europe_pmc", "TITLE:(wom*) OR ABSTRACT:(wom*) OR KW:(wom*)", "wom?n is searched as wom*"),
        ('"collective impact*"', "pubmed", '"collective impact*"[tiab]', ""),
        ('"collective* impact"', "pubmed", "collective*[tiab] AND impact[tiab]", "joined by AND; finds more"),
        ('"collective impact*"', "cochrane", "(collective NEXT impact*):ti,ab,kw", ""),
        ("post-operat*", "cochrane", "(post-operat*):ti,ab,kw", ""),
        ('"collective impact*"', "europe_pmc", EUROPE_PMC_WORDS, "joined by AND"),
        ('"collective impact*"', "sciencedirect", '"collective impact"', "impact* is searched as impact"),
        (
            '"collective impact*" NEAR/2 b',
            "cochrane",
            "((collective NEXT impact*) NEAR/2 b):ti,ab,kw",
            "",
        ),
        # fields
        ("a[title] AND b[abstract]", "web_of_science", "TI=(a) AND AB=(b)", ""),
        ("(a AND b)[title]", "web_of_science", "TI=(a AND b)", ""),
        ("(a AND b)[title]", "ovid_medline", "(a).ti. and (b).ti.", ""),
        ("a[title,keywords]", "pubmed", "a[ti] OR a[ot]", ""),
        ("a AND b[title,keywords]", "web_of_science", "TS=(a) AND (TI=(b) OR AK=(b))", ""),
        ("a[tiab]", "pubmed", "a[tiab]", "tiab also searches author keywords: finds more"),
        ("a[tiab]", "openalex", "title_and_abstract.search.exact:a", ""),
        ("a[title]", "openalex", "title.search.exact:a", ""),
        (
            "a[title] AND b[abstract]",
            "openalex",
            "title_and_abstract.search.exact:a AND b",
            "searches all terms in the same fields (title, abstract): finds more",
        ),
        ("a[keywords]", "arxiv", "ti:a", "cannot search keywords: title instead"),
        ("a[tiab]", "jstor", "ti:(a) OR ab:(a)", ""),
        ("a", "core", "title:(a) OR abstract:(a)", "cannot search keywords: finds fewer"),
        # subject headings
        ('"Child"[mesh] OR child*', "pubmed", '"Child"[mh] OR child*[tiab]', ""),
        ('"Child"[mesh] OR child*', "ovid_medline", "exp Child/ or (child*).ti,ab,kf.", ""),
        ('"Child"[mesh] OR child*', "scopus", "TITLE-ABS-KEY(child*)", "left out, its alternatives stay"),
        ('"Child"[mesh] AND a', "web_of_science", "TS=(Child) AND TS=(a)", "searched as words"),
        ('"Child"[mesh:noexp] AND a', "scopus", HEADING_WORDS, "searched as words"),
        ('"Wounds, Old"[mesh] AND a', "web_of_science", WORDS_OF_BOTH_ORDERS, "searched as words"),
        ('"Child"[mesh:noexp]', "pubmed", '"Child"[mh:noexp]', ""),
        ('"Child/drug therapy"[majr]', "pubmed", '"Child/drug therapy"[majr]', ""),
        ('"Child/dt"[mesh:major]', "ovid_medline", "exp *Child/dt", ""),
        ('"Child"[mesh:noexp]', "cochrane", '[mh ^"Child"]', ""),
        ('"Child/dt"[mesh]', "cochrane", '[mh "Child"/DT]', ""),
        ('"Child"[mesh:noexp]', "proquest", 'MESH.EXACT("Child")', ""),
        ('"Child"[cinahl:noexp]', "cinahl", 'MH "Child"', ""),
        ('"Child"[psycinfo]', "psycinfo", 'DE "Child"', "cannot explode 'Child' of psycinfo"),
        ('"Wounds and Injuries"[mesh]', "ovid_medline", 'exp "Wounds and Injuries"/', ""),
        ('"Crohn\'s disease"[emtree]', "embase", '"Crohn\'s disease"/exp', ""),
        # other fields
        ("review[pt] AND a", "pubmed", "review[pt] AND a[tiab]", ""),
        ("review[pt] AND a", "scopus", "DOCTYPE(re) AND TITLE-ABS-KEY(a)", ""),
        ('"clinical trial"[pt] AND a', "scopus", "TITLE-ABS-KEY(a)", "left out; finds more"),
        ('"clinical trial"[pt] OR a', "scopus", "TITLE-ABS-KEY(a)", "left out; finds fewer"),
        ('a NOT "clinical trial"[pt]', "scopus", "TITLE-ABS-KEY(a)", "nothing excluded, finds more"),
        ("a[tw]", "ovid_medline", "(a).mp.", ""),
        ("a[all]", "web_of_science", "ALL=(a)", ""),
        ("Canada[ad]", "scopus", "AFFIL(Canada)", ""),
        ("a[tw]", "web_of_science", "ALL=(a)", "also searches"),
        # proximity where it has no field, and within proximity
        ("a NEAR/3 b", "ieee", "a NEAR/3 b", "proximity in all of a record: finds more"),
        ("a PRE/3 b", "ieee", "a ONEAR/3 b", "proximity in all of a record: finds more"),
        ("a[abstract]", "wos_starter", "TS=(a)", "also searches title and keywords"),
        ("a[keywords]", "wos_starter", "TS=(a)", "also searches title and abstract"),
        # wildcards for at most one letter, and for at most some
        ("behavio#r", "ovid_medline", "(behavio?r).ti,ab,kf.", ""),
        ("behavio#r", "web_of_science", "TS=(behavio$r)", ""),
        ("behavio#r", "scopus", "TITLE-ABS-KEY(behavio*r)", "behavio#r is searched as behavio*r; finds more"),
        ('"child"[emtree]', "embase", "'child'/exp", ""),
        ('"Children"[eric]', "eric", 'subject:"Children"', "cannot explode 'Children' of eric"),
        ("a NOT Animals[mesh]", "scopus", "TITLE-ABS-KEY(a)", "nothing excluded, finds more"),
        # operators and signs
        ("a NOT (b OR c)", "scopus", "TITLE-ABS-KEY(a AND NOT (b OR c))", ""),
        ("(a NOT b)[tiab]", "arxiv", "(ti:a OR abs:a) ANDNOT (ti:b OR abs:b)", ""),
        ("((a AND b) NOT c)[tiab]", "semantic_scholar", "(a + b) -c", ""),
        (
            "a NOT child*",
            "doaj",
            "(bibjson.title:(a) OR bibjson.abstract:(a) OR bibjson.keywords:(a)) NOT "
            "(bibjson.title:(child) OR bibjson.abstract:(child) OR bibjson.keywords:(child))",
            "behind NOT: DOAJ has no truncation: child* is searched as child; finds more",
        ),
        ("a NOT wom?n", "semantic_scholar", "a -wom*", "wom?n is searched as wom*; finds fewer"),
        ("a NOT b", "crossref", "a", "ranks by words"),
        ('"and" OR "c++: (x), y"', "scopus", 'TITLE-ABS-KEY("and" OR "c x y")', ""),
    ],
)
def test_what_a_database_makes_of_it(query, database, text, loss):
    native = write_query(parse_query(query), database=database)
    assert native.text == text
    known = find_database(database)
    wider = [f"{tag.tag} also searches {tag.also}: finds more" for tag in known.tags]
    always = {*known.cautions, *wider, *map(mirror_behind, wider)}
    told = [one for one in native.losses if one not in always or (loss and loss in one)]
    if loss:
        assert any(loss in one for one in told)
    else:
        assert told == []


@pytest.mark.parametrize(
    ("query", "database", "message"),
    [
        ("wom?n", "sciencedirect", "ScienceDirect has no wildcards: wom?n"),
        ("wom?n", "pubmed", "PubMed needs 4 letters before a wildcard: wom?n"),
        ("ab*", "web_of_science", "Web of Science needs 3 letters before a wildcard: ab*"),
        ("wom?n", "crossref", "Crossref has no wildcards, and without them no word is left"),
        ("a", "pubmet", "unknown database 'pubmet'. Did you mean 'pubmed'?"),
        ("a", "x", "Known are proquest, scopus"),
    ],
)
def test_what_cannot_be_written_is_refused(query, database, message):
    with pytest.raises(QueryError) as caught:
        write_query(parse_query(query), database=database)
    assert message in str(caught.value)
