"""Registers that the run asks itself, of trials, preprints and DOIs, and the Lens, which unites several.

Rules of ClinicalTrials.gov: clinicaltrials.gov/find-studies/constructing-complex-search-queries and
/data-api/about-api/search-areas. Europe PMC: europepmc.org/Help. DataCite: support.datacite.org/docs/api.
The Lens: docs.api.lens.org/request-scholar.html.
"""

from __future__ import annotations

from dataclasses import replace

from cireview.query.catalogue_apis import EUROPE_PMC
from cireview.query.database import ABSTRACT_ONLY, KEYWORDS_ONLY, TITLE_ONLY, Database, Limit, Tag

CLINICALTRIALS = Database(
    key="clinicaltrials",
    name="ClinicalTrials.gov",
    also_as=("ctgov",),
    address="https://clinicaltrials.gov/api/v2/studies",
    kind="api",
    tags=(
        Tag(TITLE_ONLY, "TitleSearch", also="acronyms"),
        Tag(ABSTRACT_ONLY, "BriefSummary"),
        Tag(KEYWORDS_ONLY, "Keyword"),
        Tag(KEYWORDS_ONLY, "Condition"),
        Tag(KEYWORDS_ONLY, "InterventionName"),
    ),
    scope="AREA[{tag}]({text})",
    spans="alternatives",
    not_=" AND NOT ",
    truncation="",
    years=(Limit("AREA[StudyFirstPostDate]RANGE[{first}-01-01,{last}-12-31]", where="filter.advanced"),),
    cautions=(
        "ClinicalTrials.gov searches synonyms and other forms of a word too: finds more",
        "its years are those of registration; it names no languages and holds registered studies alone",
    ),
)

EUROPE_PMC_PREPRINTS = replace(
    EUROPE_PMC,
    key="europe_pmc_preprints",
    name="Europe PMC preprints",
    also_as=("preprints",),
    always="SRC:PPR",
    languages=None,  # most preprints name none
    document_types=None,
    only_type="preprint",
    cautions=("Europe PMC holds the preprints of medRxiv, bioRxiv and other servers of the life sciences",),
)

DATACITE = Database(
    key="datacite",
    name="DataCite",
    address="https://api.datacite.org/dois",
    kind="api",
    tags=(
        Tag(TITLE_ONLY, "titles.title"),
        Tag(ABSTRACT_ONLY, "descriptions.description", also="notes on methods"),
        Tag(KEYWORDS_ONLY, "subjects.subject"),
    ),
    scope="{tag}:({text})",
    spans="alternatives",
    # Language and a precise type are optional there: limits by them would lose the records without.
    years=(Limit("publicationYear:[{first} TO {last}]"),),
)

LENS = Database(
    key="lens",
    name="The Lens",
    also_as=("lens.org", "the_lens"),
    address="https://api.lens.org/scholarly/search",
    kind="api",
    tags=(Tag(TITLE_ONLY, "title"), Tag(ABSTRACT_ONLY, "abstract"), Tag(KEYWORDS_ONLY, "keyword")),
    scope="{tag}:({text})",
    spans="alternatives",
    years=(Limit("year_published:[{first} TO {last}]"),),
    max_records=1000,
    cautions=(
        "the keywords of the Lens are those of PubMed, matched in large and small letters as they stand",
    ),
)

REGISTER_SYNTAXES = (CLINICALTRIALS, EUROPE_PMC_PREPRINTS, DATACITE, LENS)
