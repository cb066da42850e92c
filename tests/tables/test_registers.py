"""Which names of sources are those of registers."""

from __future__ import annotations

import pytest

from cireview.protocol.source import Source
from cireview.tables.registers import is_register

REGISTERS = """
ClinicalTrials.gov
clinicaltrials.gov
ClinicalTrials.Gov (US NLM)
Clinical Trials.gov
CTgov
WHO ICTRP
ICTRP
International Clinical Trials Registry Platform (ICTRP)
WHO International Clinical Trials Registry Platform
ISRCTN
ISRCTN registry
EU CTR
EU-CTR
EU Clinical Trials Register
EudraCT
CTIS
EU Clinical Trials Information System (CTIS)
PROSPERO
ANZCTR
Australian New Zealand Clinical Trials Registry
DRKS
German Clinical Trials Register (DRKS)
ChiCTR
Chinese Clinical Trial Registry
UMIN-CTR
UMIN
jRCT
CTRI
Clinical Trials Registry - India
IRCT
PACTR
ReBEC
OSF Registries
"""
DATABASES = """
Scopus
PubMed
CENTRAL
Cochrane Central Register of Controlled Trials
Web of Science
Embase
PsycINFO
Prospero Books
clinicaltrials
UMI
"""


@pytest.mark.parametrize("name", REGISTERS.strip().split("\n"))
def test_a_known_register_counts_as_one_without_anybodys_word(name: str) -> None:
    assert is_register(name)
    assert Source(name=name, export="a.csv").kind == "register"


@pytest.mark.parametrize("name", DATABASES.strip().split("\n"))
def test_any_other_name_is_a_database(name: str) -> None:
    assert Source(name=name, export="a.csv").kind == "database"


def test_the_kind_that_a_person_wrote_counts() -> None:
    assert Source(name="ClinicalTrials.gov", export="a.csv", kind="database").kind == "database"
    assert Source(name="Our trials", export="a.csv", kind="register").kind == "register"
