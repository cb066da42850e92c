"""Pairs of words that mean two different studies, even if everything else is the same.

Where the full place agrees, another word in a title is a misprint, for two articles cannot stand on the same
pages. These pairs are asked about even there: an entry that was copied and changed by hand keeps its place.
"""

from __future__ import annotations

from cireview.deduplication.numerals import NUMERALS

# Each line holds words of which no two mean the same; forms are those that `spell_titles` gives.
_GROUPS = (
    "men women boys girls children adults infants adolescents",
    "male female",
    "mothers fathers",
    "maternal paternal",
    "urban rural suburban",
    "acute chronic subacute",
    "young old elderly",
    "younger older",
    "left right bilateral",
    "upper lower middle",
    "anterior posterior medial lateral",
    "proximal distal",
    "northern southern eastern western",
    "north south east west",
    "primary secondary tertiary",
    "public private",
    "mild moderate severe",
    "low high",
    "lower higher",
    "short long",
    "small large",
    "increased decreased",
    "positive negative",
    "systolic diastolic",
    "arterial venous",
    "summer winter spring autumn",
    "before after during",
    "with without",
    "early late",
    "single married",
    "healthy sick",
    "students teachers",
    "nurses physicians patients",
    # A letter apart, and no misspelling of each other.
    "mediation meditation medication",
    "mortality morality morbidity",
    "dysphagia dysphasia dysplasia",
    "nitrate nitrite",
    "abduction adduction",
)
_PREFIXES = (
    ("hyper", "hypo"),
    ("pre", "post"),
    ("ante", "post"),
    ("intra", "inter"),
    ("intra", "extra"),
    ("macro", "micro"),
    ("over", "under"),
    ("mono", "poly"),
    ("endo", "exo"),
    ("homo", "hetero"),
    ("brady", "tachy"),
    ("in", "out"),
    ("uni", "bi"),
    ("pro", "anti"),
    ("dimethyl", "diethyl"),
)
_NEGATIONS = frozenset(["a", "an", "non", "un", "in", "im", "ir", "dis", "anti", "sub", "sero"])
_LEAST_STEM = 4
_GROUPS_OF: dict[str, set[int]] = {}
for _number, _line in enumerate(_GROUPS):
    for _word in _line.split():
        for _form in {_word, _word.removesuffix("s")}:
            _GROUPS_OF.setdefault(_form, set()).add(_number)


def are_opposites(one: str, other: str) -> bool:
    """Return whether two words mean two different studies.

    Examples
    --------
    >>> are_opposites("hypotension", "hypertension"), are_opposites("typical", "atypical")
    (True, True)
    >>> are_opposites("ii", "3"), are_opposites("ii", "second")
    (True, False)
    >>> are_opposites("psilocjn", "psilocin")
    False
    """
    first, second = (NUMERALS.get(word) or (word if word.isdigit() else "") for word in (one, other))
    if first and second:
        return first != second
    if len(one) == len(other) == 1:
        return one != other and one.isalpha() and other.isalpha()
    ours = _GROUPS_OF.get(one)
    if ours is not None and not ours.isdisjoint(_GROUPS_OF.get(other, ())):
        return one.removesuffix("s") != other.removesuffix("s")
    # Most words have no end in common, and are spared the prefixes.
    if one[-_LEAST_STEM:] != other[-_LEAST_STEM:] or one == other:
        return False
    return _differ_in_prefix(one, other) or _is_negation(one, other) or _is_negation(other, one)


def _differ_in_prefix(one: str, other: str) -> bool:
    for first, second in _PREFIXES:
        for ours, theirs in ((first, second), (second, first)):
            stem = one[len(ours) :]
            if one.startswith(ours) and len(stem) >= _LEAST_STEM and other == theirs + stem:
                return True
    return False


def _is_negation(one: str, other: str) -> bool:
    # Short words are parts of others by chance: "side" and "inside", "cross" and "across".
    return len(one) > _LEAST_STEM + 1 and other.endswith(one) and other.removesuffix(one) in _NEGATIONS
