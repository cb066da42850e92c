"""Find fields without information in a source, such as running numbers in the field of the issue.

Sure pairs are records that other fields make the same: one title and DOI, or one title, first author, year
and place. A field that differs in most sure pairs of a source, or has another value in each of its records,
says nothing there, and is not compared.
"""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd

# Fields that may be judged, each with those that make a pair sure without it, beside title and first author.
SURE = {
    "volume": ("year", "page"),
    "issue_number": ("year", "page"),
    "supplement": ("year", "page"),
    "page": ("year", "volume", "issue_number"),
    "accession": ("year", "page"),
}
# What goes with a field that is forgotten.
_WITH = {
    "page": ("last_page",),
    "volume": ("volume_words",),
    "issue_number": ("issue_words",),
    "supplement": ("issue_words",),
}
_NAMES = {"issue_number": "issue", "supplement": "issue", "page": "pages"}
# A number that counts the records of a file; pages and accessions differ in each record anyway.
_COUNTED = ("volume", "issue_number")
_FEWEST_RECORDS = 50  # fewer articles may well be of as many volumes
_FEWEST_PAIRS = 10
_MOST_DIFFERENT = 0.5
_LONG_TITLE = 35


def find_unused(forms: pd.DataFrame) -> pd.DataFrame:
    """Return the fields that say nothing, by source.

    Parameters
    ----------
    forms
        ``source``, ``doi``, ``text``, ``first``, ``year``, ``volume``, ``issue_number``, ``supplement``,
        ``page`` and ``accession`` of every record, as `normalise` reads them.

    Returns
    -------
    pandas.DataFrame
        ``source``, ``field`` (a column of `forms`), ``why``; sorted.
    """
    rows = [*_find_counted(forms)]
    for field, needed in SURE.items():
        known = forms[field] != ""
        known &= ~forms["source"].isin([source for source, name, *_ in rows if name == field])
        pairs = _pair_sure(forms[known], field, needed)
        # Each source numbers records in its own way; within one, two numbers of a record tell nothing apart.
        pairs = pairs[pairs["left"] == pairs["right"]] if field == "accession" else pairs
        rows += _find_contradicted(field, pairs)
    table = pd.DataFrame(rows, columns=["source", "field", "why"], dtype="str")
    return table.sort_values(["source", "field"], ignore_index=True)


def name_unused(source: pd.Series, unused: pd.DataFrame) -> pd.Series:
    """Return for each record the fields that say nothing in its source, with the reasons, "" for none."""
    texts = (unused["field"].replace(_NAMES) + "\t" + unused["why"]).groupby(unused["source"]).agg("\n".join)
    return source.map(texts.to_dict()).astype("object").where(source.isin(texts.index), "").astype("str")


def list_unused(forms: pd.DataFrame) -> pd.DataFrame:
    """Return ``source``, ``field`` and ``why`` of the fields that `name_unused` found, sorted."""
    named = forms.loc[forms["unused"] != "", ["source", "unused"]].drop_duplicates()
    rows = [
        (source, *line.split("\t"))
        for source, lines in zip(named["source"], named["unused"], strict=True)
        for line in lines.split("\n")
    ]
    table = pd.DataFrame(rows, columns=["source", "field", "why"], dtype="str")
    return table.sort_values(["source", "field"], ignore_index=True)


def warn_unused(unused: pd.DataFrame) -> None:
    """Warn of each field in what `list_unused` returns."""
    for source, field, why in unused.itertuples(index=False):
        warnings.warn(f"{source}: the field {field} was not compared: {why}", stacklevel=2)


def forget(forms: pd.DataFrame, unused: pd.DataFrame) -> pd.DataFrame:
    """Return `forms` without the values of the fields that say nothing in their source."""
    for source, field in zip(unused["source"], unused["field"], strict=True):
        columns = [field, *_WITH.get(field, ())]
        forms = forms.assign(**{name: forms[name].mask(forms["source"] == source, "") for name in columns})
    return forms


def _find_counted(forms: pd.DataFrame) -> list[tuple[str, str, str]]:
    rows = []
    for field in _COUNTED:
        values = forms.loc[forms[field] != "", ["source", field]]
        counts = values.groupby("source")[field].agg(["size", "nunique"])
        alone = counts[(counts["size"] == counts["nunique"]) & (counts["size"] >= _FEWEST_RECORDS)]
        rows += [
            (str(source), field, f"it differs in each of {size:,} records")
            for source, size in alone["size"].items()
        ]
    return rows


def _pair_sure(forms: pd.DataFrame, field: str, needed: tuple[str, ...]) -> pd.DataFrame:
    """Return each sure pair's sources as ``left`` and ``right``, and whether its values of `field` differ."""
    long = forms["text"].str.len() >= _LONG_TITLE
    present = long & (forms[["first", *needed[:2]]] != "").all(axis=1)
    title = forms.loc[present, "text"]
    for name in ("first", *needed):
        title = title + "\t" + forms.loc[present, name]
    sides = []
    # A supplement's DOI may stand on each of its abstracts.
    identified = forms.loc[forms["doi"] != "", "doi"] + "\t" + forms.loc[forms["doi"] != "", "text"]
    for key in (identified, title):
        shared = key[key.duplicated(keep=False)]
        rows = shared.sort_values(kind="stable").index
        follows = np.flatnonzero(shared.loc[rows].to_numpy()[1:] == shared.loc[rows].to_numpy()[:-1])
        left, right = rows[follows], rows[follows + 1]
        differs = forms.loc[left, field].to_numpy() != forms.loc[right, field].to_numpy()
        sources = [forms.loc[side, "source"].to_numpy() for side in (left, right)]
        sides.append(pd.DataFrame({"left": sources[0], "right": sources[1], "differs": differs}))
    return pd.concat(sides, ignore_index=True)


def _find_contradicted(field: str, pairs: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Take away the source that differs most, until what is left agrees: the others differ from it alone."""
    rows = []
    while len(pairs):
        own = [pairs[["differs"]].assign(source=pairs[side]) for side in ("left", "right")]
        # Within one source a pair counts once.
        own[1] = own[1][pairs["left"] != pairs["right"]]
        counts = pd.concat(own).groupby("source")["differs"].agg(["size", "sum"])
        counts = counts[
            (counts["size"] >= _FEWEST_PAIRS) & (counts["sum"] > counts["size"] * _MOST_DIFFERENT)
        ]
        if counts.empty:
            break
        worst = str((counts["sum"] / counts["size"]).idxmax())
        size, differ = counts["size"].astype(int)[worst], counts["sum"].astype(int)[worst]
        why = f"its values differ in {differ:,} of {size:,} pairs that are certainly one report"
        rows.append((worst, field, why))
        pairs = pairs[(pairs["left"] != worst) & (pairs["right"] != worst)]
    return rows
