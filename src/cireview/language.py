"""The spaCy pipeline that finds words whatever their ending."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from cireview.errors import Problem, ProtocolError
from cireview.places import place


@lru_cache(maxsize=2)
def load_pipeline(spacy_model: str | None = None) -> Any:
    """Return a spaCy pipeline with lemmas and sentences; nothing is downloaded.

    Parameters
    ----------
    spacy_model
        Name or path of an installed model; None for a blank English pipeline with the lookup lemmas of
        `spacy-lookups-data`.

    Raises
    ------
    ProtocolError
        If the model is not installed.
    """
    import spacy

    if spacy_model:
        try:
            return spacy.load(spacy_model)
        except OSError as error:
            raise ProtocolError(
                Problem(
                    f"the spaCy model {spacy_model!r} is not installed",
                    place("config"),
                    column="spacy_model",
                    remedy=f"Run 'python -m spacy download {spacy_model}', or write null",
                )
            ) from error
    pipeline = spacy.blank("en")
    pipeline.max_length = 20_000_000
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("lemmatizer", config={"mode": "lookup"})
    pipeline.initialize()
    return pipeline


def fold_case(text: str) -> str:
    """Return `text` in lower case with every character at its place, so that offsets stay true."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def term_matcher(pipeline: Any, terms: Mapping[str, Iterable[str]]) -> Any:
    """Return a spaCy PhraseMatcher on lemmas; keys of `terms` are the names of its matches."""
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(pipeline.vocab, attr="LEMMA")
    for name in terms:
        patterns = [pipeline(fold_case(term)) for term in terms[name]]
        if patterns:
            matcher.add(name, patterns)
    return matcher
