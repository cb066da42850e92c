"""Choose the words of a protocol that describe what the review looks for."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from cireview.screening.telling import is_telling
from cireview.screening.texts import clean_text, split_words

# No abbreviation and no number of a list ends a sentence.
_SENTENCE = re.compile(r"(?:(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\b\d)(?<!\b\d\d)[.!]|\?)(?=\s|$)")
_CLAUSE = re.compile(r"[^;]+")
_COLON = r"(?=\s*(?::|-\ ))"
# A heading, wherever it stands: "Exclusion criteria were:", "Reasons for exclusion:", "Excluded:".
_HEADING = re.compile(
    rf"""(?P<out>\b(?:(?:criteria|reasons?)\ for\ exclusion\b|exclu(?:sion|ding)\ criteri(?:a|on|um)\b
            |(?:exclusions?|exclude(?:\ if)?|ineligible){_COLON}
            |(?<!were\ )(?<!was\ )(?<!are\ )(?<!be\ )excluded{_COLON}|EC\ ?\d+(?=\s*[:)])))
    |(?P<in>\b(?:(?:criteria|reasons?)\ for\ inclusion\b|(?:inclusion|eligibility)\ criteri(?:a|on|um)\b
            |(?:inclusion|include(?:\ if)?|included|eligible){_COLON}|IC\ ?\d+(?=\s*[:)])))""",
    re.IGNORECASE | re.VERBOSE,
)
_LIST_HEADING = re.compile(r"(?:criteri\w+|exclusions?|EC ?\d+)$", re.IGNORECASE)
_LIST_START = re.compile(r"\W*[:(*-]|\W*$")
# What follows one of these in the sentence is excluded too, also behind a semicolon.
_REST = re.compile(
    r"""\b(?:we|and|also)\ (?:also\ )?exclude[ds]?\b.*
    |^\W*(?:(?:also|then),?\ )?exclud(?:ed|es?|ing)\b(?=\s*:|\ (?:are|were|is|was|if)\b).*
    |^.*\b(?:are|were|is|was|be)\ (?:\w+\ )?excluded\W*:.*
    |(?:^|[;,:(]|\s[-–—])\s*(?:also\ )?excluded\ (?:are|were|is|was)\b.*
    |^\W*(?:exclude|reject|omit|discard)\b.*""",
    re.IGNORECASE | re.VERBOSE,
)
# Only where the words stand as a protocol puts them: "pupils excluded from school" and "people not in
# work" are what a review may be about.
_WHOLE = re.compile(
    r"""\b(?:is|are|was|were|be|been)\ (?:\w+\ ){0,2}?
        (?:excluded\b(?!\ from\ (?!the\ |this\ |our\ |further\ ))|ineligible\b|out\ of\ scope\b)
    |\b(?:is|are|was|were|be|been)\ not\ (?:\w+\ )?(?:eligible|included|considered)\b
    |^\W*not\ eligible\b
    |\b(?:is|are|was|were|be)\ (?:removed|rejected|discarded|disqualified|omitted)\b
    |\b(?:articles|papers|publications|records|reports|reviews|studies|trials)\b.*
        \b(?:is|are|was|were|be)\ (?:dropped|left\ out|ruled\ out|screened\ out|set\ aside)\b
    |\b(?:do|did|does|will)\ not\ (?:include|consider|qualify)\b""",
    re.IGNORECASE | re.VERBOSE,
)
# "(adults excluded)", which excludes what stands in the parentheses alone.
_ASIDE = re.compile(r"\([^()]*\b(?:excluded|ineligible|out of scope)\s*\)", re.IGNORECASE)
_TAIL = re.compile(
    r"""(?:^|[,(:|]|\s[-–—]\s)\W*(?:but\ )?(?:not|no)\b(?!-)[^)]*
    |\b(?:but\ not|excluding|except|other\ than|rather\ than|apart\ from|aside\ from
        |with\ the\ exception\ of)\b[^)]*""",
    re.IGNORECASE | re.VERBOSE,
)


def leave_out_unwanted(text: str) -> str:
    """Return the words of a protocol without those that describe, in English, what is excluded.

    A ranking looks for the words of a protocol wherever they stand; those of an exclusion would bring up
    what it excludes. Left out are lists under a heading such as "Exclusion criteria", wherever in a line it
    stands; sentences and clauses that exclude; and the end of a clause from "not", "excluding", "except"
    and their like on. Questions stay as they are.

    Examples
    --------
    >>> leave_out_unwanted("trials in adults, not case reports; letters are excluded; sleep")
    'trials in adults sleep'
    """
    kept, excluded = [], False
    for line in text.split("\n"):
        parts, excluded = _read_line(line, excluded=excluded)
        kept.append(" ".join(part.strip() for part in parts if part.strip()))
    return "\n".join(kept)


def _read_line(line: str, *, excluded: bool) -> tuple[list[str], bool]:
    """Return what a line wants, and whether the lines below stand under a heading that excludes."""
    headings = list(_HEADING.finditer(line))
    starts = [heading.start() for heading in headings] + [len(line)]
    kept = [] if excluded else _read_sentences(line[: starts[0]])
    for heading, start, end in zip(headings, starts, starts[1:], strict=False):
        excluded = heading.lastgroup == "out"
        if not excluded:
            kept += _read_sentences(line[start:end])
        elif not (_LIST_HEADING.search(heading[0]) and _LIST_START.match(line[heading.end() : end])):
            kept += _read_sentences("".join(_cut(line[start:end])[1:]))
    # A heading alone on its line is that of the lines below; any other ends with its own line.
    if headings and split_words(line[headings[-1].end() :]):
        excluded = False
    return kept, excluded


def _cut(text: str) -> list[str]:
    """Return the sentences of a line, each with its stop."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True)]


def _read_sentences(text: str) -> list[str]:
    kept = []
    for sentence in _cut(text):
        if sentence.endswith("?"):
            kept.append(sentence)
            continue
        clauses = _CLAUSE.findall(_REST.sub("", _ASIDE.sub("", sentence)))
        kept += [_TAIL.sub("", clause) for clause in clauses if not _WHOLE.search(clause)]
    return kept


def keep_content(text: str) -> str:
    """Return the topical words of `text`: no stop words, no numbers, no words that all protocols use.

    Protocols share words such as "eligible", "peer-reviewed" and "criteria" whatever they look for. They
    stand in ``protocol_words.json``, which ``benchmarks/protocol_words.py`` makes from published protocols.
    """
    left_out = list_protocol_words()
    # A protocol is pasted whole, and may come to its topic late: nothing behind it is another text.
    words = (word for word in split_words(clean_text(text, longest=len(text))) if is_telling(word))
    return " ".join(word for word in words if word.removesuffix("s") not in left_out)


@cache
def list_protocol_words() -> frozenset[str]:
    """Return the words that published protocols of reviews on three subjects or more share."""
    content = Path(__file__).with_name("protocol_words.json").read_text(encoding="utf-8")
    return frozenset(json.loads(content))
