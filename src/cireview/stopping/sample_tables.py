"""Read the samples, and refuse those that were changed after the draw."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from cireview.errors import LabelError, Problem
from cireview.places import place
from cireview.stopping.plan import Plan
from cireview.stopping.samples import (
    CERTIFICATION,
    KINDS,
    SAMPLE,
    Sample,
    digest_sample,
    draw_lots,
    split_name,
)
from cireview.tables.dates import is_date, order_date
from cireview.tables.spreadsheets import read_sheets

_CONSTANTS = ("population", "size", "drawn_on", "seed", "looks", "recall", "confidence")
# Earlier tables lack these.
_LATER = {"found": "0", "goes_on": "", "readers": "", "check": ""}
_NAME = rf"(?:{'|'.join(KINDS)})_[1-9]\d*"
_RESTORE = "Restore the file as 'cireview draw' wrote it"


def read_samples(paths: Iterable[str | Path], *, plan: Plan, root: str | Path = ".") -> list[Sample]:
    """Read the samples that were drawn.

    Parameters
    ----------
    paths
        Their tables.
    plan
        What is planned now: to change it once a certification sample was drawn would void its certificate.
    root
        The review's folder, which file names in problems are relative to.

    Returns
    -------
    list of Sample
        By name.

    Raises
    ------
    LabelError
        For every table that is not as it was drawn, every one that is gone although a later one is there, and
        every sample beyond those planned.
    """
    problems: list[Problem] = []
    by_name: dict[str, Sample] = {}
    names: set[str] = set()
    for file, table in read_sheets(map(Path, paths), problems, root=root):
        problems_here = list(_problems(table, file, plan))
        name = Path(file).stem
        if name in names:
            problems_here = [Problem(f"{name} is there twice", file, remedy="Delete one of the two files")]
        problems += problems_here
        names.add(name)
        if not problems_here:
            by_name[name] = _sample(table, name)
    problems += _gaps(names)
    if problems:
        raise LabelError(problems)
    return [by_name[name] for name in sorted(by_name, key=split_name)]


def find_lost_samples(labels: pd.DataFrame, names: Iterable[str]) -> list[Problem]:
    """Return a problem for each sheet (LABEL) that says it is of a sample that is not among `names`."""
    is_lost = labels["chosen"].str.fullmatch(_NAME) & ~labels["chosen"].isin(list(names))
    return [
        Problem(
            f"these labels belong to the sample {name}, whose file is gone",
            str(file),
            int(rows["row"].iloc[0]),
            "chosen",
            f"Restore {place('sample_tables')}/{name}.csv; the same sample cannot be drawn again",
        )
        for (file, name), rows in labels[is_lost].groupby(["file", "chosen"], sort=True)
    ]


def _gaps(names: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each sample that is gone although one of a higher number is there."""
    places = {split_name(name) for name in names if re.fullmatch(_NAME, name)}
    for kind in KINDS:
        highest = max((number for drawn_kind, number in places if drawn_kind == kind), default=0)
        for number in range(1, highest):
            if (kind, number) not in places:
                message = f"{kind}_{number} is missing, although {kind}_{highest} exists"
                yield Problem(message, f"{place('sample_tables')}/{kind}_{number}.csv", remedy=_RESTORE)


def _problems(table: pd.DataFrame, file: str, plan: Plan) -> Iterator[Problem]:
    name = Path(file).stem
    if not re.fullmatch(_NAME, name):
        yield Problem(
            "this is not the name of a sample",
            file,
            remedy="Only 'cireview draw' writes files in this folder; move yours away",
        )
        return
    missing = [column for column in SAMPLE.columns if column not in table and column not in _LATER]
    if missing:
        yield Problem(f"the sample lacks the column(s) {', '.join(missing)}", file, 1, remedy=_RESTORE)
        return
    table = table.assign(**{column: cell for column, cell in _LATER.items() if column not in table})
    numbers = _numbers(table)
    if (
        any(table[column].nunique() != 1 for column in _CONSTANTS)
        or numbers.isna().any(axis=None)
        or not is_date(order_date(str(table["drawn_on"].iloc[0])))
    ):
        yield Problem("the sample was changed after the draw: cells differ", file, remedy=_RESTORE)
        return
    lots, check = str(table["goes_on"].iloc[0]) or name, str(table["check"].iloc[0])
    changed = bool(check) and check != digest_sample(table.assign(**numbers))
    if changed or not _is_as_drawn(table["record_id"], numbers, lots):
        yield Problem("the sample was changed after the draw: rows differ", file, remedy=_RESTORE)
    # Pilots and random samples give no confidence that a changed plan could invalidate.
    if split_name(name)[0] == CERTIFICATION:
        yield from _beyond_plan(numbers, file, plan)


