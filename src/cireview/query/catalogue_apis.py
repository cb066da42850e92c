"""Bibliographic APIs that the run asks itself. Adding one is one entry."""

from __future__ import annotations

from dataclasses import replace

from cireview.query.catalogue_databases import SCOPUS, WEB_OF_SCIENCE
from cireview.query.database import (
    ABSTRACT_ONLY,
    KEYWORDS_ONLY,
    TITLE_ABSTRACT,
    TITLE_ONLY,
    Database,
    Limit,
    Tag,
    Thesaurus,
)
from cireview.query.dialect import NO_DIALECT
from cireview.query.languages import MEDLINE_CODES, OPENALEX_CODES

OPENALEX = Database(
    key="openalex",
    name="OpenAlex",
    address="https://api.openalex.org/works",
    kind="api",
    tags=(
        Tag(TITLE_ABSTRACT, "title_and_abstract.search.exact"),
        Tag(TITLE_ONLY, "title.search.exact"),
        Tag(ABSTRACT_ONLY, "abstract.search.exact"),
    ),
    scope="{tag}:{text}",
    mixes_fields=False,
    near='"{words}"~{n}',
    near_shift=2,
    one_letter="?",
    inside=True,
    min_stem=3,
    years=(Limit("publication_year:{first}-{last}"),),
    languages=Limit("{value}", OPENALEX_CODES, join="|", whole="language:{values}"),
    document_types=Limit(
        "{value}",
        {
            "journal article": "article",
            "review": "review",
            "conference paper": "conference-paper",
            "book chapter": "book-chapter",
            "thesis": "dissertation",
            "preprint": "preprint",
        },
        join="|",
        whole="type:{values}",
    ),
    limit_join=",",
    max_length=4094,
    cautions=("OpenAlex guesses languages, and some of its works have no abstract",),
)

EUROPE_PMC = Database(
    key="europe_pmc",
    name="Europe PMC",
    also_as=("europepmc",),
    address="https://www.ebi.ac.uk/europepmc/webservices/rest/search",
    kind="api",
    tags=(Tag(TITLE_ONLY, "TITLE"), Tag(ABSTRACT_ONLY, "ABSTRACT"), Tag(KEYWORDS_ONLY, "KW")),
    scope="{tag}:({text})",
    spans="alternatives",
    min_stem=3,
    years=(Limit("PUB_YEAR:[{first} TO {last}]"),),
    languages=Limit("LANG:{value}", MEDLINE_CODES),
    document_types=Limit('PUB_TYPE:"{value}"', {"journal article": "journal article", "review": "review"}),
)

CROSSREF = Database(
    key="crossref",
    name="Crossref",
    address="https://api.crossref.org/works",
    kind="api",
    tags=(),
    boolean=False,
    truncation="",
    years=(Limit("from-pub-date:{first}-01-01,until-pub-date:{last}-12-31", where="filter"),),
    document_types=Limit(
        "type:{value}",
        {
            "journal article": "journal-article",
            "conference paper": "proceedings-article",
            "book chapter": "book-chapter",
            "thesis": "dissertation",
            "preprint": "posted-content",
        },
        where="filter",
        join=",",
    ),
    cautions=("Crossref does not search abstracts: finds fewer",),
)

SEMANTIC_SCHOLAR = Database(
    key="semantic_scholar",
    name="Semantic Scholar",
    address="https://api.semanticscholar.org/graph/v1/paper/search/bulk",
    kind="api",
    tags=(Tag(TITLE_ABSTRACT, ""),),
    mixes_fields=False,
    and_=" + ",
    or_=" | ",
    not_=" -",
    near='"{words}"~{n}',
    near_shift=2,
    # It has a limit by type too, which would lose all papers whose `publicationTypes` is null.
    years=(Limit("{first}-{last}", where="year"),),
    cautions=("Semantic Scholar searches word stems: finds more",),
)

DOAJ = Database(
    key="doaj",
    name="DOAJ",
    address="https://doaj.org/api/search/articles/",
    kind="api",
    tags=(
        Tag(TITLE_ONLY, "bibjson.title"),
        Tag(ABSTRACT_ONLY, "bibjson.abstract"),
        Tag(KEYWORDS_ONLY, "bibjson.keywords"),
    ),
    scope="{tag}:({text})",
    spans="alternatives",
    truncation="",
    years=(Limit("bibjson.year:[{first} TO {last}]"),),
    only_type="journal article",
    max_records=1000,
)

