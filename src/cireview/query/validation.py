"""How well a query finds known items: which it misses, by which block, and what each term is good for.

Relative recall (Sampson et al. 2006) is the share of a set of known relevant records that a search finds; its
interval is Wilson's. Everything is counted on the texts of the records, without any network: what a database
indexes besides (subject headings, full texts) may find more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from cireview.errors import QueryError
from cireview.query.match import Words, prepare_words, search_words
from cireview.query.spelling import find_variants
from cireview.query.strategy import StrategyLine
from cireview.query.tree import (
    FIELDS,
    And,
    Heading,
    Line,
    Not,
    Or,
    Query,
    Scoped,
    Term,
    children,
    walk,
    write_canonical,
)
from cireview.shares import bound_share

_TITLE_ALONE = "its title alone"


@dataclass(frozen=True)
class Validation:
    """What a query does on known items.

    Parameters
    ----------
    items
        A row for each known item: ``record_id``, ``title``, ``found`` (yes or no), ``lost_by`` (the blocks
        that lose it) and ``judged_on`` (what text there was, if it was little).
    blocks
        A row for each block that is joined by AND: ``block``, ``finds``, ``loses`` and ``loses_alone`` (items
        that no other block loses).
    terms
        A row for each term of each block: ``block``, ``term``, ``finds``, ``finds_alone`` (items that no
        other term of the block finds) and ``all_records`` (records of the whole set that it finds).
    variants
        Spellings in lost items that a term lacks: ``block``, ``term``, ``variant``, ``items``.
    not_judged
        Blocks that ask for what records do not hold, such as an affiliation: every item passes them.
    unjudged_headings
        Terms that are headings, where no item has keywords, in which they would be found.
    """

    items: pd.DataFrame
    blocks: pd.DataFrame
    terms: pd.DataFrame
    variants: pd.DataFrame
    not_judged: tuple[str, ...] = ()
    unjudged_headings: frozenset[str] = frozenset()

    @property
    def found(self) -> int:
        """How many known items the query finds."""
        return int((self.items["found"] == "yes").sum())

    @property
    def idle(self) -> list[str]:
        """Terms without which every known item would be found just as well, of blocks with others."""
        several = self.terms.duplicated("block", keep=False)
        idle = self.terms.loc[(self.terms["finds_alone"] == 0) & several, "term"].tolist()
        return [term for term in idle if term not in self.unjudged_headings]

    @property
    def interval(self) -> tuple[float, float]:
        """95 % interval of the relative recall."""
        return bound_share(self.found, len(self.items))


def validate_query(
    query: Query,
    items: pd.DataFrame,
    *,
    fields: Sequence[str] = FIELDS,
    records: pd.DataFrame | None = None,
) -> Validation:
    """Determine for each known item whether a query finds it, and for each part of the query what it adds.

    Parameters
    ----------
    query
        As `cireview.query.parse_query` gives it.
    items
        Known relevant records (``record_id``, ``title``, ``abstract``, ``keywords``; with ``year``, limits to
        years are judged too).
    fields
        Fields of the terms that name none.
    records
        A larger set with the same columns, such as all that was found, in which terms are counted too.

    Returns
    -------
    Validation
        Its tables have the order of `items` and of the query.
    """
    words = prepare_words(items)
    crowd = prepare_words(records) if records is not None else None
    blocks, not_judged = list[tuple[str, Query, bool]](), list[str]()
    for block, keep in list_blocks(query):
        name = write_canonical(block)
        if can_judge(block, words, fields):
            blocks.append((name if keep else f"NOT {name}", block, keep))
        else:
            not_judged.append(name)
    passed = _pass_blocks(blocks, words, fields)
    names = [name for name, _, _ in blocks]
    wanted = [(number, name, block) for number, (name, block, keep) in enumerate(blocks) if keep]
    terms = [row for _, name, block in wanted for row in _count_terms(block, name, words, crowd, fields)]
    variants = [row for at, name, block in wanted for row in _spell(block, name, words, ~passed[at], fields)]
    counts = [_count_block(number, name, passed) for number, name in enumerate(names)]
    return Validation(
        _judge_items(items, names, passed),
        pd.DataFrame(counts, columns=_BLOCKS),
        pd.DataFrame(terms, columns=_TERMS),
        pd.DataFrame(variants, columns=["block", "term", "variant", "items"]),
        tuple(not_judged),
        _list_unjudged([block for *_, block in wanted], words),
    )


def _pass_blocks(
    blocks: Sequence[tuple[str, Query, bool]], words: Words, fields: Sequence[str]
) -> pd.DataFrame:
    """Return for each item (rows) whether it passes each block (columns, by number)."""
    finds = [search_words(block, words, fields=fields) for _, block, _ in blocks]
    kept = [keep for _, _, keep in blocks]
    pairs = enumerate(zip(finds, kept, strict=True))
    passed = {number: found if keep else ~found for number, (found, keep) in pairs}
    return pd.DataFrame(passed, index=words[FIELDS[0]].index)


def _judge_items(items: pd.DataFrame, names: Sequence[str], passed: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each item: whether it is found, and which blocks lose it."""
    rows = [zip(names, row, strict=True) for row in passed.to_numpy()]
    empty = (items["abstract"].str.strip() == "") & (items["keywords"].str.strip() == "")
    return pd.DataFrame(
        {
            "record_id": items["record_id"].to_numpy(),
            "title": items["title"].to_numpy(),
            "found": passed.all(axis=1).map({True: "yes", False: "no"}).to_numpy(),
            "lost_by": ["; ".join(name for name, is_found in row if not is_found) for row in rows],
            "judged_on": empty.map({True: _TITLE_ALONE, False: ""}).to_numpy(),
        }
    )


