"""Habits of databases in tagged formats, one small record each."""

from __future__ import annotations

import pytest
from formats.tagged_records import RIS, Read

# What a file says, and what must be in the record's columns.
CASES: dict[str, tuple[str, dict[str, str]]] = {
    "bom before the first tag": ("\ufeff" + RIS.format("TI  - A"), {"title": "A", "document_type": "JOUR"}),
    "one blank in tags": ("TY - JOUR\nTI - A\nAB - x - y\nER -\n", {"title": "A", "abstract": "x - y"}),
    "a tab in tags": (RIS.format("TI\t- A\nPY \t- 2014"), {"title": "A", "year": "2014"}),
    "one blank before tags": (" TY  - JOUR\n TI  - A\n ER  - \n", {"title": "A"}),
    "no blank after the hyphen": ("TY  -JOUR\nTI  -A\nER  -\n", {"title": "A"}),
    "text on the next line": (
        RIS.format("TI  - A title\nthat goes on\nPY  -\n2014"),
        {"title": "A title that goes on", "year": "2014"},
    ),
    "keywords without tags": (
        RIS.format("KW  - one\ntwo\nthree\nTI  - A"),
        {"keywords": "one; two; three", "title": "A"},
    ),
    "an abstract that speaks of CO - 2": (RIS.format("AB  - a\nCO - 2 b"), {"abstract": "a CO - 2 b"}),
    "every repeated tag is kept": (
        RIS.format(
            "AU  - A, B\nAU  - C, D\nAD  - X\nAD  - X\nSN  - 1\nSN  - 2\nN1  - n\nN1  - m\nLA  - en\nLA  - es"
        ),
        {
            "authors": "A, B; C, D",
            "affiliations": "X; X",
            "issn": "1; 2",
            "notes": "n; m",
            "language": "en; es",
        },
    ),
    "a second value of one that should be single": (
        RIS.format("PY  - 2013\nPY  - 2013/02/15/received\nUR  - u\nUR  - v"),
        {"year": "2013", "url": "u", "notes": "v; 2013/02/15/received"},
    ),
    "EBSCO: rights as a second abstract": (
        RIS.format("AB  - Real.\nAB  - Copyright of X is the property of Y.\nN1  - n"),
        {"abstract": "Real.", "notes": "n; Copyright of X is the property of Y."},
    ),
    "an abstract in two parts": (
        RIS.format("AB  - Uno.\nAB  - One."),
        {"abstract": "Uno. One.", "notes": ""},
    ),
    "EBSCO: number in the note": (
        RIS.format("DP  - EBSCOhost\nN1  - Accession Number: 2020-98025-001. Partial author list"),
        {"accession": "2020-98025-001"},
    ),
    "EBSCO: DOI in L3, date with season": (
        RIS.format("L3  - 10.5555/x\nY1  - 1993///Winter93"),
        {"doi": "10.5555/x", "year": "1993///Winter93"},
    ),
    "EBSCO: number in the address": (
        RIS.format("UR  - https://search.ebscohost.com/login.aspx?direct=true&db=bth&AN=123&site=x"),
        {"accession": "123"},
    ),
    "Scopus: EID in the address, article number, PubMed id": (
        RIS.format(
            "UR  - https://www.scopus.com/inward/record.uri?eid=2-s2.0-85&x=1\nC7  - 1045\n"
            "C2  - 31421429\nM3  - Article"
        ),
        {"accession": "2-s2.0-85", "pages": "1045", "pmid": "31421429", "document_type": "Article"},
    ),
    "Scopus: the address of 2026": (
        RIS.format("UR  - https://www.scopus.com/pages/publications/85161?origin=resultslist"),
        {"accession": "2-s2.0-85161"},
    ),
    "ProQuest: two numbers, DOI as URL, marks": (
        RIS.format(
            "AN  - 2214; 51887\nTI  - A\u200e\nDO  - http://dx.doi.org/10.5555/x\nN1  - CODEN - X"
            "\nUR  - https://search.proquest.com/docview/2214?accountid=1"
        ),
        {
            "accession": "2214",
            "title": "A",
            "doi": "http://dx.doi.org/10.5555/x",
            "notes": "CODEN - X; AN: 2214; 51887",
        },
    ),
    "ProQuest: number in the address only": (
        RIS.format("UR  - https://www.proquest.com/docview/77"),
        {"accession": "77"},
    ),
    "Ovid: a number line, and the accession in ID": (
        "1. \nTY  - JOUR\nID  - 32487818\nN2  - abs\nER  -  \nNL  - left over\n\nLink: http://x\n",
        {"accession": "32487818", "abstract": "abs"},
    ),
    "EndNote: ID is its own count, not the database's": (
        RIS.format("ID  - 369\nN2  - abs"),
        {"accession": ""},
    ),
    "Ovid and Lens: ID is the database's": (
        RIS.format("ID  - 001-257-578-706-37X"),
        {"accession": "001-257-578-706-37X"},
    ),
    "Embase: PUI in U2": (RIS.format("U2  - L373791783"), {"accession": "L373791783"}),
    "JSTOR: header before the record, address as id": (
        "Provider: JSTOR http://www.jstor.org\nDatabase: JSTOR\nContent: text/plain\n\n\n"
        + RIS.format("TI  - A\nAB  - [In brackets]\nUR  - http://www.jstor.org/stable/24572"),
        {"title": "A", "abstract": "[In brackets]", "accession": "24572"},
    ),
    "Emerald: authors numbered, parted by a blank": (
        RIS.format("A1  - Novak Jana\nA2  - Okafor Ben\nA3  - Li, Wei\nDO  - 10.1108/x"),
        {"authors": "Novak, Jana; Okafor, Ben; Li, Wei"},
    ),
    "A2 is an editor elsewhere": (
        RIS.format("A1  - Novak, Jana\nA2  - Okafor, Ben"),
        {"authors": "Novak, Jana"},
    ),
    "a book that has editors only": (RIS.format("A2  - Okafor, Ben"), {"authors": "Okafor, Ben"}),
    "SAGE: the issue's date before the online date": (
        RIS.format("TI  - A\nY1  - 2019/01/01\nDA  - 2020/05/01"),
        {"year": "2020/05/01"},
    ),
    "a date without a year does not win": (RIS.format("TI  - A\nDA  - Mar 16\nY1  - 2011"), {"year": "2011"}),
    "Wiley: DOI as URL, journal four times": (
        RIS.format(
            "DO  - https://doi.org/10.5555/x\nT2  - Full Name\nJF  - Full Name\nJO  - F. N.\nJA  - FN"
        ),
        {"doi": "https://doi.org/10.5555/x", "journal": "Full Name", "notes": "JO: F. N.; JA: FN"},
    ),
    "DOI in M3": (RIS.format("M3  - doi: 10.5555/x"), {"doi": "10.5555/x", "document_type": "JOUR"}),
    "DOI in the address": (RIS.format("UR  - https://doi.org/10.5555/x"), {"doi": "10.5555/x"}),
    "DOI as a note": (RIS.format("N1  - 10.5555/x"), {"doi": "10.5555/x", "notes": "10.5555/x"}),
    "pages that are a range already": (RIS.format("TI  - A\nSP  - 12-15\nEP  - 15"), {"pages": "12-15"}),
    "one page": (RIS.format("TI  - A\nSP  - 5\nEP  - 5"), {"pages": "5"}),
    "HTML stays": (RIS.format("AB  - a <i>b</i> &amp; c"), {"abstract": "a <i>b</i> &amp; c"}),
    "names": (
        RIS.format(
            "AU  - Shannon,Claude E.\nAU  - Lim SM\nAU  - M. A. Novak\nAU  - Eberth D.A.\n"
            "AU  - UNESCO\nAU  - Acme Ltd,"
        ),
        {"authors": "Shannon, Claude E.; Lim, SM; Novak, M. A.; Eberth, D.A.; UNESCO; Acme Ltd"},
    ),
    "U+2028 is no line end": (RIS.format("TI  - a\u2028TY  - b"), {"title": "a\u2028TY  - b"}),
    "NUL survives": (RIS.format("TI  - a\0b"), {"title": "a\0b"}),
    "PubMed": (
        "\nPMID- 30080086\nOWN - NLM\nIS  - 1234-5678 (Print)\nIS  - 8765-4321 (Linking)\nVI  - 5\nIP  - 2\n"
        "DP  - 2000 May-Jun\nTI  - A title that\n      goes on.\nPG  - 454-81\nLID - S1 [pii]\n"
        "LID - 10.5555/x [doi]\n"
        "AB  - BACKGROUND: One.\n      RESULTS: Two.\nFAU - Long, Vicky\nAU  - Long V\n"
        "AD  - Manchester.\nAD  - Leeds.\n"
        "CN  - Some Group\nLA  - eng\nLA  - fre\nPT  - Journal Article\nPT  - Review\n"
        "JT  - Full name\nTA  - Abbr\n"
        "OT  - one\nMH  - two/three\nAID - 10.5555/x [doi]\nSO  - Abbr. 2000.",
        {
            "accession": "30080086",
            "pmid": "30080086",
            "title": "A title that goes on.",
            "abstract": "BACKGROUND: One. RESULTS: Two.",
            "authors": "Long, Vicky; Some Group",
            "affiliations": "Manchester.; Leeds.",
            "year": "2000 May-Jun",
            "journal": "Full name",
            "volume": "5",
            "issue": "2",
            "pages": "454-81",
            "doi": "10.5555/x",
            "issn": "1234-5678 (Print); 8765-4321 (Linking)",
            "language": "eng; fre",
            "document_type": "Journal Article; Review",
            "keywords": "one; two/three",
        },
    ),
    "ERIC's MEDLINE": (
        "\nOWN - ERIC\nTI  - A\nAU  - Smith, Tom\nAID - http://dx.doi.org/10.5555/x\nOID - EJ1131633\n"
        "LID - http://eric.ed.gov/?id=EJ1131633\nISSN - EISSN-1234-4567\n",
        {
            "accession": "EJ1131633",
            "pmid": "",
            "doi": "10.5555/x",
            "issn": "1234-4567",
            "authors": "Smith, Tom",
            "url": "http://eric.ed.gov/?id=EJ1131633",
        },
    ),
    "Web of Science": (
        "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Li, W\n   Ng, B\nAF Li, Wei\n   Ng, Ben\n"
        "TI A title that\n   goes on\nSO JOURNAL\nLA English\nDT Article; Early Access\nDE one; two\n"
        "ID THREE;\n   FOUR\n"
        "AB Abstract.\nC1 [Li, Wei] Somewhere.\n   [Ng, Ben] Elsewhere.\nUK new tag\nCR LI W, 2001\n"
        "   NG B, 2002\n"
        "SN 1234-5678\nEI 8765-4321\nPY 2020\nVL 3\nBP 1\nEP 9\nDI 10.5555/x\nPM 123\n"
        "UT WOS:000000000000001\nER\n\nEF\n",
        {
            "title": "A title that goes on",
            "authors": "Li, Wei; Ng, Ben",
            "affiliations": "[Li, Wei] Somewhere.; [Ng, Ben] Elsewhere.",
            "document_type": "Article; Early Access",
            "keywords": "one; two; THREE; FOUR",
            "issn": "1234-5678; 8765-4321",
            "pages": "1-9",
            "pmid": "123",
            "accession": "WOS:000000000000001",
        },
    ),
    "Web of Science: a wrapped address, an e-mail in a name": (
        "PT J\nAU Still, N. (x@example.org)\n   Sieg, R\nC1 Univ A, Sto,\n   CT, USA.\n   Univ B.\nER\n",
        {"authors": "Still, N.; Sieg, R", "affiliations": "Univ A, Sto, CT, USA.; Univ B."},
    ),
    "EndNote's ENW": (
        "%0 Journal Article\n%T A\n%A Li, W.\n%A Ng, B.\n%+ Somewhere\n%+ Elsewhere\n%J B\n%K one\n"
        "two\n%K three\n"
        "%@ 1234-5678\n%R 10.5555/x\n%M doi:10.5555/x\n%D 2001\n%Z note\n",
        {
            "authors": "Li, W.; Ng, B.",
            "affiliations": "Somewhere; Elsewhere",
            "keywords": "one; two; three",
            "doi": "10.5555/x",
            "accession": "",
            "notes": "note",
        },
    ),
    "RefWorks tagged": (
        "RT Journal Article\nSR Electronic(1)\nID 271\nA1 Allan,Steven\nA1 Gil,Paul\nT1 A\nJF B\n"
        "YR 2002\nSP 551\nOP 565\n"
        "K1 one\nK1 two\nAN 2002-00282-017\nSN 1\n",
        {
            "authors": "Allan, Steven; Gil, Paul",
            "pages": "551-565",
            "keywords": "one; two",
            "accession": "2002-00282-017",
            "document_type": "Journal Article",
        },
    ),
    "Ovid tagged": (
        "<1. >\nVN  - Ovid Technologies\nAN  - PREV2004\nAU  - Walsdorf, N B. [Reprint Author]\n"
        "AU  - Zhang, W 1,2,+\n"
        "TI  - A\nSO  - Bull Ecol. Vol.43(5), Sep 2015, pp. 623-634.\nLG  - English\nDI  - 10.5555/x\n",
        {
            "accession": "PREV2004",
            "authors": "Walsdorf, N B; Zhang, W",
            "journal": "Bull Ecol",
            "volume": "43",
            "issue": "5",
            "pages": "623-634",
            "year": "2015",
        },
    ),
    "Ovid in blocks": (
        "<8>\nAccession Number\n  0001.\nAuthor\n  Kohler, L 1;  Leus, C 2\nTitle\n  A\nSource\n"
        "  Ecohydrology. 8(6):1048-1064, September 2015.\nDOI Number\n  10.5555/x\n",
        {
            "title": "A",
            "authors": "Kohler, L; Leus, C",
            "journal": "Ecohydrology",
            "volume": "8",
            "pages": "1048-1064",
        },
    ),
    "ProQuest's text report": (
        "____________________________________________________________\n\nReport Information from ProQuest\n"
        "____________________________________________________________\n\nTitle: A\n\n"
        "Author: Dorst, C; Li, W\n\n"
        "http://x\n\nProQuest document ID: 77\n\nPublication year: 2014\n",
        {"title": "A", "authors": "Dorst, C; Li, W", "accession": "77", "year": "2014"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_habit_is_understood(case: str, read: Read) -> None:
    content, expected = CASES[case]
    reading = read(content)
    assert len(reading.records) == 1
    assert len(reading.rejected) == 0
    record = reading.records.iloc[0].to_dict()
    assert {column: record[column] for column in expected} == expected
    assert reading.warnings == ()
