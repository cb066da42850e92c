"""Databases of medicine, nursing and psychology with subject headings. Adding one is one entry."""

from __future__ import annotations

from dataclasses import replace

from cireview.query.catalogue_databases import CLICKED_YEARS, EBSCO
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
from cireview.query.languages import NAMES

EMBASE = Database(
    key="embase",
    name="Embase",
    platform="Embase.com",
    address="https://www.embase.com/",
    kind="command",
    tags=(
        Tag(ALL, "ti,ab,kw"),
        Tag(TITLE_ABSTRACT, "ti,ab"),
        Tag(TITLE_ONLY, "ti"),
        Tag(ABSTRACT_ONLY, "ab"),
        Tag(KEYWORDS_ONLY, "kw"),
    ),
    scope="({text}):{tag}",
    spans="alternatives",
    near="{left} NEAR/{n} {right}",
    ordered_near="{left} NEXT/{n} {right}",
    near_shift=1,
    one_letter="?",
    inside=True,
    phrase_wildcards="any",
    vocabularies={"emtree": "'{text}'/exp"},
    years=(Limit("[{first}-{last}]/py"),),
    languages=Limit("[{value}]/lim", NAMES),
    document_types=Limit("'{value}'/it", {"journal article": "article", "review": "review"}),
    export_format="RIS",
    how="Advanced; select all; Export, RIS",
)

OVID_MEDLINE = Database(
    key="ovid_medline",
    name="Ovid MEDLINE",
    also_as=("medline", "ovid"),
    platform="Ovid",
    address="https://ovidsp.ovid.com/",
    kind="command",
    tags=(
        Tag(ALL, "ti,ab,kf"),
        Tag(TITLE_ABSTRACT, "ti,ab"),
        Tag(TITLE_ONLY, "ti"),
        Tag(ABSTRACT_ONLY, "ab"),
        Tag(KEYWORDS_ONLY, "kf"),
    ),
    scope="({text}).{tag}.",
    spans="alternatives",
    and_=" and ",
    or_=" or ",
    not_=" not ",
    near="{left} adj{n} {right}",
    near_shift=1,
    one_letter="#",
    inside=True,
    phrase_wildcards="any",
    vocabularies={"mesh": "exp {text}/"},
    years=(Limit('limit to yr="{first} -{last}"', where="next line"),),
    languages=Limit("{value}.lg.", NAMES),
    document_types=Limit("{value}.pt.", {"journal article": "journal article", "review": "review"}),
    export_format="RIS",
    how="Advanced Search; Export, RIS, Citation and Abstract",
)

COCHRANE = Database(
    key="cochrane",
    name="Cochrane Library",
    also_as=("central", "cochrane central"),
    platform="Wiley",
    address="https://www.cochranelibrary.com/advanced-search/search-manager",
    kind="command",
    tags=(
        Tag(ALL, "ti,ab,kw"),
        Tag(TITLE_ABSTRACT, "ti,ab"),
        Tag(TITLE_ONLY, "ti"),
        Tag(ABSTRACT_ONLY, "ab"),
        Tag(KEYWORDS_ONLY, "kw"),
    ),
    scope="({text}):{tag}",
    spans="alternatives",
    near="{left} NEAR/{n} {right}",
    one_letter="?",
    inside=True,
    vocabularies={"mesh": '[mh "{text}"]'},
    years=CLICKED_YEARS,
    export_format="RIS",
    how="Search manager; Trials; select all; Export selected citations, RIS (EndNote), include abstract",
)

PSYCINFO = replace(
    EBSCO,
    key="psycinfo",
    name="APA PsycInfo",
    also_as=("psycinfo",),
    platform="EBSCO",
    vocabularies={"psycinfo": 'DE "{text}"'},
)

CINAHL = replace(
    EBSCO,
    key="cinahl",
    name="CINAHL",
    also_as=(),
    platform="EBSCO",
    vocabularies={"cinahl": 'MH "{text}+"'},
)

HEALTH_DATABASES = (EMBASE, OVID_MEDLINE, PSYCINFO, CINAHL, COCHRANE)
