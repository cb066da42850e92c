"""What stands in each box of the official PRISMA 2020 flow diagrams, and what is said below them.

Words: Page et al. 2021, doi 10.1136/bmj.n71, templates for new and updated reviews, v1 and v2.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cireview.errors import Problem, TableError
from cireview.figures.typesetting import clean_text
from cireview.prisma.table import Counts
from cireview.tables.kinds import DATABASE_KINDS, OTHER_KINDS

TEMPLATES = ("new_databases", "new_other", "updated_databases", "updated_other")

_REQUIRED = {
    "new_databases": (
        "database_results",
        "records_screened",
        "records_excluded",
        "dbr_sought_reports",
        "dbr_notretrieved_reports",
        "dbr_assessed",
        "new_studies",
    ),
    "other": ("other_sought_reports", "other_notretrieved_reports", "other_assessed"),
    "updated": ("previous_studies", "total_studies"),
}


class Entry(NamedTuple):
    """One entry of a box: a label, its number, how deep it is indented (0, 1 or 2) and what ends it."""

    label: str
    n: int | None = None
    depth: int = 0
    end: str = ""

    @property
    def text(self) -> str:
        """Label and number; the number is kept together by no-break spaces."""
        number = "" if self.n is None else f"(n\u00a0=\u00a0{self.n:,})"
        return " ".join(part for part in (clean_text(self.label), number) if part) + self.end


Entries = list[Entry]


def choose_template(counts: Counts) -> str:
    """Return the template for `counts`: the column *other methods* is drawn where it is counted."""
    first = "updated" if "previous_studies" in counts else "new"
    return f"{first}_{'other' if 'other_sought_reports' in counts else 'databases'}"


def check_counts(counts: Counts, template: str) -> None:
    """Raise a TableError that names every count that `template` needs and `counts` lacks."""
    if template not in TEMPLATES:
        raise TableError(Problem(f"'{template}' is not a flow template", remedy=f"Use one of {TEMPLATES}"))
    parts = ["new_databases", *(part for part in ("other", "updated") if part in template)]
    missing = [key for part in parts for key in _REQUIRED[part] if key not in counts]
    if missing:
        raise TableError([Problem(f"the flow diagram '{template}' needs the count {key}") for key in missing])


def box_entries(counts: Counts, template: str) -> dict[str, Entries]:
    """Return the entries of each box of `template`, by the box's name.

    A count that is optional (registers, removals, websites, …) and not in `counts` has no entry; a box with
    no entries has no key. The awaiting boxes are there when their number is not zero.

    Raises
    ------
    TableError
        If a count that `template` needs is missing.
    """
    check_counts(counts, template)
    new = "new " if template.startswith("updated") else ""
    boxes = {
        "databases_header": [Entry(f"Identification of {new}studies via databases and registers")],
        "identified": [*_identified(counts, DATABASE_KINDS), *_again(counts)],
        "removed": _listed(
            "Records removed before screening:",
            counts,
            duplicates="Duplicate records removed",
            excluded_automatic="Records marked as ineligible by automation tools",
            excluded_other="Records removed for other reasons",
        ),
        "screened": _counted("Records screened", counts, "records_screened"),
        "excluded": _counted("Records excluded" + "**" * _is_split(counts), counts, "records_excluded"),
        "included": _included(counts, new),
        "awaiting_screening": _awaiting("Records awaiting screening", counts, "awaiting_screening"),
        "awaiting_retrieval": _awaiting("Reports awaiting retrieval", counts, "awaiting_retrieval"),
        "awaiting_assessment": _awaiting("Reports awaiting assessment", counts, "awaiting_assessment"),
    } | _retrieval(counts, "dbr", "")
    if template.endswith("other"):
        boxes |= _other_methods(counts, new)
    if template.startswith("updated"):
        boxes |= _updated(counts)
    return {name: entries for name, entries in boxes.items() if entries}


def footnotes(counts: Counts, template: str) -> list[str]:
    """Return the lines below the diagram: PRISMA's two footnotes, and what an unfinished review awaits."""
    lines = []
    columns = [DATABASE_KINDS, *([OTHER_KINDS] if template.endswith("other") else [])]
    if any(entry.depth == 2 for kinds in columns for entry in _identified(counts, kinds)):
        lines.append("* The number of records from each source is listed in the box.")
    if _is_split(counts):
        human, automation = (_number(counts, f"records_excluded_{who}") for who in ("human", "automation"))
        lines.append(f"** {human:,} excluded by a human and {automation:,} by automation tools.")
    if template.endswith("other") and (automation := _number(counts, "other_screened_out_automation")):
        lines.append(f"Of the records found by other methods, automation tools excluded {automation:,}.")
    kinds = {
        "awaiting_screening": ("record", "screening"),
        "awaiting_retrieval": ("report", "retrieval"),
        "awaiting_assessment": ("report", "assessment"),
    }
    if template.endswith("other"):
        kinds["other_awaiting_screen"] = ("record", "screening (other methods)")
        kinds["other_awaiting"] = ("report", "retrieval or assessment (other methods)")
    waits = [
        f"{n:,} {unit}{'s await' if n != 1 else ' awaits'} {step}"
        for key, (unit, step) in kinds.items()
        if (n := _number(counts, key))
    ]
    if waits:
        lines.append(f"Unfinished review: {'; '.join(waits)}.")
    return lines


