"""A sheet for the peer review of a search strategy, filled with what a machine can see (PRESS 2015).

The six elements are those of McGowan et al. 2016 (doi 10.1016/j.jclinepi.2016.01.021), in words of our own. A
second librarian judges; what stands beside each element is a hint and no judgement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from cireview.query import Heading, Near, Not, Query
from cireview.query.tree import walk
from cireview.query.validation import Validation

JUDGEMENTS = ("no revision", "revision suggested", "revision required")
ELEMENTS: Mapping[str, str] = {
    "Translation of the research question": "Does each concept have its block, and is each block needed?",
    "Boolean and proximity operators": "Are OR, AND, NOT and distances used as intended?",
    "Subject headings": "Are the headings right, exploded where they should be, and is any missing?",
    "Text word searching": "Are synonyms, spellings and truncations complete, and none too wide?",
    "Spelling, syntax and line numbers": "Are there typing errors, wrong signs, or lines that lead nowhere?",
    "Limits and filters": "Does each limit suit the question, and is the source of each filter named?",
}
COLUMNS = ("element", "question", "seen", "judgement", "comment")
_SHOWN = 10


def prepare_press(
    query: Query, done: Validation, *, lacking: Sequence[str] = (), limits: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the sheet.

    Parameters
    ----------
    query
        The query.
    done
        What it does on known records.
    lacking
        Words of known records that it lacks.
    limits
        Limits of the protocol, in words.

    Returns
    -------
    pandas.DataFrame
        The columns `COLUMNS`, a row for each of `ELEMENTS`; ``judgement`` (see `JUDGEMENTS`) and ``comment``
        are for the second librarian.
    """
    headings = [node for node in walk(query) if isinstance(node, Heading)]
    near, excluded = (sum(isinstance(node, kind) for node in walk(query)) for kind in (Near, Not))
    losing = done.blocks[done.blocks["loses"] > 0]
    found = f"{done.found} of {len(done.items)} known records are found"
    blocks = "; ".join(f"{row['block']} loses {row['loses']}" for row in losing.to_dict("records"))
    lost = f"Known records lost: {blocks}" if blocks else "No block loses a known record"
    seen = (
        f"{len(done.blocks)} blocks: {'; '.join(done.blocks['block'])}. {found}",
        f"{near} distances, {excluded} NOT. {lost}",
        ", ".join(f"{one.text} ({one.vocabulary})" for one in headings) or "none is used",
        _tell_words(done, lacking),
        _tell_idle(done),
        "; ".join(limits) or "none",
    )
    rows = zip(ELEMENTS, ELEMENTS.values(), seen, strict=True)
    return pd.DataFrame([(*row, "", "") for row in rows], columns=list(COLUMNS))


def _tell_words(done: Validation, lacking: Sequence[str]) -> str:
    pairs = zip(done.variants["variant"], done.variants["term"], strict=True)
    spellings = [f"{variant} (beside {term})" for variant, term in pairs][:_SHOWN]
    parts = {
        "spellings in lost records": spellings,
        "words of known records that the query lacks": lacking[:_SHOWN],
        "terms that no known record needs": done.idle[:_SHOWN],
    }
    return "; ".join(f"{what}: {', '.join(words)}" for what, words in parts.items() if words) or "nothing"


def _tell_idle(done: Validation) -> str:
    counted = done.terms[done.terms["all_records"].astype(str) == "0"]
    if counted.empty:
        return "the query can be read; every term finds a record, or there were no records to search"
    return f"terms that find no record at all, perhaps misspelt: {', '.join(counted['term'].head(_SHOWN))}"
