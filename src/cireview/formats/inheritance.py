"""Resolve inheritance of BibTeX entries: crossref, xdata, chains of both, and @set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cireview.formats.entries import Entry, Fields
from cireview.limits import Allowance


def _set(names: str) -> frozenset[str]:
    return frozenset(names.split())


_DEEPEST = 10  # entries from which one takes, one through the other
_CONTAINERS = _set(
    "proceedings book collection periodical reference mvbook mvproceedings mvcollection mvreference"
)
# The field of a part that takes a field of the whole.
_RENAMED = {
    "title": ("booktitle", "journaltitle"),
    "subtitle": ("booksubtitle", "journalsubtitle"),
    "titleaddon": ("booktitleaddon", "journaltitleaddon"),
    "author": ("bookauthor", "journalauthor"),
    "editor": ("bookeditor", "journaleditor"),
}
# Fields that describe only the whole: with them, a part would look like the whole.
_OWN = _set(
    "doi url urldate link eprint eprinttype pmid pubmed_id abstract pages pagetotal article- "
    "number eid keywords note annote annotation file shorttitle sorttitle indextitle accession "
    "unique-id"
)
# Never handed on, as biblatex does (Lehman and others, *The biblatex package*, 2.4.1 and appendix B).
_KEPT = _set(
    "key entrytype crossref xref xdata entryset entrysubtype ids label options presort related "
    "relatedtype sortkey sortname shorthand execute unread"
)


def inherit(entries: Sequence[Entry], allowance: Allowance) -> Iterator[Entry]:
    """Yield the records among `entries`, each with the fields that it takes from others.

    An entry of ``@xdata`` that others use, and a ``@set`` of entries of the file, are no records.

    Parameters
    ----------
    entries
        All entries of a file, in its order.
    allowance
        How much they may unfold to.
    """
    keys: dict[str, Entry] = {}
    for entry in entries:
        if not entry.problem:
            for key in [_one(entry.fields, "key"), *_names(entry.fields, "ids")]:
                keys.setdefault(key, entry)
                keys.setdefault(key.casefold(), entry)
    used = {key.casefold() for entry in entries for key in _names(entry.fields, "xdata")}
    before = {id(entry): dict(entry.fields) for entry in entries if _sources(entry.fields)}
    for entry in entries:
        kind = _one(entry.fields, "entrytype")
        if kind == "xdata" and _one(entry.fields, "key").casefold() in used:
            continue
        if kind == "set" and any(_find(keys, key) for key in _names(entry.fields, "entryset")):
            continue
        if id(entry) in before:
            _take(entry, keys, before, allowance)
        yield entry


def _take(
    entry: Entry, keys: Mapping[str, Entry], before: Mapping[int, Fields], allowance: Allowance
) -> None:
    """Add what `entry` takes from others, the nearest first; circles end where they began."""
    seen, waiting = {id(entry)}, [(entry, False, 0)]
    while waiting:
        giver, as_part, depth = waiting.pop(0)
        fields = before.get(id(giver), giver.fields)
        for how, key in _sources(fields) if depth < _DEEPEST else ():
            other = _find(keys, key)
            if other is None or id(other) in seen:
                continue
            seen.add(id(other))
            is_part = as_part or (how == "crossref" and _is_part(entry, other))
            _hand_on(before.get(id(other), other.fields), entry, allowance, is_part=is_part)
            waiting.append((other, is_part, depth + 1))


def _hand_on(fields: Fields, entry: Entry, allowance: Allowance, *, is_part: bool) -> None:
    """Give `entry` the fields that it lacks."""
    periodical = _one(entry.fields, "entrytype") in ("article", "suppperiodical")
    for name, values in fields.items():
        if name in _KEPT or (is_part and name in _OWN):
            continue
        taken = _RENAMED[name][periodical] if is_part and name in _RENAMED else name
        if not any(entry.fields.get(taken, ())):
            allowance.spend(sum(map(len, values)))
            entry.fields[taken] = list(values)


def _is_part(entry: Entry, other: Entry) -> bool:
    """Say whether `other` is the book, the proceedings or the journal in which `entry` stands."""
    kinds = _one(entry.fields, "entrytype"), _one(other.fields, "entrytype")
    return kinds[1] in _CONTAINERS and kinds[0] != kinds[1] and kinds[0] not in _CONTAINERS


def _sources(fields: Fields) -> list[tuple[str, str]]:
    return [(how, key) for how in ("xdata", "crossref") for key in _names(fields, how)]


def _find(keys: Mapping[str, Entry], key: str) -> Entry | None:
    return keys.get(key) or keys.get(key.casefold())


def _names(fields: Fields, name: str) -> list[str]:
    """Return the keys that a field names, parted by commas."""
    return [key for text in fields.get(name, ()) for part in text.split(",") if (key := part.strip())]


def _one(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "")
