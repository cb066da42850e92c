"""Check that a PRISMA 2020 flow adds up: each box is what remains from the boxes before it.

A missing box counts as zero if PRISMA makes it optional; if it is needed, its sums are not checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from cireview.errors import Problem
from cireview.flow.interchange import Counts
from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS
from cireview.flow.words import Words

_HEAD = "the flow does not add up: "


class Identity(NamedTuple):
    """Two numbers of a flow that have to be equal; `at_most` where the first may also be smaller."""

    words: str
    left: int
    right: int
    at_most: bool = False

    @property
    def holds(self) -> bool:
        """Whether it is so."""
        return self.left <= self.right if self.at_most else self.left == self.right


def find_contradictions(counts: Counts, *, file: str = "") -> list[Problem]:
    """Return one problem for each identity that does not hold, with both numbers.

    Parameters
    ----------
    counts
        As `cireview.flow.interchange.flow_rows` takes them.
    file
        Where they stand.
    """
    return [
        Problem(
            f"{_HEAD}{one.words}, but {one.left:,} is {_relation(one)} {one.right:,}",
            file,
            remedy="Correct one of the numbers",
        )
        for one in list_identities(counts)
        if not one.holds
    ]


def _relation(identity: Identity) -> str:
    return "more than" if identity.at_most else "not"


def mark_contradictions(problems: Iterable[Problem], words: Words) -> list[str]:
    """Return the warning for a figure whose numbers do not add up; an empty text if they do."""
    wrong = "; ".join(problem.message.removeprefix(_HEAD) for problem in problems)
    return [words.note("contradiction", what=wrong)] if wrong else []


def list_identities(counts: Counts) -> list[Identity]:
    """Return every identity whose numbers are given."""
    return [
        *_parts(counts),
        *_databases(counts),
        *_others(counts),
        *_included(counts),
        *_totals(counts),
    ]


def number(counts: Counts, key: str) -> int:
    """Return a number of a flow, the sum where it is given by name, and 0 where it is not given."""
    value = counts.get(key, 0)
    return sum(value.values()) if isinstance(value, Mapping) else value


def _sum(counts: Counts, *keys: str) -> int:
    return sum(number(counts, key) for key in keys)


def _given(counts: Counts, *keys: str) -> bool:
    return all(key in counts for key in keys)


def _parts(counts: Counts) -> Iterator[Identity]:
    """Yield a number and its parts where both are given."""
    for kind, words in {**DATABASE_KINDS, **OTHER_KINDS}.items():
        total, parts = f"{kind}_results", f"{kind}_specific_results"
        if _given(counts, total, parts) and counts[parts]:
            yield Identity(f"{words} = the sum of those named", number(counts, total), number(counts, parts))
    split = ("records_excluded_human", "records_excluded_automation")
    if _given(counts, "records_excluded", *split):
        words = "records excluded = by a human + by automation tools"
        yield Identity(words, number(counts, "records_excluded"), _sum(counts, *split))
    if counts.get("abstract_reasons"):
        words = "reasons on title and abstract = at most the records excluded"
        yield Identity(words, number(counts, "abstract_reasons"), number(counts, "records_excluded"), True)


def _databases(counts: Counts) -> Iterator[Identity]:
    if _given(counts, "database_results", "records_screened"):
        kinds = [f"{kind}_results" for kind in DATABASE_KINDS]
        identified = _sum(counts, *kinds, "looked_at_again")
        removed = _sum(counts, "duplicates", "excluded_automatic", "excluded_other")
        reached = removed + _sum(counts, "records_screened", "awaiting_screening")
        words = "records identified = removed before screening + screened" + _waiting(
            counts, "awaiting_screening"
        )
        yield Identity(words, identified, reached)
    if _given(counts, "records_screened", "records_excluded", "dbr_sought_reports"):
        split = _sum(counts, "records_excluded", "dbr_sought_reports")
        yield Identity(
            "records screened = excluded + reports sought", number(counts, "records_screened"), split
        )
    if _given(counts, "dbr_sought_reports", "dbr_assessed"):
        waits = ("awaiting_retrieval", "awaiting_assessment")
        ended = _sum(counts, "dbr_notretrieved_reports", "dbr_assessed", *waits)
        words = "reports sought = not retrieved + assessed" + _waiting(counts, *waits)
        yield Identity(words, number(counts, "dbr_sought_reports"), ended)


def _waiting(counts: Counts, *keys: str) -> str:
    return " + awaiting" if _sum(counts, *keys) else ""


def _others(counts: Counts) -> Iterator[Identity]:
    if "other_sought_reports" not in counts:
        return
    identified = _sum(counts, *(f"{kind}_results" for kind in OTHER_KINDS))
    sought = number(counts, "other_sought_reports")
    way = ", by other methods"
    removed = ("other_already_found", "other_ineligible", "other_screened_out", "other_awaiting_screen")
    if any(key in counts for key in removed):
        words = "records identified = removed + reports sought" + _waiting(counts, "other_awaiting_screen")
        yield Identity(words + way, identified, sought + _sum(counts, *removed))
    else:  # the official column has no box for records that end before retrieval
        yield Identity("reports sought = at most the records identified" + way, sought, identified, True)
    if _given(counts, "other_assessed"):
        ended = _sum(counts, "other_notretrieved_reports", "other_assessed", "other_awaiting")
        words = "reports sought = not retrieved + assessed" + _waiting(counts, "other_awaiting")
        yield Identity(words + way, sought, ended)


def _included(counts: Counts) -> Iterator[Identity]:
    if _given(counts, "dbr_assessed") and ("new_reports" in counts or "new_studies" in counts):
        left = _sum(counts, "dbr_assessed", "other_assessed") - _sum(counts, "dbr_excluded", "other_excluded")
        if "new_reports" in counts:
            words = "reports assessed - excluded = reports included"
            yield Identity(words, left, number(counts, "new_reports"))
        else:
            words = "studies included = at most the reports assessed and not excluded"
            yield Identity(words, number(counts, "new_studies"), left, True)
    yield from _reports_of(counts, "new", "included")


def _totals(counts: Counts) -> Iterator[Identity]:
    for what in ("studies", "reports"):
        keys = (f"previous_{what}", f"new_{what}", f"total_{what}")
        if _given(counts, *keys):
            # A single number of removed items counts both studies and reports.
            own = "no_longer_studies" if what == "studies" else "no_longer_counted"
            gone = number(counts, own if own in counts else "no_longer_counted")
            words = f"total {what} = previous + new" + (" - no longer counted" if gone else "")
            yield Identity(words, number(counts, keys[2]), _sum(counts, keys[0], keys[1]) - gone)
        whole = f"total_{what}" if f"total_{what}" in counts else f"new_{what}"
        for part, name in ((f"total_{what}_ma", "meta-analysis"), (f"synthesis_{what}", "synthesis")):
            if _given(counts, part, whole):
                words = f"{what} in the {name} = at most those included"
                yield Identity(words, number(counts, part), number(counts, whole), True)
    yield from _reports_of(counts, "previous", "in the previous version")
    yield from _reports_of(counts, "total", "in total")


def _reports_of(counts: Counts, which: str, words: str) -> Iterator[Identity]:
    """Yield that studies are not more than their reports: each study has one at least."""
    keys = (f"{which}_studies", f"{which}_reports")
    if _given(counts, *keys):
        name = f"studies {words} = at most their reports"
        yield Identity(name, number(counts, keys[0]), number(counts, keys[1]), True)
