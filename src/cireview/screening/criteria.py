"""Score records on each criterion of the protocol, and say which words speak for or against it."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import pandas as pd

from cireview.language import load_pipeline
from cireview.screening.telling import is_telling
from cireview.screening.texts import clean_text
from cireview.screening.wanted import leave_out_unwanted

#: id, text, terms
Criterion = tuple[str, str, Sequence[str]]

_NEGATIONS = frozenset(
    ("no", "not", "without", "exclude", "excluding", "except", "neither", "nor", "never", "non", "lack")
)
# Words before a term in which a negation turns it round.
_REACH = 3
_BATCH = 2_000
# Only lemmas are compared: what else a pipeline computes costs time.
_NOT_NEEDED = ["sentencizer", "parser", "ner"]


def score_criteria(
    records: pd.DataFrame, criteria: Sequence[Criterion], *, spacy_model: str | None = None
) -> pd.DataFrame:
    """Look for the words of each criterion in each record.

    Words match by their lemma ("trials" matches "trial"). Each term of the protocol that is found counts
    one, two in the title; the content words of the criterion's text count two altogether. Half of what is
    missing to 1 is given for each: score = 1 − 2^(−count). A term within three words after "no", "not" or
    "without" does not count for the criterion and is listed against it. What the text excludes is left out.

    Parameters
    ----------
    records
        ``record_id``, ``title``, ``abstract``, and ``keywords`` where present.
    criteria
        Id, text and terms of each criterion.
    spacy_model
        See `cireview.language.load_pipeline`.

    Returns
    -------
    pandas.DataFrame
        ``record_id``, ``criterion``, ``score`` (0 to 1), ``words`` (those found; those against start with
        "not:"), one row per record and criterion, in their order.

    Raises
    ------
    ProtocolError
        If the spaCy model is not installed.
    """
    nlp = load_pipeline(spacy_model)
    patterns = [_compile(nlp, criterion) for criterion in criteria]
    titles = [clean_text(cell) for cell in records["title"].tolist()]
    rest = [column for column in ("abstract", "keywords") if column in records.columns]
    bodies = [
        " ".join(clean_text(cell) for cell in cells)
        for cells in zip(*(records[c] for c in rest), strict=True)
    ]
    rows: list[tuple[str, str, float, str]] = []
    read = functools.partial(nlp.pipe, batch_size=_BATCH, disable=_NOT_NEEDED)
    documents = zip(read(titles), read(bodies), strict=True)
    for record, (title, body) in zip(records["record_id"].tolist(), documents, strict=True):
        for (name, _, _), (matcher, content) in zip(criteria, patterns, strict=True):
            score, words = _score(matcher, content, title, body)
            rows.append((record, name, score, words))
    table = pd.DataFrame(rows, columns=["record_id", "criterion", "score", "words"])
    return table.astype({"record_id": "str", "criterion": "str", "score": float, "words": "str"})


def _compile(nlp: Any, criterion: Criterion) -> tuple[Any, frozenset[str]]:
    from spacy.matcher import PhraseMatcher

    _, text, terms = criterion
    matcher = PhraseMatcher(nlp.vocab, attr="LEMMA")
    for term in terms:
        if clean_text(term).strip():
            matcher.add(term, [nlp(clean_text(term))])
    words = [
        t for t in nlp(clean_text(leave_out_unwanted(text))) if t.is_alpha and not t.is_stop and len(t) > 2
    ]
    # A word such as "having" is no stop word, and its lemma is one.
    content = frozenset(t.lemma_ for t in words if is_telling(t.lemma_))
    return matcher, content


def _score(matcher: Any, content: frozenset[str], title: Any, body: Any) -> tuple[float, str]:
    count: dict[str, int] = {}
    against: dict[str, int] = {}
    lemmas: set[str] = set()
    for document, weight in ((title, 2), (body, 1)):
        lemmas.update(token.lemma_ for token in document)
        for key, start, _ in matcher(document):
            term = document.vocab.strings[key]
            negated = any(token.text in _NEGATIONS for token in document[max(0, start - _REACH) : start])
            counts = against if negated else count
            counts[term] = max(counts.get(term, 0), weight)
    share = len(content & lemmas) / len(content) if content else 0.0
    words = [*count, *sorted((content & lemmas) - set(count)), *(f"not: {term}" for term in against)]
    # Each further word adds half of what is missing to 1, so the first words count most.
    return 1 - 2.0 ** -(sum(count.values()) + 2 * share), "; ".join(words)
