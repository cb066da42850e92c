"""The syntax of EBSCO, Web of Science, Scopus and ProQuest; `sources` are the vendors' pages."""

from __future__ import annotations

from cireview.query.dialect import Dialect, Tag
from cireview.query.dialects_health import TYPED, tags_of
from cireview.query.tree import (
    ABSTRACT,
    AFFILIATION,
    ALL_FIELDS,
    AUTHOR,
    INDEX_TERMS,
    JOURNAL,
    KEYWORDS,
    LANGUAGE,
    PUBLICATION_TYPE,
    TEXT_WORDS,
    TITLE,
)

EBSCO = Dialect(
    name="EBSCO",
    sources=(
        "https://connect.ebsco.com/s/article/Searching-with-Boolean-Operators",
        "https://connect.ebsco.com/s/article/Using-Proximity-Operators",
        "https://connect.ebsco.com/s/article/Searching-with-Wildcards-in-EDS-and-EBSCOhost",
    ),
    tag_form="word",
    tags=(
        *tags_of(all_fields="TX", author="AU", affiliation="AF", journal="SO", index_terms="MW"),
        Tag((KEYWORDS, INDEX_TERMS), "SU"),
        Tag((TEXT_WORDS,), ""),
    ),
    also_tags={
        "JN": (JOURNAL,),
        "KW": (KEYWORDS,),
        "PT": (PUBLICATION_TYPE,),
        "ZT": (PUBLICATION_TYPE,),
        "LA": (LANGUAGE,),
    },
    own_tags=frozenset(
        ("AG", "AN", "CL", "ID", "IS", "PG", "PM", "EM", "GR", "PO", "RV", "SB", "MJ", "ZG", "ZJ")
    ),
    ignore_case=False,
    untagged=(TEXT_WORDS,),
    side_by_side="phrase",
    proximity={"N": (False, 0), "W": (True, 0)},
    wildcards={"*": "*", "?": "?", "#": "#"},
    subheading="/{CODE}",
    years=r"DT\s+(?P<first>\d{4})\d*-(?P<last>\d{4})\d*|PY\s+(?P<first2>\d{4})-(?P<last2>\d{4})",
    inline={"years": "DT {first}0101-{last}1231", PUBLICATION_TYPE: 'PT "{value}"', LANGUAGE: "LA {value}"},
    open_limits=frozenset(TYPED),
    reference="S{n}",
    signs=(
        r'\b(?:MH|MM|DE)\s*\(?\s*"',
        r'\b(?:TI|AB|TX|SU|MW)\s+(?:\(|"|[a-z])',
        r"\bS\d+\s+(?:AND|OR|NOT)\b",
        r"\b[NW]\d+\b",
    ),
)

WEB_OF_SCIENCE = Dialect(
    name="Web of Science",
    sources=(
        "https://webofscience.help.clarivate.com/en-us/Content/search-rules.htm",
        "https://webofscience.help.clarivate.com/en-us/Content/wos-core-collection/woscc-search-field-tags.htm",
    ),
    tag_form="equals",
    tags=tags_of(all_fields="ALL", author="AU", affiliation="AD", journal="SO"),
    also_tags={"OG": (AFFILIATION,), "OO": (AFFILIATION,), "DT": (PUBLICATION_TYPE,), "LA": (LANGUAGE,)},
    own_tags=frozenset(
        ("KP", "WC", "SU", "UT", "DO", "PMID", "CU", "CI", "ZP", "PS", "FO", "FG", "ED", "GP", "FD")
    ),
    proximity={"NEAR/": (False, 0)},
    bare_proximity={"NEAR": (False, 15)},
    wildcards={"*": "*", "?": "?", "$": "#"},
    types={
        "letter": "Letter",
        "editorial": '"Editorial Material"',
        "meeting abstract": '"Meeting Abstract"',
        "early access": '"Early Access"',
        "note": "Note",
        "book review": '"Book Review"',
        "correction": "Correction",
    },
    years=r"PY\s*=\s*\(?\s*(?:(?P<first>\d{4})-(?P<last>\d{4})|(?P<year>\d{4}))\s*\)?",
    signs=(r"\b(?:TS|TI|AB|AK|ALL|SO|PY|KP|WC|DT|LA)\s*=",),
)

