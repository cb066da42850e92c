"""Names of countries, peoples, cities, states and provinces, and phrases that only look like them."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

NAME, PEOPLE, CITY, REGION, MARK = "name", "people", "city", "region", "mark"
"""Kinds: a country's name, its people, a city, a state or province, and the letters of a state."""
GEORGIA = "Georgia"
"""Stands for the country or the state: a text has to settle which."""
_FILES = {
    "countries.csv": {"names": NAME, "people": PEOPLE, "cities": CITY},
    "regions.csv": {"names": REGION, "marks": MARK},
}


@lru_cache(maxsize=1)
def read_places() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return names by kind and country (two letters of ISO 3166, or `GEORGIA`)."""
    places: dict[tuple[str, str], tuple[str, ...]] = {(NAME, GEORGIA): (GEORGIA,)}
    for file, kinds in _FILES.items():
        for row in _read(file):
            places |= {
                (kind, row["code"]): tuple(row[column].split("|"))
                for column, kind in kinds.items()
                if row[column]
            }
    return places


def list_no_places() -> list[str]:
    """Return phrases that contain the name of a place but are not one: *Latin American*, *French fries*."""
    return [row["words"] for row in _read("no_places.csv")]


@lru_cache(maxsize=1)
def list_country_codes() -> frozenset[str]:
    """Return the two letters of every country in the table."""
    return frozenset(code for _, code in read_places() if code != GEORGIA)


def _read(file: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
