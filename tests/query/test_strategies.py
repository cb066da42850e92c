"""Strategies as they stand in appendices: made examples of the shapes that eight platforms give."""

import pytest

from cireview.query import read_strategy, write_canonical
from cireview.query.normal import without_lines

# Syntax, strategy, and what its last line says in the protocol's own words.
STRATEGIES = {
    "Ovid with hits, comments and rows that go on": (
        "ovid_medline",
        "Ovid MEDLINE(R) ALL <1946 to 2020>\n"
        "#  Searches                               Results\n"
        "1  exp Gardening/                          2 345\n"
        "2  (garden* or allotment*\n"
        "   or green space).ti,ab.                 12,304\n"
        "3  or/1-2  [gardens]                      13 001\n"
        "4  *Child/ or child$3.mp. (999)\n"
        "5  3 and 4\n"
        '6  limit 5 to yr="2000 -Current"             120\n'
        "7  limit 6 to (english or french)            100\n",
        '("Gardening"[mesh] OR (garden* OR allotment* OR "green space")[title,abstract]) AND '
        '("Child"[mesh:major:noexp] OR "child*{3}"[text words]) AND 2000-[years] AND '
        "(english OR french)[language]",
    ),
    "Ovid headings, subheadings and adjacency": (
        "ovid_medline",
        '1. exp "Wounds and Injuries"/dt, th\n2. dt.fs.\n3. (soil adj3 (plant# or seed?)).tw.\n'
        "4. school adj garden.ti.\n5. randomized controlled trial.pt.\n6. (animal not human).sh.\n"
        "7. (1 and 2 and 3 and 4 and 5) not 6",
        '(("Wounds and Injuries/drug therapy"[mesh] OR "Wounds and Injuries/therapy"[mesh]) AND '
        '"drug therapy"[subheading] AND (soil NEAR/2 (plant? OR seed#))[title,abstract] AND '
        '"school garden"[title] AND "randomized controlled trial"[publication type]) NOT '
        '("animal"[mesh:noexp] NOT "human"[mesh:noexp])',
    ),
    "PubMed in one piece": (
        "pubmed",
        '("Gardening"[Mesh] OR garden*[tiab] OR "green space"[Title/Abstract:~2])\nAND\n(randomized[tw] OR '
        'review[pt] OR "Child"[majr:noexp] OR Canada[ad])\nNOT ("Animals"[mh] NOT "Humans"[mh])',
        '(("Gardening"[mesh] OR (garden* OR (green NEAR/2 space))[title,abstract,keywords]) AND '
        '(randomized[text words] OR review[publication type] OR "Child"[mesh:major:noexp] OR '
        'Canada[affiliation])) NOT ("Animals"[mesh] NOT "Humans"[mesh])',
    ),
    "PubMed from the newest line to the oldest": (
        "pubmed",
        "3   #1 AND #2   AND 2000:2010[dp]   1 234\n2   english[la]   99 999\n1   garden*[ti]   5\n",
        "garden*[title] AND english[language] AND 2000-2010[years]",
    ),
    "Embase": (
        "embase",
        "#1 'garden'/exp OR 'garden*':ti,ab,kw OR \"gardener's back\"/de\n"
        "#2 ((school OR 'day care') NEAR/3 plot*):ti,ab\n#3 #1 AND #2 AND [english]/lim AND [2000-2010]/py\n"
        "#4 #3 NOT 'conference abstract'/it",
        '(("garden"[emtree] OR garden*[title,abstract,keywords] OR "gardener\'s back"[emtree:noexp]) AND '
        '((school OR "day care") NEAR/2 plot*)[title,abstract] AND english[language] AND '
        '2000-2010[years]) NOT "conference abstract"[publication type]',
    ),
    "EBSCO": (
        "cinahl",
        'S1 (MH "Gardening+") OR (MM "Child")\nS2 TI (garden* OR "green space") OR '
        'AB (garden* OR "green space")\n'
        "S3 TI school N3 plot# OR SU school W2 plot\nS4 (S1 OR S2) AND S3 AND PT review",
        '("Gardening"[cinahl] OR "Child"[cinahl:major:noexp] OR (garden* OR "green '
        'space")[title,abstract]) AND ((school NEAR/3 plot#)[title] OR (school PRE/2 '
        "plot)[keywords,index terms]) AND review[publication type]",
    ),
    "Web of Science": (
        "web_of_science",
        "#1 TS=(garden* OR (school NEAR/3 plot$)) | 1,234\n#2 TI=(child) AND AB=(behavio$r)  99\n"
        "#3 #1 AND #2 AND PY=(2000-2010) AND DT=(Article OR Letter)",
        "(garden* OR (school NEAR/3 plot#))[title,abstract,keywords] AND child[title] AND "
        'behavio#r[abstract] AND 2000-2010[years] AND ("journal article" OR letter)[publication type]',
    ),
    "Scopus": (
        "scopus",
        'TITLE-ABS-KEY ( garden* W/3 school ) AND PUBYEAR > 1999 AND PUBYEAR < 2011 AND NOT DOCTYPE("le") '
        'AND ( LIMIT-TO ( LANGUAGE , "English" ) ) AND INDEXTERMS ( child )',
        "((garden* NEAR/3 school)[title,abstract,keywords] AND 2000-2010[years]) NOT (letter[publication"
        " type] AND english[language] AND child[index terms])",
    ),
    "ProQuest": (
        "proquest",
        'noft(garden[*9]) AND MESH.EXACT.EXPLODE("Child -- growth & development") AND '
        'MAINSUBJECT.EXACT("Plots") AND TI,AB(school NEAR/3 "green space*") AND YR(2000-2010)',
        '"garden*{9}"[text words] AND "Child/growth and development"[mesh] AND "Plots"[proquest:noexp] '
        'AND (school NEAR/3 "green space*")[title,abstract] AND 2000-2010[years]',
    ),
    "Cochrane": (
        "cochrane",
        'ID Search Hits\n#1 MeSH descriptor: [Gardening] explode all trees 12\n#2 [mh ^"Child"] 34\n'
        "#3 (school NEXT garden* NEAR/3 plot):ti,ab,kw 5\n#4 MeSH descriptor: [Plants] this term only "
        "and with qualifier(s): [growth & development - GD] 7\n#5 {or #1-#4} with Publication Year from 2000 "
        "to 2010, in Trials 50",
        '("Gardening"[mesh] OR "Child"[mesh:noexp] OR ("school garden*" NEAR/3 '
        'plot)[title,abstract,keywords] OR "Plants/growth and development"[mesh:noexp]) AND '
        "2000-2010[years]",
    ),
}


