"""Databases that a person searches by hand and exports from. Adding one is one entry."""

from __future__ import annotations

from cireview.query import dialects, dialects_health
from cireview.query.database import (
    ABSTRACT_ONLY,
    ALL,
    KEYWORDS_ONLY,
    TITLE_ABSTRACT,
    TITLE_ONLY,
    Database,
    Limit,
    Tag,
)
from cireview.query.languages import NAMES, PUBMED_NAMES, TITLES, WEB_OF_SCIENCE_TITLES
from cireview.query.thesauri import DESCRIPTORS, MESH_BRACKETS, PROQUEST_HEADINGS

CLICKED_YEARS = (Limit("{first}-{last}", where="Publication date"),)
CLICKED_LANGUAGES = Limit("{value}", TITLES, where="Language", join=", ")
_ROWS = (
    "its form joins rows by AND, so one search cannot look in title, abstract or keywords at once: search "
    "once per field and unite the exports; records whose terms are spread over fields are missed"
)

PROQUEST = Database(
    key="proquest",
    name="ProQuest",
    also_as=("proquest social sciences", "econlit proquest", "proquest eric"),
    address="https://www.proquest.com/advanced",
    kind="command",
    tags=(
        Tag(ALL, "TI,AB,IF"),
        Tag(TITLE_ABSTRACT, "TI,AB"),
        Tag(TITLE_ONLY, "TI"),
        Tag(ABSTRACT_ONLY, "AB"),
        Tag(KEYWORDS_ONLY, "IF"),
    ),
    spans="alternatives",
    near="{left} NEAR/{n} {right}",
    ordered_near="{left} PRE/{n} {right}",
    one_letter="?",
    inside=True,
    phrase_wildcards="any",
    vocabularies=PROQUEST_HEADINGS,
    dialect=dialects.PROQUEST,
    years=CLICKED_YEARS,
    languages=CLICKED_LANGUAGES,
    document_types=Limit(
        "{value}", {"journal article": "Scholarly Journals"}, where="Source type", join=", "
    ),
    cautions=("ProQuest's * stands for at most 5 letters; child[*9] allows 9",),
    export_format="RIS",
    how="Advanced Search, Command Line; select all; All save options, RIS; tick Citation and abstract",
)

SCOPUS = Database(
    key="scopus",
    name="Scopus",
    address="https://www.scopus.com/search/form.uri?display=advanced",
    kind="command",
    tags=(
        Tag(ALL, "TITLE-ABS-KEY", also="index terms"),
        Tag(TITLE_ABSTRACT, "TITLE-ABS"),
        Tag(TITLE_ONLY, "TITLE"),
        Tag(ABSTRACT_ONLY, "ABS"),
        Tag(KEYWORDS_ONLY, "AUTHKEY"),
    ),
    not_=" AND NOT ",
    near="{left} W/{n} {right}",
    ordered_near="{left} PRE/{n} {right}",
    nests_near=False,
    one_letter="?",
    inside=True,
    phrase_wildcards="any",
    dialect=dialects.SCOPUS,
    years=(Limit("PUBYEAR > {before} AND PUBYEAR < {after}"),),
    languages=Limit("LANGUAGE({value})", NAMES),
    document_types=Limit(
        "DOCTYPE({value})",
        {
            "journal article": "ar",
            "review": "re",
            "conference paper": "cp",
            "book chapter": "ch",
            "book": "bk",
            "editorial": "ed",
        },
    ),
    max_records=20000,
    export_format="CSV",
    how="Advanced document search; All; Export, CSV; tick all citation, bibliographical and abstract fields",
)

WILEY = Database(
    key="wiley",
    name="Wiley Online Library",
    also_as=("wiley",),
    address="https://onlinelibrary.wiley.com/search/advanced",
    kind="form",
    tags=(),
    years=CLICKED_YEARS,
    document_types=Limit("{value}", {"journal article": "Journals"}, where="Publication type"),
    cautions=(f"Wiley Online Library: {_ROWS}",),
    export_format="RIS",
    how="Advanced search, once each with Abstract, Title and Keywords in the menu of the first row; "
    "Export Citation(s), RIS, Citation & Abstract; page by page",
)

EBSCO = Database(
    key="ebsco",
    name="EBSCO",
    also_as=("ebscohost", "academic search", "eric ebsco", "econlit ebsco"),
    address="https://search.ebscohost.com/",
    kind="command",
    tags=(Tag(TITLE_ONLY, "TI"), Tag(ABSTRACT_ONLY, "AB"), Tag(KEYWORDS_ONLY, "SU", also="subject terms")),
    scope="{tag} ({text})",
    spans="alternatives",
    near="{left} N{n} {right}",
    ordered_near="{left} W{n} {right}",
    one_letter="?",
    inside=True,
    phrase_wildcards="any",
    vocabularies={"ebsco": DESCRIPTORS},
    dialect=dialects.EBSCO,
    years=CLICKED_YEARS,
    languages=CLICKED_LANGUAGES,
    document_types=Limit("{value}", {"journal article": "Academic Journals"}, where="Source type"),
    max_records=25000,
    export_format="RIS",
    how="Advanced Search, all in the first row, no field chosen, expanders off; Share or Export, RIS; the "
    "platform mails the file for long lists",
)

