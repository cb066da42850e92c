"""What the registers of Europe call the facts of a trial: EU CTR, CTIS, and ISRCTN's table."""

from __future__ import annotations

from cireview.formats import quirks
from cireview.formats.entries import Dialect, Fields

EUCTR_NAME = "the EU Clinical Trials Register"

EUCTR = Dialect(
    first={
        "accession": ("EudraCT Number",),
        "title": ("Full Title",),
        "abstract": (),
        "year": ("Start Date", "Start Date*"),
        "doi": (),
        "url": ("Link",),
        "document_type": (),
    },
    joined={
        "authors": (("Sponsor Name",),),
        "keywords": (("Medical condition", "Disease"),),
    },
    quirks=(quirks.name_sponsors("Sponsor Name"),),
)
"""The EU Clinical Trials Register's text: the summary of a search."""


def _take_any_language(fields: Fields) -> None:
    """Take a fact that the register has in another language alone: 'A.3 Full title of the trial (es)'."""
    for tag in EUCTR_DETAILS.first["title"] + EUCTR_DETAILS.first["abstract"]:
        if not any(fields.get(tag, ())):
            other = next((name for name in fields if name.startswith(f"{tag} (") and any(fields[name])), "")
            if other:
                fields[tag] = fields.pop(other)


EUCTR_DETAILS = Dialect(
    first={
        "accession": ("EudraCT Number",),
        "title": ("A.3 Full title of the trial",),
        "abstract": ("E.2.1 Main objective of the trial",),
        "year": ("Date on which this record was first entered in the EudraCT database",),
        "doi": (),
        "url": ("Link",),
        "document_type": ("Clinical Trial Type",),
    },
    joined={
        "authors": (("B.1.1 Name of Sponsor",),),
        "keywords": (("E.1.1 Medical condition(s) being investigated",),),
    },
    quirks=(quirks.name_sponsors("B.1.1 Name of Sponsor"), _take_any_language),
    silent=frozenset({"", "Summary"}),
)
"""The EU Clinical Trials Register's text: the full details, one record for each member state."""


def _drop_absent(fields: Fields) -> None:
    """Drop the N/A that CTIS writes where a trial has no value."""
    for tag, values in fields.items():
        fields[tag] = [value for value in values if value != "N/A"]


CTIS = Dialect(
    first={
        "accession": ("trial number",),
        "title": ("title of the trial",),
        "abstract": (),
        "year": ("decision date", "start date"),
        "doi": (),
        "document_type": (),
    },
    joined={
        "authors": (("sponsor co sponsors",),),
        "keywords": (("medical conditions", "product"),),
    },
    quirks=(_drop_absent, quirks.name_sponsors("sponsor co sponsors")),
)
"""CTIS' CSV: the download of a search."""

ISRCTN_TABLE = Dialect(
    first={
        "accession": ("isrctn",),
        "title": ("title", "scientific title"),
        "abstract": ("plain english summary",),
        "year": ("date assigned", "date of first enrolment"),
        "doi": ("doi",),
        "document_type": ("study type s",),
    },
    joined={
        "authors": (("sponsor",),),
        "keywords": (("health condition s or problem s studied", "drug device biological vaccine name s"),),
    },
    quirks=(quirks.name_sponsors("sponsor"),),
)
"""ISRCTN's CSV: the download of a search."""
