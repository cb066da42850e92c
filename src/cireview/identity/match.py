"""Give the records of an export the ids that they had when they were first seen.

A record is looked for among the registered ones of its own source: by all that it says, by the source's own
id, by DOI, by PubMed id, and at last by the deduplicator, which compares what is new with what is gone. What
none of them finds for certain gets a new id, so that no label ever moves to a record that it was not given
to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz

from cireview.deduplication import compare_shard, normalise
from cireview.deduplication.text import fold
from cireview.errors import Problem, RegisterError
from cireview.identity.register import REGISTERED, open_register
from cireview.identity.rereading import find_earlier_readings
from cireview.identity.versions import NUMBERS, Row, contradict, go_together, read_number, say_the_same
from cireview.places import place
from cireview.tables import RECORD
from cireview.tables.ids import identify_records

# How much more like one version has to be than the runner-up, of 100, before it is taken for the same record.
_MARGIN = 2
# A source that keeps less than this share of its records, and whose records were another's, was exchanged
# with it.
_EXCHANGED = 0.2
_FEW = 5  # records of a source say nothing of it
_CONTENT = ("title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "abstract")


@dataclass(frozen=True)
class Kept:
    """What keeping the ids came to.

    Parameters
    ----------
    records
        RECORD with the ids that count.
    renamed
        Id that counts, by the id that the record would have without the register.
    versions
        REGISTERED: what the register does not hold yet.
    """

    records: pd.DataFrame
    renamed: Mapping[str, str]
    versions: pd.DataFrame

    def rename(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with the ids that count in its column ``record_id``."""
        ids = [self.renamed.get(record, record) for record in table["record_id"]]
        return table.assign(record_id=pd.Series(ids, index=table.index, dtype="str"))


def keep_ids(records: pd.DataFrame, entries: pd.DataFrame) -> Kept:
    """Give every record the id that it had when it was first seen, and new records an id that nobody had.

    Parameters
    ----------
    records
        RECORD of all sources; ``search_id`` is the id of the record's source.
    entries
        REGISTERED, as `cireview.identity.read_register` returns it.

    Notes
    -----
    No id is given to two records, and none that a record which is gone now had to a new one.
    """
    parts = [records.iloc[:0]]
    for source, part in records.groupby("search_id", sort=False):
        known = entries[entries["source_id"] == source].reset_index(drop=True)
        parts.append(part.assign(record_id=_ids_of_source(part, known, str(source))))
    kept = pd.concat(parts).loc[records.index] if len(records) else records
    renamed = dict(zip(records["record_id"], kept["record_id"], strict=True))
    return Kept(kept, renamed, _list_versions(kept, entries))


def register_records(records: pd.DataFrame, folder: str | Path) -> Kept:
    """Keep the ids of `records` by the register in `folder`, and write there what it does not hold yet.

    Raises
    ------
    RegisterError
        If the register is damaged.
    """
    with open_register(folder) as register:
        kept = keep_ids(records, register.entries)
        if exchanged := find_exchanged(kept.records, register.entries):
            raise RegisterError(exchanged)
        register.add(kept.versions)
    return kept


def find_exchanged(records: pd.DataFrame, entries: pd.DataFrame) -> list[Problem]:
    """Return a problem for each source that has the records of another source instead of its own.

    Names, ids or export files of two sources were exchanged: all labels would lose their records.
    """
    problems = []
    known = {str(source): rows for source, rows in entries.groupby("source_id", sort=True)}
    for source, part in records.groupby("search_id", sort=True):
        own = known.pop(str(source), REGISTERED.empty())
        share = part["record_id"].isin(own["record_id"]).mean()
        if min(own["record_id"].nunique(), len(part)) < _FEW or share > _EXCHANGED:
            known[str(source)] = own
            continue
        brought = list_marks(part)
        for other, rows in known.items():
            if len(brought & list_marks(rows)) >= (1 - _EXCHANGED) * len(brought):
                name = f"{part['source'].iloc[0]} ({source})"
                message = f"{name} now has the records that {other!r} had instead of its own"
                remedy = "Undo the exchange of names, ids or export files; give a new source a new id"
                problems.append(Problem(message, place("protocol"), 0, "sources", remedy))
        known[str(source)] = own
    return problems