def _is_as_drawn(ids: pd.Series, numbers: pd.DataFrame, name: str) -> bool:
    """Say whether every row has the place that the lot gave it, and none is gone."""
    seed, size, population = (int(numbers[column].iloc[0]) for column in ("seed", "size", "population"))
    ids, recorded = ids[numbers["place"] >= 0], numbers.loc[numbers["place"] >= 0, "place"]
    # One that goes on with the lots of another begins behind that one's last place.
    before = int(recorded[recorded > 0].min()) - 1 if (recorded > 0).any() else 0
    # Lots follow from seed, name and ids, so that any row that was changed, cut or added shows.
    lots = draw_lots(ids, salt=f"{seed}:{name}")
    places = {record: place if before < place <= before + size else 0 for place, record in enumerate(lots, 1)}
    table = dict(zip(ids, recorded, strict=True))
    return len(ids) == len(table) == population and table == places


def _beyond_plan(numbers: pd.DataFrame, file: str, plan: Plan) -> Iterator[Problem]:
    """Yield what a certification sample is not that stands in the protocol now."""
    number = split_name(Path(file).stem)[1]
    then_planned = int(numbers["looks"].iloc[0])
    if then_planned and number > (plan.looks or then_planned):
        message = (
            f"the protocol plans {plan.looks or then_planned} certification sample(s), and this is one more"
        )
        yield Problem(
            message, file, remedy="A certificate is valid only for the samples planned before the first one"
        )
    for column, now in vars(plan).items():
        # Planned looks may be removed from the protocol; a sample without planned looks is not bound to any.
        free = column == "looks" and not (then_planned and now)
        if (then := float(numbers[column].iloc[0])) != now and not free:
            message = f"the sample was drawn for {column} {then:g}, but config/ now has {now:g}"
            yield Problem(
                message, file, 0, column, f"Write {then:g} again: it was fixed when the sample was drawn"
            )


def _numbers(table: pd.DataFrame) -> pd.DataFrame:
    """Return the number columns; a spreadsheet may have made a comma of the decimal point."""
    columns = sorted(SAMPLE.numbers & set(table.columns))
    read = {column: pd.to_numeric(table[column].str.replace(",", "."), errors="coerce") for column in columns}
    return pd.DataFrame(read)


def _sample(table: pd.DataFrame, name: str) -> Sample:
    known = "goes_on" in table
    table = table.assign(**{column: cell for column, cell in _LATER.items() if column not in table})
    first, goes_on = _numbers(table).iloc[0], str(table["goes_on"].iloc[0])
    places = pd.to_numeric(table["place"])
    unread = table["record_id"][places >= 0]
    return Sample(
        name=name,
        drawn_on=order_date(str(table["drawn_on"].iloc[0])),
        population=frozenset(unread),
        members=tuple(table.assign(place=places)[places > 0].sort_values("place")["record_id"]),
        plan=Plan(int(first["looks"]), float(first["recall"]), float(first["confidence"])),
        lots=tuple(draw_lots(unread, salt=f"{int(first['seed'])}:{goes_on or name}")),
        begun=frozenset(table["record_id"][places < 0]) if known else None,
        found=int(first["found"]),
        goes_on=goes_on,
        seed=int(first["seed"]),
        readers=tuple(filter(None, str(table["readers"].iloc[0]).split("; "))),
    )
