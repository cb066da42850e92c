"""The demonstration review's query in the syntax of every database, and what each cannot keep."""

import pytest

from cireview.query import (
    databases,
    parse_query,
    write_query,
)

DEMONSTRATION = parse_query('child* AND ("well-being" OR wellbeing) AND "collective impact"')
LIMITS = {"years": (2000, 2020), "languages": ["English"], "document_types": ["journal article"]}

# What is pasted or sent, and what is set beside it, for the demonstration review's search.
NATIVE = {
    "proquest": (
        'TI,AB,IF(child*) AND TI,AB,IF("well-being" OR wellbeing) AND TI,AB,IF("collective impact")',
        {"Publication date": "2000-2020", "Language": "English", "Source type": "Scholarly Journals"},
    ),
    "scopus": (
        'TITLE-ABS-KEY(child* AND ("well-being" OR wellbeing) AND "collective impact") AND '
        "PUBYEAR > 1999 AND PUBYEAR < 2021 AND LANGUAGE(english) AND DOCTYPE(ar)",
        {},
    ),
    "wiley": (
        'child* AND ("well-being" OR wellbeing) AND "collective impact"',
        {"Publication date": "2000-2020", "Publication type": "Journals"},
    ),
    "ebsco": (
        '(TI (child*) OR AB (child*) OR SU (child*)) AND (TI ("well-being" OR wellbeing) OR AB '
        '("well-being" OR wellbeing) OR SU ("well-being" OR wellbeing)) AND (TI ("collective '
        'impact") OR AB ("collective impact") OR SU ("collective impact"))',
        {"Publication date": "2000-2020", "Language": "English", "Source type": "Academic Journals"},
    ),
    "web_of_science": (
        'TS=(child* AND ("well-being" OR wellbeing) AND "collective impact") AND PY=(2000-2020) '
        "AND LA=(English) AND DT=(Article)",
        {},
    ),
    "sage": (
        'child* AND ("well-being" OR wellbeing) AND "collective impact"',
        {"Publication date": "2000-2020", "Article type": "Research article"},
    ),
    "emerald": (
        'child* AND ("well-being" OR wellbeing) AND "collective impact"',
        {"Publication date": "2000-2020", "Content type": "Journal articles"},
    ),
    "sciencedirect": (
        'child AND ("well-being" OR wellbeing) AND "collective impact"',
        {"Year(s)": "2000-2020", "Article type": "Research articles"},
    ),
    "jstor": (
        '((ti:(child*) OR ab:(child*)) AND (ti:("well-being" OR wellbeing) OR ab:("well-being" OR '
        'wellbeing)) AND (ti:("collective impact") OR ab:("collective impact"))) AND ty:fla',
        {"Publication date": "2000-2020", "Language": "English"},
    ),
    "pubmed": (
        '(child*[tiab] AND ("well-being"[tiab] OR wellbeing[tiab]) AND "collective impact"[tiab]) '
        "AND 2000:2020[dp] AND english[la] AND journal article[pt]",
        {},
    ),
    "embase": (
        '((child*):ti,ab,kw AND ("well-being" OR wellbeing):ti,ab,kw AND ("collective '
        "impact\"):ti,ab,kw) AND [2000-2020]/py AND [english]/lim AND 'article'/it",
        {},
    ),
    "ovid_medline": (
        '((child*).ti,ab,kf. and ("well-being" or wellbeing).ti,ab,kf. and ("collective '
        'impact").ti,ab,kf.) AND english.lg. AND journal article.pt.',
        {"next line": 'limit 1 to yr="2000 -2020"'},
    ),
    "ovid_embase": (
        '((child*).ti,ab,kf. and ("well-being" or wellbeing).ti,ab,kf. and ("collective '
        'impact").ti,ab,kf.) AND english.lg. AND article.pt.',
        {"next line": 'limit 1 to yr="2000 -2020"'},
    ),
    "ovid_psycinfo": (
        '((child*).ti,ab,id. and ("well-being" or wellbeing).ti,ab,id. and ("collective '
        'impact").ti,ab,id.) AND english.lg. AND journal article.pt.',
        {"next line": 'limit 1 to yr="2000 -2020"'},
    ),
    "psycinfo": (
        '(TI (child*) OR AB (child*) OR SU (child*)) AND (TI ("well-being" OR wellbeing) OR AB '
        '("well-being" OR wellbeing) OR SU ("well-being" OR wellbeing)) AND (TI ("collective '
        'impact") OR AB ("collective impact") OR SU ("collective impact"))',
        {"Publication date": "2000-2020", "Language": "English", "Source type": "Academic Journals"},
    ),
    "cinahl": (
        '(TI (child*) OR AB (child*) OR SU (child*)) AND (TI ("well-being" OR wellbeing) OR AB '
        '("well-being" OR wellbeing) OR SU ("well-being" OR wellbeing)) AND (TI ("collective '
        'impact") OR AB ("collective impact") OR SU ("collective impact"))',
        {"Publication date": "2000-2020", "Language": "English", "Source type": "Academic Journals"},
    ),
    "ebsco_medline": (
        '(TI (child*) OR AB (child*) OR SU (child*)) AND (TI ("well-being" OR wellbeing) OR AB '
        '("well-being" OR wellbeing) OR SU ("well-being" OR wellbeing)) AND (TI ("collective '
        'impact") OR AB ("collective impact") OR SU ("collective impact"))',
        {"Publication date": "2000-2020", "Language": "English", "Source type": "Academic Journals"},
    ),
    "cochrane": (
        '(child*):ti,ab,kw AND ("well-being" OR wellbeing):ti,ab,kw AND ("collective impact"):ti,ab,kw',
        {"Publication date": "2000-2020"},
    ),
    "lilacs": (
        'tw:(child* AND ("well-being" OR wellbeing) AND "collective impact") AND db:("LILACS") AND '
        "year_cluster:[2000 TO 2020]",
        {},
    ),
    "scielo": (
        '((ti:(child*) OR ab:(child*)) AND (ti:("well-being" OR wellbeing) OR ab:("well-being" OR '
        'wellbeing)) AND (ti:("collective impact") '
        'OR ab:("collective impact"))) AND year_cluster:[2000 TO 2020]',
        {"Language": "English"},
    ),
    "openalex": (
        'title_and_abstract.search.exact:child* AND ("well-being" OR wellbeing) AND "collective '
        'impact",publication_year:2000-2020,language:en,type:article',
        {},
    ),
    "europe_pmc": (
        '((TITLE:(child*) OR ABSTRACT:(child*) OR KW:(child*)) AND (TITLE:("well-being" OR '
        'wellbeing) OR ABSTRACT:("well-being" OR wellbeing) OR KW:("well-being" OR wellbeing)) '
        'AND (TITLE:("collective impact") OR ABSTRACT:("collective impact") OR KW:("collective '
        'impact"))) AND PUB_YEAR:[2000 TO 2020] AND LANG:eng AND PUB_TYPE:"journal article"',
        {},
    ),
    "crossref": (
        "child well-being wellbeing collective impact",
        {"filter": "from-pub-date:2000-01-01,until-pub-date:2020-12-31,type:journal-article"},
    ),
    "semantic_scholar": (
        'child* + ("well-being" | wellbeing) + "collective impact"',
        {"year": "2000-2020"},
    ),
    "doaj": (
        "((bibjson.title:(child) OR bibjson.abstract:(child) OR bibjson.keywords:(child)) AND "
        '(bibjson.title:("well-being" OR wellbeing) OR bibjson.abstract:("well-being" OR '
        'wellbeing) OR bibjson.keywords:("well-being" OR wellbeing)) AND '
        '(bibjson.title:("collective impact") OR bibjson.abstract:("collective impact") OR '
        'bibjson.keywords:("collective impact"))) AND bibjson.year:[2000 TO 2020]',
        {},
    ),
    "eric": (
        '((title:(child*) OR description:(child*) OR subject:(child*)) AND (title:("well-being" '
        'OR wellbeing) OR description:("well-being" OR wellbeing) OR subject:("well-being" OR '
        'wellbeing)) AND (title:("collective impact") OR description:("collective impact") OR '
        'subject:("collective impact"))) AND publicationdateyear:[2000 TO 2020]',
        {},
    ),
    "arxiv": (
        '((ti:child* OR abs:child*) AND ((ti:"well-being" OR abs:"well-being") OR (ti:wellbeing '
        'OR abs:wellbeing)) AND (ti:"collective impact" OR abs:"collective impact")) AND '
        "submittedDate:[200001010000 TO 202012312359]",
        {},
    ),
    "core": (
        '((title:(child*) OR abstract:(child*)) AND (title:("well-being" OR wellbeing) OR '
        'abstract:("well-being" OR wellbeing)) AND (title:("collective impact") OR '
        'abstract:("collective impact"))) AND yearPublished>=2000 AND yearPublished<=2020',
        {},
    ),
    "springer_nature": (
        '(child AND ("well-being" OR wellbeing) AND "collective impact") datefrom:2000-01-01 '
        "dateto:2020-12-31 type:Journal",
        {},
    ),
    "ieee": (
        '("Document Title":child* OR "Abstract":child* OR "Author Keywords":child*) AND '
        '(("Document Title":"well-being" OR "Abstract":"well-being" OR "Author '
        'Keywords":"well-being") OR ("Document Title":wellbeing OR "Abstract":wellbeing OR '
        '"Author Keywords":wellbeing)) AND ("Document Title":"collective impact" OR '
        '"Abstract":"collective impact" OR "Author Keywords":"collective impact")',
        {"start_year": "2000", "end_year": "2020", "content_type": "Journals"},
    ),
    "scopus_api": (
        'TITLE-ABS-KEY(child* AND ("well-being" OR wellbeing) AND "collective impact") AND '
        "PUBYEAR > 1999 AND PUBYEAR < 2021 AND LANGUAGE(english) AND DOCTYPE(ar)",
        {},
    ),
    "wos_starter": (
        'TS=(child* AND ("well-being" OR wellbeing) AND "collective impact") AND PY=(2000-2020) '
        "AND DT=(Article)",
        {},
    ),
    "wos_expanded": (
        'TS=(child* AND ("well-being" OR wellbeing) AND "collective impact") AND PY=(2000-2020) '
        "AND LA=(English) AND DT=(Article)",
        {},
    ),
    "clinicaltrials": (
        "(AREA[TitleSearch](child) OR AREA[BriefSummary](child) OR AREA[Keyword](child) "
        "OR AREA[Condition](child) OR AREA[InterventionName](child)) AND "
        '(AREA[TitleSearch]("well-being" OR wellbeing) OR AREA[BriefSummary]("well-being"'
        ' OR wellbeing) OR AREA[Keyword]("well-being" OR wellbeing) OR '
        'AREA[Condition]("well-being" OR wellbeing) OR '
        'AREA[InterventionName]("well-being" OR wellbeing)) AND '
        '(AREA[TitleSearch]("collective impact") OR AREA[BriefSummary]("collective '
        'impact") OR AREA[Keyword]("collective impact") OR AREA[Condition]("collective '
        'impact") OR AREA[InterventionName]("collective impact"))',
        {"filter.advanced": "AREA[StudyFirstPostDate]RANGE[2000-01-01,2020-12-31]"},
    ),
    "europe_pmc_preprints": (
        '((TITLE:(child*) OR ABSTRACT:(child*) OR KW:(child*)) AND (TITLE:("well-being" '
        'OR wellbeing) OR ABSTRACT:("well-being" OR wellbeing) OR KW:("well-being" OR '
        'wellbeing)) AND (TITLE:("collective impact") OR ABSTRACT:("collective impact") '
        'OR KW:("collective impact"))) AND SRC:PPR AND PUB_YEAR:[2000 TO 2020]',
        {},
    ),
    "datacite": (
        "((titles.title:(child*) OR descriptions.description:(child*) OR "
        'subjects.subject:(child*)) AND (titles.title:("well-being" OR wellbeing) OR '
        'descriptions.description:("well-being" OR wellbeing) OR '
        'subjects.subject:("well-being" OR wellbeing)) AND (titles.title:("collective '
        'impact") OR descriptions.description:("collective impact") OR '
        'subjects.subject:("collective impact"))) AND publicationYear:[2000 TO 2020]',
        {},
    ),
    "lens": (
        "((title:(child*) OR abstract:(child*) OR keyword:(child*)) AND "
        '(title:("well-being" OR wellbeing) OR abstract:("well-being" OR wellbeing) OR '
        'keyword:("well-being" OR wellbeing)) AND (title:("collective impact") OR '
        'abstract:("collective impact") OR keyword:("collective impact"))) AND '
        "year_published:[2000 TO 2020]",
        {},
    ),
}