def list_marks(table: pd.DataFrame) -> set[str]:
    """Return one mark of each record by which it is known again."""
    return set(table["doi"].where(table["doi"] != "", table["title"]).str.casefold())


def _list_versions(records: pd.DataFrame, entries: pd.DataFrame) -> pd.DataFrame:
    """Return the versions of records that the register does not hold yet."""
    versions = records.rename(columns={"search_id": "source_id"})[list(REGISTERED.columns)]
    held = set(zip(entries["record_id"], _contents(entries), strict=True))
    is_new = [key not in held for key in zip(versions["record_id"], _contents(versions), strict=True)]
    return versions[is_new].drop_duplicates(ignore_index=True)


def _contents(table: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    """Yield all that each row says of itself, to the letter."""
    columns = [column for column in REGISTERED.columns if column not in ("record_id", "source_id")]
    return zip(*(table[column] for column in columns), strict=True)


@dataclass
class _Matching:
    """Records of one source that still need an id, and registered ids that are still free."""

    records: pd.DataFrame
    entries: pd.DataFrame
    ids: dict[Hashable, str] = field(default_factory=dict)

    def open_rows(self) -> pd.DataFrame:
        return self.records[~self.records.index.isin(list(self.ids))]

    def free_entries(self) -> pd.DataFrame:
        return self.entries[~self.entries["record_id"].isin(set(self.ids.values()))]


def _ids_of_source(records: pd.DataFrame, entries: pd.DataFrame, source: str) -> pd.Series:
    """Return the id of every record of one source, by its index."""
    contents = dict(zip(records.index, _contents(records), strict=True))
    # In the order of content: which row came first in the file must not matter.
    matching = _Matching(records.loc[sorted(records.index, key=contents.__getitem__)], entries)
    if len(entries):
        _match_contents(matching, contents)
        matching.ids |= find_earlier_readings(matching.open_rows(), matching.free_entries())
        for column in NUMBERS:
            _match_number(matching, column)
        _match_words(matching)
        _match_likeness(matching)
    rest = matching.open_rows()
    new = identify_records(rest, source=source, taken=set(entries["record_id"]))
    return pd.Series({**matching.ids, **dict(new)}, dtype="str").reindex(records.index)


def _match_contents(matching: _Matching, contents: Mapping[Hashable, tuple[str, ...]]) -> None:
    """Match what says the very same as some version of a registered record."""
    entries = matching.entries
    earlier = entries["record_id"].duplicated(keep="last")
    versions = list(zip(entries["record_id"], _contents(entries), strict=True))
    latest, said, today = dict(versions), set(versions), set(contents.values())
    used: set[str] = set()
    # Latest versions of all records before any earlier one: another record may say now what this one said
    # once.
    for wanted in (~earlier, earlier):
        ids: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for record, content in sorted(
            pair for pair, is_wanted in zip(versions, wanted, strict=True) if is_wanted
        ):
            # A copy yields to its original, unless the original now has other content.
            first = record.partition("~")[0]
            is_copy = first != record and (first, content) in said
            if is_copy and (latest[first] == content or latest[first] not in today):
                ids[content].append(first)
            ids[content].append(record)
        for index in matching.records.index:
            free = (record for record in ids.get(contents[index], ()) if record not in used)
            if index not in matching.ids and (record := next(free, "")):
                matching.ids[index] = record
                used.add(record)


def _match_number(matching: _Matching, column: str) -> None:
    """Match records by an id that only one of the open records and one of the free ids has."""
    new, old = matching.open_rows(), matching.free_entries()
    rows, records = _by_number(new, column), new.to_dict("index")
    versions = _by_number(old, column)
    for number, indices in rows.items():
        # Versions of one record repeat its number, so count how many ids have it.
        known = old.loc[versions.get(number, [])]
        if len(indices) == 1 and known["record_id"].nunique() == 1:
            record = records[indices[0]]
            if any(go_together(record, entry) for entry in known.to_dict("records")):
                matching.ids[indices[0]] = str(known["record_id"].iloc[0])


def _by_number(table: pd.DataFrame, column: str) -> dict[str, list[Hashable]]:
    rows: dict[str, list[Hashable]] = defaultdict(list)
    for index, text in table[column].items():
        if number := read_number({column: text}, column):
            rows[number].append(index)
    return rows


def _match_words(matching: _Matching) -> None:
    """Match a record with the only gone one of its title and authors, if its abstract is nearly the same.

    Two editorials of one issue share all but authors and abstract. An article whose volume, issue and pages
    came late shares nothing but these.
    """
    new, old = matching.open_rows(), matching.free_entries().drop_duplicates("record_id", keep="last")
    rows, entries = _by_words(new), _by_words(old)
    for words in rows.keys() & entries.keys():
        pairs = [
            (index, str(entry["record_id"]))
            for index, row in rows[words].items()
            for entry in entries[words].values()
            if say_the_same(row, entry)
        ]
        choices = Counter(side for pair in pairs for side in pair)
        matching.ids |= {pair[0]: pair[1] for pair in pairs if choices[pair[0]] == choices[pair[1]] == 1}


def _by_words(table: pd.DataFrame) -> dict[tuple[str, str], dict[Hashable, Row]]:
    """Return rows that have title and authors by both, folded."""
    rows: dict[tuple[str, str], dict[Hashable, Row]] = defaultdict(dict)
    for index, row in table.to_dict("index").items():
        words = fold(row["title"]), fold(row["authors"])
        if all(words):
            rows[words][index] = row
    return rows


def _match_likeness(matching: _Matching) -> None:
    """Match what is new with what is gone where the deduplicator is certain and there is no second choice."""
    new = matching.open_rows()
    gone = matching.free_entries().drop_duplicates("record_id", keep="last").set_index("record_id")
    pairs = _find_same(new, gone) if len(new) and len(gone) else []
    rows, entries = new.to_dict("index"), gone.to_dict("index")
    pairs = [pair for pair in pairs if not contradict(rows[pair[0]], entries[pair[1]])]
    said_now = {index: _words(row) for index, row in rows.items()}
    said_once = {record: _words(row) for record, row in entries.items()}
    texts = {(index, record): (said_now[index], said_once[record]) for index, record in pairs}
    closeness = {pair: fuzz.ratio(*texts[pair]) for pair in pairs}
    rivals: dict[Hashable, list[tuple[Hashable, str]]] = defaultdict(list)
    for pair in pairs:
        rivals["new", pair[0]].append(pair)
        rivals["old", pair[1]].append(pair)
    taken: set[str] = set()
    for pair in sorted(pairs, key=lambda pair: -closeness[pair]):
        others = [
            other
            for other in (*rivals["new", pair[0]], *rivals["old", pair[1]])
            # A rival that says the same on both sides is a copy: either choice is right.
            if texts[other] != texts[pair] and other[0] not in matching.ids and other[1] not in taken
        ]
        is_free = pair[0] not in matching.ids and pair[1] not in taken
        if is_free and all(closeness[pair] - closeness[other] >= _MARGIN for other in others):
            matching.ids[pair[0]] = pair[1]
            taken.add(pair[1])


def _find_same(new: pd.DataFrame, gone: pd.DataFrame) -> list[tuple[Hashable, str]]:
    """Return index of a new record and id of a gone one, of the pairs that deduplication takes for one."""
    sides: dict[str, Hashable] = {f"new:{place}": index for place, index in enumerate(new.index)}
    sides |= {f"old:{place}": index for place, index in enumerate(gone.index)}
    both = pd.concat([new.reset_index(drop=True), gone.reset_index(drop=True)], ignore_index=True)
    both = both.reindex(columns=list(RECORD.columns)).assign(record_id=list(sides))
    forms = normalise(RECORD.conform(both))
    pairs = compare_shard(forms, shard=0, shards=1)
    certain, ids = pairs[pairs["verdict"] == "same"], forms["record_id"].to_numpy()
    # After sorting, a new record comes before a gone one; pairs of one side do not matter here.
    ordered = [sorted(pair) for pair in zip(ids[certain["left"]], ids[certain["right"]], strict=True)]
    return [(sides[left], str(sides[right])) for left, right in ordered if left[:3] != right[:3]]


def _words(row: Row) -> str:
    """Return all that tells one record from another, as folded text."""
    return fold(" ".join(row[column] for column in _CONTENT))
