"""What other databases make of a strategy, line by line, and what each loses."""

import pytest

from cireview.errors import QueryError
from cireview.query import read_strategy, write_strategy

OVID = (
    "1. exp Child/ (900)\n2. (child* or infant*).ti,ab. (800)\n3. 1 or 2\n"
    "4. (garden* adj3 school?).ti,ab.\n5. *Gardening/\n6. 4 or 5\n7. 3 and 6\n"
    '8. 7 not (exp Animals/ not Humans/)\n9. limit 8 to yr="2000 -Current"\n10. limit 9 to english language'
)


@pytest.mark.parametrize(
    ("database", "lines"),
    [
        (
            "pubmed",
            [
                '#1 "Child"[mh]',
                "#2 child*[tiab] OR infant*[tiab]",
                "#3 #1 OR #2",
                "#4 garden*[tiab] AND school*[tiab]",
                '#5 "Gardening"[majr:noexp]',
                "#6 #4 OR #5",
                "#7 #3 AND #6",
                '#8 #7 NOT ("Animals"[mh] NOT "Humans"[mh:noexp])',
                "#9 #8 AND 2000:2100[dp]",
                "#10 #9 AND english[la]",
            ],
        ),
        (
            "ovid_medline",
            [
                "1. exp Child/",
                "2. (child* or infant*).ti,ab.",
                "3. 1 or 2",
                "4. (garden* adj3 school?).ti,ab.",
                "5. *Gardening/",
                "6. 4 or 5",
                "7. 3 and 6",
                "8. 7 not (exp Animals/ not Humans/)",
                '9. limit 8 to yr="2000 -Current"',
                "10. 9 and english.lg.",
            ],
        ),
        (
            "cochrane",
            [
                '#1 [mh "Child"]',
                "#2 (child* OR infant*):ti,ab",
                "#3 #1 OR #2",
                "#4 (garden* NEAR/2 school*):ti,ab",
                '#5 [mh ^"Gardening"[mj]]',
                "#6 #4 OR #5",
                "#7 #3 AND #6",
                '#8 #7 NOT ([mh "Animals"] NOT [mh ^"Humans"])',
            ],
        ),
        (
            "scopus",
            [
                "#1 TITLE-ABS(child* OR infant*)",
                "#2 TITLE-ABS(garden* W/2 school*)",
                "#3 #1 AND #2",
                "#4 #3 AND PUBYEAR > 1999",
                "#5 #4 AND LANGUAGE(english)",
            ],
        ),
    ],
)
def test_lines_stay_lines(database, lines):
    native = write_strategy(read_strategy(OVID), database=database, in_lines=True)
    assert [line for line in native.text.splitlines() if not line.endswith(("#8", "#9"))] == lines


def test_each_loss_names_its_line():
    losses = write_strategy(read_strategy(OVID), database="scopus").losses
    left_out = "left out, its alternatives stay; finds fewer"
    assert losses == (
        f"line 1: Scopus does not know the heading 'Child' of mesh: {left_out}",
        "line 4: Scopus has no such wildcard: school# is searched as school*; finds more",
        f"line 5: Scopus does not know the heading 'Gardening' of mesh: {left_out}",
        "line 8: Scopus does not know the headings after NOT: nothing excluded, finds more",
    )


def test_behind_not_the_direction_of_a_line_is_turned_round():
    strategy = read_strategy("1. a.ti.\n2. colo?r.ti.\n3. 1 not 2", database="ovid_medline")
    losses = write_strategy(strategy, database="scopus").losses
    assert losses == (
        "line 2: behind NOT: Scopus has no such wildcard: colo#r is searched as colo*r; finds fewer",
    )
    twice = read_strategy("1. a.ti.\n2. b.ti.\n3. colo?r.ti.\n4. 1 not (2 not 3)", database="ovid_medline")
    assert write_strategy(twice, database="scopus").losses == (
        "line 3: Scopus has no such wildcard: colo#r is searched as colo*r; finds more",
    )


@pytest.mark.parametrize(
    ("origin", "text", "database", "message"),
    [
        (
            "ovid_medline",
            "1. a.ti.\n2. b.xs.\n3. 1 and 2",
            "pubmed",
            "line 2: PubMed has nothing for 'b.xs.'",
        ),
        ("pubmed", "a[ti] AND b[filter]", "scopus", "Scopus has nothing for 'b[filter]'"),
        ("scopus", "TITLE(a) AND SRCTYPE(j)", "pubmed", "PubMed has nothing for 'SRCTYPE(j)'"),
        ("embase", "a:ti AND b:cy", "pubmed", "PubMed has nothing for 'b:cy'"),
    ],
)
def test_what_only_one_platform_has_stops_the_others(origin, text, database, message):
    strategy = read_strategy(text, database=origin)
    with pytest.raises(QueryError) as caught:
        write_strategy(strategy, database=database)
    assert message in str(caught.value)
    own = write_strategy(strategy, database=origin)
    assert text.split()[-1] in own.text or "b.xs." in own.text