ERIC = Database(
    key="eric",
    name="ERIC",
    address="https://api.ies.ed.gov/eric/",
    kind="api",
    tags=(Tag(TITLE_ONLY, "title"), Tag(ABSTRACT_ONLY, "description"), Tag(KEYWORDS_ONLY, "subject")),
    scope="{tag}:({text})",
    spans="alternatives",
    vocabularies={"eric": Thesaurus(alone='subject:"{text}"')},
    # Of 684 recorded documents 193 name no language and 211 no type: limits by them would lose these.
    years=(Limit("publicationdateyear:[{first} TO {last}]"),),
    cautions=("ERIC has no author keywords: its descriptors are searched instead",),
)

ARXIV = Database(
    key="arxiv",
    name="arXiv",
    address="https://export.arxiv.org/api/query",
    kind="api",
    tags=(Tag(TITLE_ONLY, "ti"), Tag(ABSTRACT_ONLY, "abs")),
    scope="{tag}:{text}",
    spans="term",
    not_=" ANDNOT ",
    one_letter="?",
    inside=True,
    years=(Limit("submittedDate:[{first}01010000 TO {last}12312359]"),),
    only_type="preprint",
    max_records=30000,
    cautions=("arXiv's years are those of submission, not of publication",),
)

CORE = Database(
    key="core",
    name="CORE",
    address="https://api.core.ac.uk/v3/search/works/",
    kind="api",
    tags=(Tag(TITLE_ONLY, "title"), Tag(ABSTRACT_ONLY, "abstract")),
    scope="{tag}:({text})",
    spans="alternatives",
    years=(Limit("yearPublished>={first} AND yearPublished<={last}"),),
)

SPRINGER_NATURE = Database(
    key="springer_nature",
    name="Springer Nature",
    also_as=("springer",),
    address="https://api.springernature.com/meta/v2/json",
    kind="api",
    tags=(
        Tag((*TITLE_ABSTRACT, *KEYWORDS_ONLY), "", also="everything else that it keeps of an article"),
        Tag(TITLE_ONLY, "title"),
        Tag(KEYWORDS_ONLY, "keyword"),
    ),
    scope="{tag}:{text}",
    spans="term",
    truncation="",
    years=(Limit("datefrom:{first}-01-01 dateto:{last}-12-31"),),
    document_types=Limit("type:{value}", {"journal article": "Journal", "book chapter": "Book"}),
    limit_join=" ",
)

IEEE = Database(
    key="ieee",
    name="IEEE Xplore",
    also_as=("ieee",),
    address="https://ieeexploreapi.ieee.org/api/v1/search/articles",
    kind="api",
    tags=(
        Tag(TITLE_ONLY, '"Document Title"'),
        Tag(ABSTRACT_ONLY, '"Abstract"'),
        Tag(KEYWORDS_ONLY, '"Author Keywords"'),
    ),
    scope="{tag}:{text}",
    spans="term",
    near="{left} NEAR/{n} {right}",
    ordered_near="{left} ONEAR/{n} {right}",
    near_needs_no_field=True,
    years=(Limit("{first}", where="start_year"), Limit("{last}", where="end_year")),
    document_types=Limit(
        "{value}", {"journal article": "Journals", "conference paper": "Conferences"}, where="content_type"
    ),
    cautions=("IEEE Xplore sets a ceiling on the wildcards of one search",),
)

_STARTER = "The Starter API gives neither abstracts nor affiliations"

API_SYNTAXES = (
    OPENALEX,
    EUROPE_PMC,
    CROSSREF,
    SEMANTIC_SCHOLAR,
    DOAJ,
    ERIC,
    ARXIV,
    CORE,
    SPRINGER_NATURE,
    IEEE,
    replace(
        SCOPUS,
        key="scopus_api",
        name="Scopus API",
        address="https://api.elsevier.com/content/search/scopus",
        kind="api",
        max_records=5000,
        export_format="",
        how="",
    ),
    replace(
        WEB_OF_SCIENCE,
        key="wos_starter",
        name="Web of Science Starter API",
        also_as=(),
        address="https://api.clarivate.com/apis/wos-starter/v1/documents",
        kind="api",
        # https://github.com/clarivate/wosstarter_python_client lists its tags: neither AB nor AK.
        tags=WEB_OF_SCIENCE.tags[:2],
        dialect=NO_DIALECT,
        languages=None,
        cautions=(_STARTER,),
        export_format="",
        how="",
    ),
    replace(
        WEB_OF_SCIENCE,
        key="wos_expanded",
        name="Web of Science Expanded API",
        also_as=(),
        address="https://wos-api.clarivate.com/api/wos",
        kind="api",
        export_format="",
        how="",
    ),
)
