"""What registers of trials and of reviews call the facts of a record, in their tables, XML and JSON.

A register names no authors. Its sponsor stands in their place, as style guides cite a record of a register;
investigators and contacts go to the notes, as all that has no column. The year is that of registration,
which is when the record was published, else that in which the study began.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element

from cireview.formats import quirks
from cireview.formats.entries import Dialect, Fields
from cireview.formats.json_objects import leaves_of_object
from cireview.formats.registers_of_europe import CTIS, EUCTR_NAME, ISRCTN_TABLE
from cireview.formats.xml_elements import leaves_of, local_name

CTGOV_TABLE = Dialect(
    first={
        "accession": ("nct number",),
        "title": ("study title", "title"),
        "abstract": ("brief summary",),
        "year": ("first posted", "start date"),
        "doi": (),
        "document_type": ("study type",),
        "url": ("study url", "url"),
    },
    joined={
        "authors": (("sponsor",), ("sponsor collaborators",)),
        "keywords": (("conditions", "interventions"),),
    },
    quirks=(
        quirks.part_at_bars("conditions", "interventions", "sponsor collaborators"),
        quirks.name_sponsors("sponsor", "sponsor collaborators"),
    ),
    silent=frozenset({"", "rank"}),
)
"""ClinicalTrials.gov's CSV: of today (Study Title, Sponsor) and the old (Title, Sponsor/Collaborators)."""

ICTRP = Dialect(
    first={
        "accession": ("trialid", "main id"),
        "title": ("public title", "scientific title"),
        "abstract": (),
        "year": ("date registration", "date registration3", "date of registration", "date enrollement"),
        "doi": (),
        "document_type": ("study type",),
        "url": ("web address", "results url link"),
    },
    joined={
        "authors": (("primary sponsor",),),
        "keywords": (("condition", "intervention"),),
    },
    quirks=(quirks.name_sponsors("primary sponsor"),),
)
"""WHO ICTRP: CSV, and XML, whose elements have the same names with underscores."""

CTGOV_XML = Dialect(
    first={
        "accession": ("id_info/nct_id",),
        "title": ("brief_title", "official_title"),
        "abstract": ("brief_summary/textblock",),
        "year": ("study_first_posted", "study_first_submitted", "firstreceived_date", "start_date"),
        "doi": (),
        "document_type": ("study_type",),
        "url": ("required_header/url",),
    },
    joined={
        "authors": (("sponsors/lead_sponsor/agency",),),
        "keywords": (("condition", "intervention/intervention_name", "keyword"),),
    },
    quirks=(quirks.name_sponsors("sponsors/lead_sponsor/agency"),),
    silent=frozenset({"", "required_header/link_text"}),
)
"""ClinicalTrials.gov's XML (public.xsd), which it gave out until 2024."""


CTGOV_JSON = Dialect(
    first={
        "accession": ("identificationModule.nctId",),
        "title": ("identificationModule.briefTitle", "identificationModule.officialTitle"),
        "abstract": ("descriptionModule.briefSummary",),
        "year": (
            "statusModule.studyFirstPostDateStruct.date",
            "statusModule.studyFirstSubmitDate",
            "statusModule.startDateStruct.date",
        ),
        "doi": (),
        "document_type": ("designModule.studyType",),
        "url": ("url",),
    },
    joined={
        "authors": (("sponsorCollaboratorsModule.leadSponsor.name",),),
        "keywords": (
            (
                "conditionsModule.conditions",
                "armsInterventionsModule.interventions.name",
                "conditionsModule.keywords",
            ),
        ),
    },
    quirks=(quirks.name_sponsors("sponsorCollaboratorsModule.leadSponsor.name"),),
)
"""ClinicalTrials.gov's JSON: the download of a search, and answers of its API (version 2)."""

ISRCTN = Dialect(
    first={
        "accession": ("accession",),
        "title": ("trialDescription/title", "trialDescription/scientificTitle"),
        "abstract": ("trialDescription/plainEnglishSummary",),
        "year": ("registered", "participants/recruitmentStart"),
        "doi": ("externalRefs/doi",),
        "document_type": ("trialDesign/primaryStudyDesign",),
        "url": ("url",),
    },
    joined={
        "authors": (("sponsor/organisation",),),
        "keywords": (
            (
                "conditions/condition/description",
                "interventions/intervention/description",
                "interventions/intervention/drugNames",
            ),
        ),
    },
    quirks=(quirks.name_sponsors("sponsor/organisation"),),
    silent=frozenset({"", "parties/funderId", "parties/sponsorId", "trialDescription/acknowledgment"}),
)
"""ISRCTN's XML, as its download of a search and its API give it."""