@pytest.mark.parametrize("key", NATIVE)
def test_the_demonstration_query_is_written(key):
    native = write_query(DEMONSTRATION, database=key, **LIMITS)
    text, beside = NATIVE[key]
    assert (native.database, native.text, dict(native.limits)) == (key, text, beside)


def test_every_database_is_tested():
    assert list(NATIVE) == [database.key for database in databases()]


LEFT = "finds more; left to the practical screen"


@pytest.mark.parametrize(
    ("database", "losses"),
    [
        ("pubmed", []),
        ("europe_pmc", []),
        ("scopus", ["TITLE-ABS-KEY also searches index terms: finds more"]),
        ("web_of_science", ["TS also searches Keywords Plus: finds more"]),
        (
            "sciencedirect",
            [
                "ScienceDirect has no truncation: child* is searched as child; finds fewer, unless the other "
                "forms are written out with OR",
                f"ScienceDirect cannot limit by language (English): {LEFT}",
                "ScienceDirect finds plurals and British and American spelling by itself",
            ],
        ),
        (
            "openalex",
            [
                "OpenAlex cannot search keywords: finds fewer",
                "OpenAlex guesses languages, and some of its works have no abstract",
            ],
        ),
        (
            "crossref",
            [
                "Crossref knows neither Boolean operators nor wildcards: it ranks by words; finds more",
                f"Crossref cannot limit by language (English): {LEFT}",
                "Crossref does not search abstracts: finds fewer",
            ],
        ),
        (
            "semantic_scholar",
            [
                "Semantic Scholar cannot search keywords: finds fewer",
                f"Semantic Scholar cannot limit by language (English): {LEFT}",
                f"Semantic Scholar cannot limit by document type (journal article): {LEFT}",
                "Semantic Scholar searches word stems: finds more",
            ],
        ),
        (
            "arxiv",
            [
                "arXiv cannot search keywords: finds fewer",
                f"arXiv cannot limit by language (English): {LEFT}",
                f"arXiv cannot limit by document type (journal article): {LEFT}",
                "arXiv's years are those of submission, not of publication",
            ],
        ),
    ],
)
def test_what_the_demonstration_query_loses(database, losses):
    assert list(write_query(DEMONSTRATION, database=database, **LIMITS).losses) == losses
