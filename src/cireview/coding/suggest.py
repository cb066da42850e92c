"""Suggest codes: the codebook's words found in a text, each with the sentence that is the evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from cireview.language import fold_case, load_pipeline, term_matcher
from cireview.tables import CODE

SUGGESTION = "suggestion"

Terms = Mapping[str, Mapping[str, Sequence[str]]]
"""Words by value by dimension."""


def compose_texts(reports: pd.DataFrame, *, full_texts: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return ``record_id`` and ``text`` of each report.

    Parameters
    ----------
    reports
        RECORD, one row a report.
    full_texts
        Texts of articles by report (see `cireview.full_texts.read_texts`); a report that has none is
        represented by its title, abstract, keywords and affiliations, a line each.
    """
    parts = reports[["title", "abstract", "keywords", "affiliations"]]
    text = ["\n".join(part for part in row if part) for row in parts.itertuples(index=False)]
    texts = [
        (full_texts or {}).get(report, short)
        for report, short in zip(reports["record_id"], text, strict=True)
    ]
    return pd.DataFrame({"record_id": reports["record_id"].tolist(), "text": texts}, dtype="str")


def suggest_codes(texts: pd.DataFrame, terms: Terms, *, spacy_model: str | None = None) -> pd.DataFrame:
    """Find the codebook's words in texts.

    Parameters
    ----------
    texts
        ``record_id`` and ``text``.
    terms
        Words and phrases by value by dimension; they match by lemma, whatever the case.
    spacy_model
        See `cireview.language.load_pipeline`.

    Returns
    -------
    pandas.DataFrame
        CODE, ordered by record, dimension and value; one row for each value found, with the sentence that
        holds most of its words (the first of them), and its offsets in the text. Coder is ``suggestion``.
    """
    names = {
        f"{dimension}\x1f{value}": words for dimension in terms for value, words in terms[dimension].items()
    }
    if texts.empty or not any(names.values()):  # spaCy takes longer to load than most jobs last
        return CODE.empty()
    pipeline = load_pipeline(spacy_model)
    matcher = term_matcher(pipeline, names)
    rows: list[dict[str, Any]] = []
    folded = (fold_case(text) for text in texts["text"])
    for record, text, document in zip(texts["record_id"], texts["text"], pipeline.pipe(folded), strict=True):
        for name, start, end in _evidence(document, matcher):
            dimension, value = name.split("\x1f")
            evidence = " ".join(text[start:end].split())
            rows.append(
                {
                    "record_id": record,
                    "dimension": dimension,
                    "value": value,
                    "evidence": evidence,
                    "start": start,
                    "end": end,
                    "coder": SUGGESTION,
                }
            )
    order = {name: place for place, name in enumerate(names)}
    rows.sort(key=lambda row: (row["record_id"], order[f"{row['dimension']}\x1f{row['value']}"]))
    return CODE.conform(pd.DataFrame(rows, columns=list(CODE.columns)))


def _evidence(document: Any, matcher: Any) -> Iterator[tuple[str, int, int]]:
    """Yield each matched name with the offsets of the sentence that matches it most often."""
    by_name: dict[str, dict[tuple[int, int], int]] = {}
    for span in matcher(document, as_spans=True):
        sentence = span.sent
        place = (sentence.start_char, sentence.end_char)
        counts = by_name.setdefault(span.label_, {})
        counts[place] = counts.get(place, 0) + 1
    for name, counts in by_name.items():
        # The first sentence of those with most words.
        start, end = min(counts, key=lambda place: (-counts[place], place))
        yield name, start, end
