"""Databases of medicine, nursing and psychology with subject headings. Adding one is one entry."""

from __future__ import annotations

from dataclasses import replace

from cireview.query import dialects_health
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
from cireview.query.thesauri import COCHRANE_HEADINGS, DESCRIPTORS, EBSCO_HEADINGS, EMTREE, SLASHED

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
    vocabularies={"emtree": EMTREE},
    dialect=dialects_health.EMBASE,
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
    vocabularies={"mesh": SLASHED},
    dialect=dialects_health.OVID,
    years=(Limit('limit 1 to yr="{first} -{last}"', where="next line"),),
    languages=Limit("{value}.lg.", NAMES),
    document_types=Limit("{value}.pt.", {"journal article": "journal article", "review": "review"}),
    export_format="RIS",
    how="Advanced Search; Export, RIS, Citation and Abstract",
)

OVID_EMBASE = replace(
    OVID_MEDLINE,
    key="ovid_embase",
    name="Ovid Embase",
    also_as=(),
    vocabularies={"emtree": SLASHED},
    document_types=Limit("{value}.pt.", {"journal article": "article", "review": "review"}),
)

OVID_PSYCINFO = replace(
    OVID_MEDLINE,
    key="ovid_psycinfo",
    name="Ovid APA PsycInfo",
    also_as=("ovid psycinfo",),
    tags=(
        Tag(ALL, "ti,ab,id"),
        Tag(TITLE_ABSTRACT, "ti,ab"),
        Tag(TITLE_ONLY, "ti"),
        Tag(ABSTRACT_ONLY, "ab"),
        Tag(KEYWORDS_ONLY, "id"),
    ),
    vocabularies={"psycinfo": SLASHED},
    document_types=Limit("{value}.pt.", {"journal article": "journal article"}),
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
    wild_phrase=" NEXT ",
    vocabularies={"mesh": COCHRANE_HEADINGS},
    dialect=dialects_health.COCHRANE,
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
    vocabularies={"psycinfo": DESCRIPTORS},
)

CINAHL = replace(
    EBSCO,
    key="cinahl",
    name="CINAHL",
    also_as=(),
    platform="EBSCO",
    vocabularies={"cinahl": EBSCO_HEADINGS},
)

EBSCO_MEDLINE = replace(
    EBSCO,
    key="ebsco_medline",
    name="EBSCO MEDLINE",
    also_as=(),
    platform="EBSCO",
    vocabularies={"mesh": EBSCO_HEADINGS},
)

HEALTH_DATABASES = (
    EMBASE,
    OVID_MEDLINE,
    OVID_EMBASE,
    OVID_PSYCINFO,
    PSYCINFO,
    CINAHL,
    EBSCO_MEDLINE,
    COCHRANE,
)