def _number(counts: Counts, key: str) -> int:
    value = counts.get(key, 0)
    return sum(value.values()) if isinstance(value, Mapping) else value


def _named(counts: Counts, key: str) -> Mapping[str, int]:
    value = counts.get(key, {})
    return value if isinstance(value, Mapping) else {}


def _is_split(counts: Counts) -> bool:
    return "records_excluded_human" in counts or "records_excluded_automation" in counts


def _counted(label: str, counts: Counts, key: str) -> Entries:
    return [Entry(label), Entry("", _number(counts, key))]


def _awaiting(label: str, counts: Counts, key: str) -> Entries:
    return _counted(label, counts, key) if _number(counts, key) else []


def _listed(head: str, counts: Counts, **labels: str) -> Entries:
    present = [Entry(label, _number(counts, key), 1) for key, label in labels.items() if key in counts]
    return [Entry(head), *(present or [Entry("", 0, 1)])]


def _identified(counts: Counts, kinds: Mapping[str, str]) -> Entries:
    """Return the sources of one column; one that is named as its kind is, stands there once."""
    entries: Entries = []
    for kind, label in kinds.items():
        if f"{kind}_results" in counts:
            by_source = _named(counts, f"{kind}_specific_results")
            entries.append(Entry(label, _number(counts, f"{kind}_results"), 1))
            entries += [Entry(name, n, 2) for name, n in by_source.items() if list(by_source) != [label]]
    star = "*" if any(entry.depth == 2 for entry in entries) else ""
    return [Entry(f"Records identified from{star}:"), *(entries or [Entry("", 0, 1)])]


def _again(counts: Counts) -> Entries:
    n = _number(counts, "looked_at_again")
    return [Entry("Previous version, looked at again", n, 1)] if n else []


def _reasons(counts: Counts, key: str) -> Entries:
    total = _number(counts, key)
    reasons = [Entry(reason, n, 1) for reason, n in _named(counts, key).items()]
    if not reasons:
        return [Entry("Reports excluded"), Entry("", total)]
    return [Entry("Reports excluded", total, end=":"), *reasons]


def _retrieval(counts: Counts, route: str, prefix: str) -> dict[str, Entries]:
    return {
        f"{prefix}sought": _counted("Reports sought for retrieval", counts, f"{route}_sought_reports"),
        f"{prefix}not_retrieved": _counted("Reports not retrieved", counts, f"{route}_notretrieved_reports"),
        f"{prefix}assessed": _counted("Reports assessed for eligibility", counts, f"{route}_assessed"),
        f"{prefix}reports_excluded": _reasons(counts, f"{route}_excluded"),
    }


def _included(counts: Counts, new: str) -> Entries:
    entries = _counted(f"{new}studies included in review".capitalize(), counts, "new_studies")
    if "new_reports" in counts:
        entries += _counted(f"Reports of {new}included studies", counts, "new_reports")
    return entries


def _other_methods(counts: Counts, new: str) -> dict[str, Entries]:
    removed = _listed(
        "Records removed before retrieval:",
        counts,
        other_already_found="Already found",
        other_ineligible="Marked as ineligible by automation tools",
        other_screened_out="Excluded on title and abstract",
    )
    return {
        "other_header": [Entry(f"Identification of {new}studies via other methods")],
        "other_identified": _identified(counts, OTHER_KINDS),
        "other_removed": removed if "other_already_found" in counts else [],
        "other_awaiting_screening": _awaiting("Records awaiting screening", counts, "other_awaiting_screen"),
        "other_awaiting": _awaiting("Reports awaiting retrieval or assessment", counts, "other_awaiting"),
    } | _retrieval(counts, "other", "other_")


def _updated(counts: Counts) -> dict[str, Entries]:
    previous = _counted("Studies included in previous version of review", counts, "previous_studies")
    if "previous_reports" in counts:
        label = "Reports of studies included in previous version of review"
        previous += _counted(label, counts, "previous_reports")
    if _number(counts, "no_longer_counted"):
        previous += _counted("Reports of it that are no longer counted", counts, "no_longer_counted")
    total = _counted("Total studies included in review", counts, "total_studies")
    if "total_reports" in counts:
        total += _counted("Reports of total included studies", counts, "total_reports")
    return {"previous_header": [Entry("Previous studies")], "previous": previous, "total": total}
