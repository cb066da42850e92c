"""Which tag of which tagged format is which column: data, and the quirks that go with it."""

from __future__ import annotations

from cireview.formats import quirks
from cireview.formats.entries import Dialect


def _first(**columns: str) -> dict[str, tuple[str, ...]]:
    """Return column to tags in order of preference, as 'TI T1', or parted by '|' if they hold blanks."""
    return {
        column: tuple(tags.split("|") if "|" in tags else tags.split()) for column, tags in columns.items()
    }


def _joined(**columns: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Return column to groups of tags in order of preference, given as 'AU A1 > A2 ED'."""
    return {
        column: tuple(tuple(group.split()) for group in groups.split(" > "))
        for column, groups in columns.items()
    }


RIS = Dialect(
    first=_first(
        accession="AN",
        title="TI T1 CT ST BT TT",
        abstract="AB N2",
        year="PY DA Y1 YR Y2",
        journal="JF T2 JO JA J2 J1 BT T3",
        volume="VL VO",
        issue="IS CP",
        first_page="SP",
        last_page="EP",
        article_number="C7 AR",
        doi="DO DI",
        document_type="M3 TY",
        url="UR L2 LK",
    ),
    joined=_joined(
        authors="AU A1 > A2 ED A3",
        affiliations="AD",
        issn="SN",
        language="LA",
        keywords="KW DE",
        notes="N1 RN",
    ),
    identified=("UR", "L2", "ID", "U2"),
    doi=("L3", "M3", "UR", "LK"),
    pubmed=("C2", "C3", "U1"),
    quirks=(
        quirks.order_emerald_authors,
        quirks.take_ovid_number,
        quirks.take_ebsco_number,
        quirks.take_first_number,
        quirks.drop_direction_marks,
        quirks.take_noted_doi,
    ),
)

NBIB = Dialect(
    first=_first(
        accession="number",
        title="TI BTI TT",
        abstract="AB",
        year="DP DEP",
        journal="JT TA",
        volume="VI",
        issue="IP",
        pages="PG",
        doi="DOI",
        pmid="PMID",
        document_type="",
        url="URL",
    ),
    joined=_joined(
        authors="FAU CN > AU CN > FED ED",
        affiliations="AD",
        issn="IS ISSN",
        language="LA",
        document_type="PT",
        keywords="OT MH",
        notes="GN",
    ),
    doi=("LID", "AID"),
    quirks=(quirks.take_labelled_ids, quirks.strip_eric_prefix, quirks.take_medline_number),
    short=frozenset({"AU"}),
)

WOS = Dialect(
    first=_first(
        accession="UT AN",
        title="TI",
        abstract="AB",
        year="PY PD EA",
        journal="SO JI J9",
        volume="VL",
        issue="IS",
        pages="",
        first_page="BP PS",
        last_page="EP",
        article_number="AR",
        doi="DI D2",
        pmid="PM",
        document_type="DT PT",
        url="UR",
    ),
    joined=_joined(
        authors="AF CA > AU CA > BF > BA > BE ED GP",
        affiliations="C1 > C3",
        issn="SN EI",
        language="LA",
        keywords="DE ID",
    ),
    doi=("UR",),
    quirks=(quirks.mend_wos_lines,),
    short=frozenset({"AU"}),
    references=frozenset({"CR"}),
)

ENW = Dialect(
    first=_first(
        accession="M",
        title="T",
        abstract="X",
        year="D 8",
        journal="J B S",
        volume="V",
        issue="N",
        pages="P",
        doi="",
        document_type="0 9",
        url="U >",
    ),
    joined=_joined(authors="A > E Y ?", affiliations="+", issn="@", language="G", keywords="K", notes="Z O"),
    identified=("U",),
    doi=("R", "M", "U"),
    prefix="%",
)

REFWORKS = Dialect(
    first=_first(
        accession="AN",
        title="T1",
        abstract="AB",
        year="YR FD",
        journal="JF JO T2",
        volume="VO",
        issue="IS",
        first_page="SP",
        last_page="OP",
        doi="DO",
        document_type="RT",
        url="UL LK",
    ),
    joined=_joined(
        authors="A1 > A2", affiliations="AD", issn="SN", language="LA", keywords="K1", notes="NO PN"
    ),
    identified=("UL", "LK"),
    doi=("UL", "LK"),
    pubmed=("PMID",),
)

OVID = Dialect(
    first=_first(
        accession="AN UI",
        title="TI BT",
        abstract="AB",
        year="YR year DP DG",
        journal="journal JN BT",
        volume="VO volume",
        issue="IP issue",
        pages="PG pages",
        doi="DI DO",
        document_type="DT PT",
        url="XL",
    ),
    joined=_joined(
        authors="AU > ED", affiliations="IN", issn="IS IT", language="LG", keywords="KW DE ID MH", notes="NT"
    ),
    doi=("DI", "DO", "UR"),
    pubmed=("PM",),
    silent=frozenset({"", "<"}),
    quirks=(quirks.part_ovid_authors, quirks.part_ovid_source),
)

OVID_TEXT = Dialect(
    first=_first(
        accession="Accession Number|",
        title="Title|Chapter Title|Book Title",
        abstract="Abstract|",
        year="Year of Publication|year|Date of Publication",
        journal="journal|",
        volume="volume|",
        issue="issue|",
        pages="pages|",
        doi="DOI Number|Digital Object Identifier",
        document_type="Document Type|Publication Type",
        url="Link to the Ovid Full Text or citation|",
    ),
    joined={
        "authors": (("Author",), ("Editor",)),
        "affiliations": (("Institution",),),
        "issn": (("ISSN",),),
        "language": (("Language",),),
        "keywords": (("Author Keywords", "Keywords", "Subject Headings"),),
        "notes": (("Notes",),),
    },
    silent=frozenset({"", "<"}),
    quirks=(quirks.part_ovid_authors, quirks.part_ovid_source),
)

PROQUEST_TEXT = Dialect(
    first=_first(
        accession="ProQuest document ID|",
        title="Title|",
        abstract="Abstract|",
        year="Publication year|Publication date|Degree date",
        journal="Publication title|",
        volume="Volume|",
        issue="Issue|",
        pages="Pages|",
        doi="DOI|",
        document_type="Document type|Source type",
        url="Document URL|",
    ),
    joined={
        "authors": (("Author",),),
        "affiliations": (("University/institution",),),
        "issn": (("ISSN",), ("ISBN",)),
        "language": (("Language",), ("Language of publication",)),
        "keywords": (("Subject", "Identifier / keyword"),),
        "notes": (("Degree",),),
    },
    silent=frozenset({"", "_"}),
    quirks=(quirks.part_proquest_authors,),
)

COCHRANE = Dialect(
    first=_first(
        accession="ID",
        title="TI",
        abstract="AB",
        year="YR",
        journal="SO",
        volume="VL",
        issue="NO",
        pages="PG",
        doi="DOI",
        document_type="PT",
        url="US",
    ),
    joined=_joined(authors="AU", issn="SN", keywords="KY"),
    pubmed=("PM",),
    quirks=(quirks.part_cochrane_keywords,),
    silent=frozenset({"", "Record"}),
)
"""The Cochrane Library's plain text."""