WEB_OF_SCIENCE = Database(
    key="web_of_science",
    name="Web of Science",
    also_as=("wos", "web of science core collection"),
    platform="Clarivate",
    address="https://www.webofscience.com/wos/woscc/advanced-search",
    kind="command",
    tags=(
        Tag(ALL, "TS", also="Keywords Plus"),
        Tag(TITLE_ONLY, "TI"),
        Tag(ABSTRACT_ONLY, "AB"),
        Tag(KEYWORDS_ONLY, "AK"),
    ),
    scope="{tag}=({text})",
    near="{left} NEAR/{n} {right}",
    one_letter="?",
    inside=True,
    min_stem=3,
    phrase_wildcards="any",
    dialect=dialects.WEB_OF_SCIENCE,
    years=(Limit("PY=({first}-{last})"),),
    languages=Limit("{value}", WEB_OF_SCIENCE_TITLES, whole="LA=({values})"),
    document_types=Limit(
        "{value}",
        {
            "journal article": "Article",
            "review": "Review",
            "conference paper": '"Proceedings Paper"',
            "book chapter": '"Book Chapter"',
        },
        whole="DT=({values})",
    ),
    max_records=100000,
    export_format="Plain text file",
    how="Advanced Search Query Builder; Export, Plain text file, Full Record; 1,000 records a file",
)

SAGE = Database(
    key="sage",
    name="SAGE Journals",
    also_as=("sage",),
    address="https://journals.sagepub.com/search/advanced",
    kind="form",
    tags=(),
    years=CLICKED_YEARS,
    document_types=Limit("{value}", {"journal article": "Research article"}, where="Article type"),
    cautions=(f"SAGE Journals: {_ROWS}",),
    export_format="RIS",
    how="Advanced search, once each with Abstract, Title and Keywords in the menu of the first row; select "
    "all, Export selected citations, RIS; page by page",
)

EMERALD = Database(
    key="emerald",
    name="Emerald Insight",
    also_as=("emerald",),
    address="https://www.emerald.com/insight/",
    kind="form",
    tags=(),
    years=CLICKED_YEARS,
    document_types=Limit("{value}", {"journal article": "Journal articles"}, where="Content type"),
    cautions=(
        "Emerald Insight: its form has one field a row and no row for the whole query: search once per field "
        "and unite the exports; records whose terms are spread over fields are missed",
    ),
    export_format="RIS",
    how="Advanced search, once each with Abstract, Title and Keyword in the menu of the first row; select "
    "all, Export citations, RIS",
)

SCIENCEDIRECT = Database(
    key="sciencedirect",
    name="ScienceDirect",
    platform="Elsevier",
    address="https://www.sciencedirect.com/search",
    kind="form",
    tags=(Tag(ALL, ""),),
    mixes_fields=False,
    truncation="",
    years=(Limit("{first}-{last}", where="Year(s)"),),
    document_types=Limit(
        "{value}",
        {
            "journal article": "Research articles",
            "review": "Review articles",
            "book chapter": "Book chapters",
        },
        where="Article type",
        join=", ",
    ),
    max_operators=8,
    cautions=("ScienceDirect finds plurals and British and American spelling by itself",),
    export_format="RIS",
    how="Advanced search, row 'Title, abstract or author-specified keywords'; 100 results a page; select "
    "all, Export, RIS",
)

JSTOR = Database(
    key="jstor",
    name="JSTOR",
    address="https://www.jstor.org/action/showAdvancedSearch",
    kind="command",
    tags=(Tag(TITLE_ONLY, "ti"), Tag(ABSTRACT_ONLY, "ab")),
    scope="{tag}:({text})",
    spans="alternatives",
    near='"{words}"~{n}',
    near_shift=2,
    one_letter="?",
    inside=True,
    years=CLICKED_YEARS,
    languages=CLICKED_LANGUAGES,
    document_types=Limit("ty:{value}", {"journal article": "fla", "review": "brv"}),
    max_length=200,
    cautions=(
        "About one JSTOR article in ten has an abstract: a search in title and abstract misses most of the "
        "others; without fields it searches full texts",
    ),
    export_format="RIS",
    how="Paste in the search box; 100 results a page; select all, Cite, Export RIS file",
)

_PUBMED_TYPES = {name: name for name in ("journal article", "review", "editorial", "book chapter")}

PUBMED = Database(
    key="pubmed",
    name="PubMed",
    platform="NLM",
    address="https://pubmed.ncbi.nlm.nih.gov/advanced/",
    kind="command",
    tags=(
        Tag(ALL, "tiab"),
        Tag(TITLE_ABSTRACT, "tiab", also="author keywords"),
        Tag(TITLE_ONLY, "ti"),
        Tag(ABSTRACT_ONLY, "ab"),
        Tag(KEYWORDS_ONLY, "ot"),
    ),
    scope="{text}[{tag}]",
    spans="term",
    near='"{words}"[{tag}:~{n}]',
    near_tags=("ti", "tiab", "ab"),
    min_stem=4,
    phrase_wildcards="last",
    vocabularies={"mesh": MESH_BRACKETS},
    dialect=dialects_health.PUBMED,
    years=(Limit("{first}:{last}[dp]"),),
    languages=Limit("{value}[la]", PUBMED_NAMES),
    document_types=Limit("{value}[pt]", _PUBMED_TYPES),
    max_records=10000,
    export_format="PubMed (NBIB)",
    how="Advanced; Add to history, Search; Send to, Citation manager, All results; 10,000 records a file",
)

DATABASES = (
    PROQUEST,
    SCOPUS,
    WILEY,
    EBSCO,
    WEB_OF_SCIENCE,
    SAGE,
    EMERALD,
    SCIENCEDIRECT,
    JSTOR,
    PUBMED,
)
