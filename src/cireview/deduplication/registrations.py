"""Read the numbers under which registers of trials and reviews hold an entry."""

from __future__ import annotations

import re

# Prefix and length tell each register's numbers from other numbers.
_REGISTRATION = re.compile(
    r"\bNCT\d{8}\b|\bISRCTN\d{6,8}\b|\b(?:EudraCT|EUCTR)\D{0,12}\d{4}-\d{6}-\d{2}|\bACTRN\d{14}\b|"
    r"\bChiCTR[-A-Z]{0,5}\d{8,10}\b|\bDRKS\d{8}\b|\bjRCTs?\d{9,10}\b|\bCRD\d{11}\b|\bUMIN\d{9}\b|"
    r"\bIRCT\d{8,}N?\d*\b|\bPACTR\d{15}\b|\bCTRI/\d{4}/\d{2,3}/\d{6}\b|\bKCT\d{7}\b|\bTCTR\d{11}\b|"
    r"\bNTR\d{3,5}\b|\bNL-?OMON\d+\b|\bRBR-?[0-9a-z]{6,7}\b|\bSLCTR/\d{4}/\d{3}\b|\bPER-\d{3}-\d{2}\b",
    re.IGNORECASE,
)
# Most texts hold nothing like a number of a register, and are spared the search.
_LIKELY = re.compile(r"\d{5}|CTRI/|\d{4}-\d{6}|NTR ?\d|RBR|SLCTR|PER-", re.IGNORECASE)
_OTHER_SIGN = re.compile(r"[^A-Z0-9]")
_EUDRACT = re.compile(r"^EUDRACT(?:NUMBER|NO)?")


def read_registrations(*texts: str) -> str:
    """Return the registration numbers in `texts`, in capitals without signs, each once, parted by a space.

    Examples
    --------
    >>> read_registrations("https://clinicaltrials.gov/show/NCT00000011", "isrctn12345678")
    'ISRCTN12345678 NCT00000011'
    >>> read_registrations("EudraCT number 2004-000001-25") == read_registrations("EUCTR2004-000001-25")
    True
    """
    texts = tuple(filter(_LIKELY.search, texts))
    numbers = (_OTHER_SIGN.sub("", match.upper()) for text in texts for match in _REGISTRATION.findall(text))
    return " ".join(sorted({_EUDRACT.sub("EUCTR", number) for number in numbers}))


def read_trial(abstract: str) -> str:
    """Return the registration of the one trial that an abstract names; of several none is its own."""
    found = read_registrations(abstract)
    return "" if " " in found else found
