"""The flow of a review as the table that other PRISMA 2020 software reads, and back.

The columns and row keys are those of the template of the PRISMA2020 R package (Haddaway et al. 2022,
doi 10.1002/cl2.1230), so that it opens our file unchanged. What that package needs, and why some cells look
odd:

- it finds a row by searching its key *within* the ``data`` column, so our own rows have keys that hold none
  of the template's keys;
- it splits ``Reason, 10; Other reason, 4`` at every ``;`` and ``,`` and puts the text between quotes, so
  these characters are replaced in names (a comma by its look-alike U+201A, which `read_flow` turns back);
- it fails on a single reason, so a second one with n = 0 is added, which `read_flow` drops;
- it leaves out the columns *previous studies* and *other methods* where their counts are NA.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from cireview.errors import Problem, TableError
from cireview.tables.kinds import OTHER_KINDS

Counts = Mapping[str, int | Mapping[str, int]]

COLUMNS = ["data", "node", "box", "description", "boxtext", "tooltips", "url", "n"]
_THEIRS = ("database_specific_results", "register_specific_results", "dbr_excluded", "other_excluded")
NAMED = (*_THEIRS, *(f"{kind}_specific_results" for kind in OTHER_KINDS))

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
looked_at_again||box2|Records of the previous version, looked at again
no_longer_counted||box1|Reports of the previous version that are no longer counted
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
_LABELS = ("", "identification", "screening", "included")
_NO_REASON, _NO_FURTHER, _NOT_GIVEN = "No reason", "No further reason", "Reason not given"
_ENTRY = re.compile(r"(?P<name>.*?),\s*(?P<n>\d{1,3}(?:,\d{3})+|\d+)\s*", re.DOTALL)


def flow_table(counts: Counts) -> pd.DataFrame:
    """Return `counts` as the rows of the PRISMA2020 package's template, all cells text, "NA" for none.

    Parameters
    ----------
    counts
        Number by key; the keys are those of the template's ``data`` column and ``awaiting_screening``,
        ``awaiting_retrieval``, ``awaiting_assessment``, ``records_excluded_human``,
        ``records_excluded_automation``, ``looked_at_again``, ``no_longer_counted``,
        ``contact_results``, ``<kind>_specific_results``,
        ``other_already_found``, ``other_ineligible``, ``other_screened_out``,
        ``other_screened_out_automation``, ``other_awaiting_screen`` and ``other_awaiting``. Specific sources
        and reasons for exclusion map a name to a number. A review without ``previous_studies`` is a first
        review and uses the official words for it.

    Returns
    -------
    pandas.DataFrame
        Columns data, node, box, description, boxtext, tooltips, url, n.

    Raises
    ------
    TableError
        If a key is unknown or a number is negative.
    """
    _check(counts)
    renamed = {_OURS.get(key, key): value for key, value in counts.items()}
    official = {} if "previous_studies" in counts else _FIRST_REVIEW
    rows = []
    for line in _TEMPLATE.strip().splitlines():
        key, node, box, boxtext = line.split("|")
        boxtext = official.get(boxtext, boxtext)
        description = boxtext + next((words for start, words in _ROUTES.items() if key.startswith(start)), "")
        tooltip = description if node else "NA"
        n = _cell(key, renamed.get(key))
        rows.append([key or "NA", node or "NA", box, description, boxtext, tooltip, "NA", n])
    return pd.DataFrame(rows, columns=COLUMNS).astype("str")


def read_flow(frame: pd.DataFrame) -> dict[str, int | dict[str, int]]:
    """Return the counts of a flow table, ours or one filled in for the PRISMA2020 package.

    Parameters
    ----------
    frame
        A table with the columns ``data`` and ``n``; others are not read. A name may hold commas
        (``Wrong age, under 5, 10``), numbers may hold thousands separators, and cells that hold no number
        (empty, ``NA``, the template's ``xxx``) mean that the count is not given.

    Raises
    ------
    TableError
        If a column is missing or a number cannot be read.
    """
    missing = [column for column in ("data", "n") if column not in frame.columns]
    if missing:
        raise TableError(Problem(f"a flow table lacks the column(s) {', '.join(missing)}"))
    ours = {row: key for key, row in _OURS.items()}
    counts: dict[str, int | dict[str, int]] = {}
    problems = []
    for row, (key, cell) in enumerate(zip(frame["data"], frame["n"], strict=True), start=2):
        text = "" if pd.isna(cell) else str(cell).strip()
        if pd.isna(key) or key in ("NA", *_LABELS) or text in ("", "NA"):
            continue
        try:
            value = _read_named(text) if key in NAMED else int(re.sub(r"[,\s]|\.0$", "", text))
        except ValueError:
            wrong = f"'{text}' is not a count"
            problems.append(Problem(wrong, row=row, column="n", remedy="Write a whole number"))
            continue
        if value != {}:
            counts[ours.get(key, key)] = value
    if problems:
        raise TableError(problems)
    return counts


def _check(counts: Counts) -> None:
    keys = {line.split("|")[0] for line in _TEMPLATE.strip().splitlines()} - {""}
    keys = keys - set(_OURS.values()) | set(_OURS)
    problems = [Problem(f"'{key}' is not a count of a PRISMA flow") for key in counts if key not in keys]
    for key, value in counts.items():
        numbers = value.values() if isinstance(value, Mapping) else [value]
        problems += [Problem(f"the count {key} is {n}, less than zero") for n in numbers if n < 0]
    if problems:
        raise TableError(problems)


def _cell(key: str, value: int | Mapping[str, int] | None) -> str:
    if key in _LABELS:
        return "0"
    if key not in NAMED or (value is None and key not in _THEIRS):
        return "NA" if value is None else str(sum(value.values()) if isinstance(value, Mapping) else value)
    numbers = value if isinstance(value, Mapping) else {} if value is None else {_NOT_GIVEN: value}
    # The package fails on a single reason.
    entries = [f"{_plain(name)}, {n}" for name, n in numbers.items()] or [f"{_NO_REASON}, 0"]
    return "; ".join(entries if len(entries) > 1 else [*entries, f"{_NO_FURTHER}, 0"])


def _plain(name: str) -> str:
    """Return `name` without the characters at which the PRISMA2020 package would cut or break it."""
    table = str.maketrans({",": "\u201a", ";": "\u201a", "'": "\u2019", '"': "\u201d", "\\": "/"})
    return " ".join(name.split()).translate(table)


def _read_named(text: str) -> dict[str, int]:
    if re.fullmatch(r"[\d,\s]+", text):
        total = int(re.sub(r"[,\s]", "", text))
        return {_NOT_GIVEN: total} if total else {}
    numbers: dict[str, int] = {}
    for entry in filter(str.strip, text.split(";")):
        match = _ENTRY.fullmatch(entry.strip())
        if not match:
            if re.search(r",\s*x+$", entry):
                continue
            raise ValueError(entry)
        name, n = match["name"].strip().replace("\u201a", ","), int(match["n"].replace(",", ""))
        if n or name not in (_NO_REASON, _NO_FURTHER):
            numbers[name] = numbers.get(name, 0) + n
    return numbers
