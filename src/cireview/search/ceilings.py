"""Judge whether an export file contains everything that the database found, as far as this can be known."""

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
NO_HITS = f"{UNKNOWN}the number of records that the database showed is not stated (sources.hits)"


def judge_complete(received: int, hits: int, names: str) -> str:
    """Return the entry of the log for an export file that was read to its end.

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
        return f"no: the file has {received:,} records, more than the {hits:,} stated hits"
    if hits >= 0:
        return "yes" if hits == received else f"no: the file has {received:,} of the {hits:,} records found"
    most = [sizes for word, sizes in _IN_ONE_FILE.items() if word in names.lower()]
    if most and received in most[0]:
        return (
            f"no: the file has exactly {received:,} records, the limit of this database for one file; export"
            " the rest too, or state the hits (sources.hits)"
        )
    if received and received % _ROUND == 0:
        return (
            f"{UNKNOWN}the file has exactly {received:,} records, so it may be cut off; state the hits"
            " (sources.hits)"
        )
    return NO_HITS


def is_gap(complete: str) -> bool:
    """Return whether a search certainly lacks records: it is missing, incomplete, or its file is cut off."""
    return complete != "yes" and not complete.startswith(UNKNOWN)
