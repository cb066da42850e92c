"""How two titles differ: in spelling, in length, or in a word that makes them two texts.

Companion papers of one study have one title but for a word: men and women, hypo- and hypertension, part A and
part B. No likeness of letters tells these from misspellings, so titles are compared word by word.
"""

from __future__ import annotations

from rapidfuzz.distance import OSA, Indel, Prefix

from cireview.deduplication.opposites import are_opposites

# Kinds of difference, from none to all.
SPELLING, CUT, WORD, REWORDED, OPPOSITE = 0, 1, 2, 3, 4

Segment = tuple[list[str], list[str], bool]

# Words that databases drop or exchange; prepositions that turn the meaning ("before", "without") are none.
_SMALL = frozenset(["a", "an", "the", "of", "in", "on", "for", "and", "to", "by", "at", "from", "as", "its"])
# Labels before a title; any other single word there may narrow what the text is about.
_LABELS = frozenset(
    ["editorial", "review", "letter", "commentary", "article", "viewpoint", "debate", "research", "original"]
)
# One for another turns who does what to whom.
_DIRECTIONS = frozenset(["to", "by", "from"])
_TURNING = frozenset(["non", "not", "no", "without", "anti", "pre", "post", "sub", "un", "never"])
_PLURALS = {"men": "man", "women": "woman", "children": "child", "mice": "mouse", "feet": "foot"}
# Shorter words are one letter from another word: "casual" and "causal", "moral" and "mortal".
_LETTERS_TO_INSERT, _LETTERS_TO_SWAP = 7, 8
_SAFE_START = 2
# Forms of one verb or noun. Who does it is another word: "employer" and "employee", "surgeon" and "surgery".
_STEM = 5
_ENDINGS = frozenset(
    ["", "e", "s", "es", "ed", "ing", "ion", "ions", "ional", "ation", "ations", "ational", "ment", "ments"]
)
# Companion papers differ in a word or a short phrase; a title that differs in more is a new wording.
_FEW_WORDS = 3


def find_difference(left: str, right: str) -> int:
    """Return in what two titles differ: `SPELLING`, `CUT`, `WORD`, `REWORDED` or `OPPOSITE`.

    Parameters
    ----------
    left, right
        Folded titles, words parted by one space.

    Examples
    --------
    >>> find_difference("sleep of shift workers", "sleep of shiftworkers") == SPELLING
    True
    >>> find_difference("sleep of shift workers", "sleep of shift workers a cohort study") == CUT
    True
    >>> find_difference("hypotension in shift workers", "hypertension in shift workers") == OPPOSITE
    True
    >>> find_difference("coffee for shift workers", "tea for shift workers") == WORD
    True
    """
    replaced, cut, opposite = 0, False, False
    # In one order whichever record comes first: words that moved may be aligned in two ways.
    left, right = sorted((left, right))
    for ours, theirs, outer in _list_segments(left.split(), right.split()):
        if len(ours) == len(theirs) and any(map(are_opposites, ours, theirs)):
            opposite = True
            continue
        if _is_spelling(ours, theirs):
            continue
        if not (_SMALL.isdisjoint(ours) and _SMALL.isdisjoint(theirs)):
            turned = _DIRECTIONS & set(ours) != _DIRECTIONS & set(theirs) and bool(ours and theirs)
            ours, theirs = _without_small(ours, theirs)
            replaced += turned and not (ours or theirs)
            if _is_spelling(ours, theirs):
                continue
        if outer and not (ours and theirs) and _is_addition(ours or theirs):
            cut = True
        else:
            replaced += max(len(ours), len(theirs))
            if replaced > _FEW_WORDS:
                return OPPOSITE if opposite else REWORDED
    if opposite:
        return OPPOSITE
    if replaced:
        return WORD
    return CUT if cut else SPELLING


def _list_segments(left: list[str], right: list[str]) -> list[Segment]:
    """Return the words in which the titles differ, run by run, and whether a run is at an end of both."""
    segments: list[Segment] = []
    ours = theirs = 0
    for block in Indel.editops(left, right).as_matching_blocks():
        if ours < block.a or theirs < block.b:
            outer = ours == theirs == 0 or not block.size
            segments.append((left[ours : block.a], right[theirs : block.b], outer))
        ours, theirs = block.a + block.size, block.b + block.size
    return segments


def _is_spelling(left: list[str], right: list[str]) -> bool:
    # Most runs that differ are cleared here: neither an inflection nor a slip changes a word's first letter.
    if not (left and right) or left[0][0] != right[0][0]:
        return left == right
    if "".join(left) == "".join(right):
        # "1.5" is folded to "1 5", which is no spelling of "15".
        return left == right or not all(word.isdigit() for word in left + right)
    if len(left) != len(right):
        return False
    return all(_is_one_word(one, other) for one, other in zip(left, right, strict=True))


def _is_one_word(one: str, other: str) -> bool:
    """Tell an inflection or a slip of the pen from another word."""
    if _singular(one) == _singular(other):
        return True
    if one.isdigit() or other.isdigit() or one[:_SAFE_START] != other[:_SAFE_START]:
        return False
    if _is_inflection(one, other):
        return True
    if OSA.distance(one, other, score_cutoff=1) > 1:
        return False
    if len(one) != len(other):
        return max(len(one), len(other)) >= _LETTERS_TO_INSERT
    # Letters changed places; one letter for another ("dysphagia", "dysphasia") makes another word.
    return len(one) >= _LETTERS_TO_SWAP and sorted(one) == sorted(other)


def _is_inflection(one: str, other: str) -> bool:
    """Tell two forms of one stem: "adaption" and "adaptation", "organized" and "organizational"."""
    stem = Prefix.similarity(one, other)
    # The stem may end before the letters that two endings share: "adapt-ion", "adapt-ation".
    return any(
        one[length:] in _ENDINGS and other[length:] in _ENDINGS for length in range(stem, _STEM - 1, -1)
    )


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and word[-2] not in "sui":
        word = word[:-3] + "y" if word.endswith("ies") else word[:-1]
    return _PLURALS.get(word, word)


def _without_small(left: list[str], right: list[str]) -> tuple[list[str], list[str]]:
    """Drop small words; "a" against "b" stays, as both are names of parts."""
    if [len(word) for word in left + right] == [1, 1]:
        return left, right
    return [word for word in left if word not in _SMALL], [word for word in right if word not in _SMALL]


def _is_addition(words: list[str]) -> bool:
    """Tell whether words at one end are a label or a subtitle, and none that turns or narrows the title."""
    if _TURNING & set(words):
        return False
    return len(words) != 1 or words[0] in _LABELS
