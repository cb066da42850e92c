"""The flow of a review as the table that other PRISMA 2020 software reads, and back.

The columns and row keys are those of the template of the PRISMA2020 R package (Haddaway et al. 2022,
doi 10.1002/cl2.1230), so that it opens our file unchanged. What that package needs, and why some cells look
odd:

- it finds a row by searching its key *within* the ``data`` column, so our own rows have keys that hold none
  of the template's keys;
- it splits ``Reason, 10; Other reason, 4`` at every ``;`` and ``,`` and puts the text between quotes, so
  these characters are replaced in names (a comma by its look-alike U+201A, which `read_rows` turns back);
- it fails on a single reason, so a second one with n = 0 is added, which `read_rows` drops;
- our remarks are rows of a box whose words it looks up by their key, so it passes them over;
- it leaves out the columns *previous studies* and *other methods* where their counts are NA.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from cireview.errors import Problem, TableError
from cireview.flow.cells import NOT_GIVEN, CellError, read_count, read_named, write_named
from cireview.flow.kinds import OTHER_KINDS

Counts = Mapping[str, int | Mapping[str, int]]

COLUMNS = ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
_THEIRS = ("database_specific_results", "register_specific_results", "dbr_excluded", "other_excluded")
NAMED = (*_THEIRS, "abstract_reasons", *(f"{kind}_specific_results" for kind in OTHER_KINDS))

# data | node | box | boxtext; an empty key is a row of the template that carries words and no count.
_TEMPLATE = """
|node4|prevstud|Previous studies
previous_studies|node5|box1|Studies included in previous version of review
previous_reports||box1|Reports of studies included in previous version of review
|node6|newstud|Identification of new studies via databases and registers
database_results|node7|box2|Databases
database_specific_results||box2|Specific databases
register_results||box2|Registers
register_specific_results||box2|Specific registers
|node16|othstud|Identification of new studies via other methods
website_results|node17|box11|Websites
organisation_results||box11|Organisations
citations_results||box11|Citation searching
duplicates|node8|box3|Duplicate records
excluded_automatic||box3|Records marked as ineligible by automation tools
excluded_other||box3|Records removed for other reasons
records_screened|node9|box4|Records screened
records_excluded|node10|box5|Records excluded
dbr_sought_reports|node11|box6|Reports sought for retrieval
dbr_notretrieved_reports|node12|box7|Reports not retrieved
other_sought_reports|node18|box12|Reports sought for retrieval
other_notretrieved_reports|node19|box13|Reports not retrieved
dbr_assessed|node13|box8|Reports assessed for eligibility
dbr_excluded|node14|box9|Reports excluded
other_assessed|node20|box14|Reports assessed for eligibility
other_excluded|node21|box15|Reports excluded
new_studies|node15|box10|New studies included in review
new_reports||box10|Reports of new included studies
total_studies|node22|box16|Total studies included in review
total_reports||box16|Reports of total included studies
identification|node1|identification|Identification
screening|node2|screening|Screening
included|node3|included|Included
total_studies_ma|node23|box17|Total studies included in meta-analysis
total_reports_ma||box17|Reports of total included studies in meta-analysis
synthesis_studies||box17|Studies in synthesis
synthesis_reports||box17|Reports of studies in synthesis
awaiting_screen||box4|Records awaiting screening
awaiting_retrieval||box6|Reports awaiting retrieval
awaiting_assessment||box8|Reports awaiting assessment
other_awaiting||box14|Reports awaiting retrieval or assessment
excluded_by_human||box5|Records excluded by a human
excluded_by_automation||box5|Records excluded by automation tools
website_specific_results||box11|Specific websites
organisation_specific_results||box11|Specific organisations
citations_specific_results||box11|Specific citation searches
contact_results||box11|Contacts
abstract_reasons||box5|Reasons on title and abstract
looked_at_again||box2|Records of the previous version, looked at again
no_longer_counted||box1|Reports of the previous version that are no longer counted
no_longer_studies||box1|Studies of the previous version that are no longer counted
contact_specific_results||box11|Specific contacts
other_already_found||box11|Records already found
other_ineligible||box11|Records marked as ineligible by automation tools
other_screened_out||box11|Records excluded on title and abstract
other_screened_out_automation||box11|Records excluded on title and abstract by automation tools
other_awaiting_screen||box11|Records awaiting screening
"""
_OURS = {
    "awaiting_screening": "awaiting_screen",
    "records_excluded_human": "excluded_by_human",
    "records_excluded_automation": "excluded_by_automation",
}
_FIRST_REVIEW = {
    f"{before}new {after}": f"{before}{after}"
    for before, after in [
        ("Identification of ", "studies via databases and registers"),
        ("Identification of ", "studies via other methods"),
        ("Reports of ", "included studies"),
    ]
} | {"New studies included in review": "Studies included in review"}
_ROUTES = {
    "records_": " (databases and registers)",
    "dbr_": " (databases and registers)",
    "other_": " (other methods)",
}
REMARK = "remark"
"""Key of a row that holds a sentence on the numbers."""
_LABELS = ("", "identification", "screening", "included")
# Words of the package's template that differ from the official ones of a first review.
_THEIR_WORDS = {"duplicates": "Duplicate records", "": ""}
_PREVIOUS = ("previous_studies", "previous_reports", "total_studies", "total_reports")


@dataclass(frozen=True)
class FlowFile:
    """What a flow table says.

    Parameters
    ----------
    counts
        Number, or numbers by name, by key.
    words
        Words of a box, where they are not those of the template, by key, or by box where a row has no key.
    tips
        What is shown where a pointer rests on a box, by key.
    links
        Address that a box opens, by key.
    notes
        Sentences on the numbers, which stand below the diagram.
    """

    counts: dict[str, int | dict[str, int]]
    words: dict[str, str] = field(default_factory=dict)
    tips: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def flow_rows(counts: Counts, notes: Iterable[str] = ()) -> list[dict[str, str]]:
    """Return `counts` as the rows of the PRISMA2020 package's template, all cells text, "NA" for none.

    Parameters
    ----------
    counts
        Number by key; the keys are those of the template's ``data`` column and ``awaiting_screening``,
        ``awaiting_retrieval``, ``awaiting_assessment``, ``records_excluded_human``,
        ``records_excluded_automation``, ``abstract_reasons``, ``looked_at_again``, ``no_longer_counted``,
        ``no_longer_studies``,
        ``synthesis_studies``, ``synthesis_reports``, ``contact_results``, ``<kind>_specific_results``,
        ``other_already_found``, ``other_ineligible``, ``other_screened_out``,
        ``other_screened_out_automation``, ``other_awaiting_screen`` and ``other_awaiting``. Specific sources
        and reasons for exclusion map a name to a number. A review without ``previous_studies`` is a first
        review and uses the official words for it.
    notes
        Sentences on the numbers, such as which are invented.

    Returns
    -------
    list of dict
        Cells by column: data, node, box, description, boxtext, tooltips, url, n.

    Raises
    ------
    TableError
        If a key is unknown or a number is negative.
    """
    check_keys(counts)
    renamed = {_OURS.get(key, key): value for key, value in counts.items()}
    official = {} if "previous_studies" in counts else _FIRST_REVIEW
    rows = []
    for key, node, box, boxtext in _template_rows():
        boxtext = official.get(boxtext, boxtext)
        description = boxtext + next((words for start, words in _ROUTES.items() if key.startswith(start)), "")
        tooltip = description if node else "NA"
        n = _cell(key, renamed.get(key))
        cells = [key or "NA", node or "NA", box, description, boxtext, tooltip, "NA", n]
        rows.append(dict(zip(COLUMNS, cells, strict=True)))
    remarks = [[REMARK, "NA", "box10", note, note, "NA", "NA", "NA"] for note in notes]
    return [*rows, *(dict(zip(COLUMNS, cells, strict=True)) for cells in remarks)]


def read_rows(rows: Iterable[Mapping[str, object]], *, file: str = "") -> FlowFile:
    """Read the rows of a flow table: one of cireview, or one filled in for the PRISMA2020 package.

    Parameters
    ----------
    rows
        Cells by column; ``data`` and ``n`` are needed, ``boxtext``, ``tooltips`` and ``url`` are read if
        there. A name may hold commas (``Wrong age, under 5, 10``), numbers may hold thousands separators, and
        cells that hold no number (empty, ``NA``, the template's ``xxx``) mean that the count is not given.
    file
        Name of the file, for what is wrong with it.

    Raises
    ------
    TableError
        If a column is missing, a key is unknown or appears twice, or a number cannot be read.
    """
    rows = list(rows)
    missing = [column for column in ("data", "n") if not rows or column not in rows[0]]
    if missing:
        message = f"a flow table lacks the column(s) {', '.join(missing)}"
        raise TableError(Problem(message, file, remedy="Fill in the template of the PRISMA2020 package"))
    found, problems = FlowFile({}), []
    for number, row in enumerate(rows, start=2):
        cells = {column: _text(row.get(column)) for column in COLUMNS}
        if cells["data"] == REMARK:
            found.notes.extend(filter(None, [cells["boxtext"]]))
            continue
        key = _BACK.get(cells["data"], cells["data"])
        if key not in _LABELS and key not in KEYS:
            problems.append(_miss_key(key, file, number, "data"))
            continue
        _take_words(cells, key, found)
        if key in _LABELS or not cells["n"]:
            continue
        try:
            value = read_named(cells["n"]) if key in NAMED else read_count(cells["n"])
        except CellError as error:
            problems.append(Problem(error.message, file, number, "n", error.remedy))
            continue
        if key in found.counts:
            problems.append(Problem(f"{key} appears twice", file, number, "data", "Delete one row"))
        elif value != {}:
            found.counts[key] = value
    if problems:
        raise TableError(problems)
    return found


def leave_out_unused(counts: Counts) -> dict[str, int | Mapping[str, int]]:
    """Return counts without the columns and boxes of the template that a person left at zero throughout."""
    blocks = [_PREVIOUS, ("total_studies_ma", "total_reports_ma"), ("synthesis_studies", "synthesis_reports")]
    others = tuple(f"{kind}_{part}" for kind in OTHER_KINDS for part in ("results", "specific_results"))
    blocks.append((*others, *(key for key in KEYS if key.startswith("other_"))))
    unused = {key for block in blocks if not any(counts.get(key) for key in block) for key in block}
    return {key: value for key, value in counts.items() if key not in unused}


def check_keys(counts: Counts) -> None:
    """Raise a TableError that names every key that no flow has and every number below zero."""
    problems = [_miss_key(key, "", 0, "") for key in counts if key not in KEYS]
    for key, value in counts.items():
        numbers = value.values() if isinstance(value, Mapping) else [value]
        problems += [Problem(f"the count {key} is {n}, less than zero") for n in numbers if n < 0]
    if problems:
        raise TableError(problems)


def _miss_key(key: str, file: str, row: int, column: str) -> Problem:
    near = get_close_matches(key, KEYS, n=1, cutoff=0.4)
    remedy = f"Did you mean {near[0]}?" if near else "Use a key of the template"
    return Problem(f"'{key}' is not a count of a PRISMA flow", file, row, column, remedy)


def _template_rows() -> list[list[str]]:
    return [line.split("|") for line in _TEMPLATE.strip().splitlines()]


def _text(cell: object) -> str:
    """Return a cell as text; a cell without a value, of whatever kind, is empty."""
    text = "" if cell is None or cell != cell else str(cell).strip()
    return "" if text == "NA" else text


def _take_words(cells: Mapping[str, str], key: str, found: FlowFile) -> None:
    """Keep what a row says besides its number, where it is not what the template says."""
    name = key or cells["box"]
    usual = {words.casefold() for words in (_WORDS.get(name, ""), _THEIR_WORDS.get(name, ""))}
    usual |= {_FIRST_REVIEW.get(_WORDS.get(name, ""), "").casefold()}
    if cells["boxtext"].casefold() not in usual:
        found.words[name] = cells["boxtext"]
    if cells["tooltips"]:
        found.tips[name] = cells["tooltips"]
    if cells["url"]:
        found.links[name] = cells["url"]


def _cell(key: str, value: int | Mapping[str, int] | None) -> str:
    if key in _LABELS:
        return "0"
    if key not in NAMED or (value is None and key not in _THEIRS):
        return "NA" if value is None else str(sum(value.values()) if isinstance(value, Mapping) else value)
    return write_named(value if isinstance(value, Mapping) else {} if value is None else {NOT_GIVEN: value})


_BACK = {row: key for key, row in _OURS.items()}
_WORDS = {key or box: words for key, _, box, words in _template_rows()}
KEYS = tuple(_BACK.get(key, key) for key, *_ in _template_rows() if key not in _LABELS)
"""Keys of all counts that a flow may have."""
