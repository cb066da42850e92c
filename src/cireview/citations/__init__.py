"""Citation search: what the included articles cite (backward) and what cites them (forward)."""

from cireview.citations.rounds import PlannedRound, RoundOutcome, fetch_citations
from cireview.citations.search import (
    CITATION_LOG,
    FALL_BACK,
    SERVICES,
    CitationOutcome,
    search_citations,
)
from cireview.citations.seeds import DUE, ROUND, SEED, Round, read_round, settle_rounds, write_seeds
from cireview.citations.services import BACKWARD, FORWARD
from cireview.citations.works import CITATION, HIT, rank_hits

__all__ = [
    "BACKWARD",
    "CITATION",
    "CITATION_LOG",
    "DUE",
    "FALL_BACK",
    "FORWARD",
    "HIT",
    "ROUND",
    "SEED",
    "SERVICES",
    "CitationOutcome",
    "PlannedRound",
    "Round",
    "RoundOutcome",
    "fetch_citations",
    "rank_hits",
    "read_round",
    "search_citations",
    "settle_rounds",
    "write_seeds",
]