@pytest.mark.parametrize("name", STRATEGIES)
def test_a_strategy_is_read(name):
    database, text, said = STRATEGIES[name]
    strategy = read_strategy(text, database=database)
    assert write_canonical(without_lines(strategy.query)) == said


@pytest.mark.parametrize("name", STRATEGIES)
def test_its_syntax_is_recognised(name):
    database, text, _ = STRATEGIES[name]
    assert read_strategy(text).database == database


def test_limiters_of_ebsco_are_read():
    text = (
        "S1 TI garden [Limiters - Published Date: 20000101-20101231; Language: English; Peer Reviewed]\n"
        "S2 S1 Expanders - Apply equivalent subjects"
    )
    strategy = read_strategy(text, database="ebsco")
    said = "garden[title] AND 2000-2010[years] AND english[language] AND {Peer Reviewed}[ebsco]"
    assert write_canonical(without_lines(strategy.query)) == said
    assert strategy.notes == ("line 2: EBSCO was set to: Expanders - Apply equivalent subjects",)


def test_hits_and_numbers_of_lines_are_kept():
    strategy = read_strategy(STRATEGIES["Ovid with hits, comments and rows that go on"][1])
    assert [line.number for line in strategy.lines] == [1, 2, 3, 4, 5, 6, 7]
    assert [line.hits for line in strategy.lines] == [2345, 12304, 13001, 999, None, 120, 100]
    assert strategy.lines[1].text == "(garden* or allotment* or green space).ti,ab."


@pytest.mark.parametrize(
    ("row", "hits"),
    [
        ("exp Child/ 1234", 1234),
        ("exp Child/ (1,234)", 1234),
        ("child.ti,ab.\t1 234 567", 1234567),
        ("or/1-2 88", 88),
        ("1 or 2 152089", 152089),
        ("covid adj2 19.ti.", None),
        ("(child or 2019).ti.", None),
    ],
)
def test_hits_are_told_from_words(row, hits):
    text = f"1. a.ti.\n2. b.ti.\n3. {row}"
    assert read_strategy(text, database="ovid_medline").lines[2].hits == hits


@pytest.mark.parametrize(
    ("database", "text", "note"),
    [
        (
            "ovid_medline",
            "1. a.ti.\n2. b.ti.\n3. c.ti.\n4. 1 and 2",
            "the search is line 4, which does not use line(s) 3",
        ),
        ("ovid_medline", "a.ti. or b.ti. and c.ti.", "AND and OR side by side: read as Ovid reads them"),
        (
            "pubmed",
            "a[tiab] OR b[tiab] AND c[tiab]",
            "AND and OR side by side: read as PubMed reads them (AND and OR and NOT)",
        ),
        ("pubmed", "garden", "words without a field: PubMed also maps it to headings and variants"),
        ("pubmed", "green space[tiab]", "green space is read as a phrase"),
        ("web_of_science", "TS=(garden)", "Web of Science also searches Keywords Plus"),
        ("cochrane", "garden:ti (Word variations have been searched)", "variations of its words"),
        (
            "pubmed",
            "Search of May\n#1 a[ti]\n#2 b[ti]\n\nOther words",
            "row 1 is not a line of the strategy and was not read: Search of May",
        ),
        (
            "pubmed",
            "#1 a[ti]\n#2 b[ti]\n\nOther words",
            "row 4 is not a line of the strategy and was not read: Other words",
        ),
    ],
)
def test_what_is_to_know_of_the_reading_is_said(database, text, note):
    assert any(note in one for one in read_strategy(text, database=database).notes)


@pytest.mark.parametrize(
    ("database", "text", "said"),
    [
        ("pubmed", "a[ti] OR b[ti] AND c[ti]", "(a OR b)[title] AND c[title]"),
        ("ovid_medline", "a.ti. or b.ti. and c.ti.", "a[title] OR (b[title] AND c[title])"),
        ("scopus", "TITLE(a) OR TITLE(b) AND TITLE(c)", "(a OR b)[title] AND c[title]"),
        ("web_of_science", "TI=a OR TI=b AND TI=c", "a[title] OR (b[title] AND c[title])"),
        ("proquest", "TI(a) NOT TI(b) AND TI(c)", "a[title] NOT (b[title] AND c[title])"),
    ],
)
def test_operators_side_by_side_are_read_in_the_platforms_own_order(database, text, said):
    assert write_canonical(without_lines(read_strategy(text, database=database).query)) == said
