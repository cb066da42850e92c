"""Whether an export file has all that the database found, as far as anybody can know."""

from __future__ import annotations

from collections.abc import Mapping

# Records that a database gives in one file, by a word of its name or platform. PubMed, Scopus, Web of Science
# and EBSCO: their own pages of help (see the catalogue of `cireview.query`); Ovid: the library of the
# University of Queensland, guides.library.uq.edu.au/research-techniques/systematic-review/record.
_IN_ONE_FILE: Mapping[str, tuple[int, ...]] = {
    "pubmed": (10_000,),
    "scopus": (20_000,),
    "web of science": (500, 1_000),
    "ebsco": (25_000,),
    "ovid": (3_000,),
}
_ROUND = 500
UNKNOWN = "not known: "
NO_HITS = f"{UNKNOWN}nobody stated how many records the database showed (sources.hits)"


def judge_complete(received: int, hits: int, names: str) -> str:
    """Return what the log says of an export file that was read to its end.

    Parameters
    ----------
    received
        Records of the file.
    hits
        Records that the database showed, as a person stated it; -1 if nobody did.
    names
        Name and platform of the database.

    Returns
    -------
    str
        ``yes``, ``no: …`` or ``not known: …``.
    """
    if received > hits >= 0:
        return f"no: the file has {received:,} records, more than the {hits:,} that were stated as found"
    if hits >= 0:
        return "yes" if hits == received else f"no: the file has {received:,} of the {hits:,} records found"
    most = [sizes for word, sizes in _IN_ONE_FILE.items() if word in names.lower()]
    if most and received in most[0]:
        return (
            f"no: the file has exactly {received:,} records, the most that this database gives in one; export"
            " the rest too, or state the hits (sources.hits)"
        )
    if received and received % _ROUND == 0:
        return (
            f"{UNKNOWN}the file has exactly {received:,} records, as a cut one; state the hits (sources.hits)"
        )
    return NO_HITS


def is_gap(complete: str) -> bool:
    """Say whether a search lacks records for certain: it is missing, broke off, or its file is cut."""
    return complete != "yes" and not complete.startswith(UNKNOWN)