def count_lines(
    lines: Sequence[StrategyLine], items: pd.DataFrame, records: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the items that each line of a strategy finds.

    Returns
    -------
    pandas.DataFrame
        ``line``, ``text``, ``hits`` (as the strategy says), ``finds`` known items and ``all_records``; empty
        where records do not tell.
    """
    words = prepare_words(items)
    crowd = prepare_words(records) if records is not None else None
    rows = []
    for line in lines:
        judged = can_judge(line.query, words)
        finds = int(_finds(line.query, words, FIELDS).sum()) if judged else ""
        of_all = int(_finds(line.query, crowd, FIELDS).sum()) if judged and crowd is not None else ""
        rows.append((line.number, line.text, "" if line.hits is None else line.hits, finds, of_all))
    return pd.DataFrame(rows, columns=["line", "text", "hits", "finds", "all_records"]).astype("str")


def _has_keywords(words: Words) -> bool:
    return bool((words["keywords"].str.strip() != "").any())


def _list_unjudged(blocks: Sequence[Query], words: Words) -> frozenset[str]:
    terms = (term for block in blocks for term in list_terms(block) if _is_heading(term))
    return frozenset() if _has_keywords(words) else frozenset(map(write_canonical, terms))


def _is_heading(part: Query) -> bool:
    """Return whether a part asks for headings alone, which stand among the keywords of a record."""
    leaves = [node for node in walk(part) if not list(children(node))]
    return all(isinstance(node, Heading) for node in leaves)


def can_judge(block: Query, words: Words, fields: Sequence[str] = FIELDS) -> bool:
    """Return whether the texts of records are enough to judge a part of a query."""
    if _is_heading(block) and not _has_keywords(words):
        return False
    try:
        search_words(block, {field: texts.head(0) for field, texts in words.items()}, fields=fields)
    except QueryError:
        return False
    return True


_BLOCKS = ["block", "finds", "loses", "loses_alone"]
_TERMS = ["block", "term", "finds", "finds_alone", "all_records"]


def list_blocks(query: Query) -> Iterator[tuple[Query, bool]]:
    """Yield the parts that a record has to pass, each with whether it must be found, or must not."""
    match query:
        case And(parts):
            for part in parts:
                yield from list_blocks(part)
        case Not(wanted, unwanted):
            yield from list_blocks(wanted)
            yield unwanted, False
        case Line(_, part):
            yield from list_blocks(part)
        case Scoped(And() | Not() as part, fields):
            for block, keep in list_blocks(part):
                yield Scoped(block, fields), keep
        case _:
            yield query, True


def list_terms(block: Query) -> Iterator[Query]:
    """Yield the alternatives of a block, the innermost that are joined by OR."""
    match block:
        case Or(parts):
            for part in parts:
                yield from list_terms(part)
        case Line(_, part):
            yield from list_terms(part)
        case Scoped(Or(parts), fields):
            for part in parts:
                yield from list_terms(Scoped(part, fields))
        case _:
            yield block


def _finds(part: Query, words: Words, fields: Sequence[str]) -> pd.Series[bool]:
    return search_words(part, words, fields=fields)


def _count_block(number: int, name: str, passed: pd.DataFrame) -> tuple[str, int, int, int]:
    mine, others = ~passed[number], passed.drop(columns=number).all(axis=1)
    return name, int(passed[number].sum()), int(mine.sum()), int((mine & others).sum())


def _count_terms(
    block: Query, name: str, words: Words, crowd: Words | None, fields: Sequence[str]
) -> list[tuple[str, str, int, int, int | str]]:
    terms = list(list_terms(block))
    found = pd.DataFrame({number: _finds(term, words, fields) for number, term in enumerate(terms)})
    several = found.sum(axis=1)
    rows = []
    for number, term in enumerate(terms):
        alone = int((found[number] & (several == 1)).sum())
        of_all: int | str = int(_finds(term, crowd, fields).sum()) if crowd is not None else ""
        rows.append((name, write_canonical(term), int(found[number].sum()), alone, of_all))
    return rows


def _spell(
    block: Query, name: str, words: Words, lost: pd.Series[bool], fields: Sequence[str]
) -> list[tuple[str, str, str, int]]:
    places = [place for place, is_lost in enumerate(lost) if is_lost]
    texts = [" ".join(str(words[field].iloc[place]) for field in fields) for place in places]
    return [
        (name, write_canonical(term), variant, number)
        for term in list_terms(block)
        for variant, number in find_variants(list(_list_words(term)), texts)
    ]


def _list_words(query: Query) -> Iterator[str]:
    match query:
        case Term(text) | Heading(text):
            yield text
        case _:
            for child in children(query):
                yield from _list_words(child)
