"""The syntax of PubMed, Ovid, Embase and Cochrane; `sources` are the vendors' pages."""

from __future__ import annotations

from cireview.query.dialect import Dialect, Tag
from cireview.query.tree import (
    ABSTRACT,
    AFFILIATION,
    ALL_FIELDS,
    AUTHOR,
    JOURNAL,
    KEYWORDS,
    LANGUAGE,
    PUBLICATION_TYPE,
    SUBHEADING,
    SUBSTANCE,
    TEXT_WORDS,
    TITLE,
)

TYPED = {PUBLICATION_TYPE, LANGUAGE}
_QUOTED_YEAR = r'"?(?P<{}>\d{{4}})(?:/\d\d?){{0,2}}"?'
_DATE = r"\[(?:dp|pdat|date - publication|publication date)\]"


def tags_of(**names: str) -> tuple[Tag, ...]:
    """Return tags of one field each, by the field's name with a dash below for a blank."""
    return tuple(Tag((field.replace("_", " "),), name) for field, name in names.items())


PUBMED = Dialect(
    name="PubMed",
    sources=("https://pubmed.ncbi.nlm.nih.gov/help/",),
    tag_form="brackets",
    tags=tags_of(
        text_words="tw",
        all_fields="all",
        author="au",
        affiliation="ad",
        journal="ta",
        subheading="sh",
        substance="nm",
    ),
    also_tags={
        "title/abstract": (TITLE, ABSTRACT, KEYWORDS),
        "title": (TITLE,),
        "abstract": (ABSTRACT,),
        "other term": (KEYWORDS,),
        "text word": (TEXT_WORDS,),
        "text words": (TEXT_WORDS,),
        "all fields": (ALL_FIELDS,),
        "author": (AUTHOR,),
        "affiliation": (AFFILIATION,),
        "journal": (JOURNAL,),
        "subheading": (SUBHEADING,),
        "mesh subheading": (SUBHEADING,),
        "supplementary concept": (SUBSTANCE,),
        "pt": (PUBLICATION_TYPE,),
        "publication type": (PUBLICATION_TYPE,),
        "la": (LANGUAGE,),
        "lang": (LANGUAGE,),
        "language": (LANGUAGE,),
    },
    own_tags=frozenset(
        (
            *("filter", "sb", "subset", "rn", "1au", "lastau", "fau", "cn", "tt", "uid", "pmid", "gr", "ps"),
            *("edat", "crdt", "mhda", "lr", "si", "ip", "vi", "pg", "pl", "is", "ed", "ir", "aid", "cois"),
        )
    ),
    maps_untagged="PubMed also maps it to headings and variants",
    capital_operators=True,
    order=(("AND", "OR", "NOT"),),
    side_by_side="phrase",
    in_doubt="PubMed joins them by AND where its index lacks the phrase",
    wildcards={"*": "*"},
    also_headings={
        "mesh": "mh",
        "mesh terms": "mh",
        "mesh:noexp": "mh:noexp",
        "mesh terms:noexp": "mh:noexp",
        "mesh major topic": "majr",
        "mesh major topic:noexp": "majr:noexp",
    },
    subheading="/{name}",
    years=rf"{_QUOTED_YEAR.format('first')}(?:{_DATE})?\s*:\s*{_QUOTED_YEAR.format('last')}{_DATE}"
    rf"|{_QUOTED_YEAR.format('year')}{_DATE}",
    open_limits=frozenset(TYPED),
    signs=(
        r"(?i)\[(?:tiab|ti|ab|tw|mh|mesh|majr|pt|all|sh|nm|ot|la|dp|ta|ad|pdat|title|publication)"
        r"(?:[ :/][^\[\]]*)?\]",
    ),
)

