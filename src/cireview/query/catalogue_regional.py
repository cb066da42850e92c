"""Databases of Latin America, the Caribbean and Iberia. Adding one is one entry.

Tags are those of the field menu of the Virtual Health Library (BIREME, *LILACS search tutorial*) and of
SciELO's search form; both run on Solr, whose syntax gives operators, phrases and truncation.
"""

from __future__ import annotations

from cireview.query.catalogue_databases import CLICKED_LANGUAGES
from cireview.query.database import ABSTRACT_ONLY, ALL, TITLE_ONLY, Database, Limit, Tag, Thesaurus

_YEARS = (Limit("year_cluster:[{first} TO {last}]"),)
_WORDS = "Words are searched exactly as written: add the Spanish and Portuguese ones"

LILACS = Database(
    key="lilacs",
    name="LILACS",
    platform="Virtual Health Library",
    also_as=("bvs", "vhl", "bireme"),
    address="https://lilacs.bvsalud.org/",
    kind="command",
    tags=(Tag(ALL, "tw"), Tag(TITLE_ONLY, "ti"), Tag(ABSTRACT_ONLY, "ab")),
    scope="{tag}:({text})",
    spans="query",
    not_=" AND NOT ",
    vocabularies={"mesh": Thesaurus(alone='mh:"{text}"')},
    years=_YEARS,
    always='db:("LILACS")',
    cautions=(_WORDS, "Headings are those of DeCS, which has MeSH and more, and are not exploded"),
    export_format="RIS",
    how="Paste in the search box; Send result, RIS, all results",
)

SCIELO = Database(
    key="scielo",
    name="SciELO",
    address="https://search.scielo.org/",
    kind="command",
    tags=(Tag(TITLE_ONLY, "ti"), Tag(ABSTRACT_ONLY, "ab")),
    scope="{tag}:({text})",
    spans="query",
    not_=" AND NOT ",
    years=_YEARS,
    languages=CLICKED_LANGUAGES,
    cautions=(_WORDS, "SciELO has no field of author keywords"),
    export_format="RIS",
    how="Advanced search; paste in the box; Export, RIS, all results",
)

REGIONAL_DATABASES = (LILACS, SCIELO)