TABLES: tuple[tuple[frozenset[str], Dialect, str], ...] = (
    (frozenset({"nct number", "study title"}), CTGOV_TABLE, "ClinicalTrials.gov"),
    (frozenset({"nct number", "title"}), CTGOV_TABLE, "ClinicalTrials.gov"),
    (frozenset({"trialid", "public title"}), ICTRP, "WHO ICTRP"),
    (frozenset({"trialid", "scientific title"}), ICTRP, "WHO ICTRP"),
    (frozenset({"main id", "public title"}), ICTRP, "WHO ICTRP"),
    (frozenset({"trial number", "title of the trial"}), CTIS, "EU CTIS"),
    (frozenset({"isrctn", "title"}), ISRCTN_TABLE, "ISRCTN"),
)
"""Names that tables of a register have, its dialect, and its name."""

NAMES = frozenset(
    {
        *(name for names, _, _ in TABLES for name in names),
        *(
            tag
            for table in (CTGOV_TABLE, ICTRP, CTIS, ISRCTN_TABLE)
            for tags in table.first.values()
            for tag in tags
        ),
    }
)
"""Names by which the header of such a table is found."""

FORMATS = {
    "ctgov_json": "ClinicalTrials.gov",
    "ctgov_xml": "ClinicalTrials.gov",
    "ictrp_xml": "WHO ICTRP",
    "isrctn_xml": "ISRCTN",
    "euctr_text": EUCTR_NAME,
    "euctr_details": EUCTR_NAME,
}
"""Formats that only a register writes, and its name."""


def dialect_of(names: list[str]) -> Dialect | None:
    """Return the dialect of a register's table by its column names, or None."""
    return next((dialect for due, dialect, _ in TABLES if due <= set(names)), None)


def register_of(file_format: str, names: list[str]) -> str:
    """Return the register whose export a file is, by its format or a table's column names, or ''."""
    return FORMATS.get(file_format, "") or next((name for due, _, name in TABLES if due <= set(names)), "")


def read_ictrp(trial: Element) -> Fields:
    """Return the fields of a trial of the ICTRP by the names that its tables have."""
    return {name.replace("_", " ").lower(): values for name, values in leaves_of(trial).items()}


def read_isrctn(trial: Element) -> Fields:
    """Return the fields of a trial of ISRCTN, whose number and date of registration are attributes."""
    fields: Fields = {}
    for part in trial:
        inner = leaves_of(part)
        name = local_name(part.tag)
        if name == "trial":
            number = part.get("publicIdentifierCanonical") or "".join(
                f"ISRCTN{value}" for value in inner.get("isrctn", [])[:1]
            )
            fields["accession"] = [number]
            fields["url"] = [f"https://www.isrctn.com/{number}"] if number else []
            fields["registered"] = [part.get("publicIdentifierDateAssigned", "")[:10]]
            fields["last updated"] = [part.get("lastUpdated", "")[:10]]
            inner.pop("isrctn", None)
            fields |= inner
        else:
            for tag, values in inner.items():
                fields.setdefault(f"{name}/{tag}", []).extend(values)
    return fields


def read_ctgov(study: dict[str, Any]) -> Fields:
    """Return the fields of a study of ClinicalTrials.gov by module and member.

    What the register derives from the others (``derivedSection``) and the tables of results
    (``resultsSection``), which can be longer than all records of a review, are left out.
    """
    kept = {name: part for name, part in study.items() if name not in ("derivedSection", "resultsSection")}
    protocol = kept.pop("protocolSection", {})
    fields = leaves_of_object({**(protocol if isinstance(protocol, dict) else {}), **kept})
    if "resultsSection" in study:
        fields["results"] = ["in the register"]
    for number in fields.get("identificationModule.nctId", [])[:1]:
        fields["url"] = [f"https://clinicaltrials.gov/study/{number}"]
    return fields


def read_ctgov_xml(study: Element) -> Fields:
    """Return the fields of a study in ClinicalTrials.gov's old XML, without the tables of results."""
    left_out = ("clinical_results", "condition_browse", "intervention_browse")
    results = study.find("clinical_results") is not None
    for name in left_out:
        for part in study.findall(name):
            study.remove(part)
    fields = leaves_of(study)
    for number in fields.get("id_info/nct_id", [])[:1]:
        fields.setdefault("required_header/url", [f"https://clinicaltrials.gov/study/{number}"])
    if results:
        fields["results"] = ["in the register"]
    return fields
