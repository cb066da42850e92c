"""The spaCy pipeline that finds words in all their forms and spellings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from cireview.errors import Problem, ProtocolError
from cireview.places import place

# Patterns that unite two spellings of a word, with any ending. Each only has to do the same to terms and to
# texts, and to make no word of another: "four" stays, or it would be "for", and "poet" stays beside "pet".
_SPELLINGS = tuple(
    (re.compile(pattern), into)
    for pattern, into in (
        (r"is(?=(?:e[drs]?|ers?|ing|ations?|ational)$)", "iz"),  # organise
        (r"ys(?=(?:e[ds]?|ers?|ing)$)", "yz"),  # analyse
        (
            r"(?:(?<=[a-z]{3})|(?<=^od))our(?=(?:s|al|ally|ed|ing|ers?|able|ably|ite|ites|hoods?|less|ful)?$)",
            "or",
        ),
        (r"(?<=[bt])re(?=s?$)", "er"),  # centre, fibre
        (r"(?<=[a-z])ae(?=[a-z])|^ae(?=sth|tio)", "e"),  # anaemia, aetiology
        (
            r"(?<=rrh)oe|(?<=pn)oe(?=a)|(?<=f)oe(?=t)|(?<=c)oe(?=li)|(?<=m)oe(?=[bo])|^oe(?=[sd])",
            "e",
        ),  # oestrogen
        (r"(?<=man)oeuvre(?=s?$)", "euver"),
        (r"ogue(?=s?$)", "og"),  # catalogue
        (r"amme(?=s?$)", "am"),  # programme
        (r"ll(?=(?:ed|ing|ers?|ors?)$)", "l"),  # labelled, counsellor
        (r"ence(?=s?$)", "ense"),  # licence
        (r"^ageing$", "aging"),
        (r"judgement(?=s?$)", "judgment"),
        (r"(?<=enro|ulfi)l(?=(?:s|ments?)?$)", "ll"),  # enrol, fulfil
    )
)
# After these a full stop ends no sentence: "et al. (2011)", "Fig. 2".
_ABBREVIATED = frozenset(
    (
        "al",
        "approx",
        "cf",
        "dr",
        "ed",
        "eds",
        "eq",
        "fig",
        "figs",
        "inc",
        "no",
        "nos",
        "pp",
        "prof",
        "st",
        "vs",
    )
)
# "Could" is not "can".
_MODALS = frozenset(("could", "might", "should", "would"))
_LONGEST = 20_000_000  # characters of a text
_KEPT = 200_000  # words whose families are remembered
_ENDS, _OPENING = (".", "!", "?"), ("(", "[")
_COMPOUND = re.compile(r"\b(non|multi|cross|well|day|health)[- ]?(?=\w{4,}\b)", re.IGNORECASE)


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
        return _load_model(spacy_model)
    pipeline = spacy.blank("en")
    pipeline.max_length = _LONGEST
    pipeline.add_pipe("sentencizer")
    pipeline.add_pipe("lemmatizer", config={"mode": "lookup"})
    pipeline.initialize()
    return pipeline


@lru_cache(maxsize=2)
def load_families(spacy_model: str | None = None) -> Any:
    """Return a spaCy pipeline with sentences and families of words, for texts as they are written.

    The attribute ``NORM`` of a token names its family: its lemma in one spelling (see `fold_spelling`).
    Sentences of the blank pipeline end at line breaks too. Parameters are those of `load_pipeline`.
    """
    import spacy
    from spacy.language import Language
    from spacy.lookups import load_lookups

    if spacy_model:
        pipeline = _load_model(spacy_model)
        Language.component("families", func=_mark_families(lambda token: token.lemma_.lower()))
        pipeline.add_pipe("families")
        return pipeline
    table = load_lookups(lang="en", tables=["lemma_lookup"]).get_table("lemma_lookup")

    def look_up(word: str) -> str:
        # Twice, for the table makes a noun of one form and a verb of another: meetings, meeting, meet.
        lemma: str = table.get(word, word)
        return word if word in _MODALS else table.get(lemma, lemma)

    remembered = lru_cache(maxsize=_KEPT)(look_up)
    pipeline = spacy.blank("en")
    pipeline.max_length = _LONGEST
    Language.component("mended_sentences", func=_mend_sentences)
    Language.component("families", func=_mark_families(lambda token: remembered(token.lower_)))
    for name in ("sentencizer", "mended_sentences", "families"):
        pipeline.add_pipe(name)
    return pipeline


def unify_spelling(word: str) -> str:
    """Return a word in small letters in one of its spellings, British as American; its ending stays.

    Examples
    --------
    >>> [unify_spelling(word) for word in ("behaviours", "anaemia", "oestrogen", "labelled", "four")]
    ['behaviors', 'anemia', 'estrogen', 'labeled', 'four']
    """
    for pattern, into in _SPELLINGS:
        word = pattern.sub(into, word)
    return word


def fold_spelling(lemma: str) -> str:
    """Return a lemma in one of its spellings: British as American, plurals of acronyms without their s.

    Examples
    --------
    >>> [fold_spelling(word) for word in ("randomise", "neighbour", "centre", "ngos")]
    ['randomize', 'neighbor', 'center', 'ngo']
    """
    lemma = unify_spelling(lemma)
    is_plural = len(lemma) > 3 and lemma[-1] == "s" and lemma[-2] not in "sui" and lemma != "news"
    return lemma[:-1] if is_plural else lemma


def vary_term(term: str) -> Iterator[str]:
    """Yield a term as people write it: with hyphen, as one word or as two, in small letters too.

    Examples
    --------
    >>> sorted(set(vary_term("nonprofit")))
    ['non profit', 'non-profit', 'nonprofit']
    """
    for variant in (term, *(_COMPOUND.sub(rf"\1{sign}", term) for sign in ("-", " ", ""))):
        yield variant
        yield variant.lower()
        if "-" in variant:
            yield variant.lower().replace("-", " ")


def phrase_matcher(pipeline: Any, phrases: Mapping[str, Iterable[str]]) -> Any:
    """Return a spaCy PhraseMatcher on families of words; keys of `phrases` are the names of its matches."""
    from spacy.matcher import PhraseMatcher

    matcher = PhraseMatcher(pipeline.vocab, attr="NORM")
    for name, words in phrases.items():
        variants = dict.fromkeys(variant for word in words for variant in vary_term(word))
        # One family for another case: what looks the same is one pattern.
        patterns = {tuple(token.norm for token in one): one for one in map(pipeline, variants)}
        if patterns:
            matcher.add(name, list(patterns.values()))
    return matcher


def _load_model(name: str) -> Any:
    import spacy

    try:
        return spacy.load(name)
    except OSError as error:
        raise ProtocolError(
            Problem(
                f"the spaCy model {name!r} is not installed",
                place("config"),
                column="spacy_model",
                remedy=f"Run 'python -m spacy download {name}', or write null",
            )
        ) from error


def _mark_families(lemma_of: Callable[[Any], str]) -> Callable[[Any], Any]:
    fold = lru_cache(maxsize=_KEPT)(fold_spelling)

    def mark(document: Any) -> Any:
        for token in document:
            token.norm_ = fold(lemma_of(token))
        return document

    return mark


def _mend_sentences(document: Any) -> Any:
    """End sentences at line breaks and before brackets, and not after abbreviations."""
    before = last = ""
    is_new_line = False
    for token in document:
        word = token.text
        if word.isspace():
            is_new_line = is_new_line or "\n" in word
            continue
        if is_new_line and not (last == "." and before in _ABBREVIATED):
            token.is_sent_start = True
        elif last == "." and before in _ABBREVIATED:
            token.is_sent_start = False
        elif last in _ENDS and word in _OPENING:
            token.is_sent_start = True
        elif last in _OPENING and token.is_sent_start:
            token.is_sent_start = False
        before, last, is_new_line = last.lower(), word, False
    return document