OVID = Dialect(
    name="Ovid",
    sources=(
        "https://ospguides.ovid.com/OSPguides/medline.htm",
        "https://wolterskluwer.my.site.com/ovidsupport/s/article/Ovid-Search-Operators",
    ),
    tag_form="dots",
    tags=tags_of(
        text_words="mp",
        all_fields="af",
        index_terms="hw",
        author="au",
        affiliation="in",
        journal="jn",
        subheading="fs",
        substance="nm",
    ),
    also_tags={
        "tw": (TITLE, ABSTRACT),
        "ot": (TITLE,),
        "kw": (KEYWORDS,),
        "kf": (KEYWORDS,),
        "jw": (JOURNAL,),
        "rn": (SUBSTANCE,),
        "pt": (PUBLICATION_TYPE,),
        "lg": (LANGUAGE,),
        "la": (LANGUAGE,),
    },
    own_tags=frozenset(
        (
            *("dt", "ed", "yr", "up", "ez", "da", "dc", "dp", "sb", "st", "so", "cm", "cp", "an", "ui", "ps"),
            *("px", "rs", "rw", "xs", "sa_year", "dn", "dv", "tn", "dj", "cw", "lo", "md", "sy", "ox", "ia"),
            *(
                "dq",
                "mf",
                "pub",
                "tc",
                "tm",
                "id",
                "de",
                "tx",
                "os",
                "gn",
                "ry",
                "dy",
                "pg",
                "vo",
                "ip",
                "is",
            ),
        )
    ),
    untagged=(TEXT_WORDS,),
    joins_tags=True,
    order=(("AND", "NOT"), ("OR",)),
    side_by_side="phrase",
    proximity={"adj": (False, 1)},
    bare_proximity={"adj": (True, 0)},
    wildcards={"*": "*", "$": "*", "#": "?", "?": "#"},
    limited="*{n}",
    heading_form="slash",
    subheading="{code}",
    open_limits=frozenset(TYPED),
    reference="{n}",
    limit_line="limit {set} to {limit}",
    signs=(
        r"\.(?:ti|ab|tw|mp|kf|kw|hw|sh|pt|af|fs|id|in)(?:,\w\w)*\.",
        r"(?i)\bexp \*?[\w\"][^()/\n]*/",
        r"(?i)\badj\d",
        r"(?i)\b(?:or|and)/\d",
        r"(?i)\blimit \d+ to\b",
        r"(?m)[\w)]/(?:\s+(?:or|and|not)\b|\s*$|\s+\()",
    ),
)

EMBASE = Dialect(
    name="Embase.com",
    sources=("https://service.elsevier.com/app/answers/detail/a_id/15566/supporthub/embase/",),
    tag_form="colon",
    tags=(
        *tags_of(
            index_terms="de", author="au", affiliation="ad", journal="jt", subheading="lnk", substance="rn"
        ),
        Tag((ALL_FIELDS,), ""),
    ),
    also_tags={
        "tt": (TITLE,),
        "ta": (JOURNAL,),
        "ff": (AFFILIATION,),
        "tn": (SUBSTANCE,),
        "all": (ALL_FIELDS,),
        "it": (PUBLICATION_TYPE,),
        "la": (LANGUAGE,),
    },
    own_tags=frozenset(
        ("dn", "df", "mn", "cl", "ca", "cy", "is", "ui", "py", "nc", "ok", "oc", "dt", "pd", "pt")
    ),
    joins_tags=True,
    order=(("AND", "NOT"), ("OR",)),
    proximity={"NEAR/": (False, 1), "NEXT/": (True, 1)},
    bare_proximity={"NEXT": (True, 0)},
    wildcards={"*": "*", "?": "?", "$": "#"},
    subheading="/dm_{code}",
    types={
        name: name
        for name in (
            *(
                "article in press",
                "conference abstract",
                "conference paper",
                "conference review",
                "editorial",
            ),
            *("erratum", "letter", "note", "short survey", "chapter", "preprint"),
        )
    },
    years=r"\[(?P<first>\d{4})-(?P<last>\d{4})\]/py|(?P<year>\d{4}):py",
    open_limits=frozenset((LANGUAGE,)),
    signs=(r"/(?:exp|de|mj|it)\b", r"\]/(?:lim|py)\b", r"[\w'*)]:(?:ti|ab|kw|tt|de)\b", r"'[^'\n]+'[:/]\w"),
)

COCHRANE = Dialect(
    name="Cochrane Library",
    sources=("https://www.cochranelibrary.com/help/search-manager",),
    tag_form="colon",
    tags=(*tags_of(author="au", journal="so"), Tag((ALL_FIELDS,), "")),
    also_tags={"pt": (PUBLICATION_TYPE,), "tx": (ALL_FIELDS,)},
    joins_tags=True,
    proximity={"NEAR/": (False, 0)},
    bare_proximity={"NEAR": (False, 6), "NEXT": (True, 0)},
    heading_form="brackets",
    subheading="/{CODE}",
    inline={PUBLICATION_TYPE: '"{value}":pt', SUBHEADING: "[mh /{CODE}]"},
    open_limits=frozenset((PUBLICATION_TYPE,)),
    signs=(
        r"(?i)\[mh\b",
        r"(?i)\bmesh descriptor:",
        r'"[^"\n]+":(?:ti|ab|kw)',
        r"(?i)\bnext\b(?!/)",
        r"\):(?:ti|ab)",
    ),
)
