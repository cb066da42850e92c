"""The text of each box of the official PRISMA 2020 flow diagrams, and of the notes below them.

Layouts: Page et al. 2021, doi 10.1136/bmj.n71, templates for new and updated reviews, v1 and v2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cireview.errors import Problem, TableError
from cireview.flow.identities import number
from cireview.flow.interchange import Counts
from cireview.flow.kinds import DATABASE_KINDS, OTHER_KINDS
from cireview.flow.typesetting import clean_text
from cireview.flow.words import Words, load_words

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
_OPTIONAL_LINES = ("register_results", "excluded_automatic", "excluded_other")


class Entry(NamedTuple):
    """One entry of a box: words, number, indentation (0, 1 or 2), what ends it, and whose number it is."""

    label: str
    n: str = ""
    depth: int = 0
    end: str = ""
    key: str = ""

    @property
    def text(self) -> str:
        """Label and number; the number is kept together by no-break spaces."""
        counted = f"(n\u00a0=\u00a0{self.n})" if self.n else ""
        return " ".join(part for part in (clean_text(self.label), counted) if part) + self.end


Entries = list[Entry]


@dataclass(frozen=True)
class Shown:
    """What of a flow is shown, and in which words.

    Parameters
    ----------
    template
        One of `TEMPLATES`; "" for the one that shows all counts.
    words
        The language, with a file's own words.
    order
        Reasons and sources by their number, the largest first, or as they are given.
    zeros
        Whether optional lines that are zero are shown: registers, automation tools, other reasons.
    abstract_reasons
        Whether the reasons of title and abstract are listed.
    other_screening
        Whether *other methods* has a box for the records screened; PRISMA's template has none.
    keep
        How many sources or reasons of one list are shown; the rest is folded into one line. None for all.
    listed_in
        Where the folded ones are listed.
    notes
        Sentences below the diagram, after PRISMA's footnotes.
    compact
        Whether a number stands on the line of its words, to save height.
    """

    template: str = ""
    words: Words = field(default_factory=load_words)
    order: Literal["largest", "given"] = "largest"
    zeros: bool = True
    abstract_reasons: bool = False
    other_screening: bool = False
    keep: int | None = None
    listed_in: str = "flow.csv"
    notes: tuple[str, ...] = ()
    compact: bool = False


def choose_template(counts: Counts) -> str:
    """Return the template for `counts`: the column *other methods* is drawn where it is counted."""
    first = "updated" if "previous_studies" in counts else "new"
    return f"{first}_{'other' if 'other_sought_reports' in counts else 'databases'}"


def check_counts(counts: Counts, template: str, *, file: str = "") -> None:
    """Raise a TableError that names every count that `template` needs and `counts`, of `file`, lacks."""
    if template not in TEMPLATES:
        remedy = f"Use one of {', '.join(TEMPLATES)}"
        raise TableError(Problem(f"'{template}' is not a flow template", remedy=remedy))
    parts = ["new_databases", *(part for part in ("other", "updated") if part in template)]
    missing = [key for part in parts for key in _REQUIRED[part] if key not in counts]
    if missing:
        message, remedy = f"the flow diagram '{template}' needs the count", "Give its number, 0 if it is none"
        raise TableError([Problem(f"{message} {key}", file, remedy=remedy) for key in missing])


def box_entries(counts: Counts, shown: Shown) -> dict[str, Entries]:
    """Return the entries of each box, by the box's name.

    A count that is optional (registers, removals, websites, …) and not in `counts` has no entry; a box with
    no entries has no key. The awaiting boxes are there when their number is not zero.

    Raises
    ------
    TableError
        If a count that the template needs is missing.
    """
    template = shown.template or choose_template(counts)
    check_counts(counts, template)
    update = template.startswith("updated")
    box = _Boxes(counts, shown, update)
    boxes = {
        "databases_header": [Entry(shown.words.say("newstud", update=update))],
        "identified": [*box.identified(DATABASE_KINDS), *box.again()],
        "removed": box.listed("removed", ("duplicates", "excluded_automatic", "excluded_other")),
        "screened": box.counted("records_screened"),
        "excluded": box.excluded(),
        "included": [*box.counted("new_studies"), *box.optional("new_reports")],
        "synthesis": [entry for key in _SYNTHESIS for entry in box.optional(key)],
        **{key: box.awaiting(key) for key in ("awaiting_screening", "awaiting_retrieval")},
        "awaiting_assessment": box.awaiting("awaiting_assessment"),
    } | box.retrieval("dbr", "")
    if template.endswith("other"):
        boxes |= box.other_methods()
    if update:
        boxes |= box.update()
    return {name: entries for name, entries in boxes.items() if entries}


_SYNTHESIS = ("synthesis_studies", "synthesis_reports", "total_studies_ma", "total_reports_ma")


@dataclass(frozen=True)
class _Boxes:
    """Makes the entries of boxes; `update` says that an earlier version is updated."""

    counts: Counts
    shown: Shown
    new: bool

    def entry(self, key: str, depth: int = 0, end: str = "") -> Entry:
        """Return the words of a count with its number."""
        return Entry(self.say(key), self.write(number(self.counts, key)), depth, end, key)

    def say(self, key: str, **values: object) -> str:
        return self.shown.words.say(key, update=self.new, **values)

    def write(self, n: int) -> str:
        return self.shown.words.number(n)

    def counted(self, key: str, mark: str = "") -> Entries:
        return self.pair(self.say(key) + mark, number(self.counts, key), key)

    def pair(self, words: str, n: int, key: str = "") -> Entries:
        """Return words and their number, as the official templates set them: one below the other."""
        if self.shown.compact:
            return [Entry(words, self.write(n), key=key)]
        return [Entry(words, key=key), Entry("", self.write(n), key=key)]

    def optional(self, key: str) -> Entries:
        return self.counted(key) if key in self.counts else []

    def awaiting(self, key: str) -> Entries:
        return self.counted(key) if number(self.counts, key) else []

    def is_shown(self, key: str) -> bool:
        """Whether a line is shown: it is given, and not an optional zero that is switched off."""
        wanted = self.shown.zeros or key not in _OPTIONAL_LINES or number(self.counts, key) > 0
        return key in self.counts and wanted

    def listed(self, head: str, keys: tuple[str, ...]) -> Entries:
        present = [self.entry(key, 1) for key in keys if self.is_shown(key)]
        return [Entry(self.say(head)), *(present or [Entry("", self.write(0), 1)])]

    def identified(self, kinds: Mapping[str, str]) -> Entries:
        """Return the sources of one column; a source with the name of its kind appears once."""
        entries: Entries = []
        for kind in kinds:
            key, names = f"{kind}_results", f"{kind}_specific_results"
            if self.is_shown(key):
                entries.append(self.entry(key, 1))
                if list(_named(self.counts, names)) != [self.say(key)]:
                    entries += self.named(names, 2)
        star = "*" if any(entry.depth == 2 for entry in entries) else ""
        return [Entry(self.say("identified", star=star)), *(entries or [Entry("", self.write(0), 1)])]

    def named(self, key: str, depth: int) -> Entries:
        """Return one entry for each name of a list, and one for those that are folded."""
        numbers = list(_named(self.counts, key).items())
        if self.shown.order == "largest":
            numbers.sort(key=lambda pair: -pair[1])
        # Folding a single line would not save a line.
        most = len(numbers) if self.shown.keep is None else self.shown.keep
        most = len(numbers) if len(numbers) == most + 1 and most else most
        listed = [Entry(name, self.write(n), depth, key=f"{key}/{name}") for name, n in numbers[:most]]
        if rest := numbers[most:]:
            words = self.say("folded", k=self.write(len(rest)), where=self.shown.listed_in)
            listed.append(Entry(words, self.write(sum(n for _, n in rest)), depth, key=key))
        return listed

    def again(self) -> Entries:
        return [self.entry("looked_at_again", 1)] if number(self.counts, "looked_at_again") else []

    def excluded(self) -> Entries:
        entries = self.counted("records_excluded", "**" * is_split(self.counts))
        return entries + (self.named("abstract_reasons", 1) if self.shown.abstract_reasons else [])

    def reasons(self, key: str) -> Entries:
        if not _named(self.counts, key):
            return self.counted(key)
        return [self.entry(key, end=":"), *self.named(key, 1)]

    def retrieval(self, route: str, prefix: str) -> dict[str, Entries]:
        return {
            f"{prefix}sought": self.counted(f"{route}_sought_reports"),
            f"{prefix}not_retrieved": self.counted(f"{route}_notretrieved_reports"),
            f"{prefix}assessed": self.counted(f"{route}_assessed"),
            f"{prefix}reports_excluded": self.reasons(f"{route}_excluded"),
        }

    def other_methods(self) -> dict[str, Entries]:
        gone = ["other_already_found", "other_ineligible"]
        gone += [] if self.shown.other_screening else ["other_screened_out"]
        removed = self.listed("other_removed", tuple(gone))
        boxes = {
            "other_header": [Entry(self.say("othstud"))],
            "other_identified": self.identified(OTHER_KINDS),
            "other_removed": removed if "other_already_found" in self.counts else [],
            "other_awaiting_screening": self.awaiting("other_awaiting_screen"),
            "other_awaiting": self.awaiting("other_awaiting"),
        } | self.retrieval("other", "other_")
        if self.shown.other_screening and "other_screened_out" in self.counts:
            out = number(self.counts, "other_screened_out")
            screened = number(self.counts, "other_sought_reports") + out
            boxes["other_screened"] = self.pair(self.say("records_screened"), screened)
            boxes["other_excluded"] = self.pair(self.say("records_excluded"), out)
        return boxes

    def update(self) -> dict[str, Entries]:
        gone = self.counted("no_longer_counted") if number(self.counts, "no_longer_counted") else []
        return {
            "previous_header": [Entry(self.say("prevstud"))],
            "previous": [*self.counted("previous_studies"), *self.optional("previous_reports"), *gone],
            "total": [*self.counted("total_studies"), *self.optional("total_reports")],
        }


def footnotes(counts: Counts, shown: Shown) -> list[str]:
    """Return the lines below the diagram: PRISMA's two footnotes, open decisions, notes."""
    words, lines = shown.words, []
    template = shown.template or choose_template(counts)
    other = template.endswith("other")
    columns = [DATABASE_KINDS, *([OTHER_KINDS] if other else [])]
    boxes = _Boxes(counts, shown, template.startswith("updated"))
    if any(entry.depth == 2 for kinds in columns for entry in boxes.identified(kinds)):
        lines.append(words.note("listed"))
    if is_split(counts):
        who = {
            name: words.number(number(counts, f"records_excluded_{name}")) for name in ("human", "automation")
        }
        lines.append(words.note("split", **who))
    if other and (automation := number(counts, "other_screened_out_automation")):
        lines.append(words.note("other_automation", n=words.number(automation)))
    waits = [key for key in words.waits if (other or "other" not in key) and number(counts, key)]
    if waits:
        told = "; ".join(words.wait(key, number(counts, key)) for key in waits)
        lines.append(words.note("unfinished", waits=told))
    return [*lines, *map(clean_text, shown.notes)]


def is_split(counts: Counts) -> bool:
    """Tell whether it is given how many records humans and automation tools excluded."""
    return "records_excluded_human" in counts or "records_excluded_automation" in counts


def _named(counts: Counts, key: str) -> Mapping[str, int]:
    value = counts.get(key, {})
    return value if isinstance(value, Mapping) else {}