SCOPUS = Dialect(
    name="Scopus",
    sources=(
        "https://service.elsevier.com/app/answers/detail/a_id/11365/supporthub/scopus/",
        "https://dev.elsevier.com/sc_search_tips.html",
    ),
    tags=(
        *tags_of(all_fields="ALL", index_terms="INDEXTERMS", author="AUTH", affiliation="AFFIL"),
        Tag((JOURNAL,), "SRCTITLE"),
        Tag((KEYWORDS, INDEX_TERMS), "KEY"),
    ),
    also_tags={
        "AUTHOR-NAME": (AUTHOR,),
        "LANGUAGE": (LANGUAGE,),
        "DOCTYPE": (PUBLICATION_TYPE,),
    },
    own_tags=frozenset(
        (
            *(
                "SUBJAREA",
                "SRCTYPE",
                "LIMIT-TO",
                "EXCLUDE",
                "AFFILCOUNTRY",
                "AFFILCITY",
                "DOI",
                "EID",
                "PMID",
            ),
            *("ISSN", "EXACTSRCTITLE", "TITLE-ABS-KEY-AUTH", "REF", "CHEMNAME", "CASREGNUMBER", "FUND-ALL"),
            *("AU-ID", "AF-ID", "PUBSTAGE", "OA", "CONF", "AUTHLASTNAME", "FIRSTAUTH"),
        )
    ),
    order=(("OR",), ("AND",), ("NOT",)),
    or_before_near=True,
    proximity={"W/": (False, 0), "PRE/": (True, 0)},
    types={
        "letter": "le",
        "note": "no",
        "short survey": "sh",
        "erratum": "er",
        "conference review": "cr",
        "data paper": "dp",
        "retracted": "tb",
    },
    years=r"PUBYEAR\s*(?P<operator>>|<|=|AFT\b|BEF\b|IS\b)\s*(?P<year>\d{4})",
    signs=(
        r"\b(?:TITLE-ABS(?:-KEY)?|TITLE|ABS|KEY|AUTHKEY|INDEXTERMS|SRCTITLE|DOCTYPE|LIMIT-TO)\s*\(",
        r"\bPUBYEAR\b",
    ),
)

PROQUEST = Dialect(
    name="ProQuest",
    sources=("https://www.proquest.com/help/academic/webframe.html#Search_Syntax_and_Field_Codes.html",),
    tags=(
        *tags_of(text_words="NOFT", index_terms="SU", author="AU", affiliation="AF", journal="PUB"),
        Tag((ALL_FIELDS,), ""),
    ),
    also_tags={
        "SUBJECT": (INDEX_TERMS,),
        "MAINSUBJECT": (INDEX_TERMS,),
        "MESH": (INDEX_TERMS,),
        "ALL": (ALL_FIELDS,),
        "TITLE": (TITLE,),
        "ABSTRACT": (ABSTRACT,),
        "JN": (JOURNAL,),
        "PUB.EXACT": (JOURNAL,),
        "DTYPE": (PUBLICATION_TYPE,),
        "LA": (LANGUAGE,),
    },
    own_tags=frozenset(
        ("FT", "STYPE", "RTYPE", "AT", "CC", "PEER", "DISS", "LOC", "ULO", "ISBN", "ISSN", "MTYPE")
    ),
    joins_tags=True,
    order=(("AND",), ("OR",), ("NOT",)),
    proximity={"NEAR/": (False, 0), "N/": (False, 0), "PRE/": (True, 0), "P/": (True, 0)},
    bare_proximity={"NEAR": (False, 4), "PRE": (True, 4)},
    limited="[*{n}]",
    also_headings={
        **{f"{name}.EXACT": "MAINSUBJECT.EXACT" for name in ("SU", "SUBJECT")},
        **{f"{name}.EXACT.EXPLODE": "MAINSUBJECT.EXACT.EXPLODE" for name in ("SU", "SUBJECT")},
        **{f"MJ{name}.EXACT": "MJMAINSUBJECT.EXACT" for name in ("SU", "SUB")},
    },
    subheading=" -- {name}",
    years=r"(?:YR|PD)\((?P<first>\d{4})\d*-(?P<last>\d{4})\d*\)",
    inline={"years": "YR({first}-{last})", PUBLICATION_TYPE: 'DTYPE("{value}")', LANGUAGE: "LA({value})"},
    open_limits=frozenset(TYPED),
    reference="S{n}",
    signs=(
        r"(?i)\bnoft\s*\(",
        r"(?i)\.EXACT(?:\.EXPLODE)?\s*\(",
        r"(?i)\b(?:ti|ab|if|su|diskw)(?:,(?:ti|ab|if|su))*\(",
        r"\[\*\d",
    ),
)