@pytest.mark.parametrize(
    ("origin", "text", "loss"),
    [
        ("embase", "a:ti AND [humans]/lim", "PubMed has no limit '[humans]/lim': left out; finds more"),
        (
            "embase",
            "a:ti NOT ([animals]/lim NOT [humans]/lim)",
            "PubMed has no limit '[animals]/lim': nothing excluded, finds more",
        ),
        (
            "ovid_medline",
            "1. a.ti.\n2. limit 1 to abstracts",
            "line 2: PubMed has no limit 'abstracts': left out; finds more",
        ),
        (
            "cochrane",
            "a:ti with Cochrane Library publication date Between 2018 and 2025",
            "PubMed has no limit 'with Cochrane Library publication date Between 2018 and 2025': left out; "
            "finds more",
        ),
    ],
)
def test_a_limit_that_only_one_platform_has_is_left_out_elsewhere(origin, text, loss):
    native = write_strategy(read_strategy(text, database=origin), database="pubmed")
    assert (native.text, native.losses[0]) == ("a[ti]", loss)


def test_a_limit_of_a_line_that_only_ovid_has_is_set_on_the_next_line():
    strategy = read_strategy("1. a.ti.\n2. limit 1 to abstracts", database="ovid_medline")
    native = write_strategy(strategy, database="ovid_medline")
    assert (native.text, native.limits) == ("(a).ti.", (("next line", "limit 1 to abstracts"),))
    assert "limit 1 to abstracts" in write_strategy(strategy, database="ovid_medline", in_lines=True).text


def test_limits_among_other_parts_get_a_line_of_their_own():
    strategy = read_strategy("#1 a[ti]\n#2 #1 AND 2000:2010[dp] AND english[la]", database="pubmed")
    native = write_strategy(strategy, database="ovid_medline", in_lines=True)
    assert native.text.splitlines() == [
        "1. (a).ti.",
        '2. limit 1 to yr="2000 -2010"',
        "3. 2 and english.lg.",
    ]


def test_what_the_fields_of_the_origin_search_besides_is_said_of_the_others():
    strategy = read_strategy("TS=(garden)")
    assert write_strategy(strategy, database="web_of_science").losses == ()
    told = write_strategy(strategy, database="ovid_medline").losses
    assert told == ("Web of Science also searches Keywords Plus: finds fewer here",)


# Lefebvre C et al., Cochrane Handbook, technical supplement to chapter 4, box 3.a, 2024 revision.
TRIALS_OVID = (
    "1. randomized controlled trial.pt.\n2. controlled clinical trial.pt.\n3. randomi?ed.ab.\n"
    "4. placebo.ab.\n5. drug therapy.fs.\n6. randomly.ab.\n7. trial.ab.\n8. groups.ab.\n"
    "9. or/1-8\n10. exp animals/ not humans.sh.\n11. 9 not 10"
)


@pytest.mark.parametrize(
    ("database", "text"),
    [
        (
            "pubmed",
            "(randomized controlled trial[pt] OR controlled clinical trial[pt] OR randomi*[ab] OR "
            'placebo[ab] OR "drug therapy"[sh] OR randomly[ab] OR trial[ab] OR groups[ab]) NOT '
            '("animals"[mh] NOT "humans"[mh:noexp])',
        ),
        (
            "ebsco_medline",
            '(PT "randomized controlled trial" OR PT "controlled clinical trial" OR AB (randomi#ed) OR '
            'AB (placebo) OR "drug therapy" OR AB (randomly) OR AB (trial) OR AB (groups)) NOT '
            '(MH "animals+" NOT MH "humans")',
        ),
    ],
)
def test_a_filter_for_trials_is_translated(database, text):
    assert write_strategy(read_strategy(TRIALS_OVID), database=database).text == text


WIDER = "also searches index terms: finds more"
BEHIND = "behind NOT: TITLE-ABS-KEY also searches index terms: finds fewer"


@pytest.mark.parametrize(
    ("text", "database", "told", "not_told"),
    [
        ("a[ti] NOT b[tiab]", "scopus", [BEHIND], [f"TITLE-ABS-KEY {WIDER}"]),
        ("a[tiab] NOT b[tiab]", "scopus", [BEHIND, f"TITLE-ABS-KEY {WIDER}"], []),
        ("a[tiab] NOT b[ti]", "scopus", [f"TITLE-ABS-KEY {WIDER}"], [BEHIND]),
        ("(a[ti] NOT b[ti]) NOT c[tiab]", "scopus", [BEHIND], [f"TITLE-ABS-KEY {WIDER}"]),
        ("a[ti] NOT (b[ti] NOT c[tiab])", "scopus", [f"TITLE-ABS-KEY {WIDER}"], [BEHIND]),
        ("a[ti] NOT (b[ti] OR c[tiab])", "scopus", [BEHIND], [f"TITLE-ABS-KEY {WIDER}"]),
        (
            "a[ti] NOT b[tiab]",
            "web_of_science",
            ["behind NOT: TS also searches Keywords Plus: finds fewer"],
            ["TS also searches Keywords Plus: finds more"],
        ),
        (
            "a[ti] NOT b[tiab]",
            "openalex",
            ["behind NOT: OpenAlex cannot search keywords: finds more"],
            [],
        ),
        ("#1 a[ti]\n#2 b[tiab]\n#3 #1 NOT #2", "scopus", [BEHIND], [f"TITLE-ABS-KEY {WIDER}"]),
        (
            "#1 a[ti]\n#2 b[tiab]\n#3 #1 AND #2\n#4 #3 NOT #2",
            "scopus",
            [BEHIND, f"TITLE-ABS-KEY {WIDER}"],
            [],
        ),
    ],
)
@pytest.mark.parametrize("in_lines", [False, True])
def test_wider_fields_behind_not_find_fewer(text, database, told, not_told, in_lines):
    losses = write_strategy(
        read_strategy(text, database="pubmed"), database=database, in_lines=in_lines
    ).losses
    assert set(told) <= set(losses)
    assert not set(not_told) & set(losses)
